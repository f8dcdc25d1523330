"""After a crash: torn tails are cut, claims beyond the truth are taken back, and what the truth holds
is known again.

`repair` does what can be done without the reader. What remains for it is named in the report: the
writers that died, whose captures may lack an observation. Their markers stay until somebody
(crawler.rereading) has rolled them forward, so that a crash in between loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive import cdxj, jsonl
from archive.collection.arrivals import arrivals_of, remove_scratch
from archive.collection.failures import refuse_odd, telling, what_is_odd
from archive.collection.fixity import closed_files, record_missing, writer_of
from archive.collection.layout import Layout
from archive.collection.lock import exclusive
from archive.collection.manifest import manifests
from archive.collection.origins import origins
from archive.errors import BrokenRecord, BrokenWarc
from archive.files import Appender, is_held, naming, remove_unfinished, taken
from archive.index import Index
from archive.index.store import IN_TIME
from archive.jsonl import Position
from archive.records import (
    Alias,
    Article,
    Comment,
    Observation,
    Withdrawal,
    decode,
    is_purged,
)
from archive.warc.indexing import rows_of
from archive.warc.reader import readable
from archive.warc.recovery import abandoned, close_abandoned, damaged_at, keep_aside
from archive.warc.rows import CaptureRow

RECORD_TYPES: dict[str, type[Any]] = {
    "aliases": Alias,
    "articles": Article,
    "comments": Comment,
    "observations": Observation,
    "withdrawals": Withdrawal,
}
WARC_SUFFIXES = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")


@dataclass(slots=True)
class Report:
    """What a repair found and did, in sentences, and what it leaves for the reader."""

    done: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    """What cannot be read and was left as it is."""
    dead_writers: list[str] = field(default_factory=list)
    mended: dict[str, int] = field(default_factory=dict)
    """File or segment to the offset behind which its records or lines were moved up."""


Progress = Callable[[str], None]


def repair(layout: Layout, index: Index, progress: Progress = lambda what: None) -> Report:
    """Bring files and index to agree. Harmless where nothing is wrong."""
    report = Report()
    with exclusive(layout.root / "recovery.lock", "repair", wait_seconds=120):
        report.dead_writers = dead_writers(layout)
        _close_files(layout, report)
        for name, offset in report.mended.items():
            index.take_back(name, offset)
        catch_up(layout, index, report, progress)
    return report


def dead_writers(layout: Layout) -> list[str]:
    """The writers that neither live nor ended cleanly."""
    names = (path for path in sorted(layout.writers.iterdir()) if not path.name.startswith("."))
    return [path.name for path in names if path.exists() and not is_held(path)]


def _close_files(layout: Layout, report: Report) -> None:
    """Close what dead writers left open, and note in the manifest what they could not."""
    for directory in layout.directories:
        remove_unfinished(directory)
    closed = [*_close_warcs(layout, report), *_close_segments(layout, report)]
    for path in manifests(layout):
        if not is_held(path):
            _tell_torn(path, _cut_torn(path, layout.torn), report)
    came = {each: _brought(layout, each) for each in _writers(layout)}
    arrived = sorted({path for each in report.dead_writers for path in came.get(each, ())})
    for line in record_missing(layout, arrived, "imported"):
        report.done.append(f"{line.file}: noted in the manifest")
    # what was imported under the name of a dead writer's file is none of his
    dead = [path for path in closed_files(layout) if writer_of(path) in report.dead_writers]
    ours = {*closed, *dead} - {path for each in came.values() for path in each}
    for line in record_missing(layout, sorted(ours), "repaired"):
        if layout.root / line.file not in closed:
            report.done.append(f"{line.file}: noted in the manifest")
    remove_scratch(layout)


def _writers(layout: Layout) -> list[str]:
    return [path.name for path in layout.writers.iterdir() if not path.name.startswith(".")]


def _brought(layout: Layout, writer_id: str) -> set[Path]:
    """The files that a writer copied into warc/, as its marker says."""
    arrivals = arrivals_of(layout, writer_id)
    return {layout.warc / one["name"] for one in arrivals if not one.get("known")}


def _tell_torn(path: Path, torn: int | None, report: Report) -> None:
    if torn is not None:
        report.done.append(f"{path.name}: half a last line cut off at offset {torn}")


def _close_warcs(layout: Layout, report: Report) -> list[Path]:
    closed: list[Path] = []
    for path in abandoned(layout.warc):
        with telling(layout, path, report.damaged):
            refuse_odd(path)
            closed += _close_warc(path, layout, report)
    return closed


def _close_warc(path: Path, layout: Layout, report: Report) -> list[Path]:
    """Close what a dead writer left; no file where nothing of it was whole."""
    size, gap = path.stat().st_size, damaged_at(path)
    name = path.name.removesuffix(".open")
    final = close_abandoned(path, layout.torn, _rested_on(layout, name) if gap is not None else 0)
    if final is None:
        report.done.append(f"{path.name}: held no whole record; its {size} bytes are kept aside")
        return []
    cut = size - final.stat().st_size
    report.done.append(f"{final.name}: closed" + (f", {cut} torn bytes cut off" if cut else ""))
    if final.name != name:
        report.done.append(f"{final.name}: is so called because another file is called {name}")
        report.mended[name] = 0  # what was indexed of it is under the other's name
        return [final]
    damaged = damaged_at(final) if gap is not None else None
    if gap is not None and damaged is None:
        report.mended[name] = gap
    if damaged is not None:
        report.damaged.append(f"{final.name}: broken at offset {damaged}; records follow it")
    return [final]


def _rested_on(layout: Layout, name: str) -> int:
    """An offset behind the beginning of the last record of a WARC that a line names; 0 for none."""
    place = re.compile(rb'"warc_filename":"%s","warc_offset":(\d+)' % re.escape(name.encode()))
    found = 0
    for path in jsonl.segments(layout.records):
        with suppress(BrokenRecord, BrokenWarc, OSError):
            refuse_odd(path)
            for _, line in jsonl.lines_of(path):
                found = max([found, *(int(offset) + 1 for offset in place.findall(line))])
    return found


def _close_segments(layout: Layout, report: Report) -> list[Path]:
    closed: list[Path] = []
    for path in sorted(layout.records.glob("*.jsonl")):
        if not is_held(path):
            with telling(layout, path, report.damaged):
                refuse_odd(path)
                _mend(path, layout.torn, report)
                closed.append(jsonl.compress(path))
    return [path for path in closed if path.exists()]


def _mend(path: Path, aside: Path, report: Report) -> None:
    """Take torn lines out of a segment; whole ones that follow them are kept."""
    with taken(path) as is_ours:
        torn = jsonl.torn_tail(path) if is_ours else None
        if torn is None:
            return
        keep_aside(path, torn, aside)
        kept = jsonl.mend(path, torn)
    report.mended[jsonl.segment_name(path)] = torn
    followed = f"; {kept} whole lines that followed it were kept" if kept else ""
    report.done.append(f"{path.name}: torn at offset {torn}, cut off{followed}")


def _cut_torn(path: Path, aside: Path) -> int | None:
    with taken(path) as is_ours:
        torn = jsonl.torn_tail(path) if is_ours else None
    if torn is not None:
        with Appender(path) as file:
            keep_aside(path, torn, aside)
            file.cut(torn)
    return torn


def catch_up(
    layout: Layout, index: Index, report: Report, progress: Progress = lambda what: None
) -> None:
    """Index what the truth holds beyond the index, and take back what the index claims beyond it."""
    _forget_missing(layout, index, report)
    for path in jsonl.segments(layout.records):
        with telling(layout, path, report.damaged):
            refuse_odd(path)
            _catch_up_segment(path, index, report, progress)
    for path in _named_as_warcs(layout.warc):
        with telling(layout, path, report.damaged):
            refuse_odd(path)
            _catch_up_warc(path, layout, index, report, progress)
    _know_origins(layout, index)


def _know_origins(layout: Layout, index: Index) -> None:
    """Where the files come from of which the index does not know it, by the manifest."""
    unknown = {name for name, origin in index.origins().items() if origin is None}
    found = origins(layout) if unknown else {}
    with index.change():
        for name in sorted(unknown & found.keys()):
            index.count(name, "warc", 0, found[name].origin)


def warcs(directory: Path) -> list[Path]:
    """The closed WARC and ARC files that can be read."""
    return [path for path in _named_as_warcs(directory) if what_is_odd(path) is None]


def _named_as_warcs(directory: Path) -> list[Path]:
    return [path for path in sorted(directory.iterdir()) if path.name.endswith(WARC_SUFFIXES)]


def _forget_missing(layout: Layout, index: Index, report: Report) -> None:
    # the index is asked first: a segment that is begun meanwhile is not missing
    names = index.segment_names()
    here = {jsonl.segment_name(path) for path in jsonl.segments(layout.records)}
    here |= {path.name.removesuffix(".open") for path in layout.warc.iterdir()}
    for name in names:
        if name not in here and not _is_here(layout, name):
            removed = index.take_back(name, 0)
            if removed:
                report.done.append(f"{name}: is gone; {removed} rows of it taken out of the index")


def _is_here(layout: Layout, name: str) -> bool:
    """Asked again one by one: a listing may miss a file that is renamed while it is made."""
    ways = [layout.records / f"{name}.jsonl", layout.records / f"{name}.jsonl.gz"]
    ways += [layout.warc / f"{name}.open", layout.warc / name]
    return any(path.exists() for path in ways)


def _catch_up_segment(path: Path, index: Index, report: Report, progress: Progress) -> None:
    if is_held(path):
        return
    name = jsonl.segment_name(path)
    size, known = jsonl.plain_size(path), index.counted(name) or 0
    if known > size:
        removed = index.take_back(name, size)
        report.done.append(f"{name}: {removed} index rows beyond its end taken back")
    if known < size:
        progress(name)
        _index_lines(path, name, known, index, report)


def _index_lines(path: Path, name: str, start: int, index: Index, report: Report) -> None:
    """Index the lines from an offset on; one that is no record is told and passed over."""
    kind = RECORD_TYPES.get(name.partition("-")[0])
    if kind is None:
        raise BrokenRecord(f"{path}: is no segment of a kind that is known")
    with index.change():
        for offset, line in jsonl.lines_of(path, start):
            end = offset + len(line) + 1
            if is_purged(line):
                index.count(name, name.partition("-")[0], end)
                continue
            try:
                record = decode(line, kind)
                index.add_line(record, line, Position(name, offset, end))
            except BrokenRecord as error:
                report.damaged.append(f"{path}: at offset {offset}: {error}")


def _catch_up_warc(
    path: Path, layout: Layout, index: Index, report: Report, progress: Progress
) -> None:
    size, known = path.stat().st_size, index.counted(path.name) or 0
    if known > size:
        removed = index.take_back(path.name, size)
        report.done.append(f"{path.name}: {removed} index rows beyond its end taken back")
    listing = layout.cdxj / f"{path.name}.cdxj"
    if not listing.exists():
        cdxj.write(listing, cdxj.readable_lines(path))
    if known < size:
        progress(path.name)
        _index_warc(path, index)


def _index_warc(path: Path, index: Index) -> None:
    """Index every readable record of a file; raises BrokenWarc after them where it breaks off."""
    rows, faults = readable(path, lambda start: rows_of(path, path.name, start))
    with index.change():
        index.add_captures(rows)
        index.count(path.name, "warc", path.stat().st_size)
    if faults:
        raise faults[0]


def rolled_forward(layout: Layout, writer_id: str) -> None:
    """A dead writer's captures all have their observations now: forget the writer."""
    (layout.writers / writer_id).unlink(missing_ok=True)


