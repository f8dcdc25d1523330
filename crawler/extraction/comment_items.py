"""Which nodes of a page are one reader's comment each: `comment_nodes`.

Three marks, the surest first: an id such as `comment-123`; microdata or RDFa; a class such as
`comment` or `comments__item`, or simply standing in a list of comments, in a section that is called
comments. Of boxes in boxes that mean the same comment the outermost counts; a comment inside
another one is its reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.extraction.comment_siblings import sibling_comments
from crawler.extraction.comment_words import (
    BODY_OWN,
    ITEM_ID,
    ITEM_TAGS,
    ITEM_TOKEN,
    LIST,
    LOOSE_ITEM_ID,
    NOT_AN_ITEM,
    SECTION,
)
from crawler.extraction.document import Document, Node, ancestors
from crawler.extraction.marks import Marks

MOST_COMMENTS = 3000
_MOST_PARTS = 20
_NAMED = Marks(
    "[id*='comment' i], [class*='comment' i], [id*='komment' i], [class*='komment' i], "
    "[id*='coment' i], [class*='coment' i], [id*='komentar' i], [class*='komentar' i], "
    "[class*='reactie' i], [class*='talkback' i], [id*='wpd-comm' i], [id*='wc-comm' i], "
    "[class*='yorum' i], [id*='disqus' i], [class~='discussion'], [id~='discussion'], "
    "[id*='forum'], [class~='forum']",
    "[itemtype*=Comment], [typeof*=Comment], [typeof*='sioc:Post']",
)
_TYPES = re.compile(r"(?:/|:|^)(?:UserComments|Comment|Post)$")
_PINGS = re.compile(r"(?:^|\s)(?:pingback|trackback|pings?)(?:\s|$)", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class CommentNode:
    """A node that is one comment, with what its id says."""

    node: Node
    id: str | None = None
    """As the page writes it: `comment-123`."""
    parent: str | None = None
    """The bare number of the parent, where the id names it (wpDiscuz)."""

    @property
    def number(self) -> str | None:
        """The id without its prefix."""
        match = ITEM_ID.match(self.id or "") or LOOSE_ITEM_ID.match(self.id or "")
        return match["id"] if match else self.id


def comment_nodes(document: Document) -> list[CommentNode]:
    """The page's comments in order of the page, replies among them."""
    named = _NAMED.of(document)[: MOST_COMMENTS * 6]
    sections = {node.mem_id for node in named if _is_section(node)}
    for marked in (_by_id(document, named, sections), _by_type(named), _by_class(named, sections)):
        found = _outermost(marked)
        if found:
            return found[:MOST_COMMENTS]
    for marked in (_by_place(named, sections), _by_body(named, sections)):
        found = _outermost(marked)
        if found:
            return found[:MOST_COMMENTS]
    alike = sibling_comments(document)[:MOST_COMMENTS]
    return [CommentNode(node, own_id(node)) for node in alike]


def comment_sections(document: Document) -> list[Node]:
    """The outermost boxes that are called comments, in order of the page."""
    named = [node for node in _NAMED.of(document)[: MOST_COMMENTS * 6] if _is_section(node)]
    ids = {node.mem_id for node in named}
    return [node for node in named if not any(box.mem_id in ids for box in ancestors(node))]


