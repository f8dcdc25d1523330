"""Figures about edits, per site and over time: pure, from what was seen and the stream of edits.

Definitions
- `Seen` is an article with its visits that showed it. An article shown once cannot show an edit:
  every share has the articles shown more than once (`recaptured`) below the line, never all.
- Articles are counted in the period in which they were first seen (a cohort), with all that was
  observed of them since. Later cohorts were watched for a shorter time: `watched` says how long.
- `Seen` and the edits must be of one range of time: visits after the last edit that is asked for would
  stand below the line of edits that nobody looked for.
- An edit is a step with an event that counts (archive.history.marking) and is of the editors: what
  readers comment, and pages that go and come back, are none.
- Material edits are those that the outlet would be expected to declare, and theirs is the share to
  quote: an edit may be a keyword, a link or a post added to a live blog. `silent_share` is the silent
  ones among them. Edits without any material change are neither.
- The time to the first edit is measured from the first visit, not from publication, and known only as
  an interval: at least until the last visit that showed the old text, at most until the first that
  showed the new one. Articles that were not edited have none and are not in its quartiles.
- Activity counts edits in the period in which they were first observed, whenever the article was.

Times are hours. None is "not known": a share of nothing, a quartile of no values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from statistics import quantiles

from archive.diff import EventType
from archive.history.edits import Edit
from archive.history.periods import Period, period_of
from archive.times import parse_warc_date

_NOT_OF_EDITORS = ("comment_", "article_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An article and the visits that showed it, one beside the other. Times are WARC dates."""

    article_id: str
    site: str
    first: str
    last: str
    visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quartiles:
    """Of some hours: a quarter of them is below `lower`, half below `median`."""

    lower: float
    median: float
    upper: float
    count: int
    """Of how many values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """The articles of a site that were first seen in a period, and what was observed of them since."""

    site: str
    period: str
    """`2026`, `2026-03` or `2026-W10`; empty for the whole time."""
    articles: int
    recaptured: int
    """Articles shown more than once: only these can show an edit."""
    edited_materially: int
    edited_materially_share: float | None
    """Of `recaptured`."""
    edited: int
    """In whatever way."""
    edited_share: float | None
    """Of `recaptured`."""
    taken_down: int
    """Articles that were gone at least once, of all."""
    edits: int
    edits_per_article: float | None
    """Of `recaptured`."""
    silent: int
    declared: int
    """Material edits, by whether the outlet said so."""
    silent_share: float | None
    """Of `silent` and `declared`."""
    kinds: Mapping[EventType, int]
    """Edits that have an event of the type; one edit counts in several."""
    first_material_edit_after: Quartiles | None
    first_material_edit_before: Quartiles | None
    """As the two that follow, of the first material edit."""
    first_edit_after: Quartiles | None
    """Hours from the first visit to the last one that showed the text unedited."""
    first_edit_before: Quartiles | None
    """Hours from the first visit to the first one that showed the edit."""
    watched: Quartiles | None
    """Hours from the first visit to the last, of `recaptured`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """The edits of a site that were first observed in a period."""

    site: str
    period: str
    edits: int
    articles: int
    """Different articles among them."""
    silent: int
    declared: int
    silent_share: float | None
    taken_down: int
    returned: int
    kinds: Mapping[EventType, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Both views of the same edits; by site, then by period."""

    by: Period
    cohorts: tuple[Cohort, ...]
    activity: tuple[Activity, ...]


@dataclass(slots=True)
class _Tally:
    """What is counted of edits, of a cohort or of a period."""

    edits: int = 0
    silent: int = 0
    declared: int = 0
    kinds: Counter[EventType] = field(default_factory=Counter)
    articles: set[str] = field(default_factory=set)
    material: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    taken_down: int = 0
    returned: int = 0

    def add(self, edit: Edit) -> None:
        self.taken_down += "article_taken_down" in edit.events
        self.returned += "article_returned" in edit.events
        if "article_taken_down" in edit.events:
            self.gone.add(edit.article_id)
        kinds = of_editors(edit)
        if not kinds:
            return
        self.edits += 1
        self.kinds.update(kinds)
        self.articles.add(edit.article_id)
        self.silent += edit.said == "silent"
        self.declared += edit.said == "declared"
        if edit.said != "none":
            self.material.add(edit.article_id)

    @property
    def silent_share(self) -> float | None:
        return _share(self.silent, self.silent + self.declared)

    @property
    def sorted_kinds(self) -> dict[EventType, int]:
        return dict(sorted(self.kinds.items()))


_Firsts = dict[str, tuple[float, float]]
"""By article: the hours after which its first edit was made at the earliest, and at the latest."""


@dataclass(slots=True)
class _Group:
    """A cohort while it is counted."""

    tally: _Tally = field(default_factory=_Tally)
    articles: int = 0
    watched: list[float] = field(default_factory=list)
    first: _Firsts = field(default_factory=dict)
    first_material: _Firsts = field(default_factory=dict)


def of_editors(edit: Edit) -> list[EventType]:
    """The types of a step's events that are the editors'; none where the step is no edit."""
    return [kind for kind in edit.events if not kind.startswith(_NOT_OF_EDITORS)]


def together(seen: Iterable[Seen], edits: Iterable[Edit]) -> tuple[Iterator[Seen], Iterator[Edit]]:
    """The same as of one site without a name: medians of several sites cannot be had of their own."""
    return (replace(one, site="") for one in seen), (replace(one, site="") for one in edits)


def statistics_of(seen: Iterable[Seen], edits: Iterable[Edit], by: Period = "all") -> Statistics:
    """The figures, per site and period. The edits may come in any order; none is held.

    Edits of articles that are not in `seen` count in the activity only.
    """
    groups: dict[tuple[str, str], _Group] = {}
    known: dict[str, tuple[_Group, datetime]] = {}
    for one in seen:
        first = _date(one.first)
        if first is None:
            continue
        group = groups.setdefault((one.site, period_of(first, by)), _Group())
        group.articles += 1
        watched = _hours(first, one.last)
        if one.visits > 1 and watched is not None:
            group.watched.append(watched)
        known[one.article_id] = (group, first)
    activity: dict[tuple[str, str], _Tally] = {}
    for edit in edits:
        observed = _date(edit.observed.before)
        if observed is not None:
            activity.setdefault((edit.site, period_of(observed, by)), _Tally()).add(edit)
        if edit.article_id in known:
            _add(edit, *known[edit.article_id])
    return Statistics(
        by=by,
        cohorts=tuple(_cohort(*key, groups[key]) for key in sorted(groups)),
        activity=tuple(_activity(*key, activity[key]) for key in sorted(activity)),
    )


def _add(edit: Edit, group: _Group, first: datetime) -> None:
    group.tally.add(edit)
    after, before = _hours(first, edit.observed.after), _hours(first, edit.observed.before)
    if not of_editors(edit) or after is None or before is None:
        return
    for firsts in (group.first, group.first_material):
        known = firsts.get(edit.article_id)
        is_counted = firsts is group.first or edit.said != "none"
        if is_counted and (known is None or before < known[1]):
            firsts[edit.article_id] = after, before


def _cohort(site: str, period: str, group: _Group) -> Cohort:
    tally, recaptured = group.tally, len(group.watched)
    edited = len(tally.articles)
    return Cohort(
        site=site,
        period=period,
        articles=group.articles,
        recaptured=recaptured,
        edited_materially=len(tally.material),
        edited_materially_share=_share(len(tally.material), recaptured),
        edited=edited,
        edited_share=_share(edited, recaptured),
        taken_down=len(tally.gone),
        edits=tally.edits,
        edits_per_article=_share(tally.edits, recaptured),
        silent=tally.silent,
        declared=tally.declared,
        silent_share=tally.silent_share,
        kinds=tally.sorted_kinds,
        first_material_edit_after=quartiles([after for after, _ in group.first_material.values()]),
        first_material_edit_before=quartiles([late for _, late in group.first_material.values()]),
        first_edit_after=quartiles([after for after, _ in group.first.values()]),
        first_edit_before=quartiles([before for _, before in group.first.values()]),
        watched=quartiles(group.watched),
    )


def _activity(site: str, period: str, tally: _Tally) -> Activity:
    return Activity(
        site=site,
        period=period,
        edits=tally.edits,
        articles=len(tally.articles),
        silent=tally.silent,
        declared=tally.declared,
        silent_share=tally.silent_share,
        taken_down=tally.taken_down,
        returned=tally.returned,
        kinds=tally.sorted_kinds,
    )


def quartiles(values: Sequence[float]) -> Quartiles | None:
    """The quartiles, between values where they fall so; None of no values."""
    if not values:
        return None
    cuts = quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3
    lower, median, upper = (round(cut, 3) for cut in cuts)
    return Quartiles(lower=lower, median=median, upper=upper, count=len(values))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _hours(first: datetime, moment: str | None) -> float | None:
    found = _date(moment)
    return None if found is None else (found - first).total_seconds() / 3600


def _date(text: str | None) -> datetime | None:
    """The moment; None for a text that is none, as foreign archives may hold."""
    try:
        return None if text is None else parse_warc_date(text)
    except ValueError:
        return None
