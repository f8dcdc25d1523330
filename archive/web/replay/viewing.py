"""What a capture looks like when it is served for viewing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from archive.warc.exchange import Exchange
from archive.web.replay import address
from archive.web.replay.charset import NOT_ASCII, declared
from archive.web.replay.html import rewrite_html, rewrite_stylesheet
from archive.web.replay.links import Base, always

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_LOOKS_LIKE_HTML = re.compile(
    rb"\s{0,999}(?:<!--.{0,999}?-->\s{0,99})?<(?:!doctype html|html|head|body)[\s>]", re.I | re.S
)
_XHTML = b"http://www.w3.org/1999/xhtml"
_REQUISITES = frozenset({address.IMAGE, address.SCRIPT, address.OTHER})


@dataclass(frozen=True, slots=True)
class View:
    body: bytes
    content_type: str | None
    """In place of the archived one; None where that stands."""
    is_safe_to_open: bool
    """Whether a document of it has no link to the live web."""


def view_of(
    exchange: Exchange,
    timestamp: str,
    modifier: str,
    is_captured: Callable[[str], bool] = always,
) -> View:
    """The exchange's body for a browser: links of pages and sheets lead into the archive."""
    kind = exchange.content_type
    if modifier == address.STYLE and kind not in _HTML:
        return _sheet(exchange, timestamp)
    if modifier in _REQUISITES:
        return View(exchange.body, None, not is_markup(kind))
    if kind == "text/css":
        return _sheet(exchange, timestamp)
    if kind in _HTML or (not kind and _LOOKS_LIKE_HTML.match(exchange.body)):
        return _page(exchange, timestamp, is_captured)
    if is_markup(kind) and (kind != "image/svg+xml" or _XHTML in exchange.body):
        return View(exchange.body, f"text/plain; charset={exchange.charset or 'utf-8'}", True)
    return View(exchange.body, None, True)


def is_markup(kind: str) -> bool:
    """Whether a browser would make a document with links of this media type."""
    return not kind or "html" in kind or kind.endswith("xml")


def _page(exchange: Exchange, timestamp: str, is_captured: Callable[[str], bool]) -> View:
    body, charset = ascii_based(exchange)
    base = Base(exchange.url, timestamp, charset or "utf-8", is_captured)
    return View(rewrite_html(body, base), _content_type(exchange, "text/html"), True)


def _sheet(exchange: Exchange, timestamp: str) -> View:
    body, charset = ascii_based(exchange)
    base = Base(exchange.url, timestamp, charset or "utf-8")
    # a sheet is believed to be one: nosniff would refuse it under the type that it was sent with
    kind = None if exchange.content_type == "text/css" else "text/css"
    return View(rewrite_stylesheet(body, base), kind or _content_type(exchange, "text/css"), True)


def ascii_based(exchange: Exchange) -> tuple[bytes, str | None]:
    """The body in an encoding in which markup is ASCII, and that encoding if it is declared."""
    charset = declared(exchange.body, exchange.charset)
    if charset not in NOT_ASCII:
        return exchange.body, charset
    text = exchange.body.decode(charset, "replace").removeprefix("\ufeff")
    return text.encode("utf-8"), "utf-8"


def _content_type(exchange: Exchange, default: str) -> str | None:
    if declared(exchange.body, exchange.charset) in NOT_ASCII:
        return f"{exchange.content_type or default}; charset=utf-8"
    return None if exchange.content_type else default
