"""Plots over time, of all sites together: every period has its place, those without anything too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from archive.history.periods import course
from archive.history.statistics import Activity, Cohort, Statistics
from archive.report.drawing import BLUE, GREY, MOST_BARS, ORANGE, Plot, plot, say
from archive.times import duration, duration_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_PERIODS = 120
_HEIGHT = 3.6
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class _Course:
    """The periods of a plot, in order; `left` stand before them and are not drawn."""

    periods: list[str]
    left: int

    def title(self, title: str) -> str:
        return f"{title} (without {self.left} earlier)" if self.left else title

    def put(self, axes: Axes) -> None:
        step = -(-len(self.periods) // MOST_BARS)
        axes.set_xlim(-0.6, len(self.periods) - 0.4)
        axes.set_xticks(range(0, len(self.periods), step), self.periods[::step])
        axes.tick_params("x", rotation=60 if len(self.periods) > 6 else 0)

    def mark(self, axes: Axes, places: Sequence[int]) -> None:
        """A dot below each period that has a share: none edited is not nothing seen."""
        axes.plot(places, [0] * len(places), "k.", markersize=5, clip_on=False)

    def words(self, said: Callable[[str], str]) -> str:
        return "; ".join(f"{period}: {said(period)}" for period in self.periods)

    def say(self, axes: Axes, places: Sequence[tuple[float, float, str]]) -> None:
        if len(self.periods) <= MOST_BARS:
            say(axes, places, beside=False)


def activity(together: Statistics) -> Plot | None:
    """How many edits were first observed in each period."""
    found = {one.period: one for one in together.activity if one.edits}
    shown = _course(together)
    if shown is None or not found:
        return None
    known = [found.get(period) for period in shown.periods]
    silent = [one.silent if one else 0 for one in known]
    declared = [one.declared if one else 0 for one in known]
    other = [one.edits - one.silent - one.declared if one else 0 for one in known]

    def draw(axes: Axes) -> None:
        floor = [0] * len(known)
        parts = (("silent", silent, ORANGE, ""), ("declared", declared, BLUE, "//"))
        for label, values, colour, hatch in (*parts, ("not material", other, GREY, "..")):
            places = range(len(known))
            axes.bar(places, values, bottom=floor, label=label, color=colour, hatch=hatch)
            floor = [a + b for a, b in zip(floor, values, strict=True)]
        axes.set_ylabel("edits first observed")
        axes.locator_params("y", integer=True)
        shown.put(axes)
        axes.legend(frameon=False)

    def said(period: str) -> str:
        one = found.get(period)
        return f"{one.edits} edits, {one.silent} of them silent" if one else "none"

    title = shown.title("Edits over time")
    return plot(title, draw, height=_HEIGHT, words=shown.words(said))


def silent_share(together: Statistics) -> Plot | None:
    """Of the material edits first observed in each period."""
    found = {one.period: one for one in together.activity if one.silent_share is not None}
    shown = _course(together)
    if shown is None or not found:
        return None
    rows = _rows(shown, found)

    def draw(axes: Axes) -> None:
        heights = [100 * (one.silent_share or 0) for _, one in rows]
        axes.bar([x for x, _ in rows], heights, color=ORANGE)
        axes.set_ylabel("silent, per cent of material edits")
        axes.set_ylim(0, 109)
        shown.put(axes)
        shown.mark(axes, [x for x, _ in rows])
        places = [(x, y, _silent(one)) for (x, one), y in zip(rows, heights, strict=True)]
        shown.say(axes, places)

    title = shown.title("Silent share, by when the edit was first observed")
    words = shown.words(lambda period: _silent(found.get(period)))
    return plot(title, draw, height=_HEIGHT, words=words)


def _silent(one: Activity | None) -> str:
    return f"{one.silent} of {one.silent + one.declared}" if one else "no material edit"


def edited(together: Statistics) -> Plot | None:
    """The share of articles edited, by when they were first seen."""
    found = {one.period: one for one in together.cohorts if one.recaptured}
    shown = _course(together)
    if shown is None or not found:
        return None
    rows = _rows(shown, found)

    def draw(axes: Axes) -> None:
        places = [x for x, _ in rows]
        every = [100 * (one.edited_share or 0) for _, one in rows]
        material = [100 * (one.edited_materially_share or 0) for _, one in rows]
        axes.bar(places, every, color=GREY, hatch="..", label="any edit")
        axes.bar(places, material, color=BLUE, label="a material edit")
        axes.set_ylabel("per cent of articles seen again")
        axes.set_ylim(0, 109)
        shown.put(axes)
        shown.mark(axes, places)
        tops = [(x, y, _material(one)) for (x, one), y in zip(rows, every, strict=True)]
        shown.say(axes, tops)
        axes.legend(frameon=False)

    title = shown.title("Articles seen to be edited, by when they were first seen")
    words = shown.words(lambda period: _material(found.get(period)))
    return plot(title, draw, height=_HEIGHT, words=words)


def _material(one: Cohort | None) -> str:
    return f"{one.edited_materially} of {one.recaptured}" if one else "none seen more than once"


def first_edit(together: Statistics) -> Plot | None:
    """The time to the first material edit, by when the articles were first seen."""
    found = {
        one.period: (one.first_material_edit_after.median, one.first_material_edit_before.median)
        for one in together.cohorts
        if one.first_material_edit_after and one.first_material_edit_before
    }
    shown = _course(together)
    if shown is None or not found:
        return None
    rows = _rows(shown, found)
    unit, sign = duration_unit(max(before for _, before in found.values()))

    def draw(axes: Axes) -> None:
        heights = [(before - after) / unit for _, (after, before) in rows]
        floor = [after / unit for _, (after, _) in rows]
        axes.bar([x for x, _ in rows], heights, bottom=floor, color=BLUE)
        axes.set_ylabel(f"{sign} after the first visit")
        axes.set_ylim(bottom=0)
        shown.put(axes)

    def said(period: str) -> str:
        if period not in found:
            return "no material edit"
        after, before = found[period]
        return f"between {duration(after)} and {duration(before)}"

    name = (
        "Time to the first material edit (median, as an interval), by when articles were first seen"
    )
    return plot(shown.title(name), draw, height=_HEIGHT, words=shown.words(said))


def _course(together: Statistics) -> _Course | None:
    """The same for every plot; None where there are not two periods, a beginning and an end."""
    names = {one.period for one in together.cohorts} | {one.period for one in together.activity}
    periods, left = course(names, together.by, MOST_PERIODS)
    return _Course(periods, left) if len(periods) > 1 else None


def _rows(shown: _Course, found: Mapping[str, _Found]) -> list[tuple[int, _Found]]:
    """Places and what stands there, of the periods that have something."""
    return [(x, found[period]) for x, period in enumerate(shown.periods) if period in found]
