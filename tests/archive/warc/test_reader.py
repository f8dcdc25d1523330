"""Everybody's files: read in order, at an offset, and up to where they break off."""

from __future__ import annotations

import gzip
import random
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from archive.digest import sha256_hex
from archive.errors import BrokenWarc
from archive.files import Appender
from archive.warc.exchange import MAX_BODY
from archive.warc.indexing import rows_of
from archive.warc.reader import exchange_from, record_at, scan, stored_path, until_broken
from tests.archive import warcs

PAGE = warcs.PAGE


def filed(path: Path, raw: bytes, name: str = "a.warc.gz") -> Path:
    (path / name).write_bytes(raw)
    return path / name


def rows(path: Path) -> list[tuple[str, str]]:
    return [(row.rec_type, row.url) for row in rows_of(path, path.name)]


EVERY = [("response", "https://www.example.com/" + n) for n in ("a?b=1", "framed", "packed")] + [
    ("revisit", "https://www.example.com/a?b=1")
]


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.warc", warcs.uncompressed),
        ("a.warc.gz", warcs.members),
        ("a.warc.zst", warcs.frames),
    ],
)
def test_every_packing_gives_the_same_rows(
    tmp_path: Path, name: str, pack: Callable[[list[warcs.Record]], bytes]
) -> None:
    assert rows(filed(tmp_path, pack(warcs.reference()), name)) == EVERY


def test_an_arc_file_gives_rows(tmp_path: Path) -> None:
    raw = warcs.ArcFile([("http://e.example/1", warcs.http()), ("http://e.example/2", b"x")]).raw()
    path = filed(tmp_path, raw, "a.arc")
    assert [("response", "http://e.example/1"), ("response", "http://e.example/2")] == rows(path)


def test_the_records_of_an_arc_have_ids_that_last(tmp_path: Path) -> None:
    raw = warcs.ArcFile([("http://e.example/1", warcs.http()), ("http://e.example/2", b"x")]).raw()
    path = filed(tmp_path, raw, "a.arc")
    first, second = (row.record_id for row in rows_of(path, path.name))
    assert [first, second] == [row.record_id for row in rows_of(path, path.name)]
    assert first != second


def test_a_record_is_found_at_its_offset(tmp_path: Path) -> None:
    path = filed(tmp_path, warcs.members(warcs.reference()))
    found = []
    for row in rows_of(path, path.name):
        with record_at(path, row.offset) as record:
            found.append(record.record_id == row.record_id)
    assert [True] * 4 == found


def test_behind_the_end_there_is_no_record(tmp_path: Path) -> None:
    path = filed(tmp_path, warcs.members(warcs.reference()))
    with pytest.raises(BrokenWarc, match="no record"), record_at(path, 10**9):
        pass


def test_a_file_that_is_missing_is_broken(tmp_path: Path) -> None:
    with pytest.raises(BrokenWarc, match="cannot be opened"):
        list(scan(tmp_path / "a.warc.gz"))


def test_a_file_that_is_closed_while_it_is_asked_for_is_found(tmp_path: Path) -> None:
    path = filed(tmp_path, warcs.members(warcs.reference()))
    assert 10 == len(list(scan(tmp_path / "a.warc.gz.open")))
    assert path == stored_path(tmp_path, "a.warc.gz")


def test_records_without_an_id_have_one_that_lasts(tmp_path: Path) -> None:
    bare = [
        warcs.response(url=f"https://e.example/{n}").with_header("WARC-Record-ID", None)
        for n in "ab"
    ]
    path = filed(tmp_path, warcs.members(bare))
    ids = [row.record_id for row in rows_of(path, path.name)]
    assert ids == [row.record_id for row in rows_of(path, path.name)]
    assert 2 == len(set(ids))


def test_a_claimed_digest_is_not_believed(tmp_path: Path) -> None:
    """A revisit of ours may rest on it, and would then lose what it says it keeps."""
    claimed = warcs.response(extra={"Payload-Digest-SHA256": "sha256:" + "0" * 64})
    path = filed(tmp_path, warcs.members([claimed]))
    assert [sha256_hex([PAGE])] == [row.payload_sha256 for row in rows_of(path, path.name)]


def test_a_block_that_is_no_http_is_content_from_its_first_byte(tmp_path: Path) -> None:
    path = filed(tmp_path, warcs.members([warcs.response(block=b"line\n\nmore")]))
    assert [sha256_hex([b"line\n\nmore"])] == [r.payload_sha256 for r in rows_of(path, path.name)]


@pytest.mark.parametrize("date", ["", "yesterday", "0001-01-01T00:00:00+14:00"])
def test_a_record_without_a_moment_is_not_indexed(tmp_path: Path, date: str) -> None:
    bad = warcs.response().with_header("WARC-Date", date)
    path = filed(tmp_path, warcs.members([bad, warcs.response(url="https://e.example/")]))
    assert [("response", "https://e.example/")] == rows(path)


