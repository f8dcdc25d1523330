"""What a file holds is told by its bytes; what it hides is unpacked within bounds."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from archive.collection import Collection
from archive.errors import BadInput
from crawler.importing import Imported, import_any
from crawler.unpacking import unpacked
from tests.archive import warcs
from tests.archive.collection.kept import URL
from tests.crawler.test_importing import page, texts

DAYS = [page(f"{n}.", f"2020-01-0{n}T00:00:00Z") for n in (1, 2, 3)]
RAW = warcs.uncompressed(DAYS)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    with Collection.create_or_open(tmp_path / "collection") as made:
        yield made


def taken(collection: Collection, path: Path, tmp_path: Path) -> list[Imported]:
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    return list(import_any(collection, path, scratch))


def package(path: Path, files: dict[str, bytes], *, changed: bool = False) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        resources = []
        for name, content in files.items():
            made.writestr(f"archive/{name}", content)
            digest = hashlib.sha256(content + b"x" * changed).hexdigest()
            resources.append({"path": f"archive/{name}", "hash": f"sha256:{digest}"})
        made.writestr("datapackage.json", json.dumps({"resources": resources}))
        made.writestr("pages/pages.jsonl", "{}")
    return path


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("theirs", warcs.members(DAYS), "theirs.warc.gz"),
        ("theirs.warc", warcs.members(DAYS), "theirs.warc"),
        ("theirs.warc.gz.bad", warcs.members(DAYS), "theirs.warc.gz.bad.warc.gz"),
        ("download.php", RAW, "download.php.warc"),
        ("theirs.zst", warcs.frames(DAYS), "theirs.zst.warc.zst"),
    ],
)
def test_a_file_is_known_by_its_bytes(
    collection: Collection, tmp_path: Path, name: str, content: bytes, kept: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (found,) = taken(collection, tmp_path / name, tmp_path)
    assert (kept, ["1.", "2.", "3."]) == (found.name, texts(collection))
    assert content == (collection.layout.warc / kept).read_bytes()


def test_an_arc_file_is_known_too(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(gzip.compress(warcs.ArcFile([(URL, warcs.http())]).raw()))
    assert ["old.arc.gz"] == [one.name for one in unpacked(tmp_path / "old", tmp_path)]


def test_every_warc_of_a_package_is_read(collection: Collection, tmp_path: Path) -> None:
    files = {f"{n}.warc.gz": warcs.members([one]) for n, one in enumerate(DAYS)}
    found = taken(collection, package(tmp_path / "a.wacz", files), tmp_path)
    assert ["1.", "2.", "3."] == texts(collection)
    assert [f"archive/{name}" for name in files] == [one.inside for one in found]
    kept = {path.name: path.read_bytes() for path in collection.layout.warc.glob("*.warc.gz")}
    assert files == kept
    assert [None] * 3 == [one.note for one in found]


def test_a_package_that_was_changed_is_taken_and_told(
    collection: Collection, tmp_path: Path
) -> None:
    files = {"a.warc.gz": warcs.members(DAYS)}
    (found,) = taken(collection, package(tmp_path / "a.wacz", files, changed=True), tmp_path)
    assert "changed since" in (found.note or "")
    assert 3 == found.observations


def test_our_own_package_of_a_collection_gives_its_articles(
    copied: Path, collection: Collection, tmp_path: Path
) -> None:
    from archive.export.wacz import export_wacz

    with Collection.open(copied) as source:
        export_wacz(source, tmp_path / "ours.wacz")
        theirs = {one.url: one.revisions for one in source.articles()}
    taken(collection, tmp_path / "ours.wacz", tmp_path)
    assert theirs == {one.url: one.revisions for one in collection.articles()}


def test_one_member_for_all_records_is_unpacked(collection: Collection, tmp_path: Path) -> None:
    (tmp_path / "whole.warc.gz").write_bytes(gzip.compress(RAW))
    (found,) = taken(collection, tmp_path / "whole.warc.gz", tmp_path)
    assert ("whole.warc", ["1.", "2.", "3."]) == (found.name, texts(collection))
    assert RAW == (collection.layout.warc / "whole.warc").read_bytes()
    assert "shared one gzip member" in (found.note or "")


def test_one_member_that_is_cut_off_gives_what_is_there(
    collection: Collection, tmp_path: Path
) -> None:
    (tmp_path / "whole.warc.gz").write_bytes(gzip.compress(RAW)[:-12])
    (found,) = taken(collection, tmp_path / "whole.warc.gz", tmp_path)
    assert "what follows a fault is lost" in (found.note or "")
    assert ["1.", "2."] == texts(collection)[:2]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 rubbish",
        b"PK",
        b"",
        b"<html>",
        b"\x1f\x8b\x08 rubbish",
        bytes.fromhex("502a4d1800000000"),  # a Zstandard frame to be skipped, and no other
        bytes.fromhex("502a4d18ffffffff"),
        bytes.fromhex("5d2a4d1804000000") + b"rest",
    ],
)
def test_what_holds_no_warc_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wacz").write_bytes(content)
    with pytest.raises(BadInput, match=r"a\.wacz"):
        list(unpacked(tmp_path / "a.wacz", tmp_path))


def test_a_zip_without_warcs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="without a WARC file"):
        list(unpacked(package(tmp_path / "a.zip", {"readme.txt": b""}), tmp_path))


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    bomb = package(tmp_path / "a.wacz", {"a.warc": RAW + bytes(80 << 20)})
    with pytest.raises(BadInput, match="unpacks to more than"):
        list(unpacked(bomb, tmp_path))


def test_nothing_leads_out_of_the_scratch_directory(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as made:
        made.writestr("archive/../../evil.warc", RAW)
    (found,) = unpacked(tmp_path / "a.wacz", scratch)
    assert scratch / "evil.warc" == found.path


@pytest.mark.parametrize("first", [0, 1, 2])
def test_records_that_share_a_member_are_unpacked_wherever_it_is(
    collection: Collection, tmp_path: Path, first: int
) -> None:
    path = tmp_path / "some.warc.gz"
    shared = gzip.compress(warcs.uncompressed(DAYS[first:]))
    path.write_bytes(warcs.members(DAYS[:first]) + shared)
    (found,) = taken(collection, path, tmp_path)
    assert ["1.", "2.", "3."] == texts(collection)
    assert (first < 2) == (found.name == "some.warc")


def test_one_zstandard_frame_for_all_records_is_unpacked(
    collection: Collection, tmp_path: Path
) -> None:
    (tmp_path / "whole.warc.zst").write_bytes(zstandard.compress(RAW))
    (found,) = taken(collection, tmp_path / "whole.warc.zst", tmp_path)
    assert ("whole.warc", ["1.", "2.", "3."]) == (found.name, texts(collection))
    assert "shared one Zstandard frame" in (found.note or "")


def test_a_bad_entry_of_a_package_keeps_no_other_out(
    collection: Collection, tmp_path: Path
) -> None:
    files = {"a.warc.gz": b"nothing here", "b.warc.gz": warcs.members(DAYS)}
    path = package(tmp_path / "a.wacz", files)
    with pytest.raises(BadInput, match=r"a\.wacz: archive/a\.warc\.gz: is not") as refused:
        taken(collection, path, tmp_path)
    assert ["1.", "2.", "3."] == texts(collection)
    assert "scratch" not in str(refused.value)


def test_names_are_kept_printable_and_bounded(collection: Collection, tmp_path: Path) -> None:
    names = ["a\nb\x1b[31m.warc.gz", f"{'n' * 300}.warc.gz"]
    path = package(tmp_path / "a.wacz", dict.fromkeys(names, warcs.members(DAYS)))
    found = taken(collection, path, tmp_path)
    assert ["1.", "2.", "3."] == texts(collection)
    for each in found:
        assert each.name.isprintable()
        assert each.name.endswith(".warc.gz")
        assert len(each.name) < 200
        assert (each.inside or "").isprintable()


def test_no_line_of_an_http_head_is_taken_for_an_arc_record(
    collection: Collection, tmp_path: Path
) -> None:
    stray = b"Date: Wed, 04 Jan 2012 10:00:00 GMT 12\r\n"
    (tmp_path / "a.warc").write_bytes(warcs.uncompressed(DAYS[:1]) + stray * 3 + RAW)
    (found,) = taken(collection, tmp_path / "a.warc", tmp_path)
    assert 1 == found.captures
    assert "no record begins here" in (found.broken or "")
