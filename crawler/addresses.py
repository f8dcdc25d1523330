"""Which addresses a crawl may reach: a public name never leads to a private address.

Checked after DNS, for redirects and requisites too. What the user names is allowed: a target that is
itself a private address, and hosts that the user maps to an address (as `curl --resolve` does).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from archive.urls import is_private_address


class AddressPolicy:
    """Says of a host and the address it leads to whether the crawl may go there."""

    def __init__(self, targets: Iterable[str], mapped: Mapping[str, str] | None = None) -> None:
        """`targets`: URLs that the user named. `mapped`: host to address, instead of DNS."""
        self.mapped = {host.lower(): address for host, address in (mapped or {}).items()}
        self._named = {urlsplit(url).netloc.rpartition("@")[2].lower() for url in targets}
        self._named_hosts = {(urlsplit(url).hostname or "").lower() for url in targets}
        self.refused: dict[str, str] = {}
        """Host to the sentence that says why it was refused."""

    def refusal(self, host: str, address: str) -> str | None:
        """Why the host, resolved to this address, must not be reached; None where it may."""
        host = host.lower()
        if host in self.mapped or host in self._named_hosts or not is_private_address(address):
            return None
        reason = f"{host} leads to {address}, a private address that was not named as a target"
        self.refused[host] = reason
        return reason

    def url_refusal(self, url: str) -> str | None:
        """The same for a URL whose host is an address already; the port counts there."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if parts.netloc.rpartition("@")[2].lower() in self._named or not _is_address(host):
            return None
        if not is_private_address(host):
            return None
        return f"{parts.netloc} is a private address that was not named as a target"


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
