"""Reads everybody's WARC and ARC files: in order, and one record at an offset.

warcio does the reading (WARC 0.18 to 1.1, ARC; gzip, Zstandard or none). A file that breaks off
yields every record before the break, then raises BrokenWarc with the offset of what is broken.
"""

from __future__ import annotations

import os
import uuid
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from warcio.exceptions import ArchiveLoadFailed

from archive.errors import BrokenWarc
from archive.warc.exchange import Exchange, content_of, exchange_of
from archive.warc.http import Stream, entity_chunks, first
from archive.warc.iterating import reason_of, records_of
from archive.warc.members import members_of
from archive.warc.recovery import member_length, next_whole
from archive.warc.rows import (
    cut_reason,
)

_T = TypeVar("_T")


_BROKEN = (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error, UnicodeDecodeError)


@dataclass(slots=True)
class StoredRecord:
    """One record of a file. `block` can be read once, before the next record is asked for."""

    offset: int
    rec_type: str
    headers: tuple[tuple[str, str], ...]
    """The WARC fields; those of an ARC record are translated."""
    block: Stream
    length: int | None = None
    """In the file; known when the record has been left."""
    is_cut: bool = False
    """It has fewer bytes than its Content-Length says. Known then, too."""

    def field(self, name: str) -> str | None:
        """The first WARC field of that name."""
        return first(self.headers, name)

    @property
    def record_id(self) -> str:
        """WARC-Record-ID."""
        return self.field("WARC-Record-ID") or ""

    @property
    def url(self) -> str:
        """Target URI; old writers put it in angle brackets."""
        return (self.field("WARC-Target-URI") or "").strip("<>")


def stored_path(directory: Path, filename: str) -> Path:
    """Where a WARC lies now: under its final name or, while it is written, with `.open`.

    Where both are there, a foreign file has taken the name of one that is being written.
    """
    unfinished = directory / f"{filename}.open"
    return unfinished if unfinished.exists() else directory / filename


Noted = Callable[[str], None]
"""Takes what is wrong in a file that can be read all the same, in a sentence with its offset."""


def unnoted(said: str) -> None:
    """For who does not ask: `verify` tells it."""


def scan(path: Path, start: int = 0, noted: Noted = unnoted) -> Generator[StoredRecord, None, None]:
    """Every record from an offset on. Raises BrokenWarc where the file cannot be read further."""
    if path.name.removesuffix(".open").endswith(".zst"):
        yield from _scan_zstd(path, start, noted)
        return
    with _opened(path) as file:
        file.seek(start)
        yield from _scan_warcio(path, file, noted)


def _tell_strays(strays: list[bytes], position: int, noted: Noted) -> None:
    for line in strays:
        noted(
            f"behind the record at offset {position} stands {line[:40]!r}: perhaps its "
            "Content-Length is wrong"
        )
    strays.clear()


def _tell_segment(record: StoredRecord, noted: Noted) -> None:
    if record.field("WARC-Segment-Number") and record.rec_type != "continuation":
        noted(
            f"the {record.rec_type} record at offset {record.offset} is the first of several "
            "segments: they are kept, and not put together; nothing is read from it"
        )


def _scan_warcio(path: Path, file: BinaryIO, noted: Noted) -> Iterator[StoredRecord]:
    position = file.tell()
    size = os.fstat(file.fileno()).st_size
    try:
        records = records_of(file)
        for record in records:
            position = max(position, records.offset)
            stored = _stored(path, record, position)
            yield stored
            length = max(0, records.get_record_length())  # below in a file that is one member
            _tell_strays(records.strays, position, noted)
            _tell_segment(stored, noted)
            is_last = position + length >= size
            is_short = getattr(record.raw_stream, "limit", 0) > 0
            if (is_short or is_last) and _is_torn(path, position):
                raise EOFError("the last record is cut off")
            stored.length, stored.is_cut = length, is_short
            if is_short and is_last:
                raise EOFError("the last record is cut off")
            position = max(position + length, records.offset)  # behind blank lines too
        if position < size and _is_gzipped(path):
            raise EOFError(
                "the last member is cut off"
            )  # before its first line, which warcio hides
    except _BROKEN as error:
        raise BrokenWarc(
            f"{path}: not readable from offset {position} on: {reason_of(error)}", offset=position
        ) from error


def _is_torn(path: Path, offset: int) -> bool:
    """Whether a record's gzip member lacks its end: warcio does not say so (warcio#138).

    What is not compressed can be read as far as it goes.
    """
    if not _is_gzipped(path):
        return False
    with _renamed(path).open("rb") as file:
        return member_length(file, offset) is None


def _is_gzipped(path: Path) -> bool:
    return path.name.removesuffix(".open").endswith(".gz")


