"""A comparison laid out for reading: the whole later article, what changed in its place.

Rules
- Every event stands on the sheet exactly once; what has no place of its own stands at the end.
- What did not change is there too; long stretches of it are folded.
- Of readers' comments only the changes are shown.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.diff.events import Comparison, Event
from archive.diff.fields import FIELDS
from archive.diff.headings import BESIDE
from archive.diff.rows import BODY, BodyRows, Row, behind, event_row, same_row
from archive.diff.spans import whole
from archive.diff.state import State
from archive.records import Article, Image, LivePost

_HEAD = ("headline", "alternative_headline", "byline", "date_published", "date_modified")
_FACTS = ("caption", "credit_text", "alt")
_CONTEXT = 1
"""Unchanged rows that stay open on each side of a change."""
_LEAST_FOLDED = 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows one below the other; folded ones are all unchanged."""

    rows: tuple[Row, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the sheet under its title."""

    title: str
    stretches: tuple[Stretch, ...]

    @property
    def has_folds(self) -> bool:
        """Whether any of it is folded."""
        return any(stretch.folded for stretch in self.stretches)


def sheet(comparison: Comparison, old: State | None, new: State | None) -> list[Section]:
    """The sections that have anything; without the two states, the events alone."""
    groups = _by_field(comparison.events)
    sections: list[tuple[str, list[Row]]] = []
    if old is not None and new is not None:
        sections = [
            ("Head", list(_head(new.article, groups))),
            ("Text", _body(old.article, new.article, groups)),
            ("Posts", _posts(old.article, new.article, groups["live_blog_update"])),
        ]
    placed = {id(event) for _, rows in sections for row in rows for event in row.events}
    left = [event for event in comparison.events if id(event) not in placed]
    comments = [event for event in left if event.path.startswith("/comments/")]
    rest = [event for event in left if not event.path.startswith("/comments/")]
    title = "About the article" if sections else "Changes"
    sections.append((title, [event_row(event, _field(event)) for event in rest]))
    sections.append(("Comments", [event_row(event, "comment") for event in comments]))
    return [Section(title, tuple(_folded(rows))) for title, rows in sections if rows]


def _field(event: Event) -> str:
    return event.path.strip("/").partition("/")[0] or "article"


def _by_field(events: Sequence[Event]) -> dict[str, list[Event]]:
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        groups[_field(event)].append(event)
    return groups


def _head(new: Article, groups: dict[str, list[Event]]) -> Iterator[Row]:
    values = {field.path.strip("/"): field.value for field in FIELDS}
    for name in _HEAD:
        events = groups[name]
        text = values[name](new)
        own = [event for event in events if event.type not in BESIDE]
        beside = [event for event in events if event.type in BESIDE]
        if own:
            yield event_row(own[0], name, beside)
            yield from (event_row(event, name) for event in own[1:])
        elif text:
            yield same_row(name, text)


# The body and its images ------------------------------------------------------------------------


def _body(old: Article, new: Article, groups: dict[str, list[Event]]) -> list[Row]:
    events = [event for event in groups["body"] if event.path.startswith(BODY)]
    body = BodyRows(old.body.blocks, new.body.blocks, events)
    rows = body.rows()
    images = _Images(old, new, groups["image"])
    rows |= images.in_body()
    gone = [*body.gone(), *images.gone()]
    placed = behind(gone, body.stayed())
    listed = [*images.lead(), *placed.get(-1, ())]
    for place in range(len(new.body.blocks)):
        listed += [rows[place]] if place in rows else []
        listed += placed.get(place, ())
    return listed


class _Images:
    """The rows of images: at their places in the body, or above it."""

    def __init__(self, old: Article, new: Article, events: Sequence[Event]) -> None:
        self.old, self.new = old, new
        self.events: dict[int, list[Event]] = defaultdict(list)
        self.removed: dict[int, Event] = {}
        for event in events:
            if event.type == "image_removed":
                self.removed[event.position_from or 0] = event
            elif event.position_to is not None:
                self.events[event.position_to].append(event)
        self.places = _places(new)

    def in_body(self) -> dict[int, Row]:
        """The later body's image rows by their places."""
        return {
            place: self._row(index)
            for index, place in self.places.items()
            if index < len(self.new.image)
        }

    def lead(self) -> Iterator[Row]:
        """The images that no block of the body holds."""
        places = _places(self.old)
        for index, event in sorted(self.removed.items()):
            if index not in places:
                yield self._gone_row(index, event)
        for index in range(len(self.new.image)):
            if index not in self.places:
                yield self._row(index)

    def gone(self) -> Iterator[tuple[int, Row]]:
        """The removed images that a block of the earlier body held, with that block's place."""
        places = _places(self.old)
        for index, event in self.removed.items():
            if index in places:
                yield places[index], self._gone_row(index, event)

    def _row(self, index: int) -> Row:
        image, events = self.new.image[index], self.events.get(index, [])
        main = next((one for one in events if one.path.count("/") == 2), None)
        changed = _by_leaf(one for one in events if one is not main)
        if main is not None and main.type == "image_added":
            return dataclasses.replace(event_row(main, "image"), parts=_all_of(image, added=True))
        parts = tuple(_facts(image, changed))
        if main is not None:
            return dataclasses.replace(event_row(main, "image"), parts=parts)
        return dataclasses.replace(same_row("image", image.content_url), parts=parts)

    def _gone_row(self, index: int, event: Event) -> Row:
        parts = _all_of(self.old.image[index], added=False)
        return dataclasses.replace(event_row(event, "image"), parts=parts)


def _all_of(image: Image, *, added: bool) -> tuple[Row, ...]:
    """Caption, credit and description of an image that came or went as a whole."""
    texts = ((name, getattr(image, name)) for name in _FACTS)
    return tuple(
        Row(kind="same", block=name, spans=whole(None, text) if added else whole(text, None))
        for name, text in texts
        if text
    )


def _by_leaf(events: Iterable[Event]) -> dict[str, list[Event]]:
    leaves: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        leaves[event.path.rpartition("/")[2]].append(event)
    return leaves


def _facts(image: Image, changed: Mapping[str, Sequence[Event]]) -> Iterator[Row]:
    for name in _FACTS:
        text = getattr(image, name)
        if name in changed:
            yield event_row(changed[name][0], name, changed[name][1:])
        elif text and not (name == "alt" and text == image.caption):
            yield same_row(name, text)


def _places(article: Article) -> dict[int, int]:
    """The images that blocks of the body hold, by their index: the block's place."""
    blocks = enumerate(article.body.blocks)
    held = {block.ref: place for place, block in blocks if block.type == "image"}
    return {index: held[image.id] for index, image in enumerate(article.image) if image.id in held}


# A live-blog's posts ----------------------------------------------------------------------------


def _posts(old: Article, new: Article, events: Sequence[Event]) -> list[Row]:
    before, after = old.live_blog_update or (), new.live_blog_update or ()
    beside = _beside(events)
    events = [event for event in events if event.type not in BESIDE]
    changed = {event.position_to: event for event in events if event.position_to is not None}
    stayed = _posts_stayed(before, after, changed)
    gone = [
        (event.position_from or 0, event_row(event, "post"))
        for event in events
        if event.position_to is None
    ]
    placed = behind(gone, stayed)
    listed = list(placed.get(-1, ()))
    for place, post in enumerate(after):
        event = changed.get(place)
        row = event_row(event, "post", beside[place]) if event else same_row("post", _text(post))
        listed.append(row)
        listed += placed.get(place, ())
    return listed


def _beside(events: Iterable[Event]) -> dict[int | None, list[Event]]:
    found: dict[int | None, list[Event]] = defaultdict(list)
    for event in events:
        if event.type in BESIDE:
            found[event.position_to].append(event)
    return found


def _posts_stayed(
    before: Sequence[LivePost], after: Sequence[LivePost], changed: dict[int, Event]
) -> dict[int, int]:
    places = {post.id: place for place, post in enumerate(after)}
    stayed = {i: places[post.id] for i, post in enumerate(before) if post.id in places}
    paired = (event for event in changed.values() if event.position_from is not None)
    return stayed | {
        event.position_from: event.position_to
        for event in paired
        if event.position_from is not None and event.position_to is not None
    }


def _text(post: LivePost) -> str:
    return f"{post.headline}\n{post.text}" if post.headline else post.text


# Folding ----------------------------------------------------------------------------------------


def _folded(rows: Sequence[Row]) -> Iterator[Stretch]:
    """The rows in stretches: long runs of unchanged ones folded, but for those beside a change."""
    near: set[int] = set()
    for index, row in enumerate(rows):
        if not row.is_same:
            near.update(range(index - _CONTEXT, index + _CONTEXT + 1))
    for far, group in groupby(enumerate(rows), key=lambda one: one[0] not in near):
        stretch = tuple(row for _, row in group)
        yield Stretch(stretch, far and len(stretch) >= _LEAST_FOLDED)
