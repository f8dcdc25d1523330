"""A parsed page: its tree, its URL, where its nodes stand, and which field each node feeds.

Rules of this file:
- the tree is Lexbor's (HTML standard, 13.2) and is never changed, so that `mem_id` names a node for
  as long as the document lives;
- a node that feeds one of body, caption, credit and comments is *claimed* with all that is in it,
  and no other of them may use it;
- size, number of tags and depth are bounded before parsing (`bounds`), and nothing is recursive.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from typing import Literal
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extraction.bounds import bounded
from crawler.extraction.charset import decode
from crawler.extraction.needs import parts_of
from crawler.extraction.text import line_of, one_line

Node = LexborNode
Owner = Literal[
    "body", "caption", "comment", "headline", "standfirst", "byline", "date", "furniture"
]
Valued = dict[str, dict[str | None, list[Node]]]
_PATH_STEPS = 4
_SWALLOWED = 2000
_NOSCRIPT = re.compile(r"</?noscript[^<>]{0,200}>", re.IGNORECASE)
_OF_ROOT = re.compile(r"/(?![/.])(?:[^?#;\s\\/]|/(?![/.]))*+(?:\?[^#\s]++)?(?:#\S++)?")
"""A path that stands on a page's host as it is: no part of it is empty, `.` or `..`."""
_WHOLE_URL = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[^?#;\s\\]*)?(?:\?[^#\s]+)?(?:#\S+)?"
)
"""A URL that stays what it is when it is joined to another (urllib.parse.urljoin)."""
_HOST = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?=[/?#]|$)")


@dataclass(slots=True)
class Claims:
    """Which field each claimed node feeds, by the node's `mem_id`."""

    owners: dict[int, Owner] = field(default_factory=dict)

    def claim(self, node: Node, owner: Owner) -> None:
        """Give a node and all that is in it to one field; what is claimed already stays so."""
        for inner in node.traverse(include_text=True):
            self.owners.setdefault(inner.mem_id, owner)

    def owner(self, node: Node) -> Owner | None:
        """The field that the node itself feeds; a container of claimed nodes is not claimed."""
        return self.owners.get(node.mem_id)


@dataclass
class Document:
    """One page as the readers of its fields see it."""

    url: str
    text: str
    encoding: str
    warnings: list[str] = field(default_factory=list)
    claims: Claims = field(default_factory=Claims)
    found: dict[str, list[Node]] = field(default_factory=dict, repr=False)
    """What selectors were found to name: several fields look for the same nodes."""
    _tags: set[str | None] = field(default_factory=set, repr=False)
    _values: dict[str, str] = field(default_factory=dict, repr=False)
    """What `says` looks through, by attribute: all its values in small letters, one a line."""
    _small: dict[str, list[tuple[str, str, list[Node]]]] = field(default_factory=dict, repr=False)
    """The same, each with the value as it is written and the elements that have it."""

    @cached_property
    def tree(self) -> LexborHTMLParser:
        tree = LexborHTMLParser(self.text)
        if _is_swallowed(tree, len(self.text)):
            return LexborHTMLParser(_NOSCRIPT.sub("", self.text))
        return tree

    @cached_property
    def base_url(self) -> str:
        """What relative links stand on: `<base href>` if it is usable, else the page's URL."""
        base = self.first("base[href]")
        return self._joined(self.url, attribute(base, "href")) or self.url if base else self.url

    @cached_property
    def order(self) -> dict[int, int]:
        """The place of each node in the page, by `mem_id`."""
        root = self.tree.root
        nodes = root.traverse(include_text=True) if root is not None else ()
        return {node.mem_id: place for place, node in enumerate(nodes)}

    @cached_property
    def widest(self) -> int:
        """The most elements that stand directly in one."""
        nodes = self.tree.root.traverse() if self.tree.root is not None else ()
        parents = (node.parent for node in nodes)
        counts = Counter(parent.mem_id for parent in parents if parent is not None)
        return max(counts.values(), default=0)

    @cached_property
    def valued(self) -> Valued:
        """The elements that have an attribute, by its name and value."""
        found: Valued = defaultdict(_nodes_by_value)
        tags = self._tags
        for node in self.tree.root.traverse() if self.tree.root is not None else ():
            tags.add(node.tag)
            for name, value in node.attributes.items():
                found[name][value].append(node)
        return found

    def valued_with(self, name: str, text: str) -> list[tuple[str, list[Node]]]:
        """The values of an attribute that contain a text of small letters, each with its elements."""
        if not self.says(name, text):
            return []
        return [(value, nodes) for small, value, nodes in self._small[name] if text in small]

    def says(self, name: str, text: str) -> bool:
        """Whether a value of an attribute contains a text of small letters, whatever its case."""
        values = self._values.get(name)
        if values is None:
            by_value = self.valued.get(name, {})
            small = [(value.lower(), value, nodes) for value, nodes in by_value.items() if value]
            self._small[name] = small
            values = self._values[name] = "\n".join([each[0] for each in small])
        return text in values

    def css(self, selector: str) -> list[Node]:
        """Every node that a CSS selector names, in order of the page. The list is not to be changed.

        Of a list of selectors, one for each that names it.
        """
        found = self.found.get(selector)
        if found is None:
            possible = self._possible(selector)
            found = self.found[selector] = self.tree.css(possible) if possible else []
        return found

    def first(self, *selectors: str) -> Node | None:
        """The first node of the first selector that names any."""
        for selector in selectors:
            possible = self._possible(selector)
            node = self.tree.css_first(possible) if possible else None
            if node is not None:
                return node
        return None

    def _possible(self, selector: str) -> str:
        """The selectors of a list whose tags, attributes and values the page has: fewer cost less."""
        valued, tags = self.valued, self._tags
        return ", ".join(
            each
            for each, named in parts_of(selector)
            if named.tags <= tags
            and named.attributes <= valued.keys()
            and all(self.says(name, text) for name, text in named.values)
        )

    def absolute(self, href: str | None) -> str | None:
        """An http(s) URL from an attribute; None for other schemes and for what is no URL."""
        return self._joined(self.base_url, href)

    @staticmethod
    def _joined(base: str, href: str | None) -> str | None:
        if not href:
            return None
        if _WHOLE_URL.fullmatch(href):
            return href  # nothing to join, which costs more than all else
        if _OF_ROOT.fullmatch(href) and (host := _HOST.match(base)):
            return host[0] + href
        try:
            url = urljoin(base, "".join(href.split()) if "\n" in href else href.strip())
            parts = urlsplit(url)
        except ValueError:
            return None
        return url if parts.scheme in ("http", "https") and parts.netloc else None


def _is_swallowed(tree: LexborHTMLParser, length: int) -> bool:
    """Whether most of a page stands in one noscript: its markup is left open there.

    With scripts, as browsers read it, a noscript is text that ends at its end tag (HTML standard,
    4.12.2); without, what it leaves open goes on to the end of the page.
    """
    body = tree.body
    if body is None:
        return False
    least = max(_SWALLOWED, length / 2)
    return any(node.tag == "noscript" and len(node.html or "") > least for node in body.iter())


def _nodes_by_value() -> dict[str | None, list[Node]]:
    return defaultdict(list)


def parse(body: bytes, url: str, charset: str | None = None) -> Document:
    """The document of a page's bytes. `charset` is that of its Content-Type header.

    Never raises: what cannot be decoded or is too large is cut, and `warnings` say so.
    """
    decoded = decode(body, charset)
    text, cuts = bounded(decoded.text.replace("\x00", ""))
    nul = ["NUL bytes were left out"] if "\x00" in decoded.text else []
    return Document(
        url=url, text=text, encoding=decoded.encoding, warnings=[*decoded.warnings, *nul, *cuts]
    )


def attribute(node: Node | None, name: str) -> str | None:
    """An attribute's value in whitespace normal form; None where it is absent or empty."""
    value = node.attributes.get(name) if node is not None else None
    return one_line(value) or None if value else None


def classes_of(node: Node) -> str:
    """The class and id of a node as one lower-case text, for looking at words in them."""
    attributes = node.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()


def ancestors(node: Node) -> Iterable[Node]:
    """The elements around a node, nearest first, without the document itself."""
    parent = node.parent
    while parent is not None and parent.is_element_node:
        yield parent
        parent = parent.parent


def inside(node: Node, tags: frozenset[str]) -> Iterator[Node]:
    """The elements in a node that have one of these tags, in order of the page.

    Of what holds little, in a tenth of the time that Lexbor takes to read a selector.
    """
    return (each for each in islice(node.traverse(), 1, None) if each.tag in tags)


def css_path(node: Node) -> str:
    """A short CSS path that says where a node stands: `article.story > h1.title`.

    It ends at the nearest id, and has at most four steps.
    """
    steps: list[str] = []
    for each in chain((node,), ancestors(node)):
        attributes = each.attributes
        steps.append(_step(each.tag, attributes))
        if attributes.get("id") or len(steps) == _PATH_STEPS:
            break
    return " > ".join(reversed(steps))


def _step(tag: str | None, attributes: dict[str, str | None]) -> str:
    name = attributes.get("id")
    if name and " " not in name:
        return f"{tag}#{name[:60]}"
    first_class = (attributes.get("class") or "").split()
    return f"{tag}.{first_class[0][:60]}" if first_class else str(tag)


__all__ = [
    "Claims",
    "Document",
    "Node",
    "Owner",
    "ancestors",
    "attribute",
    "classes_of",
    "css_path",
    "inside",
    "line_of",
    "parse",
]
