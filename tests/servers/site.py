"""A small site on a port of its own, and so a host of its own to politeness, robots.txt and scope.

`pages` is a table of path to answer; a callable is given the request. `asked` is what came, in order.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from socket import socket
from time import monotonic
from types import TracebackType

from crawler.demo.http1 import Answer, Headers, Request, read_request, wire_bytes
from crawler.demo.loopback import HOST, LoopbackServer
from tests.servers.bad import TEXT, article

Reply = Answer | Callable[[Request], Answer]

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and when (monotonic seconds) it came and its answer went."""

    request: Request
    status: int
    came: float
    went: float

    @property
    def path(self) -> str:
        return self.request.target

    def header(self, name: str) -> str | None:
        return self.request.header(name)


class Site:
    """Answers from a table; also a context manager that starts and stops it."""

    def __init__(self, pages: Mapping[str, Reply] | None = None) -> None:
        self.pages = dict(pages or {})
        self.asked: list[Asked] = []
        self.base_url = ""
        self._server = LoopbackServer(self._converse)
        self._lock = threading.Lock()

    def __enter__(self) -> Site:
        self.base_url = f"http://{HOST}:{self._server.start()}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.stop()

    def url(self, path: str) -> str:
        """The URL of a path that begins with a slash."""
        return self.base_url + path

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [each.path for each in self.asked]

    def of(self, path: str) -> list[Asked]:
        """The requests of one path."""
        return [each for each in self.asked if each.path == path]

    def _converse(self, connection: socket) -> None:
        with connection.makefile("rb") as stream:
            while (request := read_request(stream)) is not None:
                came = monotonic()
                reply = self.pages.get(request.target, answer(b"<h1>None</h1>", status=404))
                found = reply(request) if callable(reply) else reply
                connection.sendall(wire_bytes(found, request))
                with self._lock:
                    self.asked.append(Asked(request, found.status, came, monotonic()))


def answer(
    body: bytes = b"", *, status: int = 200, kind: str = HTML, headers: Headers = ()
) -> Answer:
    """An answer with its media type."""
    return Answer(status=status, headers=(("Content-Type", kind), *headers), body=body)


def story(headline: str = "The bridge is open again", head: str = "", body: str = "") -> Answer:
    """A page that is read as an article."""
    return answer(article(*TEXT, *([body] if body else []), headline=headline, head=head))


def moved(location: str, status: int = 302, headers: Headers = ()) -> Answer:
    """A redirect."""
    return answer(status=status, headers=(("Location", location), *headers))


def robots(text: str) -> Answer:
    """A robots.txt."""
    return answer(text.encode(), kind="text/plain")
