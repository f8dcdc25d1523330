"""Writes WARC/1.1 segments: one writer, one process, its own files.

Rules, each from a fault seen in another program:
- the block is the wire's bytes; no header is ever parsed and written again;
- one gzip member a record; every member ends where the next begins;
- WARC-Payload-Digest covers the entity: transfer-encoding removed, content-encoding kept;
- the warcinfo names the file without `.open`, and every record names its warcinfo;
- a record that cannot be finished is cut off again by ftruncate, never by opening with 'wb';
- nothing is acknowledged before `sync` has returned.
"""

from __future__ import annotations

import base64
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from isal import isal_zlib
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.digest import PayloadDigests, chunks_of, payload_digests, sha256_hex
from archive.files import Appender
from archive.times import timestamp14, utc_now, warc_date
from archive.urls import surt
from archive.warc.exchange import WireExchange
from archive.warc.http import Head, entity_chunks, first, headers_of
from archive.warc.rows import PAYLOAD_SHA256, CaptureRow

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

_GZIP = 31
_LEVEL = 1
_BUFFER = 1 << 18


class Originals(Protocol):
    """Finds the record that a revisit refers to, among what is durable."""

    def by_payload(self, payload_sha256: str) -> CaptureRow | None:
        """A response record with this payload."""

    def by_url(self, url: str, asked: tuple[str | None, str | None]) -> CaptureRow | None:
        """The latest whole response record of the URL, which a 304 to a request with these
        validators (ETag, Last-Modified) refers to. None where they are another state's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of an exchange."""

    row: CaptureRow | None
    """None where no answer came: only the request and a metadata record were written."""
    request_id: str


