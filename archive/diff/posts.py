"""Events of a live-blog's posts and of correction notices that stand outside the body.

Rules
- The page's own ids are final: posts with two of them are two posts, however alike. By their words
  pair posts that the page gives no id, and all of a page whose ids are others at each visit.
- A page may show its latest posts only. What is missing behind the oldest post that is still shown
  made room for new ones, where there are as many of those (no event); else it is in doubt: of low
  weight and never silent. So is all that is gone where no post of the two visits is the same.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.diff.body import match, text_of
from archive.diff.events import Event
from archive.diff.making import text_event, whole_event
from archive.diff.passages import Passage, passage
from archive.diff.words import same_words, words_of
from archive.records import Article, LivePost
from archive.states import derived_post_id

_LEAST_WINDOW = 8
"""So many posts a page shows that leaves older ones out."""
_IN_DOUBT = 0.1
_LATEST_ONLY = "the page may show its latest posts only"


def post_events(old: Sequence[LivePost], new: Sequence[LivePost]) -> list[Event]:
    """The events of two states of a live-blog."""
    pairs = _pairs(old, new)
    events: list[Event] = []
    origin = {j: i for i, j in pairs.items()}
    for j, post in enumerate(new):
        path, i = f"/live_blog_update/{j}", origin.get(j)
        before = None if i is None else text_of_post(old[i])
        kind = "live_post_added" if i is None else "live_post_edited"
        event = text_event(kind, path, before, text_of_post(post), places=(i, j))  # type: ignore[arg-type]
        events += [event] if event else []
    return events + list(_removed(old, new, pairs))


def _removed(
    old: Sequence[LivePost], new: Sequence[LivePost], pairs: dict[int, int]
) -> Iterator[Event]:
    at_end = _behind_oldest(old, pairs)
    slid = len(old) >= _LEAST_WINDOW and len(at_end) <= len(new) - len(pairs)
    for i, post in enumerate(old):
        if i in pairs or (slid and i in at_end):
            continue
        detail = _LATEST_ONLY if i in at_end else None
        path, text = f"/live_blog_update/{i}", text_of_post(post)
        event = whole_event("live_post_removed", path, text, None, places=(i, None), detail=detail)
        if detail:
            event = dataclasses.replace(event, significance=_IN_DOUBT, silent=False)
        yield event


def _behind_oldest(old: Sequence[LivePost], pairs: dict[int, int]) -> frozenset[int]:
    """The posts older than any that is still shown; all, where none is."""
    if _is_oldest_first(old):
        return frozenset(range(min(pairs, default=len(old))))
    return frozenset(range(max(pairs, default=-1) + 1, len(old)))


def _is_oldest_first(posts: Sequence[LivePost]) -> bool:
    dates = [post.date_published for post in posts if post.date_published]
    steps = [(one < other) - (one > other) for one, other in pairwise(dates)]
    return sum(steps) > 0


def _pairs(old: Sequence[LivePost], new: Sequence[LivePost]) -> dict[int, int]:
    places = {post.id: j for j, post in enumerate(new)}
    pairs = {i: places.pop(post.id) for i, post in enumerate(old) if post.id in places}
    old_left = [_passage(i, old[i]) for i in range(len(old)) if i not in pairs]
    new_left = [_passage(j, new[j]) for j in sorted(places.values())]
    alike = [(old_left[pair.old], new_left[pair.new]) for pair in match(old_left, new_left).pairs]
    by_words = {one.position: other.position for one, other in alike}
    same = {one.position for one, other in alike if same_words(one.words, other.words)}
    passing = not pairs and len(same) > 0
    for i, j in by_words.items():
        if passing or i in same or _has_derived_id(old[i]) or _has_derived_id(new[j]):
            pairs[i] = j
    return pairs


def _has_derived_id(post: LivePost) -> bool:
    """Whether the reader made the id, of the post's date and text, since the page gives none."""
    return post.id == derived_post_id(post.date_published, post.text)


def _passage(place: int, post: LivePost) -> Passage:
    return passage(place, "post", text_of_post(post))


def text_of_post(post: LivePost) -> str:
    """A post's headline and text."""
    return f"{post.headline}\n{post.text}" if post.headline else post.text


def correction_events(old: Article, new: Article) -> list[Event]:
    """The events of notices given in `correction` that no block of the body shows."""
    shown_before, shown_after = _in_body(old), _in_body(new)
    before, after = _outside(old, shown_before), _outside(new, shown_after)
    matched = match(before, after)
    events = []
    for pair in matched.pairs:
        was, now = matched.old[pair.old], matched.new[pair.new]
        places = (was.position, now.position)
        events.append(text_event("block_edited", _path(now), was.text, now.text, places=places))
    gone = set(range(len(before))) - {pair.old for pair in matched.pairs}
    come = set(range(len(after))) - {pair.new for pair in matched.pairs}
    for j in sorted(come):
        one = after[j]
        if one.words.keys not in shown_before:
            places_to = (None, one.position)
            events.append(
                whole_event("correction_added", _path(one), None, one.text, places=places_to)
            )
    for i in sorted(gone):
        one = before[i]
        if one.words.keys not in shown_after:
            places_from = (one.position, None)
            events.append(
                whole_event("correction_removed", _path(one), one.text, None, places=places_from)
            )
    return [event for event in events if event is not None]


def _in_body(article: Article) -> frozenset[tuple[str, ...]]:
    """The words of each notice that a block of the body shows."""
    texts = (text_of(block) or "" for block in article.body.blocks if block.type == "correction")
    return frozenset(words_of(text).keys for text in texts)


def _outside(article: Article, shown: frozenset[tuple[str, ...]]) -> list[Passage]:
    notices = [
        passage(place, "correction", one.text) for place, one in enumerate(article.correction)
    ]
    return [one for one in notices if one.words.keys not in shown]


def _path(one: Passage) -> str:
    return f"/correction/{one.position}"
