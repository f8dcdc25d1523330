"""The stream of edits: every step of every history in a collection, or of one article.

Whole records are read when their step's turn comes, and let go. What is said of a step does not depend
on what is asked for (archive.history.context).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from archive.collection import Collection
from archive.collection.outlines import changed_articles, shown
from archive.collection.views import NEVER
from archive.diff import Comparison
from archive.errors import NotInCollection
from archive.history.context import Context, context_of
from archive.history.edits import Edit, Step, edit_of
from archive.history.newest import Newest
from archive.history.planning import Planned, article_urls, histories, history, site_of
from archive.history.statistics import Seen
from archive.history.steps import Maker

_FIRST_BATCH = 128
_LARGER = 64
"""The walk over a week's records is made for each batch: few batches, so that all edits of ten
thousand revisions take two."""


def _any(url: str) -> bool:
    return True


def _always(moment: str) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which steps are asked for; by default every one that has an edit."""

    has_site: Callable[[str], bool] = _any
    """Of an article's URL."""
    has_time: Callable[[str], bool] = _always
    """Of the time (a WARC date) at which the later state was first seen."""
    kinds: frozenset[str] = frozenset()
    """Event types of which a step has one at least; of all types where empty."""
    min_significance: float = 0.0
    silent: bool = False
    """Only steps with a silent event."""
    marked: bool = False
    """Those too that have no edit: noise, what is shown again, the reader's differences. Their kinds
    then count like those of edits."""

    def takes(self, step: Step) -> bool:
        """Whether a step is asked for."""
        events = step.comparison.events if self.marked else step.edits
        if not events or (self.silent and not any(event.silent for event in events)):
            return False
        if max(event.significance for event in events) < self.min_significance:
            return False
        return not self.kinds or any(event.type in self.kinds for event in events)


EVERY_EDIT = Asked()


def edits_between(collection: Collection, asked: Asked = EVERY_EDIT) -> Iterator[Step]:
    """The steps asked for, the one observed last first."""
    newest = Newest(collection)
    for batch in _batches(step for step in newest.steps() if _is_asked(step, asked)):
        context = context_of(collection, newest.around(batch), _moments(batch))
        yield from _taken(collection, context, batch, asked)


def _batches(steps: Iterator[Planned]) -> Iterator[Sequence[Planned]]:
    """Ever larger runs of steps: who asks for the newest few does not wait for what all need."""
    size = _FIRST_BATCH
    while batch := list(islice(steps, size)):
        yield batch
        size *= _LARGER


def _is_asked(step: Planned, asked: Asked) -> bool:
    return asked.has_site(step.url) and asked.has_time(step.moment)


def _moments(steps: Iterable[Planned]) -> dict[str, list[str]]:
    moments: dict[str, list[str]] = {}
    for step in steps:
        moments.setdefault(step.article_id, []).append(step.moment)
    return moments


def _taken(
    collection: Collection, context: Context, steps: Iterable[Planned], asked: Asked
) -> Iterator[Step]:
    maker = Maker(collection, context)
    for planned in steps:
        try:
            step = maker.step(planned)
        except NotInCollection:  # withdrawn since the stream began
            continue
        if asked.takes(step):
            yield step


def seen_in(
    collection: Collection, *, has_site: Callable[[str], bool] = _any, until: str = NEVER
) -> Iterator[Seen]:
    """Every article that was read, by id: what statistics have below the line.

    `until`, a sort key (archive.times), is the last moment of which a visit counts.
    """
    urls = article_urls(collection)
    for one in shown(collection.index, until):
        url = urls.get(one.article_id, "")
        if not has_site(url):
            continue
        yield Seen(
            article_id=one.article_id,
            site=site_of(url) if url else "",
            first=one.first,
            last=one.last,
            visits=one.visits,
        )


NOISE_NOT_SOUGHT = (
    "Whether the same changed on other pages of the site was not looked for, since so many of this "
    "collection's articles changed; `microfiche edits` looks."
)


def steps_of(collection: Collection, article_id: str, *, among: int | None = None) -> list[Step]:
    """Every step of an article's history, oldest first, marked ones too.

    Noise is learned from all articles of the site. Where more than `among` articles of the
    collection changed, it is not looked for, and each step has a note that says so: who looks at one
    article does not wait for ten thousand.
    """
    own = history(collection, article_id)
    is_sought = among is None or len(changed_articles(collection.index)) <= among
    known = [own]
    if is_sought:
        known = [one for one in histories(collection) if one.site == own.site]
    context = context_of(collection, known, {article_id: [step.moment for step in own.steps]})
    steps = list(_taken(collection, context, own.steps, Asked(marked=True)))
    return steps if is_sought else [_noted(step, NOISE_NOT_SOUGHT) for step in steps]


def _noted(step: Step, note: str) -> Step:
    found = step.comparison
    told = dataclasses.replace(found, notes=(*found.notes, note))
    return dataclasses.replace(step, comparison=told)


def edits_of(collection: Collection, article_id: str) -> list[Comparison]:
    """The comparisons of an article's history, oldest first.

    A step between revisions has their events; one event alone, article_taken_down or
    article_returned, is a step with the capture that showed it.
    """
    return [step.comparison for step in steps_of(collection, article_id)]


def latest_edits(collection: Collection, limit: int = 20) -> list[Edit]:
    """The edits observed last in the whole collection, newest first; at most `limit`."""
    return [edit_of(step) for step in islice(edits_between(collection), limit)]
