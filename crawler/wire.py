"""Records what crosses the wire: Scrapy's HTTP/1.1 handler with a protocol that keeps every byte.

Every private name of Scrapy and Twisted that microfiche leans on is in this module, and
tests/crawler/test_wire.py holds the contract: it says which name moved when a release moves one.
- `_LenientHTTP11ClientProtocol`, `_ScrapyAgent`, `HTTP11DownloadHandler._pool` and the other
  attributes set in its `__init__` (scrapy.core.downloader.handlers.http11)
- `HTTPConnectionPool._factory`, `_RetryingHTTP11ClientProtocol` (twisted.web.client)
- `Downloader.slots`, `Downloader._start_slot_gc` and `Slot` (scrapy.core.downloader)
- `dnscache` (scrapy.resolver), `CrawlerProcess.crawlers` (scrapy.crawler)

Rules: the record is written whether the exchange succeeds or fails; nothing is parsed before it is
recorded; a silent retry on a stale connection is an exchange of its own; only http/1.1 is offered,
because HTTP/2 frames have no form in WARC.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from scrapy.core.downloader import Slot
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientProtocol,
    _ScrapyAgent,
)
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest, ResponseDataLossError
from scrapy.http import Headers, Response
from scrapy.resolver import CachingThreadedResolver, dnscache
from scrapy.responsetypes import responsetypes
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.datatypes import LocalCache
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet import defer, error
from twisted.web.client import _HTTP11ClientFactory, _RetryingHTTP11ClientProtocol

from archive.errors import CollectionError
from archive.times import utc_now, warc_date
from archive.warc.exchange import MAX_BODY, Exchange, Truncated, WireExchange, exchange_of
from archive.warc.http import is_whole, read_head
from archive.warc.rows import CaptureRow
from crawler.errors import AddressRefused

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.addresses import AddressPolicy
    from crawler.session import Session

logger = logging.getLogger(__name__)

FETCHED = "microfiche_fetched"
"""Key in Request.meta of the `Fetched` of the last exchange."""
TRIED = "microfiche_tried"
"""Key in Request.meta of the rows of failed answers, which were asked for again."""
PAGE = "microfiche_page"
"""Key in Request.meta of what the metadata record says of a page: via, hops, …"""
SECONDS = "microfiche_seconds"
"""Key in Request.meta of how long the last exchange took, from the request to the last byte."""
ROBOTS = "dont_obey_robotstxt"
"""Key in Request.meta by which Scrapy marks the requests of robots.txt."""

_SPOOL = 1 << 20
_FORGET_ADDRESS = 600.0
"""Seconds that a resolved name is believed; Scrapy's cache believes it for as long as it runs."""
_PROXY_PASSWORD = re.compile(rb"^proxy-authorization:[^\r\n]*\r?\n", re.IGNORECASE | re.MULTILINE)
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


class GivenBack(IgnoreRequest):
    """The crawl was stopped before the request's turn came: nothing was sent."""


class Recording:
    """The bytes of one request and its answer, as they pass."""

    def __init__(self, transport: Any) -> None:
        self.started: datetime = utc_now()
        self.begun = monotonic()
        self.ended = self.begun
        self.request = bytearray()
        self.response = cast("BinaryIO", SpooledTemporaryFile(max_size=_SPOOL))  # noqa: SIM115
        self.received = 0
        self.ip, self.protocols, self.cipher = _connection_facts(transport)

    def sent(self, data: bytes) -> None:
        self.request += data

    def receive(self, data: bytes) -> None:
        self.response.write(data)
        self.received += len(data)
        self.ended = monotonic()


def _connection_facts(transport: Any) -> tuple[str | None, tuple[str, ...], str | None]:
    ip = getattr(transport.getPeer(), "host", None)
    handle = getattr(transport, "getHandle", lambda: None)()
    version = getattr(handle, "get_protocol_version_name", lambda: None)()
    if handle is None or not version:
        return ip, ("http/1.1",), None
    tls = str(version).lower().replace("tlsv", "tls/")
    return ip, ("http/1.1", tls), handle.get_cipher_name()


