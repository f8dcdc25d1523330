"""Captures of a URL: listed, nearest in time, loaded with revisits resolved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from archive.errors import BrokenWarc, NotInCollection, OriginalMissing, UndecodableBody
from archive.index import Index
from archive.index.store import IN_TIME, LATEST_FIRST, OURS
from archive.records import Capture
from archive.times import parse_warc_date, sort_key, timestamp_of, utc_now
from archive.urls import is_variant, key_of, surt
from archive.warc.exchange import MAX_BODY, Exchange, exchange_of
from archive.warc.http import Head, Headers, entity_chunks, read_head
from archive.warc.reader import StoredRecord, exchange_from, record_at, stored_path, truncation_of
from archive.warc.referring import original
from archive.warc.rows import CRAWLED, CaptureRow
from archive.warc.varying import would_choose

Match = Literal["exact", "prefix", "host", "domain"]
_FRAMING = {"transfer-encoding", "content-length"}
TO_GET = "method IS NULL"
"""Of a query for captures: they are answers to GET."""
_MOST_ALIKE = 5000
MAX_ENTITY = 4 * MAX_BODY
"""Bytes of an entity that are held in memory to be replayed; a larger one stays in its WARC."""


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """An answer as it was archived, without its transfer-encoding."""

    status: int
    reason: str
    headers: Headers
    entity: bytes
    """Content-encoding kept."""


def captures(index: Index, url: str) -> list[CaptureRow]:
    """Every capture of a URL, oldest first: the answers to GET.

    What POST, OPTIONS or HEAD were answered is kept, and is no state of the URL.
    """
    return index.captures(f"WHERE urlkey = ? AND {TO_GET} ORDER BY {IN_TIME}", (surt(url),))


def answers_to_others(index: Index, url: str) -> list[CaptureRow]:
    """The answers to requests for a URL that were no GET, oldest first."""
    where = f"WHERE urlkey = ? AND NOT {TO_GET} ORDER BY {IN_TIME}"
    return index.captures(where, (surt(url),))


def alike(index: Index, url: str) -> list[CaptureRow]:
    """The captures of other URLs of the same article, oldest first: with other tracking parameters,
    or known under an alias. The AMP and print variants only where nothing else is there."""
    key = key_of(url)
    found = {(row.filename, row.offset): row for row in _decorated(index, url)}
    aliases = index.rows(
        "SELECT DISTINCT url FROM aliases WHERE key = ? AND relation != 'redirect'", (key,)
    )
    for alias in aliases:
        found |= {(row.filename, row.offset): row for row in captures(index, alias["url"])}
    same = [row for row in found.values() if key_of(row.url) == key]
    plain = [row for row in same if is_variant(row.url) == is_variant(url)]
    return sorted(plain or same, key=_in_time)


def _in_time(row: CaptureRow) -> tuple[str, bool, str, int]:
    return sort_key(row.date), row.origin != CRAWLED, row.filename, row.offset


def _decorated(index: Index, url: str) -> list[CaptureRow]:
    """The captures of the URL with any query or none; a bounded number."""
    bare = surt(url.partition("#")[0].partition("?")[0])
    where = (
        "WHERE (urlkey = ?1 OR urlkey >= ?1 || '?' AND urlkey < ?1 || '@') "
        f"AND {TO_GET} ORDER BY urlkey, {IN_TIME} LIMIT {_MOST_ALIKE}"
    )
    return index.captures(where, (bare,))


def withheld(index: Index, url: str) -> list[CaptureRow]:
    """The captures of a URL that are withdrawn, oldest first."""
    if not index.withheld.in_force:
        return []
    shown = {(row.filename, row.offset) for row in captures(index, url)}
    rows = index.all_captures(f"WHERE urlkey = ? ORDER BY {IN_TIME}", (surt(url),))
    return [row for row in rows if (row.filename, row.offset) not in shown]


def captures_matching(
    index: Index,
    url: str,
    match: Match = "exact",
    *,
    start: str = "",
    end: str = "99999999999999",
    limit: int = 100_000,
) -> list[CaptureRow]:
    """Captures by URL key, oldest first a key; `start` and `end` are 14-digit timestamps."""
    low, high = _key_range(url, match)
    where = (
        f"WHERE urlkey >= ? AND urlkey < ? AND timestamp >= ? AND timestamp <= ? AND {TO_GET} "
        f"ORDER BY urlkey, {IN_TIME} LIMIT ?"
    )
    rows = index.captures(where, (low, high, start, end, limit))
    if match == "domain":
        host = low.partition(")")[0]
        rows = [row for row in rows if row.urlkey.startswith((f"{host})", f"{host},"))]
    return rows


def _key_range(url: str, match: Match) -> tuple[str, str]:
    key = surt(url)
    host = key.partition(")")[0]
    if match == "exact":
        return key, key + "\x00"
    if match == "prefix":
        return key, key + "\U0010ffff"
    if match == "host":
        return f"{host})", f"{host})\U0010ffff"
    return host, f"{host}\U0010ffff"


def closest(index: Index, url: str, moment: datetime) -> CaptureRow | None:
    """The capture nearest in time; of two as near our own, and one that answered 200."""
    rows = captures(index, url)
    return min(rows, key=lambda row: _distance(row, moment)) if rows else None


def _distance(row: CaptureRow, moment: datetime) -> tuple[float, bool, bool]:
    seconds = abs((parse_warc_date(row.date) - moment).total_seconds())
    return round(seconds), row.origin != CRAWLED, row.status != 200


def row_of(index: Index, capture: Capture) -> CaptureRow:
    """The index row of a record's capture. Raises NotInCollection."""
    return _row_of(capture, index.captures("WHERE record_id = ?", (capture.warc_record_id,)))


