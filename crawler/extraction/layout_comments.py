"""Readers' comments by a layout's rules; what no rule finds is read as on any other page."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.extraction.body import body_scope
from crawler.extraction.comment_fields import CommentFields, fields_of
from crawler.extraction.comment_items import MOST_COMMENTS, CommentNode, comment_nodes, own_id
from crawler.extraction.document import Document, Node, ancestors
from crawler.extraction.headline import read_headline
from crawler.extraction.layout import Layout
from crawler.extraction.outline import outline, set_aside_comments
from crawler.extraction.page import Page
from crawler.extraction.selectors import Picked, Selectors, nodes_of, picked
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
    document: Document, layout: Layout, node: Node, fields: CommentFields, others: set[int]
) -> CommentFields:
    """The fields of a comment with what the layout's rules find in its box.

    `others` are the boxes of all comments: what stands in a reply is the reply's.
    """
    if author := _in(document, layout.comment_author, node, others):
        fields.author_name, fields.author_node = author.value, author.node
        fields.author_by_place = False
        fields.by_rule.add("author")
    if date := _in(document, layout.comment_date, node, others):
        fields.date, fields.date_node = date.value, date.node
        fields.by_rule.add("date")
    if text := _in(document, layout.comment_text, node, others):
        fields.text, fields.text_node = text_of(text.node), text.node
        fields.html = text.node.html
        fields.by_rule.add("text")
    return fields


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


def _in(document: Document, selectors: Selectors, node: Node, others: set[int]) -> Picked | None:
    for selector in selectors:
        for found in picked(document, selector, within=node):
            if _is_own(found.node, node, others):
                return found
    return None


def _is_own(found: Node, node: Node, others: set[int]) -> bool:
    """Whether the nearest comment around a node is this one."""
    box: Node | None = found
    while box is not None and box.mem_id not in others:
        box = box.parent
    return box is not None and box.mem_id == node.mem_id
