"""An article's revisions one after another, each with what changed since the one before.

Comparisons are made as they are asked for, and let go: a history may have hundreds of revisions.
Comments make no revision and are not compared here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.collection import Collection, Revision
from archive.collection.origins import Origin
from archive.diff import Comparison, Event, EventType, compare, summary
from archive.diff.making import is_material
from archive.diff.size import Size, size_of
from archive.history import presence_changes
from archive.records import Observation
from archive.times import sort_key

Said = Literal["silent", "declared", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a revision changed of the one before."""

    events: Mapping[EventType, int]
    """How many of each type."""
    size: Size
    significance: float
    """That of the weightiest event; 0.0 where there is none."""
    said: Said
    """Whether a material change was silent or declared; `none` where nothing material changed."""
    same_reading: bool
    told: Sequence[Event]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One revision in its history."""

    revision: Revision
    origin: Origin
    captures: int
    """Visits that showed it."""
    change: Change | None
    """None for the first."""
    presence: tuple[Comparison, ...]
    """article_taken_down and article_returned, observed before the next revision."""
    comments_changed_at: tuple[str, ...]
    """Visits that found only the comments changed."""


def lineage(collection: Collection, article_id: str) -> Iterator[Member]:
    """The members, oldest first."""
    revisions = collection.revisions(article_id)
    observations = collection.observations(article_id)
    shown = [sort_key(one.fetched_at) for one in observations if one.revision_id is not None]
    begins = [sort_key(one.first_observed) for one in revisions]
    presence = _by_revision(presence_changes(observations, revisions), begins)
    comments = _comments_only(observations)
    before: Revision | None = None
    for place, revision in enumerate(revisions):
        begin, last = begins[place], sort_key(revision.last_observed)
        yield Member(
            revision=revision,
            origin=collection.origin(revision.capture.warc_filename),
            captures=bisect_right(shown, last) - bisect_left(shown, begin),
            change=_change(before, revision) if before else None,
            presence=tuple(presence.get(place, ())),
            comments_changed_at=tuple(comments.get(revision.revision_id, ())),
        )
        before = revision


def _by_revision(
    changes: Iterator[Comparison], begins: Sequence[str]
) -> dict[int, list[Comparison]]:
    """Each by the place of the last revision that was seen before it."""
    placed: dict[int, list[Comparison]] = {}
    for change in changes:
        seen = bisect_right(begins, sort_key(change.observed.after or "")) - 1
        placed.setdefault(max(seen, 0), []).append(change)
    return placed


def _comments_only(observations: Sequence[Observation]) -> dict[str, list[str]]:
    """The visits that found only the comments changed, by the revision that they showed."""
    times: dict[str, list[str]] = {}
    for one in observations:
        if one.changed == ("comments",) and one.revision_id is not None:
            times.setdefault(one.revision_id, []).append(one.fetched_at)
    return times


def _change(old: Revision, new: Revision) -> Change:
    found = compare(old.article, new.article, old_number=old.number, new_number=new.number)
    return Change(
        events=summary(found),
        size=size_of(found.events),
        significance=max((event.significance for event in found.events), default=0.0),
        said=_said(found.events),
        same_reading=found.same_reading,
        told=found.events,
    )


def _said(events: Sequence[Event]) -> Said:
    if any(event.silent for event in events):
        return "silent"
    return "declared" if any(is_material(event) for event in events) else "none"
