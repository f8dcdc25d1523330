"""A step of an article's history as a line of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.diff import Comparison, Event, EventType, Interval, summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One step of an article's history, for a list."""

    article_id: str
    url: str
    headline: str | None
    from_number: int | None
    to_number: int | None
    from_revision: str | None
    to_revision: str | None
    observed: Interval
    events: Mapping[EventType, int]
    """How many of each type."""
    significance: float
    """That of the weightiest event; 0.0 where there is none."""
    silent: bool
    """Whether any of the events is a silent one."""


def edit_of(comparison: Comparison) -> Edit:
    """A comparison as a line of a list."""
    events: tuple[Event, ...] = comparison.events
    return Edit(
        article_id=comparison.article_id,
        url=comparison.url,
        headline=comparison.headline,
        from_number=comparison.from_side.number,
        to_number=comparison.to_side.number,
        from_revision=comparison.from_side.revision_id,
        to_revision=comparison.to_side.revision_id,
        observed=comparison.observed,
        events=summary(comparison),
        significance=max((event.significance for event in events), default=0.0),
        silent=any(event.silent for event in events),
    )
