"""Keeps every byte of a connection: the protocol, its transport, and the pool as a request sees it.

What an answer says is not read here. An answer that Twisted's parser does not take is received to
its end nevertheless, as `archive.warc.ending` finds it: what it is worth is told from its record. A
request that Twisted sends again on another connection, because the first
was stale, is a recording of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from tempfile import TemporaryFile
from time import monotonic
from typing import Any, BinaryIO, cast

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientProtocol
from twisted.internet import error
from twisted.web.client import _HTTP11ClientFactory, _RetryingHTTP11ClientProtocol

from archive.times import utc_now
from archive.warc.ending import Ending
from archive.warc.http import MAX_HEAD
from crawler.errors import AddressRefused

_TLS_NAMES = {"TLSv1": "tls/1.0", "TLSv1.1": "tls/1.1", "TLSv1.2": "tls/1.2", "TLSv1.3": "tls/1.3"}
_PIECE = 1 << 16
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
        self.is_whole = False
        """An answer that Twisted's parser did not take came to its end."""
        self.beyond: str | None = None
        """Which limit ended one that the parser did not take."""
        self._tls = _tls_of(transport)

    def pieces(self) -> Iterator[bytes]:
        """What was received until now."""
        self.response.seek(0)
        while piece := self.response.read(_PIECE):
            yield piece

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

    def chain(self) -> list[bytes]:
        """The certificates that the server showed, its own first, in DER form."""
        found = self._tls.get_peer_cert_chain() if self._tls is not None else None
        return [one.to_cryptography().public_bytes(Encoding.DER) for one in found or ()]

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
    most = 0
    """Bytes beyond which an answer is cut where the parser no longer counts them; 0: none."""
    _recording: Recording | None = None
    _ending: Ending | None = None
    """Of an answer that the parser did not take, and `_reason` why not."""
    _reason: Any = None

    def request(self, request: Any) -> Any:
        transport = self.transport
        self._recording = Recording(transport)
        if self.recordings is not None:
            self.recordings.append(self._recording)
        self.transport = cast("Any", _Tee(transport, self._recording))
        try:
            answer = super().request(request)
            parser = cast("Any", self._parser)
            if parser is not None:
                parser.MAX_LENGTH = MAX_HEAD
                parser.lineLengthExceeded = _line_too_long
            return answer
        finally:
            self.transport = transport

    def dataReceived(self, data: bytes) -> None:
        if self._recording is not None:
            self._recording.receive(data)
        if self._ending is None:
            super().dataReceived(data)  # type: ignore[no-untyped-call]
        else:
            self._drain(data)

    def _giveUp(self, reason: Any) -> None:
        """The parser did not take an answer, or (ConnectionDone) it ended with its connection."""
        parser, recording = self._parser, self._recording
        is_over = parser is None or recording is None or self._state != "WAITING"
        if is_over or reason.check(error.ConnectionDone):
            super()._giveUp(reason)  # type: ignore[no-untyped-call]
            return
        self._reason = reason
        self._ending = Ending(is_head=cast("Any", parser).request.method == b"HEAD")
        cast("Any", self.transport).resumeProducing()
        for piece in list(cast("Recording", recording).pieces()):
            self._drain(piece)

    def _drain(self, data: bytes) -> None:
        """Receive an answer without the parser, to its end or a limit."""
        recording, ending = self._recording, self._ending
        if recording is None or ending is None:
            return
        state = ending.feed(data)
        recording.is_whole = state == "ended"
        if state == "long-head":
            recording.beyond = f"its head has more than {MAX_HEAD >> 10} KiB"
        elif self.most and recording.received > self.most and not recording.is_whole:
            recording.beyond = f"more than {self.most} bytes came"
        if recording.beyond or state in ("ended", "no-http"):
            self._recording = self._ending = None
            super()._giveUp(self._reason)  # type: ignore[no-untyped-call]

    def connectionLost(self, reason: Any) -> None:  # type: ignore[override]
        if self._recording is not None and self._ending is not None:
            is_clean = not reason.check(error.ConnectionLost)
            self._recording.is_whole = self._ending.state == "until-close" and is_clean
        super().connectionLost(reason)  # type: ignore[no-untyped-call]


def _line_too_long(line: bytes) -> None:
    raise ValueError(f"a line of more than {MAX_HEAD} bytes")


class RecordingFactory(_HTTP11ClientFactory):
    noisy = False

    def buildProtocol(self, addr: Any) -> RecordingProtocol:
        return RecordingProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class PoolView:
    """The connection pool as one request sees it: connections it gets record for that request."""

    def __init__(self, pool: Any, refusal: Callable[[str], str | None], most: int) -> None:
        """`refusal` says why nothing may be sent to an address; None where it may. `most` bytes of
        an answer are kept (0: all)."""
        self._pool = pool
        self._refusal = refusal
        self._most = most
        self.recordings: list[Recording] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    def getConnection(self, key: Any, endpoint: Any) -> Any:
        return self._pool.getConnection(key, endpoint).addCallback(self._tagged)

    def _tagged(self, connection: Any) -> Any:
        if isinstance(connection, _RetryingHTTP11ClientProtocol):
            self._tagged(connection._clientProtocol)
            anew = connection._newConnection
            connection._newConnection = lambda: anew().addCallback(self._tagged)
            return connection
        reason = self._refusal(connection.transport.getPeer().host)
        if reason:
            connection.transport.abortConnection()
            raise AddressRefused(reason)
        self._tag(connection)
        return connection

    def _tag(self, connection: Any) -> None:
        connection.recordings = self.recordings
        connection.most = self._most
