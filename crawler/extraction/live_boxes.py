"""The boxes of a live-blog's posts: told by their ids, by their names, by AMP's live list, or by being
made alike with a time in each (`live_siblings`).

A box's title, time and author are taken out of its text, and so are the labels before its first
sentence ("Key event").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawler.extraction.document import Document, Node, attribute, css_path
from crawler.extraction.live_siblings import kin_of, run_of_posts
from crawler.extraction.outline import Unit
from crawler.extraction.page import Page
from crawler.extraction.text import line_of

_MOST_BOXES = 2000
_LEAST_BOXES = 2
_SELECTORS = (
    "[itemprop~='liveBlogUpdate']",
    "[itemtype*='LiveBlogPosting'] [itemtype*='BlogPosting']",
    "[id][data-sort-time]",
    "[class*='live-blog-post' i], [class*='liveblog-post' i], [class*='live-post' i]",
    "[class*='liveblog-entry' i], [class*='live-blog-entry' i], [class*='liveblog__entry' i]",
    "[class*='live-blog__post' i], [class*='liveblog__post' i], [class*='ticker-entry' i]",
    "[class*='tickerentry' i], [class*='live-update' i], [class*='liveblog-item' i]",
    "[class*='live-event-entry' i], [class*='live-entry' i], [class*='liveticker-item' i]",
)
_HEADING = "h2, h3, h4, [itemprop~='headline']"
_TIME = "time, [itemprop~='datePublished'], [class*='time' i]"
_AUTHOR = "[rel~='author'], [itemprop~='author'], [class*='author' i], [class*='byline' i]"
_TIME_ATTRIBUTES = ("datetime", "content", "data-time", "data-timestamp", "data-datetime")
_BOX_TIMES = ("data-post-time", "data-sort-time", "data-timestamp", "data-time", "data-date")
_MOST_AUTHORS, _MOST_TIMES, _LONGEST_NAME, _LONGEST_LABEL = 5, 8, 80, 60
_NUMBER = re.compile(r"\d{4,}$")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")


@dataclass(slots=True)
class PostBox:
    """One post as the page shows it."""

    id: str | None
    headline: str | None
    date: str | None
    locator: str
    authors: list[str] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    """Its lines, without title, time, authors and labels."""
    inside: frozenset[int] = frozenset()
    """The ids of the nodes in the box."""


def boxes_of_posts(page: Page, told: Sequence[str]) -> list[PostBox]:
    """The posts' boxes in order of the page; `told` are the ids that JSON-LD gives its posts."""
    return post_boxes(page, _nodes_of_posts(page, told))


def post_boxes(page: Page, found: Sequence[Node]) -> list[PostBox]:
    """The posts of some boxes, in order of the page; of boxes in boxes the outer ones."""
    order = page.document.order
    nodes = _outermost(sorted(found, key=lambda node: order[node.mem_id]))
    boxes = [_box(node) for node in nodes]
    owner = {mem_id: box for box in boxes for mem_id in box.inside}
    for unit in page.outline.units:
        box = owner.get(unit.node.mem_id)
        if box is not None and unit.kind == "text":
            box.units.append(unit)
    for node, box in zip(nodes, boxes, strict=True):
        box.units = _told_lines(node, box)
    return [box for box in boxes if box.units or box.headline]


def id_key(name: str) -> str:
    """What two spellings of a post's id have in common: `liveblogPost1234` and `post-1234`."""
    number = _NUMBER.search(name)
    return number.group() if number else name


def _nodes_of_posts(page: Page, told: Sequence[str]) -> list[Node]:
    """Those of the ids, or of the first names that are there, with those made like them; else those
    that are made alike, with a time in each."""
    found = _by_id(page.document, told) or _by_name(page.document)
    return [*found, *kin_of(page, found)] if found else run_of_posts(page)


def _by_id(document: Document, told: Sequence[str]) -> list[Node]:
    wanted = {id_key(name) for name in told}
    return [
        node
        for value, nodes in document.valued.get("id", {}).items()
        if value and id_key(value) in wanted
        for node in nodes
    ]


def _by_name(document: Document) -> list[Node]:
    """The boxes of the first selector that names several."""
    return next((nodes for each in _SELECTORS if (nodes := _outermost(document.css(each)))), [])


def _outermost(found: Sequence[Node]) -> list[Node]:
    """The nodes that stand in no other of them, each once; none where there are not several."""
    inside: set[int] = set()
    outer: list[Node] = []
    for node in found[:_MOST_BOXES]:
        if node.mem_id not in inside:
            inside.update(inner.mem_id for inner in node.traverse())
            outer.append(node)
    return outer if len(outer) >= _LEAST_BOXES else []


def _box(node: Node) -> PostBox:
    heading = node.css_first(_HEADING)
    return PostBox(
        id=node.id or attribute(node, "data-post-id") or attribute(node, "data-id"),
        headline=line_of(heading) or None if heading is not None else None,
        date=_date(node),
        locator=css_path(node),
        authors=list(_authors(node)),
        inside=frozenset(inner.mem_id for inner in node.traverse(include_text=True)),
    )


def _authors(node: Node) -> Iterator[str]:
    seen: set[str] = set()
    for each in node.css(_AUTHOR)[:_MOST_AUTHORS]:
        name = line_of(each)
        if 0 < len(name) <= _LONGEST_NAME and name not in seen:
            seen.add(name)
            yield name


def _date(node: Node) -> str | None:
    """When a post was made, as its time element or its box's own attribute has it."""
    time = _time_of(node)
    given = [attribute(time, name) for name in _TIME_ATTRIBUTES]
    given += [attribute(node, name) for name in _BOX_TIMES]
    written = next((value for value in given if value), None)
    return _as_iso(written) if written else (line_of(time) or None if time is not None else None)


def _time_of(node: Node) -> Node | None:
    """The first element of a post that is called a time and is one: `timeline__text` is not."""
    for each in node.css(_TIME)[:_MOST_TIMES]:
        if each.tag == "time" or any(attribute(each, name) for name in _TIME_ATTRIBUTES):
            return each
        text = line_of(each)
        if len(text) <= _LONGEST_LABEL and any(map(str.isdigit, text)):
            return each
    return None


def _as_iso(value: str) -> str:
    """A date as written; seconds or milliseconds since 1970 in ISO 8601."""
    if _EPOCH.fullmatch(value) is None:
        return value
    return datetime.fromtimestamp(int(value[:10]), UTC).isoformat()


def _told_lines(node: Node, box: PostBox) -> list[Unit]:
    """The lines of a post without its title, time and authors, and the labels above its text."""
    apart = [node.css_first(_HEADING), _time_of(node), *node.css(_AUTHOR)[:_MOST_AUTHORS]]
    left_out = {
        inner.mem_id
        for each in apart
        if each is not None
        for inner in each.traverse(include_text=True)
    }
    lines = [
        unit
        for unit in box.units
        if unit.node.mem_id not in left_out and not any(b.furniture for b in unit.box.lineage())
    ]
    first = next((place for place, unit in enumerate(lines) if unit.prose), 0)
    return [unit for unit in lines[:first] if len(unit.text) > _LONGEST_LABEL] + lines[first:]
