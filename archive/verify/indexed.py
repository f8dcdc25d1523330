"""Checks the index against what the files hold: nothing missing, nothing claimed beyond."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError
from archive.index import Index
from archive.index.store import columns_of, words_of
from archive.records import Article, decode
from archive.times import timestamp14
from archive.urls import surt
from archive.verify.findings import Problem
from archive.verify.ledger import Ledger, is_moment, line_digest
from archive.verify.segments import KINDS

_TABLES = {
    "articles": ("revisions", "revision_id"),
    "observations": ("observations", "observation_id"),
    "comments": ("comments", "comment_id"),
    "aliases": ("aliases", "url"),
    "withdrawals": ("withdrawals", "withdrawal_id"),
}
"""Kind of segment to its table and the column of the record's id."""

_KNOWN = (
    *("etag", "last_modified", "refers_to_url", "refers_to_date", "payload_sha256", "truncated"),
    *("digest", "claimed", "refers_to"),
)
"""Columns of a capture in which nothing means that there is nothing."""

_MAX_SAID = 50
"""Disagreements that are told one by one."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """What is compared."""

    index: Index
    ledger: Ledger
    live: set[str]


def verify_index(path: Path, ledger: Ledger, live: set[str]) -> Iterator[Problem]:
    """Where an index and the files disagree; `live` names what writers hold at this moment."""
    if not path.exists():
        yield Problem("index", "is missing")
        return
    try:
        index = Index(path, read_only=True, everything=True)
        try:
            found = list(
                itertools.islice(_disagreements(_Sides(index, ledger, live)), _MAX_SAID + 1)
            )
        finally:
            index.close()
    except (sqlite3.Error, ArchiveError) as error:
        found = [Problem("index", f"cannot be read: {error}")]
    yield from found[:_MAX_SAID]
    if len(found) > _MAX_SAID:
        yield Problem("index", "disagrees in more places")


def _disagreements(sides: _Sides) -> Iterator[Problem]:
    index = sides.index
    if not index.is_current:
        yield Problem("index", "is of another version")
        return
    damage = index.rows("PRAGMA quick_check(1)")[0][0]
    if damage != "ok":
        yield Problem("index", f"is damaged: {damage}")
        return
    yield from _claimed_captures(sides)
    yield from _missing_captures(sides)
    yield from _lengths(sides)
    for kind, (table, column) in _TABLES.items():
        yield from _claimed_lines(sides, kind, table, column)
        yield from _missing_lines(sides, kind, table)


def _claimed_captures(sides: _Sides) -> Iterator[Problem]:
    query = (
        "SELECT filename, offset, record_id, url, date, urlkey, timestamp, status, digest, rec_type, "
        "mime, etag, last_modified, refers_to_url, refers_to_date, payload_sha256, truncated, "
        "refers_to, claimed "
        "FROM captures"
    )
    for row in sides.index.db.execute(query):
        if row["filename"] in sides.live:
            continue
        found = sides.ledger.record_at(row["filename"], row["offset"])
        where = f"{row['filename']} at {row['offset']}"
        if found is None:
            yield Problem("index", f"names {where}: no record begins there", None, row["record_id"])
            continue
        for column, wanted in _capture_columns(found).items():
            if _as_told(column, row[column], wanted) != wanted and (
                wanted is not None or column in _KNOWN
            ):
                text = f"says {column} {row[column]!r} of {where}, which has {wanted!r}"
                yield Problem("index", text, None, row["record_id"])


def _as_told(column: str, value: object, wanted: object) -> object:
    """A column's value in the form in which the ledger has it."""
    if column == "refers_to_url" and isinstance(value, str):
        return value.strip("<>")
    # of a record of fewer bytes than it says, which has a finding of its own
    return None if column == "truncated" and value == "unspecified" and wanted is None else value


