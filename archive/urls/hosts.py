"""Hosts: where a site ends (public-suffix list), and which addresses are nobody's public site.

Private suffixes of the list count as suffixes: two blogs of one blog service are two sites.
"""

from __future__ import annotations

import functools
import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.urls.fetching import ascii_host

if TYPE_CHECKING:
    import tldextract

_DEFAULT_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def registrable_domain(host: str) -> str:
    """`example.co.uk` of `news.example.co.uk`; an IP address, suffix or single label is itself."""
    plain = _ascii(host.strip("[]").rstrip(".").lower())
    if _address(plain) is not None or "." not in plain:
        return plain
    found = _suffixes()(plain)
    return f"{found.domain}.{found.suffix}" if found.domain and found.suffix else plain


def scope_key(url: str) -> str:
    """The registrable domain of the URL's host; for IP addresses and single labels `host:port`.

    Raises ValueError for a URL without a host or with a port that is no number.
    """
    parts = urlsplit(url.strip())
    if not parts.hostname:
        raise ValueError(f"no host in {url!r}")
    host = ascii_host(parts.hostname)
    if _address(host.strip("[]")) is None and "." in host:
        return registrable_domain(host)
    return f"{host}:{parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)}"


def same_site(url_a: str, url_b: str) -> bool:
    """Whether two URLs are in one scope; False where one of them has no host."""
    try:
        return scope_key(url_a) == scope_key(url_b)
    except ValueError:
        return False


def is_private_address(ip: str) -> bool:
    """Whether an IP address is none of the public Internet's.

    Loopback, private, link-local, multicast, reserved, unspecified, shared (RFC 6598), and IPv6
    addresses that carry such an IPv4 address. Raises ValueError for what is no IP address.
    """
    address = ipaddress.ip_address(ip.strip("[]"))
    return any(
        not found.is_global or found.is_multicast or getattr(found, "is_site_local", False)
        for found in (address, *_carried(address))
    )


def _carried(address: _Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses inside an IPv6 address: mapped, 6to4, Teredo's client, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour]
    if address.teredo is not None:
        found.append(address.teredo[1])
    if address in _NAT64:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]


def _ascii(host: str) -> str:
    """Punycode where the host has such a form, else the host: a key must not fail."""
    try:
        return host if host.isascii() else ascii_host(host)
    except ValueError:
        return host


def _address(host: str) -> _Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


@functools.cache
def _suffixes() -> tldextract.TLDExtract:
    """The bundled snapshot only: nothing is fetched, nothing is written."""
    import tldextract  # with the HTTP client that it would fetch with: 0.1 s, where it is needed

    return tldextract.TLDExtract(
        suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
    )
