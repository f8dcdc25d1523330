"""Checks a whole collection: its WARC files, and whether everything else agrees with them.

In the order in which writers make things durable, read backwards: how far the JSONL segments reach
is noted first, then the WARC files are read, then the lines; so a crawl that goes on meanwhile is
no finding. Files that a living writer holds are not held against the index.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

from archive import cdxj, jsonl
from archive.collection.failures import what_is_odd
from archive.collection.layout import Layout, check
from archive.collection.manifest import read_manifest
from archive.collection.origins import origins
from archive.collection.recovery import WARC_SUFFIXES
from archive.errors import BrokenWarc
from archive.files import is_held, is_regular
from archive.verify.findings import Finding, Problem, Progress, bounded, finding, guarded, silent
from archive.verify.fixity import verify_manifest
from archive.verify.indexed import verify_index
from archive.verify.ledger import Ledger
from archive.verify.parallel import Tell, in_order
from archive.verify.record import Told
from archive.verify.revisits import verify_revisits
from archive.verify.segments import verify_segment
from archive.verify.tombstones import verify_tombstones
from archive.verify.warc import verify_warc
from archive.warc.rows import CRAWLED

_MAX_SAID = 20
"""Faults of one kind in one derived file that are told one by one."""

_LIVE_FAULTS = frozenset({"torn", "concurrent-to", "unanswered"})
"""What a file may show while its writer is at work."""


def files_of(path: Path) -> list[Path]:
    """The WARC files and JSONL segments of a collection, in the order in which they are checked.

    Raises CollectionMissing, CollectionTooNew.
    """
    layout = check(Layout(path))
    return [*_warcs(layout), *jsonl.segments(layout.records)]


def verify_collection(path: Path, progress: Progress = silent, jobs: int = 1) -> Iterator[Finding]:
    """What is wrong with a collection. Raises CollectionMissing, CollectionTooNew."""
    layout = check(Layout(path))
    sizes = {segment: _plain_size(segment) for segment in jsonl.segments(layout.records)}
    with closing(Ledger()) as ledger:
        yield from _records(layout, ledger, progress, jobs)
        for segment, size in sizes.items():
            progress(segment, 0)
            yield from _segment(segment, size, ledger)
        yield from verify_tombstones(layout, ledger)
        yield from _revisits(layout, ledger)
        yield from _shared_ids(layout, ledger)
        yield from _references(layout, ledger)
        yield from _cdxj_files(layout, jobs)
        yield from _index(layout, ledger, sizes)
    yield from verify_manifest(layout)
    yield from _left(layout)


def _segment(segment: Path, size: int, ledger: Ledger) -> Iterator[Finding]:
    path = _where(segment)
    if path.exists() and not is_regular(path):
        yield finding(str(segment), Problem("jsonl-line", "is no regular file"))
        return
    found = _found(segment, verify_segment(path, size, ledger))
    yield from guarded(str(segment), found)


def _found(path: Path, problems: Iterator[Problem]) -> Iterator[Finding]:
    return (finding(str(path), problem) for problem in problems)


def _warcs(layout: Layout) -> list[Path]:
    if not layout.warc.is_dir():
        return []
    suffixes = (*WARC_SUFFIXES, ".open")
    return [path for path in sorted(layout.warc.iterdir()) if path.name.endswith(suffixes)]


def _where(segment: Path) -> Path:
    """A segment's file; it may have been compressed since it was listed."""
    packed = segment.with_name(segment.name + ".gz")
    return packed if not segment.exists() and packed.exists() else segment


def _plain_size(segment: Path) -> int:
    """Bytes uncompressed, as far as they can be read."""
    size = 0
    try:
        if not is_regular(_where(segment)):
            return 0
        with jsonl.opened(segment) as file:
            while piece := file.read(1 << 20):
                size += len(piece)
    except (OSError, EOFError, zlib.error, gzip.BadGzipFile):
        return 1 << 62  # the check of its lines says what is wrong
    return size


def _records(layout: Layout, ledger: Ledger, progress: Progress, jobs: int) -> Iterator[Finding]:
    """Check the WARC files, each into a ledger of its own."""
    warcs = _warcs(layout)
    with tempfile.TemporaryDirectory(prefix="microfiche-verify-") as place:
        task = partial(_warc, place=Path(place), closed=_closed(layout))
        for path, found in zip(warcs, in_order(task, warcs, jobs, progress), strict=True):
            kept = _ledger_of(path, Path(place))
            ledger.take(kept)
            kept.unlink()
            yield from found


def _closed(layout: Layout) -> dict[str, str]:
    """When each WARC file was hashed, which was behind its last record."""
    found: dict[str, str] = {}
    for name, lines in read_manifest(layout).files().items():
        found[name.removeprefix("warc/")] = max(line.hashed_at for line in lines)
    return found


def _ledger_of(path: Path, place: Path) -> Path:
    """A name that SQLite takes, whatever the file is called."""
    return place / f"{hashlib.sha256(os.fsencode(path.name)).hexdigest()}.sqlite"


