"""Bounds on a page's text before it is parsed: an archived page is hostile.

A parser of HTML keeps a stack of open elements and looks through it for each end tag, through an
element's attributes for each further one, and through a list's options for each option, so that
time grows with the square of their number. Browsers flatten what is nested deeper than some
hundreds of elements; here start tags beyond `MAX_DEPTH` are dropped, so that their text stays.
Letters in bold that are not closed are opened again in every paragraph (HTML standard, 13.2.4.3), at
most three of a kind: of very many kinds, those of a page of 100 KB make a tree of gigabytes.
"""

from __future__ import annotations

import re

from crawler.extraction.text import words

MAX_DEPTH = 500
MAX_TAGS = 100_000
"""Four times those of the largest of a thousand real pages; each takes up to 1.5 KB of memory."""
MAX_CHARS = 16 * 1024 * 1024
MAX_ATTRIBUTES = 1000
_FEW_TAGS = 4000
"""So few may be nested as they like: to look costs more than to bear them."""

_BLANK = r"[ \t\n\r\f]"
_ATTRIBUTE = (  # HTML standard, 13.2.5.32 to 13.2.5.39: a name may begin with any sign, "=" too
    r"[ \t\n\r\f/]*+[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"
    rf"(?:{_BLANK}*+={_BLANK}*+(?:\"[^\"]*+\"|'[^']*+'|[^ \t\n\r\f>\"'][^ \t\n\r\f>]*+)?+)?+"
)
_START = r"<[a-zA-Z][^ \t\n\r\f/>]*+"
_OVERLOADED = re.compile(rf"{_START}(?:{_ATTRIBUTE}){{{MAX_ATTRIBUTES}}}")
_MORE_ATTRIBUTES = re.compile(rf"(?:{_ATTRIBUTE})*+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_NEVER_OPEN = words(
    "area base br col embed hr img input link meta param source track wbr p li dd dt td th tr "
    "option optgroup tbody thead tfoot html head body path use circle rect polygon polyline line "
    "ellipse stop"
)
_MOST_OF = {"option": 5000, "optgroup": 5000, "html": 20, "body": 20}
_FORMATTING = re.compile(
    r"<(?:b|big|code|em|font|i|s|small|strike|strong|tt|u)(?=[ \t\n\r\f/])"
    rf"((?:{_ATTRIBUTE})*+)",
    re.IGNORECASE,
)
_LEAST_KINDS, _MOST_REOPENED = 10, 400_000
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
    text = _with_few_kinds(text, max(_LEAST_KINDS, _MOST_REOPENED // max(tags, 1)))
    text, cut = _with_few_attributes(text)
    if cut:
        warnings.append(
            f"elements have more than {MAX_ATTRIBUTES} attributes: the rest is not read"
        )
    if tags > _FEW_TAGS:
        text, dropped = _flattened(text)
        if dropped:
            warnings.append(f"elements nested deeper than {MAX_DEPTH} were flattened")
    return text, warnings


def _with_few_attributes(text: str) -> tuple[str, bool]:
    """The text without the attributes of an element beyond MAX_ATTRIBUTES."""
    kept: list[str] = []
    start = 0
    while (tag := _OVERLOADED.search(text, start)) is not None:
        kept.append(text[start : tag.end()])
        more = _MORE_ATTRIBUTES.match(text, tag.end())
        start = more.end() if more is not None else tag.end()
    return ("".join([*kept, text[start:]]), True) if kept else (text, False)


def _cut_at_tag(text: str, number: int) -> str:
    position = -1
    for _ in range(number):
        position = text.index("<", position + 1)
    return text[:position]


def _with_few_kinds(text: str, most: int) -> str:
    """The text with the attributes of its formatting elements, unless they are of too many kinds."""
    kinds = {tag.lower() for tag in _FORMATTING.findall(text)}
    if len(kinds) <= most:
        return text
    return _FORMATTING.sub(lambda tag: tag.group()[: tag.start(1) - tag.start()], text)


def _flattened(text: str) -> tuple[str, bool]:
    """The text without the start and end tags that stand deeper than MAX_DEPTH, and without more
    of some tags than any page has."""
    depth = 0
    counts = dict.fromkeys(_MOST_OF, 0)
    kept: list[str] = []
    start = position = 0
    endless: set[str] = set()
    while (tag := _TAG.search(text, position)) is not None:
        position = tag.end()
        closing, name = tag.group(1), tag.group(2).lower()
        dropped = False
        if name in _RAW_TEXT and not closing:
            position = _end_of_raw_text(text, position, name, endless)
        elif name in _MOST_OF:
            counts[name] += not closing
            dropped = counts[name] > _MOST_OF[name]
        elif name not in _NEVER_OPEN:
            dropped = depth > MAX_DEPTH
            depth = max(0, depth - 1) if closing else depth + 1
        if dropped:
            kept.append(text[start : tag.start()])
            start = _end_of_tag(text, position)
            position = max(position, start)
    if not kept:
        return text, False
    kept.append(text[start:])
    return "".join(kept), True


def _end_of_raw_text(text: str, position: int, name: str, endless: set[str]) -> int:
    """Where the text of a script or the like ends; `endless` are the end tags that do not come."""
    for spelling in (f"</{name}", f"</{name.upper()}"):
        if spelling not in endless:
            end = text.find(spelling, position)
            if end >= 0:
                return end
            endless.add(spelling)
    return position


def _end_of_tag(text: str, position: int) -> int:
    end = text.find(">", position)
    return end + 1 if end >= 0 else len(text)
