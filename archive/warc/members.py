"""The members of a file: what of it is compressed in one go, and so can be read alone.

A .warc.gz has a gzip member for each record, a .warc.zst a Zstandard frame; what is not compressed
is one member. Offsets count the file's own bytes. A small gzip member, as most records are, is
decompressed in one go; all others are streamed: a piece is decompressed when it is asked for, so
that neither a large body nor a decompression bomb is held in memory.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import zstandard
from isal import isal_zlib

from archive.errors import BrokenWarc

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = range(0x184D2A50, 0x184D2A60)
_DICTIONARY = 0x184D2A5D
"""The skippable frame that carries the dictionary of a .warc.zst."""

_PIECE = 1 << 16
_AHEAD = 1 << 18
_GZIP_PIECE = 1 << 15
"""What is left over of a piece, behind the member, is copied: so it is not large."""
_GZIP_BOUND = 1 << 18
"""Bytes that one piece may give at a time."""
_SMALL = 1 << 20
"""Bytes of a member that is not streamed."""
_ZSTD_PIECE = 1 << 9
"""A Zstandard block of four bytes may say 128 KiB: a piece gives at most 16 MiB."""
_MAX_DICTIONARY = 16 << 20
_FAULTS: tuple[Any, ...] = (isal_zlib.error, zstandard.ZstdError)


class Member:
    """One member; `stream` must be read to its end before the next member is asked for."""

    __slots__ = ("_end", "_stream", "compressed", "content", "offset")

    def __init__(
        self,
        offset: int,
        compressed: bool,
        end: Callable[[], int] | int,
        *,
        stream: BinaryIO | None = None,
        content: bytes | None = None,
    ) -> None:
        self.offset = offset
        self.compressed = compressed
        self.content = content
        """All of it, where it is small: `stream` is then over these bytes."""
        self._stream = stream
        self._end = end

    @property
    def stream(self) -> BinaryIO:
        """The member's bytes, decompressed."""
        if self._stream is None:
            self._stream = io.BytesIO(self.content or b"")
        return self._stream

    def end(self) -> int:
        """The offset behind the member, once its stream is read to the end."""
        return self._end if isinstance(self._end, int) else self._end()


def members_of(file: BinaryIO) -> Iterator[Member]:
    """The members of a seekable file from its present position on.

    Reading a member's stream raises BrokenWarc, with the member's offset, where the member is torn
    or broken; so does asking for a member where none begins. `file` may then be moved to another
    offset (and a new iterator asked for).
    """
    dictionary = leading_dictionary(file)
    ahead = _Ahead(file)
    start = file.tell()
    while magic := bytes(ahead.at(start, 4, least=4)):
        if magic[:2] == GZIP:
            small = _small_member(ahead, start)
            if small is not None:
                content, end = small
                yield Member(start, True, end, content=content)
                start = end
                continue
        file.seek(start)
        if magic[:2] == GZIP:
            raw: _Raw = _Compressed(
                file, start, isal_zlib.decompressobj(31), _GZIP_PIECE, _GZIP_BOUND
            )
        elif magic == ZSTD:
            raw = _Compressed(file, start, _zstd_stream(dictionary, start), _ZSTD_PIECE, None)
        elif int.from_bytes(magic, "little") in _SKIPPABLE:
            dictionary = _skipped(file, start) or dictionary
            start = file.tell()
            continue
        else:
            raw = _Plain(file)
        stream: BinaryIO = io.BufferedReader(raw, _PIECE)
        yield Member(start, isinstance(raw, _Compressed), raw.end, stream=stream)
        while stream.read(_PIECE):
            pass
        start = raw.end()


