"""Writes exchanges as WARC/1.1 records: one writer, one process, its own files.

Rules, each from a fault seen in another program:
- the block is the wire's bytes; no header is ever parsed and written again;
- one gzip member a record; every member ends where the next begins;
- WARC-Payload-Digest covers the entity: transfer-encoding removed, content-encoding kept;
- an exchange is in the file whole, all its records, or not at all;
- nothing is acknowledged before `sync` has returned.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from archive.digest import PayloadDigests, payload_digests
from archive.times import timestamp_of, utc_now, warc_date
from archive.urls import surt
from archive.warc.clock import skew_of
from archive.warc.exchange import WireExchange
from archive.warc.headers import Fields, record_id, warc_fields
from archive.warc.http import Head, Headers, entity_chunks, first
from archive.warc.leading import MOST, location_of
from archive.warc.revisits import Originals, revisit_of
from archive.warc.rows import COMMENTS_OF, COMMENTS_PART, PAYLOAD_SHA256, CaptureRow
from archive.warc.segments import Segments
from archive.warc.varying import chosen_by, request_headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of an exchange."""

    row: CaptureRow | None
    """None where no answer came: only the request and a metadata record were written."""
    request_id: str


_MOST_CERTIFICATES = 100_000
"""Of a writer, so that the set of their names stays small."""


class WarcWriter:
    """Appends exchanges to this writer's current segment."""

    def __init__(
        self,
        directory: Path,
        writer_id: str,
        warcinfo: Mapping[str, str],
        *,
        originals: Originals,
        max_bytes: int = 1 << 30,
        max_seconds: float = 24 * 3600,
        on_closed: Callable[[Path], None] = lambda path: None,
    ) -> None:
        self._originals = originals
        self._shown: set[str] = set()
        """Certificates whose chain this writer has kept."""
        self._segments = Segments(
            directory,
            writer_id,
            warcinfo,
            max_bytes=max_bytes,
            max_seconds=max_seconds,
            on_closed=on_closed,
        )

    def write(self, exchange: WireExchange, page: Mapping[str, str] | None = None) -> Written:
        """Append an exchange: the answer (or a revisit of an earlier one), the request, and, for
        `page` and for a request without an answer, a metadata record (application/warc-fields).

        Raises CollectionFull and the like; whatever is raised, the file then ends where it ended
        before.
        """
        with self._segments.together(exchange.started):
            return self._write(exchange, page)

    def describe(self, url: str, about: str, fields: Iterable[tuple[str, str]]) -> None:
        """Append a metadata record (application/warc-fields) that says more of a record written
        before: `about` is its id, `url` its target (WARC/1.1 section 6.6)."""
        with self._segments.together():
            shared = self._shared(warc_date(utc_now()), url)
            headers = [*_own("metadata", record_id()), *shared, ("WARC-Refers-To", about)]
            self._append_fields(headers, fields)

    def _write(self, exchange: WireExchange, page: Mapping[str, str] | None) -> Written:
        answer_id, request_id = record_id(), record_id()
        date = warc_date(exchange.started)
        shared = self._shared(date, exchange.url)
        wire = [*shared, *_connection(exchange)]
        row, concurrent = None, None
        if exchange.response_length:
            about = [*wire, ("WARC-Concurrent-To", request_id)]
            row = self._answer(exchange, answer_id, date, about)
            concurrent = answer_id
        if exchange.request:  # none where the connection itself failed
            self._request(exchange.request, [*_own("request", request_id), *wire], concurrent)
            concurrent = concurrent or request_id
        if fields := _told(exchange, page):
            self._show_chain(exchange, fields)
            headers = [*_own("metadata", record_id()), *shared]
            if concurrent:
                headers.append(("WARC-Concurrent-To", concurrent))
            self._append_fields(headers, fields.items())
        return Written(row=row, request_id=request_id)

    def _show_chain(self, exchange: WireExchange, fields: dict[str, str]) -> None:
        """Add the certificates themselves, where this writer has not yet kept the server's."""
        name = exchange.certificate
        if name and name not in self._shown and len(self._shown) < _MOST_CERTIFICATES:
            self._shown.add(name)
            chain = [base64.b64encode(one).decode("ascii") for one in exchange.chain()]
            fields["tlsChain"] = " ".join(chain)

    def _shared(self, date: str, url: str) -> Fields:
        """What the records of an exchange have in common."""
        return [
            ("WARC-Date", date),
            ("WARC-Target-URI", url),
            ("WARC-Warcinfo-ID", self._segments.warcinfo_id),
        ]

    def _answer(
        self, exchange: WireExchange, answer_id: str, date: str, about: Fields
    ) -> CaptureRow:
        head = exchange.head
        payload = _payload(exchange.response, head)
        revisit = revisit_of(exchange, head, payload, self._originals)
        fields = [
            *_own("revisit" if revisit else "response", answer_id),
            *about,
            ("Content-Type", "application/http; msgtype=response"),
        ]
        if exchange.truncated:
            fields.append(("WARC-Truncated", exchange.truncated))
        if exchange.comments_of:
            fields.append((COMMENTS_OF, exchange.comments_of))
            fields.append((COMMENTS_PART, exchange.part or ""))
        head_bytes = len(head.raw) if head else 0
        block, length = exchange.response, exchange.response_length
        if revisit:
            assert head is not None
            fields += revisit.fields()
            block, length = BytesIO(head.raw), head_bytes
        elif payload.length:
            fields.append(("WARC-Payload-Digest", payload.sha1))
            fields.append((PAYLOAD_SHA256, payload.sha256))
        place = self._segments.append(fields, block, length, head_bytes)
        row = self._row(exchange, payload, answer_id, date, place)
        return revisit.row(row) if revisit else _leading(row, exchange, payload.length)

    def _request(self, block: bytes, fields: Fields, concurrent: str | None) -> None:
        if concurrent:
            fields.append(("WARC-Concurrent-To", concurrent))
        fields.append(("Content-Type", "application/http; msgtype=request"))
        self._segments.append(fields, BytesIO(block), len(block))

    def _append_fields(self, headers: Fields, fields: Iterable[tuple[str, str]]) -> None:
        headers.append(("Content-Type", "application/warc-fields"))
        block = warc_fields(fields)
        self._segments.append(headers, BytesIO(block), len(block))

    def _row(
        self,
        exchange: WireExchange,
        payload: PayloadDigests,
        answer_id: str,
        date: str,
        place: tuple[int, int],
    ) -> CaptureRow:
        offset, length = place
        head = exchange.head
        answer = head.headers if head else ()
        mime = (first(answer, "Content-Type") or "").partition(";")[0].strip().lower()
        return CaptureRow(
            urlkey=surt(exchange.url),
            timestamp=timestamp_of(exchange.started),
            date=date,
            url=exchange.url,
            mime=mime or "-",
            status=head.status if head else None,
            digest=payload.sha1 if payload.length else None,
            length=length,
            offset=offset,
            filename=self._segments.name,
            record_id=answer_id,
            rec_type="response",
            payload_sha256=payload.sha256 if payload.length else None,
            etag=first(answer, "ETag"),
            last_modified=first(answer, "Last-Modified"),
            location=location_of(head, None),
            truncated=exchange.truncated,
            method=_method(exchange.request),
            vary=_vary(answer, exchange.request),
            tied_to=exchange.comments_of,
            part=exchange.part,
        )

    @property
    def name(self) -> str:
        """The final name of the current segment."""
        return self._segments.name

    def close_due(self) -> None:
        """Close the segment if it is full or old, though nothing more is written."""
        self._segments.close_due()

    def sync(self) -> None:
        """Wait until everything written before the call is durable. May run in a thread."""
        self._segments.sync()

    def close(self) -> None:
        """Sync the segment and give it its final name."""
        self._segments.close()

    def let_go(self) -> None:
        """Leave the segment as it is, for a repair: it could not be closed."""
        self._segments.let_go()


