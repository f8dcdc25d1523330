"""A collection: opened to be read by everybody, written by writers of their own.

with Collection.open(path) as collection:
    for article in collection.articles(): ...
with Collection.create_or_open(path) as collection, collection.writer() as writer: ...
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType

from archive.collection import mementos, recovery, views
from archive.collection.identity import known_article
from archive.collection.layout import Layout, check, create
from archive.collection.mementos import Match, RawAnswer
from archive.collection.origins import Origin, origins
from archive.collection.search import SearchHit, search
from archive.collection.views import ArticleSummary, Revision
from archive.collection.writer import WARC_MAX_SECONDS, Writer
from archive.errors import CollectionError, NotInCollection, Withdrawn
from archive.index import Index
from archive.records import Article, Capture, Comment, Observation, Withdrawal
from archive.warc.exchange import Exchange
from archive.warc.http import Headers
from archive.warc.rows import IMPORTED, CaptureRow

__all__ = ["ArticleSummary", "Collection", "RawAnswer", "Revision", "SearchHit", "Writer"]


class Collection:
    """One connection to a collection; a thread that reads opens its own."""

    def __init__(self, layout: Layout, index: Index) -> None:
        self.layout = layout
        self.path = layout.root
        self.index = index
        self._noted: dict[str, Origin] | None = None

    @classmethod
    def open(cls, path: Path) -> Collection:
        """A collection to read. Raises CollectionMissing, CollectionTooNew, CollectionError."""
        layout = check(Layout(path))
        if not layout.database.exists():
            raise CollectionError(f"{path}: has no index; `microfiche rebuild` makes it")
        index = Index(layout.database, read_only=True)
        try:
            is_current = index.is_current
        except CollectionError:
            index.close()
            raise
        if not is_current:
            index.close()
            raise CollectionError(
                f"{path}: its index is of another version; `microfiche rebuild` makes it anew"
            )
        return cls(layout, index)

    @classmethod
    def create_or_open(cls, path: Path) -> Collection:
        """A collection to write, made where there is none. An older index is built anew."""
        layout = create(path)
        index = Index(layout.database)
        if not index.is_current:
            index.close()
            recovery.rebuild(layout, lambda: Index(layout.database), lambda what: None)
            index = Index(layout.database)
        return cls(layout, index)

    def writer(
        self,
        *,
        warcinfo: Mapping[str, str] | None = None,
        warc_max_bytes: int = 1 << 30,
        warc_max_seconds: float = WARC_MAX_SECONDS,
    ) -> Writer:
        """A new writer with its own segments. Raises CollectionLocked during a rebuild."""
        return Writer(
            self.layout,
            self.index,
            warcinfo=warcinfo,
            warc_max_bytes=warc_max_bytes,
            warc_max_seconds=warc_max_seconds,
        )

    def close(self) -> None:
        """Close the connection."""
        self.index.close()

    def __enter__(self) -> Collection:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # -- articles --------------------------------------------------------------------------------

    def articles(self) -> list[ArticleSummary]:
        """Every article, the one seen last first."""
        return views.summaries(self.index)

    def summary(self, article_id: str) -> ArticleSummary:
        """One article as in the list. Raises NotInCollection."""
        found = views.summary(self.index, article_id)
        if found is None:
            raise NotInCollection(f"{article_id}: no article of this id is in {self.path}")
        return found

    def find_article(self, url_or_id: str) -> str:
        """The id of the article that a URL or an id names. Raises NotInCollection, Withdrawn."""
        self.refuse_withdrawn(url_or_id)
        if "/" not in url_or_id and views.summary(self.index, url_or_id):
            return url_or_id
        found = known_article(self.index, [url_or_id]) if "/" in url_or_id else None
        if self.index.withheld.article(found):
            raise Withdrawn(f"{url_or_id}: withdrawn; nothing of it is shown")
        if found is None:
            raise NotInCollection(
                f"{url_or_id}: not an article in {self.path}; `microfiche articles` lists them"
            )
        return found

    def revisions(self, article_id: str) -> list[Revision]:
        """Every revision, oldest first."""
        return views.revisions(self.index, article_id)

    def revision(self, article_id: str, which: int | str | None = None) -> Revision:
        """The revision of a number or an id; the latest for None. Raises NotInCollection."""
        known = self.revisions(article_id)
        if which is None and known:
            return known[-1]
        if isinstance(which, str):
            which = views.revision_shown(self.index, article_id, which) or which
        for revision in known:
            if which == revision.number:
                return revision
        has = f"it has {len(known)}" if known else "it has none"
        raise NotInCollection(f"{article_id}: no revision {which}; {has}")

    def readings(self, article_id: str) -> list[Article]:
        """Every revision line in its latest reading, oldest first; several may be of one state."""
        return views.lines(self.index, article_id)

    def observations(self, article_id: str) -> list[Observation]:
        """Every visit, oldest first."""
        return views.observations(self.index, article_id)

    def comments(self, article_id: str, at: str | None = None) -> list[Comment]:
        """The comments as they stood at a time (a fetched_at; None: now), in thread order."""
        return views.comments_at(self.index, article_id, at)

    def comment_history(self, article_id: str) -> list[Comment]:
        """Every comment line, oldest first."""
        return views.comment_history(self.index, article_id)

    def lately_first_seen(self, since: str, until: str) -> list[tuple[str, str | None]]:
        """URL and `via` of the articles first observed since a time and not again since `until`."""
        return views.lately_first_seen(self.index, since, until)

    def search(self, words: str, limit: int = 50) -> list[SearchHit]:
        """Articles that hold all the words, in any revision, best first."""
        return search(self.index, words, limit)

    # -- what is withdrawn -----------------------------------------------------------------------

    def withdrawal_of(self, url: str) -> Withdrawal | None:
        """The withdrawal that withholds a URL, or some captures of it."""
        return self.index.withheld.withdrawal_of(url)

    def refuse_withdrawn(self, url_or_id: str) -> None:
        """Raises Withdrawn where all of a URL or article is withdrawn; never says why it was."""
        withheld = self.index.withheld
        if withheld.article(url_or_id):
            raise Withdrawn(f"{url_or_id}: withdrawn; nothing of it is shown")
        if not withheld.in_force or not ("/" in url_or_id and withheld.url(url_or_id)):
            return
        found = self.withdrawal_of(url_or_id)
        when = f" on {found.withdrawn_at[:10]}" if found else ""
        raise Withdrawn(f"{url_or_id}: withdrawn{when}; nothing of it is shown")

    def refuse_withheld(self, url: str, timestamp: str) -> None:
        """Raises Withdrawn where the very capture that is asked for is withdrawn."""
        if any(row.timestamp == timestamp for row in self.withheld_captures(url)):
            raise Withdrawn(f"{url}: the capture of {timestamp} is withdrawn; it is not shown")

    def withheld_captures(self, url: str) -> list[CaptureRow]:
        """The captures of a URL that are withdrawn, oldest first; never to be shown."""
        return mementos.withheld(self.index, url)

    # -- captures --------------------------------------------------------------------------------

    def captures(self, url: str) -> list[CaptureRow]:
        """Every capture of a URL, oldest first: the answers to GET."""
        return mementos.captures(self.index, url)

    def answers_to_others(self, url: str) -> list[CaptureRow]:
        """What POST, OPTIONS and the like were answered; never to be replayed for a GET."""
        return mementos.answers_to_others(self.index, url)

    def captures_alike(self, url: str) -> list[CaptureRow]:
        """The captures of other URLs of the same article: to be offered, never taken for the URL's."""
        return mementos.alike(self.index, url)

    def captures_matching(
        self,
        url: str,
        match: Match = "exact",
        *,
        start: str = "",
        end: str = "99999999999999",
        limit: int = 100_000,
    ) -> list[CaptureRow]:
        """Captures by URL key; see archive.collection.mementos."""
        return mementos.captures_matching(self.index, url, match, start=start, end=end, limit=limit)

    def closest(self, url: str, moment: datetime) -> CaptureRow | None:
        """The capture nearest in time."""
        return mementos.closest(self.index, url, moment)

    def origin(self, filename: str) -> Origin:
        """Where a WARC file, and so every capture in it, comes from; the manifest says when."""
        known = self.index.origin(filename)
        if known != IMPORTED:
            return Origin(known)
        if self._noted is None:
            self._noted = origins(self.layout)
        noted = self._noted.get(filename)
        return noted if noted and noted.is_imported else Origin(known)

    def row_of(self, capture: Capture) -> CaptureRow:
        """The index row of a record's capture. Raises NotInCollection."""
        return mementos.row_of(self.index, capture)

    def row_kept(self, capture: Capture) -> CaptureRow:
        """As `row_of`, withheld or not: to read again, never to show."""
        return mementos.row_kept(self.index, capture)

    def load(self, row: CaptureRow) -> Exchange:
        """The exchange of a capture, revisits resolved. Raises BrokenWarc."""
        return mementos.load(self.index, self.layout.warc, row)

    def load_raw(self, row: CaptureRow) -> RawAnswer:
        """The archived status, headers and entity of a capture. Raises BrokenWarc."""
        return mementos.load_raw(self.index, self.layout.warc, row)

    def validators(self, url: str, request: Headers | None = None) -> tuple[str | None, str | None]:
        """ETag and Last-Modified to ask with; `request` are the headers that are sent."""
        return mementos.validators(self.index, url, request)
