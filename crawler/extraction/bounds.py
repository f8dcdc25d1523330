"""Bounds on a page's text before it is parsed: an archived page is hostile.

A parser of HTML keeps a stack of open elements and looks through it for each end tag, so that time
grows with the square of the depth. Browsers flatten what is nested deeper than some hundreds of
elements; here start tags beyond `MAX_DEPTH` are dropped, so that their text stays.
"""

from __future__ import annotations

import re

from crawler.extraction.text import words

MAX_DEPTH = 2000
MAX_TAGS = 200_000
MAX_CHARS = 16 * 1024 * 1024

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_NEVER_OPEN = words(
    "area base br col embed hr img input link meta param source track wbr p li dd dt td th tr "
    "option optgroup tbody thead tfoot html head body"
)
_RAW_TEXT = words("script style textarea title noscript iframe")


def bounded(text: str) -> tuple[str, list[str]]:
    """The text as it can be parsed quickly, and a warning for each bound that cut it."""
    warnings: list[str] = []
    if len(text) > MAX_CHARS:
        text = text[:MAX_CHARS]
        warnings.append(f"page longer than {MAX_CHARS} characters: the rest is not read")
    tags = text.count("<")
    if tags > MAX_TAGS:
        text = _cut_at_tag(text, MAX_TAGS)
        warnings.append(f"page has more than {MAX_TAGS} tags: the rest is not read")
    if tags > 2 * MAX_DEPTH:
        text, dropped = _flattened(text)
        if dropped:
            warnings.append(f"elements nested deeper than {MAX_DEPTH} were flattened")
    return text, warnings


def _cut_at_tag(text: str, number: int) -> str:
    position = -1
    for _ in range(number):
        position = text.index("<", position + 1)
    return text[:position]


def _flattened(text: str) -> tuple[str, bool]:
    """The text without the start and end tags that stand deeper than MAX_DEPTH."""
    depth = 0
    kept: list[str] = []
    start = position = 0
    while (tag := _TAG.search(text, position)) is not None:
        position = tag.end()
        closing, name = tag.group(1), tag.group(2).lower()
        if name in _RAW_TEXT and not closing:
            position = _end_of_raw_text(text, position, name)
        elif name not in _NEVER_OPEN:
            too_deep = depth > MAX_DEPTH
            depth = max(0, depth - 1) if closing else depth + 1
            if too_deep:
                kept.append(text[start : tag.start()])
                start = _end_of_tag(text, position)
                position = max(position, start)
    if not kept:
        return text, False
    kept.append(text[start:])
    return "".join(kept), True


def _end_of_raw_text(text: str, position: int, name: str) -> int:
    for spelling in (f"</{name}", f"</{name.upper()}"):
        end = text.find(spelling, position)
        if end >= 0:
            return end
    return position


def _end_of_tag(text: str, position: int) -> int:
    end = text.find(">", position)
    return end + 1 if end >= 0 else len(text)
