"""The standfirst and the kicker: what is printed between a headline and the body, and above it."""

from __future__ import annotations

import re

from crawler.extraction.boilerplate import is_boilerplate, is_caption
from crawler.extraction.candidates import folded
from crawler.extraction.document import css_path
from crawler.extraction.heading_parts import KICKER_NAMES
from crawler.extraction.likeness import letters, likeness
from crawler.extraction.outline import Box, Unit
from crawler.extraction.page import Page
from crawler.items import Candidate

_STANDFIRST_NAMES = re.compile(
    r"standfirst|stand-first|preamble|preface|sub-?(?:title|head(?:ing|line)?|deck)|(?:^|[-_\s])(?:dek|deck|lead|lede|intro"
    r"|chapeau|chapo|sapo|excerpt|summary|synopsis|strapline|abstract|ingress|manchet|perex|vorspann|anriss"
    r"|bajada|copete|entradilla|sottotitolo|occhiello|catenaccio|ozet|spot|anons|announce|zapowiedz|leadtext"
    r"|kurzfassung|leadin|teaser-?text|description|bottom-line|subtitulo|antetitulo)(?:$|[-_\s])",
    re.IGNORECASE,
)
_OF_AN_IMAGE = re.compile(
    r"(?:^|[\s_-])(?:image|photo|img|picture|pic|foto|figure)[_-]{1,2}(?:text|info|desc\w{0,7}|title|label)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LEAST, _MOST = 25, 900
_NEAR = 14
_MOST_LINES = 6
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "।", "؟")
_SUBHEADINGS = ("h2", "h3", "h4")


def standfirst_units(page: Page, headline: Unit | None, body: list[Unit]) -> list[Unit]:
    """The units that are the standfirst, below the headline; mostly one, none where none is.

    Told by its names, by being what the page gives as its description, or as the heading that
    follows the headline.
    """
    if headline is None or headline not in page.outline.units:
        return []
    units = page.outline.units
    start = page.outline.places[id(headline)] + 1
    prose = [unit for unit in body if unit.prose]
    for unit in units[start : start + _NEAR]:
        if not _possible(unit, headline):
            continue
        if _named(unit, _STANDFIRST_NAMES):
            alone = _alone(page, unit)
            if alone:
                return alone
        if _is_described(page, unit) and not _begins_body(unit, prose):
            return [unit]
        if _in_subheading(unit) and not (prose and _before(page, prose[0], unit)):
            return [unit] if len(unit.text) > 60 else []
        if prose and unit is prose[0]:
            return []
    return []


def without_byline(text: str, byline: str | None) -> str:
    """A standfirst of one or more lines as one, without a last line that is the byline."""
    lines = text.split("\n")
    own = letters(byline or "")
    if (
        len(lines) > 1
        and own
        and own in letters(lines[-1])
        and len(lines[-1]) <= len(byline or "") + 12
    ):
        lines.pop()
    return " ".join(lines)


def _possible(unit: Unit, headline: Unit) -> bool:
    """Whether a unit can be a standfirst at all."""
    if unit.kind != "text" or not _LEAST <= len(unit.text) <= _MOST or unit.link_share > 0.5:
        return False
    if any(box.tag in ("form", "nav", "button", "figcaption") for box in unit.box.lineage()):
        return False
    if is_caption(unit.box) or _OF_AN_IMAGE.search(unit.box.names):
        return False
    return likeness(unit.text, headline.text) <= 90 and not is_boilerplate(unit)


def _in_subheading(unit: Unit) -> bool:
    around = unit.box.parent
    return unit.box.tag in _SUBHEADINGS or (around is not None and around.tag in _SUBHEADINGS)


def _begins_body(unit: Unit, prose: list[Unit]) -> bool:
    """Whether a unit is the body's first paragraph: the next one stands in the same box."""
    if not prose or unit is not prose[0]:
        return False
    return len(prose) < 2 or prose[1].box.parent is unit.box.parent or unit.box is prose[1].box


def kicker(page: Page, headline: Unit | None) -> Candidate | None:
    """The short label above a headline, where its markup calls it so."""
    if headline is None or headline not in page.outline.units:
        return None
    start = page.outline.places[id(headline)]
    said = letters(headline.text)
    for unit in reversed(page.outline.units[max(0, start - 4) : start]):
        if unit.kind != "text" or len(unit.text) > 60 or not _named(unit, KICKER_NAMES):
            continue
        own = letters(unit.text)
        if own and own not in said and not _in_heading(unit):
            return Candidate(unit.text.replace("\n", " "), "dom", css_path(unit.box.node))
    return None


def _in_heading(unit: Unit) -> bool:
    return any(box.tag == "h1" for box in unit.box.lineage())


def _named(unit: Unit, pattern: re.Pattern[str]) -> bool:
    boxes = [unit.box, *([unit.box.parent] if unit.box.parent is not None else [])]
    return any(pattern.search(names) for box in boxes for names in box.names.split())


def _alone(page: Page, unit: Unit) -> list[Unit]:
    """The lines of the box that is called a standfirst; none where it holds more than one."""
    box: Box | None = unit.box
    while box is not None and not any(
        _STANDFIRST_NAMES.search(names) for names in box.names.split()
    ):
        box = box.parent
    if box is None:
        return []
    start = page.outline.places[id(unit)]
    near = page.outline.units[start : start + _MOST_LINES]
    lines = [each for each in near if each.box.inside(box)]
    if len(lines) > 1 and all(_goes_on(each, unit) for each in lines):
        whole = sum(len(each.text) for each in lines)
        return lines if whole == box.chars <= _MOST else []
    return [unit] if box.chars <= len(unit.text) * 1.6 + 60 else []


def _goes_on(line: Unit, first: Unit) -> bool:
    """Whether a line is a sentence made as the first one is."""
    alike = line.box.tag == first.box.tag and line.box.parent is first.box.parent
    return alike and line.kind == "text" and line.text.endswith(_SENTENCE_ENDS)


def _before(page: Page, one: Unit, other: Unit) -> bool:
    return page.outline.places[id(one)] < page.outline.places[id(other)]


def _is_described(page: Page, unit: Unit) -> bool:
    """Whether the page's description begins as the unit does."""
    said = page.meta.first("og:description", "description")
    own = folded(unit.text)
    return bool(said) and folded(said or "")[:80].startswith(own[:80])