def row_kept(index: Index, capture: Capture) -> CaptureRow:
    """As `row_of`, withheld or not: to compare like with like, not to show.

    A withdrawn comment withholds the page's capture, and its article must still be read again.
    """
    return _row_of(capture, index.all_captures("WHERE record_id = ?", (capture.warc_record_id,)))


def _row_of(capture: Capture, rows: list[CaptureRow]) -> CaptureRow:
    if not rows:
        raise NotInCollection(
            f"{capture.url}: its WARC record {capture.warc_record_id} is not in the collection"
        )
    place = (capture.warc_filename, capture.warc_offset)
    return next((row for row in rows if (row.filename, row.offset) == place), rows[0])


def original_of(index: Index, row: CaptureRow) -> CaptureRow:
    """The response that a revisit refers to; the row itself for any other record.

    A withheld one too: under the revisit's own URL its content is not withdrawn. Raises
    OriginalMissing where the collection does not hold the response.
    """
    if row.rec_type != "revisit":
        return row
    found = original(row, _Indexed(index))
    if found is None:
        raise OriginalMissing(
            f"{row.filename}: the revisit at offset {row.offset} refers to "
            f"{row.refers_to_url or row.url} of {row.refers_to_date}, which is not in the "
            "collection with the content that the revisit speaks of",
            offset=row.offset,
        )
    return found


@dataclass(frozen=True, slots=True)
class _Indexed:
    """The records of an index, as a revisit refers to them."""

    index: Index

    def of_id(self, record_id: str) -> list[CaptureRow]:
        return self.index.all_captures(f"WHERE record_id = ? ORDER BY {IN_TIME}", (record_id,))

    def of_url(self, url: str) -> list[CaptureRow]:
        where = f"WHERE urlkey = ? AND url = ? ORDER BY {IN_TIME}"
        return self.index.all_captures(where, (surt(url), url))

    def of_digest(self, digest: str) -> list[CaptureRow]:
        where = (
            "WHERE (digest = ?1 OR claimed = ?1 OR payload_sha256 = ?1) "
            f"AND rec_type != 'revisit' ORDER BY {IN_TIME} LIMIT {_MOST_ALIKE}"
        )
        return self.index.all_captures(where, (digest,))


def load(index: Index, warc: Path, row: CaptureRow) -> Exchange:
    """The exchange of a capture; a revisit has its own head and its original's entity.

    A body over 16 MiB is not held: `undecoded` says so.
    """
    whole = original_of(index, row)
    if whole is row:
        with _record(warc, row) as record:
            return _required(exchange_from(record), row)
    with _record(warc, row) as record:
        own = read_head(record.block)
        truncated = truncation_of(record)
    with _record(warc, whole) as record:
        exchange = _revisited(record, own, row)
    return replace(_required(exchange, whole), truncated=truncated or whole.truncated)


def _revisited(record: StoredRecord, own: Head | None, row: CaptureRow) -> Exchange | None:
    """The original's entity under the revisit's own head, where that is a head of a whole answer."""
    if record.rec_type == "resource":
        found = exchange_from(record)
        if found is not None and _is_own(own):
            found = replace(found, status=own.status, headers=own.headers)  # type: ignore[union-attr]
        return found and replace(found, request_url=row.url, url=row.url, fetched_at=row.date)
    return exchange_of(
        record.block,
        request_url=row.url,
        url=row.url,
        fetched_at=row.date,
        own=own if _is_own(own) else None,
    )


