"""Downloader middlewares: politeness, robots.txt as RFC 9309 has it, redirects and addresses in scope.

One throttler, per host: after an answer wait clamp(5 x its duration, delay, 30 s), or Crawl-delay if
that is longer; requisites have a delay of their own; Retry-After and 429/503 push the host back, not
the crawl. AutoThrottle is off. Once the crawl is stopped, what still waits is given back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from archive.times import utc_now
from archive.urls import fetchable, same_site
from archive.warc.http import Headers as Fields
from crawler.frontier.base import host_key
from crawler.revisit import retry_after
from crawler.wire import (
    FETCHED,
    ROBOTS,
    SECONDS,
    GivenBack,
    give_back,
    give_back_when_late,
    hold,
    known_slot,
    lent_to,
    slot_of,
    told,
)

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser

    from crawler.addresses import AddressPolicy
    from crawler.frontier import Lead
    from crawler.session import Session

KIND = "microfiche_kind"
"""Key in Request.meta of the frontier's kind of a URL."""
LEAD = "microfiche_lead"
"""Key in Request.meta of the frontier's lead."""
NOT_FOLLOWED = "microfiche_not_followed"
"""Key in Request.meta of why a redirect was not followed."""

REQUISITE_DELAY = 0.25
LONGEST_DELAY = 30.0
FACTOR = 5
LONGEST_CRAWL_DELAY = 300.0
LONGEST_RETRY_AFTER = 120.0
"""Seconds that a request waits for its host; beyond it the URL is left for another day."""
ROBOTS_AGE = 24 * 3600.0
"""Seconds that a robots.txt counts (RFC 9309 section 2.4)."""
ROBOTS_RETRY = 900.0
"""Seconds after which a robots.txt that could not be had is asked for again."""
ROBOTS_REDIRECTS = 5
ROBOTS_LIMIT = 500 * 1024
_PUSH_BACK = (429, 503)


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
        self.crawl_delay: dict[str, float] = {}
        """Host and port to robots.txt's Crawl-delay in seconds."""
        self._not_before: dict[str, float] = {}
        """Host and port to when, by the monotonic clock, it may be asked again."""
        crawler.signals.connect(self._answered, signal=signals.response_downloaded)

    def process_request(self, request: Request) -> None:
        _give_back_if_stopped(self.session)
        give_back_when_late(request)
        host, key = host_key(request.url), _queue_of(request)
        request.meta["download_slot"] = key
        is_polite = self.session.options.is_polite
        slot = slot_of(self.crawler, key, 1 if is_polite else 8)
        slot.delay = max(slot.delay, self._least(request))
        remaining = self._remaining(host)
        if remaining > LONGEST_RETRY_AFTER:
            raise _left_alone(request)
        if remaining:
            hold(slot, max(remaining, self._least(request)))

    def _remaining(self, host: str) -> float:
        """Seconds for which the host asked to be left alone."""
        seconds = self._not_before.get(host, 0.0) - monotonic()
        if seconds <= 0:
            self._not_before.pop(host, None)
        return max(0.0, seconds)

    def _least(self, request: Request) -> float:
        options = self.session.options
        if not options.is_polite:
            return 0.0
        if request.meta.get(KIND) == "requisite":
            return min(REQUISITE_DELAY, options.delay)
        return max(options.delay, self.crawl_delay.get(host_key(request.url), 0.0))

    def _answered(self, request: Request, response: Response) -> None:
        """Before the downloader takes the next request of the queue: how long that one waits."""
        slot = slot_of(self.crawler, _queue_of(request), 1)
        slot.close()  # a timer that was set by the answer before
        hold(slot, max(self._wait(request), self._remaining(host_key(request.url))))
        if response.status in _PUSH_BACK:
            self._push_back(request, self._asked_to_wait(response))

    def process_exception(self, request: Request, exception: Exception) -> None:
        """No answer within a minute is a duration too."""
        if SECONDS in request.meta and not isinstance(exception, IgnoreRequest):
            hold(slot_of(self.crawler, _queue_of(request), 1), self._wait(request))

    def _wait(self, request: Request) -> float:
        least = self._least(request)
        if not self.session.options.is_polite or request.meta.get(KIND) == "requisite":
            return least
        seconds = float(request.meta.get(SECONDS) or 0.0)
        return max(least, min(FACTOR * seconds, LONGEST_DELAY))

    def _asked_to_wait(self, response: Response) -> float:
        """Seconds of Retry-After; a host that asks for peace without saying for how long gets some."""
        now = utc_now()
        header = (response.headers.get("Retry-After") or b"").decode("latin-1")
        until = retry_after(header or None, now)
        if until is not None:
            return (until - now).total_seconds()
        return LONGEST_DELAY if self.session.options.is_polite else 0.0

    def _push_back(self, request: Request, seconds: float) -> None:
        """The host is left alone for so long, in all its queues; a retry waits with them.

        What would wait too long goes back to the frontier, which keeps it until then.
        """
        host = host_key(request.url)
        self._not_before[host] = max(self._not_before.get(host, 0.0), monotonic() + seconds)
        for key in (host, f"{host} requisites"):
            slot = known_slot(self.crawler, key)
            if slot is not None:
                hold(slot, max(slot.delay, seconds))
            if slot is not None and seconds > LONGEST_RETRY_AFTER:
                give_back(slot, _left_alone)

    def process_response(self, request: Request, response: Response) -> Response:
        """What the frontier holds back; a request that would wait too long is not made again."""
        if response.status in _PUSH_BACK:
            seconds = self._asked_to_wait(response)
            if seconds > LONGEST_RETRY_AFTER:
                request.meta["dont_retry"] = True
            if seconds:
                self.session.leave_alone(host_key(request.url), timedelta(seconds=seconds))
        return response


