"""What a crash leaves: an `.open` file whose last record may be torn.

The file is cut behind the last whole record and the cut bytes are kept aside; only then is it
closed. A whole record is never cut off, damage before it or not.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib
from isal.igzip_lib import IsalError

from archive.files import (
    Appender,
    is_held,
    make_directory,
    naming,
    sync_directory,
    taken,
    unfinished,
)

_PIECE = 1 << 14
"""What is decompressed at a time: of a page of zeros it gives 16 MiB."""
_MEMBER = b"\x1f\x8b\x08"
_RECORD_END = b"\r\n\r\n"


def abandoned(directory: Path) -> list[Path]:
    """The `.open` files that no living process writes."""
    return [path for path in sorted(directory.glob("*.open")) if not is_held(path)]


def whole_length(path: Path) -> int:
    """Bytes of a .warc.gz up to the end of its last whole record: gzip member, CRC, closing CRLFs."""
    with path.open("rb") as file:
        return max((end for _, end in whole_records(file)), default=0)


def damaged_at(path: Path) -> int | None:
    """The offset of what is broken before the last whole record; None where nothing is."""
    behind = 0
    with path.open("rb") as file:
        for start, end in whole_records(file):
            if start > behind:
                return behind
            behind = end
    return None


def whole_records(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """Begin and end of every whole record of a .warc.gz; what is broken between is passed over."""
    start: int | None = 0
    while start is not None:
        length = _record_length(file, start)
        if length is None:
            start = _next_member(file, start + 1)
        else:
            yield start, start + length
            start += length


def next_whole(path: Path, start: int) -> int | None:
    """The offset, from `start` on, of the next whole record of a .warc.gz; None where there is none.

    Of a file without gzip nothing tells a record from a page that quotes one.
    """
    with path.open("rb") as file:
        found = _next_member(file, start)
        while found is not None and _record_length(file, found) is None:
            found = _next_member(file, found + 1)
    return found


def _next_member(file: BinaryIO, start: int) -> int | None:
    """The offset, from `start` on, of what looks like the beginning of a gzip member."""
    file.seek(start)
    kept = b""
    while piece := file.read(1 << 20):
        found = (kept + piece).find(_MEMBER)
        if found >= 0:
            return start - len(kept) + found
        start += len(piece)
        kept = (kept + piece)[-2:]
    return None


def _record_length(file: BinaryIO, start: int) -> int | None:
    """The length of the member at `start` if it holds a whole record; None otherwise."""
    found = _member(file, start)
    return found[0] if found and found[1] == _RECORD_END else None


def member_length(file: BinaryIO, start: int) -> int | None:
    """The length of the gzip member at `start`; None where it is torn or there is none."""
    found = _member(file, start)
    return found[0] if found else None


def _member(file: BinaryIO, start: int) -> tuple[int, bytes] | None:
    """The length of a whole gzip member, and the last four bytes in it."""
    file.seek(start)
    decoder = isal_zlib.decompressobj(31)
    consumed, tail = 0, b""
    try:
        while piece := file.read(_PIECE):
            tail = (tail + decoder.decompress(piece)[-4:])[-4:]
            consumed += len(piece)
            if decoder.eof:
                return consumed - len(decoder.unused_data), tail
    except (IsalError, EOFError):  # type: ignore[misc]  # the stub gives it no base
        return None
    return None


def close_abandoned(path: Path, aside: Path, rested_on: int = 0) -> Path | None:
    """Cut, keep the cut bytes in `aside`, give the final name, or one like it where that is taken;
    None where nothing whole was left.

    A power cut may leave a gap before whole records: they were never acknowledged, so nothing says
    where they stand, and they are moved up to close the gap. Where something rests on a record
    behind the gap (the end of the last such record is `rested_on`), the file is damaged, and whole
    records stay where they are.
    """
    final = path.with_name(path.name.removesuffix(".open"))
    gap = damaged_at(path)
    if gap is not None and gap >= rested_on:
        _close_gaps(path, gap, aside)
    with Appender(path) as file:
        end = whole_length(path)
        if end < file.size:
            keep_aside(path, end, aside)
            file.cut(end)
        if end:
            return file.publish(final)
        path.unlink()  # while it is held: nobody else may take it for a file to write
    sync_directory(path.parent)
    return None


def _close_gaps(path: Path, gap: int, aside: Path) -> None:
    """Replace a file by its whole records; everything from the first gap on is kept aside."""
    with taken(path) as is_ours:
        if not is_ours:
            return
        keep_aside(path, gap, aside)
        with path.open("rb") as old:
            ranges = list(whole_records(old))
            with unfinished(path) as file:
                for start, end in ranges:
                    old.seek(start)
                    shutil.copyfileobj(_Part(old, end - start), file, 1 << 20)


class _Part:
    """The next bytes of a file."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self._file = file
        self._left = length

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(piece)
        return piece


def keep_aside(path: Path, start: int, aside: Path) -> Path:
    """Copy what stands behind `start` to a file of its own before it is cut off."""
    kept = aside / f"{path.name}@{start}"
    make_directory(aside)
    with path.open("rb") as file, Appender(kept) as copy, naming(kept):
        copy.cut(0)
        file.seek(start)
        shutil.copyfileobj(file, copy, 1 << 20)
    sync_directory(aside)
    return kept