def _is_own(own: Head | None) -> bool:
    """304 says that the original's head holds; some writers give revisits no head at all."""
    return own is not None and own.status != 304


def _required(exchange: Exchange | None, row: CaptureRow) -> Exchange:
    if exchange is None:
        raise _no_answer(row)
    return exchange


def _no_answer(row: CaptureRow) -> BrokenWarc:
    return BrokenWarc(
        f"{row.filename}: the record at offset {row.offset} holds no HTTP answer",
        offset=row.offset,
    )


@contextmanager
def _record(warc: Path, row: CaptureRow) -> Iterator[StoredRecord]:
    """The record of a row; BrokenWarc where another stands in its place."""
    with record_at(stored_path(warc, row.filename), row.offset) as record:
        if record.record_id != row.record_id:
            raise BrokenWarc(
                f"{row.filename}: at offset {row.offset} stands {record.record_id or 'a record'}, "
                f"not {row.record_id}; `microfiche rebuild` makes the index anew",
                offset=row.offset,
            )
        yield record


def load_raw(index: Index, warc: Path, row: CaptureRow) -> RawAnswer:
    """The archived bytes of a capture; of a revisit, its head with its original's entity.

    Raises BrokenWarc, and UndecodableBody for an entity over MAX_ENTITY.
    """
    whole = original_of(index, row)
    answer = _raw(warc, whole)
    if whole is row:
        return answer
    with _record(warc, row) as record:
        own = read_head(record.block)
    if own is None or own.status == 304:
        return answer
    kept = tuple(pair for pair in own.headers if pair[0].lower() not in _FRAMING)
    framing = tuple(pair for pair in answer.headers if pair[0].lower() in _FRAMING)
    return RawAnswer(own.status, own.reason, kept + framing, answer.entity)


def _raw(warc: Path, row: CaptureRow) -> RawAnswer:
    with _record(warc, row) as record:
        if record.rec_type == "resource":
            media_type = record.field("Content-Type") or "application/octet-stream"
            entity = _held(entity_chunks(record.block, ()), row)
            return RawAnswer(200, "OK", (("Content-Type", media_type),), entity)
        head = read_head(record.block)
        if head is None:
            raise _no_answer(row)
        entity = _held(entity_chunks(record.block, head.headers), row)
        return RawAnswer(head.status, head.reason, head.headers, entity)


def _held(chunks: Iterator[bytes], row: CaptureRow) -> bytes:
    kept = bytearray()
    for chunk in chunks:
        kept += chunk
        if len(kept) > MAX_ENTITY:
            raise UndecodableBody(
                f"{row.url}: larger than {MAX_ENTITY >> 20} MiB; it stands in {row.filename} "
                f"at offset {row.offset}"
            )
    return bytes(kept)


def validators(
    index: Index, url: str, request: Headers | None = None
) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of the latest whole capture of exactly this URL that we made; none where
    the answer was chosen by other headers (Vary) than those of `request`, if they are given.

    A 304 may leave out what has not changed (RFC 9111 section 3.2): its original has it.
    """
    found = latest_whole(index, url)
    if found is None:
        return None, None
    whole = found
    if found.status == 304:
        try:
            whole = original_of(index, found)
        except BrokenWarc:
            return None, None
    chosen = whole.vary if found.status == 304 else found.vary
    if request is not None and not would_choose(chosen, request):
        return None, None
    return found.etag or whole.etag, found.last_modified or whole.last_modified


def latest_whole(index: Index, url: str) -> CaptureRow | None:
    """The latest capture of exactly this URL that shows what it was: a whole 200, or a 304.

    Only of what this collection crawled: who asks by what somebody else's file says of a URL would
    take a 304 for the server's word on content that it may never have sent. What a wrong clock dated
    later than now is not the latest, whatever it says.
    """
    where = (
        f"WHERE urlkey = ? AND url = ? AND timestamp <= ? AND {TO_GET} "
        "AND truncated IS NULL AND (status = 200 AND rec_type IN ('response', 'revisit') "
        f"OR status = 304 AND rec_type = 'revisit') AND {OURS} "
        f"ORDER BY {LATEST_FIRST} LIMIT 1"
    )
    found = index.captures(where, (surt(url), url, timestamp_of(utc_now())))
    return found[0] if found else None


def all_captures(index: Index) -> Iterator[CaptureRow]:
    """Every capture, in the order of files and offsets."""
    yield from index.captures("ORDER BY filename, offset")
