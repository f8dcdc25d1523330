"""The first and the last lines of a body: its lede, and where its labels end and begin.

A body's box holds dates and names above the first sentence and labels below the last one; its lede
often stands in a box of its own between the headline and the body.
"""

from __future__ import annotations

import re
from itertools import islice

from crawler.extraction.boilerplate import is_boilerplate, is_caption
from crawler.extraction.outline import Box, Outline, Unit, ends_sentence

_LINE_ENDS = (".", "!", "?", "…", ":", "。", "！", "？", "।", "؟", '"', "”", "»")
_MOST_ABOVE, _MOST_LEDE = 60, 8
_MOST_LEVELS = 60
_LEAST_LEDE = 70
_MOST_LINKED = 0.3
_NEAR = 3
_NOT_LEDE = re.compile(
    r"(?:^|[\s_\-])(?:author|autor|byline|caption|credits?|legende?|photo|audio|player|listen|tts"
    r"|disclosure|promo|notice|alert)s?(?:$|[\s_\-])",
    re.IGNORECASE,
)
_NO_LEDE = frozenset({"li", "td", "th", "dd", "dt"})


def lede(found: Outline, body: list[Unit], headline: Unit | None) -> list[Unit]:
    """The sentences between the headline and the body's box: a lede that has a box of its own."""
    places = found.places
    start = places.get(id(headline)) if headline is not None else None
    end = places[id(body[0])] if body else 0
    if start is None or not start < end <= start + _MOST_ABOVE:
        return []
    above = [unit for unit in found.units[start + 1 : end] if _may_be_lede(unit)]
    return [unit for unit in above if not is_boilerplate(unit)][:_MOST_LEDE]


def _may_be_lede(unit: Unit) -> bool:
    if not (unit.prose or _is_heading_of_sentences(unit)):
        return False
    if unit.link_share > _MOST_LINKED or unit.box.tag in _NO_LEDE:
        return False
    if any(_is_apart(box) for box in unit.box.lineage()):
        return False
    if any(is_caption(box) for box in islice(unit.box.lineage(), 2)):
        return False
    return not any(_NOT_LEDE.search(box.names) for box in islice(unit.box.lineage(), _NEAR))


def _is_heading_of_sentences(unit: Unit) -> bool:
    """Whether a heading is a lede: pages print it as `<h2>`."""
    is_long = unit.kind == "text" and len(unit.text) >= _LEAST_LEDE
    return is_long and unit.box.tag in ("h2", "h3", "h4") and ends_sentence(unit.text)


def _is_apart(box: Box) -> bool:
    return box.furniture or box.comments or box.tag in ("figure", "figcaption", "aside", "address")


def until_last_sentence(units: list[Unit]) -> list[Unit]:
    """The units without the labels that follow the last sentence and precede the first."""
    last = max((at for at, unit in enumerate(units) if unit.prose), default=-1)
    first = next((at for at, unit in enumerate(units) if unit.prose), 0)
    return [*_beginning(units, first), *units[first : last + 1], *_tail(units, last)]


def _beginning(units: list[Unit], first: int) -> list[Unit]:
    """What precedes the first long sentence: images, headings, and short lines right above it.

    The lines begin with one that is a sentence or an item of a list: above it stand dates, places
    and names.
    """
    beside = _holder(units[first]) if first < len(units) else None
    kept: list[Unit] = []
    begun = False
    for unit in units[:first]:
        if unit.kind == "text" and not begun:
            begun = _holder(unit) is beside and (_is_line(unit) or unit.box is units[first].box)
        alike = begun and _holder(unit) is beside
        if unit.kind != "text" or alike or _may_lead(unit):
            kept.append(unit)
    return kept


def _is_line(unit: Unit) -> bool:
    told = unit.box.tag == "li" or unit.text.endswith(_LINE_ENDS)
    return told and unit.link_share < _MOST_LINKED


def _may_lead(unit: Unit) -> bool:
    return unit.box.tag in ("h2", "h3", "h4") or len(unit.text) > 80


def _tail(units: list[Unit], last: int) -> list[Unit]:
    """What follows the last sentence: images, and lines that stand beside it in the same box."""
    beside = _holder(units[last]) if last >= 0 else None
    kept: list[Unit] = []
    closed = False
    for unit in units[last + 1 :]:
        closed = closed or (
            unit.kind == "text" and (unit.link_share > 0.4 or _holder(unit) is not beside)
        )
        if unit.kind != "text" or not closed:
            kept.append(unit)
    while kept and kept[-1].box.tag in ("h2", "h3", "h4", "h5"):
        kept.pop()
    return kept


def _holder(unit: Unit) -> Box:
    """The box that a line stands in, lists and tables passed over, and its parent for `<p>`."""
    box = unit.box
    inner = box
    for _ in range(_MOST_LEVELS):
        is_part = box.tag in _PARTS or _only_wraps(box, unit) or _only_frames(box, inner)
        if box.parent is None or not is_part:
            break
        inner, box = box, box.parent
    return box


def _only_frames(box: Box, inner: Box) -> bool:
    """Whether a box holds one table or list and nothing else."""
    return inner.tag in _FRAMED and box.chars == inner.chars


def _only_wraps(box: Box, unit: Unit) -> bool:
    """Whether a box holds one heading and nothing else."""
    return unit.box.tag in _HEADINGS and box.chars == len(unit.text)


_HEADINGS = frozenset({"h2", "h3", "h4", "h5"})
_PARTS = frozenset(
    {"p", "li", "ul", "ol", "td", "tr", "tbody", "table", "h2", "h3", "h4", "b", "pre"}
    | {"th", "thead", "tfoot", "caption", "dl", "dt", "dd"}
)
_FRAMED = frozenset({"table", "ul", "ol", "dl"})
