"""A step of a history: a comparison, judged; and the same as a line of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from archive.diff import Comparison, Event, EventType, Interval
from archive.history.marking import is_declared, is_edit
from archive.history.returns import Again
from archive.records import Capture

Said = Literal["silent", "declared", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What changed in an article from one state to the next, with what the rest says of it."""

    site: str
    comparison: Comparison
    last_shown: Capture | None
    """Of the last visit that showed the earlier state, and so where the observation begins; it may
    be a 304. What the earlier state says was read from `comparison.from_side.capture`."""
    again: Again | None = None
    """How often the edit was seen to go back and forth afterwards."""
    transition: str = ""
    """What the two states say, as digests, and which of the article's equal transitions it is: the
    same whichever captures showed them. Empty for a step of no history."""

    @property
    def edits(self) -> tuple[Event, ...]:
        """The events that count: not noise, not shown again, not the reader's."""
        return tuple(event for event in self.comparison.events if is_edit(event))

    @property
    def is_edit(self) -> bool:
        """Whether any event counts."""
        return any(is_edit(event) for event in self.comparison.events)

    @property
    def returns_to(self) -> int | None:
        """The revision that showed the same, where the step does nothing but return."""
        marks = [event.mark for event in self.comparison.events]
        found = [mark.revision for mark in marks if mark is not None and mark.revision is not None]
        return max(found) if found and len(found) == len(marks) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One step of an article's history, for a list."""

    article_id: str
    url: str
    site: str = ""
    headline: str | None
    from_number: int | None
    to_number: int | None
    from_revision: str | None
    to_revision: str | None
    observed: Interval
    events: Mapping[EventType, int]
    """How many of each type; of those that count."""
    significance: float
    """That of the weightiest event; 0.0 where there is none."""
    silent: bool
    """Whether any of the events is a silent one."""
    said: Said = "none"
    """Whether a material change was silent or declared; `none` where nothing material changed."""
    marked: Mapping[str, int] = field(default_factory=dict)
    """How many events do not count, by the kind of their marks."""
    returns_to: int | None = None
    again: Again | None = None


def edit_of(step: Step | Comparison) -> Edit:
    """A step as a line of a list."""
    if isinstance(step, Comparison):
        step = Step(site="", comparison=step, last_shown=None)
    found, events = step.comparison, step.edits
    return Edit(
        article_id=found.article_id,
        url=found.url,
        site=step.site,
        headline=found.headline,
        from_number=found.from_side.number,
        to_number=found.to_side.number,
        from_revision=found.from_side.revision_id,
        to_revision=found.to_side.revision_id,
        observed=found.observed,
        events=_counts(events),
        significance=max((event.significance for event in events), default=0.0),
        silent=any(event.silent for event in events),
        said=_said(events),
        marked=_marked(found.events),
        returns_to=step.returns_to,
        again=step.again,
    )


def _said(events: tuple[Event, ...]) -> Said:
    if any(event.silent for event in events):
        return "silent"
    return "declared" if any(is_declared(event) for event in events) else "none"


def _counts(events: tuple[Event, ...]) -> dict[EventType, int]:
    counts: dict[EventType, int] = {}
    for event in events:
        counts[event.type] = counts.get(event.type, 0) + 1
    return counts


def _marked(events: tuple[Event, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for event in events:
        if event.mark is not None and not is_edit(event):
            counts[event.mark.kind] = counts.get(event.mark.kind, 0) + 1
    return counts
