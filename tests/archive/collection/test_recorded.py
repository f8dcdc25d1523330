"""Visits in the order of their lines, by marks that hold for ever."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from archive.collection.recorded import marks_now, recorded_since
from archive.warc.rows import IMPORTED
from tests.archive.history.newsroom import Newsroom, at


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom(tmp_path / "c")
    yield room
    room.close()


def moments(newsroom: Newsroom, marks: dict[str, int], most: int = 100) -> list[str]:
    """Marks move to behind what is given."""
    visits, moved = recorded_since(newsroom.collection.index, marks, most)
    marks |= moved
    return [one.moment for one in visits]


def test_visits_come_as_they_were_recorded_and_once(newsroom: Newsroom) -> None:
    marks = marks_now(newsroom.collection.index)
    for day in (9, 1, 5):
        newsroom.read(at(day))
    assert [at(9), at(1), at(5)] == moments(newsroom, marks)
    newsroom.read(at(2))
    assert ([at(2)], []) == (moments(newsroom, marks), moments(newsroom, marks))
    assert marks == marks_now(newsroom.collection.index)


def test_so_many_at_once_until_no_mark_moves(newsroom: Newsroom) -> None:
    for day in range(1, 6):
        newsroom.read(at(day))
    with newsroom.collection.writer() as second:
        newsroom.writer, first = second, newsroom.writer
        newsroom.read(at(6))
        newsroom.writer = first
    marks: dict[str, int] = {}
    pieces = [moments(newsroom, marks, 2) for _ in range(5)]
    assert [at(day) for day in range(1, 7)] == sorted(chain(*pieces))
    assert pieces[-1] == []
    assert all(len(piece) <= 2 for piece in pieces)


def test_what_an_import_brought_is_known_as_such(newsroom: Newsroom) -> None:
    newsroom.read(at(1))
    index = newsroom.collection.index
    assert [False] == [one.is_imported for one in recorded_since(index, {}, 9)[0]]
    index.count("crawl.warc.gz", "warc", 1, IMPORTED)
    assert [True] == [one.is_imported for one in recorded_since(index, {}, 9)[0]]