class WarcWriter:
    """Appends exchanges to this writer's current segment; begins a new one by size and by age."""

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
        self._directory = directory
        self._writer_id = writer_id
        self._warcinfo = warcinfo
        self._originals = originals
        self._max_bytes = max_bytes
        self._max_seconds = max_seconds
        self._on_closed = on_closed
        self._serial = 0
        self._file: Appender | None = None
        self._tail: _Tail
        self._name = ""
        self._begun: datetime = utc_now()
        self._warcinfo_id = ""
        self._guard = threading.Lock()

    def write(self, exchange: WireExchange, page: Mapping[str, str] | None = None) -> Written:
        """Append an exchange: the answer (or a revisit of an earlier one), the request, and, for
        `page` and for a request without an answer, a metadata record (application/warc-fields).

        Raises CollectionFull and the like; whatever is raised, the file then ends where it ended
        before.
        """
        file = self._segment()
        begin = file.size
        try:
            written = self._write(exchange, page)
            self._tail.give()
        except BaseException:
            self._tail.drop()
            file.cut(begin)
            raise
        return written

    def describe(self, url: str, about: str, fields: Iterable[tuple[str, str]]) -> None:
        """Append a metadata record (application/warc-fields) that says more of a record written
        before: `about` is its id, `url` its target (WARC/1.1 section 6.6)."""
        file = self._segment()
        begin = file.size
        headers = [
            ("WARC-Type", "metadata"),
            ("WARC-Record-ID", _record_id()),
            ("WARC-Date", warc_date(utc_now())),
            ("WARC-Target-URI", url),
            ("WARC-Warcinfo-ID", self._warcinfo_id),
            ("WARC-Refers-To", about),
            ("Content-Type", "application/warc-fields"),
        ]
        block = _warc_fields(fields)
        try:
            self._record(headers, BytesIO(block), len(block))
            self._tail.give()
        except BaseException:
            self._tail.drop()
            file.cut(begin)
            raise

    def _write(self, exchange: WireExchange, page: Mapping[str, str] | None) -> Written:
        answer_id = _record_id()
        request_id = _record_id()
        row = self._answer(exchange, answer_id, request_id) if exchange.response_length else None
        concurrent = answer_id if row else None
        if exchange.request:  # none where the connection itself failed
            self._request(exchange, request_id, concurrent)
        fields = dict(page or {})
        if exchange.error:
            fields["error"] = exchange.error
        if exchange.behind:
            fields["bytesBehind"] = base64.b64encode(exchange.behind).decode("ascii")
        if fields:
            fields["fetchTimeMs"] = str(int(exchange.seconds * 1000))
            if exchange.certificate:
                fields["tlsCertificate"] = exchange.certificate
            sent = request_id if exchange.request else None
            self._metadata(exchange, fields, concurrent or sent)
        return Written(row=row, request_id=request_id)

    def _answer(self, exchange: WireExchange, answer_id: str, request_id: str) -> CaptureRow:
        head = exchange.head
        payload = _payload(exchange.response, head)
        original, profile = self._original(exchange, head, payload)
        headers = self._common(exchange, "revisit" if original else "response", answer_id)
        headers.append(("WARC-Concurrent-To", request_id))
        headers.append(("Content-Type", "application/http; msgtype=response"))
        if exchange.truncated:
            headers.append(("WARC-Truncated", exchange.truncated))
        block: BinaryIO = exchange.response
        length = exchange.response_length
        if original:
            assert head is not None
            block, length = BytesIO(head.raw), len(head.raw)
            headers += _revisit_headers(original, profile)
            if profile == IDENTICAL:
                headers.append(("WARC-Truncated", "length"))  # the payload is left out: 6.7.2
        elif payload.length:
            headers.append(("WARC-Payload-Digest", payload.sha1))
            headers.append((PAYLOAD_SHA256, payload.sha256))
        place = self._record(headers, block, length)
        row = self._row(exchange, head, payload, answer_id, place)
        return _as_revisit(row, original) if original else row

    def _original(
        self, exchange: WireExchange, head: Head | None, payload: PayloadDigests
    ) -> tuple[CaptureRow | None, str]:
        """The record an answer only repeats, and the profile that says how it is known."""
        if head is None or exchange.truncated or exchange.error:
            return None, ""
        if not exchange.request.startswith(b"GET "):
            return None, ""  # an answer to what was sent, not a state of the URL
        if head.status == 304:
            asked = _asked_with(exchange.request)
            if asked == (None, None):
                return None, ""  # an answer to a question that was not asked
            if not _is_same_tag(first(head.headers, "ETag"), asked[0]):
                return None, ""  # it speaks of another state than ours
            original = self._originals.by_url(exchange.url, asked)
            return (original, NOT_MODIFIED) if original and original.digest else (None, "")
        if head.status != 200 or not payload.length:
            return None, ""
        return self._originals.by_payload(payload.sha256), IDENTICAL

    def _request(self, exchange: WireExchange, request_id: str, concurrent: str | None) -> None:
        headers = self._common(exchange, "request", request_id)
        if concurrent:
            headers.append(("WARC-Concurrent-To", concurrent))
        headers.append(("Content-Type", "application/http; msgtype=request"))
        self._record(headers, BytesIO(exchange.request), len(exchange.request))

    def _metadata(
        self, exchange: WireExchange, fields: Mapping[str, str], about: str | None
    ) -> None:
        headers = self._common(exchange, "metadata", _record_id())
        if about:
            headers.append(("WARC-Concurrent-To", about))
        headers.append(("Content-Type", "application/warc-fields"))
        block = _warc_fields(fields.items())
        self._record(headers, BytesIO(block), len(block))

    def _common(self, exchange: WireExchange, kind: str, record_id: str) -> list[tuple[str, str]]:
        headers = [
            ("WARC-Type", kind),
            ("WARC-Record-ID", record_id),
            ("WARC-Date", warc_date(exchange.started)),
            ("WARC-Target-URI", exchange.url),
            ("WARC-Warcinfo-ID", self._warcinfo_id),
        ]
        if exchange.ip and kind != "metadata":
            headers.append(("WARC-IP-Address", exchange.ip))
        if kind in ("response", "revisit", "request"):
            headers += [("WARC-Protocol", protocol) for protocol in exchange.protocols]
            if exchange.cipher:
                headers.append(("WARC-Cipher-Suite", exchange.cipher))
        return headers

    def _row(
        self,
        exchange: WireExchange,
        head: Head | None,
        payload: PayloadDigests,
        record_id: str,
        place: tuple[int, int],
    ) -> CaptureRow:
        offset, length = place
        answer = head.headers if head else ()
        mime = (first(answer, "Content-Type") or "").partition(";")[0].strip().lower()
        date = warc_date(exchange.started)
        return CaptureRow(
            urlkey=surt(exchange.url),
            timestamp=timestamp14(date),
            date=date,
            url=exchange.url,
            mime=mime or "-",
            status=head.status if head else None,
            digest=payload.sha1 if payload.length else None,
            length=length,
            offset=offset,
            filename=self._name,
            record_id=record_id,
            rec_type="response",
            payload_sha256=payload.sha256 if payload.length else None,
            etag=first(answer, "ETag"),
            last_modified=first(answer, "Last-Modified"),
            location=first(answer, "Location"),
            truncated=exchange.truncated,
        )

    def _record(
        self, headers: list[tuple[str, str]], block: BinaryIO, length: int
    ) -> tuple[int, int]:
        """Append one record as one gzip member; its offset and its length in the file."""
        block.seek(0)
        headers.append(("WARC-Block-Digest", sha256_hex(chunks_of(block))))
        block.seek(0)
        start = self._tail.end
        _RawWriter(_Member(self._tail)).write_record(_raw_record(headers, block, length))
        return start, self._tail.end - start

    def _segment(self) -> Appender:
        if self._file is not None and self._is_due():
            self.close()
        if self._file is None:
            self._begin()
        assert self._file is not None
        return self._file

    def close_due(self) -> None:
        """Close the segment if it is full or old, though nothing more is written."""
        if self._file is not None and self._is_due():
            self.close()

    def _is_due(self) -> bool:
        assert self._file is not None
        age = (utc_now() - self._begun).total_seconds()
        return self._file.size >= self._max_bytes or age >= self._max_seconds

    def _begin(self) -> None:
        self._begun = utc_now()
        self._serial += 1
        stamp = timestamp14(warc_date(self._begun))
        self._name = f"microfiche-{stamp}-{self._serial:05d}-{self._writer_id}.warc.gz"
        file = Appender(self._directory / f"{self._name}.open")
        self._file, self._tail = file, _Tail(file)
        try:
            self._write_warcinfo()
            self._tail.give()
        except BaseException:
            self._file = None  # a segment begins with its warcinfo or not at all
            file.cut(0)
            file.path.unlink()
            file.close()
            raise

    def _write_warcinfo(self) -> None:
        self._warcinfo_id = _record_id()
        block = _warc_fields(self._warcinfo.items())
        headers = [
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", self._warcinfo_id),
            ("WARC-Date", warc_date(self._begun)),
            ("WARC-Filename", self._name),
            ("Content-Type", "application/warc-fields"),
        ]
        self._record(headers, BytesIO(block), len(block))

    def sync(self) -> None:
        """Wait until everything written before the call is durable. May run in a thread."""
        with self._guard:
            if self._file is not None:
                self._file.sync()

    def close(self) -> None:
        """Sync the segment and give it its final name."""
        with self._guard:
            if self._file is None:
                return
            final = self._directory / self._name
            self._file.publish(final)
            self._file = None
        self._on_closed(final)

    def let_go(self) -> None:
        """Leave the segment as it is, for a repair: it could not be closed."""
        with self._guard:
            if self._file is not None:
                self._file.let_go()
                self._file = None


