"""Fetches a web archive file that the user named by its URL, so that it can be imported.

The one request outside a crawl, made because the user asked for exactly this URL. The file is
streamed to disk as it comes; nothing of it is looked at here. A transfer that breaks off goes on
where it stopped, if the server can (RFC 9110, section 14). A public name or a redirect never leads
to a private address; an address or a private name that the user wrote may be one.
"""

from __future__ import annotations

import http.client
import shutil
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import archive
from archive.errors import ArchiveError, BadInput
from archive.printable import file_name
from archive.urls import fetchable, redacted, without_userinfo
from archive.warc.leading import reference
from crawler.addresses import AddressPolicy

_PIECE = 1 << 20
_SECONDS = 60
_MOST_REDIRECTS = 10
_ATTEMPTS = 5
_LEFT_FREE = 64 << 20
"""Bytes of the device that are never filled."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FAULTS = (OSError, http.client.HTTPException, ValueError)


class NotFetched(ArchiveError):
    """A URL that was to be imported could not be fetched."""


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file as it came, and the URL that answered, after redirects; as it may be told."""

    path: Path
    url: str


def download(url: str, directory: Path, progress: Callable[[int], None]) -> Downloaded:
    """The file behind an http(s) URL, under its own name in `directory`.

    Raises BadInput for another scheme or a URL without a file name, NotFetched where it fails.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(f"{redacted(url)}: only http and https URLs can be imported")
    name = Path(unquote(parts.path)).name
    if not name:
        raise BadInput(f"{redacted(url)}: names no file")
    transfer = _Transfer(without_userinfo(url), directory / file_name(name, ""), progress)
    while not transfer.is_whole:
        try:
            transfer.go_on()
        except _FAULTS as error:
            transfer.failed(error)
    return Downloaded(transfer.target, redacted(transfer.answered))


class _Transfer:
    """A file on its way: how much is there, and by what the server knows that it is the same."""

    def __init__(self, url: str, target: Path, progress: Callable[[int], None]) -> None:
        self.answered = url
        self.target = target
        self.is_whole = False
        self._url = url
        self._told = redacted(url)
        self._progress = progress
        self._addresses = AddressPolicy([url])
        self._validator: str | None = None
        self._done = 0
        self._left = _ATTEMPTS
        target.write_bytes(b"")

    def go_on(self) -> None:
        """Fetch what is missing."""
        agent = f"microfiche/{archive.__version__}"
        headers = {"User-Agent": agent, "Accept-Encoding": "identity"}
        if self._done and self._validator:
            headers |= {"Range": f"bytes={self._done}-", "If-Range": self._validator}
        connection, answer = self._opened(headers)
        try:
            self._take(answer)
        finally:
            connection.close()

    def failed(self, error: Exception) -> None:
        """Another attempt, while there is one and it would not begin anew without end."""
        self._left -= 1
        if isinstance(error, OSError) and error.filename is not None:
            raise NotFetched(f"{self.target}: cannot be written: {error.strerror}") from error
        if self._left <= 0 or not self._done:
            reason = str(error) or type(error).__name__
            raise NotFetched(f"{self._told}: could not be fetched: {reason}") from error

    def _opened(
        self, headers: dict[str, str]
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        """The connection and the answer behind the redirects."""
        url = self._url
        for _ in range(_MOST_REDIRECTS):
            connection, answer = self._asked(url, headers)
            location = answer.getheader("Location")
            if answer.status not in _REDIRECTS or not location:
                self.answered = url
                return connection, answer
            connection.close()
            led = urljoin(url, reference(location))
            url = led if led.isascii() else fetchable(led)
        raise NotFetched(f"{self._told}: could not be fetched: redirects without end")

    def _asked(
        self, url: str, headers: dict[str, str]
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotFetched(
                f"{self._told}: leads to {redacted(url)}, which is no http or https URL"
            )
        connection = _connection(parts, self._address(url, parts))
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", path, headers=headers)
            return connection, connection.getresponse()
        except BaseException:
            connection.close()
            raise

    def _address(self, url: str, parts: SplitResult) -> tuple[str, int]:
        """An address of the host that may be reached; the connection goes to it and no other."""
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        refusal = None
        for found in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM):
            address = str(found[4][0])
            refusal = self._addresses.connection_refusal(url, address)
            if refusal is None:
                return address, port
        raise NotFetched(f"{self._told}: could not be fetched: {refusal}")

    def _take(self, answer: http.client.HTTPResponse) -> None:
        if answer.status not in (200, 206):
            raise NotFetched(
                f"{self._told}: could not be fetched: answered {answer.status} {answer.reason}"
            )
        if answer.status == 200:
            self._done = 0  # the server begins anew
        else:
            self._check_part(answer)
        self._validator = _validator(answer)
        self._check_room(answer.length or 0)
        with self.target.open("r+b") as file:
            file.truncate(self._done)
            file.seek(self._done)
            while piece := answer.read(_PIECE):
                file.write(piece)
                self._done += len(piece)
                self._progress(self._done)
                self._check_room(0)
        if answer.length:
            raise http.client.IncompleteRead(b"", answer.length)
        self.is_whole = True

    def _check_part(self, answer: http.client.HTTPResponse) -> None:
        said = answer.getheader("Content-Range") or "a part"
        if not said.startswith(f"bytes {self._done}-"):
            raise NotFetched(f"{self._told}: could not be fetched: the server sent {said}")

    def _check_room(self, wanted: int) -> None:
        free = shutil.disk_usage(self.target.parent).free
        if free - wanted < _LEFT_FREE:
            raise NotFetched(
                f"{self._told}: {wanted or self._done} bytes do not fit in {self.target.parent}, "
                f"which has {free} free"
            )


def _validator(answer: http.client.HTTPResponse) -> str | None:
    """What a later request may name (RFC 9110, 13.1.5): a strong entity tag, else the date."""
    etag = answer.getheader("ETag")
    return etag if etag and not etag.startswith("W/") else answer.getheader("Last-Modified")


def _connection(parts: SplitResult, address: tuple[str, int]) -> http.client.HTTPConnection:
    assert parts.hostname is not None
    if parts.scheme == "http":
        return _Http(parts.hostname, address)
    return _Https(parts.hostname, address)


class _Http(http.client.HTTPConnection):
    """A connection for a name to an address that was looked up, and checked, before."""

    def __init__(self, host: str, address: tuple[str, int]) -> None:
        super().__init__(host, address[1], timeout=_SECONDS)
        self._at = address

    def connect(self) -> None:
        self.sock = socket.create_connection(self._at, _SECONDS)


class _Https(http.client.HTTPSConnection):
    """The same over TLS, verified by the name."""

    def __init__(self, host: str, address: tuple[str, int]) -> None:
        super().__init__(host, address[1], timeout=_SECONDS)
        self._at = address
        self._verified = ssl.create_default_context()

    def connect(self) -> None:
        plain = socket.create_connection(self._at, _SECONDS)
        self.sock = self._verified.wrap_socket(plain, server_hostname=self.host)
