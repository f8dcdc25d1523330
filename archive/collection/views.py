"""What the index says of articles: summaries, revisions, observations, comments as they stood.

A revision's number is computed here, by fetched_at, so that importing an older capture inserts
history without rewriting any. Of several readings of a revision the latest counts: the one that no
other line supersedes.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from archive.index import Index
from archive.records import (
    Article,
    Capture,
    Comment,
    CommentThread,
    Digests,
    Observation,
    decode,
)
from archive.times import sort_key
from archive.urls import is_variant

State = Literal["online", "taken_down", "unknown"]
_GONE = (404, 410)
NEVER = "\uffff"
"""Behind every time."""
_STATE = ("text", "images", "meta", "reader", "layout")
"""What tells one state from the next; readings of different readers are never taken for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSummary:
    """An article in a list."""

    article_id: str
    url: str
    headline: str | None
    date_published: str | None
    state: State
    """By the latest observation: a failed visit says nothing, so it is `unknown`."""
    revisions: int
    observations: int
    first_observed: str
    last_observed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A distinct state of an article, and when it was observed."""

    article_id: str
    number: int
    """1 for the oldest."""
    revision_id: str
    first_observed: str
    last_observed: str
    digests: Digests
    changed: tuple[str, ...]
    """Which of text, images and meta differ from the revision before; empty for the first."""
    capture: Capture
    article: Article


def observed(index: Index, capture: Capture) -> bool:
    """Whether a capture has its observation.

    URL and time count too: there are writers that give many records one id.
    """
    query = (
        "SELECT 1 FROM observations WHERE warc_record_id = ? AND url = ? AND fetched_at = ? LIMIT 1"
    )
    values = (capture.warc_record_id, capture.url, sort_key(capture.fetched_at))
    return bool(index.rows(query, values))


def revision_before(
    index: Index, article_id: str, moment: str, but: str | None = None
) -> Article | None:
    """The revision in effect just before or at a time, in its latest reading; `but` is left out."""
    query = (
        "SELECT revision_id FROM revisions WHERE article_id = ? AND fetched_at <= ? "
        "AND revision_id IS NOT ? ORDER BY fetched_at DESC, segment DESC, offset DESC LIMIT 1"
    )
    found = index.rows(query, (article_id, sort_key(moment), but))
    return latest_reading(index, found[0]["revision_id"]) if found else None


def revision_seen_by_us(index: Index, article_id: str, capture: Capture) -> Article | None:
    """The revision that the last visit before a capture showed at its URL, of those that this
    collection's own crawls made."""
    query = (
        "SELECT revision_id FROM observations WHERE article_id = ? AND url = ? AND fetched_at < ? "
        "AND outcome IN ('read', 'not_modified') AND revision_id IS NOT NULL AND "
        "(SELECT origin FROM segments WHERE name = "
        "json_extract(CAST(record AS TEXT), '$.capture.warc_filename')) = 'crawled' "
        "ORDER BY fetched_at DESC, segment DESC, offset DESC LIMIT 1"
    )
    found = index.rows(query, (article_id, capture.url, sort_key(capture.fetched_at)))
    return latest_reading(index, found[0]["revision_id"]) if found else None


def revision_after(index: Index, article_id: str, moment: str) -> str | None:
    """The sort key of the next revision's time; None where there is none."""
    query = "SELECT min(fetched_at) AS next FROM revisions WHERE article_id = ? AND fetched_at > ?"
    found: str | None = index.rows(query, (article_id, sort_key(moment)))[0]["next"]
    return found


def is_next_state(index: Index, article: Article) -> bool:
    """Whether the line behind a revision in time has its state: the two are one revision."""
    assert article.capture is not None
    assert article.digests is not None
    rows = index.rows(
        "SELECT * FROM revisions WHERE article_id = ? AND fetched_at >= ? AND revision_id != ? "
        "ORDER BY fetched_at, segment, offset",
        (article.article_id, sort_key(article.capture.fetched_at), article.revision_id),
    )
    states = states_of(rows)
    digests, reading = article.digests, article.reading
    own = (digests.text, digests.images, digests.meta, reading.reader, reading.layout)
    return bool(states) and tuple(states[0][name] for name in _STATE) == own


