"""`withdraw --purge`: the content of what is withdrawn is removed from the truth itself.

The only exception to "append-only". Each removed record and line is replaced by one of as many bytes
(archive.warc.tombstone, archive.records.is_purged), so that every other keeps its place.

    1. `purging` is recorded: what was begun is finished by the next repair.
    2. Every affected file is written anew beside itself and synced; the manifest notes what becomes
       of it; only then is each renamed over the old one.
    3. What is derived, or only about the crawl, is cleaned: CDXJ, index, frontier, logs, cut bytes.
    4. `purged` is recorded: how much was removed from which files; never what it was.

Every step may be done twice. The files are found through the index, whose rows go last.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive import cdxj, jsonl
from archive.collection import Collection, mementos, recovery
from archive.collection.cleaning import clean
from archive.collection.fixity import record_purge
from archive.collection.lock import exclusive
from archive.collection.withdrawals import alone, articles_of, record, withdrawals
from archive.collection.withheld import WithheldRecords
from archive.errors import ArchiveError, BadInput, BrokenWarc, CollectionLocked
from archive.files import naming, sync_directory, unfinished
from archive.index import Index
from archive.records import Comment, Removed, Withdrawal, decode, encode, is_purged, without_content
from archive.times import utc_now, warc_date
from archive.warc.reader import StoredRecord, scan
from archive.warc.rows import WITHDRAWAL_ID, CaptureRow
from archive.warc.tombstone import Form, Tombstone, pieces_of, tombstone

_TABLES = {
    "revisions": "articles",
    "observations": "observations",
    "comments": "comments",
    "aliases": "aliases",
}
_ALWAYS_FITS = 4096
"""Bytes in which there is room for any tombstone."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a record stood, or several that share a tombstone."""

    offset: int
    end: int
    said: Tombstone


@dataclass(slots=True)
class Plan:
    """What is replaced, by file."""

    listed: list[str] = field(default_factory=list)
    """The WARC files whose CDXJ is made anew: a crash may have come before it was."""
    warcs: dict[Path, list[Gap]] = field(default_factory=dict)
    segments: dict[Path, dict[int, bytes]] = field(default_factory=dict)
    """Offset in uncompressed bytes to what stands there then."""
    refused: list[str] = field(default_factory=list)
    """What cannot be purged, and why; of a purge that was begun, the rest is."""
    left: set[str] = field(default_factory=set)
    """The names of the WARC files that stay as they are, though they hold something of it."""

    def tables(self, withdrawal: Withdrawal) -> tuple[str, ...]:
        """The tables whose lines are purged; while files are left, aliases say what is withheld."""
        if withdrawal.subject == "comment":
            return ("comments",)
        return tuple(one for one in _TABLES if not (self.left and one == "aliases"))

    def removed(self, root: Path, known: tuple[str, ...] = ()) -> Removed:
        """How much that is, but for the files that are known."""
        warcs, segments = (
            {path.relative_to(root).as_posix(): len(gaps) for path, gaps in each.items()}
            for each in (self.warcs, self.segments)
        )
        files = sorted({*warcs, *segments} - set(known))
        return Removed(
            warc_records=sum(warcs.get(name, 0) for name in files),
            lines=sum(segments.get(name, 0) for name in files),
            files=tuple(files),
        )


def purge(collection: Collection, withdrawal: Withdrawal) -> Withdrawal:
    """As `purge_all`, of one withdrawal."""
    return purge_all(collection, [withdrawal])[0]


def purge_all(collection: Collection, wanted: list[Withdrawal]) -> list[Withdrawal]:
    """Remove the content of what is withdrawn; the withdrawals as they stand then.

    Raises CollectionLocked while a crawl writes, and BadInput, before anything is changed, where a
    file cannot be purged or another URL's capture would lose its content. Of a purge that was begun
    before, what can be removed is removed, before BadInput names the rest.
    """
    collection = _everything(collection)
    with ExitStack() as opened:
        opened.callback(collection.close)
        _alone(collection)
        recovery.repair(collection.layout, collection.index)
        plans = [planned(collection, one, wanted) for one in wanted]
        for one, plan in zip(wanted, plans, strict=True):
            if one.state != "purging":
                _refuse(plan)  # before any begin
        begun = [_begun(collection, one, plan) for one, plan in zip(wanted, plans, strict=True)]
        return [_carried_out(collection, one) for one in begun]


