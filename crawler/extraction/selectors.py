"""What the selectors of a site file name on a page: nodes, or values that stand in them.

A selector is CSS; one that begins with `xpath:` is an XPath expression of the subset that
`xpath` reads, which can also give an attribute or a text.
"""

from __future__ import annotations

from typing import NamedTuple

from selectolax.lexbor import SelectolaxError

from crawler.extraction.document import Document, Node, attribute
from crawler.extraction.text import line_of

Selectors = tuple[str, ...]
_VALUE_ATTRIBUTES = ("datetime", "content")


class Picked(NamedTuple):
    """A node that a selector names, and what it says there in whitespace normal form."""

    node: Node
    value: str


def nodes_of(document: Document, selector: str, within: Node | None = None) -> list[Node]:
    """The nodes a selector names, in order of the page; ValueError where it is no selector.

    `within` is a node in which, or at which, they stand.
    """
    try:
        return document.css(selector) if within is None else within.css(selector)
    except SelectolaxError as error:
        raise ValueError(f"not a CSS selector: {selector!r}") from error


def picked(document: Document, selector: str, within: Node | None = None) -> list[Picked]:
    """The nodes that a selector names and that say anything."""
    said = ((node, _value(node)) for node in nodes_of(document, selector, within))
    return [Picked(node, value) for node, value in said if value]


def _value(node: Node) -> str:
    """What a machine is told, where markup has it, else what a reader sees."""
    marked = (attribute(node, name) for name in _VALUE_ATTRIBUTES)
    return next(filter(None, marked), None) or line_of(node)
