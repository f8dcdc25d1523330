"""Which records of WARC files are withheld: what an export leaves out and a purge removes.

An exchange is withheld as a whole: answer, request and metadata, which have one URL and one date.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.index import Index
from archive.index.withheld import Withheld
from archive.times import sort_key
from archive.warc.reader import StoredRecord
from archive.warc.rows import CaptureRow


def withheld_rows(index: Index, withheld: Withheld | None = None) -> Iterator[CaptureRow]:
    """The captures that are withheld, by all withdrawals or by those of `withheld`."""
    withheld = withheld or index.withheld
    if not withheld.in_force:
        return
    for row in index.all_captures("ORDER BY filename, offset"):
        if withheld.capture(row.urlkey, row.url, row.date, row.location):
            yield row


class WithheldRecords:
    """Tells the withheld records of the collection's WARC files from the others."""

    def __init__(self, index: Index, withheld: Withheld | None = None) -> None:
        self._withheld = withheld or index.withheld
        self._places: set[tuple[str, int]] = set()
        self.digests: set[str] = set()
        """Of the payloads that are withheld."""
        self._exchanges: dict[str, set[tuple[str, str]]] = {}
        for row in withheld_rows(index, self._withheld):
            self._places.add((row.filename, row.offset))
            self.digests |= {row.digest} - {None}  # type: ignore[arg-type]
            exchanges = self._exchanges.setdefault(row.filename, set())
            exchanges.add((row.url, sort_key(row.date)))

    @property
    def files(self) -> list[str]:
        """The names of the files that hold some."""
        return sorted(self._exchanges)

    @property
    def places(self) -> list[tuple[str, int]]:
        """Files and offsets of the captures that are withheld."""
        return sorted(self._places)

    def has(self, filename: str, offset: int) -> bool:
        """Whether the capture at this place is withheld."""
        return (filename, offset) in self._places

    def __call__(self, filename: str, record: StoredRecord) -> bool:
        """Whether a record of a file is withheld."""
        if record.rec_type in ("warcinfo", "arc_header") or not record.url:
            return False
        exchange = (record.url, sort_key(record.field("WARC-Date") or ""))
        return exchange in self._exchanges.get(filename, ()) or self._withheld.url(record.url)
