"""The sample outlet as a running server: editions, a log of its requests, and pages to change.

Times in the pages count from `now`, which is the moment of creation unless given; what a page shows
follows from `now`, the edition and how often the page was asked for.
"""

from __future__ import annotations

import gzip
import socket
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from types import TracebackType

from crawler.demo.edition import Edition, edition
from crawler.demo.http1 import Answer, Headers, Request, read_request, wire_bytes
from crawler.demo.loopback import HOST, LoopbackServer
from crawler.demo.page import Page, Visit, fixed
from crawler.demo.site import pages, picture, picture_names
from crawler.demo.story import ZONE

_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One answered request."""

    method: str
    target: str
    """Path and query, as asked for."""
    if_none_match: str | None
    if_modified_since: str | None
    user_agent: str | None
    status: int

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


class Outlet:
    """The Velmora Courier on 127.0.0.1; also a context manager that starts and stops it."""

    def __init__(self, edition: int = 1, *, now: datetime | None = None, port: int = 0) -> None:
        self.now = (now or datetime.now(UTC)).replace(microsecond=0)
        self.base_url = ""
        """Scheme, host and port, without a closing slash; empty before `start`."""
        self.log: list[LogEntry] = []
        self._first = edition
        self._server = LoopbackServer(self._converse, port=port)
        self._lock = threading.Lock()
        self._begun = time.monotonic()
        self._visits: dict[str, int] = {}
        self._changed: dict[str, Page] = {}
        self._failing: set[str] = set()
        self._edition: Edition | None = None
        self._pages: dict[str, Page] = {}
        self._pictures: frozenset[str] = frozenset()

    def start(self) -> str:
        """Listen; returns the base URL, without a closing slash. OSError when the port is taken."""
        self.base_url = f"http://{HOST}:{self._server.start()}"
        self.publish(self._first)
        stories = self._published.stories
        self._failing = {story.path(self.now) for story in stories if story.fails_once}
        return self.base_url

    def stop(self) -> None:
        """Close everything; no thread and no socket is left. Twice is harmless."""
        self._server.stop()

    def __enter__(self) -> Outlet:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def publish(self, number: int) -> None:
        """From now on serve this edition. ValueError where there is none of this number."""
        new = edition(number, now=self.now, issued=self._clock(), base_url=self.base_url)
        made = pages(new)
        with self._lock:
            self._edition, self._pages, self._pictures = new, made, picture_names(new)

    def url(self, slug: str) -> str:
        """The canonical URL of a story of the current edition, or of one it has taken down."""
        known = (*self._published.stories, *self._published.withdrawn)
        return self._published.url({story.slug: story for story in known}[slug])

    def slugs(self) -> tuple[str, ...]:
        """The stories of the current edition that its lists name, in both languages."""
        current = (*self._published.current("en"), *self._published.current("ru"))
        return tuple(story.slug for story in current)

    def requests(self, path: str) -> list[LogEntry]:
        """The log's entries for one path, whatever the query, oldest first."""
        return [entry for entry in self.log if entry.path == path]

    def set(
        self,
        path: str,
        body: bytes,
        *,
        status: int = 200,
        content_type: str = _HTML,
        headers: Headers = (),
        etag: str | None = None,
    ) -> None:
        """Serve this under a path, in every edition, until `reset`."""
        page = Page(
            render=fixed(body), content_type=content_type, status=status, headers=headers, etag=etag
        )
        with self._lock:
            self._changed[path] = page

    def remove(self, path: str, status: int = 404) -> None:
        """Answer an error under a path, in every edition, until `reset`."""
        self.set(path, b"<!doctype html><title>Not here</title><h1>Not here</h1>", status=status)

    def reset(self, path: str) -> None:
        """Serve again under a path what the edition has there."""
        with self._lock:
            self._changed.pop(path, None)

    @property
    def _published(self) -> Edition:
        assert self._edition is not None, "the outlet has not been started"
        return self._edition

    def _converse(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as stream:
            while (request := read_request(stream)) is not None:
                connection.sendall(wire_bytes(self._answer(request), request))
                if not request.keep_alive:
                    return

    def _answer(self, request: Request) -> Answer:
        with self._lock:
            page = self._page(request)
            count = self._visits.get(request.path, 0)
            self._visits[request.path] = count + 1
        answer = self._unmodified(page, request) or self._whole(page, request, count)
        with self._lock:
            self.log.append(_entry(request, answer.status))
        return answer

    def _page(self, request: Request) -> Page:
        path = request.path
        if request.method not in ("GET", "HEAD"):
            return _error_page(405, "This method is not allowed here")
        if path in self._failing:
            self._failing.remove(path)
            return _error_page(500, "Something went wrong. Try again")
        known = self._changed.get(path) or self._pages.get(path)
        return known or picture(path, self._pictures) or _error_page(404, "There is no such page")

    def _unmodified(self, page: Page, request: Request) -> Answer | None:
        """304 for who has this page; If-None-Match goes before (RFC 9110 section 13.2.2)."""
        etags, since = request.header("If-None-Match"), request.header("If-Modified-Since")
        if etags is not None:
            fresh = page.etag is not None and page.etag in etags
        else:
            fresh = since is not None and _not_since(page.last_modified, since)
        return Answer(status=304, headers=(self._date(), *_validators(page))) if fresh else None

    def _whole(self, page: Page, request: Request, count: int) -> Answer:
        body = page.render(Visit(clock=self._clock(), count=count))
        headers = [self._date(), ("Server", "velmora"), ("Content-Type", page.content_type)]
        headers += [*page.headers, *_validators(page)]
        if page.gzip:
            headers.append(("Vary", "Accept-Encoding"))
        if page.gzip and "gzip" in (request.header("Accept-Encoding") or ""):
            headers.append(("Content-Encoding", "gzip"))
            body = gzip.compress(body, compresslevel=6, mtime=0)
        return Answer(status=page.status, headers=tuple(headers), body=body, chunked=page.chunked)

    def _clock(self) -> datetime:
        elapsed = timedelta(seconds=time.monotonic() - self._begun)
        return (self.now + elapsed).astimezone(ZONE)

    def _date(self) -> tuple[str, str]:
        return "Date", format_datetime(self._clock().astimezone(UTC), usegmt=True)


def _validators(page: Page) -> Headers:
    headers = []
    if page.etag is not None:
        headers.append(("ETag", page.etag))
    if page.last_modified is not None:
        modified = page.last_modified.astimezone(UTC)
        headers.append(("Last-Modified", format_datetime(modified, usegmt=True)))
    return tuple(headers)


def _not_since(modified: datetime | None, since: str) -> bool:
    return modified is not None and modified <= parsedate_to_datetime(since)


def _error_page(status: int, words: str) -> Page:
    body = f"<!doctype html><title>{status}</title><h1>{words}</h1>".encode()
    return Page(render=fixed(body), content_type=_HTML, status=status)


def _entry(request: Request, status: int) -> LogEntry:
    return LogEntry(
        method=request.method,
        target=request.target,
        if_none_match=request.header("If-None-Match"),
        if_modified_since=request.header("If-Modified-Since"),
        user_agent=request.header("User-Agent"),
        status=status,
    )
