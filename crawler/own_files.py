"""Which files of a collection may be of one crawl: what one says of a record in another rests on it.

A name says nothing by itself: anybody may call a file as our crawls call theirs. Of imported files, two
are of one collection's crawls where both are called so, each names itself in its first record as it
is called, and both say there that our program wrote them, on one machine for one operator, into one
collection. That keeps out what is only called so; who copies all of that still has no answer believed
that contradicts another (crawler.threads).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.collection import Collection
from archive.errors import ArchiveError
from archive.warc.reader import scan, stored_path

_WRITTEN = re.compile(
    r"(?:^|-)(?P<plain>microfiche-\d{14,20}-(?P<serial>\d{5})-(?P<writer>[^/]{1,200})\.warc(?:\.gz)?)$"
)
_ALIKE = ("isPartOf", "operator", "hostname")
"""Fields of a warcinfo that all files of a collection's crawls on one machine have in common."""
_LONGEST_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Named:
    """What the name that a crawl gives to its file says (archive.warc.segments)."""

    plain: str
    """Without what an import puts before it where the name is taken."""
    writer: str
    serial: int


def named(filename: str) -> Named | None:
    """What a file's name says; None where it is no name of ours."""
    match = _WRITTEN.search(filename)
    return Named(match["plain"], match["writer"], int(match["serial"])) if match else None


def writer_of(filename: str) -> str | None:
    """The writer in a file's name."""
    found = named(filename)
    return found.writer if found else None


def are_of_one_crawl(collection: Collection, one: str, other: str) -> bool:
    """Whether two imported files say of themselves that crawls of one collection wrote them."""
    said = _said(collection, one)
    return said is not None and said == _said(collection, other)


def next_file(collection: Collection, filename: str) -> str | None:
    """The file that the same writer began after a file; None where it is not here."""
    name = named(filename)
    if name is None:
        return None
    pattern = f"microfiche-*-{name.serial + 1:05d}-{name.writer}.warc.gz"
    rows = collection.index.rows("SELECT name FROM segments WHERE name GLOB ?", (pattern,))
    return rows[0]["name"] if rows else None


def _said(collection: Collection, filename: str) -> tuple[str | None, ...] | None:
    """What a file's warcinfo says of who wrote it; None where it is not as our crawls write it."""
    name = named(filename)
    try:
        path = stored_path(collection.layout.warc, filename)
        first = next(iter(scan(path)), None) if name is not None else None
        if first is None or name is None or first.rec_type != "warcinfo":
            return None
        if first.field("WARC-Filename") != name.plain:
            return None
        lines = first.block.read(_LONGEST_BLOCK).decode("utf-8", "replace").splitlines()
    except ArchiveError:
        return None
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    if not fields.get("software", "").startswith("microfiche/"):
        return None
    return tuple(fields.get(field) for field in _ALIKE)
