"""What a crash leaves: torn tails are cut, and nothing else ever is."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.files import Appender
from archive.warc.reader import scan
from archive.warc.recovery import (
    abandoned,
    close_abandoned,
    damaged_at,
    keep_aside,
    member_length,
    whole_length,
)
from tests.archive import warcs

RECORDS = [warcs.response(url=f"https://e.example/{n}") for n in range(3)]
WHOLE = warcs.members(RECORDS)
LAST = len(warcs.members(RECORDS[:2]))


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """An `.open` file without a writer."""
    path = tmp_path / "a.warc.gz.open"
    path.write_bytes(WHOLE)
    return path


def test_a_tail_torn_at_any_byte_is_cut_behind_the_last_whole_record(left: Path) -> None:
    found = set()
    for size in range(LAST, len(WHOLE)):
        left.write_bytes(WHOLE[:size])
        found.add(whole_length(left))
    assert {LAST} == found


def test_a_whole_file_is_not_cut(left: Path) -> None:
    assert len(WHOLE) == whole_length(left)
    assert damaged_at(left) is None


@pytest.mark.parametrize("tail", [b"\0" * 5000, b"\x1f\x8b\x08 no member", b"WARC/1.1\r\n"])
def test_what_is_no_record_is_no_record(left: Path, tail: bytes) -> None:
    left.write_bytes(WHOLE + tail)
    assert len(WHOLE) == whole_length(left)


def test_a_member_that_ends_before_its_record_is_torn(left: Path) -> None:
    cut = warcs.Record(RECORDS[0].headers, RECORDS[0].block, end=b"")
    left.write_bytes(warcs.members([RECORDS[0], cut]))
    assert len(warcs.members(RECORDS[:1])) == whole_length(left)


def test_whole_records_behind_damage_are_not_cut(left: Path) -> None:
    first = len(warcs.members(RECORDS[:1]))
    raw = bytearray(WHOLE + b"torn")
    raw[first + 40] ^= 0xFF
    left.write_bytes(raw)
    assert (len(WHOLE), first) == (whole_length(left), damaged_at(left))


def test_the_cut_bytes_are_kept_aside(left: Path, tmp_path: Path) -> None:
    left.write_bytes(WHOLE[:-9])
    final = close_abandoned(left, tmp_path / "torn")
    assert final is not None
    assert (WHOLE[:LAST], ["a.warc.gz", "torn"]) == (
        final.read_bytes(),
        sorted(path.name for path in tmp_path.iterdir()),
    )
    (kept,) = (tmp_path / "torn").iterdir()
    assert (f"a.warc.gz.open@{LAST}", WHOLE[LAST:-9]) == (kept.name, kept.read_bytes())
    assert 2 == len(list(scan(final)))


def test_a_file_without_a_whole_record_is_kept_aside_alone(left: Path, tmp_path: Path) -> None:
    left.write_bytes(WHOLE[:50])
    assert close_abandoned(left, tmp_path / "torn") is None
    assert [WHOLE[:50]] == [path.read_bytes() for path in (tmp_path / "torn").iterdir()]
    assert not left.exists()


def test_a_file_that_is_written_is_not_abandoned(tmp_path: Path) -> None:
    with Appender(tmp_path / "a.warc.gz.open"):
        assert [] == abandoned(tmp_path)
    assert 1 == len(abandoned(tmp_path))


def test_bytes_kept_aside_twice_are_there_once(left: Path, tmp_path: Path) -> None:
    keep_aside(left, LAST, tmp_path / "torn")
    kept = keep_aside(left, LAST, tmp_path / "torn")
    assert WHOLE[LAST:] == kept.read_bytes()


def test_the_length_of_a_member_is_known_where_it_is_whole(left: Path) -> None:
    with left.open("rb") as file:
        assert (LAST // 2, None) == (member_length(file, 0), member_length(file, 1))
