"""Reading what is archived already: by the one reading path, free of Scrapy.

For the comparison of like with like, for captures that a crash left without an observation, for
`import` and for `reextract`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import cast

from archive.collection import Collection, Writer, mementos, recovery
from archive.collection.arrivals import arrivals_of, log
from archive.collection.failures import failure_over
from archive.collection.writer import captured
from archive.errors import ArchiveError, OriginalMissing
from archive.index.store import IN_TIME
from archive.records import Capture, PageRecords, Reread
from archive.times import sort_key
from archive.urls import surt
from archive.warc.exchange import Exchange
from archive.warc.rows import CaptureRow
from crawler.comments import KeptThread, Stop, read_kept
from crawler.page_facts import PageFacts
from crawler.reading import add_thread, failure_of, normalize, read
from crawler.sites import site_for
from crawler.threads import is_of_provider, kept_thread

READABLE = ("text/html", "application/xhtml+xml", "warc/revisit", "-")
FAILED = ("error", "extraction_failed")
"""Outcomes of visits that failed: they show no state of the page."""
_SYNCED_EVERY = 200
"""Captures that are read again at most, where the reading of a large file is killed."""


def read_page(
    exchange: Exchange,
    capture: Capture | None,
    kept: Callable[[], KeptThread] = KeptThread,
) -> PageRecords:
    """What a page says, by the site that its URL belongs to; `kept` gives what the archive holds of
    the comments that were fetched for it, and is asked only where it has such.

    A fault of the reader's own is told as a failed extraction: it must not stop every later start
    over one kept page.
    """
    site = site_for(exchange.url)
    try:
        reading = read(exchange, site)
        if reading.thread is not None:
            thread = read_kept(reading.thread, kept(), reading.comments)
            if thread is not None:
                add_thread(reading, thread)
        return normalize(reading, exchange, capture, site)
    except Exception as error:  # noqa: BLE001  # whatever it is, the page is kept and named
        reason = f"the reader failed: {type(error).__name__}: {error}"
        return PageRecords(outcome="extraction_failed", page_type="other", reason=reason)


def rereader(collection: Collection) -> Reread:
    """Reads a capture of the collection again with today's reader."""

    def reread(capture: Capture) -> PageRecords | None:
        try:
            row = collection.row_kept(capture)
            exchange = collection.load(row)
        except ArchiveError:
            return None  # the caller says that like was not compared with like
        kept = partial(kept_thread, collection, row)
        return read_page(_as_captured(exchange, capture), capture, kept)

    return reread


def _as_captured(exchange: Exchange, capture: Capture) -> Exchange:
    return replace(
        exchange,
        request_url=capture.request_url,
        fetched_at=capture.fetched_at,
        redirects=capture.redirects,
    )


def roll_forward(collection: Collection, writer_id: str) -> int:
    """Record a dead writer's captures that have no observation; how many articles that gave.

    Those of the files that it imported too. The dead writer's marker goes only when all of them are
    durable.
    """
    arrivals = arrivals_of(collection.layout, writer_id)
    rows = recovery.unobserved(collection.index, writer_id)
    recorded = 0
    with ExitStack() as held:
        writer = held.enter_context(collection.writer()) if rows or arrivals else None
        if writer is not None:
            recorded = append_rows(collection, writer, rows)
            for arrival in arrivals:
                found = append_rows(collection, writer, pages_of(collection, arrival["name"]))
                log(collection.layout, {**arrival, "observations": found, "resumed": True})
                recorded += found
    recovery.rolled_forward(collection.layout, writer_id)
    return recorded


def pages_of(collection: Collection, name: str) -> list[CaptureRow]:
    """What may be pages in a file, the revisits elsewhere that waited for it, and the pages elsewhere
    for which it holds comments, in order of time."""
    rows = collection.index.captures("WHERE filename = ?", (name,))
    found = [
        *filter(_may_be_page, rows),
        *_that_waited_for(collection, name),
        *_answered_in(collection, name),
    ]
    return sorted(found, key=lambda row: sort_key(row.date))


def _answered_in(collection: Collection, name: str) -> list[CaptureRow]:
    """The pages in other files whose comments were answered in this one."""
    where = (
        "WHERE filename != ?1 AND part IS NULL AND record_id IN "
        "(SELECT tied_to FROM captures WHERE filename = ?1 AND part IS NOT NULL)"
    )
    return list(filter(_may_be_page, collection.index.captures(where, (name,))))


def answered_elsewhere(collection: Collection) -> list[CaptureRow]:
    """The pages whose comments were answered in another file than theirs, in order of time."""
    pairs = collection.index.rows(
        "SELECT DISTINCT tied_to, filename FROM captures WHERE part IS NOT NULL"
    )
    files: dict[str, set[str]] = {}
    for pair in pairs:
        files.setdefault(pair["tied_to"], set()).add(pair["filename"])
    where = (
        "WHERE part IS NULL AND record_id IN "
        f"(SELECT tied_to FROM captures WHERE part IS NOT NULL) ORDER BY {IN_TIME}"
    )
    pages = filter(_may_be_page, collection.index.captures(where))
    return [page for page in pages if files[page.record_id] - {page.filename}]


def _may_be_page(row: CaptureRow) -> bool:
    """An answer to POST or HEAD is no visit: it says nothing of what the URL shows."""
    return (
        row.method is None
        and row.part is None
        and (row.mime in READABLE or (row.status or 0) >= 400)
    )


