"""A collection, or a part of it, as WACZ 1.1.1: WARC files, their index, and the pages.

Of the whole collection the closed WARC files go in as they are; of a part of it, an excerpt of each
file that has something of it. Zstandard files, which readers of WACZ cannot open, go in as excerpts
of all their records; files that hold something withdrawn, as excerpts of all others; broken files of
other programs, as excerpts of what is whole.

Streamed: a WARC is copied in pieces and hashed on the way; index and pages are made in a temporary
directory beside the package.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import archive
from archive.collection import Collection, mementos
from archive.collection.failures import what_is_odd
from archive.collection.fixity import writer_of
from archive.collection.withheld import WithheldRecords
from archive.digest import chunks_of
from archive.errors import BrokenWarc, NotInCollection
from archive.export.choosing import Chosen, Role, choose
from archive.export.excerpt import Excerpt, Keep, excerpt_name, with_companions
from archive.export.filters import EVERYTHING, Filters
from archive.export.listing import Index, excerpt_listing, index_of, listing_of
from archive.export.package import Package
from archive.export.pages import Pages, pages_of
from archive.export.signed import Sign
from archive.export.target import Advance, Exported, LeftOut, new_file, silent
from archive.printable import one_line
from archive.times import utc_now
from archive.warc.reader import scan

_PACKED = (".warc", ".warc.gz", ".warc.zst")
_REASONS = {
    ".open": "is still being written; export again when the crawl has ended",
    ".arc": "is ARC; WACZ holds WARC files only",
    ".arc.gz": "is ARC; WACZ holds WARC files only",
}


def export_wacz(
    collection: Collection,
    path: Path,
    advance: Advance = silent,
    filters: Filters = EVERYTHING,
    sign: Sign | None = None,
) -> Exported:
    """Write what the filters ask for as one WACZ file, signed where `sign` is given.

    Raises BadInput where `path` exists, NotInCollection where no WARC is closed or nothing is found.
    """
    contents = _Contents(collection, choose(collection, filters) if filters else None)
    if not contents.warcs:
        raise NotInCollection(f"{collection.path}: has no closed WARC file to put into a WACZ")
    with new_file(path) as temporary:
        scratch = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=temporary.parent))
        try:
            package = _packed(temporary, contents, filters, scratch, advance, sign)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return Exported(
        format="wacz",
        path=path,
        files=tuple(package.files),
        left_out=tuple(contents.left_out),
        chosen=contents.chosen.counted() if contents.chosen else None,
    )


@dataclass(slots=True)
class _Contents:
    """The WARC files of which something goes in, and which of their captures do."""

    collection: Collection
    chosen: Chosen | None
    """None for everything."""
    warcs: list[Path] = field(init=False, default_factory=list)
    left_out: list[LeftOut] = field(init=False, default_factory=list)
    _names: set[str] = field(init=False, default_factory=set)
    _withheld: WithheldRecords = field(init=False)

    def __post_init__(self) -> None:
        self._withheld = WithheldRecords(self.collection.index)
        directory = self.collection.layout.warc
        for path in sorted(directory.iterdir()):
            if (odd := what_is_odd(path)) is not None:
                self.left_out.append(LeftOut(file=one_line(path.name), reason=odd))
            elif self._is_wanted(path.name.removesuffix(".open")):
                self._add(path)
        self._names = {warc.name for warc in self.warcs}
        self.left_out += self._without_content()

    def _is_wanted(self, name: str) -> bool:
        return self.chosen is None or name in self.chosen.by_file

    def _add(self, path: Path) -> None:
        if path.name.endswith(_PACKED):
            self.warcs.append(path)
        for suffix, reason in _REASONS.items():
            if path.name.endswith(suffix):
                self.left_out.append(LeftOut(file=path.name, reason=reason))

    def _without_content(self) -> Iterator[LeftOut]:
        """Revisits that go in, of which the original is withdrawn and does not."""
        index = self.collection.index
        for digest in sorted(self._withheld.digests):
            for row in index.captures("WHERE digest = ? AND rec_type = 'revisit'", (digest,)):
                if not self.is_packed(row.filename, row.offset):
                    continue
                try:
                    original = mementos.original_of(index, row)
                except BrokenWarc:
                    continue
                if self._withheld.has(original.filename, original.offset):
                    reason = f"the content of {row.url} of {row.date} was kept under another URL"
                    yield LeftOut(file=row.filename, reason=f"{reason}, which is withdrawn")

    def is_packed(self, filename: str, offset: int) -> bool:
        """Whether the capture at this place goes in."""
        if filename not in self._names or self._withheld.has(filename, offset):
            return False
        return self.chosen is None or self.chosen.role(filename, offset) is not None

    def is_page(self, filename: str, offset: int) -> bool:
        """Whether it goes in as a page, not only because a page needs it."""
        if self.chosen is None:
            return self.is_packed(filename, offset)
        return filename in self._names and self.chosen.role(filename, offset) is Role.PAGE

    def excerpt(self, warc: Path) -> Excerpt | None:
        """The excerpt that goes in for a file; None where the file itself does."""
        keep: Keep = _everything
        withheld = self._withheld.offsets(warc)
        if self.chosen is not None:
            keep = with_companions(warc, self.chosen.by_file[warc.name])
        elif not withheld and not _must_be_excerpted(warc):
            return None
        shown: Keep = lambda each: keep(each) and each.offset not in withheld  # noqa: E731
        return Excerpt(warc, shown, excerpt_name(warc.name))


def _must_be_excerpted(warc: Path) -> bool:
    """Whether readers of WACZ cannot open it: Zstandard, or somebody else's file that is broken."""
    if warc.name.endswith(".zst"):
        return True
    if writer_of(warc) is not None:
        return False  # our own, which a repair has closed
    try:
        deque(scan(warc), maxlen=0)
    except BrokenWarc:
        return True
    return False


