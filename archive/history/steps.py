"""The steps of an article's history, and those observed last in the whole collection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from archive.collection import Collection, Revision
from archive.diff import Comparison
from archive.history.comparing import compared
from archive.history.edits import Edit, edit_of
from archive.history.presence import presence_changes


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
