"""CSS selectors that are chains, answered in a time that grows with the page and not with its square.

Lexbor tries every way up through a chain: `.a .b .c` costs the depth of a page squared for every node
that may be `.c`, each further blank the depth once more, and `.a ~ .b` the square of the siblings.
Here such a chain is taken apart: lexbor is asked once for the nodes of each of its pieces, and of
those only the ones stay that stand where the combinator before it says of what was found before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from crawler.extraction.document import Document, Node

Chain = tuple[tuple[str, str], ...]
"""Pieces, each behind its combinator: one of ` `, `>`, `+`, `~`; the first behind none."""
_SIGNS = ">+~"
_QUOTES = "\"'"


def named(document: Document, selector: str) -> list[Node]:
    """The nodes that a selector names, once each and in order of the page."""
    dear = [chain for chain in chains_of(selector) if _is_dear(chain)]
    if not dear:
        return document.css(selector)
    found = {
        node.mem_id: node for chain in chains_of(selector) for node in _of_chain(document, chain)
    }
    return sorted(found.values(), key=lambda node: document.order.get(node.mem_id, 0))


@lru_cache(maxsize=4096)
def chains_of(selector: str) -> tuple[Chain, ...]:
    """The chains of a list of selectors."""
    chains: list[Chain] = []
    steps: list[tuple[str, str]] = []
    sign, piece = "", ""
    for token in (*_tokens(selector), ","):
        if token == "," or token in _SIGNS or token.isspace():
            if piece:
                steps.append((sign, piece))
                sign, piece = " ", ""
            if token in _SIGNS:
                sign = token
            elif token == ",":
                chains.append(tuple(steps))
                steps, sign = [], ""
        else:
            piece += token
    return tuple(chain for chain in chains if chain)


def _tokens(selector: str) -> Iterator[str]:
    """The characters of a selector; what is in brackets, quotes or escaped in one piece."""
    at = 0
    while at < len(selector):
        end = _end(selector, at)
        yield selector[at:end]
        at = end


def _end(selector: str, at: int) -> int:
    """Where the token that begins at a place ends."""
    if selector[at] == "\\":
        return at + 2
    if selector[at] not in "([" + _QUOTES:
        return at + 1
    open_ones: list[str] = []
    while at < len(selector):
        char = selector[at]
        if char == "\\":
            at += 1
        elif open_ones and open_ones[-1] in _QUOTES:
            if char == open_ones[-1]:
                open_ones.pop()
        elif char in "([" + _QUOTES:
            open_ones.append(char)
        elif char in ")]":
            open_ones.pop()
        at += 1
        if not open_ones:
            break
    return at


def _is_dear(chain: Chain) -> bool:
    signs = [sign for sign, _ in chain]
    return signs.count(" ") > 1 or "~" in signs


def _of_chain(document: Document, chain: Chain) -> list[Node]:
    found: list[Node] = []
    for sign, piece in chain:
        nodes = document.css(piece)
        if sign:
            stands = _STANDS[sign](document, found)
            nodes = [node for node in nodes if stands(node)]
        found = nodes
    return found


class Around:
    """The innermost of some boxes around each node; no node is looked at twice."""

    def __init__(self, boxes: Iterable[int]) -> None:
        self._known: dict[int, int | None] = {each: each for each in boxes}

    def nearest(self, node: Node) -> int | None:
        """The box that a node is, or the innermost that it stands in, by `mem_id`."""
        way: list[int] = []
        at: Node | None = node
        while at is not None and at.mem_id not in self._known:
            way.append(at.mem_id)
            at = at.parent
        found = self._known[at.mem_id] if at is not None else None
        self._known.update(dict.fromkeys(way, found))
        return found


Stands = Callable[[Node], bool]


def _in(document: Document, boxes: list[Node]) -> Stands:
    around = Around(box.mem_id for box in boxes)
    return lambda node: node.parent is not None and around.nearest(node.parent) is not None


def _directly_in(document: Document, boxes: list[Node]) -> Stands:
    known = {box.mem_id for box in boxes}
    return lambda node: node.parent is not None and node.parent.mem_id in known


def _next_to(document: Document, before: list[Node]) -> Stands:
    known = {node.mem_id for node in before}

    def stands(node: Node) -> bool:
        at = node.prev
        while at is not None and not at.is_element_node:
            at = at.prev
        return at is not None and at.mem_id in known

    return stands


def _behind(document: Document, before: list[Node]) -> Stands:
    """Whether a node stands behind one of some nodes, in the same box."""
    order, first = document.order, dict[int, int]()
    for node in before:
        if node.parent is not None:
            first.setdefault(node.parent.mem_id, order[node.mem_id])

    def stands(node: Node) -> bool:
        return (
            node.parent is not None
            and first.get(node.parent.mem_id, order[node.mem_id]) < order[node.mem_id]
        )

    return stands


_STANDS: dict[str, Callable[[Document, list[Node]], Stands]] = {
    " ": _in,
    ">": _directly_in,
    "+": _next_to,
    "~": _behind,
}
