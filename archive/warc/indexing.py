"""Index rows of everybody's WARC and ARC files: one for each record that can be found again.

The digests are computed, whatever a record says of itself: a revisit of ours may rest on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from pathlib import Path

from archive.digest import payload_digests, usual_label
from archive.errors import BrokenWarc
from archive.times import parse_warc_date, timestamp14
from archive.urls import surt
from archive.warc.http import Head, Headers, Stream, entity_chunks, first, headers_of, read_head
from archive.warc.leading import MOST, location_of
from archive.warc.reader import Noted, StoredRecord, scan, truncation_of, unnoted
from archive.warc.rows import COMMENTS_OF, COMMENTS_PART, PAYLOAD_SHA256, CaptureRow, mime_of
from archive.warc.varying import chosen_by

_BEGINNING = 4 * MOST
"""Bytes of a block that hold a payload of MOST, in whatever chunks it came."""
_TIES = ("warc-concurrent-to", "warc-refers-to", "warc-segment-origin-id")
_WEB = ("http:", "https:", "ftp:")
_LONGEST_METHOD = 64
_LONGEST_HEADER = 1 << 14
_MOST_HEADERS = 200
"""Of a request, beyond which it is not looked at by which of them its answer was chosen."""
INDEXED = ("response", "revisit", "resource")


def rows_of(
    path: Path, filename: str, start: int = 0, noted: Noted = unnoted
) -> Iterator[CaptureRow]:
    """An index row for every response, revisit and resource record from an offset on."""
    left: tuple[StoredRecord, _RowFields] | None = None  # its length is known once it is left
    asked: _Asked | None = None
    try:
        for record in scan(path, start, noted):
            before, asked = asked, _asked(record) if record.rec_type == "request" else None
            if left:
                yield _row(filename, *left, asked)
            left = (record, _row_fields(record, before)) if _is_indexed(record) else None
    except BrokenWarc:
        if left and left[0].length is not None:
            yield _row(filename, *left, None)
        raise
    if left:
        yield _row(filename, *left, None)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request; programs write it right before its answer, or right behind it."""

    method: str
    record_id: str
    answer_ids: frozenset[str]
    url: str
    date: str | None
    headers: Headers

    def is_of(self, answer: StoredRecord) -> bool:
        """Whether it is the request of an answer: one names the other, or neither names any."""
        names = ties_of(answer) if answer.field("WARC-Concurrent-To") else frozenset()
        if names or self.answer_ids:
            return self.record_id in names or answer.record_id in self.answer_ids
        return (self.url, self.date) == (answer.url, answer.field("WARC-Date"))


def _asked(record: StoredRecord) -> _Asked:
    method = record.block.readline(_LONGEST_METHOD)
    lines: list[bytes] = []
    while len(lines) < _MOST_HEADERS and (line := record.block.readline(_LONGEST_HEADER)).strip():
        lines.append(line)
    return _Asked(
        method=method.partition(b" ")[0].decode("latin-1").strip(),
        record_id=record.record_id,
        answer_ids=ties_of(record),
        url=record.url,
        date=record.field("WARC-Date"),
        headers=headers_of(lines if method.endswith(b"\n") else lines[1:]),
    )


def _is_indexed(record: StoredRecord) -> bool:
    """Whether a record is one to find again: its URL and its moment are known."""
    try:
        parse_warc_date(record.field("WARC-Date") or "")
    except ValueError:
        return False
    return record.rec_type in INDEXED and bool(record.url)


@dataclass(frozen=True, slots=True)
class _RowFields:
    head: Head | None
    sha1: str | None
    sha256: str | None
    claimed: str | None
    location: str | None
    asked: _Asked | None
    """The request right before it."""