class _Ahead:
    """A file that is read in large pieces, whatever is asked of them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._begin = 0
        self._piece = memoryview(b"")

    def at(self, offset: int, size: int, least: int = 1) -> memoryview:
        """At most `size` bytes; fewer than `least` at the end of the file only."""
        start = offset - self._begin
        if not 0 <= start <= len(self._piece) - least:
            self._file.seek(offset)
            self._piece = memoryview(self._file.read(_AHEAD))
            self._begin, start = offset, 0
        return self._piece[start : start + size]


def _small_member(ahead: _Ahead, start: int) -> tuple[bytes, int] | None:
    """All of a gzip member that is small and whole, and its end; None of others: they are streamed."""
    decoder = isal_zlib.decompressobj(31)
    pieces: list[bytes] = []
    at, size = start, 0
    try:
        while size < _SMALL:
            piece = decoder.unconsumed_tail
            if not piece:
                piece = ahead.at(at, _GZIP_PIECE)  # type: ignore[assignment]  # or a view of bytes
                at += len(piece)
                if not piece:
                    return None
            pieces.append(decoder.decompress(piece, _GZIP_BOUND))
            if decoder.eof:
                content = pieces[0] if len(pieces) == 1 else b"".join(pieces)
                return content, at - len(decoder.unused_data)
            size += len(pieces[-1])
    except _FAULTS:
        return None  # said by who streams it
    return None


def zstd_decoder(dictionary: bytes | None) -> zstandard.ZstdDecompressor:
    """For frames that were made with this dictionary."""
    trained = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    return zstandard.ZstdDecompressor(dict_data=trained)


def _zstd_stream(dictionary: bytes | None, start: int) -> Any:
    try:
        return zstd_decoder(dictionary).decompressobj()
    except zstandard.ZstdError as error:
        raise BrokenWarc(f"the dictionary is broken: {error}", offset=start) from error


def leading_dictionary(file: BinaryIO) -> bytes | None:
    """The dictionary that a .warc.zst begins with; every frame needs it."""
    position = file.tell()
    file.seek(0)
    magic = int.from_bytes(file.read(4), "little")
    file.seek(0)
    dictionary = _skipped(file, 0) if magic == _DICTIONARY else None
    file.seek(position)
    return dictionary


def _skipped(file: BinaryIO, start: int) -> bytes | None:
    """Pass over a skippable frame; its dictionary, where it is one."""
    head = file.read(8)
    number, size = int.from_bytes(head[:4], "little"), int.from_bytes(head[4:], "little")
    dictionary = file.read(size) if number == _DICTIONARY and size <= _MAX_DICTIONARY else None
    file.seek(start + 8 + size)
    if dictionary is None or not dictionary.startswith(ZSTD):
        return dictionary
    try:
        return zstandard.ZstdDecompressor().decompress(dictionary, _MAX_DICTIONARY)
    except zstandard.ZstdError as error:
        raise BrokenWarc(f"the dictionary is broken: {error}", offset=start) from error


class _Raw(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def end(self) -> int:
        raise NotImplementedError


class _Plain(_Raw):
    """The rest of the file as it is."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readinto(self, target: Any) -> int:
        piece = self._file.read(len(target))
        target[: len(piece)] = piece
        return len(piece)

    def end(self) -> int:
        return self._file.tell()


class _Compressed(_Raw):
    """One gzip member or Zstandard frame, decompressed piece by piece."""

    def __init__(
        self, file: BinaryIO, start: int, decoder: Any, size: int, bound: int | None
    ) -> None:
        self._file = file
        self._start = start
        self._decoder: Any = decoder
        self._size = size
        # of the bytes that one call may give, where the decoder knows one
        self._bound = () if bound is None else (bound,)
        self._ready = memoryview(b"")
        self._read = 0
        self._end = -1

    def readinto(self, target: Any) -> int:
        while not self._ready:
            if self._decoder.eof:
                return 0
            self._ready = memoryview(self._next())
        count = min(len(target), len(self._ready))
        target[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _next(self) -> bytes:
        piece = self._decoder.unconsumed_tail or self._file_piece()
        try:
            return bytes(self._decoder.decompress(piece, *self._bound))
        except _FAULTS as error:
            raise BrokenWarc(f"the member is broken: {error}", offset=self._start) from error

    def _file_piece(self) -> bytes:
        piece = self._file.read(self._size)
        self._read += len(piece)
        if not piece:
            raise BrokenWarc("the last member is cut off", offset=self._start)
        return piece

    def end(self) -> int:
        if self._end < 0:
            self._end = self._start + self._read - len(self._decoder.unused_data)
        return self._end
