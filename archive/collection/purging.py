"""`withdraw --purge`: the content of what is withdrawn is removed from the truth itself.

The only exception to "append-only". What is replaced by what: archive.collection.purge_plan.

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
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from archive import cdxj, jsonl
from archive.collection import Collection, recovery
from archive.collection.cleaning import clean
from archive.collection.fixity import record_purge
from archive.collection.lock import exclusive
from archive.collection.purge_plan import Gap, Plan, emptied, form_of, planned, refuse, rows_of
from archive.collection.withdrawals import alone, record, withdrawals
from archive.errors import ArchiveError, CollectionLocked
from archive.files import naming, sync_directory, unfinished
from archive.index import Index
from archive.records import Removed, Withdrawal, is_purged
from archive.times import utc_now, warc_date
from archive.warc.reader import scan
from archive.warc.rows import WITHDRAWAL_ID
from archive.warc.tombstone import pieces_of


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
                refuse(plan)  # before any begin
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
    refuse(plan)
    ended = replace(begun, state="purged", recorded_at=_now())
    record(collection, ended)
    return ended


def _now() -> str:
    return warc_date(utc_now())


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
            filling = pieces_of(form_of(path), gap.end - gap.offset, gap.said)
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
    lines = {table: list(rows_of(collection, table, withdrawal)) for table in tables}
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
    left = emptied(found["record"], withdrawal)
    if table == "revisions":
        index.db.execute("DELETE FROM words WHERE rowid = ?", (found["id"],))
    if is_purged(left):
        index.db.execute(f"DELETE FROM main.{table} WHERE id = ?", (found["id"],))
    else:
        index.db.execute(f"UPDATE main.{table} SET record = ? WHERE id = ?", (left, found["id"]))
