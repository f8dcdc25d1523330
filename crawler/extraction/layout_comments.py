"""Readers' comments by a layout's rules; what no rule finds is read as on any other page."""

from __future__ import annotations

from crawler.extraction.comment_fields import CommentFields
from crawler.extraction.comment_items import MOST_COMMENTS, CommentNode, own_id
from crawler.extraction.document import Document, Node
from crawler.extraction.layout import Layout
from crawler.extraction.selectors import Picked, Selectors, nodes_of, picked
from crawler.extraction.text import text_of


def comment_nodes_of(document: Document, layout: Layout | None) -> list[CommentNode]:
    """The boxes that the layout's rule names, one a comment."""
    for selector in layout.comment if layout else ():
        nodes = nodes_of(document, selector)[:MOST_COMMENTS]
        if nodes:
            return [CommentNode(node, own_id(node)) for node in nodes]
    return []


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
