"""The posts of a live-blog, and what is then left as its lede.

Rules of this file:
- a page is a live-blog where it calls itself one (schema.org LiveBlogPosting), or where its text is a
  run of posts (`live_unmarked`);
- the posts are those that the page shows, line for line, and those that JSON-LD's `liveBlogUpdate`
  tells beside them; a post that both tell has the lines of the page, unless they are hardly any;
- the lede is what of the body is no post's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice

from crawler.extraction.boilerplate import is_boilerplate
from crawler.extraction.candidates import folded
from crawler.extraction.document import Node
from crawler.extraction.live_boxes import PostBox, boxes_of_posts, post_boxes
from crawler.extraction.live_matches import places_of
from crawler.extraction.live_siblings import kin_of
from crawler.extraction.live_told import live_node, told_posts, united
from crawler.extraction.live_unmarked import shows_posts
from crawler.extraction.outline import Unit
from crawler.extraction.page import Page
from crawler.items import LivePostItem

_LEAST_POSTS = 2
_MOST_LEVELS = 24
_STUB_SHARE = 0.5
_SHOWN_SHARE = 0.9


def is_marked_live(page: Page) -> bool:
    """Whether the page calls itself a live-blog."""
    return live_node(page) is not None or bool(page.document.css("[itemtype*='LiveBlogPosting']"))


def is_live(page: Page) -> bool:
    """Whether the page calls itself a live-blog, or its text is a run of posts (`live_unmarked`)."""
    return is_marked_live(page) or shows_posts(page)


@dataclass(slots=True)
class LiveBlog:
    """What a live-blog's page shows."""

    posts: list[LivePostItem]
    lede: list[Unit]
    """What of the body is no post's."""
    units: list[Unit]
    """What the posts' texts were read from; none where they are JSON-LD's."""
    held: set[int] = field(default_factory=set)
    """The ids of the nodes in the boxes of posts."""


def live_posts(page: Page, body: list[Unit]) -> LiveBlog:
    """The posts in order of the page, and what is then left of the body."""
    told = told_posts(page)
    found = _shown(page, boxes_of_posts(page, [post.id for post in told if post.id]), body, told)
    if found is None:
        found = _shown(page, _boxes_like_told(page, body, told), body, told)
    return found or _posts_by_text(body, told)


def _shown(
    page: Page, boxes: list[PostBox], body: list[Unit], told: list[LivePostItem]
) -> LiveBlog | None:
    """The live-blog of boxes that the page shows; None where they are too few, or stubs."""
    for box in boxes:
        box.units = _open_lines(page, box.units)
    shown = [post for box in boxes if (post := _of_box(box)).text or post.headline]
    places = places_of(told, shown)
    if len(shown) < _LEAST_POSTS or _are_stubs(shown, told, places):
        return None
    held = {mem_id for box in boxes for mem_id in box.inside}
    lede = [unit for unit in body if unit.node.mem_id not in held]
    posts = [post for post in united(shown, told, places) if post.text or post.headline]
    return LiveBlog(posts, lede, [unit for box in boxes for unit in box.units], held)


def _boxes_like_told(page: Page, body: list[Unit], told: list[LivePostItem]) -> list[PostBox]:
    """The boxes with the text of one post of JSON-LD, and those made like them, if there are any."""
    owners = _post_of_each(body, told)
    boxes = _boxes_of_one(body, owners)
    nodes = [page.outline.box_of[each].node for each in boxes if each in page.outline.box_of]
    outer = [node for node in nodes if node.parent is None or node.parent.mem_id not in boxes]
    if not boxes:
        only = next((unit for unit in body if owners[id(unit)] is not None), None)
        around = islice(only.box.lineage(), _MOST_LEVELS) if only is not None else ()
        outer = next(([box.node] for box in around if kin_of(page, [box.node])), [])
    kin = kin_of(page, outer)
    return post_boxes(page, [*outer, *kin]) if kin else []


def _open_lines(page: Page, units: Sequence[Unit]) -> list[Unit]:
    """The lines of a post that are no label and feed no other field."""
    owners = page.document.claims.owners
    return [
        unit
        for unit in units
        if not is_boilerplate(unit) and owners.get(unit.node.mem_id) in (None, "body")
    ]


def _are_stubs(
    shown: Sequence[LivePostItem], told: Sequence[LivePostItem], places: Sequence[int | None]
) -> bool:
    """Whether the page shows much less of the posts than JSON-LD tells of them."""
    same = [
        (shown[place], post) for post, place in zip(told, places, strict=True) if place is not None
    ]
    if not same:
        return _length(shown) < _length(told)
    own = sum(len(post.text or other.text) for post, other in same)
    return own < _STUB_SHARE * _length([other for _, other in same])


def _length(posts: Sequence[LivePostItem]) -> int:
    """How many characters the posts tell together."""
    return sum(len(post.text) for post in posts)


def _of_box(box: PostBox) -> LivePostItem:
    return LivePostItem(
        id=box.id,
        headline=box.headline,
        text="\n".join(unit.text for unit in box.units),
        date_published=box.date,
        authors=list(box.authors),
        locator=box.locator,
    )


def _posts_by_text(body: list[Unit], told: list[LivePostItem]) -> LiveBlog:
    """JSON-LD's posts; those that the page shows have its lines.

    Their boxes are found by their texts: the largest box with one post's text and no other's is
    that post's, and its time and title go with it.
    """
    owners = _post_of_each(body, told)
    boxes = _boxes_of_one(body, owners)
    lede = [
        unit
        for unit in body
        if owners[id(unit)] is None and not any(box in boxes for box in _above(unit.node))
    ]
    lines: dict[int, list[str]] = {}
    for unit in body:
        post = owners[id(unit)]
        if post is not None and folded(unit.text) != folded(told[post].headline or ""):
            lines.setdefault(post, []).append(unit.text)
    for number, texts in lines.items():
        text = "\n".join(texts)
        if len(text) >= len(told[number].text) * _SHOWN_SHARE:
            told[number].text = text
    posts = [post for post in told if post.text or post.headline]
    return LiveBlog(posts, lede, [unit for unit in body if owners[id(unit)] is not None])


def _post_of_each(units: list[Unit], told: Sequence[LivePostItem]) -> dict[int, int | None]:
    """Which post has each unit's text, by the unit's identity."""
    texts = [folded(f"{post.headline or ''}\n{post.text}") for post in told]
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    whole = "\0".join(texts)
    found: dict[int, int | None] = {}
    for unit in units:
        text = folded(unit.text) if unit.text else ""
        place = whole.find(text) if text else -1
        found[id(unit)] = bisect_right(starts, place) - 1 if place >= 0 else None
    return found


def _boxes_of_one(units: list[Unit], owners: dict[int, int | None]) -> set[int]:
    """The nodes that hold text of one post only, where there are several posts."""
    posts_in: dict[int, set[int]] = {}
    for unit in units:
        post = owners[id(unit)]
        if post is not None:
            for box in _above(unit.node):
                posts_in.setdefault(box, set()).add(post)
    if len({post for post in owners.values() if post is not None}) < _LEAST_POSTS:
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
