"""An excerpt: some records of a WARC file in a new one, each as it was.

A record keeps its id, its date, its headers and its block, byte for byte: a gzip member is copied as
it is, a plain record and a Zstandard frame become a gzip member of the same bytes. Only offsets are
new. The excerpt begins with a warcinfo of its own, which says of which file it is an excerpt and who
made it; the warcinfo records of the source are always copied, because the others name them.

    made = Excerpt(source, keep, name)
    for piece in made.pieces(): ...       # gzip members; `made.moved` is complete afterwards

Memory: one piece, and three numbers for each copied record.
"""

from __future__ import annotations

import os
import uuid
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib

import archive
from archive.digest import chunks_of, sha256_hex
from archive.errors import BadInput, BrokenWarc
from archive.files import naming, publish
from archive.times import utc_now, warc_date
from archive.warc.indexing import INDEXED
from archive.warc.members import GZIP, ZSTD, members_of
from archive.warc.reader import StoredRecord, record_at, scan
from archive.warc.recovery import member_length, next_whole

Keep = Callable[[StoredRecord], bool]
"""Asked once of every record but the warcinfos, in the file's order; it may read the block."""

_GZIP = 31
_LEVEL = 1
_PIECE = 1 << 18
_END = b"\r\n\r\n"


def excerpt_name(source: str) -> str:
    """The name of an excerpt of a file: never the file's own, whose bytes it does not have."""
    for suffix in (".gz", ".zst", ".warc"):
        source = source.removesuffix(suffix)
    return f"{source}-excerpt.warc.gz"