class _Tee:
    """A transport that records what is written through it."""

    def __init__(self, transport: Any, recording: Recording) -> None:
        self._transport = transport
        self._recording = recording

    def write(self, data: bytes) -> None:
        self._recording.sent(data)
        self._transport.write(data)

    def writeSequence(self, pieces: Any) -> None:
        self.write(b"".join(pieces))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class RecordingProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's client protocol; it begins a recording with every request it is given."""

    recordings: list[Recording] | None = None
    """Where this request's recordings go; set when the connection is handed out."""
    _recording: Recording | None = None

    def request(self, request: Any) -> Any:
        transport = self.transport
        self._recording = Recording(transport)
        if self.recordings is not None:
            self.recordings.append(self._recording)
        self.transport = cast("Any", _Tee(transport, self._recording))
        try:
            return super().request(request)
        finally:
            self.transport = transport

    def dataReceived(self, data: bytes) -> None:
        if self._recording is not None:
            self._recording.receive(data)
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _RecordingFactory(_HTTP11ClientFactory):
    noisy = False

    def buildProtocol(self, addr: Any) -> RecordingProtocol:
        return RecordingProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class _PoolView:
    """The connection pool as one request sees it: connections it gets record for that request."""

    def __init__(self, pool: Any, refusal: Callable[[str], str | None]) -> None:
        """`refusal` says why nothing may be sent to an address; None where it may."""
        self._pool = pool
        self._refusal = refusal
        self.recordings: list[Recording] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    def getConnection(self, key: Any, endpoint: Any) -> Any:
        return self._pool.getConnection(key, endpoint).addCallback(self._tagged)

    def _tagged(self, connection: Any) -> Any:
        if isinstance(connection, _RetryingHTTP11ClientProtocol):
            connection._clientProtocol.recordings = self.recordings
            anew = connection._newConnection
            connection._newConnection = lambda: anew().addCallback(self._tagged)
            return connection
        reason = self._refusal(connection.transport.getPeer().host)
        if reason:
            connection.transport.abortConnection()
            raise AddressRefused(reason)
        connection.recordings = self.recordings
        return connection


class _BoundedBuffer(BytesIO):
    """Holds a body up to a limit; of a larger one nothing, the recording has it all."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit
        self.drained = limit == 0

    def write(self, data: Any) -> int:
        if not self.drained and self.tell() + len(data) > self._limit:
            self.drained = True
            self.seek(0)
            self.truncate()
        return len(data) if self.drained else super().write(data)


class _Agent(_ScrapyAgent):
    """Scrapy's agent; the body goes to the recording, a readable one of modest size to Scrapy too."""

    def _cb_bodyready(self, txresponse: Any, request: Any) -> Any:
        deliver = txresponse.deliverBody

        def deliver_bounded(reader: Any) -> Any:
            reader._bodybuf = _BoundedBuffer(0)
            return deliver(reader)

        txresponse.deliverBody = deliver_bounded
        return super()._cb_bodyready(txresponse, request)