def _begun(collection: Collection, withdrawal: Withdrawal, plan: Plan) -> Withdrawal:
    """Note what will have been removed; of a purge that was begun, from files that came since."""
    before = withdrawal.removed or Removed(warc_records=0, lines=0, files=())
    known = before.files if withdrawal.state == "purging" else ()
    more = plan.removed(collection.layout.root, known)
    if withdrawal.state == "purging" and not more.files:
        return withdrawal
    removed = Removed(
        warc_records=before.warc_records + more.warc_records,
        lines=before.lines + more.lines,
        files=tuple(sorted({*before.files, *more.files})),
    )
    begun = replace(withdrawal, state="purging", recorded_at=_now(), removed=removed)
    record(collection, begun)
    return begun


def finish(collection: Collection, report: recovery.Report) -> None:
    """Finish the purges that a crash cut short, and tell the report what was done and what remains.

    Nothing is done while a crawl writes, and what is refused is passed over: all of it stays hidden.
    """
    for one in [each for each in withdrawals(collection) if each.state == "purging"]:
        said = f"the purge of {one.url or one.withdrawal_id} that was cut short"
        try:
            purge(collection, one)
        except CollectionLocked:
            break
        except ArchiveError as error:
            report.damaged.append(
                f"{said} is still not finished, and files may still hold its content, which stays "
                f"withheld: {error}; when that is mended, run `microfiche repair`"
            )
        else:
            report.done.append(f"{said} is finished ({one.withdrawal_id})")


def _everything(collection: Collection) -> Collection:
    """The collection as it sees what is withdrawn."""
    return Collection(collection.layout, Index(collection.layout.database, everything=True))


def _alone(collection: Collection) -> None:
    """Raises CollectionLocked where somebody writes; asked before anything is begun."""
    with exclusive(collection.layout.root / "collection.lock", "withdraw --purge"):
        pass


def _carried_out(collection: Collection, begun: Withdrawal) -> Withdrawal:
    layout = collection.layout
    with (
        exclusive(layout.root / "collection.lock", "withdraw --purge"),
        exclusive(layout.root / "recovery.lock", "withdraw --purge", wait_seconds=120),
    ):
        plan = planned(collection, begun)
        _replace_files(collection, plan)
        for name in plan.listed:
            cdxj.write(layout.cdxj / f"{name}.cdxj", cdxj.lines_of(layout.warc / name))
        clean(layout, collection.index, begun, alone(collection, begun))
        _forget(collection, begun, plan)
    _refuse(plan)
    ended = replace(begun, state="purged", recorded_at=_now())
    record(collection, ended)
    return ended


def _now() -> str:
    return warc_date(utc_now())


# --- what is to be removed ------------------------------------------------------------------------


def planned(
    collection: Collection, withdrawal: Withdrawal, wanted: Sequence[Withdrawal] = ()
) -> Plan:
    """What a purge replaces, and what it cannot; `wanted` is purged together with it."""
    index = collection.index
    withheld = WithheldRecords(index, alone(collection, withdrawal))
    plan = Plan()
    for path in recovery.warcs(collection.layout.warc):
        offsets = withheld.offsets(path)
        try:
            if offsets:
                plan.warcs[path] = list(_warc_gaps(path, offsets, withdrawal))
        except BadInput as error:
            plan.refused.append(str(error))
            plan.left.add(path.name)
    dependents = _dependents(collection, withheld, wanted)
    if dependents:
        plan.refused.append(
            "other URLs were kept as revisits of what would be removed, and would lose their "
            f"content: {', '.join(sorted(dependents)[:10])}; withdraw and purge those first "
            "(a withdrawal alone can be undone), or leave it withdrawn"
        )
        plan.left |= {path.name for path in plan.warcs}
        plan.warcs = {}
    names = {path.name for path in plan.warcs}
    plan.listed = sorted({*withheld.files, *withheld.purged_in, *names} - plan.left)
    plan.segments = _line_gaps(collection, withdrawal, plan.tables(withdrawal))
    return plan


def _refuse(plan: Plan) -> None:
    """Raises BadInput with what cannot be purged."""
    if plan.refused:
        raise BadInput("not purged: " + "; ".join(plan.refused))


def _dependents(
    collection: Collection, withheld: WithheldRecords, wanted: Sequence[Withdrawal]
) -> set[str]:
    """The URLs of revisits that have their content in records that would go, and stay themselves."""
    index = collection.index
    query = "SELECT DISTINCT digest FROM main.captures WHERE rec_type = 'revisit'"
    digests = {row["digest"] for row in index.rows(query)} & withheld.digests
    if not digests:
        return set()
    ids = {one.withdrawal_id for one in wanted}
    begun = [w for w in withdrawals(collection) if w.state == "purging" or w.withdrawal_id in ids]
    gone = [withheld, *(WithheldRecords(index, alone(collection, one)) for one in begun)]
    urls: set[str] = set()
    for digest in digests:
        rows = index.all_captures("WHERE digest = ?", (digest,))
        others = [row for row in rows if not any(_has(one, row) for one in gone)]
        if any(row.rec_type != "revisit" for row in others):
            continue  # the same content is kept there, and found by its digest
        urls |= {row.url for row in others if _rests_on(index, row, withheld)}
    return urls


