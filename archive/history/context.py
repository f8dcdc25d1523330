"""What must be known of the rest before an event can be judged: returns and noise.

Read in one walk over the records of the histories that matter, article by article, site by site; no
record is held, only the texts that changed (as hashes) and what is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Collection as Members
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

from archive.collection import Collection
from archive.collection.outlines import article_at, compared_visits, stages
from archive.history.noise import (
    Changes,
    Learned,
    Noise,
    candidates,
    learned,
    standing_in,
    week_around,
)
from archive.history.planning import History, articles_by_site
from archive.history.returns import Returns, State, returns_of
from archive.history.said import Item, items_of
from archive.records import Article
from archive.states import lasting

_NOTHING = Learned({})
_NONE = Returns()


@dataclass(slots=True)
class Context:
    """Returns by article, noise by site."""

    returns: dict[str, Returns] = field(default_factory=dict)
    noise: dict[str, Learned] = field(default_factory=dict)

    def returns_in(self, article_id: str) -> Returns:
        return self.returns.get(article_id, _NONE)

    def noise_of(self, site: str, item: Item, moment: str) -> Noise | None:
        """What is known of a text that came or went on a site at a time (a sort key)."""
        return self.noise.get(site, _NOTHING).of(item, moment)


def context_of(
    collection: Collection, histories: Sequence[History], wanted: Mapping[str, Members[str]]
) -> Context:
    """The context of the steps asked for. `wanted`: of each article the moments of its steps.

    Noise is learned from all steps within a week of those asked for, whether asked for or not: what
    is said of a step is the same whatever is asked.
    """
    context = Context()
    spans = _spans(histories, wanted)
    articles = cache(lambda: articles_by_site(collection))  # looks at every revision; seldom needed
    in_order = sorted(histories, key=lambda one: (one.site, one.article_id))
    for site, group in groupby(in_order, key=lambda one: one.site):
        if site in spans:
            changes = Changes()
            walked = {
                one.article_id
                for one in group
                if _walk(collection, context, one, changes, spans[site], one.article_id in wanted)
            }
            context.noise[site] = _learned(collection, changes, site, articles, walked)
    return context


def _spans(
    histories: Iterable[History], wanted: Mapping[str, Members[str]]
) -> dict[str, tuple[str, str]]:
    """Of each site that is asked for, the time from which it is to be learned."""
    spans: dict[str, tuple[str, str]] = {}
    for one in histories:
        moments = wanted.get(one.article_id)
        if moments:
            begin, end = spans.get(one.site, ("\uffff", ""))
            begin = min(begin, week_around(min(moments))[0])
            spans[one.site] = begin, max(end, week_around(max(moments))[1])
    return spans


def _walk(
    collection: Collection,
    context: Context,
    one: History,
    changes: Changes,
    span: tuple[str, str],
    is_wanted: bool,
) -> bool:
    """Whether it has a step in the time to be learned from."""
    is_near = any(step.states and span[0] <= step.moment <= span[1] for step in one.steps)
    if is_near:
        changes.bound()
        found = returns_of(_states(collection, one, changes, span))
        if is_wanted and found.items:
            context.returns[one.article_id] = found
    return is_near


def _learned(
    collection: Collection,
    changes: Changes,
    site: str,
    articles: Callable[[], Mapping[str, Sequence[str]]],
    walked: Members[str],
) -> Learned:
    found = candidates(changes)
    if not found:
        return _NOTHING
    compared = compared_visits(collection.index, articles().get(site, []))
    span = standing_in(found)
    if span is not None:
        others = [
            name for name, times in compared.items() if any(_in(span, at) for at in times[1:])
        ]
        _hold(collection, [name for name in others if name not in walked], changes)
    return learned(found, changes.held, compared)


def _in(span: tuple[str, str], moment: str) -> bool:
    return span[0] <= moment <= span[1]


def _hold(collection: Collection, article_ids: Iterable[str], changes: Changes) -> None:
    """What the articles show that did not change when others did."""
    for article_id in article_ids:
        for stage in stages(collection.index, article_id):
            article = article_at(collection.index, stage.row)
            changes.hold(article_id, _names(article), items_of(article))


def _states(
    collection: Collection, one: History, changes: Changes, span: tuple[str, str]
) -> Iterator[State]:
    """The states of an article one after the other; what changed between them is noted."""
    before: set[Item] = set()
    authors: set[str] = set()
    for stage in one.stages:
        article = article_at(collection.index, stage.row)
        items, names = items_of(article), _names(article)
        changes.hold(one.article_id, names, items)
        if stage.number > 1 and _in(span, stage.first_observed):
            both = authors & names
            changes.add(one.article_id, stage.first_observed, both, before - items, items - before)
        before, authors = items, names
        yield State(
            number=stage.number,
            first_observed=stage.first_observed,
            last_observed=stage.last_observed,
            modified=lasting(article.date_modified, article.date_modified_zone),
            items=items,
        )


def _names(article: Article) -> set[str]:
    """The full names of those who wrote it."""
    return {author.name for author in article.author if " " in author.name}
