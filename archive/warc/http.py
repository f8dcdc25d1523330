"""HTTP/1 messages as bytes (RFC 9112): the head, the entity behind the framing, the content behind
the coding.

One parser for the wire and for every WARC. It is lenient as browsers are: bare LF ends a line, a
line without a colon is passed over, folded lines belong to the header before them. It never changes
a byte: what is written to the WARC is the block itself, and this module only reads it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import brotli
import zstandard
from isal import isal_zlib

from archive.errors import UndecodableBody
from archive.warc.chunks import Chunks

MAX_HEAD = 512 * 1024
"""Bytes of a head beyond which an answer is not read as HTTP."""

MAX_CODINGS = 4
"""Content codings beyond which a body is not decoded: nobody applies so many in earnest."""

_STATUS = re.compile(rb"HTTP/\d+(?:\.\d+)?[ \t]+(\d{3})(?:[ \t]*(.*))?$", re.I)
_LENGTH = re.compile(r"[0-9]{1,18}")
_BLANKS = " \t\n\r\v\f"
"""Around a name or a value; str.strip would take Latin-1's own blanks too."""
_PIECE = 64 * 1024
_DECODED_PIECE = 1 << 20
_ZSTD_PIECE = 512
"""A Zstandard block of four bytes may say 128 KiB: a piece gives at most 16 MiB."""
_GZIP_MAGIC = b"\x1f\x8b"
_COMPRESSIONS = frozenset({"gzip", "x-gzip", "deflate"})

Headers = tuple[tuple[str, str], ...]


class Stream(Protocol):
    """What can be read once, from the start to the end."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; fewer do not mean the end, none does."""
        ...

    def readline(self, size: int = -1, /) -> bytes:
        """Up to and with the next LF, at most `size` bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an answer; of several (103 before 200) the final one."""

    start_line: bytes
    raw: bytes
    """Every byte up to the body: interim heads, status line, headers, blank line."""
    status: int
    reason: str
    headers: Headers
    """In order, duplicates kept, decoded as Latin-1 (RFC 9112 section 2.2), folds undone."""


def first(headers: Headers, name: str) -> str | None:
    """The first value of a header; names compare without case."""
    wanted = name.lower()
    for key, value in headers:
        if key.lower() == wanted:
            return value
    return None


def all_values(headers: Headers, name: str) -> list[str]:
    """The comma-separated values of every header of that name, trimmed, in order."""
    wanted = name.lower()
    lines = [value for key, value in headers if key.lower() == wanted]
    return [part.strip() for line in lines for part in line.split(",") if part.strip()]


def read_head(stream: Stream) -> Head | None:
    """The head of an HTTP answer; the stream is left at the body. None where there is none."""
    raw = bytearray()
    while True:
        lines, size = _head_lines(stream, MAX_HEAD - len(raw))
        if not lines:
            return None
        raw += b"".join(lines)
        if lines[0] in (b"\r\n", b"\n"):
            continue  # some servers send a blank line ahead
        match = _STATUS.match(lines[0].rstrip(b"\r\n"))
        if match is None or size < 0:
            return None
        status = int(match.group(1))
        if not 100 <= status < 200 or status == 101:
            reason = (match.group(2) or b"").decode("latin-1")
            start = lines[0].rstrip(b"\r\n")
            return Head(start, bytes(raw), status, reason, headers_of(lines[1:]))


def _head_lines(stream: Stream, limit: int) -> tuple[list[bytes], int]:
    """Lines up to and with the blank one, and what is left of the limit (negative: too long)."""
    lines: list[bytes] = []
    while limit > 0:
        line = stream.readline(limit)
        limit -= len(line)
        if not line:
            break
        lines.append(line)
        if line in (b"\r\n", b"\n"):
            break
    return lines, limit if limit > 0 else -1


def headers_of(lines: Iterable[bytes]) -> Headers:
    """The headers of raw lines; see the module's rules."""
    found: list[tuple[str, str]] = []
    for line in lines:
        text = line.decode("latin-1").rstrip("\r\n")
        if text[:1] in (" ", "\t") and found:
            name, value = found[-1]
            found[-1] = (name, f"{value} {text.strip(_BLANKS)}")
            continue
        name, colon, value = text.partition(":")
        if colon:
            found.append((name.strip(_BLANKS), value.strip(_BLANKS)))
    return tuple(found)


