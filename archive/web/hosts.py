"""Which Host headers a server answers: never a name that was rebound to loopback."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_EVERYWHERE = frozenset({"", "0.0.0.0", "::"})


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names under which a server that listens on `bound` may be called.

    Bound to one address: that name and the loopback names. Bound to every address: any IP literal
    too, because rebinding needs a name.
    """

    bound: str

    def accepts(self, host: str | None) -> bool:
        """Whether a Host header's value, port included, is one of ours."""
        name = hostname(host)
        if name is None:
            return False
        known = name in _LOOPBACK or name == self.bound.lower()
        return known or (self.bound in _EVERYWHERE and _is_address(name))


def hostname(host: str | None) -> str | None:
    """The name in a Host header in lower case, without port and brackets; None for none."""
    if not host:
        return None
    if host.startswith("["):
        return host[1:].partition("]")[0].lower() or None
    return host.partition(":")[0].lower() or None


def authority(host: str | None, port: int) -> str:
    """The same host with another port, as an origin's authority."""
    name = hostname(host) or "127.0.0.1"
    return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class HostCheck:
    """ASGI middleware: 421 Misdirected Request (RFC 9110, 15.5.20) for any other host."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self.hosts.accepts(Headers(scope=scope).get("host")):
            refusal = PlainTextResponse("This server does not answer to that name.\n", 421)
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)
