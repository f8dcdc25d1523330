"""Two processes may open a new file in the same moment."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.wal import begin_wal


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "new.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as db:
        yield db


def test_who_opens_a_new_file_waits_for_the_other(opened: sqlite3.Connection) -> None:
    (path,) = (row[2] for row in opened.execute("PRAGMA database_list"))
    has_tried = threading.Event()
    opened.execute("PRAGMA busy_timeout = 60000")
    opened.set_trace_callback(lambda said: has_tried.set() if said.startswith("BEGIN") else None)
    faults: list[Exception] = []

    def switch() -> None:
        try:
            begin_wal(opened)
        except sqlite3.OperationalError as error:
            faults.append(error)
            has_tried.set()

    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        thread = threading.Thread(target=switch)
        thread.start()
        has_tried.wait()
        other.execute("ROLLBACK")
        thread.join()
    assert ([], "wal") == (faults, opened.execute("PRAGMA journal_mode").fetchone()[0])


def test_a_file_that_stays_locked_is_told(opened: sqlite3.Connection) -> None:
    (path,) = (row[2] for row in opened.execute("PRAGMA database_list"))
    opened.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            begin_wal(opened)
