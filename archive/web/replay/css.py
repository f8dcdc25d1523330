"""URLs in stylesheets, rewritten where they stand; every other byte stays as it was.

A tokenizer of what CSS Syntax Level 3 needs for that: comments (4.3.2), strings (4.3.5), url tokens
(4.3.6), and the two places where a string is a URL: behind `@import`, and in `image-set()`.
Linear in the length of the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Rewrite = Callable[[str], str]
"""From a URL as written to the URL to write."""

# Possessive throughout: a sheet of blanks, quotes or backslashes must not make it quadratic.
_ESCAPED = r"\\(?:[0-9a-f]{1,6}+\s?+|.)"
_DOUBLE = rf"""(?:[^"\\\n]|{_ESCAPED})*+"""
_SINGLE = rf"""(?:[^'\\\n]|{_ESCAPED})*+"""
_BARE = rf"""(?:[^"'()\\\s]|{_ESCAPED})*+"""
_TOKEN = re.compile(
    rf"""(?P<comment>/\*(?:[^*]|\*(?!/))*+(?:\*/)?)
      | (?P<url>url\(\s*+(?:"(?P<dq>{_DOUBLE})"|'(?P<sq>{_SINGLE})'|(?P<bare>{_BARE}))\s*+\))
      | (?P<string>"(?P<sdq>{_DOUBLE})"?|'(?P<ssq>{_SINGLE})'?)
      | (?P<at>@[a-z-]++)
      | (?P<open>[\w-]*+\()
      | (?P<word>[\w-]++)
      | (?P<close>\))
      | (?P<end>[;{{}}])""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(\n)|(.))", re.DOTALL)


def rewrite_css(sheet: str, rewrite: Rewrite) -> str:
    """The sheet with each URL replaced by `rewrite(url)`."""
    pieces: list[str] = []
    position = 0
    for place in _places(sheet):
        pieces.append(sheet[position : place.start])
        url = rewrite(place.url)
        if url == place.url:
            pieces.append(sheet[place.start : place.end])
        else:
            pieces.append(place.prefix + _quoted(url) + place.suffix)
        position = place.end
    pieces.append(sheet[position:])
    return "".join(pieces)


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    url: str
    prefix: str
    suffix: str


def _places(sheet: str) -> Iterator[_Place]:
    rule = ""
    nested: list[bool] = []  # for each open bracket: is it an image-set()?
    for match in _TOKEN.finditer(sheet):
        kind = match.lastgroup
        if kind == "at":
            rule = match[0].lower()
        elif kind == "end":
            rule, nested = "", []
        elif kind == "open":
            nested.append(match[0].lower().endswith("image-set("))
        elif kind == "close" and nested:
            nested.pop()
        elif kind == "url" and rule != "@namespace":
            yield _url_place(match)
        elif kind == "string" and (rule == "@import" or (nested and nested[-1])):
            yield _string_place(match)
            rule = "" if rule == "@import" else rule


def _url_place(match: re.Match[str]) -> _Place:
    written = next(text for text in (match["dq"], match["sq"], match["bare"]) if text is not None)
    return _Place(match.start(), match.end(), _unescaped(written), "url(", ")")


def _string_place(match: re.Match[str]) -> _Place:
    written = match["sdq"] if match["sdq"] is not None else match["ssq"]
    return _Place(match.start(), match.end(), _unescaped(written), "", "")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[3] or ""
    code = int(match[1], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _quoted(url: str) -> str:
    escaped = url.replace("\\", "%5C").replace('"', "%22").replace("<", "%3C")
    return '"' + escaped.replace("\n", "") + '"'
