"""Values of hostile JSON as what they should be, or None: bounded, and nothing but `json_of` raises."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sized
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from archive.digest import short_id
from archive.warc.exchange import Exchange
from crawler.extraction.document import parse
from crawler.extraction.text import lines
from crawler.extraction.text import text_of as visible_text

FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
"""What reading a page or an answer of another shape than any that is known may raise."""
_LONGEST_ID = 300
_LONGEST_TEXT = 200_000
_LONGEST_VALUE = 80
_MOST_LISTED = 60_000
"""More than are read of a thread (walking.MOST_COMMENTS): what is cut there is told."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a pair, which JSON may spell out and UTF-8 cannot hold."""
_TAG = re.compile(r"<[a-zA-Z/!]")


def json_of(exchange: Exchange) -> Any:
    """The JSON of an answer. Raises ValueError, RecursionError."""
    return json.loads(exchange.body)


def an_object(value: object) -> dict[str, Any]:
    """The value, where it is an object; else an empty one."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> list[dict[str, Any]]:
    """The objects in a list; empty for anything else."""
    if not isinstance(value, list):
        return []
    return [each for each in value[:_MOST_LISTED] if isinstance(each, dict)]


def is_short(values: object, taken: Sized) -> bool:
    """Whether less was taken of a list of comments than it holds."""
    return isinstance(values, list) and len(taken) < len(values)


def name_of(value: object) -> str | None:
    """An id: a text or a number that is not 0; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int) or not value:
        return None
    text = str(value).strip()
    return text if text and len(text) <= _LONGEST_ID and text.isprintable() else None


def text_of(value: object) -> str | None:
    """A text that UTF-8 can hold; None for what is none or empty."""
    if not isinstance(value, str):
        return None
    return _SURROGATE.sub("\ufffd", value[:_LONGEST_TEXT]).strip() or None


def label_of(value: object) -> str | None:
    """A name of a person, in one line, its entities undone."""
    text = text_of(value)
    return " ".join(html.unescape(text).split()) or None if text else None


def count_of(value: object) -> int | None:
    """A number of things, also where it is written as text."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < 10**9 else None


def moment_of(value: object, scale: int = 1) -> str | None:
    """An ISO date of seconds (or, with scale 1000, milliseconds) since 1970; None for no such."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 10**15:
        return None
    try:
        moment = datetime.fromtimestamp(value / scale, UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def plain(markup: str | None) -> str:
    """The text of a comment's own markup, read as the markup of a page is."""
    if not markup:
        return ""
    if not _TAG.search(markup):
        return lines(html.unescape(markup))
    document = parse(f"<body>{markup}</body>".encode("utf-8", "replace"), "", "utf-8")
    body = document.first("body")
    return visible_text(body) if body is not None else ""


def part(kind: str, **values: object) -> str:
    """The name of a part of a thread: `comments page=2`; long values by their digest."""
    named = [f"{name}={_short(str(value))}" for name, value in values.items() if value is not None]
    return " ".join((kind, *named))


def _short(value: str) -> str:
    safe = quote(value, safe=":/.-_~")
    return safe if len(safe) <= _LONGEST_VALUE else f"digest:{short_id(value)}"


def is_web(url: str | None) -> bool:
    """Whether a page's text is a URL that may be asked: hosts that are none are not."""
    try:
        parts = urlsplit(url or "")
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def with_query(url: str, /, **values: object) -> str:
    """The URL with parameters; those that are None are left out."""
    given = {name: str(value) for name, value in values.items() if value is not None}
    mark = "&" if "?" in url else "?"
    return f"{url}{mark}{urlencode(given)}" if given else url
