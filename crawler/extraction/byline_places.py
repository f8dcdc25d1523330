"""Where a line that nothing marks may be a byline: in an article's head, and below its text.

Rules: the head ends at the first paragraph; between the first and the second, which may be the text's
lead, a line may stand too; amid the text none does, and none is a caption; what is told by a title
alone is no heading and no item of a list. Below a picture of the head a line may be its caption.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.extraction.byline_labels import ONLY_WRITING
from crawler.extraction.outline import Unit
from crawler.extraction.page import Page

_MOST_BELOW = 13
_LONGEST = 120
_NO_LINES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "caption", "figcaption"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_OUTSIDE = frozenset({"figure", "figcaption", "blockquote", "nav"})


@dataclass(frozen=True, slots=True)
class Line:
    """A short line that may be a byline; one that is a label alone has the next one behind it."""

    unit: Unit
    text: str
    of_head: bool
    """Whether it stands between the headline and the first paragraph, below no picture."""


def lines_below(page: Page, headline: Unit | None, body: list[Unit]) -> list[Line]:
    """The lines below a headline that may be bylines by where they stand, in order of the page."""
    start = page.outline.places.get(id(headline))
    if start is None:
        return []
    near = list(range(start + 1, min(len(page.outline.units), start + _MOST_BELOW)))
    return list(_lines(page, near, _paragraphs(page, body, start)))


def _paragraphs(page: Page, body: list[Unit], start: int) -> list[int]:
    """The places of the text's paragraphs, below the headline."""
    places = (page.outline.places.get(id(unit), 0) for unit in body if unit.prose)
    return [place for place in places if place > start]


def _lines(page: Page, near: list[int], paragraphs: list[int]) -> Iterator[Line]:
    units = page.outline.units
    first, second, *_ = [*paragraphs[:2], *[len(units)] * 2]
    last = paragraphs[-1] if paragraphs else len(units)
    for at in near:
        unit = units[at]
        if not second > at and not at > last:
            continue
        is_line = may_be_a_line(unit, heading=at < first)
        if unit.kind != "text" or len(unit.text) >= _LONGEST or not is_line:
            continue
        text = unit.text.replace("\n", " ")
        if ONLY_WRITING.match(text) and at + 1 < len(units):
            text = f"{text} {units[at + 1].text}".replace("\n", " ")
        plain = unit.box.tag != "li" and may_be_a_line(unit)
        yield Line(unit, text, plain and at < first and not is_below_picture(units, at))


def may_be_a_line(unit: Unit, *, heading: bool = False) -> bool:
    """Whether a unit is a line of its own: no cell, nothing in a figure or a quote, and no heading,
    but where a labelled line of the head may be one.
    """
    if unit.box.tag in _NO_LINES and not (heading and unit.box.tag in _HEADINGS):
        return False
    return not any(box.tag in _OUTSIDE for box in unit.box.lineage())


def is_below_picture(units: list[Unit], at: int) -> bool:
    """Whether what stands before a unit is a picture, whose caption it may be."""
    return at > 0 and units[at - 1].kind == "image"
