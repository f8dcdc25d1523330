"""The index of a WACZ package: the CDXJ of every WARC in it, merged, in LC_ALL=C order.

It is compressed in blocks of lines, each a gzip member, with a second index that names the first
line of each block ("ZipNum", WACZ 1.1.1, 5.1.2), so that a reader fetches only what it needs. A small
one too: pywb takes no index of a package that is named `index.cdxj`.

A visit that was answered 304 (a server-not-modified revisit) has no line where the package has the
content under the same URL: readers of WACZ hand the bare 304 to the browser, which then shows
nothing; without the line they show the content, under the time at which it was last sent.
"""

from __future__ import annotations

import gzip
import heapq
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import count, groupby, islice
from pathlib import Path

from archive import cdxj
from archive.cdxj import CdxjLine
from archive.collection import Collection, mementos
from archive.digest import sha256_hex
from archive.errors import BrokenWarc
from archive.export.excerpt import Excerpt

IsPacked = Callable[[str, int], bool]
"""Whether the record in a file, at an offset, is in the package."""

_BLOCK_LINES = 256
_NOT_MODIFIED = b'"status": "304"'
_MERGED_AT_ONCE = 200
"""Files that are open at a time, below any system's limit."""


@dataclass(frozen=True, slots=True)
class Index:
    """The files of an index by their names in indexes/, and how many lines it has."""

    files: dict[str, Path]
    lines: int


def index_of(listings: Sequence[Path], scratch: Path) -> Index:
    """The index that several listings make together, in `scratch`."""
    merged = scratch / "merged.cdxj"
    lines = _write(merged, merge(listings, scratch))
    packed, second = scratch / "index.cdx.gz", scratch / "index.idx"
    _pack(merged, packed, second)
    return Index({"index.cdx.gz": packed, "index.idx": second}, lines)


def listing_of(collection: Collection, warc: Path, scratch: Path, is_packed: IsPacked) -> Path:
    """A copy of one WARC's CDXJ in `scratch`, without the lines of bare 304s."""
    listing = _known(collection, warc, scratch)
    with listing.open("rb") as file:
        if not any(_NOT_MODIFIED in line for line in file):
            return listing
    cdxj.write(listing, _shown(collection, listing, is_packed))
    return listing


def excerpt_listing(
    collection: Collection, made: Excerpt, scratch: Path, is_packed: IsPacked
) -> Path:
    """The CDXJ of an excerpt: the lines of its source that were copied, at their new places."""
    known = _known(collection, made.source, scratch)
    target = scratch / f"{made.name}.cdxj"
    with target.open("wb") as file:
        for same in _by_key(_moved(_shown(collection, known, is_packed), made)):
            file.writelines(sorted(same))
    return target


def _by_key(lines: Iterator[CdxjLine]) -> Iterator[set[bytes]]:
    """The raw lines of each key and moment: among these, new offsets may make another order."""
    for _, same in groupby(lines, key=lambda line: (line.urlkey, line.timestamp)):
        yield {f"{cdxj.format_line(one)}\n".encode("utf-8", "surrogateescape") for one in same}


def _moved(lines: Iterator[CdxjLine], made: Excerpt) -> Iterator[CdxjLine]:
    for line in lines:
        place = made.moved.get(int(line.offset))
        if place is not None:
            offset, length = map(str, place)
            yield replace(line, offset=offset, length=length, filename=made.name)


def _known(collection: Collection, warc: Path, scratch: Path) -> Path:
    """A copy of one WARC's CDXJ; made now where `rebuild` has not made it yet."""
    known, copy = collection.layout.cdxj / f"{warc.name}.cdxj", scratch / f"{warc.name}.cdxj"
    if known.exists():
        return Path(shutil.copyfile(known, copy))
    cdxj.write(copy, cdxj.readable_lines(warc))
    return copy


def _shown(collection: Collection, listing: Path, is_packed: IsPacked) -> Iterator[CdxjLine]:
    """The lines but those of visits answered 304 whose content is in the package."""
    with listing.open("rb") as file:
        for raw in file:
            line = cdxj.parse_line(raw.decode("utf-8", "surrogateescape"))
            if not _is_bare(collection, is_packed, line):
                yield line


def _is_bare(collection: Collection, is_packed: IsPacked, line: CdxjLine) -> bool:
    if line.status != "304" or line.mime != "warc/revisit":
        return False
    where = "WHERE filename = ? AND offset = ?"
    rows = collection.index.captures(where, (line.filename, int(line.offset)))
    try:
        found = [mementos.original_of(collection.index, row) for row in rows]
    except BrokenWarc:
        return False  # its content is not in the collection; `verify` says so
    return any(is_packed(one.filename, one.offset) and one.urlkey == line.urlkey for one in found)


def merge(sources: Sequence[Path], scratch: Path) -> Iterator[bytes]:
    """The lines of sorted files in one order; many files are merged by groups first."""
    left, number = list(sources), count()
    while len(left) > _MERGED_AT_ONCE:
        group, left = left[:_MERGED_AT_ONCE], left[_MERGED_AT_ONCE:]
        target = scratch / f"merged-{next(number)}"
        _write(target, merge(group, scratch))
        left.append(target)
    with ExitStack() as opened:
        files = [opened.enter_context(path.open("rb")) for path in left]
        yield from heapq.merge(*files)


def _write(path: Path, lines: Iterator[bytes]) -> int:
    number = 0
    with path.open("wb") as file:
        for line in lines:
            file.write(line)
            number += 1
    return number


def _pack(merged: Path, packed: Path, second: Path) -> None:
    meta = json.dumps({"format": "cdxj-gzip-1.0", "filename": packed.name})
    with merged.open("rb") as lines, packed.open("wb") as blocks, second.open("wb") as index:
        index.write(f"!meta 0 {meta}\n".encode())
        while block := list(islice(lines, _BLOCK_LINES)):
            member = gzip.compress(b"".join(block), mtime=0)
            index.write(_block_line(block[0], blocks.tell(), member, packed.name))
            blocks.write(member)


def _block_line(first: bytes, offset: int, member: bytes, filename: str) -> bytes:
    where = {
        "offset": offset,
        "length": len(member),
        "digest": sha256_hex([member]),
        "filename": filename,
    }
    return first.partition(b" {")[0] + f" {json.dumps(where)}\n".encode()