def _warc(path: Path, tell: Tell, place: Path, closed: Mapping[str, str]) -> list[Finding]:
    name = path.name.removesuffix(".open")
    is_live = path.name.endswith(".open") and is_held(path)
    where = _finished(path)
    with closing(Ledger(_ledger_of(path, place))) as ledger:
        if (odd := what_is_odd(where)) is not None:
            return [finding(str(where), Problem("unreadable", odd))]

        def remember(record: Told) -> None:
            ledger.add_record(name, record)
            tell(record.offset)

        found = bounded(verify_warc(where, remember, closed=closed.get(name)))
        return [one for one in found if not (is_live and one.rule in _LIVE_FAULTS)]


def _finished(path: Path) -> Path:
    """A WARC's file; it may have been closed since it was listed."""
    final = path.with_name(path.name.removesuffix(".open"))
    return final if not path.exists() and final.exists() else path


def _revisits(layout: Layout, ledger: Ledger) -> Iterator[Finding]:
    for filename, problem in verify_revisits(ledger, _origins(layout)):
        yield finding(str(layout.warc / filename), problem)


def _origins(layout: Layout) -> dict[str, str | None]:
    """Where the WARC files come from; what is not closed yet, writers of this collection wrote."""
    open_files = {path.name.removesuffix(".open") for path in layout.warc.glob("*.open")}
    known = {name: found.origin for name, found in origins(layout).items()}
    return dict.fromkeys(open_files, CRAWLED) | known


def _shared_ids(layout: Layout, ledger: Ledger) -> Iterator[Finding]:
    for row in ledger.ids_in_two_files():
        text = f"a record of {row['min_file']} has this id"
        problem = Problem("shared-id", text, row["offset"], row["record_id"], row["url"])
        yield finding(str(layout.warc / row["filename"]), problem)


def _references(layout: Layout, ledger: Ledger) -> Iterator[Finding]:
    for row in ledger.nameless_articles():
        text = f"{row['article_id']} is the hash of no URL that is known to be this article"
        path = layout.records / f"{row['segment']}.jsonl"
        yield finding(str(path), Problem("article-id", text, row["offset"]))
    for row in ledger.missing_revisions():
        text = f"revision {row['revision_id']} is in no segment"
        path = layout.records / f"{row['segment']}.jsonl"
        yield finding(str(path), Problem("reference", text, row["offset"]))


def _cdxj_files(layout: Layout, jobs: int) -> Iterator[Finding]:
    closed = [
        path
        for path in _warcs(layout)
        if not path.name.endswith(".open") and what_is_odd(path) is None
    ]
    task = partial(_cdxj_of, directory=layout.cdxj)
    for found in in_order(task, closed, jobs, silent):
        yield from found
    known = {f"{warc.name}.cdxj" for warc in closed}
    for listing in sorted(layout.cdxj.glob("*.cdxj")):
        if listing.name not in known:
            yield finding(str(listing), Problem("cdxj", "is the index of no WARC file here"))


def _cdxj_of(warc: Path, tell: Tell, directory: Path) -> list[Finding]:
    listing = directory / f"{warc.name}.cdxj"
    if not listing.exists():
        return [finding(str(listing), Problem("cdxj-missing", f"{warc.name} has no CDXJ"))]
    if not is_regular(listing):
        return [finding(str(listing), Problem("cdxj", "is no regular file"))]
    return list(guarded(str(listing), _found(listing, _cdxj(listing, warc))))


def _cdxj(listing: Path, warc: Path) -> Iterator[Problem]:
    expected: set[bytes] = set()
    try:
        if not is_regular(warc):
            return  # said already
        expected.update(cdxj.format_line(line).encode() for line in cdxj.lines_of(warc))
    except BrokenWarc:
        return  # said of the WARC; its index cannot be held to it
    lines = listing.read_bytes().splitlines()
    if lines != sorted(set(lines)):
        yield Problem("cdxj", "the lines are not sorted as bytes, or one stands there twice")
    faults = [(line, "is in no record of its WARC") for line in lines if line not in expected]
    faults += [(line, "is missing") for line in sorted(expected - set(lines))]
    for line, fault in faults[:_MAX_SAID]:
        yield Problem("cdxj", f"{fault}: {line[:200].decode('utf-8', 'replace')}")


def _index(layout: Layout, ledger: Ledger, segments: Iterable[Path]) -> Iterator[Finding]:
    live = {jsonl.segment_name(path) for path in segments if _is_live(path)}
    live |= {path.name.removesuffix(".open") for path in _warcs(layout) if _is_live(path)}
    found = _found(layout.database, verify_index(layout.database, ledger, live))
    yield from guarded(str(layout.database), found)


def _is_live(path: Path) -> bool:
    """Whether a writer holds the file, or did when the check began and has closed it since."""
    return not path.exists() or (path.suffix in (".open", ".jsonl") and is_held(path))


def _left(layout: Layout) -> Iterator[Finding]:
    """What dead writers left, and what was cut off their files."""
    unfinished = [*_warcs(layout), *jsonl.segments(layout.records)]
    for path in unfinished:
        if path.suffix in (".open", ".jsonl") and path.exists() and not is_held(path):
            text = "no living process writes it"
            yield finding(str(path), Problem("left-open", text))
    for path in sorted(layout.torn.glob("*")):
        text = f"{path.stat().st_size} bytes that were cut off a torn file"
        yield finding(str(path), Problem("cut-aside", text))