def _capture_columns(found: sqlite3.Row) -> dict[str, object]:
    """What the row of a record has; None where that is not known."""
    wanted: dict[str, object] = {
        name: found[name] for name in ("record_id", "date", "status", "digest")
    }
    wanted["url"] = found["url"].replace(" ", "%20")  # as readers take what is not escaped
    if is_moment(found["date"] or ""):
        wanted |= {"urlkey": surt(found["url"]), "timestamp": timestamp14(found["date"])}
    if found["rec_type"] in ("response", "revisit", "resource"):
        wanted |= {name: found[name] for name in ("rec_type", "mime", *_KNOWN)}
    if found["status"] is None:  # where the payload begins is not known
        unknown = {"mime", "payload_sha256"}
        if found["rec_type"] != "revisit":
            unknown |= {"digest", "claimed"}
        wanted = {name: wanted[name] for name in wanted if name not in unknown}
    return wanted


def _lengths(sides: _Sides) -> Iterator[Problem]:
    """A record that is a member of its own reaches no further than the next one. Less far only where
    something between the two is broken, which has its own finding."""
    query = "SELECT length FROM captures WHERE filename = ? AND offset = ?"
    for row in sides.ledger.lengths():
        name, offset, following = row
        if following is None or name in sides.live or not name.endswith((".gz", ".zst")):
            continue
        said = sides.index.db.execute(query, (name, offset)).fetchone()
        if said is not None and following > offset and said[0] > following - offset:
            text = f"says length {said[0]} of {name} at {offset}, which has {following - offset}"
            yield Problem("index", text)


def _missing_captures(sides: _Sides) -> Iterator[Problem]:
    query = (
        "SELECT filename, offset, record_id, date FROM records "
        "WHERE rec_type IN ('response', 'revisit', 'resource') AND url != '' AND date != ''"
    )
    known = "SELECT 1 FROM captures WHERE filename = ? AND offset = ?"
    for row in sides.ledger.db.execute(query):
        at = (row["filename"], row["offset"])
        if (
            row["filename"] not in sides.live
            and is_moment(row["date"])  # else the index has no place for it; the rule is `date`
            and sides.index.db.execute(known, at).fetchone() is None
        ):
            yield Problem("index", f"does not know {at[0]} at {at[1]}", None, row["record_id"])


def _claimed_lines(sides: _Sides, kind: str, table: str, column: str) -> Iterator[Problem]:
    known = "SELECT id, digest FROM lines WHERE segment = ? AND offset = ? AND kind = ?"
    columns = f"id AS row, CAST(record AS BLOB) AS line, {column} AS known, *"
    query = f"SELECT {columns} FROM {table}"
    for row in sides.index.db.execute(query):
        if row["segment"] in sides.live:
            continue
        where = f"{row['segment']} at {row['offset']}"
        found = sides.ledger.db.execute(known, (row["segment"], row["offset"], kind)).fetchone()
        if found is None or found["id"] != row["known"]:
            yield Problem("index", f"names {where}: no such record")
        elif found["digest"] != line_digest(row["line"]):
            yield Problem("index", f"holds another text of {where}")
        else:
            yield from _columns(row, kind, where)
            if kind == "articles":
                yield from _words(sides, row["row"], row["line"], where)


def _columns(row: sqlite3.Row, kind: str, where: str) -> Iterator[Problem]:
    """Whether the columns that queries use are those that the record gives."""
    for name, wanted in columns_of(decode(row["line"], KINDS[kind])).items():
        if row[name] != wanted:
            yield Problem("index", f"says {name} {row[name]!r} of {where}, which has {wanted!r}")


def _words(sides: _Sides, row: int, record: bytes, where: str) -> Iterator[Problem]:
    """Whether the full-text index holds what the revision says."""
    query = "SELECT headline, standfirst, body, captions FROM words WHERE rowid = ?"
    held = sides.index.db.execute(query, (row,)).fetchone()
    if held is None or tuple(held) != words_of(decode(record, Article)):
        yield Problem("index", f"searches other words than those of {where}")


def _missing_lines(sides: _Sides, kind: str, table: str) -> Iterator[Problem]:
    known = f"SELECT 1 FROM {table} WHERE segment = ? AND offset = ?"
    query = "SELECT segment, offset FROM lines WHERE kind = ?"
    for row in sides.ledger.db.execute(query, (kind,)):
        at = (row["segment"], row["offset"])
        if (
            row["segment"] not in sides.live
            and sides.index.db.execute(known, at).fetchone() is None
        ):
            yield Problem("index", f"does not know {at[0]} at {at[1]}")