def _everything(_record: object) -> bool:
    return True


def _packed(
    target: Path,
    contents: _Contents,
    filters: Filters,
    scratch: Path,
    advance: Advance,
    sign: Sign | None,
) -> Package:
    collection = contents.collection
    with Package(target, utc_now()) as package:
        index = index_of(_add_warcs(package, contents, scratch, advance), scratch)
        _add_index(package, index)
        pages = pages_of(collection, contents.is_page, scratch / "pages", filters)
        _add_pages(package, pages)
        main = pages.main
        package.describe(
            {
                "title": f"microfiche collection {collection.path.resolve().name}",
                **_description(filters),
                "created": utc_now().strftime("%Y-%m-%dT%H:%M:%SZ"),
                "software": f"microfiche {archive.__version__}",
                **({"mainPageUrl": main["url"], "mainPageDate": main["ts"]} if main else {}),
            },
            sign,
        )
    return package


def _description(filters: Filters) -> Mapping[str, str]:
    """What a package of a part says of itself."""
    said = [
        f"{name} {', '.join(value) if isinstance(value, list) else value}"
        for name, value in filters.asked().items()
    ]
    return {"description": f"Excerpt: {'; '.join(said)}"} if said else {}


def _add_warcs(
    package: Package, contents: _Contents, scratch: Path, advance: Advance
) -> list[Path]:
    """Add the WARC files; their listings."""
    listings = []
    sizes = [warc.stat().st_size for warc in contents.warcs]
    done, total = 0, sum(sizes)
    for warc, size in zip(contents.warcs, sizes, strict=True):
        made = contents.excerpt(warc)
        if made is None:
            with warc.open("rb") as file:
                pieces = _counted(chunks_of(file), done, total, advance)
                package.add(f"archive/{warc.name}", pieces, size, stored=True)
            listing = listing_of(contents.collection, warc, scratch, contents.is_packed)
        else:
            _add_excerpt(package, made, size, _counted(made.pieces(), done, total, advance))
            contents.left_out += [LeftOut(file=warc.name, reason=why) for why in made.unreadable]
            listing = excerpt_listing(contents.collection, made, scratch, contents.is_packed)
        listings.append(listing)
        done += size
    return listings


def _add_excerpt(package: Package, made: Excerpt, size: int, pieces: Iterable[bytes]) -> None:
    package.add(f"archive/{made.name}", pieces, size, stored=True, rows=lambda: made.records)


def _counted(pieces: Iterable[bytes], done: int, total: int, advance: Advance) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        done += len(piece)
        advance(done, total)


def _add_index(package: Package, index: Index) -> None:
    for name, file in index.files.items():
        rows = index.lines if name.startswith("index.cdx") else None
        with file.open("rb") as opened:
            size = file.stat().st_size
            package.add(f"indexes/{name}", chunks_of(opened), size, stored=True, rows=rows)


def _add_pages(package: Package, pages: Pages) -> None:
    header, size = pages.header(), pages.path.stat().st_size
    with pages.path.open("rb") as file:
        pieces = chain([header], chunks_of(file))
        name = "pages/pages.jsonl"
        package.add(name, pieces, size + len(header), stored=False, rows=pages.count)
