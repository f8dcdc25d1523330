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

from cryptography.hazmat.primitives.hashes import SHA256
from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientProtocol
from twisted.web.client import _HTTP11ClientFactory, _RetryingHTTP11ClientProtocol

from archive.times import utc_now
from crawler.errors import AddressRefused

_TLS_NAMES = {"TLSv1": "tls/1.0", "TLSv1.1": "tls/1.1", "TLSv1.2": "tls/1.2", "TLSv1.3": "tls/1.3"}
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
        self.ip: str | None = getattr(transport.getPeer(), "host", None)
        self._tls = _tls_of(transport)

    def sent(self, data: bytes) -> None:
        self.request += data

    @property
    def is_sent(self) -> bool:
        """Whether the request left: what is written before a TLS handshake waits for its end."""
        return self._tls is None or self._tls.get_finished() is not None

    @property
    def protocols(self) -> tuple[str, ...]:
        """As WARC-Protocol names them; of TLS what was agreed on, so ask when all is over."""
        if self._tls is None or not self.is_sent:
            return ("http/1.1",)
        version = self._tls.get_protocol_version_name()
        return ("http/1.1", _TLS_NAMES.get(version, version.lower()))

    @property
    def cipher(self) -> str | None:
        """The cipher suite that was agreed on."""
        found: str | None = self._tls.get_cipher_name() if self._tls is not None else None
        return found if self.is_sent else None

    @property
    def certificate(self) -> str | None:
        """The fingerprint of the server's certificate: SHA-256 of its DER form."""
        found = self._tls.get_peer_certificate() if self._tls is not None else None
        if found is None or not self.is_sent:
            return None
        return f"sha256:{found.to_cryptography().fingerprint(SHA256()).hex()}"

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


def _tls_of(transport: Any) -> Any:
    """The OpenSSL connection of a transport; None where it is not TLS."""
    handle = getattr(transport, "getHandle", lambda: None)()
    return handle if hasattr(handle, "get_finished") else None


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
