"""What a webhook owes and what it told: crawl/webhooks/NAME.sqlite, durable with every change.

One process has it at a time. A row is an edit, named by its later side; the message is made when it
is sent, so that nothing of a page is kept here, and what is withdrawn meanwhile is not sent.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from archive.errors import CollectionError
from archive.files import publish, publish_apart
from archive.history.arrived import Arrival

State = Literal["owed", "sent", "passed", "set_aside"]
"""`passed`: it weighs less than what is told, or is no edit any more."""

_VERSION = 1
_TABLES = """
CREATE TABLE marks (segment TEXT PRIMARY KEY, size INTEGER NOT NULL);
CREATE TABLE edits (
    number INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL, moment TEXT NOT NULL, revision_id TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'owed', tries INTEGER NOT NULL DEFAULT 0,
    UNIQUE (article_id, moment, revision_id)
);
CREATE INDEX edits_by_state ON edits (state, number);
"""


@dataclass(frozen=True, slots=True)
class Owed:
    """An edit that is to be told."""

    number: int
    arrival: Arrival


class Ledger:
    """A connection to the file; used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Raises CollectionError for a file that is not there, damaged or of another version."""
        self.path = path
        with self._named():
            uri = f"{path.absolute().as_uri()}?mode=rw"
            self._db = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
            try:
                self._db.execute("PRAGMA synchronous = FULL")
                self._check()
            except BaseException:
                self._db.close()
                raise

    def _check(self) -> None:
        [(said,)] = self._db.execute("PRAGMA quick_check(1)")
        if said != "ok":
            raise sqlite3.DatabaseError(said)
        [(version,)] = self._db.execute("PRAGMA user_version")
        if version > _VERSION:
            raise CollectionError(f"{self.path}: of a newer version; use a newer microfiche")
        if version != _VERSION:
            raise sqlite3.DatabaseError("has no tables")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise CollectionError(f"{self.path}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise DamagedLedger(f"{self.path}: cannot be read ({error})") from error

    @contextmanager
    def _change(self) -> Iterator[None]:
        """All of it, durable, or nothing."""
        with self._named():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full device may have ended it
                    self._db.execute("ROLLBACK")
                raise

    def marks(self) -> dict[str, int]:
        """Up to where visits were looked at (archive.collection.recorded)."""
        with self._named():
            return dict(self._db.execute("SELECT segment, size FROM marks"))

    def note(self, found: Iterable[Arrival], moved: Mapping[str, int]) -> None:
        """Owe what visits up to new marks brought, once each."""
        rows = [(one.article_id, one.moment, one.revision_id or "") for one in found]
        insert = "INSERT OR IGNORE INTO edits (article_id, moment, revision_id) VALUES (?, ?, ?)"
        with self._change():
            self._db.executemany(insert, rows)
            self._db.executemany("INSERT OR REPLACE INTO marks VALUES (?, ?)", moved.items())

    def owed(self, most: int) -> list[Owed]:
        """What is to be told first."""
        query = (
            "SELECT number, article_id, moment, revision_id FROM edits WHERE state = 'owed' "
            "ORDER BY number LIMIT ?"
        )
        with self._named():
            rows = self._db.execute(query, (most,)).fetchall()
        return [Owed(row[0], Arrival(row[1], row[2], row[3] or None)) for row in rows]

    def settle(self, numbers: Sequence[int], state: State) -> None:
        """Be done with edits that are owed."""
        values = [(state, number) for number in numbers]
        if values:
            with self._change():
                self._db.executemany(
                    "UPDATE edits SET state = ? WHERE number = ? AND state = 'owed'", values
                )

    def tried(self, number: int) -> int:
        """Count a message that was refused; how often by now."""
        with self._change():
            query = "UPDATE edits SET tries = tries + 1 WHERE number = ? RETURNING tries"
            [(tries,)] = self._db.execute(query, (number,)).fetchall()
        return int(tries)

    def take_up(self) -> None:
        """Owe again what was set aside: one more try each."""
        with self._change():
            self._db.execute("UPDATE edits SET state = 'owed' WHERE state = 'set_aside'")

    def count(self, state: State) -> int:
        """How many edits are in a state."""
        with self._named():
            query = "SELECT count(*) FROM edits WHERE state = ?"
            [(number,)] = self._db.execute(query, (state,)).fetchall()
        return int(number)


class DamagedLedger(CollectionError):
    """The file is no ledger, or no longer one."""


def begin(path: Path, marks: Mapping[str, int]) -> None:
    """Make the ledger of a webhook that owes what is recorded behind the marks; durable."""
    unfinished = path.with_name(f".{path.name}.tmp")
    try:
        unfinished.unlink(missing_ok=True)
        db = sqlite3.connect(unfinished, isolation_level=None)
        try:
            db.execute("BEGIN")
            for statement in _TABLES.split(";"):
                db.execute(statement)
            db.executemany("INSERT INTO marks VALUES (?, ?)", marks.items())
            db.execute(f"PRAGMA user_version = {_VERSION}")
            db.execute("COMMIT")
        finally:
            db.close()
    except (sqlite3.Error, OSError) as error:
        raise CollectionError(f"{path}: cannot be made ({error})") from error
    publish(unfinished, path)


def move_aside(path: Path) -> str:
    """Keep a damaged ledger under another name; what to say of it."""
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    journal = path.with_name(f"{path.name}-journal")
    kept = publish_apart(path, path.with_name(f"{path.stem}.damaged"))
    if journal.exists():
        publish_apart(journal, kept.with_name(f"{kept.name}-journal"))
    return (
        f"{path}: could not be read and is kept as {kept.name}; what it still owed is not known: "
        f"`microfiche edits --since {written:%Y-%m-%d}` lists the edits since it was last written"
    )