def _is_section(node: Node) -> bool:
    attributes = node.attributes
    names = _CAMEL.sub("-", f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
    if node.tag == "ul" and "forum" in (attributes.get("class") or "").split():
        return True  # SPIP's
    return node.tag in _SECTION_TAGS and bool(SECTION.search(names) or LIST.search(names))


_SECTION_TAGS = frozenset({"div", "section", "ol", "ul", "aside", "article", "details", "main"})


def _by_id(document: Document, named: list[Node], sections: set[int]) -> Iterator[CommentNode]:
    inside = list(named)
    if sections:
        inside += document.css(
            "[id^=c], [id^=post], [id^=message], [id^=reply], [data-content^=post-]"
        )
    for node in inside:
        name = node.attributes.get("id") or node.attributes.get("data-content") or ""
        if node.tag not in ITEM_TAGS or not name or len(name) > 80:
            continue
        match = ITEM_ID.match(name)
        if match is None and _in(node, sections):
            match = LOOSE_ITEM_ID.match(name)
        if match is not None and not _is_ping(node):
            yield CommentNode(_with_body(node), name, match["parent"] or None)


def _with_body(node: Node) -> Node:
    """The box around a node that has the id and is only the comment's header: its text is beside."""
    beside = node.next
    while beside is not None and not beside.is_element_node:
        beside = beside.next
    if beside is None or node.parent is None or not _is_body(beside) or _is_item(beside):
        return node
    inside = node.css("[class]")[:_MOST_PARTS]
    return node if any(map(_is_body, inside)) or _is_body(node) else node.parent


def _is_item(node: Node) -> bool:
    return ITEM_ID.match(node.attributes.get("id") or "") is not None


def _by_type(named: list[Node]) -> Iterator[CommentNode]:
    for node in named:
        attributes = node.attributes
        types = f"{attributes.get('itemtype') or ''} {attributes.get('typeof') or ''}".split()
        if any(_TYPES.search(each) for each in types) and not _is_ping(node):
            yield CommentNode(node, own_id(node))


def _by_class(named: list[Node], sections: set[int]) -> Iterator[CommentNode]:
    for node in named:
        if node.tag not in ITEM_TAGS or not _in(node, sections):
            continue
        tokens = (node.attributes.get("class") or "").split()
        if any(_is_item_token(token) for token in tokens) and not _is_ping(node):
            yield CommentNode(node, own_id(node))


def _by_place(named: list[Node], sections: set[int]) -> Iterator[CommentNode]:
    """The like children of a list of comments."""
    for box in named:
        names = f"{box.attributes.get('class') or ''} {box.attributes.get('id') or ''}"
        if box.mem_id not in sections or not LIST.search(names) or box.tag not in ("ul", "ol"):
            continue
        for child in box.iter():
            if child.tag == "li" and not _is_ping(child):
                yield CommentNode(child, own_id(child))


def _by_body(named: list[Node], sections: set[int]) -> Iterator[CommentNode]:
    """The boxes around nodes that are called the text of a comment."""
    bodies = [node for node in named if _is_body(node) and _in(node, sections)]
    boxes = [body.parent for body in bodies if body.parent is not None]
    alone = len({box.mem_id for box in boxes}) == len(boxes)
    for node in boxes if alone else bodies:
        yield CommentNode(node, own_id(node))


def _is_body(node: Node) -> bool:
    names = _CAMEL.sub("-", node.attributes.get("class") or "")
    return node.tag in ("div", "p", "blockquote", "section") and bool(BODY_OWN.search(names))


def _is_item_token(token: str) -> bool:
    split = _CAMEL.sub("-", token)
    return bool(ITEM_TOKEN.match(split)) and not NOT_AN_ITEM.search(split)


def own_id(node: Node) -> str | None:
    """An id that a platform gives: it has a number."""
    attributes = node.attributes
    for name in ("data-comment-id", "data-commentid", "data-id", "id"):
        value = attributes.get(name) or ""
        if re.search(r"\d", value) and len(value) <= 80 and " " not in value:
            return value
    return None


def _is_ping(node: Node) -> bool:
    return bool(_PINGS.search(node.attributes.get("class") or ""))


def _in(node: Node, sections: set[int]) -> bool:
    return bool(sections) and any(box.mem_id in sections for box in ancestors(node))


def _outermost(marked: Iterator[CommentNode]) -> list[CommentNode]:
    """The marked nodes in order of the page; of nodes that mean one comment the outermost."""
    nodes: list[CommentNode] = []
    seen: set[int] = set()
    by_number: set[str] = set()
    for each in marked:
        if each.node.mem_id in seen or len(nodes) >= MOST_COMMENTS:
            continue
        seen.add(each.node.mem_id)
        number = each.number
        if number is not None and number in by_number:
            continue
        if number is None and _is_same_comment(each.node, seen):
            continue
        nodes.append(each)
        if number is not None:
            by_number.add(number)
    return _with_text(nodes)


def _is_same_comment(node: Node, seen: set[int]) -> bool:
    """Whether a box without number only wraps the text of the marked box around it.

    A reply stands in a list of its own below the comment; a wrapper does not.
    """
    for box in ancestors(node):
        if box.mem_id in seen:
            return True
        if box.tag in ("ul", "ol") or LIST.search(box.attributes.get("class") or ""):
            return False
        if re.search(r"repl|children|answers|nested|indented", box.attributes.get("class") or ""):
            return False
    return False


def _with_text(nodes: list[CommentNode]) -> list[CommentNode]:
    return [each for each in nodes if any(map(_is_text, each.node.traverse(include_text=True)))]


def _is_text(node: Node) -> bool:
    return node.is_text_node and bool((node.text_content or "").strip())
