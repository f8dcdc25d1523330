"""An article's revisions one after another, each with the step that led to it.

The steps are those of `edits`: what only goes back to a text seen before, noise of the site and what
is the reader's doing are marked, and do not count.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.collection import Collection, Revision
from archive.collection.origins import Origin
from archive.diff import Comparison
from archive.history import Step, steps_of
from archive.records import Observation, ReadBy
from archive.sights import MOST_ARTICLES
from archive.times import sort_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One revision in its history."""

    revision: Revision
    origin: Origin
    captures: int
    """Visits that showed it."""
    step: Step | None
    """From the revision before; None for the first, and where nothing differs."""
    same_reading: bool | None
    """Whether one and the same reader and layout read it and the one before; None for the first."""
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
    steps = steps_of(collection, article_id, among=MOST_ARTICLES)
    led_to = {step.comparison.to_side.number: step for step in steps if not _is_presence(step)}
    presence = _by_revision((one.comparison for one in steps if _is_presence(one)), begins)
    comments = _comments_only(observations)
    for place, revision in enumerate(revisions):
        begin, last = begins[place], sort_key(revision.last_observed)
        yield Member(
            revision=revision,
            origin=collection.origin(revision.capture.warc_filename),
            captures=bisect_right(shown, last) - bisect_left(shown, begin),
            step=led_to.get(revision.number) if place else None,
            same_reading=_reading(revision) == _reading(revisions[place - 1]) if place else None,
            presence=tuple(presence.get(place, ())),
            comments_changed_at=tuple(comments.get(revision.revision_id, ())),
        )


def _reading(revision: Revision) -> ReadBy:
    return revision.article.reading


def _is_presence(step: Step) -> bool:
    return any(event.type.startswith("article_") for event in step.comparison.events)


def _by_revision(
    changes: Iterable[Comparison], begins: Sequence[str]
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