def is_status_line(line: bytes) -> bool:
    """Whether an answer may begin with the line."""
    return _STATUS.match(line.rstrip(b"\r\n")) is not None


def content_length(headers: Headers) -> int | None:
    """The Content-Length, with a sign or repeated as some servers give it; None where there is none,
    or where two do not agree (RFC 9110 section 8.6)."""
    values = {value.removeprefix("+") for value in all_values(headers, "Content-Length")}
    if not values or not all(_LENGTH.fullmatch(value) for value in values):
        return None
    lengths = {int(value) for value in values}
    return lengths.pop() if len(lengths) == 1 else None


def entity_chunks(stream: Stream, headers: Headers) -> Iterator[bytes]:
    """The entity: the body without its chunks, content-encoding kept.

    This is what payload digests are over, ours and everybody's: a compression under the framing
    (`transfer_codings`) is left to who reads the content. A body that says "chunked" and is not
    (other programs store it so) is given as it is.
    """
    codings = [value.lower() for value in all_values(headers, "Transfer-Encoding")]
    if "chunked" in codings:
        return _dechunked(stream)
    return _pieces(stream)


def _pieces(stream: Stream) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece


def _dechunked(stream: Stream) -> Iterator[bytes]:
    chunks = Chunks()
    for piece in _pieces(stream):
        if carried := chunks.feed(piece):
            yield carried
    if left := chunks.end():
        yield left


def is_whole(stream: Stream, headers: Headers) -> bool:
    """Whether a body is framed (chunked, or Content-Length) and there to its end (RFC 9112, 6.3).

    False where only the connection's close would tell.
    """
    codings = [value.lower() for value in all_values(headers, "Transfer-Encoding")]
    if "chunked" in codings:
        chunks = Chunks()
        for piece in _pieces(stream):
            chunks.feed(piece)
        return chunks.is_whole
    length = content_length(headers)
    return length is not None and sum(len(piece) for piece in _pieces(stream)) >= length


def transfer_codings(headers: Headers) -> list[str]:
    """The compressions under the framing, in the order they were applied (RFC 9112, 7.2).

    A server may use them only if asked to (TE, 7.4), which we never do; some do so nevertheless.
    """
    names = [value.partition(";")[0] for value in all_values(headers, "Transfer-Encoding")]
    return [each for name in names if (each := name.strip().lower()) in _COMPRESSIONS]


def content_codings(headers: Headers) -> list[str]:
    """The content codings in the order they were applied; `identity` is left out."""
    codings = [value.lower() for value in all_values(headers, "Content-Encoding")]
    return [coding for coding in codings if coding not in ("identity", "")]


def decode_body(chunks: Iterable[bytes], codings: Iterable[str], limit: int) -> bytes:
    """The content behind the codings, at most `limit` bytes.

    Raises UndecodableBody for an unknown coding, broken data, or more than `limit` bytes before or
    behind any of the codings: a decompression bomb is stopped as soon as it passes the limit.
    """
    named = list(codings)
    if len(named) > MAX_CODINGS:
        raise UndecodableBody(f"{len(named)} content codings, one over another")
    if named in _GZIP:
        body = b"".join(_bounded(iter(chunks), limit))
        whole = _one_member(body, limit)
        if whole is not None:
            return whole
        chunks = (body,)
    stream = _bounded(iter(chunks), limit)
    for coding in reversed(named):
        maker = _DECODERS.get(coding)
        if maker is None:
            raise UndecodableBody(f"unknown Content-Encoding {coding!r}")
        stream = _bounded(_decoded(stream, maker(), coding), limit)
    return b"".join(stream)


_Feed = Callable[[bytes], Iterator[bytes]]
_GZIP = (["gzip"], ["x-gzip"])
_ISAL_FAULTS: tuple[Any, ...] = (isal_zlib.error,)
_PLAIN_GZIP = b"\x1f\x8b\x08\x00"


def _one_member(body: bytes, limit: int) -> bytes | None:
    """What one sound gzip member and nothing else holds, in a seventh of zlib's time; else None.

    Only of the plainest header (RFC 1952 section 2.3.1): of others isal checks less than zlib does.
    The member's checksum was held to what it gave.
    """
    if not body.startswith(_PLAIN_GZIP):
        return None
    decoder = isal_zlib.decompressobj(31)
    try:
        content = decoder.decompress(body, limit)
    except _ISAL_FAULTS:
        return None
    return content if decoder.eof and not decoder.unused_data else None