def _has(withheld: WithheldRecords, row: CaptureRow) -> bool:
    return withheld.has(row.filename, row.offset)


def _rests_on(index: Index, row: CaptureRow, withheld: WithheldRecords) -> bool:
    try:
        original = mementos.original_of(index, row)
    except BrokenWarc:
        return False
    return withheld.has(original.filename, original.offset)


def _warc_gaps(path: Path, offsets: Set[int], withdrawal: Withdrawal) -> Iterator[Gap]:
    form = _form(path)
    run: list[tuple[int, int, StoredRecord]] = []
    for offset, end, found in _places(path):
        if offset in offsets:
            if run and run[-1][1] != offset:
                yield from _filled(path, form, run, withdrawal)
                run = []
            run.append((offset, end, found))
    yield from _filled(path, form, run, withdrawal)


def _places(path: Path) -> Iterator[tuple[int, int, StoredRecord]]:
    """Every record with where it begins and where the next one does."""
    left: StoredRecord | None = None
    try:
        for found in scan(path):
            if left is not None:
                if left.offset == found.offset:
                    raise BadInput(
                        f"{path}: several records share a Zstandard frame, and none of them can be "
                        "replaced; put the same records, a frame each, into warc/ in its place, "
                        "and run `microfiche rebuild`"
                    )
                yield left.offset, found.offset, left
            left = found
    except BrokenWarc as error:
        raise BadInput(
            f"{error}; take the file from a copy, or out of warc/ to remove it as a whole"
        ) from error
    if left is not None:
        yield left.offset, path.stat().st_size, left


def _form(path: Path) -> Form:
    if path.name.endswith((".arc", ".arc.gz")):
        raise BadInput(
            f"{path}: is ARC, which has no record to say that another was removed; take the file "
            "out of warc/ to remove it as a whole"
        )
    suffixes: Mapping[str, Form] = {".gz": "gzip", ".zst": "zstd"}
    return suffixes.get(path.suffix, "plain")


def _filled(
    path: Path, form: Form, run: list[tuple[int, int, StoredRecord]], withdrawal: Withdrawal
) -> Iterator[Gap]:
    """Tombstones for records that stand behind each other.

    One that is too short for a tombstone shares one with its neighbours.
    """
    found: list[Gap] = []
    for offset, end, one in run:
        if found and not _fits(form, found[-1]):
            found[-1] = replace(found[-1], end=end)
        else:
            found.append(Gap(offset, end, _said(one, withdrawal)))
    while len(found) > 1 and not _fits(form, found[-1]):
        last = found.pop()
        found[-1] = replace(found[-1], end=last.end)
    for gap in found:
        if not _fits(form, gap):
            raise BadInput(
                f"{path}: the record at {gap.offset} is too short to be replaced in place; "
                "take the file out of warc/ to remove it as a whole"
            )
        yield gap


def _said(removed: StoredRecord, withdrawal: Withdrawal) -> Tombstone:
    return Tombstone(
        removed_id=removed.record_id,
        withdrawal_id=withdrawal.withdrawal_id,
        date=_now(),
        warcinfo_id=removed.field("WARC-Warcinfo-ID"),
    )


def _fits(form: Form, gap: Gap) -> bool:
    length = gap.end - gap.offset
    return length >= _ALWAYS_FITS or tombstone(form, length, gap.said) is not None


# --- lines of records/ ----------------------------------------------------------------------------


def _line_gaps(
    collection: Collection, withdrawal: Withdrawal, tables: Sequence[str]
) -> dict[Path, dict[int, bytes]]:
    places: dict[str, set[int]] = {}
    for table in tables:
        for row in _rows_of(collection, table, withdrawal):
            places.setdefault(row[0], set()).add(row[1])
    files = {jsonl.segment_name(path): path for path in jsonl.segments(collection.layout.records)}
    found: dict[Path, dict[int, bytes]] = {}
    for name, offsets in places.items():
        gaps = {
            offset: filling
            for offset, line in jsonl.lines_of(files[name])
            if offset in offsets and (filling := _emptied(line, withdrawal)) != line
        }
        if gaps:
            found[files[name]] = gaps
    return found


