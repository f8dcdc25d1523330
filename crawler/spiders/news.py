"""The spider: takes leads from the frontier, reads what answers, puts what it leads to back.

Everything that a page leads to goes through the frontier and comes back as a lease, so that an
interrupted crawl goes on where it stopped. A lease is acknowledged when what its URL gave is
recorded and durable: by `crawler.pipelines.Record` for pages, here for everything else.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy import signals
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Request, Response

from archive.collection.writer import captured
from archive.errors import ArchiveError, CollectionError
from archive.records import Capture, PageRecords
from archive.times import utc_now
from archive.warc.exchange import Exchange
from crawler.discovery.expand import path_of
from crawler.frontier import Lead, Lease
from crawler.middlewares import (
    KIND,
    LEAD,
    NOT_FOLLOWED,
)
from crawler.pipelines import PageItem
from crawler.reading import Reading, normalize, read
from crawler.rereading import not_modified
from crawler.resuming import kept_answer
from crawler.revisit import VisitOutcome
from crawler.session import Session
from crawler.sites import site_for
from crawler.spiders.following import Follower
from crawler.spiders.leasing import Leases
from crawler.spiders.opening import open_doors, options_from, session_for
from crawler.spiders.settling import LEASE, UNREAD, Settling
from crawler.spiders.threads import Threads
from crawler.spiders.unsaid import Unsaid
from crawler.wire import (
    FETCHED,
    KEPT_ONLY,
    PAGE,
    TRIED,
    Fetched,
    GivenBack,
    give_back_waiting,
    unreadable,
)

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

_FACTS = ("from", "title", "publication_date", "lastmod", "language", "how")
"""What a feed, a sitemap or a page said of a URL, for its metadata record."""
_PAGES = ("text/html", "application/xhtml+xml")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")


class NewsSpider(scrapy.Spider):
    """Crawls what the session's frontier names."""

    name = "news"

    def __init__(self, session: Session, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.session = session
        self.follower = Follower(session)
        self.leases = Leases(session)
        self.settling = Settling(session, self.leases)
        self.threads = Threads(session, lambda: self.crawler)
        self.unsaid = Unsaid(session.options.comment_settings)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._begun = monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> NewsSpider:
        """`session` where our own command opened one; else from settings and `-a url=URL`."""
        session = kwargs.pop("session", None)
        if session is None:
            session = session_for(options_from(crawler.settings, cls.name, kwargs.pop("url", None)))
        spider = super().from_crawler(crawler, *args, session=session, **kwargs)
        crawler.settings.set("USER_AGENT", session.user_agent, priority="spider")
        open_doors(crawler.settings)
        # Scrapy makes its handler after the spider
        crawler.signals.connect(spider.unsaid.hold, signal=signals.spider_opened)
        crawler.signals.connect(spider.unsaid.release, signal=signals.engine_stopped)
        crawler.signals.connect(spider._on_idle, signal=signals.spider_idle)
        crawler.signals.connect(spider._on_closed, signal=signals.spider_closed)
        crawler.signals.connect(spider._on_spider_error, signal=signals.spider_error)
        crawler.signals.connect(spider._on_item_error, signal=signals.item_error)
        crawler.signals.connect(spider._on_item_dropped, signal=signals.item_dropped)
        session.on_stop = spider.stop
        return spider

    def stop(self) -> None:
        """Give out nothing more: what is under way is finished and recorded, what still waits for
        its host is given back. A signal handler may call this."""
        self.session.is_stopped = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._give_back_waiting)

    def _give_back_waiting(self) -> None:
        give_back_waiting(self.crawler)
        self.leases.wake()

    def _on_idle(self) -> None:
        if self.leases and not self.session.is_stopped:
            raise DontCloseSpider

    def _on_closed(self) -> None:
        """Close the session; what is still leased is given back. A full device is told, not thrown."""
        self.session.is_stopped = True
        try:
            self.session.close()
        except CollectionError as error:
            self.session.stop_for(error)

    def _on_spider_error(self, failure: Failure, response: Response | Failure | None) -> None:
        """A fault of our own: Scrapy has logged it with its trace; the URL is not lost silently."""
        request = getattr(response, "request", None)
        if request is None:  # `start` itself failed: nothing is given out any more
            self._end_early(failure.value)
            return
        self._fault(request.meta.get(LEASE), failure.value)

    def _on_item_error(self, item: PageItem, response: Response, failure: Failure) -> None:
        self._fault(item.inside.lease, failure.value)

    async def _on_item_dropped(self, item: PageItem, exception: Exception) -> None:
        """A pipeline that the user added does not want the page: its capture stays."""
        lease = item.inside.lease
        if lease in self.leases:
            await self.settling.settle(lease, "skipped", f"dropped by a pipeline: {exception}")

    def _fault(self, lease: Lease | None, error: BaseException | None) -> None:
        if isinstance(error, CollectionError):
            self.session.stop_for(error)
        if lease is None or lease not in self.leases:
            return
        self.session.summary.unrecorded += 1
        try:
            if self.session.stopping is None:
                reason = f"could not be recorded: {error} (see logs/)"
                self.settling.acknowledge(lease, "failed", reason, VisitOutcome(status=None))
        except Exception as also:  # noqa: BLE001  # whatever it is, the crawl cannot go on
            self._end_early(also)
        self.leases.came_back(lease)  # closing the frontier gives the lease back

    def _end_early(self, error: BaseException | None) -> None:
        """A fault that is not one page's: stop, and say so."""
        if isinstance(error, CollectionError):
            self.session.stop_for(error)
            return
        self.session.fault = f"the crawl ended early: {error} (see logs/)"
        self.stop()

    # -- giving out ------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        """Requests for leases, until nothing is left (or, under watch, until stopped)."""
        try:
            async for request in self._requests():
                yield request
        except CollectionError as error:
            self.session.stop_for(error)

    async def _requests(self) -> AsyncIterator[Any]:
        self._loop = asyncio.get_running_loop()
        self._put_targets()
        while not self.session.is_stopped and not self._is_over():
            leases = self.leases.take()
            for lease in leases:
                if not self.leases.give_out(lease):
                    continue
                self.session.summary.visited_again(lease.lead.url)
                kept = self._kept(lease)
                if kept is None:
                    yield self._request(lease)
                    continue
                async for item in self.parse(kept):
                    yield item
            if not leases:
                await self.leases.pause()

    def _put_targets(self) -> None:
        leads = [Lead(url=url, kind="seed") for url in self.session.target_urls]
        if not self.session.run.resumed or self.session.options.watch:
            self.session.frontier.put(self.session.run, leads, now=utc_now())

    def _is_over(self) -> bool:
        limit = self.session.options.max_seconds
        if limit is not None and monotonic() - self._begun > limit:
            self.stop()
            return True
        if self.session.options.watch or self.leases:
            return False
        return (
            self.session.frontier.counts(self.session.run).left == 0 or self.leases.must_wait_long()
        )

    def _request(self, lease: Lease) -> Request:
        lead = lease.lead
        page = {"via": lead.via or "", "hopsFromSeed": path_of(lead, 0), "kind": lead.kind}
        facts = {name: lead.meta.get(name, "") for name in _FACTS}
        meta = {
            LEASE: lease,
            KIND: lead.kind,
            LEAD: lead,
            PAGE: {name: value for name, value in {**page, **facts}.items() if value},
            KEPT_ONLY: self._is_kept_only(lead),
            "handle_httpstatus_all": False,
        }
        return Request(
            lead.url, callback=self.parse, errback=self.failed, meta=meta, dont_filter=True
        )

    def _kept(self, lease: Lease) -> Response | None:
        """The answer that a killed crawl had got for the lead, as if it came now."""
        session = self.session
        kept = kept_answer(session.collection, session.writer.id, lease, session.run.begun)
        if kept is None:
            return None
        request = self._request(lease)
        unread = kept.exchange.undecoded or unreadable(kept.row)
        request.meta[FETCHED] = Fetched(kept.row, kept.exchange, is_whole=True, unread=unread)
        if kept.redirects:
            request.meta["redirect_urls"] = list(kept.redirects)
        return Response(kept.exchange.url, status=kept.exchange.status, request=request)

    # -- taking in -------------------------------------------------------------------------------

    async def parse(self, response: Response, **kwargs: Any) -> AsyncIterator[PageItem]:
        """What an answer is, what it leads to, and, of a page, what it says."""
        lease: Lease = response.meta[LEASE]
        fetched: Fetched | None = response.meta.get(FETCHED)
        if fetched is None or fetched.exchange is None:
            await self.settling.record_failed(response.request)
            reason = fetched.unread if fetched else None
            await self.settling.settle(lease, "failed", reason or "the answer is not HTTP")
            return
        exchange = self._resolved(fetched, fetched.exchange)
        if exchange is None:
            await self.settling.record_failed(response.request)
            await self.settling.settle(
                lease, "failed", "answered 304, but what it refers to is not here"
            )
        elif fetched.unread and lease.lead.kind != "requisite":
            await self.settling.settle(lease, "skipped", fetched.unread)
        elif self._is_unread(lease.lead):
            if not self._is_kept_only(lease.lead) and exchange.content_type in _PAGES:
                self.follower.follow(exchange, lease.lead, "article", row=fetched.row)
            if self.session.options.comments and exchange.content_type in _PAGES:
                reading = read(exchange, site_for(exchange.url))
                reading.document = None
                await self.threads.add(reading, fetched.row, lease.lead)
            await self.settling.settle(lease)
        elif lease.lead.kind in UNREAD:
            await self._unread(lease, exchange, response)
        elif fetched.exchange.status == 304:
            yield await self._not_modified(lease, fetched, exchange, response)
        else:
            yield await self._page(lease, fetched, exchange, response)

    def _is_unread(self, lead: Lead) -> bool:
        """Whether no record is wanted of what the URL gives."""
        return self.session.options.archive_only and lead.kind == "article"

    def _is_kept_only(self, lead: Lead) -> bool:
        """Whether nobody even looks at what the URL gives: it leads nowhere."""
        options = self.session.options
        return self._is_unread(lead) and not (options.requisites or options.comments)

    def _resolved(self, fetched: Fetched, exchange: Exchange) -> Exchange | None:
        """The exchange; for 304 as it was before. None where a server says so of something that
        was never captured, or that cannot be read any more."""
        if exchange.status != 304:
            return exchange
        try:
            return self.session.collection.load(fetched.row) if fetched.is_revisit else None
        except ArchiveError:
            return None

    async def _unread(self, lease: Lease, exchange: Exchange, response: Response) -> None:
        """A requisite or robots.txt: kept, followed, not read."""
        self.follower.follow(exchange, lease.lead, "other")
        row = response.meta[FETCHED].row
        if exchange.status >= 400:
            await self.settling.settle(lease, "skipped", f"answered {exchange.status}", row)
        else:
            await self.settling.settle(lease, reason=response.meta.get(NOT_FOLLOWED), row=row)

    async def _not_modified(
        self, lease: Lease, fetched: Fetched, exchange: Exchange, response: Response
    ) -> PageItem:
        """304: the page is read as it was, for what it leads to.

        An article that is in a WARC but in no record (its recording failed once) is recorded now.
        """
        site = site_for(exchange.url)
        reading = read(exchange, site)
        self.follower.follow(exchange, lease.lead, reading.page_type, reading, fetched.row)
        await self.threads.add(reading, fetched.row, lease.lead)
        if reading.article is not None and not self.session.is_known(exchange.url):
            return self._item(lease, fetched, exchange, response, reading, None)
        capture = self._capture(lease, fetched, response)
        page = normalize(reading, exchange, capture, site) if reading.thread else None
        records = replace(not_modified(page), page_type=reading.page_type)
        return self._item(lease, fetched, exchange, response, None, records)

    async def _page(
        self, lease: Lease, fetched: Fetched, exchange: Exchange, response: Response
    ) -> PageItem:
        reading = read(exchange, site_for(exchange.url))
        if self.session.options.dry_run and reading.article is not None:
            self.session.planned.setdefault(exchange.url, lease.lead)
        page_type = _promised(exchange) or reading.page_type
        problem = self.follower.follow(exchange, lease.lead, page_type, reading, fetched.row)
        if problem:
            reading = Reading("other", problem, failed=True)
        await self.threads.add(reading, fetched.row, lease.lead)
        return self._item(lease, fetched, exchange, response, reading, None)

    def _item(
        self,
        lease: Lease,
        fetched: Fetched,
        exchange: Exchange,
        response: Response,
        reading: Reading | None,
        records: PageRecords | None,
    ) -> PageItem:
        capture = self._capture(lease, fetched, response)
        return PageItem(
            url=exchange.url,
            page_type=reading.page_type if reading else "not_modified",
            article=reading.article if reading else None,
            comments=list(reading.comments) if reading else [],
        ).within(
            lease=lease,
            exchange=exchange,
            capture=capture,
            reading=reading,
            records=records,
            tried=tuple(
                row
                for row in response.meta.get(TRIED, ())
                if row.record_id != capture.warc_record_id
            ),
            not_followed=response.meta.get(NOT_FOLLOWED),
            settle=self.settling.settle_page,
        )

    def _capture(self, lease: Lease, fetched: Fetched, response: Response) -> Capture:
        redirects = response.meta.get("redirect_urls") or [response.url]
        return captured(
            fetched.row,
            request_url=redirects[0],
            redirects=tuple(redirects[1:]),
            via=lease.lead.via,
        )

    # -- settling --------------------------------------------------------------------------------

    async def failed(self, failure: Failure) -> None:
        """No answer, or none to be read: why, for the summary."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        lease: Lease = request.meta[LEASE]
        if isinstance(failure.value, GivenBack):
            self.settling.give_back(lease)
            return
        if self.session.stopping is not None:
            self.leases.came_back(
                lease
            )  # ours, perhaps, and not the server's: the next crawl asks again
            return
        await self.settling.record_failed(request)
        reason = self.settling.reason(request, failure)
        if "max redirections" in reason:
            await self.settling.settle(lease, "failed", "redirects without end")
        elif self.settling.is_refused(request, failure.value):
            await self.settling.settle(lease, "skipped", reason)
        else:
            await self.settling.settle(lease, "failed", reason)


def _promised(exchange: Exchange) -> str | None:
    """`feed` where the server says so: what is no feed then is told as a fault of it."""
    return "feed" if exchange.content_type in _FEED_TYPES else None
