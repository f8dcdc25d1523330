"""Fetches the comments of an article page, between its answer and its record.

Each request is made as any other of the crawl: robots.txt, politeness, addresses and the WARC hold
for it. The page's lease stays out meanwhile, so that a visit is acknowledged when its comments are
recorded, too; whatever fails here costs comments, never the article.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request

from archive.errors import ArchiveError, CollectionError
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
from crawler.reading import Reading, add_thread
from crawler.sites import site_for
from crawler.threads import kept_thread
from crawler.wire import FETCHED, PAGE, THREAD, Fetched, GivenBack, told

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.session import Session

MOST_SECONDS = 600.0
"""After which no further part of a thread is asked for: a visit is acknowledged within 20 minutes
(crawler.frontier.truth)."""
_log = logging.getLogger(__name__)


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
        found = None
        at = reading.thread
        while at is not None:
            found = await self._read_at(at, reading, page, lead) or found
            at = next_place(at, found)
        if found is not None:
            add_thread(reading, found)

    async def _read_at(
        self, ref: ThreadRef, reading: Reading, page: CaptureRow, lead: Lead
    ) -> ThreadRead | None:
        """The thread as far as it was had in one place; None where there is nothing to ask."""
        provider = BY_NAME.get(ref.provider)
        if provider is None:
            return None
        ref = replace(ref, since=self._session.comments_since(page.url, provider))
        walk = Walk(provider, ref, reading.comments)
        await self._walked(walk, page, lead)
        return walk.read() if walk.is_asked else None

    async def _walked(self, walk: Walk, page: CaptureRow, lead: Lead) -> None:
        kept = kept_thread(self._session.collection, page)
        begun, asked = monotonic(), 0
        while (request := walk.next()) is not None:
            name = walk.name_of(request)
            found = kept.load(name) if name in kept.names else None
            if found is not None:  # of the crawl that was killed over this page
                walk.answered(request, found.exchange, found.source)
                continue
            if self._is_enough(walk, request, asked, monotonic() - begun):
                walk.unanswered(request, "limit")
                continue
            asked += 1
            await self._step(walk, request, page, lead)
        if walk.is_asked:
            stop = walk.read().thread.stop_reason
            fields = [("comments", f"{walk.provider.name} {stop}")]
            self._session.writer.describe(page.url, page.record_id, fields)

    def _is_enough(self, walk: Walk, request: ThreadRequest, asked: int, seconds: float) -> bool:
        options = self._session.options
        return (
            asked >= options.max_comment_requests
            or (walk.comments >= options.max_comments and not request.optional)
            or seconds > MOST_SECONDS
            or self._session.is_stopped
        )

    async def _step(self, walk: Walk, request: ThreadRequest, page: CaptureRow, lead: Lead) -> None:
        """Ask for one part."""
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
            made = self._request(walk.name_of(request), request, url, page, lead)
            engine: Any = self._crawler().engine
            response = await engine.download_async(made)
            fetched: Fetched | None = response.meta.get(FETCHED)
            exchange = self._resolved(fetched)
        except CollectionError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever a fetch may end with, the article stays
            self._failed(walk, request, page, *_reason(error))
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

    def _request(
        self, name: str, request: ThreadRequest, url: str, page: CaptureRow, lead: Lead
    ) -> Request:
        path = f"{path_of(lead, 0)}E"
        its = Lead(url=url, kind="comments", via=page.url, parent=page.url, meta={PATH: path})
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
                THREAD: (page.record_id, name),
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


def _reason(error: BaseException) -> tuple[Stop, str]:
    """Why a part was not to be had, in the record's word and in a sentence."""
    if isinstance(error, GivenBack):
        return "limit", "the crawl was stopped, or the host asks to be left alone"
    if isinstance(error, RobotsUnreachable) or (
        isinstance(error, IgnoreRequest) and "robots.txt" in str(error)
    ):
        return "robots", str(error)
    return "error", told(error)
