"""From comments that name what they answer to the order of a thread: parents before their answers,
the oldest first, however the provider gave them; as it gave them where it does not date them all.

What answers a comment that was not read keeps that comment's id; what leads in a circle is taken out
of it. Linear in the number of comments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from crawler.comments.base import Post
from crawler.items import CommentItem


def in_thread_order(posts: Iterable[Post], authors: Mapping[str, str]) -> tuple[CommentItem, ...]:
    """The items, each behind what it answers, the older before the newer.

    Positions, depths and parents are set; names come from `authors` where an item has an id alone.
    """
    known = {post.item.id: post for post in _oldest_first(posts) if post.item.id}
    below: dict[str | None, list[Post]] = {}
    for post in known.values():
        below.setdefault(post.parent if post.parent in known else None, []).append(post)
    ordered: list[CommentItem] = []
    places: dict[str, int] = {}
    _place(below.get(None, []), below, ordered, places)
    for name, post in known.items():
        if name not in places:  # answers that answer one another
            _place([Post(item=post.item)], below, ordered, places)
    for item in ordered:
        if item.author_name is None and item.author_id is not None:
            item.author_name = authors.get(item.author_id)
    return tuple(ordered)


def _oldest_first(posts: Iterable[Post]) -> list[Post]:
    given = list(posts)
    moments = {id(post): _moment(post.item.date_created) for post in given}
    if None in moments.values():
        return given
    return sorted(given, key=lambda post: moments[id(post)] or 0.0)


def _moment(written: str | None) -> float | None:
    try:
        moment = datetime.fromisoformat(written or "")
        return moment.timestamp() if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _place(
    top: list[Post],
    below: Mapping[str | None, list[Post]],
    ordered: list[CommentItem],
    places: dict[str, int],
) -> None:
    left = list(reversed(top))
    while left:
        post = left.pop()
        name = post.item.id or ""
        if name in places:
            continue
        item, parent = post.item, places.get(post.parent or "")
        item.position = places[name] = len(ordered)
        item.parent = parent
        item.depth = ordered[parent].depth + 1 if parent is not None else 0
        item.answers = post.parent if parent is None else None
        ordered.append(item)
        left += reversed(below.get(name, []))
