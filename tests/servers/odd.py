"""A server that sends exactly specified bytes, and logs exactly the bytes it got and sent.

ANSWERS is the table of what each path answers. An answer is logged before its last byte is sent, so
that a client that has read it finds it in `exchanges`. Nothing is added to the bytes of the table.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import ssl
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from socket import SO_LINGER, SOL_SOCKET, socket
from struct import pack
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import brotli
import trustme
import zstandard

from crawler.demo.http1 import Request, read_request
from crawler.demo.loopback import HOST, LoopbackServer

After = Literal["keep", "close", "reset", "stale", "hang"]
"""What becomes of the connection after an answer.

keep: the next request is awaited; close: closed at once; reset: closed with a TCP RST;
stale: it looks open, and the next request on it is read and dropped without an answer;
hang: nothing more is sent, until the client goes away.
"""

_PIECE = 65536


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes of one answer, whole or in parts that are sent one by one."""

    parts: tuple[bytes, ...]
    after: After = "keep"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request as it came and the bytes sent for it.

    `response` is all of them, except for `/large`, where it is the header block; `sha1` (hex) and
    `length` are over all bytes always.
    """

    path: str
    request: bytes
    response: bytes
    sha1: str
    length: int
    connection: int
    """Which connection it came on; the same number, the same connection."""


def _gzip(text: bytes) -> bytes:
    return gzip.compress(text, mtime=0)


def _head(status: str, *lines: bytes) -> bytes:
    return f"HTTP/1.1 {status}\r\n".encode() + b"".join(line + b"\r\n" for line in lines) + b"\r\n"


def _sized(status: str, body: bytes, *lines: bytes) -> bytes:
    return _head(status, *lines, b"Content-Length: %d" % len(body)) + body


PAGE = b"<!doctype html><title>Odd</title><h1>An odd page</h1><p>Its bytes are counted.</p>\n" * 3
"""The entity that most paths answer, whatever their coding."""

_HTML = b"Content-Type: text/html; charset=utf-8"


def _one(answer: bytes, after: After = "keep") -> Answer:
    return Answer((answer,), after)


def _chunks(entity: bytes, *sizes: int) -> Iterator[bytes]:
    at = 0
    for size in (*sizes, len(entity)):
        piece, at = entity[at : at + size], at + size
        if piece:
            yield b"%x\r\n%s\r\n" % (len(piece), piece)


def _chunked(entity: bytes, *lines: bytes) -> Answer:
    head = _head("200 OK", _HTML, *lines, b"Transfer-Encoding: chunked")
    return Answer((head, *_chunks(entity, 7, 20, 31), b"0\r\n\r\n"))


def _zlib_raw(text: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(text) + packer.flush()


_WORDS = b"<p>The mayor opens the river market again in winter, the council said.</p>\n" * 4000
"""An entity that comes in many pieces."""


def _long(*lines: bytes) -> Answer:
    """An answer that is sent in parts, so that a client that gives up early does so in its midst."""
    whole = _sized("200 OK", _WORDS, _HTML, *lines)
    return Answer(tuple(whole[at : at + 20000] for at in range(0, len(whole), 20000)))


_UNFINISHED = _one(_head("200 OK", _HTML, b"Content-Length: 5000") + PAGE, "hang")
_REDIRECT_BODY = b"<p>This page has moved to <a href=/plain>another place</a>.</p>\n"

ANSWERS: dict[str, Answer] = {
    "/plain": _one(_sized("200 OK", PAGE, _HTML)),
    "/odd-headers": _one(
        b"HTTP/1.1 200 OK\r\ncOnTeNt-TyPe:text/html\r\nX-One: 1\r\nSet-Cookie: a=1\r\n"
        b"X-ONE:  2 \r\nset-cookie: b=2; Path=/\r\nX-Empty:\r\nX-Folded: first\r\n\t second\r\n"
        b"X-Latin: caf\xe9\r\nX-Utf8: caf\xc3\xa9\r\ncontent-LENGTH: %d\r\n\r\n%s"
        % (len(PAGE), PAGE)
    ),
    "/bare-lf": _one(
        b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: %d\n\n%s" % (len(PAGE), PAGE)
    ),
    "/no-colon": _one(
        _sized("200 OK", PAGE, _HTML, b"this line has no separator", b"X-After: yes")
    ),
    "/reason": _one(_sized("200  Not  Quite OK\t", PAGE, _HTML)),
    "/reason-empty": _one(_sized("200 ", PAGE, _HTML)),
    "/reason-latin": _one(
        b"HTTP/1.1 200 D\xe9j\xe0 vu\r\nContent-Length: %d\r\n\r\n%s" % (len(PAGE), PAGE)
    ),
    "/early-hints": Answer(
        (_head("103 Early Hints", b"Link: </site.css>; rel=preload"), _sized("200 OK", PAGE, _HTML))
    ),
    "/interim": Answer(
        (
            _head("100 Continue"),
            _head("102 Processing", b"X-Progress: 1"),
            _head("103 Early Hints", b"Link: </a.css>; rel=preload", b"Link: </b.css>"),
            _head("103 Early Hints"),
            _sized("200 OK", PAGE, _HTML),
        )
    ),
    "/interim-at-once": _one(
        _head("100 Continue") + _head("100 Continue") + _sized("200 OK", PAGE, _HTML)
    ),
    "/no-content": _one(_head("204 No Content", b"X-Why: nothing to say")),
    "/not-modified": _one(_head("304 Not Modified", b'ETag: "odd-1"')),
    "/not-found": _one(_sized("404 Not Found", b"<h1>Nothing here</h1>", _HTML)),
    "/gone": _one(_sized("410 Gone", b"", _HTML)),
    "/http10": _one(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE, "close"),
    "/until-close": _one(_head("200 OK", _HTML, b"Connection: close") + PAGE, "close"),
    "/empty": _one(_sized("200 OK", b"", _HTML)),
    "/chunked": _chunked(PAGE),
    "/chunk-extensions": _one(
        _head("200 OK", _HTML, b"Transfer-Encoding: chunked", b"Trailer: X-Sum")
        + b'5;name=value\r\n%s\r\n0000A ; quoted="a;b"\r\n%s\r\n' % (PAGE[:5], PAGE[5:15])
        + b"%X\r\n%s\r\n000;last\r\nX-Sum: 42\r\nX-More: caf\xe9\r\n\r\n"
        % (len(PAGE) - 15, PAGE[15:])
    ),
    "/chunked-gzip": _chunked(_gzip(PAGE), b"Content-Encoding: gzip"),
    "/gzip": _one(_sized("200 OK", _gzip(PAGE), _HTML, b"Content-Encoding: gzip")),
    "/gzip-two-members": _one(
        _sized("200 OK", _gzip(PAGE[:50]) + _gzip(PAGE[50:]), _HTML, b"Content-Encoding: x-gzip")
    ),
    "/deflate": _one(_sized("200 OK", zlib.compress(PAGE), _HTML, b"Content-Encoding: deflate")),
    "/deflate-raw": _one(_sized("200 OK", _zlib_raw(PAGE), _HTML, b"Content-Encoding: deflate")),
    "/brotli": _one(_sized("200 OK", brotli.compress(PAGE), _HTML, b"Content-Encoding: br")),
    "/zstd": _one(_sized("200 OK", zstandard.compress(PAGE), _HTML, b"Content-Encoding: zstd")),
    "/unknown-coding": _one(_sized("200 OK", PAGE, _HTML, b"Content-Encoding: x-invented")),
    "/redirect": _one(_sized("302 Found", _REDIRECT_BODY, b"Location: /plain")),
    "/redirect-301": _one(_sized("301 Moved Permanently", b"", b"Location: /plain")),
    "/redirect-chunked": Answer(
        (
            _head("307 Temporary Redirect", b"Location: /plain", b"Transfer-Encoding: chunked"),
            *_chunks(_REDIRECT_BODY, 9),
            b"0\r\n\r\n",
        )
    ),
    "/dropped": Answer((), "close"),
    "/reset": Answer((), "reset"),
    "/half-headers": _one(b"HTTP/1.1 200 OK\r\nContent-Type: text/ht", "close"),
    "/truncated-length": _one(_head("200 OK", _HTML, b"Content-Length: 5000") + PAGE, "close"),
    "/truncated-chunk": _one(
        _head("200 OK", _HTML, b"Transfer-Encoding: chunked") + b"400\r\n" + PAGE, "close"
    ),
    "/no-last-chunk": _one(
        _head("200 OK", _HTML, b"Transfer-Encoding: chunked") + b"".join(_chunks(PAGE)), "close"
    ),
    "/stale": _one(_sized("200 OK", PAGE, _HTML, b"Connection: keep-alive"), "stale"),
    "/closed-silently": _one(_sized("200 OK", PAGE, _HTML, b"Connection: keep-alive"), "close"),
    "/latin1-name": _long(b"X-\xe9: a"),
    "/blank-before-colon": _long(b"X-Served-By : cache1"),
    "/empty-name": _long(b": value"),
    "/small-latin1-name": _one(_sized("200 OK", PAGE, _HTML, b"X-\xe9: a")),
    "/latin1-name-chunked": _chunked(PAGE, b"X-\xe9: a"),
    "/latin1-name-until-close": _one(
        _head("200 OK", _HTML, b"X-\xe9: a", b"Connection: close") + _WORDS, "close"
    ),
    "/latin1-name-no-content": _one(_head("204 No Content", b"X-\xe9: a")),
    "/long-line": _long(b"X-P3P: " + b"p" * 17000),
    "/signed-length": _one(_head("200 OK", _HTML, b"Content-Length: +%d" % len(PAGE)) + PAGE),
    "/two-lengths": _one(_sized("200 OK", PAGE, _HTML, b"Content-Length: %d" % len(PAGE))),
    "/blank-line-ahead": _one(b"\r\n" + _sized("200 OK", PAGE, _HTML)),
    "/chunk-extensions-long": Answer(
        (
            _head("200 OK", _HTML, b"Transfer-Encoding: chunked") + b'0000A ; quoted="a;b"\r\n',
            PAGE[:10] + b"\r\n",
            *(b'%x ; x="a;b"\r\n%s\r\n' % (len(_WORDS), _WORDS) for _ in range(3)),
            b"0 ; last\r\nX-Sum: 42\r\n\r\n",
        )
    ),
    "/robots.txt": _one(_sized("404 Not Found", b"no robots\n", b"Content-Type: text/plain")),
}
"""What each path answers, whatever the method; HEAD leaves out what follows the header block."""


def retry_answers() -> list[Answer]:
    """What `/retry` answers in turn: 503 with Retry-After, then 200 for ever."""
    busy = _sized("503 Service Unavailable", b"<p>Busy.</p>", _HTML, b"Retry-After: 0")
    return [_one(busy), _one(_sized("200 OK", PAGE, _HTML))]


@dataclass
class OddServer:
    """`ANSWERS` over http, or over https with a certificate for 127.0.0.1 of its own authority.

    Beside the table: `/retry` (503 once, then 200), `/echo` (answers the request's body),
    `/large?n=N` (N bytes, streamed; `/large-chunked` in chunks), `/numbered?n=N` (an answer of its
    own for each N, in odd pieces), `/unfinished` (half an answer, then nothing more). Any other path
    is a 404. `answers` may grow before `start`.
    """

    tls: bool = False
    newest_tls: ssl.TLSVersion = ssl.TLSVersion.MAXIMUM_SUPPORTED
    answers: dict[str, Answer] = field(default_factory=lambda: dict(ANSWERS))
    exchanges: list[Exchange] = field(default_factory=list)
    ca_pem: bytes = b""
    """The authority's certificate, with `tls`."""
    gather: int = 0
    """`/numbered` is not answered before so many of them wait for it at once, or ten seconds."""
    _gathered: threading.Barrier | None = None
    _server: LoopbackServer | None = None
    _port: int = 0
    _retries: list[Answer] = field(default_factory=retry_answers)
    _connections: int = 0
    _waiting: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> str:
        """Listen on a free port; returns the base URL, without a closing slash."""
        self._server = LoopbackServer(self._converse, tls=self._context() if self.tls else None)
        self._port = self._server.start()
        return self.url("")

    def stop(self) -> None:
        """Close everything; no thread and no socket is left."""
        if self._server is not None:
            self._server.stop()

    def url(self, path: str) -> str:
        """The URL of a path that begins with a slash."""
        return f"http{'s' if self.tls else ''}://{HOST}:{self._port}{path}"

    def client_context(self) -> ssl.SSLContext:
        """A client's TLS context that trusts this server and nobody else."""
        return ssl.create_default_context(cadata=self.ca_pem.decode("ascii"))

    def _context(self) -> ssl.SSLContext:
        authority = trustme.CA()
        self.ca_pem = authority.cert_pem.bytes()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.maximum_version = self.newest_tls
        authority.issue_cert(HOST, "localhost").configure_cert(context)
        return context

    def _converse(self, connection: socket) -> None:
        after: After = "keep"
        with self._lock:
            self._connections += 1
            number = self._connections
        with connection.makefile("rb") as stream:
            while after in ("keep", "stale"):
                request = read_request(stream)
                if request is None:
                    return
                answer = Answer((), "close") if after == "stale" else self._answer(request)
                self._send(connection, number, request, answer)
                after = answer.after
            if after == "hang":
                stream.read()
        if after == "reset":
            connection.setsockopt(SOL_SOCKET, SO_LINGER, pack("ii", 1, 0))

    def _gather(self) -> None:
        """Wait with the first `gather` requests until they are all there; later ones go through."""
        with self._lock:
            self._waiting += 1
            number = self._waiting
            if self._gathered is None:
                self._gathered = threading.Barrier(self.gather)
        if number <= self.gather:
            self._gathered.wait(10)

    def _answer(self, request: Request) -> Answer:
        if request.path == "/unfinished":
            return _UNFINISHED
        if request.path == "/numbered" and self.gather:
            self._gather()
        dynamic = {"/retry": self._retry, "/echo": _echo, "/numbered": _numbered}.get(request.path)
        if dynamic is not None:
            return dynamic(request)
        missing = _one(_sized("404 Not Found", b"no such path", b"Content-Type: text/plain"))
        return self.answers.get(request.path, missing)

    def _retry(self, _: Request) -> Answer:
        with self._lock:
            return self._retries.pop(0) if len(self._retries) > 1 else self._retries[0]

    def _send(self, connection: socket, number: int, request: Request, answer: Answer) -> None:
        if request.path in ("/large", "/large-chunked"):
            self._send_large(connection, number, request)
            return
        parts = _without_body(answer.parts) if request.method == "HEAD" else answer.parts
        sent = b"".join(parts)
        self._log(request, number, sent, hashlib.sha1(sent), len(sent))
        for part in parts:
            connection.sendall(part)

    def _send_large(self, connection: socket, number: int, request: Request) -> None:
        size = int(parse_qs(urlsplit(request.target).query)["n"][0])
        is_chunked = request.path == "/large-chunked"
        digest, length = hashlib.sha1(), 0
        for piece in large_answer(size, is_chunked):
            digest.update(piece)
            length += len(piece)
        head = next(large_answer(size, is_chunked))
        self._log(request, number, head, digest, length)
        for piece in large_answer(size, is_chunked):
            connection.sendall(piece)

    def _log(
        self, request: Request, number: int, sent: bytes, digest: hashlib._Hash, length: int
    ) -> None:
        sha1 = digest.hexdigest()
        exchange = Exchange(request.target, request.raw, sent, sha1, length, number)
        with self._lock:
            self.exchanges.append(exchange)


def large_answer(size: int, is_chunked: bool = False) -> Iterator[bytes]:
    """The answer of `/large` or `/large-chunked` in pieces, the first of them the header block."""
    framing = b"Transfer-Encoding: chunked" if is_chunked else b"Content-Length: %d" % size
    yield _head("200 OK", b"Content-Type: application/octet-stream", framing)
    for piece in large_body(size):
        yield b"%x\r\n%s\r\n" % (len(piece), piece) if is_chunked else piece
    if is_chunked:
        yield b"0\r\n\r\n"


def large_body(size: int) -> Iterator[bytes]:
    """`size` bytes in pieces; every piece of 64 KiB begins with its number."""
    for number in range(0, size, _PIECE):
        piece = b"%016d" % number + bytes(range(256)) * (_PIECE // 256)
        yield piece[: min(_PIECE, size - number)]


def _echo(request: Request) -> Answer:
    return _one(_sized("200 OK", request.body, b"Content-Type: application/octet-stream"))


def _numbered(request: Request) -> Answer:
    """Chunked or sized, in one piece or in many, as the number has it."""
    number = int(parse_qs(urlsplit(request.target).query)["n"][0])
    entity = b"<p>number %d</p>\n" % number * (1 + number % 37 * 40)
    if number % 2:
        return _chunked(entity, b"X-Number: %d" % number)
    whole = _sized("200 OK", entity, _HTML, b"X-Number: %d" % number)
    return Answer((whole[:number], whole[number:]) if number % 3 else (whole,))


def _without_body(parts: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """The header blocks alone: an answer to HEAD (RFC 9110 section 9.3.2)."""
    heads = (part for part in parts if part.startswith(b"HTTP/1."))
    return tuple(re.split(rb"(?<=\n\r\n)|(?<=\n\n)", head, maxsplit=1)[0] for head in heads)