def _row_fields(record: StoredRecord, asked: _Asked | None) -> _RowFields:
    block = _Remembered(record.block)
    head = None if record.rec_type == "resource" else read_head(block)
    said, strong = (_label(record, name) for name in ("WARC-Payload-Digest", PAYLOAD_SHA256))
    if record.rec_type == "revisit":
        return _RowFields(head, said, strong, None, location_of(head, None), asked)
    # computed, whatever the record says of itself: a revisit of ours may rest on it
    before = [] if head else [bytes(block.passed)]  # what is no head is content
    begun = _Begun(record.block)
    payload = payload_digests(chain(before, entity_chunks(begun, head.headers if head else ())))
    small = BytesIO((head.raw if head else b"") + begun.passed) if payload.length <= MOST else None
    location = location_of(head, small)
    claimed = said if said != payload.sha1 else None
    if not payload.length:
        return _RowFields(head, None, None, claimed, location, asked)
    return _RowFields(head, payload.sha1, payload.sha256, claimed, location, asked)


def _label(record: StoredRecord, name: str) -> str | None:
    said = record.field(name)
    return usual_label(said) if said else None


def _row(
    filename: str, record: StoredRecord, fields: _RowFields, behind: _Asked | None
) -> CaptureRow:
    requests = [one for one in (fields.asked, behind) if one is not None and one.is_of(record)]
    method = requests[0].method if requests else "GET"
    is_varied = bool(requests) and fields.head is not None
    head = fields.head
    date = record.field("WARC-Date") or ""
    answer = head.headers if head else ()
    return CaptureRow(
        urlkey=surt(record.url),
        timestamp=timestamp14(date),
        date=date,
        url=record.url,
        mime=mime_of(record.rec_type, record.field("Content-Type"), answer),
        status=head.status if head else (200 if record.rec_type == "resource" else None),
        digest=fields.sha1,
        length=record.length or 0,
        offset=record.offset,
        filename=filename,
        record_id=record.record_id,
        rec_type=record.rec_type,
        payload_sha256=fields.sha256,
        etag=first(answer, "ETag"),
        last_modified=first(answer, "Last-Modified"),
        location=fields.location,
        refers_to_url=record.field("WARC-Refers-To-Target-URI"),
        refers_to_date=record.field("WARC-Refers-To-Date"),
        refers_to=record.field("WARC-Refers-To") if record.rec_type == "revisit" else None,
        claimed=fields.claimed,
        truncated=truncation_of(record) or ("unspecified" if record.is_cut else None),
        method=method if method not in ("GET", "") else None,
        vary=chosen_by(answer, requests[0].headers) if is_varied else None,
        tied_to=_tied_to(record),
        part=record.field(COMMENTS_PART) if record.field(COMMENTS_OF) else None,
    )


def _tied_to(record: StoredRecord) -> str | None:
    """The ids of the records that a record goes with; None for what stands for itself."""
    if page := record.field(COMMENTS_OF):
        return page
    return None if is_of_the_web(record.url) else " ".join(sorted(ties_of(record))) or None


def is_of_the_web(url: str) -> bool:
    """Whether a URL has an answer of its own, wherever it was kept."""
    return url.lower().startswith(_WEB)


def ties_of(record: StoredRecord) -> frozenset[str]:
    """The records that a record says it belongs to; a revisit only resembles what it refers to."""
    names = _TIES if record.rec_type != "revisit" else _TIES[:1]
    return frozenset(value for name, value in record.headers if name.lower() in names and value)


class _Begun:
    """A block whose first bytes are remembered as they are read."""

    def __init__(self, block: Stream) -> None:
        self._block = block
        self.passed = bytearray()

    def read(self, size: int = -1, /) -> bytes:
        return self._noted(self._block.read(size))

    def readline(self, size: int = -1, /) -> bytes:
        return self._noted(self._block.readline(size))

    def _noted(self, piece: bytes) -> bytes:
        if len(self.passed) < _BEGINNING:
            self.passed += piece
        return piece


class _Remembered:
    """A block whose lines are remembered as they are read."""

    def __init__(self, block: Stream) -> None:
        self._block = block
        self.passed = bytearray()

    def read(self, size: int = -1, /) -> bytes:
        return self._block.read(size)

    def readline(self, size: int = -1, /) -> bytes:
        line = self._block.readline(size)
        self.passed += line
        return line