def visit_after(index: Index, article_id: str, moment: str) -> Observation | None:
    """The next visit after a time that showed the article."""
    query = (
        "SELECT record FROM observations WHERE article_id = ? AND fetched_at > ? "
        "AND outcome IN ('read', 'not_modified') ORDER BY fetched_at, segment, offset LIMIT 1"
    )
    found = index.rows(query, (article_id, sort_key(moment)))
    return decode(found[0]["record"], Observation) if found else None


def visits_not_read(index: Index, article_id: str) -> list[Observation]:
    """The visits of an article's URLs that showed no article, in order of time."""
    query = (
        "SELECT record FROM observations WHERE article_id = ? "
        "AND outcome NOT IN ('read', 'not_modified') ORDER BY fetched_at, segment, offset"
    )
    return [decode(row["record"], Observation) for row in index.rows(query, (article_id,))]


def sites_with_layouts(index: Index) -> set[str]:
    """The names of the sites of whose layouts any was ever used."""
    rows = index.rows("SELECT DISTINCT layout FROM revisions WHERE layout LIKE '%@%'")
    return {str(row["layout"]).partition("/")[0] for row in rows}


def has_revision(index: Index, revision_id: str) -> bool:
    """Whether the revision has a line."""
    return bool(index.rows("SELECT 1 FROM revisions WHERE revision_id = ?", (revision_id,)))


def latest_reading(index: Index, revision_id: str) -> Article:
    """The reading of a revision that no other supersedes."""
    query = "SELECT * FROM revisions WHERE revision_id = ? ORDER BY segment, offset"
    return decode(_unsuperseded(index.rows(query, (revision_id,)))["record"], Article)


def _unsuperseded(rows: Sequence[sqlite3.Row]) -> sqlite3.Row:
    superseded = {(row["superseded_reader"], row["superseded_layout"]) for row in rows}
    current = [row for row in rows if (row["reader"], row["layout"]) not in superseded]
    return (current or list(rows))[-1]


def revisions(index: Index, article_id: str) -> list[Revision]:
    """Every revision of an article, oldest first. A state that two writers saw at once is one."""
    rows = states_of(_rows_of(index, article_id))
    ends = [row["fetched_at"] for row in rows[1:]] + [NEVER]
    last_seen = last_observed(index, article_id, [row["fetched_at"] for row in rows], ends)
    listed: list[Revision] = []
    for row, last in zip(rows, last_seen, strict=True):
        listed.append(_revision(row, listed, last))
    return listed


def lines(index: Index, article_id: str) -> list[Article]:
    """Every revision line's article in its latest reading, those of one state too."""
    readings = _readings(_rows_of(index, article_id))
    return [decode(_unsuperseded(rows)["record"], Article) for rows in readings.values()]


def revision_shown(index: Index, article_id: str, revision_id: str) -> int | None:
    """The number of the state that a revision line belongs to; None for an unknown one."""
    rows = _rows_of(index, article_id)
    at = next((row["fetched_at"] for row in rows if row["revision_id"] == revision_id), None)
    if at is None:
        return None
    return sum(1 for row in states_of(rows) if row["fetched_at"] <= at)


def _rows_of(index: Index, article_id: str) -> list[sqlite3.Row]:
    query = "SELECT * FROM revisions WHERE article_id = ? ORDER BY fetched_at, segment, offset"
    return index.rows(query, (article_id,))


def _readings(rows: Sequence[sqlite3.Row]) -> dict[str, list[sqlite3.Row]]:
    readings: dict[str, list[sqlite3.Row]] = {}
    for row in rows:
        readings.setdefault(row["revision_id"], []).append(row)
    return readings


def states_of(rows: Sequence[sqlite3.Row]) -> list[sqlite3.Row]:
    """Of rows in order of time, the latest reading of each distinct state."""
    states: list[sqlite3.Row] = []
    for each in _readings(rows).values():
        row = _unsuperseded(each)
        if not states or any(row[name] != states[-1][name] for name in _STATE):
            states.append(row)
    return states