def _queue_of(request: Request) -> str:
    """As `Lead.queue`, for where a redirect leads, too."""
    host = host_key(request.url)
    return f"{host} requisites" if request.meta.get(KIND) == "requisite" else host


def _left_alone(request: Request) -> IgnoreRequest:
    """What becomes of a request whose host asks for more peace than it can wait for.

    It is given back; unless a redirect led there: the frontier would give out the first URL again.
    """
    lead: Lead | None = request.meta.get(LEAD)
    if lead is not None and lead.host != host_key(request.url):
        return IgnoreRequest(f"{request.url} is to be left alone for now (Retry-After)")
    return GivenBack("its host asks to be left alone (Retry-After)")


def _give_back_if_stopped(session: Session) -> None:
    if session.is_stopped:
        raise GivenBack("the crawl was stopped before its turn came")


class RobotsUnreachable(IgnoreRequest):
    """robots.txt could not be had, so that nothing of the host may be fetched."""


class Robots(RobotsTxtMiddleware):
    """robots.txt as RFC 9309 section 2.3.1 says: 4xx allows all; 5xx and no answer allow nothing.

    It counts for a day, then it is fetched again; never conditionally, so that a 304 is no answer.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        asked = crawler.settings.getfloat("MICROFICHE_ROBOTS_AGE", ROBOTS_AGE)
        self._age = min(asked, ROBOTS_AGE)
        self._unreachable: dict[str, str] = {}
        self._since: dict[str, float] = {}
        """Host and port to when, by the monotonic clock, its robots.txt came."""
        self._not_asked: set[str] = set()
        """Hosts and ports that asked to be left alone before their robots.txt came."""

    async def robot_parser(self, request: Request) -> RobotParser | None:
        netloc = urlsplit(request.url).netloc
        age = min(self._age, ROBOTS_RETRY) if netloc in self._unreachable else self._age
        if netloc in self._since and monotonic() - self._since[netloc] > age:
            del self._since[netloc], self._parsers[netloc]
            self._not_asked.discard(netloc)
        return await super().robot_parser(request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        fetched = response.meta.get(FETCHED) if response.request else None
        if fetched is not None and fetched.exchange is not None:
            kept = replace(fetched.exchange, body=_bounded(fetched.exchange.body))
            cast("Any", self.crawler.spider).session.robots[netloc] = kept
        body = response.body
        self._unreachable.pop(netloc, None)
        problem = _unreachable(response)
        if problem:
            body = b"User-agent: *\nDisallow: /\n"
            self._unreachable[netloc] = problem
        elif response.status >= 300:
            body = b""
        bounded = Response(response.url, status=response.status, body=_bounded(body))
        self._since[netloc] = monotonic()
        await super()._parse_robots(bounded, netloc, request)
        self._note_crawl_delay(request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, GivenBack):
            self._not_asked.add(netloc)
        self._unreachable[netloc] = f"no robots.txt could be had: {told(exc)}"
        self._since[netloc] = float("-inf") if netloc in self._not_asked else monotonic()
        super()._robots_error(exc, netloc)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        _give_back_if_stopped(cast("Any", self.crawler.spider).session)
        netloc = urlsplit(request.url).netloc
        if netloc in self._not_asked:
            raise _left_alone(request)
        if netloc in self._unreachable:
            raise RobotsUnreachable(
                f"{self._unreachable[netloc]}; without it nothing may be fetched (RFC 9309)"
            )
        if rp is not None and not rp.allowed(request.url, b"microfiche"):
            raise IgnoreRequest("robots.txt of the host disallows it")

    def _note_crawl_delay(self, request: Request) -> None:
        politeness = cast("Politeness | None", self.crawler.get_downloader_middleware(Politeness))
        if politeness is None:
            return
        parser = self._parsers[urlsplit(request.url).netloc]
        delay = cast("Any", parser).crawl_delay("microfiche") or 0.0
        politeness.crawl_delay[host_key(request.url)] = min(float(delay), LONGEST_CRAWL_DELAY)


def _unreachable(response: Response) -> str | None:
    """Why an answer is no robots.txt and no word that there is none."""
    if response.status >= 500 or response.status in (304, 429):
        return f"robots.txt answered {response.status}"
    fetched = response.meta.get(FETCHED) if response.request else None
    if fetched is None or fetched.exchange is None or response.status != 200:
        return None
    unread = fetched.unread or fetched.exchange.undecoded or fetched.exchange.mislabelled
    return f"robots.txt cannot be read: {unread}" if unread else None


def _bounded(body: bytes) -> bytes:
    """The first 500 KiB (RFC 9309 section 2.5), without a rule that is cut in the middle."""
    if len(body) <= ROBOTS_LIMIT:
        return body
    return body[:ROBOTS_LIMIT].rpartition(b"\n")[0]


class Redirects(RedirectMiddleware):
    """Follows redirects within the site; any other is recorded, and the spider says why not more.

    robots.txt is followed anywhere public, five times (RFC 9309 section 2.3.1.2); requisites and
    what the user named anywhere public; everything else to where the scope reaches. What was asked
    conditionally is asked plainly elsewhere: the validators are the first URL's.
    """

    def process_response(
        self, request: Request, response: Response, spider: Any = None
    ) -> Request | Response:
        if request.meta.get(ROBOTS) and request.meta.get("redirect_times", 0) >= ROBOTS_REDIRECTS:
            return response
        try:
            result = super().process_response(request, response)
            if isinstance(result, Request):
                result = result.replace(url=fetchable(result.url))
        except ValueError as error:
            location = (response.headers.get("Location") or b"").decode("utf-8", "replace")
            request.meta[NOT_FOLLOWED] = f"redirected to {location!r}, which is no URL: {error}"
            return response
        if not isinstance(result, Request):
            return response
        reason = self._refusal(request, result)
        if reason:
            request.meta[NOT_FOLLOWED] = f"redirected to {result.url}: {reason}"
            return response
        for validator in ("If-None-Match", "If-Modified-Since"):
            result.headers.pop(validator, None)
        return result

    def _refusal(self, request: Request, target: Request) -> str | None:
        spider = cast("Any", self.crawler.spider)
        addresses: AddressPolicy = spider.session.addresses
        refused = addresses.url_refusal(target.url, lent_to(target, addresses))
        if refused:
            return refused
        lead: Lead | None = request.meta.get(LEAD)
        if lead is None or lead.kind in ("requisite", "seed"):
            return None
        if same_site(request.url, target.url):
            return None
        is_inside = spider.follower.scope.inside(replace(lead, url=target.url))
        return None if is_inside else "it leads to another site"

    def handle_referer(self, request: Request, response: Response) -> None:
        request.headers.pop("Referer", None)

    def _engine_started(self) -> None:
        """No Referer is sent, so there is nothing to look for."""


class Addresses(_OfSession):
    """Refuses URLs whose host is a private address that the user did not name, and what is
    withdrawn."""

    def process_request(self, request: Request) -> None:
        _give_back_if_stopped(self.session)
        addresses = self.session.addresses
        refused = addresses.url_refusal(request.url, lent_to(request, addresses))
        refused = refused or self.session.withdrawn(request.url)
        if refused:
            raise IgnoreRequest(refused)


class Validators(_OfSession):
    """Asks conditionally where the collection holds an earlier capture of exactly this URL.

    Never for robots.txt: its rules are needed now, and it is small.
    """

    def process_request(self, request: Request) -> None:
        is_robots = request.meta.get(ROBOTS) or request.meta.get(KIND) == "robots"
        if is_robots or request.method != "GET" or request.meta.get("redirect_urls"):
            return
        etag, last_modified = self.session.validators(request.url, _sent(request))
        if etag:
            request.headers.setdefault("If-None-Match", etag)
        if last_modified:
            request.headers.setdefault("If-Modified-Since", last_modified)


def _sent(request: Request) -> Fields:
    """The headers of a request as far as they are known before it is sent."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in request.headers.items()
        for value in values
    )