def unobserved(index: Index, writer_id: str = "") -> list[CaptureRow]:
    """The captures that may be of pages and have no observation, in order of time; of one writer,
    or of all and of imported files too."""
    where = (
        "WHERE filename LIKE ? AND method IS NULL AND part IS NULL "
        "AND rec_type IN ('response', 'revisit') "
        "AND (mime IN ('text/html', 'application/xhtml+xml', 'warc/revisit', '-') "
        "OR status >= 400) "
        "AND record_id NOT IN "
        "(SELECT warc_record_id FROM observations WHERE warc_record_id IS NOT NULL) "
        f"ORDER BY {IN_TIME}"
    )
    return index.captures(where, (f"%{writer_id}.warc.gz" if writer_id else "%",))


def rebuild(layout: Layout, open_index: Callable[[], Index], progress: Progress) -> Report:
    """Delete index/ and build it anew from the truth."""
    report = Report()
    with (
        exclusive(layout.root / "collection.lock", "rebuild"),
        exclusive(layout.root / "recovery.lock", "rebuild", wait_seconds=120),
    ):
        report.dead_writers = dead_writers(layout)
        _close_files(layout, report)
        _delete_index(layout)
        index = open_index()
        try:
            catch_up(layout, index, report, progress)
        finally:
            index.close()
    return report


def _delete_index(layout: Layout) -> None:
    with naming(layout.index):
        layout.cdxj.mkdir(parents=True, exist_ok=True)
        for path in [*layout.index.glob("index.sqlite*"), *layout.cdxj.glob("*.cdxj")]:
            path.unlink()
