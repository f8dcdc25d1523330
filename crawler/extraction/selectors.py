"""What the selectors of a site file name on a page: nodes, or values that stand in them.

A selector is CSS; one that begins with `xpath:` is an XPath expression of the subset that
`xpath` reads, which can also give an attribute or a text. CSS whose time would grow with the square
of a page is refused (`css_cost`) or, of a chain, taken apart (`css_chains`); an XPath may look at so
many nodes of a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from crawler.extraction.css_chains import Around, named
from crawler.extraction.css_cost import counts_siblings, too_dear
from crawler.extraction.document import Document, Node, attribute
from crawler.extraction.text import line_of, one_line
from crawler.extraction.xpath import (
    Attribute,
    Budget,
    Expression,
    css_of,
    evaluate,
    is_absolute,
    parsed,
)

Selectors = tuple[str, ...]
XPATH = "xpath:"
_VALUE_ATTRIBUTES = ("datetime", "content")
_MOST_SIBLINGS = 5000
"""Where an element has more children, what counts siblings names nothing."""
_MOST_READ = 200
_MOST_SILENT = 1000
"""So many of the nodes that a selector names are read: boxes stand in boxes, and each has its text."""


class Picked(NamedTuple):
    """A node that a selector names, and what it says there in whitespace normal form."""

    node: Node
    value: str


def check(selector: str) -> None:
    """Raise ValueError where a selector is none, or too dear to be asked of a hostile page."""
    if selector.startswith(XPATH):
        parsed(selector.removeprefix(XPATH))
        return
    try:
        LexborHTMLParser("<p>").css(selector)
    except SelectolaxError as error:
        raise ValueError(f"not a CSS selector: {selector!r}") from error
    if why := too_dear(selector):
        raise ValueError(f"the selector {selector!r} is too dear on a hostile page: {why}")


def nodes_of(document: Document, selector: str) -> list[Node]:
    """The elements a selector names, in order of the page; ValueError where it is no selector."""
    if selector.startswith(XPATH):
        plain = _as_css(selector)
        if plain is None:
            found = _by_xpath(document, selector)
            return [each for each in found if isinstance(each, Node) and each.is_element_node]
        return (
            _in_order(document, named(document, plain)) if ", " in plain else named(document, plain)
        )
    if counts_siblings(selector) and document.widest > _MOST_SIBLINGS:
        return []
    try:
        return named(document, selector)
    except SelectolaxError as error:
        raise ValueError(f"not a CSS selector: {selector!r}") from error


def picked(document: Document, selector: str) -> Iterator[Picked]:
    """What a selector names and that says anything; of very many nodes the first are read."""
    found: Iterable[Any]
    if _is_path(selector):
        found, place = _by_xpath(document, selector), document.tree.root
    else:
        found, place = nodes_of(document, selector), None
    for item in islice(found, _MOST_READ):
        if (said := _read(item, place)) is not None:
            yield said


def picked_within(
    document: Document, selector: str, boxes: Mapping[int, Node]
) -> dict[int, Picked]:
    """For each of some boxes, by `mem_id`, the first that a selector names in it and that says
    anything. What stands in a box inside a box is the inner one's.

    The page is asked once and not once a box; an XPath that begins at the box itself is put to each,
    and all of them together may look at so many nodes.
    """
    around = Around(boxes)
    first: dict[int, Picked] = {}
    silent = 0
    for item, place in _named_within(document, selector, boxes):
        node = _node_of(item) or place
        box = around.nearest(node) if node is not None else None
        if box is None or box in first:
            continue
        said = _read(item, place)
        if said is not None:
            first[box] = said
        elif (silent := silent + 1) > _MOST_SILENT:
            break
    return first


def _named_within(
    document: Document, selector: str, boxes: Mapping[int, Node]
) -> Iterator[tuple[Any, Node | None]]:
    """What a selector names, each with the box that was asked, where one was."""
    if not _is_path(selector):
        yield from ((node, None) for node in nodes_of(document, selector))
    elif is_absolute(_parsed(selector)):
        yield from ((item, None) for item in _by_xpath(document, selector))
    else:
        budget = Budget()
        for box in boxes.values():
            yield from ((item, box) for item in _by_xpath(document, selector, box, budget))


def _is_path(selector: str) -> bool:
    """Whether a selector is an XPath that CSS cannot say."""
    return selector.startswith(XPATH) and _as_css(selector) is None


def _says(value: str) -> bool:
    """Whether a value says anything: what is put together of texts that are not there is `: `."""
    return any(map(str.isalnum, value))


def _value(node: Node) -> str:
    """What a machine is told, where markup has it, else what a reader sees."""
    marked = (attribute(node, name) for name in _VALUE_ATTRIBUTES)
    said = next(filter(None, marked), None)
    return said or (one_line(node.text() or "") if node.tag == "title" else line_of(node))


def _parsed(selector: str) -> Expression:
    return parsed(selector.removeprefix(XPATH))


@lru_cache(maxsize=4096)
def _as_css(selector: str) -> str | None:
    """An XPath as CSS, where CSS can say it. Raises BadXPath."""
    return css_of(_parsed(selector))


def _by_xpath(
    document: Document, selector: str, within: Node | None = None, budget: Budget | None = None
) -> list[Any]:
    found = evaluate(document, _parsed(selector), within, budget)
    return found if isinstance(found, list) else [found]


def _node_of(item: Any) -> Node | None:
    """The node that an item is, or of which it is an attribute."""
    if isinstance(item, Attribute):
        return item.node
    return item if isinstance(item, Node) else None


def _read(item: Any, place: Node | None) -> Picked | None:
    """What a node, an attribute or a text says; None where it says nothing.

    A text or a number stands nowhere on the page: it is told of `place`.
    """
    node = _node_of(item) or place
    if isinstance(item, Node):
        text = _value(item) if item.is_element_node else one_line(item.text_content or "")
        node = item if item.is_element_node else item.parent
    elif isinstance(item, Attribute):
        text = one_line(item.value)
    else:
        text = one_line(item) if isinstance(item, str) else ""
    return Picked(node, text) if node is not None and _says(text) else None


def _in_order(document: Document, nodes: list[Node]) -> list[Node]:
    once = {node.mem_id: node for node in nodes}
    return sorted(once.values(), key=lambda node: document.order.get(node.mem_id, 0))
