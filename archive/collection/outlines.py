"""The states of articles without their records: which there are, when each was seen, where it stands.

For who walks over many histories: a record is read only when its turn comes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from archive.collection.views import NEVER, last_observed, states_of
from archive.errors import NotInCollection
from archive.index import Index
from archive.records import Article, Observation, ReadBy, decode
from archive.times import sort_key
from archive.urls import is_variant

_ROWS = """
SELECT id, article_id, revision_id, text, images, meta, reader, layout, superseded_reader,
    superseded_layout, url, fetched_at
FROM revisions WHERE article_id = ? ORDER BY fetched_at, segment, offset
"""
_CHANGED = """
SELECT article_id FROM revisions GROUP BY article_id HAVING count(*) > 1
UNION SELECT article_id FROM observations WHERE status IN (404, 410)
ORDER BY article_id
"""
_COMPARED = """
SELECT article_id, url, fetched_at FROM observations
WHERE article_id IN ({marks}) AND outcome IN ('read', 'not_modified')
ORDER BY article_id, fetched_at
"""
_SHOWN = """
SELECT article_id, url, count(DISTINCT observation_id) AS visits, min(fetched_at) AS first,
    max(fetched_at) AS last
FROM observations WHERE outcome IN ('read', 'not_modified') AND fetched_at <= ?
GROUP BY article_id, url ORDER BY article_id
"""
_ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """The visits that showed an article. Times are sort keys (archive.times)."""

    article_id: str
    visits: int
    """Of its own page; of its AMP and print pages where those were visited more often. The two are
    not compared with each other."""
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A state of an article. Times are sort keys (archive.times)."""

    number: int
    """1 for the oldest, as a revision's."""
    row: int
    """Of the record, for `article_at`."""
    revision_id: str
    url: str
    reading: ReadBy
    first_observed: str
    last_observed: str
    """The last visit that showed it, as written, before the next state was seen."""
    said: str = ""
    """The digests of what it said, by the reading that was written first: a page that is read again
    by a newer reader says what it said."""
    lines: tuple[tuple[ReadBy, int], ...] = ()
    """Every reading of the revision and its row, in the order in which they were written."""
    same: frozenset[str] = frozenset()
    """The ids of all revision lines that tell this state, its own among them."""


def changed_articles(index: Index) -> list[str]:
    """The articles that have more than one revision line, or were gone once, by id."""
    return [str(row["article_id"]) for row in index.rows(_CHANGED)]


def stages(index: Index, article_id: str) -> list[Stage]:
    """The states of an article, oldest first: those that `views.revisions` gives."""
    kept = index.rows(_ROWS, (article_id,))
    if not kept:
        return []
    rows = states_of(kept)
    begins = [str(row["fetched_at"]) for row in rows]
    lasts = last_observed(index, article_id, begins, [*begins[1:], NEVER])
    lines: dict[str, list[sqlite3.Row]] = {}
    for row in kept:
        lines.setdefault(row["revision_id"], []).append(row)
    same = _runs(lines, [row["revision_id"] for row in rows])
    return [
        _stage(number, row, last, lines[row["revision_id"]], same[row["revision_id"]])
        for number, (row, last) in enumerate(zip(rows, lasts, strict=True), 1)
    ]


def _runs(revision_ids: Iterable[str], first: Iterable[str]) -> dict[str, frozenset[str]]:
    """For each state, the first of whose revision lines is given, the ids of all of them."""
    starts = {revision_id: [revision_id] for revision_id in first}
    run: list[str] = []
    for revision_id in revision_ids:
        run = starts.get(revision_id, run)
        run.append(revision_id)
    return {revision_id: frozenset(run) for revision_id, run in starts.items()}


def like(old: Stage, new: Stage) -> tuple[Stage, Stage]:
    """Two states by the newest reading that both have; where they have none, each by its own."""
    if old.reading == new.reading:
        return old, new
    known = dict(old.lines)
    for reading, row in reversed(new.lines):
        if reading in known:
            return (
                replace(old, reading=reading, row=known[reading]),
                replace(new, reading=reading, row=row),
            )
    return old, new


def _reading(row: sqlite3.Row) -> ReadBy:
    return ReadBy(reader=row["reader"], layout=row["layout"])


def _stage(
    number: int,
    row: sqlite3.Row,
    last: str,
    lines: Sequence[sqlite3.Row],
    same: frozenset[str],
) -> Stage:
    first = lines[0]
    return Stage(
        number=number,
        row=row["id"],
        revision_id=row["revision_id"],
        url=row["url"],
        reading=_reading(row),
        said="/".join((first["text"], first["images"], first["meta"])),
        lines=tuple((_reading(line), line["id"]) for line in lines),
        same=same,
        first_observed=row["fetched_at"],
        last_observed=last or row["fetched_at"],
    )


def article_at(index: Index, row: int) -> Article:
    """The record of a stage. Raises NotInCollection where it was withdrawn meanwhile."""
    found = index.rows("SELECT record FROM revisions WHERE id = ?", (row,))
    if not found:
        raise NotInCollection(f"revision line {row}: is no longer in the collection")
    return decode(found[0]["record"], Article)


def visit_at(index: Index, article_id: str, moment: str) -> Observation | None:
    """The visit of an article at a time (a fetched_at) that showed it; the one written last, and of
    the article's own page before one of an AMP or print page."""
    query = (
        "SELECT url, record FROM observations WHERE article_id = ? AND fetched_at = ? "
        "AND revision_id IS NOT NULL ORDER BY segment DESC, offset DESC"
    )
    found = sorted(
        index.rows(query, (article_id, sort_key(moment))), key=lambda row: is_variant(row["url"])
    )
    return decode(found[0]["record"], Observation) if found else None


def shown(index: Index, until: str = NEVER) -> list[Shown]:
    """Every article that was read up to a time (a sort key), by id, with the visits that showed it."""
    by_article = groupby(index.rows(_SHOWN, (until,)), key=itemgetter("article_id"))
    return [_shown(article_id, list(rows)) for article_id, rows in by_article]


def _shown(article_id: str, rows: Sequence[sqlite3.Row]) -> Shown:
    """From a row for each address."""
    of_variants = sum(row["visits"] for row in rows if is_variant(row["url"]))
    visits = sum(row["visits"] for row in rows)
    return Shown(
        article_id,
        max(of_variants, visits - of_variants),
        min(row["first"] for row in rows),
        max(row["last"] for row in rows),
    )


def with_comments(index: Index) -> set[str]:
    """The articles under which any comment was ever seen."""
    rows = index.rows("SELECT DISTINCT article_id FROM comments")
    return {str(row["article_id"]) for row in rows}


def compared_visits(index: Index, article_ids: Sequence[str]) -> dict[str, list[str]]:
    """For each article that was shown more than once, the times (sort keys) of its visits. Those of AMP
    and print pages count only where there are no others: the two are not compared."""
    visits: dict[str, list[sqlite3.Row]] = {}
    for begin in range(0, len(article_ids), _ASKED_AT_ONCE):
        asked = article_ids[begin : begin + _ASKED_AT_ONCE]
        query = _COMPARED.format(marks=", ".join("?" for _ in asked))
        for row in index.rows(query, asked):
            visits.setdefault(row["article_id"], []).append(row)
    return {name: times for name, rows in visits.items() if len(times := _compared(rows)) > 1}


def _compared(visits: Sequence[sqlite3.Row]) -> list[str]:
    own = [row for row in visits if not is_variant(row["url"])]
    return [row["fetched_at"] for row in own or visits]
