"""Events of a live-blog's posts and of correction notices that stand outside the body."""

from __future__ import annotations

from collections.abc import Sequence

from archive.diff.body import match, text_of
from archive.diff.events import Event
from archive.diff.making import text_event, whole_event
from archive.diff.passages import Passage, passage
from archive.diff.words import words_of
from archive.records import Article, LivePost

_LEAST_WINDOW = 8
"""So many posts a page shows that leaves older ones out."""


def post_events(old: Sequence[LivePost], new: Sequence[LivePost]) -> list[Event]:
    """The events of two states of a live-blog. Posts pair by id, then by their words."""
    pairs = _pairs(old, new)
    events: list[Event] = []
    origin = {j: i for i, j in pairs.items()}
    for j, post in enumerate(new):
        path, i = f"/live_blog_update/{j}", origin.get(j)
        before = None if i is None else text_of_post(old[i])
        kind = "live_post_added" if i is None else "live_post_edited"
        event = text_event(kind, path, before, text_of_post(post), places=(i, j))  # type: ignore[arg-type]
        events += [event] if event else []
    for i, post in enumerate(old[: len(old) - _slid(pairs, len(old))]):
        if i not in pairs:
            path = f"/live_blog_update/{i}"
            events.append(
                whole_event("live_post_removed", path, text_of_post(post), None, places=(i, None))
            )
    return events


def _slid(pairs: dict[int, int], length: int) -> int:
    """How many posts at the end of the old state made room for as many new ones at the top.

    A page that shows its latest posts only leaves the oldest out: nobody has removed them.
    """
    if not pairs or length < _LEAST_WINDOW:
        return 0
    added, left_out = min(pairs.values()), length - 1 - max(pairs)
    return left_out if left_out <= added else 0


def _pairs(old: Sequence[LivePost], new: Sequence[LivePost]) -> dict[int, int]:
    places = {post.id: j for j, post in enumerate(new)}
    pairs = {i: places.pop(post.id) for i, post in enumerate(old) if post.id in places}
    old_left = [_passage(i, old[i]) for i in range(len(old)) if i not in pairs]
    new_left = [_passage(j, new[j]) for j in sorted(places.values())]
    for pair in match(old_left, new_left).pairs:
        pairs[old_left[pair.old].position] = new_left[pair.new].position
    return pairs


def _passage(place: int, post: LivePost) -> Passage:
    return passage(place, "post", text_of_post(post))


def text_of_post(post: LivePost) -> str:
    """A post's headline and text."""
    return f"{post.headline}\n{post.text}" if post.headline else post.text


def correction_events(old: Article, new: Article) -> list[Event]:
    """The events of notices given in `correction` that no block of the body shows."""
    before, after = _outside_body(old), _outside_body(new)
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
        if not _shown(one, old):
            places_to = (None, one.position)
            events.append(
                whole_event("correction_added", _path(one), None, one.text, places=places_to)
            )
    for i in sorted(gone):
        one = before[i]
        if not _shown(one, new):
            places_from = (one.position, None)
            events.append(
                whole_event("correction_removed", _path(one), one.text, None, places=places_from)
            )
    return [event for event in events if event is not None]


def _outside_body(article: Article) -> list[Passage]:
    notices = [
        passage(place, "correction", one.text) for place, one in enumerate(article.correction)
    ]
    return [one for one in notices if not _shown(one, article)]


def _shown(notice: Passage, article: Article) -> bool:
    """Whether a block of the body has the notice's words."""
    texts = (text_of(block) or "" for block in article.body.blocks if block.type == "correction")
    return any(words_of(text).keys == notice.words.keys for text in texts)


def _path(one: Passage) -> str:
    return f"/correction/{one.position}"
