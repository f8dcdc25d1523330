"""The byline that a layout's rule names: its lines, and whether they name anybody.

One box may hold several names and what stands beside them, a role, a day, a button; and of a box
for each author, all are the byline.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from crawler.extraction.byline import names_author
from crawler.extraction.comments import declared_in
from crawler.extraction.document import Node
from crawler.extraction.rules import MOST_FOUND, Rules
from crawler.extraction.selectors import picked
from crawler.extraction.text import (
    BLOCK_TAGS,
    UNSEEN_TAGS,
    blanks_folded,
    line_of,
    one_line,
    subtree,
)
from crawler.items import AuthorItem, AuthorsItem, Candidate

_MOST_STEPS = 2000
_NOT_READ = UNSEEN_TAGS | {"time"}


@dataclass(frozen=True, slots=True)
class RuledByline:
    """The byline as one line, and its lines as the sources of names."""

    candidate: Candidate
    authors: AuthorsItem


def ruled_byline(rules: Rules) -> RuledByline | None:
    """What the first selector finds that names anybody; None, which is told, where none does."""
    rules.miss("byline")
    for selector in rules.selectors("byline"):
        found = list(islice(picked(rules.page.document, selector), MOST_FOUND))
        boxes = [named for each in found if (named := _named(each.node, each.value))]
        if boxes:
            del rules.missed["byline"]
            return _byline(boxes, rules.locator(selector, found[0].node))
        if found:
            rules.miss("byline", "names nobody")
    return None


def _byline(boxes: list[list[str]], locator: str) -> RuledByline:
    line = ", ".join(dict.fromkeys(" ".join(box) for box in boxes))
    authors = [AuthorItem(name=name) for box in boxes for name in box]
    return RuledByline(
        Candidate(line, "layout", locator),
        AuthorsItem(source="layout", locator=locator, authors=authors),
    )


def _named(node: Node, value: str) -> list[str]:
    """The lines of a box that name anybody."""
    lines = _lines(node) if value == line_of(node) else [value]
    return [line for line in lines if names_author(line) and declared_in(line) is None]


def _lines(node: Node) -> list[str]:
    """The lines of a box but its times; what a style sets apart (`<a>Ann</a><i>Fox</i>`) is two."""
    lines = [""]
    is_border = False
    steps = subtree(node, lambda each: each.tag in _NOT_READ or each.is_comment_node)
    for inner, _ in islice(steps, _MOST_STEPS):
        if inner.is_text_node:
            text = blanks_folded(inner.text_content or "")
            if is_border and _is_glued(lines[-1], text):
                lines.append("")
            lines[-1] += text
            is_border = False
        elif inner.tag == "br" or inner.tag in BLOCK_TAGS:
            lines.append("")
        else:
            is_border = True
    return [line for line in map(one_line, lines) if line]


def _is_glued(before: str, after: str) -> bool:
    """Whether two pieces stand side by side without a blank and are no one word."""
    if not before[-2:].isalnum() or len(before) < 2:
        return False
    return after[:1].isupper() or after[:1].isdigit()
