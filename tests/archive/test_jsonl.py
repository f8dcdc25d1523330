"""Segments of lines: whole ones only, found again in both forms, after any crash."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive import jsonl
from archive.errors import BrokenRecord
from archive.files import Appender, is_held
from archive.jsonl import SegmentWriter, compress, lines_of, segments, torn_tail


def writer(path: Path, max_bytes: int = 64 << 20) -> SegmentWriter:
    return SegmentWriter(path, "articles", "w1", max_bytes)


def contents(path: Path) -> list[bytes]:
    return [line for segment in segments(path) for _, line in lines_of(segment)]


def test_positions_hold_for_both_forms(tmp_path: Path) -> None:
    made = writer(tmp_path)
    made.append(b"one")
    position = made.append(b"two")
    assert (4, 8) == (position.offset, position.end)
    (plain,) = segments(tmp_path)
    before = list(lines_of(plain, 4))
    made.close()
    (packed,) = segments(tmp_path)
    assert (".gz", [(4, b"two")], before) == (packed.suffix, before, list(lines_of(packed, 4)))


def test_a_segment_ends_at_its_size(tmp_path: Path) -> None:
    made = writer(tmp_path, max_bytes=10)
    for line in (b"12345678", b"90", b"next"):
        made.close_due()
        made.append(line)
    made.close()
    assert (2, [b"12345678", b"90", b"next"]) == (len(segments(tmp_path)), contents(tmp_path))


def test_a_segment_does_not_end_by_itself(tmp_path: Path) -> None:
    """What is closed cannot be cut back."""
    made = writer(tmp_path, max_bytes=10)
    made.append(b"one")
    mark = made.mark()
    for line in (b"12345678", b"90", b"next"):
        made.append(line)
    made.cut_back(mark)
    made.close()
    assert [b"one"] == contents(tmp_path)


def test_a_segment_ends_with_its_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = writer(tmp_path)
    monkeypatch.setattr(jsonl, "utc_now", lambda: datetime(2026, 11, 30, 23, 59, tzinfo=UTC))
    made.append(b"november")
    monkeypatch.setattr(jsonl, "utc_now", lambda: datetime(2026, 12, 1, 0, 0, tzinfo=UTC))
    made.close_due()
    made.append(b"december")
    made.close()
    names = [path.name for path in segments(tmp_path)]
    assert ["articles-w1-202611-001.jsonl.gz", "articles-w1-202612-002.jsonl.gz"] == names


def test_lines_that_the_index_did_not_take_are_taken_back(tmp_path: Path) -> None:
    made = writer(tmp_path)
    made.append(b"one")
    mark = made.mark()
    made.append(b"two")
    made.cut_back(mark)
    made.append(b"three")
    made.close()
    assert [b"one", b"three"] == contents(tmp_path)


def test_taking_back_the_first_line_leaves_an_empty_segment(tmp_path: Path) -> None:
    made = writer(tmp_path)
    mark = made.mark()
    made.append(b"one")
    made.cut_back(mark)
    made.close()
    assert [] == contents(tmp_path)


def test_half_a_last_line_is_left_out_at_every_byte(tmp_path: Path) -> None:
    whole, path = b'{"a": 1}\n{"b": 2}\n', tmp_path / "articles-x-1.jsonl"
    found = []
    for size in range(len(whole) + 1):
        path.write_bytes(whole[:size])
        found.append((len(list(lines_of(path))), torn_tail(path)))
    assert [(0, None), *[(0, 0)] * 8, (1, None), *[(1, 9)] * 8, (2, None)] == found


def test_a_segment_in_both_forms_is_given_once(tmp_path: Path) -> None:
    """A crash in `compress`, between the new name and the end of the old one."""
    path = tmp_path / "articles-x-1.jsonl"
    path.write_bytes(b"one\n")
    (tmp_path / "articles-x-1.jsonl.gz").write_bytes(gzip.compress(b"one\n"))
    assert [b"one"] == contents(tmp_path)
    compress(path)
    assert ["articles-x-1.jsonl.gz"] == [one.name for one in tmp_path.iterdir()]


def test_a_segment_that_is_written_is_not_packed(tmp_path: Path) -> None:
    with Appender(tmp_path / "articles-x-1.jsonl") as file:
        file.write(b"one\n")
        compress(file.path)
        assert file.path.exists()


def test_a_segment_that_somebody_has_packed_is_left(tmp_path: Path) -> None:
    (tmp_path / "articles-x-1.jsonl.gz").write_bytes(gzip.compress(b"one\n"))
    compress(tmp_path / "articles-x-1.jsonl")
    assert [b"one"] == contents(tmp_path)


def test_lines_are_read_though_their_segment_is_packed_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "articles-x-1.jsonl"
    path.write_bytes(b"one\n")
    compress(path)
    assert [(0, b"one")] == list(lines_of(path))


def test_a_broken_gzip_names_the_file_and_the_offset(tmp_path: Path) -> None:
    path = tmp_path / "articles-x-1.jsonl.gz"
    path.write_bytes(gzip.compress(b"one\n" * 50_000)[:-30])
    with pytest.raises(BrokenRecord, match=r"articles-x-1.jsonl.gz: not readable from offset \d+"):
        list(lines_of(path))


def test_a_segment_let_go_is_there_for_a_repair(tmp_path: Path) -> None:
    made = writer(tmp_path)
    made.append(b"one")
    made.let_go()
    (path,) = segments(tmp_path)
    assert (".jsonl", False) == (path.suffix, is_held(path))
