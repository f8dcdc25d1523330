"""What an export reads of a collection: one article after another, oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.collection import Collection, Revision
from archive.export.target import Advance
from archive.records import Comment, Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything that is recorded of one article."""

    article_id: str
    revisions: list[Revision]
    """Oldest first, each in its latest reading."""
    observations: list[Observation]
    comments: list[Comment]
    """Every line, oldest first."""


def stories(collection: Collection, advance: Advance) -> Iterator[Story]:
    """Every article, the one seen first at first."""
    found = article_ids(collection)
    for done, article_id in enumerate(found, start=1):
        yield Story(
            article_id=article_id,
            revisions=collection.revisions(article_id),
            observations=collection.observations(article_id),
            comments=collection.comment_history(article_id),
        )
        advance(done, len(found))


def article_ids(collection: Collection) -> list[str]:
    """The id of every article, the one seen first at first."""
    query = (
        "SELECT article_id FROM observations GROUP BY article_id "
        "ORDER BY min(fetched_at), article_id"
    )
    return [row["article_id"] for row in collection.index.rows(query)]


def shown_by(observation: Observation, revisions: list[Revision]) -> Revision | None:
    """The revision that a visit showed; None where it showed none.

    Two writers that saw one state at once wrote it twice; it is listed once, under one of its ids.
    """
    if observation.revision_id is None:
        return None
    for revision in revisions:
        if revision.revision_id == observation.revision_id:
            return revision
    before = [one for one in revisions if one.first_observed <= observation.fetched_at]
    return before[-1] if before else None
