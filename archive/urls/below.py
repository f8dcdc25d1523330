"""Which URLs are of a host or of one below it: what every `--site` means."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from archive.urls.surt import surt


def host_named(site: str) -> str | None:
    """The host that a name or an address names; None where it names none."""
    try:
        host = urlsplit(site if "//" in site else f"//{site}").hostname
    except ValueError:
        return None
    return host.rstrip(".") or None if host else None


def is_below(url: str, hosts: Sequence[str]) -> bool:
    """Whether a URL's host is one of the hosts or below one."""
    host = surt(url).partition(")")[0].partition(":")[0]
    return any(host == key or host.startswith(f"{key},") for key in map(_key, hosts))


def _key(host: str) -> str:
    return surt(f"http://{host}/").partition(")")[0]
