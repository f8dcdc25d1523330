"""Plots with a bar for each site, those with the most articles seen more than once first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from archive.history.statistics import Cohort
from archive.report.drawing import BLUE, GREY, MOST_BARS, Plot, height_of, plot, say, short
from archive.times import duration, duration_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def edited(cohorts: Sequence[Cohort]) -> Plot | None:
    """The share of articles with a material edit, with any edit behind it."""
    listed, which = _largest([one for one in cohorts if one.recaptured])
    if not listed:
        return None

    def draw(axes: Axes) -> None:
        names = [short(one.site) for one in listed]
        every = [100 * (one.edited_share or 0) for one in listed]
        material = [100 * (one.edited_materially_share or 0) for one in listed]
        axes.barh(names, every, color=GREY, hatch="..", label="any edit")
        axes.barh(names, material, color=BLUE, label="a material edit")
        places = enumerate(zip(listed, every, strict=True))
        say(axes, [(share, y, _of(one)) for y, (one, share) in places], beside=True)
        axes.set_xlim(0, 124)
        axes.set_xticks(range(0, 101, 20))
        axes.set_xlabel("per cent of the articles seen more than once; figures: a material edit")
        axes.legend(frameon=False, loc="lower right")
        axes.invert_yaxis()

    return plot(
        f"Articles seen to be edited{which}",
        draw,
        height=0.3 + height_of(len(listed)),
        words="; ".join(
            f"{one.site}: {_of(one)} materially, {one.edited} at all" for one in listed
        ),
    )


def _of(one: Cohort) -> str:
    return f"{one.edited_materially} of {one.recaptured}"


def first_edit(cohorts: Sequence[Cohort]) -> Plot | None:
    """The time to the first material edit."""
    listed, which = _largest([one for one in cohorts if one.first_material_edit_before])
    rows = [
        (one.site, one.first_material_edit_after.median, one.first_material_edit_before.median)
        for one in listed
        if one.first_material_edit_after and one.first_material_edit_before
    ]
    if not rows:
        return None
    unit, sign = duration_unit(max(before for _, _, before in rows))

    def draw(axes: Axes) -> None:
        names = [short(name) for name, _, _ in rows]
        starts, widths = [a / unit for _, a, _ in rows], [(b - a) / unit for _, a, b in rows]
        axes.barh(names, widths, left=starts, color=BLUE)
        axes.set_xlabel(
            f"{sign} after the first visit: last with the old text to first with the new"
        )
        axes.set_xlim(left=0)
        axes.margins(x=0.05)
        axes.invert_yaxis()

    return plot(
        f"Time to the first material edit (median, as an interval){which}",
        draw,
        height=height_of(len(rows)),
        words="; ".join(f"{name}: between {duration(a)} and {duration(b)}" for name, a, b in rows),
    )


def kinds(cohorts: Sequence[Cohort]) -> Plot | None:
    """What was changed, on all sites."""
    counts: Counter[str] = Counter()
    for one in cohorts:
        counts.update(one.kinds)
    rows = [(kind.replace("_", " "), number) for kind, number in counts.most_common(MOST_BARS)]
    if not rows:
        return None

    def draw(axes: Axes) -> None:
        bars = axes.barh([name for name, _ in rows], [number for _, number in rows], color=BLUE)
        axes.bar_label(bars, padding=4)
        axes.locator_params("x", integer=True)
        axes.set_xlabel("edits that have one such event at least")
        axes.margins(x=0.08)
        axes.invert_yaxis()

    which = (
        f" (the {MOST_BARS} commonest of {len(counts)} kinds)" if len(counts) > MOST_BARS else ""
    )
    return plot(
        f"What was changed{which}",
        draw,
        height=height_of(len(rows)),
        words="; ".join(f"{name}: {number}" for name, number in rows),
    )


def _largest(cohorts: Sequence[Cohort]) -> tuple[list[Cohort], str]:
    """Those that are drawn, and what is said where some are not."""
    found = sorted(cohorts, key=lambda one: (-one.recaptured, one.site))
    if len(found) <= MOST_BARS:
        return found, ""
    said = f" ({MOST_BARS} of {len(found)} sites, those with the most articles seen more than once)"
    return found[:MOST_BARS], said
