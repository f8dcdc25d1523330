"""The standfirst and the kicker: what is printed between a headline and the body, and above it."""

from __future__ import annotations

import re

from crawler.extraction.candidates import folded
from crawler.extraction.document import css_path
from crawler.extraction.likeness import likeness
from crawler.extraction.outline import Box, Unit
from crawler.extraction.page import Page
from crawler.items import Candidate

_STANDFIRST_NAMES = re.compile(
    r"standfirst|stand-first|sub-?(?:title|head(?:ing|line)?|deck)|(?:^|[-_\s])(?:dek|deck|lead|lede|intro"
    r"|chapeau|chapo|sapo|excerpt|summary|synopsis|strapline|abstract|ingress|manchet|perex|vorspann|anriss"
    r"|bajada|copete|entradilla|sottotitolo|occhiello|catenaccio|ozet|spot|anons|announce|zapowiedz|leadtext"
    r"|kurzfassung|leadin|teaser-?text|description|bottom-line|subtitulo|antetitulo)(?:$|[-_\s])",
    re.IGNORECASE,
)
_KICKER_NAMES = re.compile(
    r"kicker|eyebrow|overline|dachzeile|roofline|spitzmarke|(?:article|post|entry|story)[-_]{1,2}"
    r"(?:category|section|label|topic|tag)|(?:^|[-_\s])(?:category|rubric|rubrik|surtitre|antetitulo)(?:$|[-_\s])",
    re.IGNORECASE,
)
_LEAST, _MOST = 25, 900
_NEAR = 14


def standfirst_unit(page: Page, headline: Unit | None, body: list[Unit]) -> Unit | None:
    """The unit that is the standfirst: below the headline, named so or the h2 that follows it."""
    if headline is None or headline not in page.outline.units:
        return None
    units = page.outline.units
    start = units.index(headline) + 1
    first_prose = next((unit for unit in body if unit.prose), None)
    for unit in units[start : start + _NEAR]:
        if unit.kind != "text" or not _LEAST <= len(unit.text) <= _MOST or unit.link_share > 0.5:
            continue
        if likeness(unit.text, headline.text) > 90:
            continue
        if _named(unit, _STANDFIRST_NAMES) and _alone(unit, _STANDFIRST_NAMES):
            return unit
        if unit.box.tag in ("h2", "h3", "h4") and (
            first_prose is None or _before(units, unit, first_prose)
        ):
            return unit if _is_described(page, unit) or len(unit.text) > 60 else None
        if unit is first_prose:
            return None
    return None


def kicker(page: Page, headline: Unit | None) -> Candidate | None:
    """The short label above a headline, where its markup calls it so."""
    if headline is None or headline not in page.outline.units:
        return None
    units = page.outline.units
    start = units.index(headline)
    for unit in reversed(units[max(0, start - 4) : start]):
        if unit.kind == "text" and len(unit.text) <= 60 and _named(unit, _KICKER_NAMES):
            return Candidate(unit.text.replace("\n", " "), "dom", css_path(unit.box.node))
    return None


def _named(unit: Unit, pattern: re.Pattern[str]) -> bool:
    boxes = [unit.box, *([unit.box.parent] if unit.box.parent is not None else [])]
    return any(pattern.search(names) for box in boxes for names in box.names.split())


def _alone(unit: Unit, pattern: re.Pattern[str]) -> bool:
    """Whether the box that is called a standfirst holds this text and hardly more."""
    box: Box | None = unit.box
    while box is not None and not any(pattern.search(names) for names in box.names.split()):
        box = box.parent
    return box is not None and box.chars <= len(unit.text) * 1.6 + 60


def _before(units: list[Unit], one: Unit, other: Unit) -> bool:
    return units.index(one) < units.index(other)


def _is_described(page: Page, unit: Unit) -> bool:
    """Whether the page's description begins as the unit does."""
    said = page.meta.first("og:description", "description")
    return bool(said) and folded(said or "")[:40] == folded(unit.text)[:40]
