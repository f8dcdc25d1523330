"""The steps that new visits brought, at a cost that grows with what is new and not with what is there.

A step is named by its later side: what is recorded later may put another state before it, and who
has noted the name finds it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.collection import Collection
from archive.errors import NotInCollection
from archive.history.context import context_of
from archive.history.edits import Step
from archive.history.newest import changed_around
from archive.history.planning import History, Planned, history, site_of
from archive.history.steps import Maker

_WAS_GONE = "SELECT 1 FROM observations WHERE article_id = ? AND status IN (404, 410) LIMIT 1"
_LATEST_URL = """
SELECT url FROM revisions WHERE article_id = ? ORDER BY fetched_at DESC, segment DESC, offset DESC
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Which step: what was seen when."""

    article_id: str
    moment: str
    """When the later state was first seen; a sort key."""
    revision_id: str | None
    """The later state; None where the article was found gone, or back."""


def arrivals(collection: Collection, visits: Iterable[tuple[str, str]]) -> list[Arrival]:
    """The steps whose later side one of the visits was the first to see, in the order of time.

    `visits`: article and moment (a sort key).
    """
    moments: dict[str, set[str]] = {}
    for article_id, moment in visits:
        moments.setdefault(article_id, set()).add(moment)
    steps = [
        step
        for article_id, wanted in moments.items()
        for step in _history(collection, article_id).steps
        if step.moment in wanted
    ]
    return [_arrival(step) for step in sorted(steps, key=lambda step: step.order)]


def _history(collection: Collection, article_id: str) -> History:
    was_gone = bool(collection.index.rows(_WAS_GONE, (article_id,)))
    return history(collection, article_id, was_gone=was_gone)


def _arrival(step: Planned) -> Arrival:
    later = step.states[1].revision_id if step.states else None
    return Arrival(step.article_id, step.moment, later)


class Arrived:
    """Makes the steps of arrivals; what must be known of their sites is learned once for all."""

    def __init__(self, collection: Collection, wanted: Sequence[Arrival]) -> None:
        self._steps = _planned(collection, wanted)
        found = self._steps.values()
        moments: dict[str, list[str]] = {}
        for step in found:
            moments.setdefault(step.article_id, []).append(step.moment)
        context = context_of(collection, _neighbours(collection, list(found)), moments)
        self._maker = Maker(collection, context)

    def step(self, arrival: Arrival) -> Step | None:
        """The step as it stands now; None where it has no edit, or is no longer there."""
        planned = self._steps.get(arrival)
        if planned is None:
            return None
        try:
            step = self._maker.step(planned)
        except NotInCollection:  # withdrawn since
            return None
        return step if step.edits else None


def _planned(collection: Collection, wanted: Sequence[Arrival]) -> dict[Arrival, Planned]:
    known = {one.article_id: _history(collection, one.article_id) for one in wanted}
    steps = {one: _step_of(one, known[one.article_id]) for one in wanted}
    return {one: step for one, step in steps.items() if step is not None}


def _step_of(arrival: Arrival, known: History) -> Planned | None:
    """The latest step to that side up to that time: an import may show that it was there before."""
    found = None
    for step in known.steps:
        is_same = _arrival(step).revision_id == arrival.revision_id
        is_then = step.moment <= arrival.moment if step.states else step.moment == arrival.moment
        if is_same and is_then:
            found = step
    return found


def _neighbours(collection: Collection, steps: Sequence[Planned]) -> list[History]:
    """The histories from which noise is learned: of what changed on the same sites within a week."""
    if not steps:
        return []
    sites = {step.site for step in steps}
    near = changed_around(collection, steps)
    return [_history(collection, one) for one in near if _site(collection, one) in sites]


def _site(collection: Collection, article_id: str) -> str:
    rows = collection.index.rows(_LATEST_URL, (article_id,))
    return site_of(rows[0]["url"]) if rows else ""