def _that_waited_for(collection: Collection, name: str) -> list[CaptureRow]:
    """The revisits in other files that have no observation and rest on a page in this one."""
    where = (
        "WHERE rec_type = 'revisit' AND filename != ?1 AND ("
        "digest IN (SELECT digest FROM captures WHERE filename = ?1 AND rec_type != 'revisit') OR "
        "refers_to_url IN (SELECT url FROM captures WHERE filename = ?1)) AND record_id NOT IN "
        "(SELECT warc_record_id FROM observations WHERE warc_record_id IS NOT NULL)"
    )
    return [
        row for row in collection.index.captures(where, (name,)) if _rests_on(collection, row, name)
    ]


def _rests_on(collection: Collection, row: CaptureRow, name: str) -> bool:
    try:
        original = mementos.original_of(collection.index, row)
    except OriginalMissing:
        return False
    return original.filename == name and _may_be_page(original)


def append_rows(collection: Collection, writer: Writer, rows: Iterable[CaptureRow]) -> int:
    """Read captures in order of time and append what they give; how many were of an article.

    A failed visit counts once its URL is known as an article's, which a later capture may tell:
    those are appended at the end, those of other files too. A revisit whose original is in no file
    yet is passed over: it has no observation until the original is there.
    """
    facts = PageFacts(collection)
    reread = rereader(collection)
    recorded = 0
    failed: list[tuple[PageRecords, Capture]] = []
    rows = list(rows)
    own = {row.record_id for row in rows}
    for number, row in enumerate(rows, 1):
        if number % _SYNCED_EVERY == 0:
            writer.sync()
        try:
            page, capture = _visit_of(collection, row, facts)
        except OriginalMissing:
            continue  # what it showed is not known yet, which is no failure
        added = writer.append(page, capture, reread)
        if added.observation is not None:
            recorded += 1
            if added.aliases:
                others = [
                    each for each in visits_before(collection, capture) if each.record_id not in own
                ]
                failed += _failed_among(collection, others, facts)
        elif page.outcome in FAILED:
            failed.append((page, capture))
    for page, capture in failed:
        recorded += writer.append(page, capture, reread).observation is not None
    writer.sync()
    return recorded


def _failed_among(
    collection: Collection, rows: Iterable[CaptureRow], facts: PageFacts
) -> Iterator[tuple[PageRecords, Capture]]:
    """Of some visits those that failed."""
    for row in rows:
        try:
            page, capture = _visit_of(collection, row, facts)
        except OriginalMissing:
            continue
        if page.outcome in FAILED:
            yield page, capture


def visits_before(collection: Collection, capture: Capture) -> list[CaptureRow]:
    """The visits to the URLs of a capture that have no observation, itself apart, in order of time:
    nobody knew that it was an article. Those that failed (FAILED) count from then on; what a page
    of status 200 is, a guard's block page or another, only reading it tells.
    """
    where = (
        "WHERE urlkey = ? AND url = ? AND method IS NULL AND part IS NULL AND record_id != ? "
        "AND rec_type IN ('response', 'revisit') "
        "AND (status IS NULL OR status NOT BETWEEN 300 AND 399 OR truncated IS NOT NULL) "
        "AND NOT EXISTS (SELECT 1 FROM observations WHERE warc_record_id = captures.record_id) "
        f"ORDER BY {IN_TIME}"
    )
    urls = dict.fromkeys((capture.request_url, *capture.redirects, capture.url))
    found = (
        collection.index.captures(where, (surt(url), url, capture.warc_record_id)) for url in urls
    )
    return [row for rows in found for row in rows if _may_be_page(row)]


def visit_of(
    collection: Collection, row: CaptureRow, known: Mapping[str, object]
) -> tuple[PageRecords, Capture]:
    """What the visit found that a capture is of; `known`: via, request_url and redirects, and why no
    more of its comments were to be had (`comments_stops`).

    Raises OriginalMissing for a revisit whose original is in no file yet.
    """
    facts = dict(known)
    stops = cast("Mapping[str, Stop] | None", facts.pop("comments_stops", None))
    capture = captured(row, **facts)
    failure = failure_of(row.status, row.truncated)
    if failure is None and row.status == 304 and row.rec_type != "revisit":
        failure = "answered 304, but what it refers to is not here"
    if failure is not None:
        return PageRecords(outcome="error", page_type="error", reason=failure), capture
    try:
        exchange = collection.load(row)
    except OriginalMissing:
        raise
    except ArchiveError as error:
        reason = str(error)
        return PageRecords(outcome="extraction_failed", page_type="error", reason=reason), capture
    kept = kept_thread(collection, row, stops)
    is_same = row.status == 304 and not exchange.truncated
    if is_same and not (kept.names or kept.stops):
        return not_modified(None), capture
    page = read_page(_as_captured(exchange, capture), capture, lambda: kept)
    return (not_modified(page) if is_same else page), capture


def not_modified(page: PageRecords | None) -> PageRecords:
    """What a visit gives to which the server said that the page is as it was: no article, but the
    comments that were fetched for it. `page` is the page as it was, where it had to be read."""
    thread = page.article.comment_thread if page and page.article else None
    is_fetched = thread is not None and is_of_provider(thread)
    return PageRecords(
        outcome="not_modified",
        page_type="article",
        reason="the server said that it is not modified",
        comments=page.comments if page and is_fetched else (),
        comment_thread=thread if is_fetched else None,
    )


def _visit_of(
    collection: Collection, row: CaptureRow, facts: PageFacts
) -> tuple[PageRecords, Capture]:
    """As `visit_of`; a fault of our own over one capture is noted, and stops no other."""
    try:
        return visit_of(collection, row, facts.of(row))
    except (ArchiveError, sqlite3.Error):
        raise
    except Exception as error:  # noqa: BLE001  # whatever hostile bytes bring about
        about = f"{row.filename}: the record at offset {row.offset}"
        reason = failure_over(collection.layout, about, error)
        failed = PageRecords(outcome="extraction_failed", page_type="error", reason=reason)
        return failed, captured(row)