@pytest.mark.parametrize(
    "url",
    [
        "urn:x:1",
        "dns:e.example",
        "http://[::1",
        "http://e.example:99999999/",
        "http://é.example/ü",
        "x",
    ],
)
def test_odd_urls_are_indexed(tmp_path: Path, url: str) -> None:
    path = filed(tmp_path, warcs.members([warcs.response(url=url)]))
    assert 1 == len(rows(path))


def test_angle_brackets_around_a_url_are_not_of_it(tmp_path: Path) -> None:
    path = filed(tmp_path, warcs.members([warcs.response(url="<https://e.example/>")]))
    assert [("response", "https://e.example/")] == rows(path)


def test_a_torn_file_gives_what_is_whole_at_every_byte(tmp_path: Path) -> None:
    two = [warcs.response(url=f"https://e.example/{n}") for n in "ab"]
    first, raw = len(warcs.members(two[:1])), warcs.members(two)
    found = set()
    for size in range(first + 1, len(raw)):
        path = filed(tmp_path, raw[:size])
        kept, broken = until_broken(rows_of(path, path.name))
        found.add((len(kept), broken is not None and broken.offset == first))
    assert {(1, True)} == found


def test_a_last_record_that_is_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = filed(tmp_path, warcs.response().raw()[:-30], "a.warc")
    (row,), broken = until_broken(rows_of(path, path.name))
    with record_at(path, row.offset) as record:
        exchange = exchange_from(record)
    assert exchange is not None
    assert ("unspecified", 0) == (row.truncated, broken and broken.offset)
    assert warcs.PAGE.startswith(exchange.body or b"nothing")


def test_a_length_that_is_too_large_hides_no_later_record(tmp_path: Path) -> None:
    first = replace(warcs.response(), length=len(warcs.response().block) + 9)
    path = filed(tmp_path, warcs.members([first, warcs.response(url="https://e.example/b")]))
    assert ["unspecified", None] == [row.truncated for row in rows_of(path, path.name)]


def test_a_file_in_one_member_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = filed(tmp_path, gzip.compress(warcs.uncompressed(warcs.reference())))
    _, broken = until_broken(rows_of(path, path.name))
    assert broken is not None
    assert (0, True) == (broken.offset, "warcio recompress" in str(broken))


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.warc", warcs.uncompressed), ("a.warc.gz", warcs.members), ("a.warc.zst", warcs.frames)],
)
def test_whatever_is_broken_is_broken_in_one_way(
    tmp_path: Path, name: str, pack: Callable[[list[warcs.Record]], bytes]
) -> None:
    """200 files with a few bytes changed: rows, or BrokenWarc, and nothing else."""
    whole, dice = pack(warcs.reference()), random.Random(7)
    for _ in range(200):
        raw = bytearray(whole)
        for _ in range(dice.choice((1, 1, 3))):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
        path = filed(tmp_path, bytes(raw), name)
        for row in until_broken(rows_of(path, path.name))[0]:
            try:
                with record_at(path, row.offset) as record:
                    exchange_from(record)
            except BrokenWarc:
                pass


def test_a_large_body_is_never_held(tmp_path: Path) -> None:
    body = b"Content-Type: video/mp4\r\n\r\n" + bytes(64 << 20)
    path = tmp_path / "a.warc.gz"
    with Appender(path) as file:
        file.write(gzip.compress(warcs.response(block=b"HTTP/1.1 200 OK\r\n" + body).raw(), 1))
    del body
    tracemalloc.start()
    (row,) = rows_of(path, path.name)
    with record_at(path, row.offset) as record:
        exchange = exchange_from(record)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert exchange is not None
    assert (b"", True) == (exchange.body, "larger than" in (exchange.undecoded or ""))
    assert peak < 3 * MAX_BODY


def test_a_large_resource_is_never_held(tmp_path: Path) -> None:
    path = filed(tmp_path, warcs.members([warcs.resource(block=bytes(MAX_BODY + 1))]))
    with record_at(path, 0) as record:
        exchange = exchange_from(record)
    assert exchange is not None
    assert b"" == exchange.body


def test_what_stands_in_an_unfinished_file_is_read(tmp_path: Path) -> None:
    raw = warcs.members(warcs.reference())
    filed(tmp_path, raw + raw[:30], "a.warc.gz.open")
    path = stored_path(tmp_path, "a.warc.gz")
    assert 4 == len(until_broken(rows_of(path, "a.warc.gz"))[0])
    assert BytesIO(raw).read(2) == b"\x1f\x8b"
