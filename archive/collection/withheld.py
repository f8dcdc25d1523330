"""Which records of WARC files are withheld: what an export leaves out and a purge removes.

An exchange is withheld as a whole: answer, request and metadata. They have one URL and one date, or
name each other: WARC-Concurrent-To, WARC-Refers-To, WARC-Segment-Origin-ID (WARC/1.1 section 5). What
was made of it (a conversion) is withheld by its URL, in whatever file it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import BrokenWarc
from archive.index import Index
from archive.index.withheld import Withheld
from archive.times import sort_key
from archive.urls import surt
from archive.warc.indexing import INDEXED, is_of_the_web, ties_of
from archive.warc.reader import StoredRecord, scan
from archive.warc.rows import WITHDRAWAL_ID, CaptureRow


def withheld_rows(index: Index, withheld: Withheld | None = None) -> Iterator[CaptureRow]:
    """The captures that are withheld, by all withdrawals or by those of `withheld`."""
    withheld = withheld or index.withheld
    if not withheld.in_force:
        return
    for row in index.all_captures("ORDER BY filename, offset"):
        if withheld.row(row):
            yield row


class WithheldRecords:
    """Tells the withheld records of the collection's WARC files from the others."""

    def __init__(self, index: Index, withheld: Withheld | None = None) -> None:
        self._withheld = withheld or index.withheld
        self._places: set[tuple[str, int]] = set()
        self._ids: set[str] = set()
        self.digests: set[str] = set()
        """Of the payloads that are withheld."""
        self.purged_in: set[str] = set()
        """The names of the files, of those that were asked for, in which something was purged."""
        self._exchanges: dict[str, set[tuple[str, str]]] = {}
        for row in withheld_rows(index, self._withheld):
            self._places.add((row.filename, row.offset))
            self._ids.add(row.record_id)
            self.digests |= {row.digest} - {None}  # type: ignore[arg-type]
            exchanges = self._exchanges.setdefault(row.filename, set())
            exchanges.add((row.url, sort_key(row.date)))

    @property
    def files(self) -> list[str]:
        """The names of the files that hold captures which are withheld."""
        return sorted(self._exchanges)

    def has(self, filename: str, offset: int) -> bool:
        """Whether the capture at this place is withheld."""
        return (filename, offset) in self._places

    def offsets(self, path: Path) -> frozenset[int]:
        """Where the withheld records of a file are, as far as it can be read.

        Memory: three numbers for each request and metadata record.
        """
        if not self._withheld.in_force:
            return frozenset()
        name = path.name.removesuffix(".open")
        tied = _Tied(set(filter(None, self._ids)))
        with suppress(BrokenWarc):
            for record in scan(path):
                if record.field(WITHDRAWAL_ID):
                    self.purged_in.add(name)
                elif record.rec_type not in ("warcinfo", "arc_header"):
                    tied.add(record, self._is_withheld(name, record))
        tied.follow()
        self._places |= {(name, offset) for offset in tied.offsets}
        return frozenset(tied.offsets)

    def _is_withheld(self, filename: str, record: StoredRecord) -> bool:
        """Whether a record is withheld by its own URL and date."""
        url, date = record.url, record.field("WARC-Date") or ""
        if self.has(filename, record.offset):
            return True
        if not url:
            return False
        if (url, sort_key(date)) in self._exchanges.get(filename, ()):
            return True
        return self._withheld.capture(surt(url), url, date)


@dataclass(slots=True)
class _Tied:
    """The withheld records of a file, with those that are tied to them."""

    ids: set[str]
    """Of withheld records, in whatever file."""
    offsets: set[int] = field(default_factory=set)
    _named: set[str] = field(default_factory=set)
    """What withheld records name."""
    _others: list[tuple[int, str, frozenset[str]]] = field(default_factory=list)
    """Offset, id and what it names: of records that may be tied to a withheld one."""

    def add(self, record: StoredRecord, is_withheld: bool) -> None:
        """Take note of a record."""
        if is_withheld:
            self._take(record.offset, record.record_id, ties_of(record))
        elif record.rec_type not in INDEXED or not is_of_the_web(record.url):
            # what has an answer of its own at a URL of its own is only beside the other
            self._others.append((record.offset, record.record_id, ties_of(record)))

    def _take(self, offset: int, record_id: str, names: frozenset[str]) -> None:
        self.offsets.add(offset)
        self.ids |= {record_id} - {""}
        self._named |= names

    def follow(self) -> None:
        """Find all that is tied to what is withheld, and to that again."""
        while True:
            rest = []
            for one in self._others:
                if one[1] in self._named or not one[2].isdisjoint(self.ids):
                    self._take(*one)
                else:
                    rest.append(one)
            if len(rest) == len(self._others):
                return
            self._others = rest
