"""The entries of a ZIP as streams, bounded: none unpacks without end, none lies over another.

APPNOTE.TXT 6.3: local headers (4.3.7), data descriptors (4.3.9), the directory at the end (4.3.12
to 4.3.16).
"""

from __future__ import annotations

import io
import lzma
import os
import shutil
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from archive.verify.findings import Problem

PIECE = 1 << 20
_MAX_LINE = 16 << 20
_MAX_UNPACKED = 64 << 20
_MAX_RATIO = 100
"""An entry that gives more than both, in bytes and in bytes for each byte, is not unpacked."""

_END = 22
_MAX_COMMENT = 1 << 16

BROKEN = (
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
)


def overlaps(package: zipfile.ZipFile, file: BinaryIO) -> bool:
    """Whether entries lie over one another."""
    packed = sum(info.compress_size for info in package.infolist())
    return packed > os.fstat(file.fileno()).st_size


def twice(package: zipfile.ZipFile) -> Iterator[Problem]:
    """Of two entries of one name a reader may take either, and only one is hashed."""
    counts = Counter(info.filename for info in package.infolist())
    for name, count in sorted(counts.items()):
        if count > 1:
            yield Problem("wacz-zip", f"{name} stands in the ZIP {count} times")


def outside(package: zipfile.ZipFile, file: BinaryIO) -> Iterator[Problem]:
    """Bytes that belong to no entry: nothing hashes them, no signature is of them."""
    begun = 0
    for info in sorted(package.infolist(), key=lambda one: one.header_offset):
        if info.header_offset > begun:
            where = f"{info.header_offset - begun} bytes stand ahead of {info.filename}"
            yield Problem("wacz-outside", where, begun)
        begun = _start(file, info) + info.compress_size
        if info.flag_bits & 0x08:
            begun = _described_end(file, begun, package.start_dir)
    if package.start_dir > begun:
        text = f"{package.start_dir - begun} bytes stand behind the last entry"
        yield Problem("wacz-outside", text, begun)
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END - _MAX_COMMENT))
    behind = file.read()
    found = behind.rfind(b"PK\x05\x06")
    if found >= 0 and len(behind) - found > _END:
        text = (
            f"{len(behind) - found - _END} bytes stand behind the end of the ZIP, or are a comment"
        )
        yield Problem("wacz-outside", text, size - len(behind) + found + _END)


def _described_end(file: BinaryIO, end: int, limit: int) -> int:
    """Behind the data descriptor that follows an entry: 12 to 24 bytes."""
    for size in (16, 24, 12, 20):
        if end + size == limit or _begins(file, end + size):
            return end + size
    return end


def _begins(file: BinaryIO, offset: int) -> bool:
    """Whether an entry begins there."""
    file.seek(offset)
    return file.read(4) == b"PK\x03\x04"


def bomb(info: zipfile.ZipInfo) -> str | None:
    """Why an entry is not unpacked: it would be very much larger than what it is packed in."""
    size, packed = info.file_size, info.compress_size
    if size <= _MAX_UNPACKED or size <= _MAX_RATIO * packed:
        return None
    return f"{info.filename} is not unpacked, nor checked: {packed} bytes would give {size}"


def lines_of(file: Any, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The lines of an entry that are not blank. Raises OSError where it unpacks without end."""
    left = max(_MAX_UNPACKED, _MAX_RATIO * info.compress_size)
    while line := file.readline(_MAX_LINE):
        left -= len(line)
        if left < 0:
            raise OSError(f"more than {_MAX_RATIO} times as large unpacked")
        if line.strip():
            yield line


@contextmanager
def opened(package: zipfile.ZipFile, file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[BinaryIO]:
    """An entry as a stream that can be moved in both directions at no cost."""
    if info.compress_type == zipfile.ZIP_STORED:
        yield io.BufferedReader(_Slice(file, _start(file, info), info.file_size), 1 << 20)
        return
    with tempfile.TemporaryFile() as copy:
        with package.open(info) as entry:
            shutil.copyfileobj(entry, copy, PIECE)
        copy.seek(0)
        yield copy


def _start(file: BinaryIO, info: zipfile.ZipInfo) -> int:
    """Where an entry's bytes begin: behind its local header (APPNOTE, 4.3.7)."""
    file.seek(info.header_offset + 26)
    name, extra = file.read(2), file.read(2)
    return (
        info.header_offset + 30 + int.from_bytes(name, "little") + int.from_bytes(extra, "little")
    )


class _Slice(io.RawIOBase):
    """A part of a file as a file."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file = file
        self._start = start
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def readinto(self, target: Any) -> int:
        self._file.seek(self._start + self._position)
        piece = self._file.read(max(0, min(len(target), self._size - self._position)))
        target[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)
