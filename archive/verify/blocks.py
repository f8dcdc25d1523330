"""Reads a record's block once and keeps what the rules need to know of it, never the block.

The bytes pass through hashers on their way: those of the block, of the payload as it lies there,
and of the payload with the transfer-encoding removed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from archive.errors import UndecodableBody
from archive.verify.walk import Record
from archive.warc.http import (
    Head,
    Headers,
    Stream,
    all_values,
    content_codings,
    decode_body,
    entity_chunks,
    headers_of,
    read_head,
)
from archive.warc.writer import PAYLOAD_SHA256

_LENGTHS = {"sha1": 20, "sha256": 32, "sha512": 64, "md5": 16, "sha384": 48, "sha224": 28}
_CHUNK = re.compile(rb"[ \t]*[0-9a-fA-F]{1,16}[ \t]*(?:;[^\n]*)?\r?\n")
_MAX_REQUEST_HEAD = 512 * 1024
_SAMPLE = 1 << 16
_DECODED = 64 << 20
_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Digest:
    """A labelled digest, decoded; `value` is None where it cannot be."""

    algorithm: str
    value: bytes | None


def labelled(text: str) -> Digest:
    """`sha1:` base32 or hexadecimal, and the like (WARC/1.1 section 5.8)."""
    algorithm, _, value = text.partition(":")
    name = algorithm.strip().lower().replace("-", "")
    return Digest(name, _decoded(value.strip(), _LENGTHS.get(name)))


def _decoded(value: str, length: int | None) -> bytes | None:
    """Hexadecimal, base32 or base64: whichever gives as many bytes as the algorithm does."""
    for decode in (binascii.unhexlify, _base32, binascii.a2b_base64):
        try:
            raw = decode(value)
        except (binascii.Error, ValueError):
            continue
        if len(raw) == length:
            return raw
    return None


def _base32(value: str) -> bytes:
    return base64.b32decode(value.upper().rstrip("=") + "=" * (-len(value.rstrip("=")) % 8))


class Hashers:
    """The digests of what passes, and its length."""

    def __init__(self, algorithms: Iterable[str]) -> None:
        known = [name for name in algorithms if name in _LENGTHS]
        self._hashers: dict[str, Any] = {
            name: hashlib.new(name, usedforsecurity=False) for name in known
        }
        self.length = 0

    @property
    def known(self) -> frozenset[str]:
        """The algorithms that are computed."""
        return frozenset(self._hashers)

    def update(self, piece: bytes) -> None:
        self.length += len(piece)
        for hasher in self._hashers.values():
            hasher.update(piece)

    def is_equal(self, digest: Digest) -> bool:
        hasher = self._hashers.get(digest.algorithm)
        return hasher is not None and hasher.digest() == digest.value

    def shown(self, algorithm: str) -> str:
        """The digest found, as the ecosystem writes it."""
        raw: bytes = self._hashers[algorithm].digest()
        if algorithm == "sha1":
            return "sha1:" + base64.b32encode(raw).decode("ascii")
        return f"{algorithm}:{raw.hex()}"


@dataclass(slots=True)
class Facts:
    """What was seen of a block."""

    block: Hashers
    payload: Hashers
    """Transfer-encoding removed."""
    framed: Hashers
    """As it lies in the block."""
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
    undecodable: str | None = None
    """Why the Content-Encoding cannot be undone."""
    is_torn: bool = False
    """The file breaks off inside the block: nothing can be said of the whole."""


@dataclass(slots=True)
class _Seen:
    """The edges of a body as it passes."""

    first: bytes = b""
    last: bytes = b""

    def update(self, piece: bytes) -> None:
        if len(self.first) < 128:
            self.first += piece[:128]
        self.last = (self.last + piece[-8:])[-8:]


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


def read_block(record: Record) -> Facts:
    """What a record's block is; reads it to its end."""
    names = _algorithms(record)
    facts = Facts(Hashers(names), Hashers(names), Hashers(names))
    kept = _Kept(_KEPT)
    tee = _Tee(record.block, [facts.block, kept])
    headers = _read_http_head(record, tee, facts)
    _read_body(tee, headers, facts)
    facts.kept = bytes(kept.raw)
    facts.is_torn = record.block.error is not None or record.block.missing > 0
    return facts


def _algorithms(record: Record) -> set[str]:
    names = ("WARC-Block-Digest", "WARC-Payload-Digest", PAYLOAD_SHA256)
    return {labelled(value).algorithm for name in names if (value := record.get(name))}


def is_http(record: Record, kind: str) -> bool:
    """Whether the block is an HTTP message of this kind: `response` or `request`."""
    media_type = (record.get("Content-Type") or "").lower().replace(" ", "")
    if not media_type.startswith("application/http"):
        return False
    types = ("request",) if kind == "request" else ("response", "revisit")
    return record.rec_type in types


def _read_http_head(record: Record, tee: _Tee, facts: Facts) -> Headers:
    if is_http(record, "response"):
        facts.head = read_head(tee)
        return facts.head.headers if facts.head else ()
    if is_http(record, "request"):
        facts.request_line, facts.request_headers = _request_head(tee)
        return facts.request_headers
    return ()


def _request_head(stream: Stream) -> tuple[bytes, Headers]:
    lines: list[bytes] = []
    limit = _MAX_REQUEST_HEAD
    while limit > 0 and (line := stream.readline(limit)) not in (b"", b"\r\n", b"\n"):
        lines.append(line)
        limit -= len(line)
    return (lines[0].rstrip(b"\r\n") if lines else b""), headers_of(lines[1:])


def _read_body(tee: _Tee, headers: Headers, facts: Facts) -> None:
    codings = [value.lower() for value in all_values(headers, "Transfer-Encoding")]
    seen, sample = _Seen(), _Kept(_SAMPLE)
    if "chunked" in codings:
        tee.sinks += [facts.framed, seen]
    else:
        facts.framed = facts.payload
    for piece in entity_chunks(tee, headers):
        facts.payload.update(piece)
        sample.update(piece)
    while tee.read(1 << 16):
        pass
    if seen.first:
        facts.is_chunked = _CHUNK.match(seen.first) is not None
        facts.is_whole = seen.last.endswith((b"\r\n\r\n", b"\n\n"))
    facts.undecodable = _undecodable(bytes(sample.raw), headers)


def _undecodable(sample: bytes, headers: Headers) -> str | None:
    """Why the beginning of the entity cannot be decoded; None where it can, or is empty."""
    codings = content_codings(headers)
    if not codings or not sample:
        return None
    try:
        decode_body([sample], codings, _DECODED)
    except UndecodableBody as error:
        return None if "larger than" in str(error) else str(error)
    return None
