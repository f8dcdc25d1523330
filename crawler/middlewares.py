"""Downloader middlewares: politeness, robots.txt as RFC 9309 has it, redirects and addresses in scope.

One throttler, per host: wait clamp(5 x duration of the last answer, delay, 30 s), or Crawl-delay if
that is longer; requisites have a delay of their own; Retry-After and 429/503 push the host back, not
the crawl. AutoThrottle is off.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from archive.times import utc_now
from archive.urls import same_site
from crawler.revisit import retry_after
from crawler.wire import FETCHED, slot_of, told

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser

    from crawler.session import Session

KIND = "microfiche_kind"
"""Key in Request.meta of the frontier's kind of a URL."""

NOT_FOLLOWED = "microfiche_not_followed"
"""Key in Request.meta of why a redirect was not followed."""
REQUISITE_DELAY = 0.25
LONGEST_DELAY = 30.0
FACTOR = 5
LONGEST_CRAWL_DELAY = 300.0
LONGEST_RETRY_AFTER = 120.0
"""Seconds that a request waits for its host; beyond it the URL is left for another day."""
_PUSH_BACK = (429, 503)
_STARTED = "microfiche_started"


class _OfSession:
    """A middleware that works for the session of the crawl's spider."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Any:
        return cls(crawler)

    @property
    def session(self) -> Session:
        return cast("Any", self.crawler.spider).session  # type: ignore[no-any-return]


class Politeness(_OfSession):
    """Gives every host its time."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pushed_back: dict[str, float] = {}
        self.crawl_delay: dict[str, float] = {}
        """Host and port to robots.txt's Crawl-delay in seconds."""

    def process_request(self, request: Request) -> None:
        netloc = urlsplit(request.url).netloc
        is_requisite = request.meta.get(KIND) == "requisite"
        key = f"{netloc} requisites" if is_requisite else netloc
        request.meta["download_slot"] = key
        request.meta[_STARTED] = monotonic()
        options = self.session.options
        slot = slot_of(self.crawler, key, 1 if options.is_polite else 8, self._least(request))
        if not options.is_polite:
            slot.delay = self._pushed_back.pop(netloc, 0.0)

    def _least(self, request: Request) -> float:
        options = self.session.options
        if not options.is_polite:
            return 0.0
        if request.meta.get(KIND) == "requisite":
            return min(REQUISITE_DELAY, options.delay)
        return max(options.delay, self._asked_for(request))

    def _asked_for(self, request: Request) -> float:
        return self.crawl_delay.get(urlsplit(request.url).netloc, 0.0)

    def process_response(self, request: Request, response: Response) -> Response:
        if self.session.options.is_polite:
            self._wait(request, float(request.meta.get("download_latency") or 0.0))
        if response.status in _PUSH_BACK:
            self._push_back(request, response)
        return response

    def _wait(self, request: Request, duration: float) -> None:
        least = self._least(request)
        wait = least
        if request.meta.get(KIND) != "requisite":
            wait = max(least, min(FACTOR * duration, LONGEST_DELAY))
        slot_of(self.crawler, request.meta["download_slot"], 1, wait).delay = wait

    def _push_back(self, request: Request, response: Response) -> None:
        """The host is left alone for as long as it asks; a retry waits in the host's queue."""
        now = utc_now()
        header = (response.headers.get("Retry-After") or b"").decode("latin-1")
        until = retry_after(header or None, now)
        seconds = (until - now).total_seconds() if until else 0.0
        if seconds > LONGEST_RETRY_AFTER:
            request.meta["dont_retry"] = True
        if until:
            port = 443 if request.url.startswith("https:") else 80
            parts = urlsplit(request.url)
            self.session.frontier.block(f"{parts.hostname}:{parts.port or port}", until)
        wait = min(seconds, LONGEST_RETRY_AFTER)
        slot = slot_of(self.crawler, request.meta["download_slot"], 1, wait)
        slot.delay = max(slot.delay, wait)
        self._pushed_back[urlsplit(request.url).netloc] = wait


