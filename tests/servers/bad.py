"""A server of bad input: what a crawler meets on the open web and must survive, page by page.

PAGES is the table of pages that fit in memory; `BadServer` adds those that need a state, a second
server or a stream. Nothing here is large on disk: bombs and big pages are made when asked for.
"""

from __future__ import annotations

import gzip
import re
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from socket import create_server, socket
from struct import pack
from urllib.parse import parse_qs, urlsplit

import brotli
import zstandard

from crawler.demo.http1 import Request, read_request
from crawler.demo.loopback import HOST, LoopbackServer

MEGABYTE = 1 << 20
BOMB_SIZE = 1 << 30
"""Bytes that each bomb becomes when it is decoded."""

Wire = Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is sent with a right Content-Length; `headers` come beside its type."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: str = "200 OK"
    headers: tuple[str, ...] = ()


def article(*paragraphs: str, headline: str = "The bridge is open again", head: str = "") -> bytes:
    """A plain article page around the paragraphs, so that what is bad stands in something good."""
    text = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang=en><head><title>{headline}</title>{head}</head><body><article>"
        f"<h1>{headline}</h1><p class=byline>By Irsa Holvik</p>\n{text}</article></body></html>"
    ).encode()


TEXT = (
    "The bridge over the Murra was opened to traffic again this morning after eleven weeks.",
    "Engineers replaced forty bearings and said that the structure would need no further closure.",
    "Drivers had been sent over the old ferry crossing, where queues lasted up to two hours.",
)

ENTITY_BOMB = "\n".join(
    [
        "<!DOCTYPE bomb [",
        '<!ENTITY a0 "ha">',
        *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)),
        "]>",
    ]
)
"""Eleven levels of ten: some 200 GB when expanded."""


def _rss(title: str, doctype: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel><title>{title}</title>'
        f"<item><title>{title}</title><link>/good</link></item></channel></rss>"
    ).encode()


def _sitemap(location: str, doctype: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{doctype}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<url><loc>{location}</loc></url></urlset>"
    ).encode()


EXTERNAL_ENTITY = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'

BROKEN_JSON_LD = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Cut in th</script>'
    '<script type="application/ld+json">[[[[</script>'
    '<script type="application/ld+json"></script>'
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A comma",}</script>'
    '<script type="application/ld+json">"just a text"</script>'
    '<script type="application/ld+json">' + '{"a":' * 5000 + "1" + "}" * 5000 + "</script>"
)

_XML = "application/xml"
_HTML_IN_FEED = (
    b"<!doctype html><html><body><h1>Please log in</h1><p>No feed here.<br></body></html>"
)

