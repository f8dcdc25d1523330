"""An article's history: what changed from revision to revision, and when it was gone.

Rules
- A change is observed between the last visit that still showed the earlier revision and the first
  capture of the later one. Nothing is said of when it was made.
- An article is taken down when a page that had been read answers 404 or 410, and returned when it
  is read again. An error or a missing capture takes nothing down.
- Comments are compared as they stood at the two captures.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.collection import Collection, Revision
from archive.diff import Comparison, Event, EventType, Interval, Side, compare, summary
from archive.diff.making import whole_event
from archive.records import Observation

_GONE = frozenset({404, 410})
_SHOWN = frozenset({"read", "not_modified"})


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


def edits_of(collection: Collection, article_id: str) -> list[Comparison]:
    """Every step of an article's history, oldest first.

    A step between revisions has their events; one event alone, article_taken_down or
    article_returned, is a step with the capture that showed it.
    """
    observations = collection.observations(article_id)
    revisions = collection.revisions(article_id)
    steps = [compared(collection, old, new, observations) for old, new in pairwise(revisions)]
    steps += presence_changes(observations, revisions)
    return sorted(steps, key=lambda step: step.observed.before or "")


def compared(
    collection: Collection,
    old: Revision,
    new: Revision,
    observations: Sequence[Observation] | None = None,
) -> Comparison:
    """Two revisions of one article, with the comments as they stood at their captures."""
    if observations is None:
        observations = collection.observations(new.article_id)
    found = compare(
        old.article,
        new.article,
        collection.comments(old.article_id, old.capture.fetched_at),
        collection.comments(new.article_id, new.capture.fetched_at),
        old_number=old.number,
        new_number=new.number,
        observed=observed_interval(old, new, observations),
    )
    return dataclasses.replace(found, notes=(*found.notes, *_imported(collection, old, new)))


def _imported(collection: Collection, *sides: Revision) -> Iterator[str]:
    """What must be known of a state that this collection did not capture itself."""
    for side in sides:
        name = side.capture.warc_filename
        if collection.origin(name).is_imported:
            yield f"Revision {side.number} was imported ({name}), not crawled by this collection."


def observed_interval(
    old: Revision, new: Revision, observations: Sequence[Observation]
) -> Interval:
    """From the last visit that showed `old` before `new` appeared, to the first that showed it."""
    shown = [
        one.fetched_at
        for one in observations
        if one.revision_id == old.revision_id and one.fetched_at <= new.first_observed
    ]
    return Interval(after=max(shown, default=old.first_observed), before=new.first_observed)


def comments_since(collection: Collection, revision: Revision) -> Comparison | None:
    """What happened in the comments under one and the same revision; None where nothing did.

    From the revision's capture to the last visit that showed it and found the comments changed.
    """
    later = [
        one
        for one in collection.observations(revision.article_id)
        if one.revision_id == revision.revision_id
        and "comments" in one.changed
        and one.fetched_at > revision.capture.fetched_at
    ]
    if not later:
        return None
    last = later[-1]
    found = compare(
        revision.article,
        revision.article,
        collection.comments(revision.article_id, revision.capture.fetched_at),
        collection.comments(revision.article_id, last.fetched_at),
        old_number=revision.number,
        new_number=revision.number,
        observed=Interval(after=revision.capture.fetched_at, before=last.fetched_at),
    )
    return _seen_again(found, last)


def unchanged(revision: Revision) -> Comparison:
    """A revision beside itself: a comparison without events."""
    return compare(
        revision.article,
        revision.article,
        old_number=revision.number,
        new_number=revision.number,
        observed=Interval(after=revision.first_observed, before=revision.last_observed),
    )


def _seen_again(found: Comparison, last: Observation) -> Comparison:
    side = dataclasses.replace(found.to_side, capture=last.capture)
    return dataclasses.replace(found, to_side=side)


def presence_changes(
    observations: Sequence[Observation], revisions: Sequence[Revision]
) -> Iterator[Comparison]:
    """article_taken_down and article_returned, from visits in their order."""
    last: Observation | None = None
    for one in observations:
        if one.outcome not in _SHOWN and one.status not in _GONE:
            continue
        if last is not None and _is_gone(one) != _is_gone(last):
            yield _presence(last, one, revisions)
        if last is not None or not _is_gone(one):
            last = one


def _is_gone(one: Observation) -> bool:
    return one.status in _GONE and one.outcome not in _SHOWN


def _presence(last: Observation, one: Observation, revisions: Sequence[Revision]) -> Comparison:
    kind: EventType = "article_taken_down" if _is_gone(one) else "article_returned"
    known = {revision.revision_id: revision for revision in revisions}
    shown = known.get(one.revision_id or last.revision_id or "")
    event = whole_event(
        kind, "", str(last.status), str(one.status), detail=f"it answers {one.status}"
    )
    return Comparison(
        article_id=one.article_id,
        url=one.url,
        headline=shown.article.headline if shown else None,
        from_side=_side(last, known),
        to_side=_side(one, known),
        observed=Interval(after=last.fetched_at, before=one.fetched_at),
        events=(event,),
    )


def _side(one: Observation, known: Mapping[str, Revision]) -> Side:
    revision = known.get(one.revision_id or "")
    return Side(
        number=revision.number if revision else None,
        revision_id=one.revision_id,
        capture=one.capture,
        reading=None,
    )


def latest_edits(collection: Collection, limit: int = 20) -> list[Edit]:
    """The steps observed last in the whole collection, newest first; at most `limit`.

    Only the steps that are returned are compared.
    """
    steps = [step for known in _edited_articles(collection) for step in _steps(collection, known)]
    steps.sort(key=lambda step: step.moment, reverse=True)
    return [edit_of(_comparison(collection, step)) for step in steps[:limit]]


@dataclass(frozen=True, slots=True)
class _Step:
    moment: str
    pair: tuple[Revision, Revision] | None
    presence: Comparison | None


def _edited_articles(collection: Collection) -> Iterator[str]:
    for article in collection.articles():
        if article.observations > 1:
            yield article.article_id


def _steps(collection: Collection, article_id: str) -> Iterator[_Step]:
    revisions = collection.revisions(article_id)
    for old, new in pairwise(revisions):
        yield _Step(new.first_observed, (old, new), None)
    for found in presence_changes(collection.observations(article_id), revisions):
        yield _Step(found.observed.before or "", None, found)


def _comparison(collection: Collection, step: _Step) -> Comparison:
    if step.presence is not None:
        return step.presence
    assert step.pair is not None
    return compared(collection, *step.pair)


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
