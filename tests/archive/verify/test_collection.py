"""A collection as the writer leaves it has no finding; each way to break it has one."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from archive import cdxj, jsonl
from archive.collection import Collection
from archive.collection.layout import Layout
from archive.collection.recovery import repair
from archive.errors import CollectionMissing, CollectionTooNew
from archive.files import Appender
from archive.index import Index
from archive.verify import Finding, verify_collection, verify_warc
from archive.warc.members import members_of
from tests.archive import warcs
from tests.archive.verify import conftest


def rules(path: Path) -> set[str]:
    """But the one of the manifest: who edits a closed file may change its size."""
    return {found.rule for found in verify_collection(path)} - {"fixity-changed"}


def oldest_first(paths: Iterable[Path]) -> list[Path]:
    """The files of the first visit, then those of the second; writers have random names."""
    return sorted(paths, key=lambda path: b"2026-03-02T" in gzip.decompress(path.read_bytes()))


def warc(path: Path, number: int = 0) -> Path:
    return oldest_first(path.glob("warc/*.warc.gz"))[number]


def segment(path: Path, kind: str) -> Path:
    """Of the first visit."""
    return oldest_first(jsonl.segments(path / "records", kind))[0]


def edited(path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    """The lines of a gzipped segment, changed."""
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    path.write_bytes(gzip.compress(b"".join(change(lines))))


def first_line(change: Callable[[dict[str, Any]], None]) -> Callable[[list[bytes]], list[bytes]]:
    def changed(lines: list[bytes]) -> list[bytes]:
        record = json.loads(lines[0])
        change(record)
        # of the same length, so that the lines behind it stay where the index has them
        raw = json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode()
        return [raw.ljust(len(lines[0]) - 1) + b"\n", *lines[1:]]

    return changed


def broken_line(path: Path, kind: str, change: Callable[[dict[str, Any]], None]) -> None:
    edited(segment(path, kind), first_line(change))


def test_a_collection_as_it_was_written_has_no_finding(pristine: Path) -> None:
    assert [] == list(verify_collection(pristine))


def test_what_the_writer_writes_has_every_kind_of_record(pristine: Path) -> None:
    with warc(pristine, 1).open("rb") as file:
        raw = b"".join(member.stream.read() for member in members_of(file))
    kinds = {
        line.partition(b": ")[2] for line in raw.split(b"\r\n") if line.startswith(b"WARC-Type")
    }
    assert {b"warcinfo", b"response", b"revisit", b"request", b"metadata"} == kinds


def test_a_file_of_the_writer_has_no_finding_alone(pristine: Path) -> None:
    assert [] == [found for path in pristine.glob("warc/*") for found in verify_warc(path)]


def test_a_collection_that_is_still_written_has_no_finding(collection: Path) -> None:
    with Collection.create_or_open(collection) as opened, opened.writer() as writer:
        capture = conftest.fetch(writer, conftest.QUAY, b"The quay is gone.", conftest.SECOND)
        conftest.read(writer, capture, "The quay is gone.")
        assert [] == list(verify_collection(collection))


def test_there_must_be_a_collection(tmp_path: Path) -> None:
    with pytest.raises(CollectionMissing):
        list(verify_collection(tmp_path))


def test_a_collection_of_a_newer_format_is_refused(collection: Path) -> None:
    (collection / "collection.json").write_text('{"format": 999}')
    with pytest.raises(CollectionTooNew):
        list(verify_collection(collection))


def change_warc(path: Path) -> None:
    raw = bytearray(warc(path).read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    warc(path).write_bytes(raw)


def test_a_changed_warc_is_found_by_everything_that_rests_on_it(collection: Path) -> None:
    change_warc(collection)
    assert "member-broken" in rules(collection)


def test_a_lost_warc_leaves_captures_without_evidence(collection: Path) -> None:
    warc(collection).unlink()
    assert {"capture", "revisit-unresolved", "cdxj", "index"} <= rules(collection)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("warc_record_id", "<urn:uuid:00000000-0000-4000-8000-000000000000>"),
        ("warc_offset", 1),
        ("warc_filename", "x.warc.gz"),
        ("fetched_at", "2026-03-01T09:00:01.000000Z"),
        ("payload_digest", warcs.sha1(b"other")),
        ("url", "http://ledger.example/quay?id=2"),
        ("status", 404),
    ],
)
def test_a_capture_must_be_what_its_record_is(collection: Path, field: str, value: object) -> None:
    broken_line(collection, "observations", lambda record: record["capture"].update({field: value}))
    found = [one for one in verify_collection(collection) if one.rule == "capture"]
    assert {0} == {one.offset for one in found}


def test_an_observation_has_the_status_of_its_capture(collection: Path) -> None:
    broken_line(collection, "observations", lambda record: record.update(status=410))
    found = [one.message for one in verify_collection(collection) if one.rule == "capture"]
    assert ["an observation of status 410, its capture's is 200"] == found


def test_a_changed_payload_is_told_where_its_digests_were_taken_away(collection: Path) -> None:
    path = warc(collection)
    with path.open("rb") as file:
        found = [(member.offset, member.stream.read(), member.end()) for member in members_of(file)]
    start, record, end = next(each for each in found if b"The quay is closed." in each[1])
    kept = [line for line in record.split(b"\r\n") if b"Digest" not in line]
    forged = gzip.compress(b"\r\n".join(kept).replace(b"is closed.", b"is opened."))
    raw = path.read_bytes()
    path.write_bytes(raw[:start] + forged + raw[end:])
    (collection / "index" / "index.sqlite").unlink()
    said = [one.message for one in verify_collection(collection) if one.rule == "capture"]
    assert any("has the payload digest sha1:" in message for message in said)


def test_a_changed_text_is_told_by_its_digest(collection: Path) -> None:
    broken_line(
        collection, "articles", lambda record: record.update(headline="The quay is cl0sed.")
    )
    assert {"digests", "index"} == rules(collection)


def test_a_changed_image_digest_is_found(collection: Path) -> None:
    broken_line(
        collection, "articles", lambda record: record["digests"].update(images="sha256:" + "0" * 64)
    )
    assert {"digests", "revision-id", "index"} == rules(collection)


def test_a_revision_id_must_follow_from_its_parts(collection: Path) -> None:
    broken_line(collection, "articles", lambda record: record.update(revision_id="0" * 24))
    assert {"revision-id", "reference", "index"} == rules(collection)


def test_an_observation_must_name_a_revision_that_is_there(collection: Path) -> None:
    broken_line(collection, "observations", lambda record: record.update(revision_id="0" * 24))
    assert {"reference", "index"} == rules(collection)


def test_a_line_that_is_no_record_is_found(collection: Path) -> None:
    edited(segment(collection, "comments"), lambda lines: [b"x" * (len(lines[0]) - 1) + b"\n"])
    assert {"jsonl-line", "index"} == rules(collection)


def test_a_line_that_stands_there_twice_is_found(collection: Path) -> None:
    edited(segment(collection, "observations"), lambda lines: [*lines, lines[-1]])
    assert {"jsonl-duplicate", "index"} == rules(collection)


def test_half_a_last_line_is_found(collection: Path) -> None:
    packed = segment(collection, "comments")
    plain = packed.with_suffix("")
    plain.write_bytes(gzip.decompress(packed.read_bytes()) + b'{"half')
    packed.unlink()
    shutil.rmtree(collection / "fixity")  # a segment that was closed is noted there
    assert {"jsonl-torn", "left-open", "fixity-gone"} == rules(collection)


def test_a_broken_gzip_segment_is_found(collection: Path) -> None:
    path = segment(collection, "articles")
    path.write_bytes(path.read_bytes()[:-30])
    assert "jsonl-line" in rules(collection)


def test_a_segment_of_an_unknown_kind_is_found(collection: Path) -> None:
    (collection / "records" / "notes-x-202603-001.jsonl.gz").write_bytes(gzip.compress(b"{}\n"))
    assert {"jsonl-line", "fixity-unlisted"} == rules(collection)


def test_a_newer_reading_of_a_revision_keeps_its_id(collection: Path) -> None:
    line = gzip.decompress(segment(collection, "articles").read_bytes()).splitlines()[0]
    record = json.loads(line)
    record["supersedes"] = dict(record["reading"])
    record["reading"]["reader"] = "2"
    path = collection / "records" / "articles-99-202603-001.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(record).encode() + b"\n"))
    # neither the index nor the manifest knows the new line yet
    assert {"index", "fixity-unlisted"} == rules(collection)


def test_a_revisit_without_its_original_is_found(collection: Path) -> None:
    other = warc(collection, 1)
    for path in [*collection.glob("records/*"), *collection.glob("index/cdxj/*")]:
        path.unlink()
    warc(collection, 0).unlink()
    (collection / "index" / "index.sqlite").unlink()
    found = [one for one in verify_collection(collection) if one.rule == "revisit-unresolved"]
    assert {str(other)} == {one.file for one in found}


def cdxj_lines(path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    listing = next(iter(sorted(path.glob("index/cdxj/*.cdxj"))))
    lines = listing.read_bytes().splitlines(keepends=True)
    listing.write_bytes(b"".join(change(lines)))


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[1:],
        lambda lines: lines[::-1],
        lambda lines: [lines[0], *lines],
        lambda lines: [lines[0].replace(b'"200"', b'"404"'), *lines[1:]],
        lambda lines: [*lines, b"zz)/ 20260301090000 {}\n"],
    ],
    ids=["a line less", "another order", "a line twice", "another status", "a line more"],
)
def test_a_cdxj_file_must_be_its_warcs(
    collection: Path, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    cdxj_lines(collection, change)
    assert {"cdxj"} == rules(collection)


def test_a_missing_cdxj_file_is_only_a_warning(collection: Path) -> None:
    next(collection.glob("index/cdxj/*")).unlink()
    assert ["cdxj-missing"] == [one.rule for one in verify_collection(collection)]


def test_a_cdxj_file_of_no_warc_is_found(collection: Path) -> None:
    cdxj.write(collection / "index" / "cdxj" / "gone.warc.gz.cdxj", [])
    assert {"cdxj"} == rules(collection)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM captures WHERE id = 1",
        "UPDATE captures SET offset = offset + 1 WHERE id = 1",
        "UPDATE captures SET record_id = 'x' WHERE id = 1",
        "UPDATE captures SET url = 'x' WHERE id = 1",
        "UPDATE captures SET status = 404 WHERE id = 1",
        "UPDATE captures SET digest = 'sha1:AAAA' WHERE id = 1",
        "UPDATE captures SET urlkey = 'com,evil)/' WHERE id = 1",
        "UPDATE captures SET timestamp = '19990101000000' WHERE id = 1",
        "UPDATE captures SET rec_type = 'resource' WHERE id = 1",
        "UPDATE captures SET mime = 'text/plain' WHERE id = 1",
        "UPDATE captures SET length = length + 1 WHERE id = 1",
        "UPDATE captures SET etag = 'x' WHERE id = 1",
        "UPDATE captures SET last_modified = 'x' WHERE id = 1",
        "UPDATE captures SET payload_sha256 = 'x' WHERE id = 1",
        "UPDATE captures SET payload_sha256 = NULL WHERE id = 1",
        "UPDATE captures SET refers_to_url = 'x' WHERE id = 1",
        "UPDATE captures SET refers_to_date = 'x' WHERE id = 1",
        "UPDATE captures SET truncated = 'length' WHERE id = 1",
        "UPDATE revisions SET article_id = 'x' WHERE id = 1",
        "UPDATE revisions SET fetched_at = '1999' WHERE id = 1",
        "UPDATE revisions SET text = 'x' WHERE id = 1",
        "UPDATE observations SET article_id = 'x' WHERE id = 1",
        "UPDATE observations SET url = 'x', fetched_at = '1999' WHERE id = 1",
        "UPDATE comments SET article_id = 'x' WHERE id = 1",
        "UPDATE aliases SET article_id = 'x' WHERE id = 1",
        "UPDATE aliases SET key = 'x' WHERE id = 1",
        "DELETE FROM revisions WHERE id = 1",
        "UPDATE revisions SET revision_id = 'x' WHERE id = 1",
        "UPDATE observations SET offset = offset + 1 WHERE id = 1",
        "DELETE FROM comments",
        "UPDATE aliases SET segment = 'x' WHERE id = 1",
        "UPDATE revisions SET record = replace(record, 'quay', 'dock') WHERE id = 1",
        "UPDATE words SET body = 'something else' WHERE rowid = 1",
        "DELETE FROM words WHERE rowid = 1",
        "PRAGMA user_version = 99",
    ],
)
def test_an_index_that_says_other_than_the_files_is_found(collection: Path, statement: str) -> None:
    index = sqlite3.connect(collection / "index" / "index.sqlite")
    with index:
        index.execute(statement)
    index.close()
    assert {"index"} == rules(collection)


def test_a_damaged_index_is_found(collection: Path) -> None:
    path = collection / "index" / "index.sqlite"
    raw = bytearray(path.read_bytes())
    raw[4096:] = b"\xff" * (len(raw) - 4096)
    path.write_bytes(raw)
    assert {"index"} == rules(collection)


def test_a_missing_index_is_found(collection: Path) -> None:
    (collection / "index" / "index.sqlite").unlink()
    assert {"index"} == rules(collection)


def open_file(path: Path) -> Path:
    """A WARC as a dead writer leaves it."""
    whole = warc(path, 1)
    left = whole.with_name(whole.name + ".open")
    left.write_bytes(whole.read_bytes()[:-20])
    whole.unlink()
    shutil.rmtree(path / "fixity")  # a file that was closed is noted there
    return left


def test_a_file_that_a_dead_writer_left_is_told(collection: Path) -> None:
    left = open_file(collection)
    found = {(one.rule, one.file) for one in verify_collection(collection)}
    assert {("left-open", str(left)), ("torn", str(left))} <= found


def test_a_file_that_a_living_writer_holds_may_end_anywhere(collection: Path) -> None:
    left = open_file(collection)
    for path in collection.glob("index/cdxj/*"):
        path.unlink()
    with Appender(left):
        found = list(verify_collection(collection))
    assert {"cdxj-missing", "fixity-gone"} == {one.rule for one in found}


def test_bytes_that_were_cut_off_are_told(collection: Path) -> None:
    torn = Layout(collection).torn
    torn.mkdir()
    (torn / "a.warc.gz.open@12").write_bytes(b"123")
    (found,) = verify_collection(collection)
    expected = Finding(
        file=str(torn / "a.warc.gz.open@12"),
        offset=None,
        record_id=None,
        rule="cut-aside",
        severity="info",
        message="3 bytes that were cut off a torn file",
    )
    assert expected == found


def test_files_of_other_programs_are_part_of_the_collection(collection: Path) -> None:
    samples = {
        "other.warc": warcs.uncompressed(warcs.reference()),
        "other.arc": warcs.ArcFile([("http://example.com/", warcs.http())]).raw(),
        "packed.arc.gz": gzip.compress(warcs.ArcFile([("http://e.com/", warcs.http())]).raw()),
    }
    for name, raw in samples.items():
        (collection / "warc" / name).write_bytes(raw)
    layout = Layout(collection)
    index = Index(layout.database)
    repair(layout, index)
    index.close()
    found = [one for one in verify_collection(collection) if one.rule != "filename"]
    assert [("fixity-unlisted", name) for name in sorted(samples)] == [
        (one.rule, Path(one.file).name) for one in found
    ]


def test_a_collection_is_not_changed_by_the_check(collection: Path, tmp_path: Path) -> None:
    before = shutil.copytree(collection, tmp_path / "before")
    list(verify_collection(collection))
    names = sorted(path.relative_to(before) for path in before.rglob("*") if path.is_file())
    assert [(before / name).read_bytes() for name in names] == [
        (collection / name).read_bytes() for name in names
    ]


def test_an_article_id_must_be_the_hash_of_a_url(collection: Path) -> None:
    for path in jsonl.segments(collection / "records", "aliases"):
        edited(path, lambda lines: [line for line in lines if b"/market" not in line])
    assert {"article-id", "index"} == rules(collection)


def test_an_alias_must_have_the_key_of_its_url(collection: Path) -> None:
    broken_line(collection, "aliases", lambda alias: alias.update(key=alias["key"][:-1] + "x"))
    assert {"alias-key", "article-id", "index"} == rules(collection)


def test_a_record_that_stands_in_two_files_is_told(collection: Path) -> None:
    for name in ("a.warc", "b.warc"):
        records = [warcs.warcinfo(name), warcs.resource()]
        (collection / "warc" / name).write_bytes(warcs.uncompressed(records))
    layout = Layout(collection)
    index = Index(layout.database)
    repair(layout, index)
    index.close()
    (found,) = [one for one in verify_collection(collection) if one.rule == "shared-id"]
    assert (Path(found.file).name, "a.warc" in found.message) == ("b.warc", True)


def test_no_rebuild_is_promised_for_a_record_without_a_date(collection: Path) -> None:
    record = warcs.resource().with_header("WARC-Date", "yesterday")
    raw = warcs.uncompressed([warcs.warcinfo("a.warc"), record])
    (collection / "warc" / "a.warc").write_bytes(raw)
    layout = Layout(collection)
    index = Index(layout.database)
    repair(layout, index)
    index.close()
    assert {"date", "fixity-unlisted"} == rules(collection)


def test_a_collection_is_checked_alike_by_many_processes(collection: Path) -> None:
    body = bytes(20 << 20)
    record = warcs.response(block=warcs.http(body=body), payload=body)
    (collection / "warc" / "large.warc").write_bytes(record.raw())
    alone, together = (list(verify_collection(collection, jobs=jobs)) for jobs in (1, 2))
    assert {"warcinfo-first", "warcinfo-id"} <= {one.rule for one in together}
    assert alone == together


def test_what_is_no_regular_file_stops_no_check(collection: Path) -> None:
    os.mkfifo(collection / "warc" / "fifo.warc.gz")
    (collection / "warc" / "directory.warc.gz").mkdir()
    os.mkfifo(collection / "records" / "articles-fifo.jsonl.gz")
    (collection / "records" / "comments-directory.jsonl").mkdir()
    found = [one for one in verify_collection(collection) if "no regular file" in one.message]
    assert ["unreadable"] * 2 + ["jsonl-line"] * 2 == [one.rule for one in found]
