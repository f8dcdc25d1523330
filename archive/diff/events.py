"""What a comparison says: events, the words that changed, and the two captures it rests on.

Rules
- `old` and `new` are whole texts or None; `spans` beside them say which words changed.
- A path is a JSON pointer into the later article, or into the earlier one for what is gone from it.
- A comparison never says when a change was made, only between which two captures it was observed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from archive.records import Capture, ReadBy, as_json

EventType = Literal[
    "headline_changed",
    "standfirst_changed",
    "byline_changed",
    "author_changed",
    "agency_changed",
    "dateline_changed",
    "date_changed",
    "section_changed",
    "keywords_changed",
    "canonical_changed",
    "translation_changed",
    "language_changed",
    "paywall_changed",
    "block_added",
    "block_removed",
    "block_edited",
    "block_rewritten",
    "block_moved",
    "block_split",
    "block_merged",
    "number_changed",
    "name_changed",
    "quote_changed",
    "negation_changed",
    "link_changed",
    "typographic_changed",
    "image_added",
    "image_removed",
    "image_replaced",
    "caption_changed",
    "credit_changed",
    "alt_changed",
    "correction_added",
    "correction_removed",
    "live_post_added",
    "live_post_edited",
    "live_post_removed",
    "comment_added",
    "comment_edited",
    "comment_removed",
    "article_taken_down",
    "article_returned",
]

EVENT_TYPES: tuple[str, ...] = get_args(EventType)

Op = Literal["equal", "insert", "delete", "replace"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of both texts. All `old` joined are the old text, all `new` joined the new one.

    In an `equal` span the words agree; white space and the style of quotation marks may differ.
    """

    op: Op
    old: str
    new: str


MarkKind = Literal["shown_again", "taken_back", "noise", "other_reading"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What an article's other revisions, or its site's other pages, say of an event.

    archive.history.marking sets it, a pure comparison only where two readers read one page. An
    event that is marked otherwise than `taken_back` is no edit of its own: its significance is 0
    and it is not silent.
    """

    kind: MarkKind
    said: str
    """A sentence: why."""
    revision: int | None = None
    """Of `shown_again` and `taken_back`: the revision that showed the same."""
    weight: float
    """The significance that the event has by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that differs between two revisions."""

    type: EventType
    path: str
    old: str | None = None
    new: str | None = None
    position_from: int | None = None
    """0-based place among the body's blocks, the images, the posts or the thread's comments."""
    position_to: int | None = None
    similarity: float | None = None
    """0 to 1: the share of words that stayed, in order; None where nothing is compared."""
    significance: float
    """0 to 1, from the table in archive.diff.significance."""
    reason: str
    """A sentence: why it has that weight."""
    silent: bool = False
    """A material change with neither a correction notice nor a new modification date."""
    spans: tuple[Span, ...] = ()
    """The words that changed; of a link_changed event the addresses that changed."""
    evidence: tuple[Capture | None, Capture | None] | None = None
    """The event's own two captures where they are not those of the comparison (comments)."""
    mark: Mark | None = None
    """Set where the event is one of a history that goes back, of noise, or of the reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two states compared."""

    number: int | None
    revision_id: str | None
    capture: Capture | None
    reading: ReadBy | None = None
    url: str | None = None
    """Of the article's record; the two sides may be of two articles."""
    file: str | None = None
    """The file it was read from, as it was named, where it is of no collection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The change was observed between these two moments (fetched_at); None is not known."""

    after: str | None
    """The last time the earlier state was seen."""
    before: str | None
    """The first time the later state was seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two states of an article and what differs between them."""

    article_id: str
    url: str
    canonical_url: str | None = None
    """Of the later state; for people, see archive.diff.headings.address."""
    headline: str | None
    from_side: Side
    to_side: Side
    observed: Interval
    events: tuple[Event, ...]
    notes: tuple[str, ...] = ()
    """Sentences that a reader of the events must know, such as two different readers."""

    @property
    def same_reading(self) -> bool:
        """Whether one and the same reader and layout read both sides."""
        return self.from_side.reading == self.to_side.reading


def document(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain JSON values (INTERFACE, JSON, diff)."""
    return {
        "article_id": comparison.article_id,
        "url": comparison.url,
        "headline": comparison.headline,
        "from": as_json(comparison.from_side),
        "to": as_json(comparison.to_side),
        "observed": as_json(comparison.observed),
        "same_reading": comparison.same_reading,
        "notes": list(comparison.notes),
        "events": [as_json(event) for event in comparison.events],
    }


def summary(comparison: Comparison) -> Mapping[EventType, int]:
    """How many events of each type, in the order in which they stand."""
    counts: dict[EventType, int] = {}
    for event in comparison.events:
        counts[event.type] = counts.get(event.type, 0) + 1
    return counts
