"""Scrapy's handler of http and https; every exchange goes to the session's writer.

The record is written whether the exchange succeeds or fails, and before anything is parsed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from io import BytesIO
from time import monotonic
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future

from archive.errors import CollectionError
from archive.times import utc_now
from archive.warc.exchange import WireExchange
from crawler.errors import AddressRefused
from crawler.wire.failures import told
from crawler.wire.fetched import (
    FETCHED,
    SECONDS,
    TRIED,
    Fetched,
    decoded,
    facts_of,
    fetched_of,
    lent_to,
    proxy_of,
    wire_exchange,
    without_fragment,
)
from crawler.wire.recording import PoolView, Recording, RecordingFactory
from crawler.wire.slots import give_back_when_late

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from crawler.session import Session


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

    def _cb_bodydone(self, result: Any, url: str) -> Response:
        """That an answer came, no more: `decoded` builds it from the recording."""
        if result.get("stop_download"):  # a signal's handler wanted it so
            return super()._cb_bodydone(result, url)
        return Response(url, status=int(result["txresponse"].code))


class WireHandler(HTTP11DownloadHandler):
    """The download handler of http and https: every exchange goes to the session's writer."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = RecordingFactory
        self._crawler = crawler
        self._verified = _verification(crawler.settings)

    @property
    def _session(self) -> Session:
        return cast("Any", self._crawler.spider).session  # type: ignore[no-any-return]

    async def download_request(self, request: Request) -> Response:
        request.meta.pop(FETCHED, None)
        give_back_when_late(request)
        self._check_proxied(request)
        most = request.meta.get("download_maxsize", self._default_maxsize)
        view = PoolView(self._pool, self._refusal_of(request), most)
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
        if failure is not None and view.recordings and view.recordings[-1].beyond:
            failure = DownloadCancelledError(view.recordings[-1].beyond)
        if not view.recordings:
            self._keep_failure(request, failure, started, monotonic() - begun)
        fetched = self._keep(request, view.recordings, failure)
        if failure is not None and not (fetched and fetched.is_whole):
            raise failure
        return decoded(request, response, fetched)

    def _check_proxied(self, request: Request) -> None:
        """Raises AddressRefused where a proxy would be asked for a private place."""
        proxy = proxy_of(request)
        if proxy is None:
            return
        addresses = self._session.addresses
        addresses.proxies.add((urlsplit(proxy).hostname or "").lower())
        refused = addresses.proxied_refusal(request.url, lent_to(request, addresses))
        if refused:
            raise AddressRefused(refused)

    def _refusal_of(self, request: Request) -> Callable[[str], str | None]:
        """What is asked of the address of a connection; what leads through a proxy was asked before."""
        if proxy_of(request):
            return lambda address: None
        addresses = self._session.addresses
        lent = lent_to(request, addresses)
        return partial(addresses.connection_refusal, request.url, lent=lent)

    def _agent(self, view: PoolView) -> _Agent:
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
            wire = wire_exchange(request, recording, why, self._verified)
            fetched = self._write(request, wire)
        return fetched

    def _keep_failure(
        self, request: Request, failure: Exception | None, started: datetime, seconds: float
    ) -> None:
        wire = WireExchange(
            url=without_fragment(request.url),
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
        try:
            written = self._session.write(wire, facts_of(request))
        except CollectionError as error:
            self._session.stop_for(error)
            raise
        if written.row is None:
            return None
        fetched = fetched_of(request, wire, written.row)
        request.meta[FETCHED] = fetched
        if wire.truncated or (written.row.status or 0) >= 400:
            request.meta.setdefault(TRIED, []).append(written.row)
        return fetched


def _verification(settings: BaseSettings) -> str:
    """What the records say of the certificates that a crawl with these settings accepts."""
    if (settings.getpriority("DOWNLOADER_CLIENTCONTEXTFACTORY") or 0) > 0:
        return "unknown (DOWNLOADER_CLIENTCONTEXTFACTORY)"
    if settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):
        return "yes (host name, and the trust store of this system)"
    return "no (DOWNLOAD_VERIFY_CERTIFICATES=0)"
