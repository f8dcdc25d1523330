"""WACZ packages, checked by our verify, by the ZIP's reader and byte by byte."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from archive import cdxj
from archive.collection import Collection
from archive.collection.recovery import repair
from archive.errors import NotInCollection
from archive.export import listing
from archive.export.listing import index_of, merge
from archive.export.pages import pages_of
from archive.export.wacz import export_wacz
from archive.times import timestamp14
from archive.verify import verify_wacz
from tests.archive import warcs
from tests.archive.export.conftest import FRONT, QUAY, STYLE


@pytest.fixture
def package(opened: Collection, tmp_path: Path) -> Path:
    export_wacz(opened, tmp_path / "ledger.wacz")
    return tmp_path / "ledger.wacz"


def entry(package: Path, name: str) -> bytes:
    with zipfile.ZipFile(package) as opened:
        return opened.read(name)


def pages(package: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in entry(package, "pages/pages.jsonl").splitlines()]


def test_verify_has_no_finding(package: Path) -> None:
    assert [] == list(verify_wacz(package))


def test_every_warc_is_stored_as_it_is(package: Path, crawled: Path) -> None:
    files = {path.name: path.read_bytes() for path in (crawled / "warc").glob("*.warc.gz")}
    with zipfile.ZipFile(package) as opened:
        found = {
            info.filename.removeprefix("archive/"): opened.read(info)
            for info in opened.infolist()
            if info.filename.startswith("archive/") and info.compress_type == zipfile.ZIP_STORED
        }
    assert files == found


def listed(package: Path) -> list[cdxj.CdxjLine]:
    lines = gzip.decompress(entry(package, "indexes/index.cdx.gz")).decode().splitlines()
    return [cdxj.parse_line(line) for line in lines]


def test_the_index_has_every_line_but_the_304_in_c_order(package: Path, crawled: Path) -> None:
    files = (crawled / "index/cdxj").glob("*.cdxj")
    lines = sorted(line for path in files for line in path.read_bytes().splitlines())
    expected = [line for line in lines if b'"304"' not in line]
    assert (1, expected) == (
        len(lines) - len(expected),
        gzip.decompress(entry(package, "indexes/index.cdx.gz")).splitlines(),
    )


def test_a_visit_answered_304_is_shown_by_the_content_it_confirmed(package: Path) -> None:
    assert ["200"] == [line.status for line in listed(package) if line.url == STYLE]


def test_a_visit_answered_304_is_listed_where_its_content_is_left_out(
    collection: Path, tmp_path: Path
) -> None:
    with Collection.open(collection) as opened:
        first = collection / "warc" / opened.captures(STYLE)[0].filename
        first.rename(first.with_name(f"{first.name}.open"))
        export_wacz(opened, tmp_path / "a.wacz")
    assert ["304"] == [line.status for line in listed(tmp_path / "a.wacz") if line.url == STYLE]


def test_the_pages_are_front_pages_and_articles(package: Path) -> None:
    urls = [page["url"] for page in pages(package)[1:]]
    assert [FRONT] * 3 + [QUAY] * 3 == [url for url in urls if not url.endswith("live")]


def test_the_header_says_that_there_is_text(package: Path) -> None:
    head = pages(package)[0]
    assert ("json-pages-1.0", "pages", True) == (head["format"], head["id"], head["hasText"])


def test_a_text_stands_once_for_each_revision(package: Path) -> None:
    texts = [page["text"] for page in pages(package)[1:] if "text" in page]
    assert ["The quay is closed.", "The quay is open."] == texts


def test_every_page_is_in_the_index(package: Path) -> None:
    indexed = {(line.url, line.timestamp) for line in listed(package)}
    found = {(page["url"], timestamp14(page["ts"])) for page in pages(package)[1:]}
    assert set() == found - indexed


def test_page_ids_are_unique(package: Path) -> None:
    ids = [page["id"] for page in pages(package)]
    assert len(ids) == len(set(ids))


def test_the_latest_front_page_opens_first(package: Path) -> None:
    said = json.loads(entry(package, "datapackage.json"))
    assert (FRONT, "2026-03-03T09:00:00.000000Z") == (said["mainPageUrl"], said["mainPageDate"])


def test_resource_names_are_unique_and_small(collection: Path, tmp_path: Path) -> None:
    first, second, *_ = (collection / "warc").glob("*.warc.gz")
    first.rename(first.with_name("Harbour (1).warc.gz"))
    second.rename(second.with_name("HARBOUR (1).warc.gz"))
    with Collection.open(collection) as opened:
        export_wacz(opened, tmp_path / "a.wacz")
    said = json.loads(entry(tmp_path / "a.wacz", "datapackage.json"))
    names = [each["name"] for each in said["resources"]]
    assert {"harbour--1-.warc.gz", "2-harbour--1-.warc.gz"} == {n for n in names if "harb" in n}


def test_a_record_that_two_files_hold_is_one_page(collection: Path, tmp_path: Path) -> None:
    with Collection.create_or_open(collection) as opened:
        row = opened.captures(FRONT)[0]
        copy = collection / "warc/copy.warc.gz"
        copy.write_bytes((collection / "warc" / row.filename).read_bytes())
        opened.index.add_captures([dataclasses.replace(row, filename=copy.name)])
        export_wacz(opened, tmp_path / "a.wacz")
    assert 3 == [page.get("url") for page in pages(tmp_path / "a.wacz")].count(FRONT)


def test_the_digest_is_that_of_datapackage_json(package: Path) -> None:
    digest = hashlib.sha256(entry(package, "datapackage.json")).hexdigest()
    said = json.loads(entry(package, "datapackage-digest.json"))
    assert {"path": "datapackage.json", "hash": f"sha256:{digest}"} == said


def test_a_file_that_is_being_written_is_left_out_and_named(
    collection: Path, tmp_path: Path
) -> None:
    (collection / "warc/crawl-9.warc.gz.open").write_bytes(b"\x1f\x8b")
    with Collection.open(collection) as opened:
        done = export_wacz(opened, tmp_path / "a.wacz")
    assert ["crawl-9.warc.gz.open"] == [each.file for each in done.left_out]


def test_what_wacz_cannot_hold_is_left_out_and_named(collection: Path, tmp_path: Path) -> None:
    (collection / "warc/old.arc.gz").write_bytes(b"")
    with Collection.open(collection) as opened:
        done = export_wacz(opened, tmp_path / "a.wacz")
    assert ["old.arc.gz"] == [each.file for each in done.left_out]


def test_zstandard_becomes_gzip_record_by_record(collection: Path, tmp_path: Path) -> None:
    (collection / "warc/new.warc.zst").write_bytes(warcs.frames(warcs.reference()))
    with Collection.open(collection) as opened:
        export_wacz(opened, tmp_path / "a.wacz")
    raw = entry(tmp_path / "a.wacz", "archive/new-excerpt.warc.gz")
    assert gzip.decompress(raw).endswith(warcs.uncompressed(warcs.reference()))
    assert [] == list(verify_wacz(tmp_path / "a.wacz"))


def test_pages_whose_warc_is_left_out_are_not_listed(collection: Path, tmp_path: Path) -> None:
    with Collection.open(collection) as opened:
        last = collection / "warc" / opened.captures(FRONT)[-1].filename
        last.rename(last.with_name(f"{last.name}.open"))
        export_wacz(opened, tmp_path / "a.wacz")
    days = {page["ts"][:10] for page in pages(tmp_path / "a.wacz")[1:]}
    assert {"2026-03-01", "2026-03-02"} == days


def test_a_package_without_any_text_does_not_claim_it(tmp_path: Path, collection: Path) -> None:
    for path in (collection / "warc").glob("*.warc.gz"):
        path.unlink()
    with Collection.open(collection) as opened:
        found = pages_of(opened, lambda name, offset: False, tmp_path / "pages")
    assert not json.loads(found.header())["hasText"]


def test_a_collection_without_a_closed_warc_is_refused(tmp_path: Path) -> None:
    with (
        Collection.create_or_open(tmp_path / "empty") as empty,
        pytest.raises(NotInCollection, match="no closed WARC"),
    ):
        export_wacz(empty, tmp_path / "a.wacz")


def test_a_refused_export_leaves_nothing_behind(tmp_path: Path) -> None:
    with Collection.create_or_open(tmp_path / "empty") as empty, pytest.raises(NotInCollection):
        export_wacz(empty, tmp_path / "a.wacz")
    assert ["empty"] == [path.name for path in tmp_path.iterdir()]


def test_a_missing_cdxj_is_made(collection: Path, tmp_path: Path) -> None:
    for path in (collection / "index/cdxj").iterdir():
        path.unlink()
    with Collection.open(collection) as opened:
        export_wacz(opened, tmp_path / "a.wacz")
    assert [] == list(verify_wacz(tmp_path / "a.wacz"))


def test_the_index_is_compressed_in_blocks(
    opened: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_BLOCK_LINES", 3)
    listings = sorted(opened.layout.cdxj.glob("*.cdxj"))
    plain = b"".join(merge(listings, tmp_path))
    packed = index_of(listings, tmp_path).files
    _, *blocks = packed["index.idx"].read_text().splitlines()
    where = [json.loads(line[line.index("{") :]) for line in blocks]
    raw = packed["index.cdx.gz"].read_bytes()
    members = [raw[one["offset"] :][: one["length"]] for one in where]
    assert plain == b"".join(map(gzip.decompress, members))


def test_many_indexes_are_merged_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_MERGED_AT_ONCE", 2)
    for number in range(7):
        (tmp_path / f"{number}.cdxj").write_bytes(b"a %d\nb %d\n" % (number, number))
    sources = sorted(tmp_path.glob("*.cdxj"))
    expected = sorted(line for path in sources for line in path.read_bytes().splitlines(True))
    assert expected == list(merge(sources, tmp_path))


def test_of_a_torn_file_the_whole_records_go_in(tmp_path: Path) -> None:
    days = [
        warcs.response(url=f"http://torn.test/{n}", block=warcs.http(body=b"a"), payload=b"a")
        for n in (1, 2)
    ]
    with Collection.create_or_open(tmp_path / "collection") as collection:
        torn = collection.layout.warc / "theirs.warc.gz"
        torn.write_bytes(warcs.members(days)[:-20])
        repair(collection.layout, collection.index)
        made = export_wacz(collection, tmp_path / "torn.wacz")
    assert ["theirs.warc.gz"] == [one.file for one in made.left_out]
    assert [] == [one for one in verify_wacz(tmp_path / "torn.wacz") if one.severity == "error"]
    assert ["http://torn.test/1"] == [one.url for one in listed(tmp_path / "torn.wacz")]
