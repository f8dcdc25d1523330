"""The comments of a thread as they come in, from one answer after the other.

`ByName` holds those of a system that names each: the first sight of one counts. `ByPage` holds those
of pages of markup, which may name none: what they are is said by where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from archive.records import Provenance
from crawler.comments.base import Post, ThreadRequest
from crawler.comments.trees import in_thread_order
from crawler.items import CommentItem

MOST_COMMENTS = 50_000
"""Beyond any bound that a user may set: what a hostile provider can make one thread hold."""
_NUMBERED = re.compile(r"(\d{1,20})$")


class Gathered(Protocol):
    """The comments of one thread."""

    def __len__(self) -> int: ...

    def take(self, request: ThreadRequest, posts: Sequence[Post], source: str) -> int:
        """Add the comments of an answer, which the record `source` holds; how many are new."""

    def ordered(self, authors: Mapping[str, str]) -> tuple[CommentItem, ...]:
        """All of them in thread order; `authors` is id to name."""


class ByName:
    """Comments that have an id each."""

    def __init__(self, provider: str) -> None:
        self._provider = provider
        self._posts: dict[str, Post] = {}

    def __len__(self) -> int:
        return len(self._posts)

    def take(self, request: ThreadRequest, posts: Sequence[Post], source: str) -> int:
        """As Gathered has it."""
        before = len(self._posts)
        for post in posts:
            name = post.item.id
            if not name or name in self._posts or len(self._posts) >= MOST_COMMENTS:
                continue
            locator = f"{source} {post.item.locator}"
            post.item.provider = self._provider
            post.item.provenance["/text"] = Provenance(source="api", locator=locator)
            self._posts[name] = post
        return len(self._posts) - before

    def ordered(self, authors: Mapping[str, str]) -> tuple[CommentItem, ...]:
        """As Gathered has it."""
        return in_thread_order(self._posts.values(), authors)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page of comments, in the order of the page; who answers whom is told within it."""

    number: int
    items: tuple[CommentItem, ...]


class ByPage:
    """Comments that stand in pages, of which the article's is one."""

    def __init__(self, shown: Sequence[CommentItem]) -> None:
        """`shown`: the comments of the article's own page."""
        self._leaves: list[_Leaf] = []
        self._names: set[str] = set()
        self._nameless = 0
        self._seen: set[tuple[object, ...]] = set()
        self._add(0, shown)

    def __len__(self) -> int:
        return len(self._names) + self._nameless

    def take(self, request: ThreadRequest, posts: Sequence[Post], source: str) -> int:
        """As Gathered has it."""
        return self._add(int(request.of or 0), [_of(post.item, source) for post in posts])

    def _add(self, number: int, items: Sequence[CommentItem]) -> int:
        before, like = len(self), tuple(map(_likeness, items))
        if like in self._seen:
            return 0  # a page that shows the same as another
        self._seen.add(like)
        room = tuple(items)[: max(0, MOST_COMMENTS - before)]
        self._leaves.append(_Leaf(number, room))
        self._names.update(item.id for item in room if item.id)
        self._nameless += sum(not item.id for item in room)
        return len(self) - before

    def ordered(self, authors: Mapping[str, str]) -> tuple[CommentItem, ...]:
        """As Gathered has it: one page behind the other, as they are printed."""
        found: list[CommentItem] = []
        places: dict[str, int] = {}
        for leaf in _in_order(self._leaves):
            _put(leaf, found, places)
        return tuple(found)


def _of(item: CommentItem, source: str) -> CommentItem:
    """A comment whose every locator names the record that it stands in."""
    told = {
        pointer: replace(known, locator=f"{source} {known.locator}")
        for pointer, known in item.provenance.items()
    }
    return replace(item, provenance=told)


def _likeness(item: CommentItem) -> tuple[object, ...]:
    return item.id, item.author_name, item.date_created, item.text


def _put(leaf: _Leaf, found: list[CommentItem], places: dict[str, int]) -> None:
    """Add the comments of a page that are not there already."""
    moved: list[int] = []
    for item in leaf.items:
        known = places.get(item.id) if item.id else None
        if known is None:
            known = len(found)
            parent = moved[item.parent] if item.parent is not None else None
            depth = found[parent].depth + 1 if parent is not None else 0
            found.append(replace(item, position=known, parent=parent, depth=depth))
            if item.id:
                places[item.id] = known
        moved.append(known)


def _in_order(leaves: Sequence[_Leaf]) -> list[_Leaf]:
    """The pages in the order in which they are read.

    The article's own may be the first or, where a system shows the latest comments there, the last:
    the numbers in the ids tell, which grow or fall from page to page as they do in each. Where they
    tell nothing it is the first.
    """
    numbered = sorted(leaves, key=lambda leaf: leaf.number)
    tops = [_top_numbers(leaf) for leaf in numbered]
    if not all(tops):
        return numbered
    steps = [after - before for top in tops for before, after in pairwise(top)]
    sign = -1 if sum(step < 0 for step in steps) * 2 > len(steps) else 1
    keyed = sorted(zip(tops, numbered, strict=True), key=lambda pair: sign * pair[0][0])
    return [leaf for _, leaf in keyed]


def _top_numbers(leaf: _Leaf) -> list[int]:
    """The numbers in the ids of the comments that answer no other; none where one has no number."""
    found = [_NUMBERED.search(item.id or "") for item in leaf.items if item.parent is None]
    return [int(match[1]) for match in found if match] if all(found) else []