PAGES: dict[str, Page] = {
    "/good": Page(article(*TEXT)),
    "/empty": Page(b""),
    "/feed-is-html": Page(_HTML_IN_FEED, "application/rss+xml"),
    "/feed-bomb.xml": Page(_rss("&a11;", ENTITY_BOMB), "application/rss+xml"),
    "/feed-external.xml": Page(_rss("&secret;", EXTERNAL_ENTITY), "application/rss+xml"),
    "/feed-cut.xml": Page(_rss("A feed that ends too soon")[:-40], "application/rss+xml"),
    "/sitemap-bomb.xml": Page(_sitemap("&a11;", ENTITY_BOMB), _XML),
    "/sitemap-external.xml": Page(_sitemap("&secret;", EXTERNAL_ENTITY), _XML),
    "/sitemap-cut.xml": Page(_sitemap("/good")[:-15], _XML),
    "/nul": Page(article("The bri\0dge\0 is open.", *TEXT, headline="The bridge\0 is open again")),
    "/broken-json-ld": Page(article(*TEXT, head=BROKEN_JSON_LD)),
    "/invalid-gzip": Page(
        gzip.compress(article(*TEXT), mtime=0)[:10] + b"\xff" * 200,
        headers=("Content-Encoding: gzip",),
    ),
    "/cut-gzip": Page(
        gzip.compress(article(*TEXT), mtime=0)[:-30], headers=("Content-Encoding: gzip",)
    ),
    "/not-gzip": Page(article(*TEXT), headers=("Content-Encoding: gzip",)),
    "/unknown-charset": Page(article(*TEXT), "text/html; charset=x-no-such"),
    "/picture-as-html": Page(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
    "/redirect-to-itself": Page(
        b"", status="302 Found", headers=("Location: /redirect-to-itself",)
    ),
    "/redirect-nowhere": Page(b"", status="302 Found"),
    "/redirect-malformed": Page(b"", status="302 Found", headers=("Location: http://[::1/",)),
    "/redirect-to-file": Page(b"", status="302 Found", headers=("Location: file:///etc/hostname",)),
    "/long-header": Page(article(*TEXT), headers=("X-Long: " + "x" * 200_000,)),
    "/many-headers": Page(article(*TEXT), headers=tuple(f"X-{n}: {n}" for n in range(5000))),
    "/robots.txt": Page(b"User-agent: *\nAllow: /\n", "text/plain"),
}


@cache
def one_line_page() -> bytes:
    """An article of 5 MB without a line break."""
    sentence = "Nobody in Port Anselm had seen so long a line before. "
    return article(
        *(sentence * 20 for _ in range(5 * MEGABYTE // (20 * len(sentence)) + 1))
    ).replace(b"\n", b"")


@cache
def deep_page() -> bytes:
    """An article below 100,000 nested elements."""
    return b"<div>" * 100_000 + article(*TEXT) + b"</div>" * 100_000


@cache
def gzip_bomb() -> bytes:
    """A gzip file of about 1 MB that holds 1 GiB of zeros.

    The same compressed megabyte is repeated: after a full flush each stands alone (RFC 1951).
    """
    zeros = bytes(MEGABYTE)
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    megabyte = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(BOMB_SIZE // MEGABYTE):
        checksum = zlib.crc32(zeros, checksum)
    header = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
    last = packer.flush(zlib.Z_FINISH)
    trailer = pack("<II", checksum, BOMB_SIZE & 0xFFFFFFFF)
    return header + megabyte * (BOMB_SIZE // MEGABYTE) + last + trailer


@cache
def brotli_bomb() -> bytes:
    """A brotli stream of a few KB that holds 1 GiB of zeros."""
    packer = brotli.Compressor(quality=1)
    zeros = bytes(16 * MEGABYTE)
    parts = [packer.process(zeros) for _ in range(BOMB_SIZE // len(zeros))]
    return b"".join(parts) + packer.finish()


@cache
def zstd_bomb() -> bytes:
    """A zstd frame of some KB that holds 1 GiB of zeros."""
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    zeros = bytes(16 * MEGABYTE)
    parts = [packer.compress(zeros) for _ in range(BOMB_SIZE // len(zeros))]
    return b"".join(parts) + packer.flush()


def huge_page(size: int) -> Iterator[bytes]:
    """An HTML article of exactly `size` bytes, in pieces."""
    opening = b"<!doctype html><title>Huge</title><h1>A page without end</h1>\n"
    yield opening
    paragraph = b"<p>The minutes of the meeting were read out in full.</p>\n" * 1000
    for at in range(len(opening), size, len(paragraph)):
        yield paragraph[: size - at]


def _head(content_type: str, length: int, *lines: str, status: str = "200 OK") -> bytes:
    fields = (f"Content-Type: {content_type}", f"Content-Length: {length}", *lines)
    return "\r\n".join((f"HTTP/1.1 {status}", *fields, "", "")).encode("latin-1")


def _html(length: int, *lines: str) -> bytes:
    return _head("text/html; charset=utf-8", length, "Connection: close", *lines)


def _bomb(body: bytes, coding: str) -> Wire:
    yield _html(len(body), f"Content-Encoding: {coding}")
    yield body


def _whole(body: bytes) -> Wire:
    yield _html(len(body))
    yield body


def _query(request: Request, name: str, default: str) -> str:
    return parse_qs(urlsplit(request.target).query).get(name, [default])[0]


def _huge(request: Request) -> Wire:
    size = int(_query(request, "n", str(60 * MEGABYTE)))
    yield _html(size)
    yield from huge_page(size)


def _huge_chunked(request: Request) -> Wire:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    for piece in huge_page(int(_query(request, "n", str(60 * MEGABYTE)))):
        if piece:
            yield b"%x\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def _redirect(location: str) -> Wire:
    yield _head("text/html", 0, f"Location: {location}", "Connection: close", status="302 Found")


def _endless(request: Request) -> Wire:
    return _redirect(f"/endless?n={int(_query(request, 'n', '0')) + 1}")


def _truncated(_: Request) -> Wire:
    body = article(*TEXT)
    yield _html(len(body))
    yield body[: len(body) // 2]


def _longer_than_declared(_: Request) -> Wire:
    body = article(*TEXT)
    yield _html(len(body) - 100)
    yield body


def _bad_length(_: Request) -> Wire:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: many\r\n\r\n"
    yield article(*TEXT)


def _not_http(_: Request) -> Wire:
    yield b"SSH-2.0-OpenSSH_9.9\r\n"


STREAMS: dict[str, Callable[[Request], Wire]] = {
    "/huge": _huge,
    "/huge-chunked": _huge_chunked,
    "/gzip-bomb": lambda _: _bomb(gzip_bomb(), "gzip"),
    "/brotli-bomb": lambda _: _bomb(brotli_bomb(), "br"),
    "/zstd-bomb": lambda _: _bomb(zstd_bomb(), "zstd"),
    "/one-line": lambda _: _whole(one_line_page()),
    "/deep": lambda _: _whole(deep_page()),
    "/endless": _endless,
    "/truncated": _truncated,
    "/longer-than-declared": _longer_than_declared,
    "/bad-length": _bad_length,
    "/not-http": _not_http,
}
"""Pages that are made when asked for; the connection is closed after each."""


@dataclass
class BadServer:
    """PAGES and STREAMS, and: `/never` (no answer), `/never-body` (headers, then nothing),
    `/sitemap-of-itself.xml` (an index that names itself), `/to?url=U` (302 to U) and `/to-loopback`
    (302 to a second server on loopback, whose requests are counted in `forbidden_requests`).
    """

    requests: list[str] = field(default_factory=list)
    """The targets asked for, in order."""
    forbidden_requests: list[str] = field(default_factory=list)
    """Targets asked for at the second server: nothing should have been."""
    _servers: list[LoopbackServer] = field(default_factory=list)
    _ports: list[int] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> str:
        """Listen on two free ports; returns the base URL, without a closing slash."""
        self._servers = [LoopbackServer(self._converse), LoopbackServer(self._converse_forbidden)]
        self._ports = [server.start() for server in self._servers]
        return self.url("")

    def stop(self) -> None:
        """Close everything; no thread and no socket is left."""
        for server in self._servers:
            server.stop()

    def url(self, path: str) -> str:
        """The URL of a path that begins with a slash."""
        return f"http://{HOST}:{self._ports[0]}{path}"

    def _converse(self, connection: socket) -> None:
        with connection.makefile("rb") as stream:
            while (request := read_request(stream)) is not None:
                with self._lock:
                    self.requests.append(request.target)
                if not self._respond(connection, request):
                    return

    def _converse_forbidden(self, connection: socket) -> None:
        with connection.makefile("rb") as stream:
            while (request := read_request(stream)) is not None:
                with self._lock:
                    self.forbidden_requests.append(request.target)
                connection.sendall(_html(6) + b"secret")

    def _respond(self, connection: socket, request: Request) -> bool:
        """Answer; whether the connection stays open."""
        page = self._page(request)
        if page is not None:
            head = _head(page.content_type, len(page.body), *page.headers, status=page.status)
            connection.sendall(head + (b"" if request.method == "HEAD" else page.body))
            return True
        if request.path in ("/never", "/never-body"):
            connection.sendall(_html(1000) if request.path == "/never-body" else b"")
            connection.recv(1)  # returns when the client gives up, or when the server is stopped
            return False
        for piece in self._stream(request):
            connection.sendall(piece)
        return False

    def _page(self, request: Request) -> Page | None:
        if request.path == "/sitemap-of-itself.xml":
            return Page(_index_of(self.url(request.path)), _XML)
        if request.path in PAGES or request.path in STREAMS:
            return PAGES.get(request.path)
        if re.match(r"/(never|never-body|to|to-loopback)$", request.path):
            return None
        return Page(b"<h1>Not found</h1>", status="404 Not Found")

    def _stream(self, request: Request) -> Wire:
        if request.path == "/to-loopback":
            return _redirect(f"http://{HOST}:{self._ports[1]}/secret")
        if request.path == "/to":
            return _redirect(_query(request, "url", "/good"))
        return STREAMS[request.path](request)


def _index_of(url: str) -> bytes:
    return (
        '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>{url}</loc></sitemap></sitemapindex>"
    ).encode()


def refused_url() -> str:
    """A loopback URL at whose port nothing listens."""
    with closing(create_server((HOST, 0))) as listener:
        return f"http://{HOST}:{listener.getsockname()[1]}/"
