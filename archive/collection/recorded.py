"""What was recorded since: visits by where their lines stand, whatever any clock says.

How far each segment of observations was read is kept as marks, segment name to bytes. A segment only
grows, and keeps its offsets when it is packed, purged or indexed anew; so marks hold for ever, and
what is imported, repaired or dated wrongly is found like all else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from archive.index import Index
from archive.records import Observation, decode
from archive.warc.rows import IMPORTED

_SINCE = """
SELECT offset, article_id, fetched_at, record FROM observations
WHERE segment = ? AND offset >= ? AND offset < ? ORDER BY offset LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that was recorded."""

    article_id: str
    moment: str
    """When it was made; a sort key."""
    is_imported: bool
    """Another's crawl made it; False too where that is not known."""


def marks_now(index: Index) -> dict[str, int]:
    """How far each segment of observations is indexed by now."""
    rows = index.rows("SELECT name, size FROM segments WHERE kind = 'observations'")
    return {str(row["name"]): int(row["size"]) for row in rows}


def recorded_since(
    index: Index, marks: Mapping[str, int], most: int
) -> tuple[list[Visit], dict[str, int]]:
    """At most so many visits recorded behind the marks, and the marks that moved.

    There is more where a mark moved.
    """
    visits: list[Visit] = []
    moved: dict[str, int] = {}
    for segment, size in marks_now(index).items():
        begin = marks.get(segment, 0)
        room = most - len(visits)
        if size <= begin or room <= 0:
            continue
        rows = index.rows(_SINCE, (segment, begin, size, room))
        visits += (_visit(index, row) for row in rows)
        moved[segment] = size if len(rows) < room else int(rows[-1]["offset"]) + 1
    return visits, moved


def _visit(index: Index, row: sqlite3.Row) -> Visit:
    seen = decode(row["record"], Observation)
    filename = seen.capture.warc_filename if seen.capture else None
    is_imported = filename is not None and index.origin(filename) == IMPORTED
    return Visit(row["article_id"], row["fetched_at"], is_imported)
