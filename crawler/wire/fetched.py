"""From the bytes of an exchange to what the WARC keeps of it and what the crawl sees of it.

The names are the keys in Request.meta by which the parts of a crawl speak of an exchange.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from archive.digest import chunks_of
from archive.times import warc_date
from archive.warc.ending import ends_at
from archive.warc.exchange import MAX_BODY, MOST_BEHIND, Exchange, WireExchange, exchange_of
from archive.warc.http import MAX_HEAD, content_length, first, is_whole, read_head
from archive.warc.leading import location_in
from archive.warc.rows import CaptureRow
from crawler.wire.failures import told, truncation

if TYPE_CHECKING:
    from scrapy import Request

    from crawler.addresses import AddressPolicy
    from crawler.wire.recording import Recording

FETCHED = "microfiche_fetched"
"""Key in Request.meta of the `Fetched` of the last exchange."""
TRIED = "microfiche_tried"
"""Key in Request.meta of the rows of failed answers, which were asked for again."""
PAGE = "microfiche_page"
"""Key in Request.meta of what the metadata record says of a page: via, hops, …"""
SECONDS = "microfiche_seconds"
"""Key in Request.meta of how long the last exchange took, from the request to the last byte."""
KEPT_ONLY = "microfiche_kept_only"
"""Key in Request.meta of whether nobody reads the body: it is not decoded."""
ROBOTS = "dont_obey_robotstxt"
"""Key in Request.meta by which Scrapy marks the requests of robots.txt."""

THREAD = "microfiche_thread"
"""Key in Request.meta of what comments are asked for: the id of the page's record, and the part."""
LENT = "microfiche_lent"
"""Key in Request.meta of the place that the user gave for what is asked: it may be private."""
UNTIL = "microfiche_until"
"""Key in Request.meta of when, by the monotonic clock, the request is given up."""

_PIECE = 1 << 16
_PROXY_PASSWORD = re.compile(rb"\r\nproxy-authorization:[^\r\n]*", re.IGNORECASE)
_READABLE = ("text/", "xml", "json", "javascript", "html", "gzip", "application/octet-stream")


@dataclass(frozen=True, slots=True)
class Fetched:
    """An exchange that was answered and written: its index row, and what a reader sees of it."""

    row: CaptureRow
    exchange: Exchange | None
    """None where the answer is no HTTP."""
    is_whole: bool
    """Nothing of it is missing, whatever Scrapy's parser thinks of it."""
    unread: str | None = None
    """Why the body is kept in the WARC alone; None where a reader has it."""

    @property
    def is_revisit(self) -> bool:
        """Whether it only repeats an earlier capture."""
        return self.row.rec_type == "revisit"


def wire_exchange(
    request: Request, recording: Recording, failure: Exception | None, verified: str
) -> WireExchange:
    """What the writer keeps of a recording; `failure` says why no whole answer came, `verified`
    whether a certificate was.

    Through a proxy the request is kept as it went to the proxy, without its password; inside a
    tunnel, as it went to the origin. WARC-IP-Address is "the IP address used at retrieval time
    corresponding to the hostname in the record's target URI" (WARC/1.1 section 5.10): what only the
    proxy knows is left out, and `facts_of` names the proxy. TLS spoken with the proxy is not the
    origin's either.
    """
    if failure is not None and _is_whole(recording, failure):
        failure = None  # what Twisted does not take, e.g. a header's name that is not ASCII
    recording.response.seek(0)
    proxy = proxy_of(request)
    comments_of, part = request.meta.get(THREAD) or (None, None)
    is_origins = not proxy or request.url.startswith("https:")
    wire = WireExchange(
        url=without_fragment(request.url),
        started=recording.started,
        ip=None if proxy else recording.ip,
        request=_without_password(bytes(recording.request)) if recording.is_sent else b"",
        response=recording.response,
        response_length=recording.received,
        truncated=truncation(failure) if failure and recording.received else None,
        error=told(failure) if failure else None,
        protocols=recording.protocols if is_origins else recording.protocols[:1],
        cipher=recording.cipher if is_origins else None,
        certificate=recording.certificate if is_origins else None,
        verified=verified,
        chain=recording.chain,
        seconds=recording.ended - recording.begun,
        comments_of=comments_of,
        part=part,
    )
    if failure is None:
        _take_off_behind(wire, is_head=request.method == "HEAD")
    return wire


def _take_off_behind(wire: WireExchange, *, is_head: bool) -> None:
    """End the answer where it says that it ends. What else the last read brought is not part of it,
    and how much that is depends on the network: with it, the same page would have another payload
    at each visit. It is kept beside the answer (`WireExchange.behind`)."""
    if _ends_as_it_says(wire):
        return
    wire.response.seek(0)
    end = ends_at(chunks_of(wire.response, _PIECE), is_head=is_head)
    if end is not None and end < wire.response_length:
        wire.response.seek(end)
        wire.behind = wire.response.read(MOST_BEHIND)
        wire.behind_more = wire.response_length - end - len(wire.behind)
        wire.response.truncate(end)
        wire.response_length = end