def _rows_of(
    collection: Collection, table: str, withdrawal: Withdrawal
) -> Iterator[tuple[str, int]]:
    ids = sorted(articles_of(collection, withdrawal))
    where, values = f"article_id IN ({', '.join('?' for _ in ids)})", [*ids]
    if withdrawal.comment_id is not None:
        where, values = f"{where} AND comment_id = ?", [*ids, withdrawal.comment_id]
    query = f"SELECT segment, offset FROM main.{table} WHERE {where}"
    for row in collection.index.rows(query, values):
        yield row["segment"], row["offset"]


def _emptied(line: bytes, withdrawal: Withdrawal) -> bytes:
    """A line of as many bytes: of a comment, its place without its content; else nothing.

    A line ends with spaces, which are no part of its JSON.
    """
    if is_purged(line):
        return line
    purged = b'{"type":"purged","withdrawal_id":"%s"}' % withdrawal.withdrawal_id.encode()
    if withdrawal.subject == "comment":
        kept = encode(without_content(decode(line, Comment)))
        purged = kept if len(kept) <= len(line) else purged
    if len(purged) > len(line):
        purged = b'{"type":"purged"}'
    return purged.ljust(len(line))


# --- the files ------------------------------------------------------------------------------------


def _replace_files(collection: Collection, plan: Plan) -> None:
    """Write every affected file anew, note it in the manifest, then put it in the place of the old."""
    made: dict[Path, Path] = {}
    try:
        for path, gaps in plan.warcs.items():
            made[path] = _rewritten(path, gaps)
        for path, fillings in plan.segments.items():
            made[path] = _rewritten_segment(path, fillings)
        if made:
            record_purge(collection.layout, made)
        for path, temporary in made.items():
            with naming(path):
                temporary.replace(path)
    finally:
        for temporary in made.values():
            temporary.unlink(missing_ok=True)
    for directory in (collection.layout.warc, collection.layout.records):
        sync_directory(directory)


def _beside(path: Path) -> Path:
    """Where a file is written anew; `repair` removes what a dead process left there."""
    return path.with_name(f".{path.name}.purge.tmp")


def _rewritten(path: Path, gaps: list[Gap]) -> Path:
    target = _beside(path)
    with unfinished(target) as file, path.open("rb") as source:
        shutil.copyfileobj(source, file, 1 << 20)
        for gap in gaps:
            filling = pieces_of(_form(path), gap.end - gap.offset, gap.said)
            assert filling is not None
            file.seek(gap.offset)
            file.writelines(filling)
        file.seek(0, 2)
    return target


def _rewritten_segment(path: Path, fillings: Mapping[int, bytes]) -> Path:
    target = _beside(path)
    with unfinished(target) as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
        for offset, line in jsonl.lines_of(path):
            packed.write(fillings.get(offset, line) + b"\n")
    return target


# --- the index ------------------------------------------------------------------------------------


def _forget(collection: Collection, withdrawal: Withdrawal, plan: Plan) -> None:
    """Take the rows out of the index, and what SQLite keeps of deleted rows out of its file."""
    index = collection.index
    index.db.execute("PRAGMA secure_delete = ON")
    tables = plan.tables(withdrawal)
    lines = {table: list(_rows_of(collection, table, withdrawal)) for table in tables}
    warc = collection.layout.warc
    gone = [place for name in plan.listed for place in _gone(index, warc / name)]
    with index.change():
        index.db.executemany("DELETE FROM main.captures WHERE filename = ? AND offset = ?", gone)
        for table, places in lines.items():
            for segment, offset in places:
                _forget_line(index, table, segment, offset, withdrawal)
        index.db.execute("INSERT INTO words (words) VALUES ('optimize')")
    index.db.execute("VACUUM")
    index.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _gone(index: Index, path: Path) -> list[tuple[str, int]]:
    """The captures of a file that the index has, and the file no more."""
    here = {found.offset for found in scan(path) if found.field(WITHDRAWAL_ID) is None}
    rows = index.all_captures("WHERE filename = ?", (path.name,))
    return [(path.name, row.offset) for row in rows if row.offset not in here]


def _forget_line(
    index: Index, table: str, segment: str, offset: int, withdrawal: Withdrawal
) -> None:
    at = (segment, offset)
    found = index.db.execute(
        f"SELECT id, record FROM main.{table} WHERE segment = ? AND offset = ?", at
    ).fetchone()
    emptied = _emptied(found["record"], withdrawal)
    if table == "revisions":
        index.db.execute("DELETE FROM words WHERE rowid = ?", (found["id"],))
    if is_purged(emptied):
        index.db.execute(f"DELETE FROM main.{table} WHERE id = ?", (found["id"],))
    else:
        index.db.execute(f"UPDATE main.{table} SET record = ? WHERE id = ?", (emptied, found["id"]))
