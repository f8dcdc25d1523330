"""What no header may say, and how much of one is read: of everybody's files, in bounded memory."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path

import pytest

from archive import cdxj
from archive.errors import BrokenWarc
from archive.warc.indexing import rows_of
from archive.warc.reader import readable, until_broken
from tests.archive import warcs

KEPT = "http://e.example/kept"
ODD = "http://e.example/odd"
FLAT = 64 << 20
"""Bytes; a header of the allowed size takes half of that, what stood here before ten times as much."""


def filed(path: Path, raw: bytes, name: str = "a.warc.gz") -> Path:
    (path / name).write_bytes(raw)
    return path / name


def found_in(path: Path) -> tuple[list[str], list[str], int]:
    """The URLs of rows and lines, and how many faults there are."""
    rows, faults = readable(path, lambda start: rows_of(path, path.name, start))
    return [row.url for row in rows], [line.url for line in cdxj.readable_lines(path)], len(faults)


def arc(*records: tuple[str, str, str]) -> bytes:
    """URL, date and length of each; the block of all is the same."""
    block = warcs.http()
    lines = (f"{url} 127.0.0.1 {date} text/html {length}\n" for url, date, length in records)
    return warcs.ArcFile().raw() + b"".join(line.encode() + block + b"\n" for line in lines)


@pytest.mark.parametrize("kind", ["response", "request", "revisit", "resource", "metadata"])
@pytest.mark.parametrize("length", ["9" * 30, str(2**63), "9" * 5000, "-1", "+5", "1_0", "١٢", "x"])
def test_a_length_that_is_none_costs_its_record_only(
    tmp_path: Path, kind: str, length: str
) -> None:
    odd = warcs.response(ODD).with_header("WARC-Type", kind).with_header("Content-Length", length)
    path = filed(tmp_path, warcs.members([warcs.warcinfo(), odd, warcs.response(KEPT)]))
    assert ([KEPT], [KEPT], 1) == found_in(path)


def test_a_length_that_is_none_is_told_with_its_offset(tmp_path: Path) -> None:
    raw = warcs.warcinfo().raw()
    odd = warcs.response(ODD).with_header("Content-Length", "9" * 30)
    path = filed(tmp_path, raw + odd.raw(), "a.warc")
    _, broken = until_broken(rows_of(path, path.name))
    assert broken is not None
    assert (len(raw), True) == (broken.offset, "a length that is none: '999" in str(broken))


@pytest.mark.parametrize("length", ["9" * 30, str(2**63), "-1", "x"])
def test_an_arc_record_with_a_length_that_is_none_breaks_the_file_off(
    tmp_path: Path, length: str
) -> None:
    size = str(len(warcs.http()))
    path = filed(tmp_path, arc((KEPT, "20200101000000", size), (ODD, "2020", length)), "a.arc")
    assert ([KEPT], [KEPT], 1) == found_in(path)


@pytest.mark.parametrize(
    "date", ["20269901000000", "00000101000000", "20260230000000", "20260101240000"]
)
def test_an_arc_record_of_no_moment_is_not_indexed_and_hides_no_other(
    tmp_path: Path, date: str
) -> None:
    size = str(len(warcs.http()))
    path = filed(tmp_path, arc((ODD, date, size), (KEPT, "20200101000000", size)), "a.arc")
    assert ([KEPT], [KEPT], 0) == found_in(path)


@pytest.mark.parametrize("length", ["9" * 30, "-1", "abc"])
def test_an_arc_record_without_block_or_length_hides_no_other(tmp_path: Path, length: str) -> None:
    size = len(warcs.http())
    empty = f"{ODD} 127.0.0.1 20200101000000 text/html {length}\n\n".encode()
    whole = arc((KEPT, "20200101000000", str(size)))
    begin = len(warcs.ArcFile().raw())
    path = filed(tmp_path, whole[:begin] + empty + whole[begin:], "a.arc")
    assert ([KEPT], [KEPT], 0) == found_in(path)


@pytest.mark.parametrize(("date", "whole"), [("2020", "2020-01-01"), ("202003", "2020-03-01")])
def test_a_coarse_arc_date_counts_from_its_start(tmp_path: Path, date: str, whole: str) -> None:
    path = filed(tmp_path, arc((KEPT, date, str(len(warcs.http())))), "a.arc")
    assert [f"{whole}T00:00:00Z"] == [row.date for row in rows_of(path, path.name)]


@pytest.mark.parametrize(
    ("begin", "line"),
    [
        (b"WARC/1.1\r\nWARC-Type: response\r\n", b"a:b\r\n"),
        (b"WARC/1.1\r\nWARC-Type: response\r\nX: y\r\n", b" z\r\n"),
        (warcs.response(ODD).raw(), b"\r\n"),
    ],
)
def test_a_header_without_an_end_takes_little_memory(
    tmp_path: Path, begin: bytes, line: bytes
) -> None:
    odd = gzip.compress(begin + line * 600_000 + b"\r\n")
    path = filed(tmp_path, odd + warcs.members([warcs.response(KEPT)]))
    tracemalloc.start()
    try:
        rows, lines, faults = found_in(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert ([KEPT], [KEPT], 1) == (rows[-1:], lines[-1:], faults)
    assert peak < FLAT


def test_a_fault_holds_nothing_of_what_was_read(tmp_path: Path) -> None:
    """A file may have thousands; the frames of a traceback would hold each one's header."""
    path = filed(tmp_path, warcs.response(ODD).with_header("Content-Length", "x").raw(), "a.warc")
    _, broken = until_broken(rows_of(path, path.name))
    assert broken is not None
    assert (None, None, None) == (broken.__traceback__, broken.__cause__, broken.__context__)


def test_what_is_told_of_a_fault_is_short(tmp_path: Path) -> None:
    path = filed(tmp_path, b"\x1b[31m" + b"x" * 60_000 + b"\r\n", "a.warc")
    for found in (rows_of(path, path.name), cdxj.lines_of(path)):
        _, broken = until_broken(found)
        assert isinstance(broken, BrokenWarc)
        assert (len(str(broken)) < 600 + len(str(path)), "\x1b" in str(broken)) == (True, False)


def test_an_empty_zstandard_frame_holds_no_record(tmp_path: Path) -> None:
    path = filed(tmp_path, warcs.frames([warcs.response(KEPT)]), "a.warc.zst")
    empty = bytes.fromhex("28b52ffd2000010000")
    path.write_bytes(empty + path.read_bytes())
    assert ([KEPT], [KEPT], 0) == found_in(path)


def test_a_dictionary_that_is_none_breaks_the_file(tmp_path: Path) -> None:
    dictionary = b"\x37\xa4\x30\xec" + b"x" * 60
    head = b"\x5d\x2a\x4d\x18" + len(dictionary).to_bytes(4, "little") + dictionary
    path = filed(tmp_path, head + warcs.frames([warcs.response(KEPT)]), "a.warc.zst")
    assert ([], [], 1) == found_in(path)
