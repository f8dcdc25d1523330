"""What a purge replaces in which files, and what it cannot: decided before anything is changed.

Each removed record and line is replaced by one of as many bytes (archive.warc.tombstone,
archive.records.is_purged), so that every other keeps its place. `archive.collection.purging` does it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive import jsonl
from archive.collection import Collection, mementos, recovery
from archive.collection.withdrawals import alone, articles_of, withdrawals
from archive.collection.withheld import WithheldRecords
from archive.errors import BadInput, BrokenWarc
from archive.index import Index
from archive.records import Comment, Removed, Withdrawal, decode, encode, is_purged, without_content
from archive.times import utc_now, warc_date
from archive.warc.reader import StoredRecord, scan
from archive.warc.rows import CaptureRow
from archive.warc.tombstone import Form, Tombstone, tombstone

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


def refuse(plan: Plan) -> None:
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
    form = form_of(path)
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


def form_of(path: Path) -> Form:
    """How a file is packed. Raises BadInput for ARC."""
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
        date=warc_date(utc_now()),
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
        for row in rows_of(collection, table, withdrawal):
            places.setdefault(row[0], set()).add(row[1])
    files = {jsonl.segment_name(path): path for path in jsonl.segments(collection.layout.records)}
    found: dict[Path, dict[int, bytes]] = {}
    for name, offsets in places.items():
        gaps = {
            offset: filling
            for offset, line in jsonl.lines_of(files[name])
            if offset in offsets and (filling := emptied(line, withdrawal)) != line
        }
        if gaps:
            found[files[name]] = gaps
    return found


def rows_of(
    collection: Collection, table: str, withdrawal: Withdrawal
) -> Iterator[tuple[str, int]]:
    """Segment and offset of the lines of a table that belong to what is withdrawn."""
    ids = sorted(articles_of(collection, withdrawal))
    where, values = f"article_id IN ({', '.join('?' for _ in ids)})", [*ids]
    if withdrawal.comment_id is not None:
        where, values = f"{where} AND comment_id = ?", [*ids, withdrawal.comment_id]
    query = f"SELECT segment, offset FROM main.{table} WHERE {where}"
    for row in collection.index.rows(query, values):
        yield row["segment"], row["offset"]


def emptied(line: bytes, withdrawal: Withdrawal) -> bytes:
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