def last_observed(
    index: Index, article_id: str, begins: Sequence[str], ends: Sequence[str]
) -> list[str]:
    """For each state, the last visit from its beginning to the next one's that showed the article.

    By time, not by the revision that the visit's line names: history inserted later may stand
    between a revision and the visits that still showed it. A visit of an AMP or print page says
    nothing of a state of the article's own page: the two are not compared.
    """
    query = (
        "SELECT fetched_at, url, json_extract(CAST(record AS TEXT), '$.fetched_at') AS written "
        "FROM observations WHERE article_id = ? AND revision_id IS NOT NULL ORDER BY fetched_at"
    )
    seen = index.rows(query, (article_id,))
    times = [row["fetched_at"] for row in seen]
    spans = zip(begins, ends, strict=True)
    return [
        _last_shown(seen[bisect_left(times, begin) : bisect_left(times, end)], begin)
        for begin, end in spans
    ]


def _last_shown(visits: Sequence[sqlite3.Row], begin: str) -> str:
    """When the last of the visits between two states showed the first, as written; or nothing."""
    own = [row for row in visits if not is_variant(row["url"])]
    first = [is_variant(row["url"]) for row in visits if row["fetched_at"] == begin]
    is_of_variant = bool(first) and all(first)
    counted = visits if is_of_variant else own
    return str(counted[-1]["written"]) if counted else ""


def _revision(row: sqlite3.Row, before: Sequence[Revision], last_seen: str) -> Revision:
    article = decode(row["record"], Article)
    assert article.digests is not None
    assert article.capture is not None
    return Revision(
        article_id=article.article_id,
        number=len(before) + 1,
        revision_id=article.revision_id,
        first_observed=article.capture.fetched_at,
        last_observed=last_seen or article.capture.fetched_at,
        digests=article.digests,
        changed=_changed(before[-1].digests, article.digests) if before else (),
        capture=article.capture,
        article=article,
    )


def _changed(old: Digests, new: Digests) -> tuple[str, ...]:
    return tuple(p for p in ("text", "images", "meta") if getattr(old, p) != getattr(new, p))


def observations(index: Index, article_id: str) -> list[Observation]:
    """Every visit to an article, oldest first."""
    query = (
        "SELECT record FROM observations WHERE article_id = ? "
        f"ORDER BY fetched_at, {_READ_TO_ITS_END}, {_COMMENTS_READ}, segment, offset"
    )
    found = [decode(row["record"], Observation) for row in index.rows(query, (article_id,))]
    return list({one.observation_id: one for one in found}.values())


_READ_TO_ITS_END = "json_extract(CAST(record AS TEXT), '$.comment_thread.stop_reason') IS 'end'"
_COMMENTS_READ = "ifnull(json_extract(CAST(record AS TEXT), '$.comment_thread.captured_count'), -1)"
FURTHEST = f"{_READ_TO_ITS_END} DESC, {_COMMENTS_READ} DESC, segment DESC, offset DESC"
"""Of lines that say one observation again: a visit is said again when its thread was read further,
and lines of writers that began in one second are in no order by their names."""


def thread_before(index: Index, article_id: str, moment: str) -> CommentThread | None:
    """The comment thread as the last visit before or at a time found it."""
    query = (
        "SELECT record FROM observations WHERE article_id = ? AND fetched_at <= ? "
        "AND outcome IN ('read', 'not_modified') "
        f"ORDER BY fetched_at DESC, {FURTHEST} LIMIT 1"
    )
    found = index.rows(query, (article_id, sort_key(moment)))
    return decode(found[0]["record"], Observation).comment_thread if found else None


def whole_visit(index: Index, article_id: str, moment: str) -> Observation | None:
    """The last visit before or at a time that asked for all comments, not only for newer ones."""
    query = (
        "SELECT record FROM observations WHERE article_id = ? AND fetched_at <= ? "
        "AND outcome IN ('read', 'not_modified') "
        "AND json_extract(CAST(record AS TEXT), '$.comment_thread.since') IS NULL "
        f"ORDER BY fetched_at DESC, {FURTHEST} LIMIT 1"
    )
    found = index.rows(query, (article_id, sort_key(moment)))
    return decode(found[0]["record"], Observation) if found else None


def observation_of(index: Index, capture: Capture) -> Observation | None:
    """The observation of a capture, in its last state."""
    query = (
        "SELECT record FROM observations WHERE warc_record_id = ? AND url = ? AND fetched_at = ? "
        f"ORDER BY {FURTHEST} LIMIT 1"
    )
    values = (capture.warc_record_id, capture.url, sort_key(capture.fetched_at))
    found = index.rows(query, values)
    return decode(found[0]["record"], Observation) if found else None


