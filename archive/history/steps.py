"""A planned step made: its two records read, compared and marked."""

from __future__ import annotations

from functools import lru_cache

from archive.collection import Collection
from archive.collection.outlines import Stage, article_at, visit_at, with_comments
from archive.collection.views import observation_of
from archive.diff import Comparison, Interval, compare
from archive.history.comparing import with_origins
from archive.history.context import Context
from archive.history.edits import Step
from archive.history.marking import marked
from archive.history.planning import Planned
from archive.history.presence import Turn, presence
from archive.records import Article, Capture, Comment

_HELD = 64
"""Records held: those of neighbouring steps are often of one article."""


class Maker:
    """Makes steps of one collection."""

    def __init__(self, collection: Collection, context: Context) -> None:
        self._collection = collection
        self._context = context
        self._article = lru_cache(_HELD)(self._read)
        self._with_comments = with_comments(collection.index)

    def _read(self, row: int) -> Article:
        return article_at(self._collection.index, row)

    def step(self, planned: Planned) -> Step:
        """The step. Raises NotInCollection where a record was withdrawn meanwhile."""
        if planned.turn is not None:
            found = self._presence(planned, planned.turn)
            return Step(
                site=planned.site,
                comparison=found,
                last_shown=planned.turn.last.capture,
                transition=planned.transition,
            )
        assert planned.states is not None
        old, new = planned.states
        return Step(
            site=planned.site,
            comparison=self._compared(planned, old, new),
            last_shown=self._last_shown(planned.article_id, old),
            again=self._context.returns_in(planned.article_id).again.get(new.number),
            transition=planned.transition,
        )

    def _compared(self, planned: Planned, old: Stage, new: Stage) -> Comparison:
        before, after = self._article(old.row), self._article(new.row)
        assert before.capture is not None
        assert after.capture is not None
        found = compare(
            before,
            after,
            self._comments(planned.article_id, before.capture),
            self._comments(planned.article_id, after.capture),
            old_number=old.number,
            new_number=new.number,
            observed=Interval(after=old.last_observed, before=after.capture.fetched_at),
        )
        sides = ((old.number, before.capture), (new.number, after.capture))
        found = with_origins(found, self._collection, sides)
        return marked(
            found,
            before,
            after,
            returned=self._context.returns_in(planned.article_id).of(new.number),
            noise_of=lambda item: self._context.noise_of(planned.site, item, planned.moment),
            parts=None if old.reading == new.reading else self._parts(old, after.capture),
        )

    def _parts(self, old: Stage, capture: Capture) -> tuple[str, ...]:
        """Which parts differed when like was compared with like: what the visit's line says, if it is
        of this step. None of them where the visit was compared with another state, or with what
        another reader had read."""
        visit = observation_of(self._collection.index, capture)
        if visit is None or not visit.like_with_like or visit.compared_with not in old.same:
            return ()
        return visit.changed

    def _comments(self, article_id: str, capture: Capture) -> list[Comment]:
        if article_id not in self._with_comments:
            return []
        return self._collection.comments(article_id, capture.fetched_at)

    def _last_shown(self, article_id: str, stage: Stage) -> Capture | None:
        """The capture of the last visit that showed a state."""
        capture = self._article(stage.row).capture
        assert capture is not None
        if stage.last_observed == capture.fetched_at:
            return capture
        visit = visit_at(self._collection.index, article_id, stage.last_observed)
        return visit.capture if visit is not None else None

    def _presence(self, planned: Planned, turn: Turn) -> Comparison:
        known = {
            one.revision_id: (one.number, one.article.headline)
            for one in self._collection.revisions(planned.article_id)
        }
        return presence(turn, known)
