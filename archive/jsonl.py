"""JSONL segments: lines appended by one writer, rotated by month and size, gzipped when closed.

A segment's name is `KIND-WRITER-YYYYMM-SERIAL`; its file ends in `.jsonl` while it may grow and in
`.jsonl.gz` afterwards. Offsets count uncompressed bytes, so that they hold for both.
"""

from __future__ import annotations

import gzip
import io
import os
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.errors import BrokenRecord
from archive.files import Appender, naming, sync_directory, taken, unfinished
from archive.times import utc_now


@dataclass(frozen=True, slots=True)
class Position:
    """Where a line stands."""

    segment: str
    offset: int
    end: int
    """Offset behind its newline."""


class SegmentWriter:
    """Appends lines of one kind to this writer's own segments."""

    def __init__(
        self,
        directory: Path,
        kind: str,
        writer_id: str,
        max_bytes: int = 64 << 20,
        *,
        on_closed: Callable[[Path], None] = lambda path: None,
    ) -> None:
        """`on_closed` is told of every segment once it is compressed."""
        self._directory = directory
        self._kind = kind
        self._writer_id = writer_id
        self._max_bytes = max_bytes
        self._on_closed = on_closed
        self._serial = 0
        self._month = ""
        self._file: Appender | None = None
        self._guard = threading.Lock()

    def append(self, line: bytes) -> Position:
        """Append one line (without its newline); durable only after `sync`."""
        file = self._current()
        start = file.write(line + b"\n")
        return Position(segment_name(file.path), start, file.size)

    def _current(self) -> Appender:
        month = utc_now().strftime("%Y%m")
        if self._file and (self._file.size >= self._max_bytes or month != self._month):
            self.close()
        if self._file is None:
            self._serial += 1
            self._month = month
            name = f"{self._kind}-{self._writer_id}-{month}-{self._serial:03d}.jsonl"
            self._file = Appender(self._directory / name)
        return self._file

    def mark(self) -> tuple[Path | None, int]:
        """Where the segment ends now; see `cut_back`."""
        return (self._file.path, self._file.size) if self._file else (None, 0)

    def cut_back(self, mark: tuple[Path | None, int]) -> None:
        """Take back the lines appended since `mark`: the index did not take them."""
        if self._file is not None:
            path, size = mark
            self._file.cut(size if self._file.path == path else 0)

    def sync(self) -> None:
        """Wait until every appended line is durable. May run in a thread."""
        with self._guard:
            if self._file is not None:
                self._file.sync()

    def let_go(self) -> None:
        """Leave the segment as it is, for a repair: it could not be closed."""
        with self._guard:
            if self._file is not None:
                self._file.let_go()
                self._file = None

    def close(self) -> None:
        """Sync, close and compress the current segment."""
        with self._guard:
            if self._file is None:
                return
            path = self._file.path
            self._file.close()
            self._file = None
        self._on_closed(compress(path))


def segment_name(path: Path) -> str:
    """A segment's name without its suffixes."""
    return path.name.removesuffix(".gz").removesuffix(".jsonl")


def segments(directory: Path, kind: str = "*") -> list[Path]:
    """The segment files of a kind, oldest first. One that is in both forms is given once, closed."""
    found = {segment_name(path): path for path in directory.glob(f"{kind}-*.jsonl")}
    found |= {segment_name(path): path for path in directory.glob(f"{kind}-*.jsonl.gz")}
    return [found[name] for name in sorted(found)]


def compress(path: Path) -> Path:
    """Replace a closed segment by its gzip; the plain file goes only when the other is durable.

    Where somebody else holds the file, or has packed it already, that is left to them.
    """
    target = path.with_name(path.name + ".gz")
    with taken(path) as is_ours:
        if is_ours:
            _pack(path, target)
    return target


def _pack(path: Path, target: Path) -> None:
    with (
        path.open("rb") as plain,
        unfinished(target) as file,
        gzip.GzipFile(path.name, "wb", 6, file, mtime=0) as packed,
    ):
        while piece := plain.read(1 << 20):
            packed.write(piece)
    with naming(path):
        path.unlink()
    sync_directory(path.parent)


def lines_of(path: Path, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Offset and content of every whole line from `start` on; half a last line is left out.

    Raises BrokenRecord where a gzipped segment cannot be read.
    """
    offset = start
    try:
        with opened(path) as file:
            file.seek(start)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                yield offset, line[:-1]
                offset += len(line)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BrokenRecord(f"{path}: not readable from offset {offset} on: {error}") from error


def opened(path: Path) -> BinaryIO:
    """The uncompressed bytes of a segment; where its writer has just packed it, of the gzip."""
    if path.suffix != ".gz" and not path.exists():
        path = path.with_name(path.name + ".gz")
    if path.suffix == ".gz":
        return io.BufferedReader(gzip.open(path, "rb"))
    return path.open("rb")


def plain_size(path: Path) -> int:
    """Bytes of a segment, uncompressed."""
    size = 0
    try:
        with opened(path) as file:
            while piece := file.read(1 << 20):
                size += len(piece)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BrokenRecord(f"{path}: not readable from offset {size} on: {error}") from error
    return size


def torn_tail(path: Path) -> int | None:
    """The offset where half a last line begins; None where the file ends with a whole one."""
    if path.suffix == ".gz":
        return None
    size = path.stat().st_size
    if not size or _ends_a_line(path):
        return None
    end = 0
    for offset, line in lines_of(path):
        end = offset + len(line) + 1
    return end if end < size else None


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
