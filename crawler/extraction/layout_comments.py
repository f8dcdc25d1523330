"""Readers' comments by a layout's rules; what no rule finds is read as on any other page."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.extraction.body import body_scope
from crawler.extraction.comment_candidates import CommentFields
from crawler.extraction.comment_fields import LONGEST_TEXT, fields_of
from crawler.extraction.comment_items import MOST_COMMENTS, CommentNode, comment_nodes, own_id
from crawler.extraction.document import Document, Node, ancestors
from crawler.extraction.headline import read_headline
from crawler.extraction.layout import Layout
from crawler.extraction.outline import outline, set_aside_comments
from crawler.extraction.page import Page
from crawler.extraction.selectors import Picked, Selectors, nodes_of, picked_within
from crawler.extraction.text import text_of

OF_ARTICLE = "layout: comment rule names the article's own text"
_MOST_OF_BODY = 0.5


def comment_nodes_of(page: Page, layout: Layout | None) -> list[CommentNode]:
    """The boxes that the layout's rule names, one a comment; none where they are of the article."""
    for selector in layout.comment if layout else ():
        nodes = nodes_of(page.document, selector)[:MOST_COMMENTS]
        if nodes and _are_of_article(page, nodes):
            page.warnings.append(OF_ARTICLE)
            return []
        if nodes:
            return [CommentNode(node, own_id(node)) for node in nodes]
    return []


def _are_of_article(page: Page, nodes: list[Node]) -> bool:
    """Whether boxes hold the generic reader's headline, hold its body, or lie in it unsigned."""
    document = page.document
    ids = {each.node.mem_id for each in comment_nodes(document)}
    found = outline(document)
    set_aside_comments(found, lambda node: node.mem_id in ids)
    headline = read_headline(page).unit
    scope = body_scope(found, headline, document.url)
    boxes = {node.mem_id: node for node in nodes}
    if headline is not None and _around(headline.node, boxes) is not None:
        return True
    body = 0.0
    for unit in scope.units if scope else ():
        box = _around(unit.node, boxes)
        if box is None or not unit.prose:
            continue
        body += unit.prose
        if not _is_signed(document, boxes[box]):
            return True
    return scope is not None and body > scope.prose * _MOST_OF_BODY


def _around(node: Node, boxes: Mapping[int, Node]) -> int | None:
    """The innermost of some boxes that a node is, or stands in."""
    around = (node, *ancestors(node))
    return next((each.mem_id for each in around if each.mem_id in boxes), None)


def _is_signed(document: Document, node: Node) -> bool:
    """Whether a box says who wrote it, as a comment does and a paragraph does not."""
    fields = fields_of(document, node, {node.mem_id})
    return fields.author_name is not None and not fields.author_by_place


def ruled(
    document: Document, layout: Layout, read: list[tuple[CommentNode, CommentFields]]
) -> None:
    """Set on each comment what the layout's rules find in its box; a reply's box is the reply's."""
    boxes = {each.node.mem_id: each.node for each, _ in read}
    of_box = {each.node.mem_id: fields for each, fields in read}
    for box, author in _first(document, layout.comment_author, boxes).items():
        fields = of_box[box]
        fields.author_name, fields.author_node = author.value, author.node
        fields.author_by_place = False
        fields.by_rule.add("author")
    for box, date in _first(document, layout.comment_date, boxes).items():
        fields = of_box[box]
        fields.date, fields.date_node = date.value, date.node
        fields.by_rule.add("date")
    holders = _holders(boxes)
    for box, text in _first(document, layout.comment_text, boxes).items():
        _set_text(of_box[box], text.node, boxes, holders)


def _holders(boxes: Mapping[int, Node]) -> set[int]:
    """The elements in which comments stand, by `mem_id`."""
    found: set[int] = set()
    for box in boxes.values():
        for each in ancestors(box):
            if each.mem_id in found:
                break
            found.add(each.mem_id)
    return found


def _set_text(
    fields: CommentFields, node: Node, boxes: Mapping[int, Node], holders: set[int]
) -> None:
    """The text of a node without the replies that stand in it; where any do, it has no markup."""

    def is_reply(each: Node) -> bool:
        return each.mem_id != node.mem_id and each.mem_id in boxes

    fields.text, fields.text_node = text_of(node, is_reply)[:LONGEST_TEXT], node
    fields.html = None if node.mem_id in holders else (node.html or "")[: 2 * LONGEST_TEXT]
    fields.by_rule.add("text")


def _first(
    document: Document, selectors: Selectors, boxes: Mapping[int, Node]
) -> dict[int, Picked]:
    """For each box what the first selector names in it that names anything there."""
    found: dict[int, Picked] = {}
    for selector in selectors:
        found = {**picked_within(document, selector, boxes), **found}
    return found


def missed(layout: Layout, found: list[CommentFields], by_rule: bool) -> list[str]:
    """What is to be said of the rules on a page whose comments were found, be it without them."""
    if not found:
        return []
    names = ["comment"] if layout.comment and not by_rule else []
    for name, attribute in _PARTS.items():
        if layout.selectors(name) and not any(attribute in fields.by_rule for fields in found):
            names.append(name)
    return [f"layout: {name} rule matched nothing" for name in names]


_PARTS = {"comment_author": "author", "comment_date": "date", "comment_text": "text"}
