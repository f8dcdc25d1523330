"""A plot drawn as SVG by matplotlib: the one module that knows it.

It is not among what microfiche always installs; NoPlots says how to get it. The palette keeps apart in
grey and for colour-blind eyes (Okabe and Ito 2008).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.errors import BadInput
from archive.printable import one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_BARS = 20
"""With a name or a figure each; more could not be read."""
BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#bbbbbb"
_LONGEST_NAME = 40


class NoPlots(BadInput):
    """matplotlib is not installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A picture, what it is called, and its figures in words for who does not see it."""

    title: str
    svg: bytes
    words: str


def plot(title: str, draw: Callable[[Axes], None], *, height: float, words: str) -> Plot:
    """A picture eight inches wide, `height` high. Raises NoPlots."""
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


def height_of(bars: int) -> float:
    """Inches, for bars below each other."""
    return 1.0 + 0.3 * bars


def short(name: str) -> str:
    """A name that fits beside its bar, as plain text."""
    text = one_line(name).replace("$", r"\$")  # matplotlib would set formulas
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + "…"


def say(axes: Axes, places: Sequence[tuple[float, float, str]], *, beside: bool) -> None:
    """Figures at the ends of bars: (x, y, text), to the right of them or above."""
    for x, y, text in places:
        axes.annotate(
            text,
            (x, y),
            xytext=(4, 0) if beside else (0, 2),
            textcoords="offset points",
            va="center" if beside else "bottom",
            ha="left" if beside else "center",
            fontsize="medium" if beside else "x-small",
        )