def excerpt(source: Path, keep: Keep, target: Path) -> Excerpt:
    """Write the excerpt to a new file, whole and durable or not at all.

    Raises BadInput for an ARC file, CollectionError where `target` exists or cannot be written.
    """
    made = Excerpt(source, keep, target.name)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with naming(target), temporary.open("wb") as file:
            for piece in made.pieces():
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        publish(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    return made


def with_companions(source: Path, offsets: Collection[int]) -> Keep:
    """Keeps the records at these offsets and what belongs to them.

    That is requests and metadata that name one of them, and what one of them names: a request that
    another program wrote before its response.
    """
    ids: set[int] = set()  # hashes, for the memory of a large file
    named: set[int] = set()
    for offset in sorted(offsets):
        with suppress(BrokenWarc), record_at(source, offset) as record:
            ids.add(hash(record.record_id))
            named.update(_named(record))

    def keep(record: StoredRecord) -> bool:
        if record.offset in offsets:
            return True
        if record.rec_type in INDEXED:
            return False
        return hash(record.record_id) in named or not ids.isdisjoint(_named(record))

    return keep


def _named(record: StoredRecord) -> set[int]:
    """The records that a record says it belongs to, by the hashes of their ids."""
    fields = {"warc-concurrent-to"}
    if record.rec_type != "revisit":
        fields.add("warc-refers-to")
    return {hash(value) for name, value in record.headers if name.lower() in fields}


class Excerpt:
    """An excerpt while it is made, and what became of the source's records afterwards."""

    def __init__(self, source: Path, keep: Keep, name: str) -> None:
        """`name` is the excerpt's own. Raises BadInput for an ARC file: it has no WARC records."""
        if source.name.endswith((".arc", ".arc.gz")):
            raise BadInput(f"{source}: is ARC; only WARC files can be excerpted")
        self.source = source
        self.name = name
        self.left_out = 0
        """Records that `keep` did not want."""
        self.unreadable: list[str] = []
        """Where the source could not be read; what is whole around it is in the excerpt."""
        self.moved = Moved()
        self._keep = keep
        self._size = 0

    @property
    def records(self) -> int:
        """How many records it has, its own warcinfo too."""
        return len(self.moved) + 1

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the excerpt; to be asked for once."""
        yield from self._counted(_member([_warcinfo(self.source.name, self.name)]))
        with self.source.open("rb") as file:
            start: int | None = 0
            while start is not None:
                try:
                    for record in self._kept(start):
                        yield from self._copied(file, record)
                    return
                except BrokenWarc as error:
                    self.unreadable.append(str(error))
                    start = next_whole(self.source, max(start, error.offset or 0) + 1)

    def _kept(self, start: int) -> Iterator[StoredRecord]:
        """The chosen records, each when it has been left and its length is known."""
        left: StoredRecord | None = None
        try:
            for record in scan(self.source, start):
                if left:
                    yield left
                left = record if record.rec_type == "warcinfo" or self._keep(record) else None
                self.left_out += left is None
        except BrokenWarc:
            if left and left.length is not None:
                yield left
            raise
        if left:
            yield left

    def _copied(self, file: BinaryIO, record: StoredRecord) -> Iterator[bytes]:
        if record.length is None:
            self.unreadable.append(
                f"{self.source}: the record at offset {record.offset} shares its Zstandard frame "
                "with others and is not copied"
            )
            return
        if not _is_whole(file, record):
            raise BrokenWarc(
                f"{self.source}: the record at offset {record.offset} is broken",
                offset=record.offset,
            )
        start = self._size
        yield from self._counted(_framed(file, record.offset, record.length))
        self.moved.add(record.offset, start, self._size - start)

    def _counted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self._size += len(piece)
            yield piece


class Moved:
    """Where the copied records lie now: offset in the source to (offset, length) in the excerpt."""

    def __init__(self) -> None:
        self._from, self._to, self._length = array("Q"), array("Q"), array("Q")

    def add(self, old: int, new: int, length: int) -> None:
        """Offsets grow in the source and in the excerpt."""
        self._from.append(old)
        self._to.append(new)
        self._length.append(length)

    def __len__(self) -> int:
        return len(self._from)

    def get(self, old: int) -> tuple[int, int] | None:
        """The new place of the record that was at an offset; None where it was not copied."""
        place = bisect_left(self._from, old)
        if place == len(self._from) or self._from[place] != old:
            return None
        return self._to[place], self._length[place]


def _is_whole(file: BinaryIO, record: StoredRecord) -> bool:
    """Whether a gzip member is unharmed to its checksum: it is copied without being read."""
    file.seek(record.offset)
    return file.read(2) != GZIP or member_length(file, record.offset) == record.length


def _framed(file: BinaryIO, offset: int, length: int) -> Iterator[bytes]:
    """A record as one gzip member; one that is a gzip member already is not touched."""
    file.seek(offset)
    magic = file.read(4)
    file.seek(offset)
    if magic[:2] == GZIP:
        return _span(file, length)
    if magic == ZSTD:
        return _member(chunks_of(next(members_of(file)).stream, _PIECE))
    return _member(chain(_span(file, length), [_END]))  # which the length leaves out


def _span(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (piece := file.read(min(length, _PIECE))):
        length -= len(piece)
        yield piece


def _member(pieces: Iterable[bytes]) -> Iterator[bytes]:
    compressor = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _GZIP)
    for piece in pieces:
        yield compressor.compress(piece)
    yield compressor.flush()


def _warcinfo(source: str, name: str) -> bytes:
    """The whole record that an excerpt begins with."""
    lines = (
        f"software: microfiche {archive.__version__}",
        "format: WARC file version 1.1",
        "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        f"description: Excerpt of {source}: records copied unchanged",
        f"isPartOf: {source}",
    )
    block = "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")
    head = (
        "WARC/1.1",
        "WARC-Type: warcinfo",
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid4()}>",
        f"WARC-Date: {warc_date(utc_now())}",
        f"WARC-Filename: {name}",
        f"WARC-Block-Digest: {sha256_hex([block])}",
        "Content-Type: application/warc-fields",
        f"Content-Length: {len(block)}",
    )
    fields = "".join(f"{line}\r\n" for line in head).encode("utf-8", "replace")
    return fields + b"\r\n" + block + b"\r\n\r\n"
