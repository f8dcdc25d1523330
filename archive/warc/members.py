"""The members of a file: what of it is compressed in one go, and so can be read alone.

A .warc.gz has a gzip member for each record, a .warc.zst a Zstandard frame; what is not compressed
is one member. Offsets count the file's own bytes. Members are streamed: a piece is decompressed
when it is asked for, so that neither a large body nor a decompression bomb is held in memory.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import zstandard

from archive.errors import BrokenWarc

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = range(0x184D2A50, 0x184D2A60)
_DICTIONARY = 0x184D2A5D
"""The skippable frame that carries the dictionary of a .warc.zst."""

_PIECE = 1 << 16
_ZSTD_PIECE = 1 << 9
"""A Zstandard block of four bytes may say 128 KiB: a piece gives at most 16 MiB."""
_MAX_DICTIONARY = 16 << 20


@dataclass(slots=True)
class Member:
    """One member; `stream` must be read to its end before the next member is asked for."""

    offset: int
    stream: BinaryIO
    compressed: bool
    end: Callable[[], int]
    """The offset behind the member, once its stream is read to the end."""


def members_of(file: BinaryIO) -> Iterator[Member]:
    """The members of a seekable file from its present position on.

    Reading a member's stream raises BrokenWarc, with the member's offset, where the member is torn
    or broken; so does asking for a member where none begins. `file` may then be moved to another
    offset (and a new iterator asked for).
    """
    dictionary = _leading_dictionary(file)
    while True:
        start = file.tell()
        magic = file.read(4)
        file.seek(start)
        if not magic:
            return
        if magic[:2] == GZIP:
            raw: _Raw = _Compressed(file, start, zlib.decompressobj(31), _PIECE, (_PIECE * 4,))
        elif magic == ZSTD:
            raw = _Compressed(file, start, _zstd_decoder(dictionary), _ZSTD_PIECE, ())
        elif int.from_bytes(magic, "little") in _SKIPPABLE:
            dictionary = _skipped(file, start) or dictionary
            continue
        else:
            raw = _Plain(file)
        yield from _one(file, raw, start)


def _one(file: BinaryIO, raw: _Raw, start: int) -> Iterator[Member]:
    stream: BinaryIO = io.BufferedReader(raw, _PIECE)
    yield Member(start, stream, isinstance(raw, _Compressed), raw.end)
    while stream.read(_PIECE):
        pass
    file.seek(raw.end())


def _zstd_decoder(dictionary: bytes | None) -> Any:
    trained = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    return zstandard.ZstdDecompressor(dict_data=trained).decompressobj()


def _leading_dictionary(file: BinaryIO) -> bytes | None:
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
        self, file: BinaryIO, start: int, decoder: Any, size: int, bound: tuple[int, ...]
    ) -> None:
        self._file = file
        self._start = start
        self._decoder: Any = decoder
        self._size = size
        self._bound = bound  # of the bytes that one call may give, where the decoder knows one
        self._ready = memoryview(b"")
        self._read = 0

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
        except (zlib.error, zstandard.ZstdError) as error:
            raise BrokenWarc(f"the member is broken: {error}", offset=self._start) from error

    def _file_piece(self) -> bytes:
        piece = self._file.read(self._size)
        self._read += len(piece)
        if not piece:
            raise BrokenWarc("the last member is cut off", offset=self._start)
        return piece

    def end(self) -> int:
        return self._start + self._read - len(self._decoder.unused_data)
