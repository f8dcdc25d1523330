"""Comments of a system that nobody knows: what stands alike below a heading that says comments.

Below `<h2>Readers' comments</h2>` a list of like elements, each with a date, a name and a text of its
own that is no link. Headings such as "Latest comments" head lists of links to other pages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from crawler.extraction.comment_header import has_date
from crawler.extraction.comment_words import NOUN
from crawler.extraction.document import Document, Node
from crawler.extraction.text import line_of

_LABEL = re.compile(
    rf"\W*(?:\d{{1,6}}\s*)?(?:(?:reader'?s?'?|users?'?|your|all|vos|les|tus?|leser)[ -]?)?"
    rf"(?:{NOUN})"
    r"(?:\(s\))?\W*(?:\d{1,6}\W*)?",
    re.IGNORECASE,
)
_LONGEST_LABEL = 60
_MOST_LABELS, _LEVELS, _MOST_BOXES = 200, 3, 300
_LEAST_ALIKE = 2
_SHARE = 0.8
_MOST_LINKED = 0.5
_ITEM_TAGS = frozenset({"li", "div", "article", "section", "dd", "tr", "blockquote", "dl", "table"})
_LONGEST = 20_000


def sibling_comments(document: Document) -> list[Node]:
    """The like elements below the first heading of comments that has any."""
    for label in document.css("h1, h2, h3, h4, h5, h6")[:_MOST_LABELS]:
        text = line_of(label)
        if len(text) <= _LONGEST_LABEL and _LABEL.fullmatch(text):
            found = _below(label)
            if found:
                return [each for comment in found for each in _with_replies(comment)]
    return []


def _with_replies(comment: Node) -> list[Node]:
    """A comment, and those made like it that stand in it."""
    return [
        each
        for each in comment.traverse()
        if each.tag == comment.tag and _first_class(each) == _first_class(comment)
    ]


def _first_class(node: Node) -> str:
    return "".join((node.attributes.get("class") or "").split()[:1])


def _below(label: Node) -> list[Node]:
    """The comments in the boxes that follow a heading, or that follow the box that it stands in."""
    box: Node | None = label
    for _ in range(_LEVELS):
        if box is None or box.tag in ("body", "article", "main"):
            return []
        best = max((_alike(each) for each in islice(_after(box), _MOST_BOXES)), key=len, default=[])
        if best:
            return best
        box = box.parent
    return []


def _after(node: Node) -> Iterator[Node]:
    """The elements after a node, and those in them, as far as they may hold a list."""
    if node.parent is not None:
        yield node.parent
    sibling = node.next
    while sibling is not None:
        if sibling.is_element_node:
            yield from sibling.traverse()
        sibling = sibling.next


def _alike(box: Node) -> list[Node]:
    """The children of a box that are made alike and are comments; none where many are not."""
    groups: dict[tuple[str | None, str], list[Node]] = defaultdict(list)
    for child in box.iter():
        if child.tag in _ITEM_TAGS:
            groups[child.tag, _first_class(child)].append(child)
    most = max(groups.values(), key=len, default=[])
    if len(most) < _LEAST_ALIKE:
        return []
    found = [child for child in most if _is_comment(child)]
    return found if len(found) >= max(_LEAST_ALIKE, len(most) * _SHARE) else []


def _is_comment(child: Node) -> bool:
    """Whether an element has a date, a name in an element of its own, and a text that is no link."""
    if child.css_first("form, textarea, h2 a, h3 a") is not None:
        return False
    text = line_of(child)
    if not text or len(text) > _LONGEST or not _is_dated(child):
        return False
    linked = sum(len(line_of(link)) for link in child.css("a"))
    named = child.css_first("a, b, strong, cite, h3, h4, h5, h6, [class*=author], [class*=user]")
    return named is not None and linked < len(text) * _MOST_LINKED


def _is_dated(child: Node) -> bool:
    if child.css_first("time") is not None:
        return True
    return has_date(line_of(child)[:200])
