"""One gzip member (RFC 1952) that costs little: what is compressed already is not compressed again.

Most of a crawl's bytes are gzip, Brotli, JPEG or the like. A second compression would take more time
than digests and disk together, and save nothing; so such a body goes into the member as it is, in
stored blocks (RFC 1951 section 3.2.4), behind the compressed front. Whether it is so dense is seen
in some of its bytes, not believed of a header.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from isal import isal_zlib

from archive.digest import chunks_of

_LEVEL = 1
_GZIP = 31
_RAW = -15
_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
"""Deflate, no flags, no time, no system."""
_MOST_STORED = 0xFFFF
_SHORT = 1 << 16
"""Bytes that are compressed in one go."""
_BEFORE = 2048
"""Bytes before the sample: pictures and fonts begin with tables."""
_SAMPLE = 256
_DENSE = _SAMPLE // 2
"""Byte values in a sample: compressed bytes have about 162, text of any script hardly 100."""


def gzip_member(front: bytes, rest: BinaryIO, end: bytes) -> Iterator[bytes]:
    """`front`, what a seekable `rest` still has to give, and `end`, as one member, in pieces."""
    return (_stored if _is_dense(rest) else _compressed)(front, rest, end)


def _is_dense(rest: BinaryIO) -> bool:
    """Whether compression would gain nothing; `rest` is left where it was."""
    start = rest.tell()
    rest.seek(start + _BEFORE)
    sample = rest.read(_SAMPLE)
    rest.seek(start)
    return len(set(sample)) > _DENSE


def _compressed(front: bytes, rest: BinaryIO, end: bytes) -> Iterator[bytes]:
    piece = rest.read(_SHORT)
    if len(piece) < _SHORT:
        yield isal_zlib.compress(front + piece + end, _LEVEL, _GZIP)
        return
    compressor = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _GZIP)
    yield compressor.compress(front + piece)
    for piece in chunks_of(rest):
        yield compressor.compress(piece)
    yield compressor.compress(end) + compressor.flush()


def _stored(front: bytes, rest: BinaryIO, end: bytes) -> Iterator[bytes]:
    """The front compressed, the rest stored."""
    compressor = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _RAW)
    # a full flush ends a block at a whole byte, where others may follow
    yield _HEAD + compressor.compress(front) + compressor.flush(isal_zlib.Z_FULL_FLUSH)
    checksum, length = isal_zlib.crc32(front), len(front)
    for piece in chunks_of(rest, _MOST_STORED):
        checksum = isal_zlib.crc32(piece, checksum)
        length += len(piece)
        yield _block_head(piece, is_last=False)
        yield piece
    checksum, length = isal_zlib.crc32(end, checksum), length + len(end)
    yield _block_head(end, is_last=True) + end
    yield struct.pack("<II", checksum, length & 0xFFFFFFFF)


def _block_head(stored: bytes, *, is_last: bool) -> bytes:
    return struct.pack("<BHH", is_last, len(stored), len(stored) ^ _MOST_STORED)
