"""Captures of a URL: listed, nearest in time, loaded with revisits resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Literal

from archive.errors import BrokenWarc, NotInCollection
from archive.index import Index
from archive.records import Capture
from archive.times import parse_warc_date
from archive.urls import surt
from archive.warc.exchange import Exchange
from archive.warc.http import Headers, entity_chunks, read_head
from archive.warc.reader import StoredRecord, exchange_from, record_at, stored_path
from archive.warc.rows import CaptureRow

Match = Literal["exact", "prefix", "host", "domain"]
_FRAMING = {"transfer-encoding", "content-length", "content-encoding"}


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """An answer as it was archived, without its transfer-encoding."""

    status: int
    reason: str
    headers: Headers
    entity: bytes
    """Content-encoding kept."""


def captures(index: Index, url: str) -> list[CaptureRow]:
    """Every capture of a URL, oldest first."""
    return index.captures("WHERE urlkey = ? ORDER BY timestamp, id", (surt(url),))


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
        "WHERE urlkey >= ? AND urlkey < ? AND timestamp >= ? AND timestamp <= ? "
        "ORDER BY urlkey, timestamp, id LIMIT ?"
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
    """The capture nearest in time; of two as near, one that answered 200."""
    rows = captures(index, url)
    return min(rows, key=lambda row: _distance(row, moment)) if rows else None


def _distance(row: CaptureRow, moment: datetime) -> tuple[float, bool]:
    seconds = abs((parse_warc_date(row.date) - moment).total_seconds())
    return round(seconds), row.status != 200


def row_of(index: Index, capture: Capture) -> CaptureRow:
    """The index row of a record's capture. Raises NotInCollection."""
    rows = index.captures("WHERE record_id = ?", (capture.warc_record_id,))
    if not rows:
        raise NotInCollection(
            f"{capture.url}: its WARC record {capture.warc_record_id} is not in the collection"
        )
    return rows[0]


def original_of(index: Index, row: CaptureRow) -> CaptureRow:
    """The response that a revisit refers to; the row itself for any other record.

    Raises BrokenWarc where the collection does not hold it.
    """
    if row.rec_type != "revisit":
        return row
    where = "WHERE urlkey = ? AND rec_type != 'revisit' ORDER BY timestamp, id"
    target = row.refers_to_url or row.url
    for candidate in index.captures(where, (surt(target),)):
        if candidate.url == target and _same_moment(candidate.date, row.refers_to_date):
            return candidate
    same_payload = "WHERE digest = ? AND rec_type != 'revisit' ORDER BY timestamp LIMIT 1"
    found = index.captures(same_payload, (row.digest,)) if row.digest else []
    if not found:
        raise BrokenWarc(
            f"{row.filename}: the revisit at offset {row.offset} refers to {target} of "
            f"{row.refers_to_date}, which is not in the collection",
            offset=row.offset,
        )
    return found[0]


def _same_moment(date: str, other: str | None) -> bool:
    return other is None or parse_warc_date(date) == parse_warc_date(other)


def load(index: Index, warc: Path, row: CaptureRow) -> Exchange:
    """The exchange of a capture; a revisit has its own head and its original's body."""
    record = record_at(stored_path(warc, row.filename), row.offset)
    exchange = exchange_from(record)
    if exchange is None:
        raise BrokenWarc(
            f"{row.filename}: the record at offset {row.offset} holds no HTTP answer",
            offset=row.offset,
        )
    original = original_of(index, row)
    if original is row:
        return exchange
    body = exchange_from(record_at(stored_path(warc, original.filename), original.offset))
    if body is None:
        raise BrokenWarc(f"{original.filename}: no answer at {original.offset}", offset=None)
    if exchange.status == 304:
        return replace(body, fetched_at=exchange.fetched_at, request_url=row.url, url=row.url)
    return replace(exchange, body=body.body, undecoded=body.undecoded)


def load_raw(index: Index, warc: Path, row: CaptureRow) -> RawAnswer:
    """The archived bytes of a capture; of a revisit, its head with its original's entity."""
    original = original_of(index, row)
    answer = _raw(warc, original)
    if original is row:
        return answer
    own = _raw(warc, row)
    if own.status == 304:
        return answer
    kept = tuple(pair for pair in own.headers if pair[0].lower() not in _FRAMING)
    framing = tuple(pair for pair in answer.headers if pair[0].lower() in _FRAMING)
    return replace(own, headers=kept + framing, entity=answer.entity)


def _raw(warc: Path, row: CaptureRow) -> RawAnswer:
    record = record_at(stored_path(warc, row.filename), row.offset)
    if record.rec_type == "resource":
        media_type = record.field("Content-Type") or "application/octet-stream"
        return RawAnswer(200, "OK", (("Content-Type", media_type),), record.block.read())
    return _http_answer(record, row)


def _http_answer(record: StoredRecord, row: CaptureRow) -> RawAnswer:
    head = read_head(record.block)
    if head is None:
        raise BrokenWarc(
            f"{row.filename}: the record at offset {row.offset} holds no HTTP answer",
            offset=row.offset,
        )
    rest = BytesIO(record.block.read())
    entity = b"".join(entity_chunks(rest, head.headers))
    return RawAnswer(head.status, head.reason, head.headers, entity)


def validators(index: Index, url: str) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of the latest whole capture of exactly this URL."""
    where = (
        "WHERE urlkey = ? AND url = ? AND status IN (200, 304) AND truncated IS NULL "
        "ORDER BY date DESC, id DESC LIMIT 1"
    )
    found = index.captures(where, (surt(url), url))
    return (found[0].etag, found[0].last_modified) if found else (None, None)


def all_captures(index: Index) -> Iterator[CaptureRow]:
    """Every capture, in the order of files and offsets."""
    yield from index.captures("ORDER BY filename, offset")