def _ends_as_it_says(wire: WireExchange) -> bool:
    """Whether an answer is seen at once to have nothing behind its end."""
    head = wire.head
    if head is None or head.status == 101:  # what follows is no HTTP
        return True
    size = wire.response_length - len(head.raw)
    is_coded = first(head.headers, "Transfer-Encoding") is not None
    return not is_coded and size in (0, content_length(head.headers))


def proxy_of(request: Request) -> str | None:
    """The proxy that a request goes through, without its password; None where there is none."""
    proxy = request.meta.get("proxy")
    if not proxy:
        return None
    scheme, _, place = proxy.rpartition("://")
    return f"{scheme or 'http'}://{place.rpartition('@')[2].rstrip('/')}"


def lent_to(request: Request, addresses: AddressPolicy) -> str | None:
    """The private place that a request may reach although the crawl may not."""
    if request.meta.get(ROBOTS) and not request.meta.get("redirect_times"):
        return addresses.lent_for_robots(request.url)
    lent: str | None = request.meta.get(LENT)
    return lent


def facts_of(request: Request) -> dict[str, str]:
    """What the metadata record of an exchange says beside the error: all that led to it."""
    facts = dict(request.meta.get(PAGE) or {})
    if request.meta.get(ROBOTS):
        facts.update(kind="robots", hopsFromSeed="P")
    redirects = request.meta.get("redirect_urls") or []
    if redirects:
        facts["redirectedFrom"] = " ".join(redirects)
        facts["hopsFromSeed"] = facts.get("hopsFromSeed", "") + "R" * len(redirects)
    proxy = proxy_of(request)
    if proxy:
        facts["proxy"] = proxy
    return {name: value for name, value in facts.items() if value}


def _without_password(request: bytes) -> bytes:
    """The request without Proxy-Authorization, which is no business of who reads the archive."""
    head, blank, body = request.partition(b"\r\n\r\n")
    return _PROXY_PASSWORD.sub(b"", head, count=1) + blank + body


def _is_whole(recording: Recording, failure: Exception) -> bool:
    if isinstance(failure, (DownloadTimeoutError, DownloadCancelledError)):
        return False
    if recording.is_whole or not isinstance(failure, ResponseDataLossError):
        return recording.is_whole
    recording.response.seek(0)
    head = read_head(recording.response)
    return head is not None and is_whole(recording.response, head.headers)


def fetched_of(request: Request, wire: WireExchange, row: CaptureRow) -> Fetched:
    """What an exchange gave that was written as `row`."""
    unread = None if _is_small_robots(request, wire) else _unread(row, wire)
    is_read = unread is None and not request.meta.get(KEPT_ONLY)
    exchange = _seen(wire, is_read, request)
    return Fetched(row, exchange, is_whole=wire.error is None, unread=unread)


def _seen(wire: WireExchange, is_read: bool, request: Request) -> Exchange | None:
    """What a reader sees; unreadable and very large bodies stay in the WARC alone."""
    head = wire.head
    if head is None:
        return None
    redirects = tuple(request.meta.get("redirect_urls") or ())
    wire.response.seek(len(head.raw))
    return exchange_of(
        wire.response if is_read else BytesIO(),
        request_url=redirects[0] if redirects else wire.url,
        url=wire.url,
        fetched_at=warc_date(wire.started),
        truncated=wire.truncated,
        redirects=redirects[1:],
        framed=head,
    )


def _unread(row: CaptureRow, wire: WireExchange) -> str | None:
    """Why a body is not read: too large, or of a type that no reader knows."""
    if wire.head is None and wire.response_length > MAX_HEAD:
        return f"no HTTP, or a head larger than the limit of {MAX_HEAD >> 10} KiB: kept, not read"
    if wire.response_length > MAX_BODY:
        return f"{wire.response_length >> 20} MiB: kept, not read (the limit is {MAX_BODY >> 20})"
    return unreadable(row)


def unreadable(row: CaptureRow) -> str | None:
    """Why a body is of no type that a reader knows; None where it may be read."""
    if row.status != 200 or row.rec_type != "response" or row.mime == "-":
        return None
    return None if any(part in row.mime for part in _READABLE) else f"{row.mime}: kept, not read"


def _is_small_robots(request: Request, wire: WireExchange) -> bool:
    """robots.txt counts whatever type the server gives it."""
    return bool(request.meta.get(ROBOTS)) and wire.response_length <= MAX_BODY


def decoded(request: Request, response: Response | None, fetched: Fetched | None) -> Response:
    """The response with its content-encoding undone, by the same code that reads archives."""
    exchange = fetched.exchange if fetched else None
    if exchange is None:
        assert response is not None
        return response
    headers = Headers(
        [(name.encode("latin-1"), value.encode("latin-1")) for name, value in exchange.headers]
    )
    if location := location_in(exchange.headers):
        headers["Location"] = location
    headers.pop("Content-Encoding", None)
    kind: type[Response] = Response
    if exchange.body:  # else there is nothing to read
        kind = responsetypes.from_args(headers=headers, url=request.url, body=exchange.body)
    return kind(
        url=request.url,
        status=exchange.status,
        headers=headers,
        body=exchange.body,
        flags=["undecoded"] if exchange.undecoded else [],
    )


def without_fragment(url: str) -> str:
    return url.partition("#")[0]