class RobotsUnreachable(IgnoreRequest):
    """robots.txt could not be had, so that nothing of the host may be fetched."""


class Robots(RobotsTxtMiddleware):
    """robots.txt as RFC 9309 section 2.3.1 says: 4xx allows all; 5xx and no answer allow nothing."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreachable: dict[str, str] = {}

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        body = response.body
        fetched = response.meta.get(FETCHED) if response.request else None
        if fetched is not None and fetched.exchange is not None:
            cast("Any", self.crawler.spider).session.robots[netloc] = fetched.exchange
        if response.status >= 500 or response.status in (429,):
            body = b"User-agent: *\nDisallow: /\n"
            self._unreachable[netloc] = f"robots.txt answered {response.status}"
        elif response.status >= 400:
            body = b""
        bounded = Response(response.url, status=response.status, body=body[: 500 * 1024])
        await super()._parse_robots(bounded, netloc, request)
        self._note_crawl_delay(netloc)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._unreachable[netloc] = f"no robots.txt could be had: {told(exc)}"
        super()._robots_error(exc, netloc)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        netloc = urlsplit(request.url).netloc
        if netloc in self._unreachable:
            raise RobotsUnreachable(
                f"{self._unreachable[netloc]}; without it nothing may be fetched (RFC 9309)"
            )
        if rp is not None and not rp.allowed(request.url, b"microfiche"):
            raise IgnoreRequest("robots.txt of the host disallows it")

    def _note_crawl_delay(self, netloc: str) -> None:
        parser = self._parsers[netloc]
        delay = getattr(parser, "crawl_delay", lambda agent: None)("microfiche")
        politeness = _component(self.crawler, Politeness)
        if delay and politeness is not None:
            politeness.crawl_delay[netloc] = min(float(delay), LONGEST_CRAWL_DELAY)


def _component(crawler: Crawler, kind: type[Politeness]) -> Politeness | None:
    return cast("Politeness | None", crawler.get_downloader_middleware(kind))


class Redirects(RedirectMiddleware):
    """Follows redirects within the site; any other is recorded, and the spider says why not more.

    robots.txt is followed anywhere public (RFC 9309 section 2.3.1.2), requisites too.
    """

    def process_response(
        self, request: Request, response: Response, spider: Any = None
    ) -> Request | Response:
        try:
            result = super().process_response(request, response)
        except ValueError as error:
            location = (response.headers.get("Location") or b"").decode("latin-1")
            request.meta[NOT_FOLLOWED] = f"redirected to {location!r}, which is no URL: {error}"
            return response
        if isinstance(result, Request):
            session = cast("Any", self.crawler.spider).session
            refused = session.addresses.url_refusal(result.url)
            if refused or not self._may_leave(request, result):
                reason = refused or "it leads to another site"
                request.meta[NOT_FOLLOWED] = f"redirected to {result.url}: {reason}"
                return response
        return result

    def _may_leave(self, request: Request, target: Request) -> bool:
        kind = request.meta.get(KIND)
        return kind in ("requisite", "seed", None) or same_site(request.url, target.url)

    def handle_referer(self, request: Request, response: Response) -> None:
        request.headers.pop("Referer", None)

    def _engine_started(self) -> None:
        """No Referer is sent, so there is nothing to look for."""


class Addresses(_OfSession):
    """Refuses URLs whose host is a private address that the user did not name."""

    def process_request(self, request: Request) -> None:
        refused = self.session.addresses.url_refusal(request.url)
        if refused:
            raise IgnoreRequest(refused)


class Validators(_OfSession):
    """Asks conditionally where the collection holds an earlier capture of exactly this URL."""

    def process_request(self, request: Request) -> None:
        if request.method != "GET" or request.meta.get("redirect_urls"):
            return
        etag, last_modified = self.session.collection.validators(request.url)
        if etag:
            request.headers.setdefault("If-None-Match", etag)
        if last_modified:
            request.headers.setdefault("If-Modified-Since", last_modified)
