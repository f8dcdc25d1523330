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

from isal import igzip

from archive.errors import BrokenRecord
from archive.files import Appender, naming, sync_directory, taken, unfinished
from archive.times import utc_now

_LEVEL = 3
"""The highest of isal: a sixth of the time of zlib's level 6, and up to a tenth more bytes."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a line stands."""

    segment: str
    offset: int
    end: int
    """Offset behind its newline."""


class SegmentWriter:
    """Appends lines of one kind to this writer's own segments.

    What is appended together stands in one segment, so that it can be cut back: a segment that is
    full or old goes on until `close_due`.
    """

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
        if self._file is None:
            self._serial += 1
            self._month = utc_now().strftime("%Y%m")
            name = f"{self._kind}-{self._writer_id}-{self._month}-{self._serial:03d}.jsonl"
            self._file = Appender(self._directory / name)
        return self._file

    def close_due(self) -> None:
        """Close the segment if its month or its size is over; the next line begins another. Never
        between a `mark` and its `cut_back`."""
        if self._file is not None and self._is_due():
            self.sync()
            self.close()

    def _is_due(self) -> bool:
        return self._end >= self._max_bytes or utc_now().strftime("%Y%m") != self._month

    @property
    def _end(self) -> int:
        """Offset behind the last line."""
        assert self._file is not None
        return self._file.size

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


class ClosingSegmentWriter(SegmentWriter):
    """Appends lines that say of others that they are there: observations.

    A line goes into the file only when what it rests on is durable, because the system may bring a
    younger write to the device before an older one. Until `sync` it waits in memory, with
    its place already known.
    """

    def __init__(
        self,
        directory: Path,
        kind: str,
        writer_id: str,
        max_bytes: int = 64 << 20,
        *,
        sync_others: Callable[[], None],
        on_closed: Callable[[Path], None] = lambda path: None,
    ) -> None:
        super().__init__(directory, kind, writer_id, max_bytes, on_closed=on_closed)
        self._sync_others = sync_others
        self._waiting: list[bytes] = []
        self._lines = threading.Lock()

    @property
    def _end(self) -> int:
        return super()._end + sum(len(line) for line in self._waiting)

    def append(self, line: bytes) -> Position:
        """The place that the line will have; it is there, and durable, after `sync`."""
        file = self._current()
        with self._lines:
            start = self._end
            self._waiting.append(line + b"\n")
            return Position(segment_name(file.path), start, self._end)

    def mark(self) -> tuple[Path | None, int]:
        """Where the segment ends once what waits is written."""
        with self._lines:
            return (self._file.path, self._end) if self._file else (None, 0)

    def cut_back(self, mark: tuple[Path | None, int]) -> None:
        """Take back the lines appended since `mark`, written or not."""
        if self._file is None:
            return
        path, wanted = mark
        size = wanted if self._file.path == path else 0
        with self._lines:
            while self._waiting and self._end > size:
                self._waiting.pop()
            if self._file.size > size:
                self._file.cut(size)

    def sync(self) -> None:
        """Make durable what the waiting lines rest on, then write them, then make them durable."""
        with self._lines:
            count = len(self._waiting)
        self._sync_others()
        with self._lines:
            due, self._waiting = self._waiting[:count], self._waiting[count:]
            if self._file is not None and due:
                try:
                    self._file.write(b"".join(due))
                except BaseException:
                    self._waiting = due + self._waiting
                    raise
        super().sync()

    def let_go(self) -> None:
        """Leave the segment for a repair; what waits is read from the WARC again."""
        self._waiting.clear()
        super().let_go()


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
        igzip.IGzipFile(path.name, "wb", _LEVEL, file, mtime=0) as packed,
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
    """The offset of the first line that did not reach the device; None where all did.

    That is half a last line; after a power cut, one with NULs too (JSON has none): a file may have
    grown before what stands in it was written. Whole lines may follow that one.
    """
    if path.suffix == ".gz":
        return None
    size = path.stat().st_size
    if not size or (_ends_a_line(path) and not _has_nul(path)):
        return None
    end = 0
    for offset, line in lines_of(path):
        if b"\0" in line:
            return offset
        end = offset + len(line) + 1
    return end if end < size else None


def mend(path: Path, torn: int) -> int:
    """Take what is torn, from an offset on, out of a segment; how many whole lines that followed
    it were kept. The file is replaced at once, so that a crash meanwhile loses nothing."""
    followed = [line for _, line in lines_of(path, torn) if b"\0" not in line]
    with path.open("rb") as old, unfinished(path) as file:
        while torn > old.tell() and (piece := old.read(min(1 << 20, torn - old.tell()))):
            file.write(piece)
        for line in followed:
            file.write(line + b"\n")
    return len(followed)


def _has_nul(path: Path) -> bool:
    with path.open("rb") as file:
        return any(b"\0" in piece for piece in iter(lambda: file.read(1 << 20), b""))


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
