"""The frontier's SQLite file: its tables, how it is opened, and what its failures mean.

WAL, synchronous=NORMAL: after a power cut the newest transactions may be missing, never one from
the middle and never half of one. A lost acknowledgement means one more fetch, which is harmless; an
acknowledgement comes after its WARC record and JSONL line are synced, so none stands for something
lost; and leads are put before the page that named them is acknowledged, so none is lost without
that page being due again. FULL would buy nothing but an fsync a page.

Every time is `warc_date` text: UTC, six digits, so that text order is time order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import (
    CollectionError,
    CollectionFull,
    CollectionLocked,
    CollectionReadOnly,
    CollectionTooNew,
)
from archive.wal import begin_wal

VERSION = 1
BUSY_S = 30.0

_TABLES = """
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    settings TEXT NOT NULL,
    begun TEXT NOT NULL,
    finished TEXT
);
CREATE UNIQUE INDEX run_open ON run (key) WHERE finished IS NULL;
CREATE TABLE owner (
    id INTEGER PRIMARY KEY,
    machine TEXT NOT NULL,
    pid INTEGER NOT NULL,
    started TEXT NOT NULL,
    UNIQUE (machine, pid, started)
);
CREATE TABLE url (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    fold TEXT,
    kind TEXT NOT NULL,
    queue TEXT NOT NULL,
    via TEXT,
    hops INTEGER NOT NULL,
    parent TEXT,
    modified TEXT,
    meta TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'todo',
    due TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    owner INTEGER REFERENCES owner (id),
    token TEXT,
    until TEXT,
    visits INTEGER NOT NULL DEFAULT 0,
    visited_at TEXT,
    verdict TEXT,
    reason TEXT,
    UNIQUE (run, url)
);
CREATE UNIQUE INDEX url_fold ON url (run, fold) WHERE fold IS NOT NULL;
CREATE INDEX url_waiting ON url (run, queue, due) WHERE state = 'todo';
CREATE INDEX url_leased ON url (queue) WHERE state = 'leased';
CREATE UNIQUE INDEX url_token ON url (token) WHERE token IS NOT NULL;
CREATE INDEX url_kind ON url (run, kind, state);
CREATE INDEX url_visited ON url (run, visited_at) WHERE visited_at IS NOT NULL;
CREATE TABLE block (host TEXT PRIMARY KEY, until TEXT NOT NULL) WITHOUT ROWID;
"""

_FAILURES: dict[str, tuple[type[CollectionError], str]] = {
    "SQLITE_FULL": (CollectionFull, "no space left; free some and start again, nothing is lost"),
    "SQLITE_READONLY": (CollectionReadOnly, "the file or its directory cannot be written"),
    "SQLITE_CANTOPEN": (CollectionReadOnly, "the file cannot be opened or created"),
    "SQLITE_BUSY": (CollectionLocked, "another process has held it for too long"),
    "SQLITE_NOTADB": (CollectionError, "not a frontier; delete it to crawl afresh"),
    "SQLITE_CORRUPT": (CollectionError, "damaged; delete it to crawl afresh"),
    "SQLITE_IOERR": (CollectionError, "the device gave an error"),
}


def connect(path: Path) -> sqlite3.Connection:
    """The opened frontier file, created where there is none.

    Raises CollectionTooNew for a file of a later version, else as `told` says.
    """
    with told(path):
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    begin_wal(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    with transaction(connection, path):
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise CollectionTooNew(
                f"{path}: frontier version {version}, this software knows {VERSION}"
            )
        if version == 0:
            for statement in _TABLES.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """A writing transaction: alone from its first statement on, whole or not at all."""
    with told(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Says SQLite's failures as errors of the collection that name the file."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", None) or ""
        primary = "_".join(name.split("_")[:2])
        if primary not in _FAILURES:
            raise
        kind, meaning = _FAILURES[primary]
        raise kind(f"{path}: {meaning} ({error})") from error
