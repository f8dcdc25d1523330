"""Reads a record's block once and keeps what the rules need to know of it, never the block.

The bytes pass through hashers on their way: those of the block, of the payload as it lies there,
and of the payload with the transfer-encoding removed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from isal import isal_zlib

from archive.errors import UndecodableBody
from archive.verify.digests import Hashers, algorithm_of
from archive.verify.record import KEPT, Record
from archive.verify.window import WholeBlock
from archive.warc.chunks import Chunks
from archive.warc.http import (
    Head,
    Headers,
    Stream,
    all_values,
    content_codings,
    content_length,
    decode_body,
    headers_of,
    read_head,
)
from archive.warc.rows import PAYLOAD_SHA256

_DIGESTED = frozenset({"response", "resource"})
OWN = "sha1"
"""The algorithm of the digests in records/."""
_MAX_REQUEST_HEAD = 512 * 1024
_PIECE = 1 << 16
_SAMPLE = 1 << 16
_SIGNED_SAMPLE = 1 << 10
"""Bytes that are enough of a coding whose beginning tells it from any text."""
_SIGNED = frozenset({"gzip", "x-gzip", "zstd"})
_DECODED = 64 << 20
_FAULTS: tuple[Any, ...] = (isal_zlib.error,)


@dataclass(slots=True)
class Facts:
    """What was seen of a block."""

    block: Hashers
    payload: Hashers
    """Transfer-encoding removed."""
    framed: Hashers
    """The payload as it lies in the block."""
    promised: Hashers | None = None
    """The payload up to Content-Length, where more stands behind that (RFC 9112 section 6.3)."""
    kept: bytes = b""
    """The block's first bytes."""
    head: Head | None = None
    """Of a response."""
    request_line: bytes | None = None
    request_headers: Headers = ()
    is_chunked: bool | None = None
    """Whether the body looks it; None where nothing says that it is."""
    is_whole: bool = True
    """Whether a chunked body ends as one."""
    behind: int = 0
    """Bytes behind the end of a chunked body."""
    undecodable: str | None = None
    """Why the Content-Encoding cannot be undone."""
    is_torn: bool = False
    """The file breaks off inside the block: nothing can be said of the whole."""


class _Tee:
    """A stream whose bytes pass through sinks on the way."""

    def __init__(self, stream: Stream, sinks: list[Any]) -> None:
        self._stream = stream
        self.sinks = sinks

    def read(self, size: int = -1, /) -> bytes:
        return self._passed(self._stream.read(size))

    def readline(self, size: int = -1, /) -> bytes:
        return self._passed(self._stream.readline(size))

    def _passed(self, piece: bytes) -> bytes:
        for sink in self.sinks:
            sink.update(piece)
        return piece


@dataclass(slots=True)
class _Kept:
    """The first bytes of what passes."""

    limit: int
    raw: bytearray = field(default_factory=bytearray)

    def update(self, piece: bytes) -> None:
        if len(self.raw) < self.limit:
            self.raw += piece[: self.limit - len(self.raw)]


def read_block(record: Record, *, is_noted: bool = False) -> Facts:
    """What a record's block is; reads it to its end.

    `is_noted`: what an index holds of an answer is wanted too, asked by a rule or not.
    """
    block, payload = _algorithms(record, is_noted)
    facts = Facts(Hashers(block), Hashers(payload), Hashers())
    facts.framed = facts.payload
    if isinstance(record.block, WholeBlock):
        _read_whole(record, record.block.bytes, facts, payload)
    else:
        _read_stream(record, facts, payload)
    facts.is_torn = record.block.error is not None or record.block.missing > 0
    _note(record, facts)
    return facts


def _note(record: Record, facts: Facts) -> None:
    """What the collection's lines say of a record too: its status, and a digest that it lacks."""
    is_answer = facts.head is not None
    record.status = facts.head.status if facts.head else None
    if record.rec_type == "resource":
        record.status = 200
    record.kept = facts.kept
    record.is_head = (facts.request_line or b"").startswith(b"HEAD ")
    is_content = (is_answer or record.rec_type == "resource") and facts.payload.length > 0
    if is_content and OWN in facts.payload.known:
        record.found_digest = facts.payload.shown(OWN)
    if is_content and "sha256" in facts.payload.known:
        record.found_sha256 = facts.payload.shown("sha256")
    record.headers = facts.head.headers if facts.head else ()


def _algorithms(record: Record, is_noted: bool) -> tuple[set[str], set[str]]:
    """Of the block's digests, and of the payload's."""
    values = record.values
    said = values.get("WARC-Block-Digest")
    block = {algorithm_of(said)} if said else set()
    payload = {
        algorithm_of(values[name])
        for name in ("WARC-Payload-Digest", PAYLOAD_SHA256)
        if name in values
    }
    if record.rec_type in _DIGESTED and is_noted:
        payload |= {OWN, "sha256"}
    # some writers take the whole block of a request for its payload
    return (block | payload if record.rec_type == "request" else block), payload


