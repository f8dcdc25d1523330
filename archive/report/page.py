"""The report on a collection's edits: one self-contained page, no scripts, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from archive.history.statistics import Quartiles, Statistics
from archive.report.plots import plots
from archive.times import duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The same edits, counted in three ways."""

    whole: Statistics
    """Over the whole time, by site."""
    periods: Statistics
    """By site and period."""
    together: Statistics
    """By period, of all sites (see `together`)."""


def report(title: str, figures: Figures, asked: str) -> str:
    """The page. `asked` says which part of the collection it is about. Raises NoPlots."""
    environment = Environment(
        loader=PackageLoader("archive.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(share=share, hours=hours)
    style, _, _ = environment.loader.get_source(environment, "statistics.css")  # type: ignore[union-attr]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    pictures = [
        (plot, base64.b64encode(plot.svg).decode("ascii"))
        for plot in plots(figures.whole, figures.together)
    ]
    return environment.get_template("statistics.html").render(
        title=title,
        whole=figures.whole,
        periods=figures.periods,
        together=figures.together,
        asked=asked,
        pictures=pictures,
        style=Markup(style),
        style_digest=digest,
    )


def share(value: float | None) -> str:
    """`12.5 %`; a dash for a share of nothing."""
    return "–" if value is None else f"{100 * value:.1f} %"


def hours(after: Quartiles | None, before: Quartiles | None) -> str:
    """The median as an interval: `30 min – 3 h`; a dash where there is none."""
    if after is None or before is None:
        return "–"
    return f"{duration(after.median)} – {duration(before.median)}"
