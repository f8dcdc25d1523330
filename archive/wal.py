"""SQLite's write-ahead log: how index and frontier are written while others read.

WAL, synchronous=NORMAL: after a power cut the newest transactions may be missing, never one from the
middle and never half of one.
"""

from __future__ import annotations

import sqlite3
import time


def begin_wal(db: sqlite3.Connection) -> None:
    """Set a connection to it, a new file too.

    Another process may open the new file in the same moment. The switch does not wait for it, as
    every other statement does, but fails at once; so wait for what it does, and try again, for as
    long as the connection's busy timeout. Raises sqlite3.OperationalError then.
    """
    seconds = db.execute("PRAGMA busy_timeout").fetchone()[0] / 1000
    until = time.monotonic() + seconds
    while not _switched(db, is_last=time.monotonic() >= until):
        db.execute("BEGIN IMMEDIATE")
        db.execute("ROLLBACK")
    db.execute("PRAGMA synchronous = NORMAL")


def _switched(db: sqlite3.Connection, *, is_last: bool) -> bool:
    try:
        db.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or is_last:
            raise
        return False
    return True