def _own(kind: str, its_id: str) -> Fields:
    return [("WARC-Type", kind), ("WARC-Record-ID", its_id)]


def _connection(exchange: WireExchange) -> Fields:
    """What the records of an answer and its request say of the connection."""
    fields = [("WARC-IP-Address", exchange.ip)] if exchange.ip else []
    fields += [("WARC-Protocol", protocol) for protocol in exchange.protocols]
    if exchange.cipher:
        fields.append(("WARC-Cipher-Suite", exchange.cipher))
    return fields


def _told(exchange: WireExchange, page: Mapping[str, str] | None) -> dict[str, str]:
    """The fields of the metadata record; none where there is nothing to tell."""
    fields = dict(page or {})
    if exchange.error:
        fields["error"] = exchange.error
    if exchange.behind:
        fields["bytesBehind"] = base64.b64encode(exchange.behind).decode("ascii")
    if exchange.behind_more:
        fields["bytesBehindMore"] = str(exchange.behind_more)
    if fields:
        fields["fetchTimeMs"] = str(int(exchange.seconds * 1000))
        if exchange.head and (skew := skew_of(exchange.head.headers, exchange.started)) is not None:
            fields["clockSkew"] = str(skew)
        if exchange.certificate:
            fields["tlsCertificate"] = exchange.certificate
            fields["tlsVerified"] = exchange.verified or "unknown"
    return fields


def _method(request: bytes) -> str | None:
    method = request[:64].partition(b" ")[0].decode("latin-1")
    return method if method not in ("GET", "") else None


def _vary(answer: Headers, request: bytes) -> str | None:
    if first(answer, "Vary") is None or not request:
        return None
    return chosen_by(answer, request_headers(request))


def _leading(row: CaptureRow, exchange: WireExchange, length: int) -> CaptureRow:
    """The row, with where a page leads whose payload has so few bytes that it may only lead on."""
    if row.location or length > MOST:
        return row
    exchange.response.seek(0)
    return replace(row, location=location_of(exchange.head, exchange.response))


def _payload(response: BinaryIO, head: Head | None) -> PayloadDigests:
    response.seek(len(head.raw) if head else 0)
    return payload_digests(entity_chunks(response, head.headers if head else ()))
