"""The posts of a live-blog, and what is then left as its lede.

Rules of this file:
- a page is a live-blog where it calls itself one (schema.org LiveBlogPosting), never by guess;
- the posts are those that the page shows, line for line; JSON-LD's `liveBlogUpdate` adds their ids,
  titles, times and authors, and is taken itself where the page shows none of them (or only stubs);
- the lede is what of the body is no post's.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from crawler.extraction.boilerplate import is_boilerplate
from crawler.extraction.candidates import folded
from crawler.extraction.document import Node
from crawler.extraction.json_ld import JsonNode, LinkedData, listed, plain_text, types_of
from crawler.extraction.live_boxes import PostBox, boxes_of_posts, id_key
from crawler.extraction.outline import Unit
from crawler.extraction.page import Page
from crawler.items import LivePostItem

_MOST_POSTS = 1000
_LEAST_POSTS = 2
_MOST_LEVELS = 24
_STUB_SHARE = 0.5
_SHOWN_SHARE = 0.9
_SIGNED = 60
_LONGEST_POST = 50_000
_BREAK = re.compile(r"</?(?:p|br|div|h[1-6]|li|ul|ol|blockquote)\b[^<>]{0,300}>", re.IGNORECASE)


def is_marked_live(page: Page) -> bool:
    """Whether the page calls itself a live-blog."""
    return live_node(page) is not None or bool(page.document.css("[itemtype*='LiveBlogPosting']"))


def live_node(page: Page) -> JsonNode | None:
    """The LiveBlogPosting of a page."""
    return next((node for node in page.linked.nodes if "LiveBlogPosting" in types_of(node)), None)


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
    told = _of_json_ld(page.linked, live_node(page))
    boxes = boxes_of_posts(page, [post.id for post in told if post.id])
    for box in boxes:
        box.units = _open_lines(page, box.units)
    shown = _with_what_is_told([_of_box(box) for box in boxes], told)
    if len(shown) < _LEAST_POSTS or _are_stubs(shown, told):
        return _posts_by_text(body, told)
    held = {mem_id for box in boxes for mem_id in box.inside}
    lede = [unit for unit in body if unit.node.mem_id not in held]
    posts = [post for post in shown if post.text or post.headline]
    return LiveBlog(posts, lede, [unit for box in boxes for unit in box.units], held)


def _open_lines(page: Page, units: Sequence[Unit]) -> list[Unit]:
    """The lines of a post that are no label and feed no other field."""
    owners = page.document.claims.owners
    return [
        unit
        for unit in units
        if not is_boilerplate(unit) and owners.get(unit.node.mem_id) in (None, "body")
    ]


def _are_stubs(shown: Sequence[LivePostItem], told: Sequence[LivePostItem]) -> bool:
    """Whether the page shows much less of the posts than JSON-LD tells of them."""
    by_id = {post.id: post for post in told if post.id}
    same = [by_id[post.id] for post in shown if post.id in by_id]
    share = _STUB_SHARE if same else 1.0
    return _length(shown) < share * _length(same or told)


def _length(posts: Sequence[LivePostItem]) -> int:
    """How many characters the posts tell together."""
    return sum(len(post.text) for post in posts)


def _with_what_is_told(
    shown: list[LivePostItem], told: Sequence[LivePostItem]
) -> list[LivePostItem]:
    """The posts of the page with the ids, titles, times and authors that JSON-LD gives them."""
    by_id = {id_key(post.id): post for post in told if post.id}
    by_title = {folded(post.headline): post for post in told if post.headline}
    for post in shown:
        same = by_id.get(id_key(post.id)) if post.id else None
        same = same or (by_title.get(folded(post.headline)) if post.headline else None)
        if same is not None:
            post.id = same.id or post.id
            post.headline = post.headline or same.headline
            post.date_published = same.date_published or post.date_published
            post.authors = same.authors or post.authors
            post.text = _unsigned(post.text, post.authors) or same.text
    return shown


def _unsigned(text: str, authors: Sequence[str]) -> str:
    """A post's text without the line that says who wrote it and when."""
    names = tuple(folded(name) for name in authors if name)
    lines = text.split("\n") if names else []
    kept = [each for each in lines if len(each) > _SIGNED or not folded(each).startswith(names)]
    return "\n".join(kept) if names else text


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


def _of_json_ld(linked: LinkedData, node: JsonNode | None) -> list[LivePostItem]:
    updates = listed((node or {}).get("liveBlogUpdate"))[:_MOST_POSTS]
    whole = [linked.resolved(update) for update in updates]
    return [_of_update(linked, update) for update in whole if isinstance(update, dict)]


def _of_update(linked: LinkedData, update: JsonNode) -> LivePostItem:
    name = update.get("@id") or update.get("url")
    authors = [plain_text(linked.resolved(each)) for each in listed(update.get("author"))[:5]]
    return LivePostItem(
        id=_fragment(name) if isinstance(name, str) else None,
        headline=plain_text(update.get("headline")),
        text=_paragraphs(update.get("articleBody")),
        date_published=plain_text(update.get("datePublished")),
        authors=[name for name in authors if name],
        locator="$.liveBlogUpdate",
    )


def _fragment(name: str) -> str | None:
    """The part of an id or URL that names the post: what follows the last `#` or `/`."""
    return re.sub(r"^.*[#/]", "", name[:2000]) or None


def _paragraphs(value: object) -> str:
    """The text of a JSON value, its paragraphs on lines of their own."""
    if not isinstance(value, str):
        return plain_text(value) or ""
    rows = _BREAK.sub("\n", html.unescape(value[:_LONGEST_POST])).splitlines()
    return "\n".join(row for row in map(plain_text, rows) if row)
