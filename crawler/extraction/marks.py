"""Elements told by words in their attributes: what a list of attribute selectors names, faster.

Lexbor compares each element with each selector of a list. Most of the words stand nowhere in a page:
here each is looked for in all its values at once, and values only for the words that are there.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from crawler.extraction.document import Document, Node

_SELECTOR = re.compile(r"([a-z]*)\[([a-z-]+)([~*])='([^']+)'( i)?\]")
_BLANKS = re.compile(r"[ \t\n\f\r]")
_FOLDED = ("rel",)
"""Attributes whose values HTML compares without case (HTML standard, 4.16.2)."""


class Marks:
    """A list of selectors such as `[class*='byline' i]` and `a[rel~='author']`.

    Of CSS (Selectors 4, 6.1 and 6.2) those that say that an attribute contains a text or a word, of
    any element or of those of one tag, without case or with it. `others` are any selectors.
    """

    def __init__(self, selectors: str, others: str = "") -> None:
        """Raises ValueError for a selector of another kind."""
        self.selectors = selectors
        self.others = others
        self._asked = [_asked(each) for each in selectors.split(", ")]

    def of(self, document: Document) -> list[Node]:
        """The elements that the selectors name, in order of the page.

        As Lexbor gives them: one that several selectors name is there for each of them.
        """
        found = document.found.get(self.selectors)
        if found is None:
            found = document.found[self.selectors] = self._look(document)
        return found

    def _look(self, document: Document) -> list[Node]:
        nodes = list(document.css(self.others))
        for tag, name, text, is_meant in self._asked:
            for value, its in document.valued_with(name, text):
                if is_meant(value):
                    nodes += [node for node in its if node.tag == tag] if tag else its
        order = document.order
        return sorted(nodes, key=lambda node: order[node.mem_id])


_Asked = tuple[str, str, str, Callable[[str], bool]]
"""Tag or nothing, attribute, text in lower case, and whether a value is meant."""


def _asked(selector: str) -> _Asked:
    match = _SELECTOR.fullmatch(selector)
    if match is None:
        raise ValueError(f"not a selector that is known here: {selector!r}")
    tag, name, sign, text, fold = match.groups()
    folds = bool(fold) or name in _FOLDED
    return tag, name, text.lower(), _has_word(text, folds) if sign == "~" else _has(text, folds)


def _has(text: str, folds: bool) -> Callable[[str], bool]:
    """Whether a value is meant that contains a text, where letters are small."""
    return (lambda value: True) if folds else (lambda value: text in value)


def _has_word(text: str, folds: bool) -> Callable[[str], bool]:
    if folds:
        return lambda value: text in _BLANKS.split(value.lower())
    return lambda value: text in _BLANKS.split(value)
