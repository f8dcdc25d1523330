"""The comments of a thread as they come in, from one answer after the other.

`ByName` holds those of a system that names each: the first sight of one counts. `ByPage` holds those
of pages of markup, which may name none: what they are is said by where they stand. A nameless comment
at the top of a page that stands on another too is pinned there, and counts once.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import Protocol

from archive.records import Provenance
from crawler.comments.base import Post, ThreadRequest
from crawler.comments.trees import in_thread_order
from crawler.items import CommentItem

MOST_COMMENTS = 50_000
"""Beyond any bound that a user may set: what a hostile provider can make one thread hold."""
Like = tuple[str | None, str | None, str | None, str]
"""What is alike in two sights of one comment."""
_NUMBERED = re.compile(r"(\d{1,20})$")


class Gathered(Protocol):
    """The comments of one thread."""

    def __len__(self) -> int: ...

    def take(self, request: ThreadRequest, posts: Sequence[Post], source: str) -> int:
        """Add the comments of an answer, which the record `source` holds; how many are new."""

    def ordered(self, authors: Mapping[str, str]) -> tuple[CommentItem, ...]:
        """All of them in thread order; `authors` is id to name."""

    @property
    def is_doubtful(self) -> bool:
        """Whether it cannot be told how many they are."""


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

    @property
    def is_doubtful(self) -> bool:
        """As Gathered has it: each has its name."""
        return False


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
        self._likes: set[Like] = set()
        """Those of the nameless."""
        self.is_doubtful = False
        """As Gathered has it: nameless ones stand on several pages, pinned or written twice."""
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
        likes = [_likeness(item) for item in room if not item.id]
        self.is_doubtful |= not self._likes.isdisjoint(likes)
        self._nameless += len(likes) - len(_pinned(room, self._likes))
        self._likes.update(likes)
        return len(self) - before

    def ordered(self, authors: Mapping[str, str]) -> tuple[CommentItem, ...]:
        """As Gathered has it: one page behind the other, as they are printed."""
        found: list[CommentItem] = []
        places: dict[str | Like, int] = {}
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


def _likeness(item: CommentItem) -> Like:
    return item.id, item.author_name, item.date_created, item.text


def _pinned(items: Sequence[CommentItem], known: Container[object]) -> list[Like]:
    """The nameless comments at the top of a page that are like known ones."""
    likes = takewhile(lambda like: not like[0] and like in known, map(_likeness, items))
    return list(likes)


def _put(leaf: _Leaf, found: list[CommentItem], places: dict[str | Like, int]) -> None:
    """Add the comments of a page that are not there already."""
    moved: list[int] = []
    names: list[str | Like] = [item.id or _likeness(item) for item in leaf.items]
    pinned = len(_pinned(leaf.items, places))
    for place, (item, name) in enumerate(zip(leaf.items, names, strict=True)):
        known = places.get(name) if item.id or place < pinned else None
        if known is None:
            known = len(found)
            parent = moved[item.parent] if item.parent is not None else None
            depth = found[parent].depth + 1 if parent is not None else 0
            found.append(replace(item, position=known, parent=parent, depth=depth))
            if item.id:
                places[item.id] = known
        moved.append(known)
    for name, known in zip(names, moved, strict=True):
        places.setdefault(name, known)


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
