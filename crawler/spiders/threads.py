"""Fetches the comments of an article page, between its answer and its record.

Each request is made as any other of the crawl: robots.txt, politeness, addresses and the WARC hold
for it. The page's lease stays out meanwhile, so that a visit is acknowledged when its comments are
recorded, too; whatever fails here costs comments, never the article.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request

from archive.errors import ArchiveError, CollectionError
from archive.times import utc_now
from archive.warc.exchange import Exchange
from archive.warc.rows import CaptureRow
from crawler.comments import (
    BY_NAME,
    Stop,
    ThreadRead,
    ThreadRef,
    ThreadRequest,
    Walk,
    next_place,
)
from crawler.discovery.expand import PATH, path_of
from crawler.frontier import Lead
from crawler.middlewares import KIND, LEAD, NOT_FOLLOWED, RobotsUnreachable
from crawler.newer_comments import comments_since
from crawler.reading import Reading, add_thread
from crawler.sites import site_for
from crawler.threads import kept_thread
from crawler.wire import (
    FETCHED,
    LENT,
    PAGE,
    THREAD,
    UNTIL,
    Fetched,
    GivenBack,
    give_back_late,
    told,
)

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.session import Session

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Visit:
    """The page whose comments are fetched, and how much of that is done."""

    page: CaptureRow
    lead: Lead
    until: float
    """When, by the monotonic clock, nothing more is waited for."""
    asked: int = 0
    """Requests made."""
    timer: asyncio.TimerHandle | None = None
    """What gives up when the time is over."""


class Threads:
    """Fetches the threads of one crawl."""

    def __init__(self, session: Session, crawler: Callable[[], Crawler]) -> None:
        """`crawler` gives the running one: a spider has it only once it is made."""
        self._session = session
        self._crawler = crawler

    async def add(self, reading: Reading, page: CaptureRow, lead: Lead) -> None:
        """Fetch the thread that a page names beside what it shows, and add it to the reading."""
        if not self._session.options.comments or self._session.beyond_articles():
            return  # the page of an article too many is not recorded either
        if reading.thread is None:
            return
        most = self._session.options.max_comment_seconds
        visit = _Visit(page, lead, until=monotonic() + most)
        self._give_up_in_time(visit)
        try:
            found = await self._read(reading.thread, reading, visit)
        finally:
            if visit.timer is not None:
                visit.timer.cancel()
        if found is not None:
            add_thread(reading, found)

    def _give_up_in_time(self, visit: _Visit) -> None:
        """Give back what waits for its host when the time is over; a loop's clock may be early."""
        left = visit.until - monotonic()
        if left <= 0:
            give_back_late(self._crawler())
            return
        loop = asyncio.get_running_loop()
        visit.timer = loop.call_later(left, self._give_up_in_time, visit)

    async def _read(self, ref: ThreadRef, reading: Reading, visit: _Visit) -> ThreadRead | None:
        """The thread of the first place that gives any of it; None where there is nothing to ask."""
        found = None
        at: ThreadRef | None = ref
        while at is not None:
            found = await self._read_at(at, reading, visit) or found
            at = next_place(at, found)
        return found

    async def _read_at(self, ref: ThreadRef, reading: Reading, visit: _Visit) -> ThreadRead | None:
        """The thread as far as it was had in one place; None where there is nothing to ask."""
        provider = BY_NAME.get(ref.provider)
        if provider is None:
            return None
        index = self._session.collection.index
        since = comments_since(index, visit.page.url, provider, now=utc_now())
        ref = replace(ref, since=since)
        walk = Walk(provider, ref, reading.comments)
        if not walk.is_asked:
            return None
        await self._walked(walk, visit)
        read, page = walk.read(), visit.page
        fields = [("comments", f"{provider.name} {read.thread.stop_reason}")]
        self._session.writer.describe(page.url, page.record_id, fields)
        return read

    async def _walked(self, walk: Walk, visit: _Visit) -> None:
        kept = kept_thread(self._session.collection, visit.page)
        while (request := walk.next()) is not None:
            name = walk.name_of(request)
            found = kept.load(name) if name in kept.names else None
            if found is not None:  # of the crawl that was killed over this page
                walk.answered(request, found.exchange, found.source)
                continue
            if self._is_enough(walk, request, visit):
                walk.unanswered(request, "limit")
                continue
            visit.asked += 1
            await self._step(walk, request, visit)

    def _is_enough(self, walk: Walk, request: ThreadRequest, visit: _Visit) -> bool:
        options = self._session.options
        return (
            visit.asked >= options.max_comment_requests
            or (walk.comments >= options.max_comments and not request.optional)
            or monotonic() >= visit.until
            or self._session.is_stopped
        )

    async def _step(self, walk: Walk, request: ThreadRequest, visit: _Visit) -> None:
        """Ask for one part."""
        page = visit.page
        site = site_for(page.url)
        url = self._session.options.comment_settings.url_of(
            walk.provider.name,
            request.url,
            request.needs,
            site.comment_settings if site else None,
        )
        if url is None:
            self._failed(walk, request, page, "auth", "a key that the user has to give")
            return
        try:
            made = self._request(walk, request, url, visit)
            engine: Any = self._crawler().engine
            response = await engine.download_async(made)
            fetched: Fetched | None = response.meta.get(FETCHED)
            exchange = self._resolved(fetched)
        except CollectionError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever a fetch may end with, the article stays
            self._failed(walk, request, page, *_reason(error, visit))
            return
        if fetched is None or exchange is None or fetched.unread:
            self._failed(walk, request, page, "error", "the answer is not to be read")
            return
        stop = walk.answered(request, exchange, fetched.row.record_id)
        if exchange.status != 200:
            told_of = response.meta.get(NOT_FOLLOWED) or f"answered {exchange.status}"
            self._tell(page, request, told_of)
        elif stop in ("auth", "error"):
            self._tell(page, request, f"answered 200, and no comments that can be read ({stop})")

    def _resolved(self, fetched: Fetched | None) -> Exchange | None:
        """The answer; of 304, what it was before."""
        if fetched is None or fetched.exchange is None or fetched.exchange.status != 304:
            return fetched.exchange if fetched else None
        try:
            return self._session.collection.load(fetched.row) if fetched.is_revisit else None
        except ArchiveError:
            return None

    def _request(self, walk: Walk, request: ThreadRequest, url: str, visit: _Visit) -> Request:
        page = visit.page
        path = f"{path_of(visit.lead, 0)}E"
        its = Lead(url=url, kind="comments", via=page.url, parent=page.url, meta={PATH: path})
        given = self._session.options.comment_settings
        return Request(
            url,
            method=request.method,
            headers=dict(request.headers),
            body=request.body,
            dont_filter=True,
            meta={
                KIND: "comments",
                LEAD: its,
                PAGE: {"via": page.url, "hopsFromSeed": path, "kind": "comments"},
                THREAD: (page.record_id, walk.name_of(request)),
                LENT: given.lent(walk.provider.name, request.url),
                UNTIL: visit.until,
            },
        )

    def _failed(
        self, walk: Walk, request: ThreadRequest, page: CaptureRow, stop: Stop, reason: str
    ) -> None:
        walk.unanswered(request, stop)
        self._tell(page, request, reason)

    def _tell(self, page: CaptureRow, request: ThreadRequest, reason: str) -> None:
        """For the summary and the log; the URL is the one without the user's key."""
        reason = self._session.options.comment_settings.without_secrets(reason)
        reason = f"comments of {page.url}: {reason}"
        self._session.summary.skipped.setdefault(request.url, reason)
        _log.info("%s (%s)", reason, request.part)


def _reason(error: BaseException, visit: _Visit) -> tuple[Stop, str]:
    """Why a part was not to be had, in the record's word and in a sentence."""
    if isinstance(error, GivenBack):
        return "limit", str(error)
    if monotonic() >= visit.until:
        return "limit", f"the time for a thread is over: {told(error)}"
    if isinstance(error, RobotsUnreachable) or (
        isinstance(error, IgnoreRequest) and "robots.txt" in str(error)
    ):
        return "robots", str(error)
    return "error", told(error)