def _bounded(pieces: Iterator[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise UndecodableBody(f"larger than {limit} bytes")
        yield piece


def _decoded(chunks: Iterator[bytes], feed: _Feed, coding: str) -> Iterator[bytes]:
    try:
        for chunk in chunks:
            yield from feed(chunk)
    except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as error:
        raise UndecodableBody(f"not valid {coding}: {error}") from error


class _Zlib:
    """gzip (members one after another), zlib or raw deflate; what stands behind it is padding."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._decoder = zlib.decompressobj(wbits)
        self._ahead = b""  # what may be the first byte of another member
        self._is_done = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Pieces of at most 1 MiB."""
        chunk, self._ahead = self._ahead + chunk, b""
        while chunk and (not self._decoder.eof or self._is_member(chunk)):
            yield from self._member(chunk)
            chunk = self._decoder.unused_data if self._decoder.eof else b""

    def _member(self, chunk: bytes) -> Iterator[bytes]:
        if self._decoder.eof:
            self._decoder = zlib.decompressobj(self._wbits)
        piece = self._decoder.decompress(chunk, _DECODED_PIECE)
        yield piece
        # a full piece may leave more behind it, though all of the input is taken
        while self._decoder.unconsumed_tail or len(piece) == _DECODED_PIECE:
            piece = self._decoder.decompress(self._decoder.unconsumed_tail, _DECODED_PIECE)
            yield piece

    def _is_member(self, chunk: bytes) -> bool:
        """Whether what stands behind a whole member is another; one byte alone does not tell."""
        if self._wbits > 15 and chunk == _GZIP_MAGIC[:1]:
            self._ahead = chunk
            return False
        self._is_done = self._is_done or self._wbits <= 15 or chunk[:2] != _GZIP_MAGIC
        return not self._is_done


class _Deflate:
    """`deflate` is zlib's format by RFC 9110, raw deflate by the habit of many servers."""

    def __init__(self) -> None:
        self._begin = b""
        self._chosen: _Zlib | None = None

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Pieces of at most 1 MiB; the first two bytes tell the format."""
        if self._chosen is None:
            chunk = self._begin + chunk
            if len(chunk) < 2:
                self._begin = chunk
                return
            is_zlib = chunk[0] & 0x0F == 8 and int.from_bytes(chunk[:2], "big") % 31 == 0
            self._chosen = _Zlib(15 if is_zlib else -15)
        yield from self._chosen.feed(chunk)


def _brotli_feed() -> _Feed:
    decoder: Any = brotli.Decompressor()

    def feed(chunk: bytes) -> Iterator[bytes]:
        if decoder.is_finished():
            return  # padding
        yield decoder.process(chunk, output_buffer_limit=_DECODED_PIECE)
        while not decoder.can_accept_more_data():
            yield decoder.process(b"", output_buffer_limit=_DECODED_PIECE)

    return feed


class _Zstd:
    """Zstandard frames one after another (RFC 8878 section 3); what is no frame is padding."""

    def __init__(self) -> None:
        self._decoder = self._new()
        self._frames = 0
        self._is_fresh = True
        self._is_done = False

    def _new(self) -> Any:
        # the window is what a hostile frame would make us allocate (RFC 9659: 8 MiB for the web)
        return zstandard.ZstdDecompressor(max_window_size=8 << 20).decompressobj()

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Pieces of at most 16 MiB."""
        for start in range(0, len(chunk), _ZSTD_PIECE):
            piece = chunk[start : start + _ZSTD_PIECE]
            while piece and not self._is_done:
                yield self._decompressed(piece)
                piece = self._rest()

    def _decompressed(self, piece: bytes) -> bytes:
        try:
            decoded: bytes = self._decoder.decompress(piece)
        except zstandard.ZstdError:
            if not (self._frames and self._is_fresh):
                raise
            self._is_done = True
            return b""
        self._is_fresh = False
        return decoded

    def _rest(self) -> bytes:
        if self._is_done or not self._decoder.eof:
            return b""
        rest: bytes = self._decoder.unused_data
        self._decoder, self._is_fresh = self._new(), True
        self._frames += 1
        return rest


_DECODERS: dict[str, Callable[[], _Feed]] = {
    "gzip": lambda: _Zlib(31).feed,
    "x-gzip": lambda: _Zlib(31).feed,
    "deflate": lambda: _Deflate().feed,
    "br": _brotli_feed,
    "zstd": lambda: _Zstd().feed,
}