def _scan_zstd(path: Path, start: int, noted: Noted) -> Iterator[StoredRecord]:
    """warcio knows no Zstandard: it is given each frame decompressed."""
    position = start
    try:
        with _opened(path) as file:
            file.seek(start)
            for member in members_of(file):
                position = member.offset
                records = records_of(member.stream)
                stored: StoredRecord | None = None
                for record in records:
                    stored = _stored(path, record, position)
                    yield stored
                    _tell_segment(stored, noted)
                    records.read_to_end()
                    _tell_strays(records.strays, position, noted)
                if stored is not None:  # else an empty frame
                    stored.length = member.end() - member.offset
    except _BROKEN as error:
        raise BrokenWarc(
            f"{path}: not readable from offset {position} on: {reason_of(error)}", offset=position
        ) from error


def _stored(path: Path, record: Any, offset: int) -> StoredRecord:
    headers = tuple(record.rec_headers.headers)
    if not first(headers, "WARC-Record-ID"):
        # of ARC, and of careless WARC: one that stays the same however often the record is read
        made = uuid.uuid5(uuid.NAMESPACE_URL, f"{path.name.removesuffix('.open')}@{offset}")
        headers = (*headers, ("WARC-Record-ID", f"<urn:uuid:{made}>"))
    return StoredRecord(
        offset=offset,
        rec_type=record.rec_type,
        headers=headers,
        block=_Readable(record.raw_stream, path, offset),
    )


@contextmanager
def record_at(path: Path, offset: int) -> Iterator[StoredRecord]:
    """The record that begins at an offset; its block is read from the file while it is asked for.

    Raises BrokenWarc, while the block is read too.
    """
    with closing(scan(path, offset)) as records:
        stored = next(records, None)
        if stored is None:
            raise BrokenWarc(f"{path}: no record at offset {offset}", offset=offset)
        yield stored


def until_broken(found: Iterator[_T]) -> tuple[list[_T], BrokenWarc | None]:
    """Everything before the place where a file breaks off, and what is wrong there."""
    kept: list[_T] = []
    try:
        for each in found:
            kept.append(each)
    except BrokenWarc as error:
        # a traceback would hold what was read of every broken header of a file
        error.__cause__ = error.__context__ = None
        return kept, error.with_traceback(None)
    return kept, None


def readable(
    path: Path, found_from: Callable[[int], Iterator[_T]]
) -> tuple[list[_T], list[BrokenWarc]]:
    """Everything of a file that can be read, before and behind damage, and what is wrong where.

    `found_from` gives what is found from an offset on, then BrokenWarc with the offset of a fault.
    """
    kept: list[_T] = []
    faults: list[BrokenWarc] = []
    start: int | None = 0
    while start is not None:
        found, broken = until_broken(found_from(start))
        kept += found
        if broken is None:
            break
        faults.append(broken)
        start = next_whole(_renamed(path), max(start, broken.offset or 0) + 1)
    return kept, faults


def exchange_from(record: StoredRecord, *, block: Stream | None = None) -> Exchange | None:
    """The exchange of a response or resource record; `block` replaces a revisit's own."""
    date = record.field("WARC-Date")
    if record.rec_type == "resource":
        return _resource(record, date)
    return exchange_of(
        block if block is not None else record.block,
        request_url=record.url,
        url=record.url,
        fetched_at=date,
        truncated=truncation_of(record),
    )


def truncation_of(record: StoredRecord) -> str | None:
    """Why an answer was cut; None where it was whole."""
    truncated, segment = record.field("WARC-Truncated"), record.field("WARC-Segment-Number")
    return cut_reason(record.rec_type, truncated, segment)


def _resource(record: StoredRecord, date: str | None) -> Exchange:
    media_type = record.field("Content-Type") or "application/octet-stream"
    body, undecoded = content_of(entity_chunks(record.block, ()), ())
    return Exchange(
        request_url=record.url,
        url=record.url,
        fetched_at=date,
        status=200,
        headers=(("Content-Type", media_type),),
        body=body,
        undecoded=undecoded,
        truncated=truncation_of(record),
    )


class _Readable:
    """warcio's stream as a binary file; what it raises over broken bytes is BrokenWarc."""

    def __init__(self, stream: Any, path: Path, offset: int) -> None:
        self._stream = stream
        self._path = path
        self._offset = offset

    def read(self, size: int = -1) -> bytes:
        if size is None or size < 0:
            return b"".join(iter(lambda: self._read(1 << 16), b""))
        return self._read(size)

    def readline(self, size: int = -1) -> bytes:
        with self._named():
            line: bytes = self._stream.readline(size if size >= 0 else None)
        return line

    def _read(self, size: int) -> bytes:
        with self._named():
            piece: bytes = self._stream.read(size)
        return piece

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except _BROKEN as error:
            raise BrokenWarc(
                f"{self._path}: the record at offset {self._offset} is broken: {reason_of(error)}",
                offset=self._offset,
            ) from error


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        file = _renamed(path).open("rb")
    except OSError as error:
        raise BrokenWarc(f"{path}: cannot be opened: {error.strerror}", offset=0) from error
    with file:
        yield file


def _renamed(path: Path) -> Path:
    """The path, or the final name of a file whose writer has just closed it."""
    return path if path.exists() else path.with_name(path.name.removesuffix(".open"))
