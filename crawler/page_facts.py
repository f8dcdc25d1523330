"""What metadata records say of a page: via, the redirects before it, and how its thread ended.

Via and redirects stand in the page's own file, beside its record. How the thread ended was written when
it did, and its file may be a later one of the same crawl: there nothing else is believed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from archive.collection import Collection
from archive.errors import ArchiveError
from archive.warc.reader import scan, stored_path
from archive.warc.rows import CaptureRow
from crawler.comments import BY_NAME, Stop
from crawler.threads import files_after

_MOST_FILES = 16
_LONGEST_BLOCK = 1 << 16
STOPS = "comments_stops"
"""Provider to why no more of its comments were to be had."""
_Facts = Mapping[str, Mapping[str, object]]


class PageFacts:
    """What is said of the pages of a collection.

    Captures in order of time may go to and fro between files: those of the last few are kept.
    """

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._by_file: dict[str, _Facts] = {}

    def of(self, row: CaptureRow) -> Mapping[str, object]:
        """via, request_url, redirects and STOPS of a page, as far as they are said."""
        known = dict(self._in(row.filename).get(row.record_id, {}))
        stops = known.get(STOPS) or self._stops_after(row)
        return {**known, STOPS: stops} if stops else known

    def _stops_after(self, row: CaptureRow) -> object:
        for filename in files_after(self._collection, row):
            if stops := self._in(filename).get(row.record_id, {}).get(STOPS):
                return stops
        return None

    def _in(self, filename: str) -> _Facts:
        if filename not in self._by_file:
            if len(self._by_file) >= _MOST_FILES:
                del self._by_file[next(iter(self._by_file))]
            self._by_file[filename] = self._read(filename)
        return self._by_file[filename]

    def _read(self, filename: str) -> _Facts:
        found: dict[str, dict[str, object]] = {}
        try:
            for record in scan(stored_path(self._collection.layout.warc, filename)):
                about = record.field("WARC-Concurrent-To") or record.field("WARC-Refers-To")
                if record.rec_type == "metadata" and about:
                    known = _facts(record.block.read(_LONGEST_BLOCK))
                    _add(found.setdefault(about, {}), known)
        except ArchiveError:
            return found  # a file that breaks off says what it says up to there
        return found


def _add(found: dict[str, object], known: Mapping[str, object]) -> None:
    """Add what another record says; a thread may have been asked for in two places."""
    before = found.get(STOPS)
    found |= known
    if isinstance(before, dict) and isinstance(after := known.get(STOPS), dict):
        found[STOPS] = {**before, **after}


def _facts(block: bytes) -> Mapping[str, object]:
    lines = block.decode("utf-8", "replace").splitlines()
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    known: dict[str, object] = {}
    provider, _, stop = fields.get("comments", "").partition(" ")
    if provider in BY_NAME and stop in get_args(Stop):
        known[STOPS] = {provider: stop}
    if "via" in fields:
        known["via"] = fields["via"]
    if passed := fields.get("redirectedFrom", "").split():
        first, *others = passed
        known |= {"request_url": first, "redirects": tuple(others)}
    return known
