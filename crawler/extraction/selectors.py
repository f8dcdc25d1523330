"""What the selectors of a site file name on a page: nodes, or values that stand in them.

A selector is CSS; one that begins with `xpath:` is an XPath expression of the subset that
`xpath` reads, which can also give an attribute or a text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from crawler.extraction.document import Document, Node, attribute
from crawler.extraction.text import line_of, one_line
from crawler.extraction.xpath import Attribute, css_of, evaluate, parsed

Selectors = tuple[str, ...]
XPATH = "xpath:"
_VALUE_ATTRIBUTES = ("datetime", "content")


class Picked(NamedTuple):
    """A node that a selector names, and what it says there in whitespace normal form."""

    node: Node
    value: str


def check(selector: str) -> None:
    """Raise ValueError where a selector can name nothing on any page: it is none."""
    if selector.startswith(XPATH):
        parsed(selector.removeprefix(XPATH))
        return
    try:
        LexborHTMLParser("<p>").css(selector)
    except SelectolaxError as error:
        raise ValueError(f"not a CSS selector: {selector!r}") from error


def nodes_of(document: Document, selector: str, within: Node | None = None) -> list[Node]:
    """The elements a selector names, in order of the page; ValueError where it is no selector.

    `within` is a node in which, or at which, they stand.
    """
    if selector.startswith(XPATH):
        plain = _as_css(selector) if within is None else None
        if plain is None:
            found = _by_xpath(document, selector, within)
            return [each for each in found if isinstance(each, Node) and each.is_element_node]
        return _in_order(document, document.css(plain)) if ", " in plain else document.css(plain)
    try:
        return document.css(selector) if within is None else within.css(selector)
    except SelectolaxError as error:
        raise ValueError(f"not a CSS selector: {selector!r}") from error


def picked(document: Document, selector: str, within: Node | None = None) -> list[Picked]:
    """What a selector names and that says anything."""
    if selector.startswith(XPATH) and (within is not None or _as_css(selector) is None):
        root = within or document.tree.root
        said = [_picked_by_xpath(each, root) for each in _by_xpath(document, selector, within)]
    else:
        said = [(node, _value(node)) for node in nodes_of(document, selector, within)]
    return [Picked(node, value) for node, value in said if node is not None and _says(value)]


def _says(value: str) -> bool:
    """Whether a value says anything: what is put together of texts that are not there is `: `."""
    return any(map(str.isalnum, value))


def _value(node: Node) -> str:
    """What a machine is told, where markup has it, else what a reader sees."""
    marked = (attribute(node, name) for name in _VALUE_ATTRIBUTES)
    said = next(filter(None, marked), None)
    return said or (one_line(node.text() or "") if node.tag == "title" else line_of(node))


@lru_cache(maxsize=4096)
def _as_css(selector: str) -> str | None:
    """An XPath as CSS, where CSS can say it. Raises BadXPath."""
    return css_of(parsed(selector.removeprefix(XPATH)))


def _by_xpath(document: Document, selector: str, within: Node | None) -> list[Any]:
    found = evaluate(document, parsed(selector.removeprefix(XPATH)), within)
    return found if isinstance(found, list) else [found]


def _picked_by_xpath(item: Any, root: Node | None) -> tuple[Node | None, str]:
    """A node with its text; a text or a number stands nowhere, which the root is told for."""
    if isinstance(item, Node):
        if item.is_element_node:
            return item, _value(item)
        return item.parent, one_line(item.text_content or "")
    if isinstance(item, Attribute):
        return item.node, one_line(item.value)
    return root, one_line(item) if isinstance(item, str) else ""


def _in_order(document: Document, nodes: list[Node]) -> list[Node]:
    once = {node.mem_id: node for node in nodes}
    return sorted(once.values(), key=lambda node: document.order.get(node.mem_id, 0))
