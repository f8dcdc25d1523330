"""The posts of a live-blog: LiveBlogPosting.liveBlogUpdate in JSON-LD, or repeated boxes."""

from __future__ import annotations

import re

from crawler.extraction.candidates import folded
from crawler.extraction.document import Document, Node, attribute, css_path
from crawler.extraction.json_ld import JsonNode, LinkedData, listed, plain_text, types_of
from crawler.extraction.outline import Unit
from crawler.extraction.page import Page
from crawler.extraction.text import line_of, text_of
from crawler.items import LivePostItem

_MOST_POSTS = 1000
_LEAST_POSTS = 2
_MOST_LEVELS = 24
_POST_SELECTORS = (
    "[itemprop~='liveBlogUpdate']",
    "[itemtype*='LiveBlogPosting'] [itemtype*='BlogPosting']",
    "[class*='live-blog-post' i], [class*='liveblog-post' i], [class*='live-post' i]",
    "[class*='liveblog-entry' i], [class*='live-blog-entry' i], [class*='liveblog__entry' i]",
    "[class*='live-blog__post' i], [class*='liveblog__post' i], [class*='ticker-entry' i]",
    "[class*='tickerentry' i], [class*='live-update' i], [class*='liveblog-item' i]",
)
_HEADING = "h2, h3, h4, [itemprop~='headline']"
_TIME = "time, [itemprop~='datePublished'], [class*='time' i]"


def live_node(page: Page) -> JsonNode | None:
    """The LiveBlogPosting of a page."""
    return next((node for node in page.linked.nodes if "LiveBlogPosting" in types_of(node)), None)


def is_marked_live(page: Page) -> bool:
    """Whether the page calls itself a live-blog."""
    return live_node(page) is not None or bool(page.document.css("[itemtype*='LiveBlogPosting']"))


def live_posts(page: Page) -> tuple[list[LivePostItem], set[int]]:
    """The posts in order of the page, and the ids of the nodes that hold them."""
    nodes = _post_nodes(page.document)
    from_boxes = [_of_box(page.document, node) for node in nodes]
    from_data = _of_json_ld(page.linked, live_node(page))
    held = {inner.mem_id for node in nodes for inner in node.traverse(include_text=True)}
    posts = from_boxes if _told(from_boxes) >= _told(from_data) else from_data
    return [post for post in posts if post.text or post.headline][:_MOST_POSTS], held


def _told(posts: list[LivePostItem]) -> int:
    """How many characters the posts tell together."""
    return sum(len(post.text) for post in posts)


def outside_posts(units: list[Unit], posts: list[LivePostItem], held: set[int]) -> list[Unit]:
    """The units of a body that are not a post's: the live-blog's own lede.

    Where the posts were told by JSON-LD their boxes are found by their texts: the largest box with
    one post's text and no other's is that post's, and its time and title go with it.
    """
    told = [folded(f"{post.headline or ''}\n{post.text}") for post in posts]
    owners = {unit.node.mem_id: _post_of(unit, told) for unit in units}
    boxes = _boxes_of_one(units, owners)
    return [
        unit
        for unit in units
        if unit.node.mem_id not in held
        and owners[unit.node.mem_id] is None
        and not any(box in boxes for box in _above(unit.node))
    ]


def _post_of(unit: Unit, told: list[str]) -> int | None:
    """Which post has the unit's text."""
    text = folded(unit.text) if unit.text else ""
    return next((number for number, each in enumerate(told) if text and text in each), None)


def _boxes_of_one(units: list[Unit], owners: dict[int, int | None]) -> set[int]:
    """The nodes that hold text of one post only, where there are several posts."""
    posts_in: dict[int, set[int]] = {}
    for unit in units:
        post = owners[unit.node.mem_id]
        if post is not None:
            for box in _above(unit.node):
                posts_in.setdefault(box, set()).add(post)
    if len(set().union(*posts_in.values())) < _LEAST_POSTS:
        return set()
    return {box for box, posts in posts_in.items() if len(posts) == 1}


def _above(node: Node) -> list[int]:
    """The ids of the boxes around a node, the nearest first, as far up as a post's box may be."""
    above: list[int] = []
    box = node.parent
    while box is not None and len(above) < _MOST_LEVELS:
        above.append(box.mem_id)
        box = box.parent
    return above


def _post_nodes(document: Document) -> list[Node]:
    """The boxes of the first selector that names several; boxes inside boxes are left out."""
    for selector in _POST_SELECTORS:
        nodes = document.css(selector)[: _MOST_POSTS * 2]
        inside = {
            inner.mem_id
            for node in nodes
            for inner in node.traverse()
            if inner.mem_id != node.mem_id
        }
        outer = [node for node in nodes if node.mem_id not in inside]
        if len(outer) >= _LEAST_POSTS:
            return outer
    return []


def _of_box(document: Document, node: Node) -> LivePostItem:
    heading = node.css_first(_HEADING)
    time = node.css_first(_TIME)
    left_out = {each.mem_id for each in (heading, time) if each is not None}
    date = (
        (attribute(time, "datetime") or attribute(time, "content") or line_of(time))
        if time
        else None
    )
    return LivePostItem(
        id=node.id or attribute(node, "data-post-id") or attribute(node, "data-id"),
        headline=line_of(heading) or None if heading is not None else None,
        text=text_of(node, lambda each: each.mem_id in left_out),
        date_published=date or None,
        authors=[line_of(each) for each in node.css("[rel~='author'], [itemprop~='author']")[:5]],
        locator=css_path(node),
    )


def _of_json_ld(linked: LinkedData, node: JsonNode | None) -> list[LivePostItem]:
    updates = listed((node or {}).get("liveBlogUpdate"))[:_MOST_POSTS]
    whole = [linked.resolved(update) for update in updates]
    return [_of_update(linked, update) for update in whole if isinstance(update, dict)]


def _of_update(linked: LinkedData, update: JsonNode) -> LivePostItem:
    name = update.get("@id") or update.get("url")
    authors = [plain_text(linked.resolved(each)) for each in listed(update.get("author"))[:5]]
    return LivePostItem(
        id=re.sub(r"^.*[#/]", "", name) or None if isinstance(name, str) else None,
        headline=plain_text(update.get("headline")),
        text=plain_text(update.get("articleBody")) or "",
        date_published=plain_text(update.get("datePublished")),
        authors=[name for name in authors if name],
        locator="$.liveBlogUpdate",
    )