class WireHandler(HTTP11DownloadHandler):
    """The download handler of http and https: every exchange goes to the session's writer."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _RecordingFactory
        self._crawler = crawler

    @property
    def _session(self) -> Session:
        return cast("Any", self._crawler.spider).session  # type: ignore[no-any-return]

    async def download_request(self, request: Request) -> Response:
        request.meta.pop(FETCHED, None)
        view = _PoolView(self._pool, self._refusal_of(request))
        begun, started = monotonic(), utc_now()
        failure: Exception | None = None
        response: Response | None = None
        try:
            with wrap_twisted_exceptions():
                agent = self._agent(view)
                response = await maybe_deferred_to_future(agent.download_request(request))
        except Exception as error:  # noqa: BLE001  # raised again below, when it is recorded
            failure = error
        request.meta[SECONDS] = monotonic() - begun
        if not view.recordings:
            self._keep_failure(request, failure, started, monotonic() - begun)
        fetched = self._keep(request, view.recordings, failure)
        if failure is not None and not (fetched and fetched.is_whole):
            raise failure
        return _decoded(request, response, fetched)

    def _refusal_of(self, request: Request) -> Callable[[str], str | None]:
        if request.meta.get("proxy"):
            return lambda address: None
        return partial(self._session.addresses.connection_refusal, request.url)

    def _agent(self, view: _PoolView) -> _Agent:
        return _Agent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=cast("Any", view),
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )

    def _keep(
        self, request: Request, recordings: list[Recording], failure: Exception | None
    ) -> Fetched | None:
        """Write the exchanges; what the last one gave. A silent retry makes two of them."""
        fetched = None
        for number, recording in enumerate(recordings, 1):
            is_last = number == len(recordings)
            lost = ConnectionError("the connection was closed before an answer came")
            why = failure if is_last else lost
            wire = _wire_exchange(request, recording, why)
            fetched = self._write(request, wire)
        return fetched

    def _keep_failure(
        self, request: Request, failure: Exception | None, started: datetime, seconds: float
    ) -> None:
        wire = WireExchange(
            url=_without_fragment(request.url),
            started=started,
            ip=None,
            request=b"",
            response=BytesIO(),
            response_length=0,
            error=told(failure),
            seconds=seconds,
        )
        self._write(request, wire)

    def _write(self, request: Request, wire: WireExchange) -> Fetched | None:
        page: Mapping[str, str] = request.meta.get(PAGE) or {}
        redirects = request.meta.get("redirect_urls") or []
        if redirects:
            page = {**page, "redirectedFrom": " ".join(redirects)}
        try:
            written = self._session.write(wire, page)
        except CollectionError as error:
            self._session.stop_for(error)
            raise
        if written.row is None:
            return None
        unread = None if _is_small_robots(request, wire) else _unread(written.row, wire)
        exchange = _exchange(wire, unread is None, request)
        fetched = Fetched(written.row, exchange, is_whole=wire.error is None, unread=unread)
        request.meta[FETCHED] = fetched
        if (written.row.status or 0) >= 400:
            request.meta.setdefault(TRIED, []).append(written.row)
        return fetched


def _wire_exchange(
    request: Request, recording: Recording, failure: Exception | None
) -> WireExchange:
    if isinstance(failure, ResponseDataLossError) and _is_whole(recording):
        failure = None  # framing that Twisted does not take, e.g. chunk extensions it finds too odd
    recording.response.seek(0)
    truncated = _truncated(failure) if failure and recording.received else None
    return WireExchange(
        url=_without_fragment(request.url),
        started=recording.started,
        ip=recording.ip,
        request=_PROXY_PASSWORD.sub(b"", bytes(recording.request), count=1),
        response=recording.response,
        response_length=recording.received,
        truncated=truncated,
        error=told(failure) if failure else None,
        protocols=recording.protocols,
        cipher=recording.cipher,
        seconds=recording.ended - recording.begun,
    )


def _is_whole(recording: Recording) -> bool:
    recording.response.seek(0)
    head = read_head(recording.response)
    return head is not None and is_whole(recording.response, head.headers)


def _truncated(failure: Exception) -> Truncated:
    if isinstance(failure, DownloadTimeoutError):
        return "time"
    if "maxsize" in str(failure) or "larger than" in str(failure):
        return "length"
    return "disconnect"


def told(failure: BaseException | None) -> str:
    """A failed fetch in one line for people."""
    if isinstance(failure, (AddressRefused, IgnoreRequest)):
        return str(failure)
    if "certificate verify failed" in str(failure):
        return "the server's TLS certificate cannot be verified"
    name = type(failure).__name__
    text = " ".join(_TWISTED_FAILURE.sub(r"\1", str(failure or "")).split())
    return f"{_SENTENCES.get(name, name)}{f': {text}' if text else ''}"


_TWISTED_FAILURE = re.compile(r"\[?<twisted\.python\.failure\.Failure [\w.]+: (.*?)>\]?")
_SENTENCES = {
    "CannotResolveHostError": "the host's name cannot be resolved",
    "DownloadConnectionRefusedError": "the connection was refused",
    "DownloadTimeoutError": "no answer in time",
    "ResponseDataLossError": "the answer broke off before its end",
    "DownloadCancelledError": "the answer is larger than is kept",
    "DownloadFailedError": "no answer that is HTTP",
}


def _exchange(wire: WireExchange, is_read: bool, request: Request) -> Exchange | None:
    """What a reader sees; unreadable and very large bodies stay in the WARC alone."""
    wire.response.seek(0)
    redirects = tuple(request.meta.get("redirect_urls") or ())
    block: BinaryIO = wire.response if is_read else BytesIO(_head_of(wire.response))
    return exchange_of(
        block,
        request_url=redirects[0] if redirects else wire.url,
        url=wire.url,
        fetched_at=warc_date(wire.started),
        truncated=wire.truncated,
        redirects=redirects[1:],
    )


def _unread(row: CaptureRow, wire: WireExchange) -> str | None:
    """Why a body is not read: too large, or of a type that no reader knows."""
    if wire.response_length > MAX_BODY:
        return f"{wire.response_length >> 20} MiB: kept, not read (the limit is {MAX_BODY >> 20})"
    if row.status != 200 or row.rec_type != "response" or row.mime == "-":
        return None
    return None if any(part in row.mime for part in _READABLE) else f"{row.mime}: kept, not read"


def _is_small_robots(request: Request, wire: WireExchange) -> bool:
    """robots.txt counts whatever type the server gives it."""
    return bool(request.meta.get(ROBOTS)) and wire.response_length <= MAX_BODY


def _head_of(response: BinaryIO) -> bytes:
    head = read_head(response)
    return head.raw if head else b""


def _decoded(request: Request, response: Response | None, fetched: Fetched | None) -> Response:
    """The response with its content-encoding undone, by the same code that reads archives."""
    exchange = fetched.exchange if fetched else None
    if exchange is None:
        assert response is not None
        return response
    headers = Headers([(name, value) for name, value in exchange.headers])
    headers.pop("Content-Encoding", None)
    kind = responsetypes.from_args(headers=headers, url=request.url, body=exchange.body)
    return kind(
        url=request.url,
        status=exchange.status,
        headers=headers,
        body=exchange.body,
        flags=["undecoded"] if exchange.undecoded else [],
    )


def _without_fragment(url: str) -> str:
    return url.partition("#")[0]


class GuardedResolver(CachingThreadedResolver):
    """Resolves names, and refuses those that lead where the crawl must not go.

    The policy is the session's. A name is resolved anew every ten minutes, because a `watch` runs
    for months and sites move; the address is checked every time.
    """

    def __init__(self, reactor: Any, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.process: Any = None
        self._resolved: LocalCache[str, float] = LocalCache(10_000)

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        resolver = super().from_crawler(crawler, reactor)
        resolver.process = crawler  # Scrapy passes the process, because a reactor has one resolver
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> Any:
        policy = self._policy()
        if policy is not None and name.lower() in policy.mapped:
            return defer.succeed(policy.mapped[name.lower()])
        self._forget(name)
        found = super().getHostByName(name, timeout)
        return found if policy is None else found.addCallback(self._checked, name, policy)

    def _policy(self) -> AddressPolicy | None:
        spiders = (each.spider for each in self.process.crawlers)
        sessions = (getattr(spider, "session", None) for spider in spiders)
        return next((session.addresses for session in sessions if session is not None), None)

    def _forget(self, name: str) -> None:
        if monotonic() - self._resolved.get(name, 0.0) > _FORGET_ADDRESS:
            dnscache.pop(name, None)
            self._resolved[name] = monotonic()

    def _checked(self, address: str, name: str, policy: AddressPolicy) -> str:
        refused = policy.refusal(name, address)
        if refused:
            raise error.DNSLookupError(refused)
        return address


def slot_of(crawler: Crawler, key: str, concurrency: int) -> Slot:
    """The downloader's slot of a queue, made where there is none yet.

    Its next request goes out when `delay` seconds have passed since `lastseen`. Slots that have
    been idle for a minute after that are removed, as Scrapy does with its own.
    """
    assert crawler.engine is not None
    downloader = crawler.engine.downloader
    if key not in downloader.slots:
        downloader.slots[key] = Slot(concurrency, 0.0, 0.0)
        downloader._start_slot_gc()
    return downloader.slots[key]


def known_slot(crawler: Crawler, key: str) -> Slot | None:
    """The slot of a queue; None where nothing of it is or was waiting lately."""
    assert crawler.engine is not None
    slots: dict[str, Slot] = crawler.engine.downloader.slots
    return slots.get(key)


def hold(slot: Slot, seconds: float) -> None:
    """Let the slot's next request wait so long from now, whatever it waited for before."""
    slot.delay = seconds
    slot.lastseen = monotonic()


def give_back(slot: Slot, reason: Callable[[Request], IgnoreRequest]) -> None:
    """Fail every request that waits in a queue for its turn; those under way go on."""
    while slot.queue:
        request, waiting = slot.queue.popleft()
        waiting.errback(reason(request))


def give_back_waiting(crawler: Crawler) -> None:
    """Fail every request that waits for its turn with GivenBack."""
    assert crawler.engine is not None
    for slot in list(crawler.engine.downloader.slots.values()):
        give_back(slot, lambda _: GivenBack("the crawl was stopped before its turn came"))
