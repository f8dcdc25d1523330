"""What an export reads of a collection: one article after another, oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.collection import Collection, Revision
from archive.export.filters import EVERYTHING, Filters
from archive.export.target import Advance
from archive.records import Comment, Observation
from archive.times import timestamp14


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything that is recorded of one article."""

    article_id: str
    revisions: list[Revision]
    """Oldest first, each in its latest reading."""
    observations: list[Observation]
    comments: list[Comment]
    """Every line, oldest first."""


def stories(
    collection: Collection, advance: Advance, filters: Filters = EVERYTHING
) -> Iterator[Story]:
    """The articles that are asked for, the one seen first at first.

    Of a range of time: the visits and comment lines in it, and the revisions that were seen in it.
    An article without any of them is left out.
    """
    found = list(filters.article_ids(collection))
    for done, article_id in enumerate(found, start=1):
        story = Story(
            article_id=article_id,
            revisions=revisions_in(collection.revisions(article_id), filters),
            observations=[
                one
                for one in collection.observations(article_id)
                if filters.has_time(one.fetched_at)
            ],
            comments=[
                line
                for line in collection.comment_history(article_id)
                if line.capture is None or filters.has_time(line.capture.fetched_at)
            ],
        )
        if story.revisions or story.observations or story.comments:
            yield story
        advance(done, len(found))


def revisions_in(revisions: Iterable[Revision], filters: Filters) -> list[Revision]:
    """Those revisions of an article that were seen in the range."""
    return [
        one
        for one in revisions
        if timestamp14(one.first_observed) <= filters.end
        and timestamp14(one.last_observed) >= filters.start
    ]


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
