"""Who answers whom among the comments of a page: `parents_of`.

Told by boxes in boxes, by the list item that both stand in, by the parent's id, by depth in a class or
an attribute.
"""

from __future__ import annotations

import re
from itertools import islice

from crawler.extraction.comment_items import CommentNode
from crawler.extraction.document import Node, ancestors, attribute

_HOST_LEVELS = 3
_MOST_BOXES = 60
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NESTING = re.compile(
    r"(?:^|[\s_-])(?:indented|children|replies|child|answers|nested|subcomments?)(?:$|[\s_-])", re.I
)
_DEPTH = re.compile(r"(?:^|[\s_-])(?:depth|level|indent|lvl)[-_]?(\d{1,2})(?:$|\s)", re.I)
_PARENT_ATTRIBUTES = (
    "data-parent-id",
    "data-parent",
    "data-parentid",
    "data-parent-comment-id",
    "data-reply-to",
)
_DEPTH_ATTRIBUTES = ("data-depth", "data-level", "aria-level", "data-indent")


def parents_of(nodes: list[CommentNode]) -> list[int | None]:
    """For each comment the index of the one it answers, always an earlier one."""
    by_node = {each.node.mem_id: index for index, each in enumerate(nodes)}
    by_number = {each.number: index for index, each in enumerate(nodes) if each.number}
    by_host = _by_host(nodes)
    depths = [_depth(each.node) for each in nodes]
    parents: list[int | None] = []
    for index, each in enumerate(nodes):
        parent = next(
            (by_node[box.mem_id] for box in ancestors(each.node) if box.mem_id in by_node), None
        )
        if parent is None:
            parent = next(
                (
                    by_host[box.mem_id]
                    for box in ancestors(each.node)
                    if by_host.get(box.mem_id, index) < index
                ),
                None,
            )
        if parent is None:
            parent = by_number.get(_named_parent(each) or "")
        if parent is None:
            parent = _by_depth(depths, index)
        parents.append(parent if parent is not None and parent < index else None)
    return parents


def _by_host(nodes: list[CommentNode]) -> dict[int, int]:
    """The first comment in each `<li>`: its replies stand in the same one, below it."""
    hosts: dict[int, int] = {}
    for index, each in enumerate(nodes):
        host = next(
            (box for box in islice(ancestors(each.node), _HOST_LEVELS) if box.tag == "li"), None
        )
        if host is not None:
            hosts.setdefault(host.mem_id, index)
    return hosts


def _named_parent(each: CommentNode) -> str | None:
    if each.parent is not None:
        return each.parent
    for name in _PARENT_ATTRIBUTES:
        if value := attribute(each.node, name):
            return value.rpartition("-")[2]
    return None


def _by_depth(depths: list[int], index: int) -> int | None:
    """The last comment before that stands less deep, where this one is indented at all."""
    for earlier in range(index - 1, max(-1, index - 200), -1):
        if depths[earlier] < depths[index]:
            return earlier
    return None


def _depth(node: Node) -> int:
    """How deep a comment stands by its class or attributes, or by boxes for replies around it."""
    for name in _DEPTH_ATTRIBUTES:
        value = attribute(node, name) or ""
        if value.isdigit() and len(value) < 3:
            return int(value)
    match = _DEPTH.search(_CAMEL.sub("-", node.attributes.get("class") or ""))
    if match is not None:
        return int(match[1])
    around = islice(ancestors(node), _MOST_BOXES)
    return sum(bool(_NESTING.search(box.attributes.get("class") or "")) for box in around)
