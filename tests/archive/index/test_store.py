"""The index file: one transaction or none, and errors that say what to do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.errors import BrokenRecord, CollectionError, CollectionFull, CollectionReadOnly
from archive.index import Index
from archive.jsonl import Position
from archive.records import Article, encode
from tests.archive.collection.kept import article, comments


@pytest.fixture
def index(tmp_path: Path):
    made = Index(tmp_path / "index.sqlite")
    yield made
    made.close()


def test_a_change_that_fails_is_taken_back_whole(index: Index) -> None:
    def change() -> None:
        with index.change():
            index.count("a", "articles", 1)
            raise KeyError

    with pytest.raises(KeyError):
        change()
    assert [] == index.segment_names()


def test_a_change_inside_a_change_belongs_to_it(index: Index) -> None:
    def change() -> None:
        with index.change():
            with index.change():
                index.count("a", "articles", 1)
            raise KeyError

    with pytest.raises(KeyError):
        change()
    assert [] == index.segment_names()


def test_after_a_commit_that_failed_the_next_change_stands_alone(tmp_path: Path) -> None:
    """A connection that stayed in its transaction would never commit anything again."""
    index = Index(tmp_path / "index.sqlite")
    index.db.execute("CREATE TABLE parents (id INTEGER PRIMARY KEY)")
    index.db.execute("PRAGMA foreign_keys = ON")
    index.db.execute(
        "CREATE TABLE children (of INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)"
    )
    with pytest.raises(CollectionError), index.change():
        index.db.execute("INSERT INTO children VALUES (1)")  # refused by the COMMIT
    with index.change():
        index.count("a", "articles", 1)
    index.close()
    assert ["a"] == Index(tmp_path / "index.sqlite").segment_names()


def test_a_segment_is_never_counted_down_but_by_taking_back(index: Index) -> None:
    index.count("a", "articles", 10)
    index.count("a", "articles", 5)
    before = index.counted("a")
    index.take_back("a", 5)
    assert (10, 5, None) == (before, index.counted("a"), index.counted("b"))


def test_a_segment_of_which_all_is_taken_back_is_not_known(index: Index) -> None:
    index.count("a", "articles", 10)
    index.take_back("a", 0)
    assert [] == index.segment_names()


@pytest.mark.parametrize("record", [article("x"), comments("a First")[0]])
def test_a_record_that_lacks_what_every_one_has_is_broken(index: Index, record: object) -> None:
    with pytest.raises(BrokenRecord):
        index.add_line(record, encode(record), Position("s", 0, 1))
    assert isinstance(article("x"), Article)


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "index.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(CollectionError, match="rebuild"):
        Index(tmp_path / "index.sqlite")
    with closing(Index(tmp_path / "index.sqlite", read_only=True)) as read:
        for ask in (read.version, read.origins, read.segment_names, lambda: read.counted("s")):
            with pytest.raises(CollectionError, match="rebuild"):
                ask()


@pytest.mark.parametrize("content", [b"no database" * 1000, b""])
def test_a_collection_with_such_a_file_is_not_opened(tmp_path: Path, content: bytes) -> None:
    Collection.create_or_open(tmp_path).close()
    (tmp_path / "index/index.sqlite").write_bytes(content)
    with pytest.raises(CollectionError, match="rebuild"):
        Collection.open(tmp_path)


def test_a_full_device_is_told(index: Index) -> None:
    pages = index.db.execute("PRAGMA page_count").fetchone()[0]
    index.db.execute(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        with index.change():
            for number in range(10_000):
                index.count(f"segment-{number}" * 10, "articles", 1)

    with pytest.raises(CollectionFull, match="free some"):
        fill()


def test_a_missing_file_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CollectionReadOnly, match="cannot be written or opened"):
        Index(tmp_path / "none.sqlite", read_only=True)


def test_a_reader_writes_nothing(index: Index) -> None:
    reader = Index(index.path, read_only=True)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.db.execute("DELETE FROM captures")
    reader.close()
