"""Response headers that keep archives apart from the room, set on every answer of either port."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Policy = Callable[[str], Mapping[str, str]]
"""From the request's Host header to the headers of the answer."""

_COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-DNS-Prefetch-Control": "off",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def room_policy(replay_origin: str) -> Mapping[str, str]:
    """The room: no scripts, nothing from elsewhere but pictures and frames of the replay port."""
    return _COMMON | {
        "Content-Security-Policy": "; ".join(
            (
                "default-src 'none'",
                "style-src 'self'",
                f"img-src 'self' {replay_origin}",
                f"frame-src {replay_origin}",
                "form-action 'self'",
                "base-uri 'none'",
                "frame-ancestors 'none'",
            )
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }


def replay_policy(replay_origin: str) -> Mapping[str, str]:
    """Archived content: an origin of its own (`sandbox`), no scripts, no live web.

    The sandbox leaves out allow-scripts and allow-same-origin: the document's origin is opaque,
    whatever address it has, and stays so for `id_` and for what is not HTML.
    """
    return _COMMON | {
        "Content-Security-Policy": "; ".join(
            (
                "sandbox",
                f"default-src {replay_origin}",
                f"img-src {replay_origin} data: blob:",
                f"media-src {replay_origin} data: blob:",
                f"font-src {replay_origin} data:",
                f"style-src {replay_origin} 'unsafe-inline' data:",
                f"connect-src {replay_origin}",
                "script-src 'none'",
                "object-src 'none'",
                "worker-src 'none'",
                "manifest-src 'none'",
                "form-action 'none'",
                f"base-uri {replay_origin}",
            )
        ),
    }


class PolicyHeaders:
    """ASGI middleware that sets a policy's headers, over whatever the answer had."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self.app = app
        self.policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = self.policy(Headers(scope=scope).get("host", ""))

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        await self.app(scope, receive, send_with_policy)
