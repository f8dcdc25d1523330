"""The index of a WACZ package: the CDXJ of every WARC in it, merged, in LC_ALL=C order.

A large one is compressed in blocks of lines, each a gzip member, with a second index that names the
first line of each block ("ZipNum", WACZ 1.1.1, 5.1.2), so that a reader fetches only what it needs.
"""

from __future__ import annotations

import gzip
import heapq
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from archive import cdxj
from archive.digest import sha256_hex
from archive.warc.reader import until_broken

_PLAIN_BYTES = 2 << 20
"""Up to this size an index is one plain file."""
_BLOCK_LINES = 256
_MERGED_AT_ONCE = 200
"""Files that are open at a time, below any system's limit."""


@dataclass(frozen=True, slots=True)
class Index:
    """The files of an index by their names in indexes/, and how many lines it has."""

    files: dict[str, Path]
    lines: int


def index_of(
    warcs: Sequence[Path], listings: Path, scratch: Path, plain_bytes: int = _PLAIN_BYTES
) -> Index:
    """The index of WARC files, made in `scratch`; `listings` has the CDXJ of each."""
    merged = scratch / "index.cdxj"
    sources = [_listing(warc, listings, scratch) for warc in warcs]
    lines = _write(merged, merge(sources, scratch))
    if merged.stat().st_size <= plain_bytes:
        return Index({"index.cdxj": merged}, lines)
    packed, second = scratch / "index.cdx.gz", scratch / "index.idx"
    _pack(merged, packed, second)
    return Index({"index.cdx.gz": packed, "index.idx": second}, lines)


def _listing(warc: Path, listings: Path, scratch: Path) -> Path:
    """The CDXJ of one WARC; made now where `rebuild` has not made it yet."""
    known = listings / f"{warc.name}.cdxj"
    if known.exists():
        return known
    made = scratch / f"{warc.name}.cdxj"
    cdxj.write(made, until_broken(cdxj.lines_of(warc))[0])
    return made


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
