"""A comparison as one self-contained HTML page: no scripts, nothing fetched, light and dark.

Archived text only ever enters through Jinja's autoescape. The page's Content-Security-Policy allows
its own style sheet, by digest, and nothing else. Side by side and inline are one document: what
changed is there as the earlier text and as both together, what did not change once; the style sheet
chooses by radio buttons.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from archive.diff import headings, ranking
from archive.diff.events import Comparison
from archive.diff.sheet import sheet
from archive.diff.signs import shared, visible
from archive.diff.state import State
from archive.printable import without_controls
from archive.records import Capture

CaptureLink = Callable[[Capture], str | None]
"""The address at which a capture can be looked at; None where there is none."""
View = Literal["fit", "side", "inline"]
"""`fit`: side by side where the window is wide enough."""


def _no_link(_: Capture) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Place:
    """What a reading room knows of itself, for the comparison that stands in it."""

    link: CaptureLink = _no_link
    article: str | None = None
    """The article's own page."""
    form: str | None = None
    """The id of the form that the choice of view is sent with."""
    view: View = "fit"


ALONE = Place()
"""No room: a file on somebody's disk."""


def page(
    comparison: Comparison, old: State | None = None, new: State | None = None, place: Place = ALONE
) -> str:
    """The whole page; without the two states it shows the changes alone."""
    css = _source("page.css") + style()
    digest = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
    more = {"style": Markup(css), "style_digest": Markup(digest)}
    return _render("page.html", comparison, old, new, place, **more)


def fragment(
    comparison: Comparison, old: State | None = None, new: State | None = None, place: Place = ALONE
) -> Markup:
    """The comparison without page and style, to stand in a page that has `style()`."""
    return Markup(_render("comparison.html", comparison, old, new, place))


def style() -> str:
    """The style sheet of the fragment."""
    return _source("comparison.css")


def _source(name: str) -> str:
    source, _, _ = _loader().get_source(Environment(autoescape=True), name)
    return source


def _loader() -> PackageLoader:
    return PackageLoader("archive.diff", "templates")


def _render(
    name: str,
    comparison: Comparison,
    old: State | None,
    new: State | None,
    place: Place,
    **more: object,
) -> str:
    numbers = {id(event): number for number, event in enumerate(comparison.events, start=1)}
    return (
        _environment()
        .get_template(name)
        .render(
            comparison=comparison,
            sections=sheet(comparison, old, new),
            sides=[(comparison.from_side, old), (comparison.to_side, new)],
            ranked=ranking.ranked(comparison.events),
            number=lambda event: numbers[id(event)],
            words=headings,
            ranking=ranking,
            place=place,
            **more,
        )
    )


@lru_cache(maxsize=1)  # compiling the templates takes ten times what filling them does
def _environment() -> Environment:
    environment = Environment(
        loader=_loader(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.filters.update(visible=visible, shared=shared)
    return environment


def _finalized(value: object) -> object:
    """Archived text without the control characters that no page may hold."""
    return value if isinstance(value, Markup) else without_controls(str(value))
