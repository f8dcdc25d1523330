"""The steps of a collection from the newest on, planned no further back than they are asked for.

Who follows a feed asks for the newest few of a hundred thousand histories.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain

from archive.collection import Collection
from archive.history.noise import week_around
from archive.history.planning import History, Planned, history

_LATEST = """
SELECT article_id, max(fetched_at) AS latest, 0 AS was_gone FROM revisions
GROUP BY article_id HAVING count(*) > 1
UNION ALL
SELECT article_id, max(fetched_at), 1 FROM observations
WHERE article_id IN (SELECT article_id FROM observations WHERE status IN (404, 410))
GROUP BY article_id
"""
_CHANGED_BETWEEN = """
SELECT article_id FROM revisions GROUP BY article_id
HAVING count(*) > 1 AND sum(fetched_at BETWEEN ? AND ?) > 0
"""


def changed_around(collection: Collection, steps: Sequence[Planned]) -> list[str]:
    """The articles of some steps, at least one, and all that changed within a week of them; by id."""
    begin = week_around(min(step.moment for step in steps))[0]
    end = week_around(max(step.moment for step in steps))[1]
    rows = collection.index.rows(_CHANGED_BETWEEN, (begin, end))
    return sorted({str(row["article_id"]) for row in rows} | {step.article_id for step in steps})


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A step among those that are planned; the newest is the least, of equals the one put first."""

    step: Planned
    number: int

    def __lt__(self, other: _Waiting) -> bool:
        mine, theirs = self.step.order, other.step.order
        return mine > theirs or (mine == theirs and self.number < other.number)


class Newest:
    """Plans the histories of one collection as they are needed, each once."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._known: dict[str, History] = {}
        self._latest: dict[str, str] = {}
        self._gone: set[str] = set()
        for row in collection.index.rows(_LATEST):
            name = str(row["article_id"])
            self._latest[name] = max(self._latest.get(name, ""), row["latest"])
            if row["was_gone"]:
                self._gone.add(name)

    def steps(self) -> Iterator[Planned]:
        """Every step, the one observed last first."""
        waiting: list[_Waiting] = []
        articles = sorted(self._latest.items(), key=lambda one: one[1], reverse=True)
        number = 0
        for article_id, latest in chain(articles, [(None, "")]):
            while waiting and (article_id is None or waiting[0].step.moment > latest):
                yield heappop(waiting).step
            for step in self._history(article_id).steps if article_id is not None else ():
                heappush(waiting, _Waiting(step, number))
                number += 1

    def around(self, steps: Sequence[Planned]) -> list[History]:
        """The histories from which the context of some steps is learned: theirs, and of all articles
        that changed within a week of them."""
        return [self._history(name) for name in changed_around(self._collection, steps)]

    def _history(self, article_id: str) -> History:
        if article_id not in self._known:
            was_gone = article_id in self._gone
            self._known[article_id] = history(self._collection, article_id, was_gone=was_gone)
        return self._known[article_id]
