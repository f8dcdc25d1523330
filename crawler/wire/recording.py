"""Keeps every byte of a connection: the protocol, its transport, and the pool as a request sees it.

Nothing is parsed here. A request that Twisted sends again on another connection, because the first
was stale, is a recording of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from tempfile import TemporaryFile
from time import monotonic
from typing import Any, BinaryIO, cast

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientProtocol
from twisted.web.client import _HTTP11ClientFactory, _RetryingHTTP11ClientProtocol

from archive.times import utc_now
from crawler.errors import AddressRefused

_IN_MEMORY = 1 << 20
"""Bytes of an answer beyond which it waits on disk for its record."""


class Recording:
    """The bytes of one request and its answer, as they pass."""

    def __init__(self, transport: Any) -> None:
        self.started: datetime = utc_now()
        self.begun = monotonic()
        self.ended = self.begun
        self.request = bytearray()
        self.response: BinaryIO = BytesIO()
        self.received = 0
        self.ip, self.protocols, self.cipher = _connection_facts(transport)

    def sent(self, data: bytes) -> None:
        self.request += data

    def receive(self, data: bytes) -> None:
        if self.received <= _IN_MEMORY < self.received + len(data):
            self.response = _on_disk(self.response)
        self.response.write(data)
        self.received += len(data)
        self.ended = monotonic()


def _on_disk(held: BinaryIO) -> BinaryIO:
    file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115  # it goes with the recording
    held.seek(0)
    file.write(held.read())
    return file


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


class RecordingFactory(_HTTP11ClientFactory):
    noisy = False

    def buildProtocol(self, addr: Any) -> RecordingProtocol:
        return RecordingProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class PoolView:
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
