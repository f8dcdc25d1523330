"""One writer of a collection: its own WARC and JSONL segments, named after it.

The order of durability is the caller's to keep, and this is how: `write` (WARC record), `sync`,
then `append` (JSONL lines and index rows), `sync`, and only then an acknowledgement. `sync_files`
may run in a thread; everything else belongs to the thread that made the writer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

import archive
from archive import cdxj
from archive.collection.append import Additions, additions
from archive.collection.arrivals import line_of
from archive.collection.fixity import ManifestWriter, name_of
from archive.collection.layout import Layout, new_writer_id
from archive.collection.lock import shared
from archive.collection.manifest import Why, read_manifest
from archive.collection.mementos import latest_whole, original_of, validators
from archive.errors import BrokenWarc
from archive.files import locked_new, naming, sync_directory
from archive.index import Index
from archive.index.store import IN_TIME, OURS
from archive.jsonl import ClosingSegmentWriter, SegmentWriter
from archive.records import Capture, PageRecords, Reread, encode
from archive.warc.exchange import WireExchange
from archive.warc.reader import stored_path
from archive.warc.rows import CRAWLED, CaptureRow
from archive.warc.writer import WarcWriter, Written

_MOST_FILES = 16
"""Captures of one payload that are looked at for one whose file is still there."""
KINDS = ("aliases", "articles", "comments", "observations", "withdrawals")
WARC_MAX_SECONDS = 24 * 3600.0
"""Age at which a WARC is closed and the next begun."""
CLOSING = "observations"
"""The kind whose line says that a capture is recorded: it is written when the others are durable."""


@dataclass(frozen=True, slots=True)
class Originals:
    """What a revisit may refer to: what this collection's own crawls wrote, durable, indexed, not
    withheld, and still in `warc`. Never what is imported: it would become our evidence."""

    index: Index
    warc: Path

    def by_payload(self, payload_sha256: str) -> CaptureRow | None:
        if not self.index.has_payload(payload_sha256):
            return None  # as nearly always, and asked for every answer
        where = (
            "WHERE payload_sha256 = ? AND rec_type = 'response' AND status = 200 "
            f"AND truncated IS NULL AND {OURS} ORDER BY {IN_TIME} LIMIT {_MOST_FILES}"
        )
        found = self.index.captures(where, (payload_sha256,))
        return next((row for row in found if self._is_there(row)), None)

    def by_url(self, url: str, asked: tuple[str | None, str | None]) -> CaptureRow | None:
        known = validators(self.index, url)
        is_ours = all(mine in (None, its) for mine, its in zip(asked, known, strict=True))
        return self.of_url(url) if is_ours else None

    def of_url(self, url: str) -> CaptureRow | None:
        """The latest whole response record of the URL, whatever was asked."""
        found = latest_whole(self.index, url)
        try:
            original = original_of(self.index, found) if found else None
        except BrokenWarc:
            return None
        if original is None or original.origin != CRAWLED:
            return None
        return original if self._is_there(original) else None

    def _is_there(self, row: CaptureRow) -> bool:
        """A file may have been moved away by hand since it was indexed."""
        return stored_path(self.warc, row.filename).exists()


class Writer:
    """Writes exchanges and what was read from them."""

    def __init__(
        self,
        layout: Layout,
        index: Index,
        *,
        warcinfo: Mapping[str, str] | None = None,
        warc_max_bytes: int = 1 << 30,
        warc_max_seconds: float = WARC_MAX_SECONDS,
    ) -> None:
        self.id = new_writer_id()
        self._layout = layout
        self._index = index
        self._held = ExitStack()
        self._held.enter_context(shared(layout.root / "collection.lock", wait_seconds=5))
        self._marker = layout.writers / self.id
        self._marked = locked_new(self._marker)
        self._held.callback(os.close, self._marked)
        sync_directory(layout.writers)  # who comes after a power cut must know of this writer
        self._behind = self._held.enter_context(ThreadPoolExecutor(1, "closed"))
        """One thread hashes and lists what is closed, so that no page waits for it."""
        self._pending: list[Future[None]] = []
        self._manifest = ManifestWriter(layout, self.id)
        self._warc = WarcWriter(
            layout.warc,
            self.id,
            {**default_warcinfo(), **(warcinfo or {})},
            originals=Originals(index, layout.warc),
            max_bytes=warc_max_bytes,
            max_seconds=warc_max_seconds,
            on_closed=self._closed_warc,
        )
        self._segments = {
            kind: SegmentWriter(layout.records, kind, self.id, on_closed=self._closed_segment)
            for kind in KINDS
            if kind != CLOSING
        }
        self._segments[CLOSING] = ClosingSegmentWriter(
            layout.records,
            CLOSING,
            self.id,
            sync_others=self._sync_others,
            on_closed=self._closed_segment,
        )
        self._unknown: dict[str, CaptureRow] = {}
        """Record id to the row of what was written and is not in the index yet."""
        self.renamed: list[tuple[str, str]] = []
        """Names of WARCs that other files had taken, and what ours are called instead."""

    def write(self, exchange: WireExchange, page: Mapping[str, str] | None = None) -> Written:
        """Append an exchange to the WARC; durable after `sync`."""
        written = self._warc.write(exchange, page)
        if written.row is not None:
            self._unknown[written.row.record_id] = written.row
        return written

    def describe(self, url: str, about: str, fields: Iterable[tuple[str, str]]) -> None:
        """Append a metadata record on a record of the WARC; durable after `sync`."""
        self._warc.describe(url, about, fields)

    def append(self, page: PageRecords, capture: Capture, reread: Reread) -> Additions:
        """Append what a page, read, adds to the records, and to the index; durable after `sync`.

        Where it cannot be, files and index are as they were.
        """
        with self.together():
            added = additions(self._index, page, capture, reread)
            for alias in added.aliases:
                self._line("aliases", alias)
            if added.revision is not None:
                self._line("articles", added.revision)
            if added.restated is not None:
                self._line("articles", added.restated)
            for comment in (*added.comments, *added.restated_comments):
                self._line("comments", comment)
            if added.observation is not None:
                self._line("observations", added.observation)
        return added

    def append_line(self, kind: str, record: object) -> None:
        """Append one record as it is: a newer reading of a revision, an alias."""
        with self.together():
            self._line(kind, record)

    @contextmanager
    def together(self, durable: Sequence[CaptureRow] = ()) -> Iterator[None]:
        """Lines and index rows, all of them or none. Pages appended inside one are one transaction
        of the index, and each is still taken back alone where it cannot be appended. `durable` are
        captures that become known with them. A segment that is full or old is closed before it, and
        none inside: what is closed cannot be cut back."""
        if not self._index.db.in_transaction:
            self._close_due_segments()
        marks = {kind: segment.mark() for kind, segment in self._segments.items()}
        try:
            with self._index.step():
                self._add_captures(durable)
                yield
        except BaseException:
            for kind, segment in self._segments.items():
                segment.cut_back(marks[kind])
            raise
        for row in durable:
            self._unknown.pop(row.record_id, None)

    def _line(self, kind: str, record: object) -> None:
        line = encode(record)
        position = self._segments[kind].append(line)
        self._index.add_line(record, line, position)

    def sync(self) -> None:
        """Make everything written so far durable, then known to the index."""
        rows = self.taken()
        self.sync_files()
        self.know(rows)

    def taken(self) -> list[CaptureRow]:
        """The rows of what was written and is not known yet; to be known once it is durable."""
        return list(self._unknown.values())

    def sync_files(self) -> None:
        """Wait until what was written is on the device. May run in a thread."""
        self._segments[CLOSING].sync()

    def _sync_others(self) -> None:
        self._warc.sync()
        for kind, segment in self._segments.items():
            if kind != CLOSING:
                segment.sync()

    def know(self, rows: list[CaptureRow]) -> None:
        """Put durable captures into the index."""
        if rows:
            with self.together(rows):
                pass

    def _add_captures(self, rows: Sequence[CaptureRow]) -> None:
        if not rows:
            return
        self._index.add_captures(rows)
        ends = {row.filename: row.offset + row.length for row in rows}  # the last of each
        for filename, end in ends.items():
            self._index.count(filename, "warc", end, CRAWLED)

    def close_due(self) -> None:
        """Close the segments that are full or old: an idle writer leaves none open for weeks."""
        self._warc.close_due()
        self._close_due_segments()

    def _close_due_segments(self) -> None:
        for segment in self._segments.values():
            segment.close_due()

    def close(self) -> None:
        """Sync, close, index and compress everything; the writer has then ended cleanly.

        Where that fails the writer counts as dead: its marker stays, and a repair finishes it.
        """
        with self._held:
            try:
                self._close_files()
                self._marker.unlink(missing_ok=True)
            finally:
                self._let_go()

    def abandon(self) -> None:
        """Close the files, but stay among the dead writers: captures may lack their records."""
        with self._held:
            try:
                self._close_files()
            finally:
                self._let_go()

    def _close_files(self) -> None:
        self.sync()
        self._warc.close()
        for segment in self._segments.values():
            segment.close()
        for pending in self._pending:
            pending.result()
        self._manifest.close()

    def _let_go(self) -> None:
        self._warc.let_go()
        wait(self._pending)
        self._manifest.let_go()
        for segment in self._segments.values():
            segment.let_go()

    def _closed_warc(self, path: Path) -> None:
        """What is still on its way to the index is in this file, which is durable: it goes first,
        because the file then counts as indexed. Manifest and listing read it again, in a thread."""
        self.know(self.taken())
        if path.name != self._warc.name:
            self._rename(self._warc.name, path.name)
        self._index.count(path.name, "warc", path.stat().st_size, CRAWLED)
        self._later(self._note, path, "closed")
        self._later(_list, self._layout.cdxj / f"{path.name}.cdxj", path)

    def _rename(self, name: str, given: str) -> None:
        """Know captures under the name that their file was given, where its own was taken."""
        rows = self._index.all_captures("WHERE filename = ?", (name,))
        with self._index.change():
            self._index.take_back(name, 0)
            self._index.add_captures(replace(row, filename=given) for row in rows)
        self.renamed.append((name, given))

    def _closed_segment(self, path: Path) -> None:
        if path.exists():  # else a repair has taken it up, and notes it
            self._later(self._note, path, "closed")

    def expect(self, arrival: Mapping[str, object]) -> None:
        """Say durably which file is about to get its name in warc/, and where it comes from.

        Its captures are then found and read, however this writer ends.
        """
        with naming(self._marker):
            os.write(self._marked, line_of(arrival))
            os.fsync(self._marked)

    def note_import(self, name: str) -> None:
        """Note in the manifest, where it is not yet, a file that was copied into warc/."""
        self._later(self._note_import, self._layout.warc / name)

    def _later(self, call: Callable[..., None], *arguments: object) -> None:
        self._pending.append(self._behind.submit(call, *arguments))

    def _note(self, path: Path, why: Why) -> None:
        self._manifest.record(path, why)
        self._manifest.sync()

    def _note_import(self, path: Path) -> None:
        if name_of(self._layout, path) not in read_manifest(self._layout).files():
            self._note(path, "imported")

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()


def _list(listing: Path, path: Path) -> None:
    cdxj.write(listing, cdxj.lines_of(path))


def default_warcinfo() -> dict[str, str]:
    """The fields of a warcinfo that do not depend on the crawl (WARC/1.1 section 6.2)."""
    return {
        "software": f"microfiche/{archive.__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    }


def captured(row: CaptureRow, **known: Any) -> Capture:
    """The capture of an index row; `known` adds request_url, redirects, via."""
    fields: dict[str, Any] = {"request_url": row.url, **known}
    return Capture(
        url=row.url,
        fetched_at=row.date,
        status=row.status or 0,
        warc_filename=row.filename,
        warc_offset=row.offset,
        warc_record_id=row.record_id,
        payload_digest=row.digest,
        **fields,
    )