def comment_history(index: Index, article_id: str) -> list[Comment]:
    """Every comment line of an article, oldest first."""
    query = "SELECT record FROM comments WHERE article_id = ? ORDER BY fetched_at, segment, offset"
    return [decode(row["record"], Comment) for row in index.rows(query, (article_id,))]


def comments_at(index: Index, article_id: str, moment: str | None) -> list[Comment]:
    """The comments as they stood at a time, in thread order; those gone carry their state."""
    until = NEVER if moment is None else sort_key(moment)
    return _standing(index, "comments", article_id, until)


def _standing(index: Index, table: str, article_id: str, until: str) -> list[Comment]:
    query = (
        f"SELECT record FROM {table} WHERE article_id = ? AND fetched_at <= ? "
        "ORDER BY fetched_at, segment, offset"
    )
    found = [decode(row["record"], Comment) for row in index.rows(query, (article_id, until))]
    standing = {line.comment_id: line for line in found}
    return sorted(standing.values(), key=lambda comment: comment.position)


def comments_kept(index: Index, article_id: str, moment: str) -> list[Comment]:
    """As `comments_at`, with the words of those that are withheld: to know them again, not to show."""
    return _standing(index, "main.comments", article_id, sort_key(moment))


def lately_first_seen(index: Index, since: str, until: str) -> list[tuple[str, str | None]]:
    """URL and `via` of the articles first observed since a time, the one seen last first.

    Those that were observed at or after `until` are left out. The URL is the one at which the
    article was read last; `via` names what led there then.
    """
    query = (
        "SELECT url, json_extract(CAST(record AS TEXT), '$.capture.via') AS via, "
        "max(fetched_at) AS last FROM observations WHERE outcome IN ('read', 'not_modified') "
        "GROUP BY article_id HAVING min(fetched_at) >= ? AND last < ? "
        "ORDER BY last DESC, article_id"
    )
    return [(row["url"], row["via"]) for row in index.rows(query, (since, until))]


_VISITS = """
SELECT article_id, count(DISTINCT observation_id) AS visits,
    min(fetched_at) AS first, max(fetched_at) AS last
FROM observations {where} GROUP BY article_id ORDER BY last DESC, article_id
"""
_BRIEF = """
SELECT article_id, revision_id, text, images, meta, reader, layout, superseded_reader,
    superseded_layout, url, headline, date_published, fetched_at
FROM revisions {where} ORDER BY article_id, fetched_at, segment, offset
"""
_LAST_VISIT = """
SELECT url, outcome, status FROM observations WHERE article_id = ?
ORDER BY fetched_at DESC, segment DESC, offset DESC LIMIT 1
"""


def summaries(index: Index) -> list[ArticleSummary]:
    """Every article, the one seen last first. No record is decoded for it."""
    rows = index.rows(_BRIEF.format(where=""))
    states = {
        article_id: states_of(list(group))
        for article_id, group in groupby(rows, key=lambda row: str(row["article_id"]))
    }
    visits = index.rows(_VISITS.format(where=""))
    return [_summary(index, row, states.get(row["article_id"], [])) for row in visits]


def summary(index: Index, article_id: str) -> ArticleSummary | None:
    """One article as in a list."""
    found = index.rows(_VISITS.format(where="WHERE article_id = ?"), (article_id,))
    if not found:
        return None
    rows = index.rows(_BRIEF.format(where="WHERE article_id = ?"), (article_id,))
    return _summary(index, found[0], states_of(rows))


def _summary(index: Index, visits: sqlite3.Row, states: Sequence[sqlite3.Row]) -> ArticleSummary:
    last = index.rows(_LAST_VISIT, (visits["article_id"],))[0]
    return ArticleSummary(
        article_id=visits["article_id"],
        url=states[-1]["url"] if states else last["url"],
        headline=states[-1]["headline"] if states else None,
        date_published=states[-1]["date_published"] if states else None,
        state=_state(last),
        revisions=len(states),
        observations=visits["visits"],
        first_observed=visits["first"],
        last_observed=visits["last"],
    )


def _state(last: sqlite3.Row) -> State:
    if last["outcome"] in ("read", "not_modified"):
        return "online"
    return "taken_down" if last["status"] in _GONE else "unknown"
