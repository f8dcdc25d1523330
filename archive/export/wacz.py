"""A collection as WACZ 1.1.1: the closed WARC files as they are, their index, and the pages.

Streamed: a WARC is copied in pieces and hashed on the way; index and pages are made in a temporary
directory beside the package.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import archive
from archive.collection import Collection
from archive.digest import chunks_of
from archive.errors import NotInCollection
from archive.export.listing import Index, index_of
from archive.export.package import Package
from archive.export.pages import Pages, pages_of
from archive.export.target import Advance, Exported, LeftOut, new_file, silent
from archive.times import utc_now

_PACKED = (".warc", ".warc.gz")
_REASONS = {
    ".open": "is still being written; export again when the crawl has ended",
    ".arc": "is ARC; WACZ holds WARC files only",
    ".arc.gz": "is ARC; WACZ holds WARC files only",
    ".warc.zst": "is compressed with Zstandard, which readers of WACZ cannot open",
}


def export_wacz(collection: Collection, path: Path, advance: Advance = silent) -> Exported:
    """Write the collection as one WACZ file.

    Raises BadInput where `path` exists, NotInCollection where no WARC is closed.
    """
    warcs, left_out = _chosen(collection.layout.warc)
    if not warcs:
        raise NotInCollection(f"{collection.path}: has no closed WARC file to put into a WACZ")
    with new_file(path) as temporary:
        scratch = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=temporary.parent))
        try:
            index = index_of(collection, warcs, scratch)
            pages = pages_of(collection, {warc.name for warc in warcs}, scratch / "pages")
            package = _packed(temporary, warcs, index, pages, collection.path, advance)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return Exported(format="wacz", path=path, files=tuple(package.files), left_out=tuple(left_out))


def _chosen(directory: Path) -> tuple[list[Path], list[LeftOut]]:
    """The WARC files that go in, and what stays out and why."""
    files = [path for path in sorted(directory.iterdir()) if path.is_file()]
    packed = [path for path in files if path.name.endswith(_PACKED)]
    left_out = [
        LeftOut(file=path.name, reason=reason)
        for path in files
        for suffix, reason in _REASONS.items()
        if path.name.endswith(suffix)
    ]
    return packed, left_out


def _packed(
    target: Path, warcs: list[Path], index: Index, pages: Pages, root: Path, advance: Advance
) -> Package:
    now = utc_now()
    with Package(target, now) as package:
        _add_pages(package, pages)
        for name, file in index.files.items():
            lines = index.lines if name.startswith("index.cdx") else None
            stored = file.suffix != ".cdxj"
            _add(package, f"indexes/{name}", file, stored=stored, rows=lines)
        _add_warcs(package, warcs, advance)
        main = pages.main
        package.describe(
            {
                "title": f"microfiche collection {root.resolve().name}",
                "created": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "software": f"microfiche {archive.__version__}",
                **({"mainPageUrl": main["url"], "mainPageDate": main["ts"]} if main else {}),
            }
        )
    return package


def _add_pages(package: Package, pages: Pages) -> None:
    header, size = pages.header(), pages.path.stat().st_size
    with pages.path.open("rb") as file:
        pieces = chain([header], chunks_of(file))
        name = "pages/pages.jsonl"
        package.add(name, pieces, size + len(header), stored=False, rows=pages.count)


def _add(package: Package, name: str, path: Path, *, stored: bool, rows: int | None) -> None:
    with path.open("rb") as file:
        package.add(name, chunks_of(file), path.stat().st_size, stored=stored, rows=rows)


def _add_warcs(package: Package, warcs: list[Path], advance: Advance) -> None:
    sizes = [warc.stat().st_size for warc in warcs]
    done, total = 0, sum(sizes)
    for warc, size in zip(warcs, sizes, strict=True):
        with warc.open("rb") as file:
            pieces = _counted(chunks_of(file), done, total, advance)
            package.add(f"archive/{warc.name}", pieces, size, stored=True)
        done += size


def _counted(pieces: Iterable[bytes], done: int, total: int, advance: Advance) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        done += len(piece)
        advance(done, total)
