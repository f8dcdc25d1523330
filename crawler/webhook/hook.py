"""Where edits are told, and which: an address and a secret that are known to be usable."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, unquote, urlsplit

from archive.urls.fetching import ascii_host
from crawler.errors import BadTarget

_PORTS = {"http": 80, "https": 443}
_SAFE = "/%:@!$&'()*+,;=~?"
"""Besides letters and digits, what stands in a path or a query as it is; `%` where it was quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A URL, as a connection and a request need it."""

    scheme: str
    host: str
    """ASCII; IPv6 without brackets."""
    port: int
    path: str = field(repr=False)
    query: str = field(repr=False)
    authorization: str | None = field(repr=False)

    @property
    def place(self) -> str:
        """Host and port, for messages: the rest of the URL may be a secret."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def target(self) -> str:
        """What stands in the request line."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def name(self) -> str:
        """The same for the same scheme, host, port and path: a query or a password may change."""
        said = f"{self.scheme}://{self.place}{self.path}"
        return hashlib.sha256(said.encode("ascii")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where edits are told, and which."""

    url: str = field(repr=False)
    secret: str | None = field(default=None, repr=False)
    """`whsec_` and base64, or any text."""
    least: float = 0.0
    """Edits of less significance are not told."""

    def __post_init__(self) -> None:
        """Raises BadTarget for what is no usable http or https URL, or no secret."""
        _ = self.address, self.key

    @property
    def address(self) -> Address:
        """The URL taken apart and quoted. Raises BadTarget, which does not show it."""
        try:
            parts = urlsplit(self.url)
            return _address(parts)
        except ValueError as error:
            raise BadTarget("the webhook: not an http or https URL that can be asked") from error

    @property
    def key(self) -> bytes | None:
        """The secret's bytes; None without one. Raises BadTarget for what is none."""
        if self.secret is None:
            return None
        key = self.secret.encode("utf-8", "surrogateescape")
        if self.secret.startswith("whsec_"):
            try:
                key = base64.b64decode(self.secret.removeprefix("whsec_"), validate=True)
            except (binascii.Error, ValueError) as error:
                raise BadTarget("the webhook's secret: not base64 after whsec_") from error
        if not key:
            raise BadTarget("the webhook's secret is empty; unset $MICROFICHE_WEBHOOK_SECRET")
        return key


def _address(parts: SplitResult) -> Address:
    """Raises ValueError for what cannot be asked."""
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("no http or https URL with a host")
    port = _PORTS[parts.scheme] if parts.port is None else parts.port
    host = ascii_host(parts.hostname).strip("[]")
    host.encode("idna")  # as the resolver does: no label is empty or longer than 63
    if not port:
        raise ValueError("no port 0")
    return Address(
        scheme=parts.scheme,
        host=host,
        port=port,
        path=quote(parts.path, safe=_SAFE) or "/",
        query=quote(parts.query, safe=_SAFE),
        authorization=_basic(parts),
    )


def _basic(parts: SplitResult) -> str | None:
    """User name and password of the URL, as RFC 7617 sends them."""
    if parts.username is None:
        return None
    said = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return "Basic " + base64.b64encode(said.encode("utf-8")).decode("ascii")
