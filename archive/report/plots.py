"""Plots of edit statistics as SVG pictures, by matplotlib: the one module that knows it.

It is not among what microfiche always installs; NoPlots says how to get it. Plots say their
denominators, use a palette that keeps apart in grey and for colour-blind eyes (Okabe and Ito 2008),
and draw no more bars than can be read.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.errors import BadInput
from archive.history.statistics import Activity, Cohort, Statistics
from archive.printable import one_line
from archive.times import duration, duration_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_BARS = 20
_SILENT, _DECLARED, _OTHER, _PLAIN = "#d55e00", "#0072b2", "#bbbbbb", "#0072b2"
_LONGEST_NAME = 40


class NoPlots(BadInput):
    """matplotlib is not installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A picture, what it is called, and its figures in words for who does not see it."""

    title: str
    svg: bytes
    words: str


def plots(whole: Statistics, periods: Statistics | None = None) -> list[Plot]:
    """The pictures of statistics over the whole time and, if there are periods, of their course.

    Those without anything to show are left out. Raises NoPlots.
    """
    found = [_edited(whole.cohorts), _first_edit(whole.cohorts), _kinds(whole.cohorts)]
    if periods is not None:
        found.insert(1, _course(periods.activity))
    return [plot for plot in found if plot is not None]


def _edited(cohorts: Sequence[Cohort]) -> Plot | None:
    listed = [one for one in cohorts if one.recaptured][:MOST_BARS]
    if not listed:
        return None
    rows = [(one.site, 100 * (one.edited_share or 0), _of(one)) for one in listed]

    def draw(axes: Axes) -> None:
        axes.barh(
            [_short(name) for name, _, _ in rows], [share for _, share, _ in rows], color=_PLAIN
        )
        for place, (_, share, said) in enumerate(rows):
            axes.annotate(
                said, (share, place), xytext=(4, 0), textcoords="offset points", va="center"
            )
        axes.set_xlim(0, 118)
        axes.set_xticks(range(0, 101, 20))
        axes.set_xlabel("per cent of the articles seen more than once")
        axes.invert_yaxis()

    return _plot(
        "Articles seen to be edited",
        draw,
        height=_height(len(rows)),
        words="; ".join(f"{name}: {said}" for name, _, said in rows),
    )


def _of(one: Cohort) -> str:
    return f"{one.edited} of {one.recaptured}"


def _course(activity: Sequence[Activity]) -> Plot | None:
    periods = sorted({one.period for one in activity if one.edits})
    if len(periods) < 2:  # a course has a beginning and an end
        return None
    silent, declared, every = (
        [sum(getattr(one, name) for one in activity if one.period == period) for period in periods]
        for name in ("silent", "declared", "edits")
    )
    other = [total - a - b for total, a, b in zip(every, silent, declared, strict=True)]

    def draw(axes: Axes) -> None:
        floor = [0] * len(periods)
        parts = (("silent", silent, _SILENT, ""), ("declared", declared, _DECLARED, "//"))
        for label, values, colour, hatch in (*parts, ("not material", other, _OTHER, "..")):
            axes.bar(periods, values, bottom=floor, label=label, color=colour, hatch=hatch)
            floor = [a + b for a, b in zip(floor, values, strict=True)]
        axes.set_ylabel("edits first observed")
        axes.locator_params("y", integer=True)
        axes.tick_params("x", rotation=60 if len(periods) > 6 else 0)
        axes.set_xticks(periods[:: -(-len(periods) // MOST_BARS)])
        axes.legend(frameon=False)

    return _plot(
        "Edits over time",
        draw,
        height=3.6,
        words="; ".join(
            f"{period}: {total} edits, {quiet} of them silent"
            for period, total, quiet in zip(periods, every, silent, strict=True)
        ),
    )


def _first_edit(cohorts: Sequence[Cohort]) -> Plot | None:
    rows = [
        (one.site, one.first_edit_after.median, one.first_edit_before.median)
        for one in cohorts
        if one.first_edit_after and one.first_edit_before
    ][:MOST_BARS]
    if not rows:
        return None

    unit, sign = duration_unit(max(before for _, _, before in rows))

    def draw(axes: Axes) -> None:
        names = [_short(name) for name, _, _ in rows]
        starts, widths = [a / unit for _, a, _ in rows], [(b - a) / unit for _, a, b in rows]
        axes.barh(names, widths, left=starts, color=_PLAIN)
        axes.set_xlabel(
            f"{sign} after the first visit: last with the old text to first with the new"
        )
        axes.set_xlim(left=0)
        axes.margins(x=0.05)
        axes.invert_yaxis()

    return _plot(
        "Time to the first edit (median, as an interval)",
        draw,
        height=_height(len(rows)),
        words="; ".join(f"{name}: between {duration(a)} and {duration(b)}" for name, a, b in rows),
    )


def _kinds(cohorts: Sequence[Cohort]) -> Plot | None:
    counts: Counter[str] = Counter()
    for one in cohorts:
        counts.update(one.kinds)
    rows = [(kind.replace("_", " "), number) for kind, number in counts.most_common(MOST_BARS)]
    if not rows:
        return None

    def draw(axes: Axes) -> None:
        bars = axes.barh([name for name, _ in rows], [number for _, number in rows], color=_PLAIN)
        axes.bar_label(bars, padding=4)
        axes.locator_params("x", integer=True)
        axes.set_xlabel("edits that have one such event at least")
        axes.margins(x=0.08)
        axes.invert_yaxis()

    return _plot(
        "What was changed",
        draw,
        height=_height(len(rows)),
        words="; ".join(f"{name}: {number}" for name, number in rows),
    )


def _height(bars: int) -> float:
    """Inches."""
    return 1.0 + 0.3 * bars


def _short(name: str) -> str:
    text = one_line(name).replace("$", r"\$")  # matplotlib would set formulas
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + "…"


def _plot(title: str, draw: Callable[[Axes], None], *, height: float, words: str) -> Plot:
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as error:
        raise NoPlots(
            "plots need matplotlib: pip install 'microfiche[plots]'; the table and --json do not"
        ) from error
    settings: Any = {"svg.fonttype": "none", "font.family": "sans-serif", "svg.hashsalt": title}
    with mpl.rc_context(settings):
        figure = Figure(figsize=(8, height), layout="constrained")
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        draw(axes)
        written = io.BytesIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": "microfiche"})
    return Plot(title=title, svg=written.getvalue(), words=words)
