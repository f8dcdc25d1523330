"""The posts that a live-blog's JSON-LD tells (schema.org liveBlogUpdate), and what they add to those
that the page shows.

JSON-LD often holds the newest posts alone, and a page the first of many: the union of both is kept,
a post that both tell once, with the page's lines and JSON-LD's id, title, time and authors.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from itertools import chain

from crawler.extraction.candidates import folded
from crawler.extraction.json_ld import JsonNode, LinkedData, listed, plain_text, types_of
from crawler.extraction.page import Page
from crawler.items import LivePostItem

_MOST_POSTS = 1000
_SIGNED = 60
_LONGEST_POST = 50_000
_BREAK = re.compile(r"</?(?:p|br|div|h[1-6]|li|ul|ol|blockquote)\b[^<>]{0,300}>", re.IGNORECASE)


def live_node(page: Page) -> JsonNode | None:
    """The LiveBlogPosting of a page; one of a list, or of another page's address, is a teaser's."""
    nodes = (node for node in page.linked.nodes if "LiveBlogPosting" in types_of(node))
    return next((node for node in nodes if page.may_be_own(node)), None)


def told_posts(page: Page) -> list[LivePostItem]:
    """The posts of a page's JSON-LD, in its order."""
    updates = listed((live_node(page) or {}).get("liveBlogUpdate"))[:_MOST_POSTS]
    whole = [page.linked.resolved(update) for update in updates]
    return [_of_update(page.linked, update) for update in whole if isinstance(update, dict)]


def united(
    shown: Sequence[LivePostItem],
    told: Sequence[LivePostItem],
    places: Sequence[int | None],
) -> list[LivePostItem]:
    """The posts of the page in its order, with what JSON-LD says of them; those that only JSON-LD
    tells stand after the post that they follow there. `places` are those of `live_matches.places_of`.
    """
    leading: list[LivePostItem] = []
    following: dict[int, list[LivePostItem]] = {}
    last: int | None = None
    for post, at in zip(told, places, strict=True):
        if at is not None:
            last = at
            _add(shown[at], post)
        else:
            (leading if last is None else following.setdefault(last, [])).append(post)
    after = ((post, *following.get(place, ())) for place, post in enumerate(shown))
    return [*leading, *chain.from_iterable(after)]


def _add(post: LivePostItem, told: LivePostItem) -> None:
    post.id = told.id or post.id
    post.headline = post.headline or told.headline
    post.date_published = told.date_published or post.date_published
    post.authors = told.authors or post.authors
    post.text = _unsigned(post.text, post.authors) or told.text


def _unsigned(text: str, authors: Sequence[str]) -> str:
    """A post's text without the line that says who wrote it and when."""
    names = tuple(folded(name) for name in authors if name)
    lines = text.split("\n") if names else []
    kept = [each for each in lines if len(each) > _SIGNED or not folded(each).startswith(names)]
    return "\n".join(kept) if names else text


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
