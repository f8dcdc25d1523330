"""Comparing two states of an article: `compare` gives a `Comparison` of typed events.

Pure: records in, events out. The renderers beside it (terminal, unified, page) write what a person
reads; all of them neutralise archived text, which is hostile.
"""

from archive.diff.comparing import compare
from archive.diff.events import (
    EVENT_TYPES,
    Comparison,
    Event,
    EventType,
    Interval,
    Mark,
    Side,
    Span,
    document,
    summary,
)

__all__ = [
    "EVENT_TYPES",
    "Comparison",
    "Event",
    "EventType",
    "Interval",
    "Mark",
    "Side",
    "Span",
    "compare",
    "document",
    "summary",
]
