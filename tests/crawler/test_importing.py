"""Other programs' files: taken as they came, read like our own, in any order."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive import cdxj
from archive.collection import Collection
from archive.collection.manifest import read_manifest
from archive.collection.recovery import repair
from archive.errors import BadInput
from archive.verify import verify_collection
from archive.verify.fixity import verify_fixity
from archive.warc.exchange import Exchange
from archive.warc.rows import CaptureRow
from crawler.importing import import_file
from crawler.reextracting import reextract
from tests.archive import warcs
from tests.archive.collection.kept import URL, put, wire
from tests.commands import within
from tests.crawler.test_rereading import story


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    with Collection.create_or_open(tmp_path / "collection") as made:
        yield made


def filed(path: Path, *records: warcs.Record, name: str = "theirs.warc.gz") -> Path:
    path = path / name
    path.write_bytes(warcs.members(records))
    return path


def page(text: str, date: str, name: str = "x") -> warcs.Record:
    body = story(text)
    return warcs.response(url=URL, block=warcs.http(body=body), payload=body, date=date, name=name)


def texts(collection: Collection) -> list[str]:
    revisions = collection.revisions(collection.find_article(URL))
    return [one.article.article_body.partition(" ")[0] for one in revisions]


def test_a_file_is_kept_as_it_came(collection: Collection, tmp_path: Path) -> None:
    path = filed(tmp_path, page("Closed.", "2020-01-01T00:00:00Z"))
    found = import_file(collection, path)
    stored = collection.layout.warc / found.name
    assert (path.read_bytes(), 1, 1) == (stored.read_bytes(), found.captures, found.observations)
    assert [] == [
        one for one in verify_collection(collection.path) if one.rule in ("index", "cdxj")
    ]


def test_a_file_is_noted_in_the_manifest_as_it_was_kept(
    collection: Collection, tmp_path: Path
) -> None:
    path = filed(tmp_path, page("Closed.", "2020-01-01T00:00:00Z"))
    for _ in range(2):
        import_file(collection, path)
    noted = read_manifest(collection.layout).files()[f"warc/{path.name}"]
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    assert [("imported", sha256)] == [(line.why, line.sha256) for line in noted]
    assert [] == list(verify_fixity(collection.path))


def test_the_same_file_twice_does_nothing(collection: Collection, tmp_path: Path) -> None:
    path = filed(tmp_path, page("Closed.", "2020-01-01T00:00:00Z"))
    import_file(collection, path)
    again = import_file(collection, path)
    assert (True, 0, 1) == (
        again.known,
        again.observations,
        len(collection.observations(collection.find_article(URL))),
    )


def test_another_file_of_the_same_name_has_a_name_of_its_own(
    collection: Collection, tmp_path: Path
) -> None:
    import_file(collection, filed(tmp_path, page("Closed.", "2020-01-01T00:00:00Z")))
    found = import_file(collection, filed(tmp_path, page("Open.", "2020-01-02T00:00:00Z")))
    assert found.name.endswith("-theirs.warc.gz")
    assert ["Closed.", "Open."] == texts(collection)


def test_a_file_is_read_in_order_of_time(collection: Collection, tmp_path: Path) -> None:
    dates = ("2020-01-02T00:00:00.5Z", "2020-01-02T00:00:00Z", "2020-01-02T00:30:00+01:00")
    pages = [page(f"{n}.", date, str(n)) for n, date in zip((3, 2, 1), dates, strict=True)]
    import_file(collection, filed(tmp_path, *pages))
    assert ["1.", "2.", "3."] == texts(collection)


def test_older_files_imported_later_insert_history(collection: Collection, tmp_path: Path) -> None:
    for number, text in ((1, "Closed."), (5, "Closed."), (3, "Open.")):
        date = f"2020-01-0{number}T00:00:00Z"
        import_file(collection, filed(tmp_path, page(text, date), name=f"{number}.warc.gz"))
    assert ["Closed.", "Open.", "Closed."] == texts(collection)
    assert [1, 2, 3] == [one.number for one in collection.revisions(collection.find_article(URL))]


def test_records_without_ids_are_all_recorded(collection: Collection, tmp_path: Path) -> None:
    pages = [
        page(f"{n}.", f"2020-01-0{n}T00:00:00Z").with_header("WARC-Record-ID", None) for n in (1, 2)
    ]
    import_file(collection, filed(tmp_path, *pages))
    assert ["1.", "2."] == texts(collection)


def test_records_that_share_an_id_are_all_recorded(collection: Collection, tmp_path: Path) -> None:
    pages = [
        page(f"{n}.", f"2020-01-0{n}T00:00:00Z").with_header("WARC-Record-ID", "<urn:uuid:1>")
        for n in (1, 2)
    ]
    found = import_file(collection, filed(tmp_path, *pages))
    assert 2 == found.observations


def test_a_file_that_breaks_off_is_read_up_to_there(collection: Collection, tmp_path: Path) -> None:
    path = filed(tmp_path, page("1.", "2020-01-01T00:00:00Z"), page("2.", "2020-01-02T00:00:00Z"))
    path.write_bytes(path.read_bytes()[:-20])
    found = import_file(collection, path)
    assert (1, True) == (found.captures, "cut off" in (found.broken or ""))
    assert ["1."] == texts(collection)


def test_a_revisit_is_read_by_its_original(collection: Collection, tmp_path: Path) -> None:
    first = page("Closed.", "2020-01-01T00:00:00Z")
    import_file(collection, filed(tmp_path, first, warcs.revisit(first)))
    assert 2 == len(collection.observations(collection.find_article(URL)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"x"),
        ("a.warc.gz", b""),
        ("a.warc.gz", b"no gzip"),
        ("a.warc", b"\0" * 5000),
        ("a.warc.zst", b"\x28\xb5\x2f\xfdrubbish"),
        ("a.arc.gz", b"\x1f\x8brubbish"),
    ],
)
def test_what_is_no_warc_is_refused_and_leaves_nothing(
    collection: Collection, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput, match=name):
        import_file(collection, tmp_path / name)
    assert [] == list(collection.layout.warc.iterdir())


def test_a_file_that_is_missing_is_refused(collection: Collection, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        import_file(collection, tmp_path / "none.warc.gz")


@pytest.mark.parametrize(
    ("name", "pack"), [("a.warc", warcs.uncompressed), ("a.warc.zst", warcs.frames)]
)
def test_every_packing_is_read(collection: Collection, tmp_path: Path, name: str, pack) -> None:
    (tmp_path / name).write_bytes(pack([page("Closed.", "2020-01-01T00:00:00Z")]))
    import_file(collection, tmp_path / name)
    assert ["Closed."] == texts(collection)


def test_an_arc_file_is_read(collection: Collection, tmp_path: Path) -> None:
    raw = warcs.ArcFile([(URL, warcs.http(body=story("Closed.")))]).raw()
    (tmp_path / "a.arc").write_bytes(raw)
    import_file(collection, tmp_path / "a.arc")
    assert ["Closed."] == texts(collection)
    assert collection.load(collection.captures(URL)[0]).status == 200


def test_a_revisit_waits_for_the_file_that_has_its_original(
    collection: Collection, tmp_path: Path
) -> None:
    first = page("Closed.", "2020-01-01T00:00:00Z")
    again = warcs.revisit(first, "2020-01-03T00:00:00Z")
    other = page("Open.", "2020-01-02T00:00:00Z")
    found = import_file(collection, filed(tmp_path, again, other, name="later.warc.gz"))
    assert (1, 1, ["Open."]) == (found.waiting, found.observations, texts(collection))
    import_file(collection, filed(tmp_path, first, name="earlier.warc.gz"))
    assert ["Closed.", "Open.", "Closed."] == texts(collection)
    visits = collection.observations(collection.find_article(URL))
    assert ["read"] * 3 == [one.outcome for one in visits]


def test_reextract_reads_a_revisit_that_waited(collection: Collection, tmp_path: Path) -> None:
    first = page("Closed.", "2020-01-01T00:00:00Z")
    headless = replace(warcs.revisit(first), block=b"").with_header("WARC-Block-Digest", None)
    import_file(collection, filed(tmp_path, headless, name="later.warc.gz"))
    path = filed(tmp_path, first, name="earlier.warc.gz")
    (collection.layout.warc / path.name).write_bytes(path.read_bytes())
    repair(collection.layout, collection.index)
    assert 2 == reextract(collection).recorded


def test_a_copy_that_a_killed_import_left_is_removed(
    collection: Collection, tmp_path: Path
) -> None:
    left = collection.layout.warc / ".a.warc.gz.1.import.tmp"
    held = collection.layout.warc / ".b.warc.gz.2.import.tmp"
    for each in (left, held):
        each.write_bytes(b"half")
        os.utime(each, (0, 0))
    with held.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        import_file(collection, filed(tmp_path, page("Closed.", "2020-01-01T00:00:00Z")))
    assert (False, True) == (left.exists(), held.exists())


def test_the_log_says_where_a_file_came_from(collection: Collection, tmp_path: Path) -> None:
    path = filed(tmp_path, page("Closed.", "2020-01-01T00:00:00Z"))
    import_file(collection, path)
    (line,) = (collection.layout.logs / "imports.jsonl").read_text().splitlines()
    said = json.loads(line)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert (str(path), path.name, digest) == (said["file"], said["name"], said["sha256"])


def test_what_stands_behind_damage_is_read(collection: Collection, tmp_path: Path) -> None:
    pages = [page(f"{n}.", f"2020-01-0{n}T00:00:00Z") for n in (1, 2, 3, 4)]
    members = [bytearray(warcs.members([one])) for one in pages]
    members[1][40:60] = bytes(20)  # what a bad disk leaves
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(members))
    found = import_file(collection, path)
    assert (["1.", "3.", "4."], 3) == (texts(collection), found.captures)
    assert f"from offset {len(members[0])} on" in (found.broken or "")
    wrong = [one.rule for one in verify_collection(collection.path)]
    assert not {"index", "cdxj"} & set(wrong), wrong


def test_a_body_that_was_stored_decoded_is_read_with_a_warning(
    collection: Collection, tmp_path: Path
) -> None:
    for number, coding in enumerate(("gzip", "br", "zstd", "deflate"), 1):
        body = story(f"{coding}.")
        block = warcs.http(
            headers=[("Content-Type", "text/html"), ("Content-Encoding", coding)], body=body
        )
        date = f"2020-01-0{number}T00:00:00Z"
        one = warcs.response(url=URL, block=block, payload=body, date=date)
        import_file(collection, filed(tmp_path, one, name=f"{coding}.warc.gz"))
    assert ["gzip.", "br.", "zstd.", "deflate."] == texts(collection)
    for revision in collection.revisions(collection.find_article(URL)):
        assert revision.article.extraction is not None
        warnings = revision.article.extraction.warnings
        assert [one for one in warnings if one.startswith("Content-Encoding says")]


def test_the_same_bytes_under_another_name_are_kept_once(tmp_path: Path) -> None:
    for name in ("a.warc.gz", "b.warc.gz", "c"):
        (tmp_path / name).write_bytes(warcs.members([page("One.", "2020-01-01T00:00:00Z")]))
    words = (tmp_path / "a.warc.gz", tmp_path / "b.warc.gz", "--collection", tmp_path / "d")
    done = within("import", *words)
    assert f"{tmp_path / 'b.warc.gz'}: already imported as a.warc.gz: 1 captures" in done.out
    again = within("import", tmp_path / "c", "--collection", tmp_path / "d", "--json")
    assert ("a.warc.gz", True) == (again.json["name"], again.json["known"])
    assert ["a.warc.gz"] == [one.name for one in (tmp_path / "d/warc").iterdir()]
    assert 0 == within("verify", "--collection", tmp_path / "d").status


def test_what_is_wrong_in_a_readable_file_is_told_with_its_place(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = page("One.", "2020-01-01T00:00:00Z")
    short = replace(answer, length=len(answer.block) - 4)
    odd = answer.with_header("WARC-Target-URI", "http://a.example/a b")
    file = tmp_path / "a.warc"
    file.write_bytes(warcs.uncompressed([warcs.warcinfo(), short, odd]))
    done = within("import", file, "--collection", tmp_path / "c", "--json")
    (line,) = done.lines
    offset = len(warcs.uncompressed([warcs.warcinfo()]))
    assert f"behind the record at offset {offset} stands" in line["note"]
    assert "" == done.err + capfd.readouterr().err
    assert 2 == line["captures"]


def test_the_first_of_several_segments_is_told_and_not_read(tmp_path: Path) -> None:
    first = page("One.", "2020-01-01T00:00:00Z").with_header("WARC-Segment-Number", "1")
    rest = warcs.Record(
        (
            ("WARC-Type", "continuation"),
            ("WARC-Record-ID", warcs.record_id("rest")),
            ("WARC-Date", "2020-01-01T00:00:00Z"),
            ("WARC-Target-URI", URL),
            ("WARC-Segment-Number", "2"),
            ("WARC-Segment-Origin-ID", first.header("WARC-Record-ID") or ""),
            ("WARC-Segment-Total-Length", str(len(first.block) + 4)),
        ),
        b"rest",
    )
    whole = page("Two.", "2020-01-02T00:00:00Z")
    file = filed(tmp_path, first, rest, whole)
    done = within("import", file, "--collection", tmp_path / "c", "--json")
    assert "the response record at offset 0 is the first of several segments" in done.json["note"]
    with Collection.open(tmp_path / "c") as collection:
        (article,) = collection.articles()
        outcomes = [one.outcome for one in collection.observations(article.article_id)]
        rows = collection.captures(article.url)
        assert ["segmented", None] == [row.truncated for row in rows]
        assert "segmented" == collection.load(rows[0]).truncated
    assert (["error", "read"], 1) == (outcomes, article.revisions)
    told = within("verify", file, "--json").lines
    assert [("segmented", 0)] == [
        (x["rule"], x["offset"]) for x in told if x["rule"] == "segmented"
    ]


# -- names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("taken", ["theirs.warc.gz.open", "Theirs.WARC.gz", "theirs.warc.gz"])
def test_a_name_that_another_file_has_or_will_have_is_not_taken(
    collection: Collection, tmp_path: Path, taken: str
) -> None:
    other = collection.layout.warc / taken
    other.write_bytes(b"of somebody else")
    found = import_file(collection, filed(tmp_path, page("Closed.", "2020-01-01T00:00:00Z")))
    assert found.name == f"{found.sha256[:12]}-theirs.warc.gz"
    assert (b"of somebody else", ["Closed."]) == (other.read_bytes(), texts(collection))


def test_a_name_of_a_directory_is_not_taken(collection: Collection, tmp_path: Path) -> None:
    (collection.layout.warc / "theirs.warc.gz").mkdir()
    path = filed(tmp_path, page("Closed.", "2020-01-01T00:00:00Z"))
    begin = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    os.mkfifo(collection.layout.warc / f"{begin}-theirs.warc.gz")
    assert f"{begin}-2-theirs.warc.gz" == import_file(collection, path).name


def test_a_crawl_goes_on_whose_file_s_name_is_imported(
    collection: Collection, tmp_path: Path
) -> None:
    with collection.writer() as writer:
        ours = put(writer, wire())
        name = ours.filename
        path = filed(tmp_path, page("Closed.", "2020-01-01T00:00:00Z"), name=name)
        found = import_file(collection, path)
        assert b"The quay is closed." in collection.load(ours).body
    assert f"{found.sha256[:12]}-{name}" == found.name
    assert sorted([name, found.name]) == sorted(
        one.name for one in collection.layout.warc.iterdir()
    )
    assert [] == [one for one in verify_collection(collection.path) if one.severity == "error"]


@pytest.mark.parametrize(
    "name", [".hidden.warc.gz", "..warc.gz", b"\xff.warc.gz", "n" * 240 + ".warc"]
)
def test_an_odd_name_is_kept_as_one_that_is_seen(
    collection: Collection, tmp_path: Path, name: str | bytes
) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + os.fsencode(name)))
    path.write_bytes(warcs.members([page("Closed.", "2020-01-01T00:00:00Z")]))
    found = import_file(collection, path)
    assert found.name.isprintable()
    assert not found.name.startswith(".")
    assert found.file.encode("utf-8")
    assert (["Closed."], []) == (
        texts(collection),
        repair(collection.layout, collection.index).damaged,
    )


# -- what cannot be read ---------------------------------------------------------------------------


def test_a_file_that_cannot_be_read_to_its_end_never_stands_in_the_collection(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filed(tmp_path, page("Closed.", "2020-01-01T00:00:00Z"))

    def broken(path: Path) -> list[cdxj.CdxjLine]:
        raise OverflowError("too large by far")

    monkeypatch.setattr(cdxj, "readable_lines", broken)
    with pytest.raises(
        BadInput, match=r"theirs\.warc\.gz: cannot be dealt with: OverflowError: too"
    ):
        import_file(collection, path)
    assert [] == list(collection.layout.warc.iterdir())
    (line,) = (collection.layout.logs / "failures.jsonl").read_text().splitlines()
    assert "in broken" in json.loads(line)["trace"]


def test_one_page_that_brings_us_down_costs_no_other(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = Collection.load

    def broken(self: Collection, row: CaptureRow) -> Exchange:
        if "02T" in row.date:
            raise OverflowError("too large by far")
        return load(self, row)

    monkeypatch.setattr(Collection, "load", broken)
    pages = [page(f"{n}.", f"2020-01-0{n}T00:00:00Z", str(n)) for n in (1, 2, 3)]
    import_file(collection, filed(tmp_path, *pages))
    assert ["1.", "3."] == texts(collection)
    seen = collection.observations(collection.find_article(URL))
    assert ["read", "extraction_failed", "read"] == [one.outcome for one in seen]
    assert (collection.layout.logs / "failures.jsonl").exists()


def test_a_first_record_that_is_broken_hides_no_other(
    collection: Collection, tmp_path: Path
) -> None:
    odd = warcs.warcinfo().with_header("Content-Length", "9" * 30)
    found = import_file(collection, filed(tmp_path, odd, page("Closed.", "2020-01-01T00:00:00Z")))
    assert (["Closed."], True) == (texts(collection), "a length that is none" in str(found.broken))


def test_memory_stays_flat_over_a_header_without_an_end(
    collection: Collection, tmp_path: Path
) -> None:
    bomb = gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n" + b"a:b\r\n" * 1_000_000)
    path = tmp_path / "bomb.warc.gz"
    path.write_bytes(warcs.members([page("Closed.", "2020-01-01T00:00:00Z")]) + bomb)
    tracemalloc.start()
    try:
        found = import_file(collection, path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (["Closed."], True) == (
        texts(collection),
        "of more than 1048576 bytes" in str(found.broken),
    )
    assert peak < 80 << 20
