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

from archive.errors import UndecodableBody

MAX_HEAD = 512 * 1024
"""Bytes of a head beyond which an answer is not read as HTTP."""

_STATUS = re.compile(rb"HTTP/\d+(?:\.\d+)?[ \t]+(\d{3})(?:[ \t]*(.*))?$", re.I)
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,16})[ \t]*(?:;.*)?\r?\n$", re.S)
_PIECE = 64 * 1024

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
    return next((value for key, value in headers if key.lower() == wanted), None)


def all_values(headers: Headers, name: str) -> list[str]:
    """The comma-separated values of every header of that name, trimmed, in order."""
    wanted = name.lower()
    lines = [value for key, value in headers if key.lower() == wanted]
    return [part.strip() for line in lines for part in line.split(",") if part.strip()]


def read_head(stream: Stream) -> Head | None:
    """The head of an HTTP answer; the stream is left at the body. None where there is none."""
    raw = b""
    while True:
        lines, size = _head_lines(stream, MAX_HEAD - len(raw))
        if not lines:
            return None
        raw += b"".join(lines)
        match = _STATUS.match(lines[0].rstrip(b"\r\n"))
        if match is None or size < 0:
            return None
        status = int(match.group(1))
        if not 100 <= status < 200 or status == 101:
            reason = (match.group(2) or b"").decode("latin-1")
            start = lines[0].rstrip(b"\r\n")
            return Head(start, raw, status, reason, headers_of(lines[1:]))


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
    found: list[list[bytes]] = []
    for line in lines:
        bare = line.rstrip(b"\r\n")
        if bare[:1] in (b" ", b"\t") and found:
            found[-1][1] += b" " + bare.strip()
        elif b":" in bare:
            name, _, value = bare.partition(b":")
            found.append([name.strip(), value.strip()])
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in found)


def entity_chunks(stream: Stream, headers: Headers) -> Iterator[bytes]:
    """The entity: the body without its transfer-encoding, content-encoding kept.

    A body that says "chunked" and is not (other programs store it so) is given as it is.
    """
    codings = [value.lower() for value in all_values(headers, "Transfer-Encoding")]
    if "chunked" in codings:
        return _dechunked(stream)
    return _pieces(stream)


def _pieces(stream: Stream) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece


def _dechunked(stream: Stream) -> Iterator[bytes]:
    line = stream.readline(_PIECE)
    if line and _CHUNK_SIZE.match(line) is None:
        yield line
        yield from _pieces(stream)
        return
    while (match := _CHUNK_SIZE.match(line)) and (size := int(match.group(1), 16)):
        yield from _exactly(stream, size)
        stream.readline(_PIECE)
        line = stream.readline(_PIECE)


def _exactly(stream: Stream, size: int) -> Iterator[bytes]:
    while size > 0 and (piece := stream.read(min(size, _PIECE))):
        size -= len(piece)
        yield piece


def is_whole(stream: Stream, headers: Headers) -> bool:
    """Whether a body is framed (chunked, or Content-Length) and there to its end (RFC 9112, 6.3).

    False where only the connection's close would tell.
    """
    codings = [value.lower() for value in all_values(headers, "Transfer-Encoding")]
    if "chunked" in codings:
        return _has_last_chunk(stream)
    length = first(headers, "Content-Length")
    if length is None or not length.isdecimal():
        return False
    return sum(len(piece) for piece in _pieces(stream)) >= int(length)


def _has_last_chunk(stream: Stream) -> bool:
    while match := _CHUNK_SIZE.match(stream.readline(_PIECE)):
        size = int(match.group(1), 16)
        if size == 0:
            return True
        if sum(len(piece) for piece in _exactly(stream, size)) < size:
            return False
        stream.readline(_PIECE)
    return False


def content_codings(headers: Headers) -> list[str]:
    """The content codings in the order they were applied; `identity` is left out."""
    codings = [value.lower() for value in all_values(headers, "Content-Encoding")]
    return [coding for coding in codings if coding not in ("identity", "")]


def decode_body(chunks: Iterable[bytes], codings: Iterable[str], limit: int) -> bytes:
    """The content behind the codings, at most `limit` bytes.

    Raises UndecodableBody for an unknown coding, broken data, or more than `limit` bytes: a
    decompression bomb is stopped as soon as it passes the limit.
    """
    stream = iter(chunks)
    for coding in reversed(list(codings)):
        maker = _DECODERS.get(coding)
        if maker is None:
            raise UndecodableBody(f"unknown Content-Encoding {coding!r}")
        stream = _decoded(stream, maker, coding, limit)
    kept = bytearray()
    for piece in stream:
        kept += piece
        if len(kept) > limit:
            raise UndecodableBody(f"larger than {limit} bytes when decoded")
    return bytes(kept)


_Feed = Callable[[bytes], Iterator[bytes]]


def _decoded(
    chunks: Iterator[bytes], maker: Callable[[int], _Feed], coding: str, limit: int
) -> Iterator[bytes]:
    feed = maker(limit)
    total = 0
    try:
        for chunk in chunks:
            for piece in feed(chunk):
                total += len(piece)
                if total > limit:
                    raise UndecodableBody(f"larger than {limit} bytes when decoded")
                yield piece
    except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as error:
        raise UndecodableBody(f"not valid {coding}: {error}") from error


def _zlib_feed(wbits: int) -> Callable[[int], _Feed]:
    def make(limit: int) -> _Feed:
        state = {"decoder": zlib.decompressobj(wbits)}

        def feed(chunk: bytes) -> Iterator[bytes]:
            while chunk:
                decoder = state["decoder"]
                yield decoder.decompress(chunk, _PIECE * 16)
                chunk = decoder.unconsumed_tail
                if decoder.eof:
                    chunk = decoder.unused_data
                    if wbits < 0 or not chunk.startswith(b"\x1f\x8b"):
                        return  # bytes behind the last member are padding
                    state["decoder"] = zlib.decompressobj(wbits)

        return feed

    return make


def _deflate_feed(limit: int) -> _Feed:
    """`deflate` is zlib's format by RFC 9110, raw deflate by the habit of many servers."""
    chosen: list[_Feed] = []

    def feed(chunk: bytes) -> Iterator[bytes]:
        if not chosen:
            header = int.from_bytes(chunk[:2], "big")
            zlib_header = len(chunk) > 1 and chunk[0] & 0x0F == 8 and header % 31 == 0
            chosen.append(_zlib_feed(15 if zlib_header else -15)(limit))
        yield from chosen[0](chunk)

    return feed


def _brotli_feed(limit: int) -> _Feed:
    decoder: Any = brotli.Decompressor()

    def feed(chunk: bytes) -> Iterator[bytes]:
        yield decoder.process(chunk, output_buffer_limit=_PIECE * 16)
        while not decoder.can_accept_more_data():
            yield decoder.process(b"", output_buffer_limit=_PIECE * 16)

    return feed


def _zstd_feed(limit: int) -> _Feed:
    # the window is what a hostile frame would make us allocate (RFC 9659: 8 MiB for the web)
    decoder = zstandard.ZstdDecompressor(max_window_size=8 << 20).decompressobj()

    def feed(chunk: bytes) -> Iterator[bytes]:
        for start in range(0, len(chunk), 4096):
            yield decoder.decompress(chunk[start : start + 4096])

    return feed


_DECODERS: dict[str, Callable[[int], _Feed]] = {
    "gzip": _zlib_feed(31),
    "x-gzip": _zlib_feed(31),
    "deflate": _deflate_feed,
    "br": _brotli_feed,
    "zstd": _zstd_feed,
}