def _read_whole(record: Record, block: memoryview, facts: Facts, algorithms: set[str]) -> None:
    facts.block.update(block)
    facts.kept = bytes(block[:KEPT])
    stream = io.BytesIO(block)
    headers = _read_http_head(record, stream, facts)
    body = block[stream.tell() :]
    if not headers or "chunked" not in _transfer_codings(headers):
        facts.payload.update(body)
        if length := _shorter(headers, len(body)):
            facts.promised = Hashers(algorithms)
            facts.promised.update(body[:length])
        facts.undecodable = undecodable(body, content_codings(headers))
        return
    facts.framed = Hashers(algorithms)
    facts.framed.update(body)
    sample = _Kept(_SAMPLE)
    _read_chunks([bytes(body)], facts, sample)
    facts.undecodable = undecodable(sample.raw, content_codings(headers))


def _read_stream(record: Record, facts: Facts, algorithms: set[str]) -> None:
    assert not isinstance(record.block, WholeBlock)
    kept, sample = _Kept(KEPT), _Kept(_SAMPLE)
    tee = _Tee(record.block, [facts.block, kept])
    headers = _read_http_head(record, tee, facts)
    pieces = iter(lambda: tee.read(_PIECE), b"")
    if headers and "chunked" in _transfer_codings(headers):
        facts.framed = Hashers(algorithms)
        tee.sinks.append(facts.framed)
        _read_chunks(pieces, facts, sample)
    else:
        _read_plain(record, pieces, facts, sample, algorithms)
    facts.kept = bytes(kept.raw)
    facts.undecodable = undecodable(sample.raw, content_codings(headers))


def _read_plain(
    record: Record, pieces: Iterable[bytes], facts: Facts, sample: _Kept, algorithms: set[str]
) -> None:
    """Read a body that is in no chunks."""
    head = facts.head
    left = _shorter(head.headers, record.length - len(head.raw)) if head else 0
    facts.promised = Hashers(algorithms) if left else None
    for piece in pieces:
        facts.payload.update(piece)
        sample.update(piece)
        if facts.promised is not None:
            facts.promised.update(piece[:left])
            left -= len(piece[:left])


def _read_chunks(pieces: Iterable[bytes], facts: Facts, sample: _Kept) -> None:
    """Read a body that is said to be in chunks."""
    chunks = Chunks()
    for piece in pieces:
        entity = chunks.feed(piece)
        facts.payload.update(entity)
        sample.update(entity)
    facts.payload.update(chunks.end())
    facts.behind = chunks.behind
    if facts.framed.length:
        facts.is_chunked, facts.is_whole = chunks.is_chunked, chunks.is_whole


def _shorter(headers: Headers, length: int) -> int:
    """Content-Length, where the body is longer; else 0."""
    promised = content_length(headers) or 0
    return promised if promised < length and not _transfer_codings(headers) else 0


def _transfer_codings(headers: Headers) -> list[str]:
    return [value.lower() for value in all_values(headers, "Transfer-Encoding")]


def is_http(record: Record, kind: str) -> bool:
    """Whether the block is an HTTP message of this kind: `response` or `request`."""
    types = ("request",) if kind == "request" else ("response", "revisit")
    if record.rec_type not in types:
        return False
    media_type = (record.get("Content-Type") or "").lower().replace(" ", "")
    return media_type.startswith("application/http")


def _read_http_head(record: Record, stream: Stream, facts: Facts) -> Headers:
    if is_http(record, "response"):
        facts.head = read_head(stream)
        return facts.head.headers if facts.head else ()
    if is_http(record, "request"):
        facts.request_line, facts.request_headers = _request_head(stream)
        return facts.request_headers
    return ()


def _request_head(stream: Stream) -> tuple[bytes, Headers]:
    lines: list[bytes] = []
    limit = _MAX_REQUEST_HEAD
    while limit > 0 and (line := stream.readline(limit)) not in (b"", b"\r\n", b"\n"):
        lines.append(line)
        limit -= len(line)
    return (lines[0].rstrip(b"\r\n") if lines else b""), headers_of(lines[1:])


def undecodable(sample: bytes | bytearray | memoryview, codings: list[str]) -> str | None:
    """Why the beginning of the entity cannot be decoded; None where it can, or is empty."""
    if not codings or not sample:
        return None
    size = _SIGNED_SAMPLE if codings[-1] in _SIGNED else _SAMPLE
    begin = bytes(sample[:size])
    if codings in (["gzip"], ["x-gzip"]) and _is_gzip(begin):
        return None
    try:
        decode_body([begin], codings, _DECODED)
    except UndecodableBody as error:
        return None if "larger than" in str(error) else str(error)
    return None


def _is_gzip(begin: bytes) -> bool:
    try:
        isal_zlib.decompressobj(31).decompress(begin, _SAMPLE)
    except _FAULTS:
        return False
    return True
