"""What a killed crawl had fetched and not yet acknowledged: taken from the WARC, not fetched again.

Its records were rolled forward (crawler.rereading) at the start; what is still to be done is what
every answer leads to: its links are put, its visit is acknowledged.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urljoin

from archive.collection import Collection
from archive.errors import ArchiveError
from archive.index.store import LATEST_FIRST
from archive.times import timestamp14, warc_date
from archive.urls import fetchable, surt
from archive.warc.exchange import Exchange
from archive.warc.rows import CaptureRow
from crawler.frontier import Lease

_MOST_REDIRECTS = 10
_REDIRECTS = (301, 302, 303, 307, 308)
_FINAL = (200, 304, 404, 410)
"""Answers that are not asked for a second time."""


class Kept(NamedTuple):
    """An answer of the WARC in the place of one of the wire."""

    row: CaptureRow
    exchange: Exchange
    """As it came: 304 where the server said so."""
    redirects: tuple[str, ...]
    """The URLs passed before it, the one asked for first."""


def kept_answer(
    collection: Collection, writer_id: str, lease: Lease, begun: datetime
) -> Kept | None:
    """The whole answer that a lead got when it was handed out before; None where it got none.

    `writer_id` is the asking crawl's own, whose captures are no remains; `begun`: when its run did.
    """
    if lease.attempt < 2:
        return None
    since = max(begun, lease.visited_at or begun)
    url = lease.lead.url
    passed: list[str] = []
    for _ in range(_MOST_REDIRECTS):
        row = _latest(collection, writer_id, url, since)
        if row is None or row.truncated or (row.status or 0) not in (*_REDIRECTS, *_FINAL):
            return None
        if row.status in _FINAL:
            return _loaded(collection, row, tuple(passed))
        passed.append(url)
        try:
            url = fetchable(urljoin(url, row.location or ""))
        except ValueError:
            return None
    return None


def _latest(collection: Collection, writer_id: str, url: str, since: datetime) -> CaptureRow | None:
    where = (
        "WHERE urlkey = ? AND url = ? AND timestamp >= ? AND rec_type IN ('response', 'revisit') "
        f"AND filename NOT LIKE ? ORDER BY {LATEST_FIRST} LIMIT 1"
    )
    values = (surt(url), url, timestamp14(warc_date(since)), f"%{writer_id}.warc.gz")
    found = collection.index.captures(where, values)
    return found[0] if found and found[0].date >= warc_date(since) else None


def _loaded(collection: Collection, row: CaptureRow, passed: tuple[str, ...]) -> Kept | None:
    if row.status == 304 and row.rec_type != "revisit":
        return None  # it refers to nothing here
    try:
        exchange = collection.load(row)
    except ArchiveError:
        return None
    seen = replace(
        exchange,
        request_url=passed[0] if passed else exchange.request_url,
        redirects=passed[1:],
        status=row.status or exchange.status,
    )
    return Kept(row, seen, passed)
