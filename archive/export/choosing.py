"""The captures of a part of a collection: pages, what they need to be shown, and what revisits rest
on.

Pages: with words or URLs the visits to those articles; else every page of the sites in the range,
articles, front pages and sections alike. Requisites: for each page what its replay asks for, in the
capture nearest in time, from any site, and what those sheets and frames ask for. Always: the
redirects that led to a page, the captures that an article's comments and pictures were read from,
and the original of every revisit.

Memory: one page, and a number for each chosen capture.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from datetime import datetime
from enum import IntEnum

from archive.collection import Collection, mementos, views
from archive.errors import ArchiveError, BrokenWarc, NotInCollection
from archive.export.filters import Filters
from archive.export.requisites import PAGES, SHEET, requisites_of
from archive.records import Capture
from archive.times import from_timestamp14, timestamp14
from archive.warc.rows import CaptureRow
from archive.web.replay.address import OTHER, VIEW
from archive.web.replay.choosing import choose as nearest
from archive.web.replay.choosing import target_of

_ROWS = 500
_MOST_HOPS = 20
_FOLLOWED = (SHEET, *PAGES)


class Role(IntEnum):
    """What a capture was chosen for; the highest counts."""

    ORIGINAL = 1
    """A revisit rests on it."""
    REQUISITE = 2
    PAGE = 3


class Chosen:
    """The places of the chosen captures, and what each was chosen for."""

    def __init__(self) -> None:
        self.by_file: dict[str, dict[int, Role]] = {}
        """Offsets by the names of the WARC files."""
        self.missing = 0
        """Revisits whose original the collection does not hold."""

    def role(self, filename: str, offset: int) -> Role | None:
        """What the capture at this place was chosen for."""
        return self.by_file.get(filename, {}).get(offset)

    def add(self, row: CaptureRow, role: Role) -> bool:
        """Choose a capture; whether it was not chosen for this or for more before."""
        offsets = self.by_file.setdefault(row.filename, {})
        if offsets.get(row.offset, 0) >= role:
            return False
        offsets[row.offset] = role
        return True

    def counted(self) -> dict[str, int]:
        """How many captures were chosen for what."""
        roles = Counter(role for offsets in self.by_file.values() for role in offsets.values())
        return {
            "pages": roles[Role.PAGE],
            "requisites": roles[Role.REQUISITE],
            "originals": roles[Role.ORIGINAL],
        }


def choose(collection: Collection, filters: Filters) -> Chosen:
    """The captures that the filters ask for. Raises NotInCollection where there is none."""
    choosing = _Choosing(collection, filters)
    pages = choosing.article_pages() if filters.names_articles else choosing.site_pages()
    for row in pages:
        choosing.page(row)
    if not choosing.chosen.by_file:
        raise NotInCollection(f"{collection.path}: has no page that was asked for")
    return choosing.chosen


class _Choosing:
    def __init__(self, collection: Collection, filters: Filters) -> None:
        self.chosen = Chosen()
        self._collection = collection
        self._filters = filters
        self._articles: set[str] = set()

    # -- pages -----------------------------------------------------------------------------------

    def article_pages(self) -> Iterator[CaptureRow]:
        """The captures of the visits to the articles, in the range."""
        for article_id in self._filters.article_ids(self._collection):
            for observation in self._collection.observations(article_id):
                yield from self._captured(observation.capture)

    def site_pages(self) -> Iterator[CaptureRow]:
        """The captures of pages of the sites, in the range."""
        where = (
            "WHERE (filename, offset) > (?, ?) AND timestamp >= ? AND timestamp <= ? "
            "ORDER BY filename, offset LIMIT ?"
        )
        last = ("", -1)
        between = (self._filters.start, self._filters.end)
        while rows := self._collection.index.captures(where, (*last, *between, _ROWS)):
            last = (rows[-1].filename, rows[-1].offset)
            yield from (row for row in rows if self._is_page(row))

    def _is_page(self, row: CaptureRow) -> bool:
        is_to_get = row.method is None and row.part is None
        return is_to_get and self._filters.has_site(row.url) and self._kind(row) in PAGES

    def _captured(self, capture: Capture | None) -> Iterator[CaptureRow]:
        """The row of a record's capture, and of the redirects that led to it."""
        if capture is None or not self._filters.has_time(capture.fetched_at):
            return
        try:
            yield self._collection.row_of(capture)
        except NotInCollection:
            return  # `verify` says so; the export has what there is
        for url in {capture.request_url, *capture.redirects} - {capture.url}:
            row = self._at(url, from_timestamp14(timestamp14(capture.fetched_at)), VIEW)
            if row is not None:
                yield row

    def page(self, row: CaptureRow) -> None:
        """Choose a page and what belongs to it."""
        if self._add(row, Role.PAGE):
            self._article_of(row)
            self._thread_of(row)
            self._requisites(row)

    def _article_of(self, row: CaptureRow) -> None:
        """The captures that the article's comments were read from, and the pictures it showed."""
        query = "SELECT DISTINCT article_id, revision_id FROM observations WHERE warc_record_id = ?"
        for found in self._collection.index.rows(query, (row.record_id,)):
            if found["article_id"] not in self._articles:
                self._articles.add(found["article_id"])
                self._comments(found["article_id"])
            if found["revision_id"] is not None:
                self._pictures(found["revision_id"], row)

    def _comments(self, article_id: str) -> None:
        for comment in self._collection.comment_history(article_id):
            for row in self._captured(comment.capture):
                self._add(row, Role.REQUISITE)
                self._thread_of(row)

    def _thread_of(self, page: CaptureRow) -> None:
        """The answers of a comment provider that were fetched for a page."""
        where = "WHERE tied_to = ? AND part IS NOT NULL"
        for row in self._collection.index.captures(where, (page.record_id,)):
            self._add(row, Role.REQUISITE)

    def _pictures(self, revision_id: str, page: CaptureRow) -> None:
        """The files that the reader found, wherever in the page it found them."""
        for image in views.latest_reading(self._collection.index, revision_id).image:
            for url in {image.content_url, *(each.url for each in image.candidates)} - {None}:
                row = self._at(str(url), from_timestamp14(page.timestamp), OTHER)
                if row is not None:
                    self._add(row, Role.REQUISITE)

    # -- what pages need -------------------------------------------------------------------------

    def _requisites(self, page: CaptureRow) -> None:
        """Sheets and frames too are read for what they need; all of them at the page's moment."""
        moment = from_timestamp14(page.timestamp)
        left = deque([(page, 0)])
        seen: set[str] = set()
        while left:
            row, hops = left.popleft()
            for url in self._needed(row):
                if url in seen or hops >= _MOST_HOPS:
                    continue
                seen.add(url)
                found = self._at(url, moment, OTHER)
                if found is not None:
                    self._add(found, Role.REQUISITE)
                    left.append((found, hops + 1))

    def _needed(self, row: CaptureRow) -> Iterator[str]:
        if row.location and (target := target_of(row, row.location)):
            yield target
        if self._kind(row) in _FOLLOWED:
            try:
                yield from requisites_of(self._collection.load(row))
            except ArchiveError:
                return  # unreadable pages are exported all the same

    def _at(self, url: str, moment: datetime, modifier: str) -> CaptureRow | None:
        return nearest(self._collection.captures(url), moment, modifier)

    def _kind(self, row: CaptureRow) -> str:
        """The media type; a revisit's is its original's."""
        if row.rec_type != "revisit":
            return row.mime
        try:
            return mementos.original_of(self._collection.index, row).mime
        except BrokenWarc:
            return row.mime

    def _add(self, row: CaptureRow, role: Role) -> bool:
        if not self.chosen.add(row, role):
            return False
        try:
            original = mementos.original_of(self._collection.index, row)
        except BrokenWarc:
            self.chosen.missing += 1
        else:
            self._original(original)
        return True

    def _original(self, row: CaptureRow) -> None:
        """One that is withdrawn does not go in, though what rests on it does."""
        if not self._collection.index.withheld.row(row):
            self.chosen.add(row, Role.ORIGINAL)
