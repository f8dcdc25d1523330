"""Texts that come back: which changes of an article only return to what was seen before.

A/B tests and servers out of step show A, B, A, B. Every text comes and goes any number of times; its
first change is an edit, each further one is a return, and a return is one of two things:

- shown again: the article goes back and forth, and nothing new was edited;
- taken back: an editor undid an edit. That is an edit of its own.

Nobody sees which from outside. The rule, in this order:

1. The page gives a modification date later than any before: taken back, the outlet says so.
2. Between the last visit that showed the earlier state and the one that shows it again lie at most
   three days (`SHORT`): shown again.
3. What stood in between was seen for three days or more without a break: taken back.
4. In between (too few visits to know): shown again where the text has returned twice or more in the
   article's history, taken back where it has returned once.

The limits follow from that: an edit that is undone within three days, without a new date, counts as
shown again and is told on the line of the edit that it undoes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from archive.history.said import Item
from archive.times import parse_warc_date

SHORT = timedelta(days=3)

Kind = Literal["shown_again", "taken_back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a revision says, and when it was seen. Times are WARC dates."""

    number: int
    first_observed: str
    last_observed: str
    modified: str | None
    """The modification date that the page gave."""
    items: Iterable[Item]


@dataclass(frozen=True, slots=True)
class Return:
    """A text came back, or is gone again."""

    kind: Kind
    revision: int
    """The last one before that had it so."""
    origin: int
    """The number of the revision in which the text changed for the first time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """How often an edit was seen to go back and forth afterwards."""

    count: int
    last: str
    """The first time that the last of them was observed."""
    revisions: tuple[int, ...]
    """Those that brought nothing else or something else beside it."""


@dataclass(frozen=True, slots=True)
class Returns:
    """What returned in each revision of an article, by items; and of which edit it was."""

    items: Mapping[int, Mapping[Item, Return]] = field(default_factory=dict)
    again: Mapping[int, Again] = field(default_factory=dict)

    def of(self, number: int) -> Mapping[Item, Return]:
        """What returned from the revision before to this one."""
        return self.items.get(number, {})


@dataclass(frozen=True, slots=True)
class _Times:
    first: str
    last: str
    modified: str | None
    is_newer: bool
    """Whether the modification date is later than any before."""


def returns_of(states: Iterable[State]) -> Returns:
    """The returns of a history, oldest state first. No state is held; only what changed is."""
    times: dict[int, _Times] = {}
    changes: dict[Item, list[int]] = {}
    before: set[Item] | None = None
    newest = ""
    for state in states:
        now = set(state.items)
        is_newer = bool(newest) and (state.modified or "") > newest
        newest = max(newest, state.modified or "")
        times[state.number] = _Times(
            state.first_observed, state.last_observed, state.modified, is_newer
        )
        for item in now ^ before if before is not None else ():
            changes.setdefault(item, []).append(state.number)
        before = now
    found: dict[int, dict[Item, Return]] = {}
    for item, numbers in changes.items():
        for place in range(1, len(numbers)):
            found.setdefault(numbers[place], {})[item] = _return(numbers, place, times)
    return Returns(found, _again(found, times))


def _return(numbers: Sequence[int], place: int, times: Mapping[int, _Times]) -> Return:
    """The return that a text's change at `place` (1 or later) of all its changes is."""
    left, number = numbers[place - 1], numbers[place]
    kind = _kind(times[left - 1], times[left], times[number - 1], times[number], len(numbers) - 1)
    return Return(kind, left - 1, numbers[0])


def _kind(before: _Times, begin: _Times, end: _Times, back: _Times, returns: int) -> Kind:
    """`before`: the last state that had it; `begin` to `end`: those in between; `back`: the return."""
    if back.is_newer:
        return "taken_back"
    if span(before.last, back.first) <= SHORT:
        return "shown_again"
    if span(begin.first, end.last) >= SHORT or returns == 1:
        return "taken_back"
    return "shown_again"


def span(begin: str, end: str) -> timedelta:
    """The time from one moment to another; nothing where one of them is no date."""
    try:
        return parse_warc_date(end) - parse_warc_date(begin)
    except ValueError:
        return timedelta()


def _again(
    found: Mapping[int, Mapping[Item, Return]], times: Mapping[int, _Times]
) -> dict[int, Again]:
    """For each edit, the revisions that only went back or forth with it."""
    revisions: dict[int, set[int]] = {}
    for number, items in found.items():
        for one in items.values():
            if one.kind == "shown_again":
                revisions.setdefault(one.origin, set()).add(number)
    return {
        origin: Again(
            count=len(numbers),
            last=times[max(numbers)].first,
            revisions=tuple(sorted(numbers)),
        )
        for origin, numbers in revisions.items()
    }
