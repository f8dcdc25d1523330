"""The new values of attributes that carry URLs: one table for all elements.

Values are texts in which one character is one byte of the document; what character references
bring in may lie beyond, and becomes references again when it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from archive.web.replay import address
from archive.web.replay.css import rewrite_css
from archive.web.replay.links import Base
from archive.web.replay.markup import Tag, written

_NewValue = Callable[[str, Base, str], str]
"""From value, base and the modifier of the element's requisites."""


def new_value(tag: Tag, name: str, value: str, base: Base) -> str:
    """The value to write instead; the same one where the attribute carries no URL."""
    if tag.name == "meta":
        return _refreshed(value, base) if name == "content" and _is_refresh(tag) else value
    if tag.name == "link" and name == "rel" and is_late_stylesheet(tag):
        return "stylesheet"
    rewrite = ATTRIBUTES.get(name)
    return value if rewrite is None else rewrite(value, base, _modifier(tag))


def _link(value: str, base: Base, modifier: str) -> str:
    url = decoded(value, base)
    linked = base.link(url, modifier)
    return value if linked == url else linked


def _picture(value: str, base: Base, _modifier: str) -> str:
    return _link(value, base, address.IMAGE)


_CANDIDATE = re.compile(r"[\s,]*+(\S++)((?:[^,(]|\([^)]*+\)?)*+)")


def _candidates(value: str, base: Base, _modifier: str) -> str:
    """The captured candidates of a srcset; without any the element's `src` counts.

    HTML standard, 4.8.4.3.7: a URL ends at a blank, not at a comma.
    """
    rewritten: list[str] = []
    position = 0
    while match := _CANDIDATE.match(value, position):
        url = match[1].rstrip(",")
        descriptor = match[2].strip() if url == match[1] else ""
        position = match.end() if url == match[1] else match.end(1)
        if _is_there(url, base):
            rewritten.append(f"{_picture(url, base, '')} {descriptor}".rstrip())
    return ", ".join(rewritten)


def _is_there(url: str, base: Base) -> bool:
    absolute = base.absolute(decoded(url, base))
    return absolute is None or base.is_captured(absolute)


def _style(value: str, base: Base, _modifier: str) -> str:
    return rewrite_sheet(value, base)


ATTRIBUTES: Mapping[str, _NewValue] = {
    "href": _link,
    "xlink:href": _link,
    "src": _link,
    "action": _link,
    "formaction": _link,
    "cite": _link,
    "longdesc": _link,
    "poster": _picture,
    "background": _picture,
    "srcset": _candidates,
    "imagesrcset": _candidates,
    "style": _style,
}
"""Attributes that carry URLs, of whichever element they stand at."""

_MODIFIERS: Mapping[str, str] = {
    "img": address.IMAGE,
    "image": address.IMAGE,
    "use": address.IMAGE,
    "input": address.IMAGE,
    "script": address.SCRIPT,
    "iframe": address.FRAME,
    "frame": address.FRAME,
    "embed": address.OTHER,
    "audio": address.OTHER,
    "video": address.OTHER,
    "source": address.OTHER,
    "track": address.OTHER,
}


def _modifier(tag: Tag) -> str:
    if tag.name != "link":
        return _MODIFIERS.get(tag.name, address.VIEW)
    rel = (tag.get("rel") or "").lower().split()
    if "stylesheet" in rel or is_late_stylesheet(tag):
        return address.STYLE
    return address.IMAGE if "icon" in rel else address.VIEW


_REFRESH = re.compile(
    r"(\s*+[\d.]++\s*+[;,]?\s*+(?:url\s*+=\s*+)?)([\"']?)([^\"']*+)", re.IGNORECASE
)


def _is_refresh(tag: Tag) -> bool:
    return (tag.get("http-equiv") or "").strip().lower() == "refresh"


def _refreshed(value: str, base: Base) -> str:
    match = _REFRESH.match(value)
    if match is None or not match[3].strip():
        return value
    return match[1] + _link(match[3], base, address.VIEW)


def rewrite_sheet(text: str, base: Base) -> str:
    """The text of a stylesheet with its URLs rewritten."""
    return rewrite_css(text, lambda url: _link(url, base, _sheet_modifier(url)))


def _sheet_modifier(url: str) -> str:
    return address.STYLE if url.partition("?")[0].lower().endswith(".css") else address.OTHER


def is_late_stylesheet(tag: Tag) -> bool:
    """Whether a link is a stylesheet that a script would switch on once it is loaded."""
    rel = (tag.get("rel") or "").lower().split()
    return "preload" in rel and (tag.get("as") or "").lower() == "style"


def is_bytes(text: str) -> bool:
    """Whether each character is one byte of the document."""
    return all(character < "\u0100" for character in text)


def decoded(text: str, base: Base) -> str:
    """The text that the document's bytes mean; what references brought in stands as it is."""
    if text.isascii() or not is_bytes(text):
        return text
    return text.encode("latin-1").decode(base.charset, "replace")


def as_written(text: str) -> str:
    """Attribute text for the document; characters that are no bytes become references."""
    return written(text).encode("latin-1", "xmlcharrefreplace").decode("latin-1")
