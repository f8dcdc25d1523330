"""Which steps a collection's histories have, before any record is read.

A step leads from one state of an article to the next, or from there to gone and back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from archive.collection import Collection
from archive.collection.outlines import Stage, changed_articles, like, stages
from archive.history.presence import Turn, turns
from archive.times import sort_key
from archive.urls import scope_key


@dataclass(frozen=True, slots=True)
class Planned:
    """A step to come. One of `states` and `turn` is there."""

    article_id: str
    site: str
    url: str
    moment: str
    """When the later state was first seen; a sort key."""
    states: tuple[Stage, Stage] | None = None
    turn: Turn | None = None
    transition: str = ""
    """What leads to what, by what the states say: see `Step`."""

    @property
    def order(self) -> tuple[str, str]:
        """By time; steps of one moment by article."""
        return self.moment, self.article_id


@dataclass(frozen=True, slots=True)
class History:
    """An article's steps, oldest first, and its states."""

    article_id: str
    site: str
    stages: tuple[Stage, ...]
    steps: tuple[Planned, ...]


def histories(collection: Collection) -> Iterator[History]:
    """The histories of all articles that have a step, by article id."""
    gone = _gone(collection)
    for article_id in changed_articles(collection.index):
        found = history(collection, article_id, was_gone=article_id in gone)
        if found.steps:
            yield found


def history(collection: Collection, article_id: str, *, was_gone: bool = True) -> History:
    """The steps of an article. `was_gone`: whether a visit found it so, if that is known."""
    states = tuple(stages(collection.index, article_id))
    site = site_of(states[-1].url) if states else ""
    steps = [
        Planned(article_id, site, new.url, new.first_observed, states=like(old, new))
        for old, new in pairwise(states)
    ]
    if was_gone:
        steps += [
            Planned(article_id, site, turn.one.url, sort_key(turn.one.fetched_at), turn=turn)
            for turn in turns(collection.observations(article_id))
        ]
    steps.sort(key=lambda step: step.order)
    return History(article_id, site, states, tuple(_with_transitions(steps, states)))


def _with_transitions(steps: Sequence[Planned], states: Sequence[Stage]) -> Iterator[Planned]:
    """The steps of an article, oldest first; of equal transitions the second is told as that."""
    known: Counter[str] = Counter()
    for step in steps:
        transition = _transition(step, states)
        known[transition] += 1
        yield replace(step, transition=f"{transition} {known[transition]}")


def _transition(step: Planned, states: Sequence[Stage]) -> str:
    if step.states is not None:
        old, new = step.states
        return f"{old.said} {new.said}"
    assert step.turn is not None
    shown = [state.said for state in states if state.first_observed <= step.moment]
    turn = "back" if step.turn.is_back else "gone"
    return f"{shown[-1] if shown else ''} {turn}"


def _gone(collection: Collection) -> set[str]:
    query = "SELECT DISTINCT article_id FROM observations WHERE status IN (404, 410)"
    return {str(row["article_id"]) for row in collection.index.rows(query)}


def site_of(url: str) -> str:
    """The site that a URL belongs to: the registrable domain of its host."""
    return _site("/".join(url.split("/", 3)[:3]))


@lru_cache(maxsize=4096)
def _site(origin: str) -> str:
    try:
        return scope_key(origin)
    except ValueError:  # no host in it
        return origin


def articles_by_site(collection: Collection) -> dict[str, list[str]]:
    """The ids of all articles, by site."""
    found: dict[str, list[str]] = {}
    for article_id, url in article_urls(collection).items():
        found.setdefault(site_of(url), []).append(article_id)
    return found


def article_urls(collection: Collection) -> dict[str, str]:
    """An address of every article that has a revision, by id."""
    query = "SELECT article_id, max(url) AS url FROM revisions GROUP BY article_id"
    return {str(row["article_id"]): str(row["url"]) for row in collection.index.rows(query)}
