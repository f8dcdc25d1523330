"""The periods that figures are told by: years, months and weeks, by names that sort as time does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Literal

Period = Literal["all", "year", "month", "week"]

PERIODS: Mapping[Period, Callable[[date], str]] = {
    "all": lambda moment: "",
    "year": lambda moment: f"{moment.year:04}",
    "month": lambda moment: f"{moment.year:04}-{moment.month:02}",
    "week": lambda moment: "{:04}-W{:02}".format(*moment.isocalendar()),
}
"""From a moment to the name of its period; empty for the whole time."""


def period_of(moment: datetime, by: Period) -> str:
    """`2026`, `2026-03`, `2026-W10` (ISO weeks), or nothing."""
    return PERIODS[by](moment)


def back_from(last: str, by: Period) -> Iterator[str]:
    """A period and those before it, without end but that of the calendar."""
    if by == "all":
        yield ""
        return
    begin = _begin(last, by)
    while True:
        yield PERIODS[by](begin)
        try:
            begin = _begin(PERIODS[by](begin - timedelta(days=1)), by)
        except (OverflowError, ValueError):
            return


def course(names: set[str], by: Period, most: int) -> tuple[list[str], int]:
    """Every period from the first of some to the last, those without anything too.

    At most the last `most` of them; beside them how many of `names` stand before those.
    """
    if not names:
        return [], 0
    found: list[str] = []
    for name in back_from(max(names), by):
        if len(found) == most or name < min(names):
            break
        found.append(name)
    return found[::-1], len(names - set(found))


def _begin(name: str, by: Period) -> date:
    if by == "week":
        return datetime.strptime(f"{name}-1", "%G-W%V-%u").date()
    year, _, month = name.partition("-")
    return date(int(year), int(month or 1), 1)
