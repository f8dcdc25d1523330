"""The tags of an HTML document and where their attributes stand, so that values can be replaced in
place and every other byte is kept.

A tokenizer after the HTML standard, 13.2.5, without tree construction: building a tree from hostile
nesting takes quadratic time, finding tags takes linear time. Where only a tree could tell whether
something is a tag, it is one: a tag too many is rewritten in vain, a tag too few would go unseen.
Documents come as text in which one character is one byte (latin-1), whatever their encoding.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_RAW_TEXT = frozenset(
    {"script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title", "plaintext"}
)
_FOREIGN = frozenset({"svg", "math"})  # no element in these holds raw text

_BLANK = r"\t\n\f\r "  # HTML's own white space: \s has more
_OPENING = re.compile(
    rf"<(?:(?P<tag>/?[a-z][^{_BLANK}/>]*+)|(?P<comment>!--)|(?P<bogus>[!?/]))", re.IGNORECASE
)
_COMMENT_END = re.compile(r"--!?>")
_ATTRIBUTE = re.compile(
    rf"""[{_BLANK}/]*+(?P<name>[^{_BLANK}/>][^{_BLANK}/>=]*+)
        (?:[{_BLANK}]*+=[{_BLANK}]*+
        (?:"(?P<dq>[^"]*+)"|'(?P<sq>[^']*+)'|(?P<bare>(?!["'])[^{_BLANK}>]*+)|(?P<cut>["'])))?""",
    re.VERBOSE,
)
_TAG_END = re.compile(rf"[{_BLANK}/]*+>")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,8};?|#x[0-9a-f]{1,7};?|([a-z][a-z0-9]{0,31};?))(=?)", re.I)


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute as written: `value` with its character references, None without one."""

    name: str
    """Lower case."""
    value: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag, and the raw text behind it where the element holds raw text."""

    name: str
    """Lower case."""
    attributes: tuple[Attribute, ...]
    start: int
    end: int
    text_end: int
    """End of the raw text that begins at `end`; equal to `end` for other elements."""

    def get(self, name: str) -> str | None:
        """The first attribute of that name with its references resolved; `""` without a value."""
        for attribute in self.attributes:
            if attribute.name == name:
                return resolved(attribute.value or "")
        return None


def start_tags(document: str) -> Iterator[Tag]:
    """The start tags in order; none in comments, raw text and what is cut in the middle."""
    position = foreign = 0
    while match := _OPENING.search(document, position):
        if match["tag"] is None:
            position = _behind_comment(document, match)
            continue
        tag = _tag(document, match, is_foreign=foreign > 0)
        if tag is None:
            return
        position = tag.text_end
        if not tag.name.startswith("/"):
            foreign += tag.name in _FOREIGN
            yield tag
        elif tag.name[1:] in _FOREIGN:
            foreign = max(0, foreign - 1)


def resolved(value: str) -> str:
    """An attribute's value with character references resolved (13.2.5.73).

    A name without semicolon before `=` or a letter is text: `?a=1&copy=2` stays as it is.
    """
    return _REFERENCE.sub(_character, value) if "&" in value else value


def written(value: str) -> str:
    """A value as it is written between double quotes."""
    return value.replace("&", "&amp;").replace('"', "&quot;")


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name is None:
        return unescape(match[0][: len(match[0]) - len(match[2])]) + match[2]
    if name not in html.entities.html5 or (match[2] and not name.endswith(";")):
        return match[0]
    return html.entities.html5[name] + match[2]


def _behind_comment(document: str, match: re.Match[str]) -> int:
    if match["bogus"]:
        return _behind(document, document.find(">", match.end()), 1)
    # <!--> and <!---> are whole comments, so the search starts inside the opening
    end = _COMMENT_END.search(document, match.end())
    if document.startswith((">", "->"), match.end()):
        return document.index(">", match.end()) + 1
    return len(document) if end is None else end.end()


def _behind(document: str, found: int, length: int) -> int:
    return len(document) if found < 0 else found + length


def _tag(document: str, match: re.Match[str], *, is_foreign: bool) -> Tag | None:
    attributes: list[Attribute] = []
    position = match.end()
    while not (end := _TAG_END.match(document, position)):
        found = _ATTRIBUTE.match(document, position)
        if found is None or found["cut"]:
            return None  # the document ends within the tag
        attributes.append(_attribute(found))
        position = found.end()
    name = match["tag"].lower()
    text_end = end.end() if is_foreign else _text_end(document, name, end.end())
    return Tag(name, tuple(attributes), match.start(), end.end(), text_end)


def _attribute(found: re.Match[str]) -> Attribute:
    values = (found["dq"], found["sq"], found["bare"])
    value = next((text for text in values if text is not None), None)
    return Attribute(found["name"].lower(), value, found.start("name"), found.end())


def _text_end(document: str, name: str, start: int) -> int:
    if name not in _RAW_TEXT:
        return start
    closing = _closing(name).search(document, start)
    return len(document) if closing is None else closing.start()


def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[{_BLANK}/>])", re.IGNORECASE)