class _RawWriter(WARCWriter):  # type: ignore[misc]  # warcio has no types
    """warcio's writer, given digests that are computed already: it adds none of its own.

    Left to itself it would take the whole block of a request for its payload.
    """

    def __init__(self, out: _Member) -> None:
        super().__init__(out, gzip=False, warc_version="WARC/1.1")

    def ensure_digest(self, record: Any, block: bool = True, payload: bool = True) -> None:
        """The digests stand in the headers."""


class _Tail:
    """The end of a file: held back until an exchange is whole, so that it costs one write."""

    def __init__(self, file: Appender) -> None:
        self._file = file
        self._held = bytearray()

    @property
    def end(self) -> int:
        """Where the file ends once everything is given."""
        return self._file.size + len(self._held)

    def append(self, content: bytes) -> None:
        """Take more; what is large goes on in pieces."""
        self._held += content
        if len(self._held) >= _BUFFER:
            self.give()

    def give(self) -> None:
        """Let the file have what is held."""
        held, self._held = self._held, bytearray()
        self._file.write(bytes(held))

    def drop(self) -> None:
        """Forget what is held."""
        self._held = bytearray()


class _Member:
    """One gzip member at the end of a file; `flush` ends it."""

    def __init__(self, tail: _Tail) -> None:
        self._tail = tail
        self._compressor = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _GZIP)

    def write(self, content: bytes) -> None:
        self._tail.append(self._compressor.compress(content))

    def flush(self) -> None:
        self._tail.append(self._compressor.flush())


def _raw_record(headers: list[tuple[str, str]], block: BinaryIO, length: int) -> Any:
    # an empty status line and the version as protocol: else the version line is written twice;
    # 'response' whatever the type: of a 'revisit' warcio writes parsed headers only
    rec_headers = StatusAndHeaders("", headers, protocol="WARC/1.1")
    return ArcWarcRecord("warc", "response", rec_headers, block, None, None, length)


def _revisit_headers(original: CaptureRow, profile: str) -> list[tuple[str, str]]:
    assert original.digest is not None
    sha256 = original.payload_sha256
    return [
        *([(PAYLOAD_SHA256, sha256)] if sha256 else []),
        ("WARC-Profile", profile),
        ("WARC-Refers-To", original.record_id),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.date),
        ("WARC-Payload-Digest", original.digest),
    ]


def _as_revisit(row: CaptureRow, original: CaptureRow) -> CaptureRow:
    return replace(
        row,
        rec_type="revisit",
        mime="warc/revisit",
        digest=original.digest,
        payload_sha256=original.payload_sha256,
        refers_to_url=original.url,
        refers_to_date=original.date,
    )


def _asked_with(request: bytes) -> tuple[str | None, str | None]:
    """If-None-Match and If-Modified-Since of a request (RFC 9110 section 13.1)."""
    fields = headers_of(request.partition(b"\r\n\r\n")[0].splitlines(keepends=True)[1:])
    return first(fields, "If-None-Match"), first(fields, "If-Modified-Since")


def _is_same_tag(said: str | None, asked: str | None) -> bool:
    """Weak comparison (RFC 9110 section 8.8.3.2) of the ETag of a 304 with the one asked with;
    where one of them is not given, nothing speaks against it."""
    return not said or not asked or said.removeprefix("W/") == asked.removeprefix("W/")


def _payload(response: BinaryIO, head: Head | None) -> PayloadDigests:
    response.seek(len(head.raw) if head else 0)
    return payload_digests(entity_chunks(response, head.headers if head else ()))


def _record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _warc_fields(fields: Iterable[tuple[str, str]]) -> bytes:
    """A block of application/warc-fields; line breaks in a value would begin another field."""
    lines = [f"{name}: {' '.join(value.split())}\r\n" for name, value in fields]
    return "".join(lines).encode("utf-8", "replace")
