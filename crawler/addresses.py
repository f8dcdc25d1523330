"""Which addresses a crawl may reach: a public name never leads to a private address.

Checked before anything is asked for, after DNS, and on the connection; for redirects and requisites
too. What the user names is allowed, with its port: a target that is itself a private address or a
private name (`localhost`, `intranet`, any name below no public suffix), and hosts that the user maps
to an address (as `curl --resolve` does). A public name is not to be trusted with where it leads,
target or not: whoever owns it could point it at the user's own machines. A place that the user gives
for one comment system is lent to the requests that are made of that system there, and to no other.

Through a proxy the names are the proxy's to resolve, and its operator's to guard: here only what a
URL itself says can be judged, a private address or a private name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from archive.urls import is_private_address, registrable_domain

_DEFAULT_PORTS = {"http": 80, "https": 443}
_Place = tuple[str, int]
"""Host and port."""


class AddressPolicy:
    """Says of a host and the address it leads to whether the crawl may go there."""

    def __init__(
        self,
        targets: Iterable[str],
        mapped: Mapping[str, str] | None = None,
        lent: Iterable[str] = (),
    ) -> None:
        """`targets`: URLs that the user named. `mapped`: host to address, instead of DNS. `lent`:
        origins that may be reached by requests that name them."""
        self.mapped = {host.lower(): address for host, address in (mapped or {}).items()}
        self._named = _private_places(targets)
        self._lent = _private_places(lent)
        self._named_hosts = frozenset(host for host, _ in self._named | self._lent)
        """What may be looked up; where it leads is asked again on the connection, with the port."""
        self.proxies: set[str] = set()
        """Hosts of proxies that the user set: they may be private."""
        self.refused: dict[str, str] = {}
        """Host to the sentence that says why it was refused."""

    def refusal(self, host: str, address: str) -> str | None:
        """Why the host, resolved to this address, must not be reached; None where it may."""
        host = host.lower()
        if host in self._named_hosts or host in self.proxies:
            return None
        return self._refused(host, address) if self._is_forbidden(host, address) else None

    def connection_refusal(self, url: str, address: str, lent: str | None = None) -> str | None:
        """Why nothing may be sent for the URL to this address; the port counts. `lent`: the origin
        that the user gave for what is asked."""
        host, port = _place(url)
        if self._is_named((host, port), lent) or not self._is_forbidden(host, address):
            return None
        if host in self._named_hosts:
            return f"{host}:{port} is a private address that was not named as a target"
        return self._refused(host, address)

    def url_refusal(self, url: str, lent: str | None = None) -> str | None:
        """The same for what a URL says itself, before its host is looked up and connected to: that
        it is a private address, or another place of a private name that the user named."""
        place = _place(url)
        if self._is_named(place, lent) or place[0] in self.mapped:
            return None
        if place[0] not in self._named_hosts and not _is_private(place[0]):
            return None
        return f"{urlsplit(url).netloc} is a private address that was not named as a target"

    def proxied_refusal(self, url: str, lent: str | None = None) -> str | None:
        """The same for a URL whose host a proxy resolves: names that only private hosts have, too."""
        host, port = _place(url)
        if self._is_named((host, port), lent) or host in self.mapped:
            return None
        if _is_address(host):
            return self.url_refusal(url, lent)
        if _is_public_name(host):
            return None
        return f"{host}:{port} is a private name that was not named as a target"

    def lent_for_robots(self, url: str) -> str | None:
        """The URL where it is the robots.txt of a lent origin: whoever asks there must read that."""
        parts = urlsplit(url)
        is_robots = parts.path == "/robots.txt" and not parts.query
        return url if is_robots and _place(url) in self._lent else None

    def _is_named(self, place: _Place, lent: str | None) -> bool:
        """Whether the user named a place, for all of the crawl or for what asks by `lent`."""
        if place in self._named:
            return True
        return lent is not None and place in self._lent and place in _both_schemes(_place(lent))

    def _is_forbidden(self, host: str, address: str) -> bool:
        return host not in self.mapped and is_private_address(address)

    def _refused(self, host: str, address: str) -> str:
        """A mapping lets such a host in: `-s MICROFICHE_HOSTS='{"host": "address"}'`."""
        reason = f"{host} leads to {address}, a private address that was not named as a target"
        self.refused[host] = reason
        return reason


def _private_places(urls: Iterable[str]) -> frozenset[_Place]:
    private = [place for place in map(_place, urls) if not _is_public_name(place[0])]
    return frozenset(each for place in private for each in _both_schemes(place))


def _place(url: str) -> _Place:
    """Host, without a root dot, and port."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().rstrip(".")
    return host, parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)


def _both_schemes(place: _Place) -> list[_Place]:
    """A place named with a default port is named for http and for https."""
    host, port = place
    ports = _DEFAULT_PORTS.values()
    return [(host, each) for each in ports] if port in ports else [place]


def _is_public_name(host: str) -> bool:
    """Whether the host is below a public suffix: then anybody may have registered it."""
    if _is_address(host) or not host:
        return False
    return registrable_domain(f"any.{host}") != f"any.{host}"


def _is_private(host: str) -> bool:
    return _is_address(host) and is_private_address(host)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
