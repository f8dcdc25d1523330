"""How many words of the article came and went in a comparison.

Counted are the words of what the article says: headline, standfirst, byline, the body, captions,
notices and posts; not dates, keywords, addresses, or what readers write. A fact that stands beside a
block is in the block's own words; a passage that only moved has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.diff.events import Event
from archive.diff.words import word_count, words_of

_CAPTIONS = frozenset({"caption_changed", "credit_changed"})
_SAID = frozenset(
    {
        "headline_changed",
        "standfirst_changed",
        "byline_changed",
        "block_added",
        "block_removed",
        "block_edited",
        "block_rewritten",
        "block_moved",
        "block_split",
        "block_merged",
        "correction_added",
        "correction_removed",
        "live_post_added",
        "live_post_edited",
        "live_post_removed",
    }
)


@dataclass(frozen=True, slots=True)
class Size:
    """Words."""

    added: int
    removed: int


def size_of(events: Iterable[Event]) -> Size:
    """The words that came and went."""
    changed = [
        span for event in events if _is_said(event) for span in event.spans if span.op != "equal"
    ]
    return Size(
        added=sum(_words(span.new) for span in changed),
        removed=sum(_words(span.old) for span in changed),
    )


def _is_said(event: Event) -> bool:
    if event.path.startswith("/image/"):  # an image's own text is its address
        return event.type in _CAPTIONS
    return event.type in _SAID


def _words(text: str) -> int:
    return word_count(words_of(text).keys) if text else 0
