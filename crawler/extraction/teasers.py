"""Teasers inside a body: boxes that lead to other pages, with all that stands in them.

Their links are left out one by one as boilerplate; what is left of a teaser are its label, its date
and its summary. Told by what the box holds, not by its name (`furniture` does that):
- a box whose text is mostly links;
- a card: a small box with a heading that is a link to another page of the site. A body in which
  much of the prose stands in such boxes is a list, and has no teasers.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.extraction.outline import Box, Unit

_LINK_BOX_SHARE = 0.6
_MOST_LEVELS = 5
_LONGEST_CARD = 700
_MOST_OF_PROSE = 0.25
_LINKED_HEADING = 0.8
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_WHOLE = frozenset({"table", "blockquote"})


def without_teasers(units: Sequence[Unit], root: Box, url: str) -> list[Unit]:
    """The units of a body that stand in no teaser; `url` is the page's own."""
    left_out = {id(unit) for unit in units if unit.kind == "text" and _in_link_box(unit, root)}
    cards = {id(box) for unit in units if (box := _card(unit, root, url)) is not None}
    if cards:
        inside = [unit for unit in units if _stands_in(unit, cards, root)]
        prose = sum(unit.prose for unit in units)
        if sum(unit.prose for unit in inside) <= prose * _MOST_OF_PROSE:
            left_out.update(id(unit) for unit in inside)
    return [unit for unit in units if id(unit) not in left_out]


def _boxes(unit: Unit, root: Box) -> list[Box]:
    """The boxes around a unit inside the root, the nearest first."""
    boxes: list[Box] = []
    box: Box | None = unit.box
    while box is not None and box is not root and len(boxes) < _MOST_LEVELS:
        boxes.append(box)
        box = box.parent
    return boxes


def _in_link_box(unit: Unit, root: Box) -> bool:
    """Whether a label stands in a small box whose text is mostly links."""
    linked = False
    for box in () if unit.prose else _boxes(unit, root):
        if box.tag in _WHOLE:
            return False
        linked = linked or (
            box.link_chars > box.chars * _LINK_BOX_SHARE and box.chars > len(unit.text)
        )
    return linked


def _card(unit: Unit, root: Box, url: str) -> Box | None:
    """The box of a teaser whose heading a unit is."""
    if unit.kind != "text" or unit.link_share < _LINKED_HEADING or not unit.links:
        return None
    boxes = _boxes(unit, root)
    if not any(box.tag in _HEADINGS for box in boxes[:2]) or not _leads_away(unit, url):
        return None
    card: Box | None = None
    for box in boxes:
        if box.chars > _LONGEST_CARD or box.tag in _WHOLE:
            break
        card = box if box.chars > len(unit.text) else card
    return card


def _leads_away(unit: Unit, url: str) -> bool:
    """Whether a link leads to another page of the same site."""
    href = unit.links[0][0].strip()
    if href.startswith(("#", "mailto:", "tel:", "javascript:")):
        return False
    there, here = _parts(href), _parts(url)
    if there is None or here is None:
        return False
    return there[0] in ("", here[0]) and there[1].rstrip("/") != here[1].rstrip("/")


def _parts(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return (parts.hostname or "").removeprefix("www."), parts.path


def _stands_in(unit: Unit, cards: set[int], root: Box) -> bool:
    return any(id(box) in cards for box in _boxes(unit, root))
