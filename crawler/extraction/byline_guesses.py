"""Names that nothing in the markup calls an author's: beside the date, in a box, at the text's end.

These are asked only where no other source names anybody, and are said to be guesses. A line of the
head must be a name by its form and stand beside a date; one at the end must be a name, an agency or
a label with a name, alone in its paragraph or in brackets behind the last sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extraction.byline import BYLINES, MOST_NODES, is_outside, once
from crawler.extraction.byline_forms import (
    begins_as_byline,
    is_signature_of_head,
    names_a_word_alone,
    reporters_in_dateline,
)
from crawler.extraction.byline_labels import (
    EASTERN_BYLINE,
    LABELLED,
    ONLY_WRITING,
    PICTURED,
    SIGNED,
    THING,
)
from crawler.extraction.byline_places import is_below_picture, may_be_a_line
from crawler.extraction.byline_words import is_dated, is_name_like, names_somebody
from crawler.extraction.candidates import folded
from crawler.extraction.document import Node, css_path
from crawler.extraction.furniture import names_of
from crawler.extraction.organization_words import AGENCIES, ORGANIZATION_WORDS
from crawler.extraction.outline import Unit
from crawler.extraction.page import Page
from crawler.extraction.text import line_of
from crawler.items import AuthorItem, AuthorsItem

_LONGEST = 120
_BELOW_HEADLINE = 5
_LONGEST_SIGNATURE = 80
_LONGEST_BESIDE = 30
_BETWEEN = re.compile(r"\s*[|•·∙,\n]\s*|\s+(?:[–—-]|and|und|et|y|e|og|och|en|ja)\s+")
_RUBRIC = re.compile(r"^by\s+|\s+(?:in|for|on)\s.*$", re.IGNORECASE)
_LAST_BRACKETS = re.compile(r"[.!?…。”\"»]\s*[(（\[]([^()（）\[\]]{2,60})[)）\]]\W*$")
_PERSON_BOX = re.compile(
    r"(?:author|autor|auteur|writer|redakteur|contributor).{0,12}(?:bio|box|card|info|about|profile)"
    r"|about.{0,6}(?:author|autor)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s?(?:(?:19|20)\d\d\s)?([^\d]{2,30})$", re.IGNORECASE
)
_AROUND = " ()[]（）【】+*–—-."
_NO_SIGNATURE = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "th", "figcaption"})
_SECTIONS = ("article:section", "article:tag", "keywords", "news_keywords", "og:site_name")


def guessed_authors(page: Page, headline: Unit | None, body: list[Unit]) -> list[AuthorsItem]:
    """Lines that may name the authors, the likeliest first, each as a source of its own."""
    return [
        *(_guess(*each) for each in _beside_the_date(page, headline)),
        *(_guess(*each) for each in _in_the_head(page, headline, body)),
        *(_guess(*each, below=True) for each in _in_boxes(page)),
        *(_guess(*each, below=True) for each in _signatures(page, body)),
    ]


def _guess(line: str, locator: str, *, below: bool = False) -> AuthorsItem:
    names = [AuthorItem(name=line)]
    return AuthorsItem(source="heuristic", locator=locator, authors=names, below=below)


def _beside_the_date(page: Page, headline: Unit | None) -> Iterator[tuple[str, str]]:
    """Names in the head that share a line with a date or stand next to one."""
    units = page.outline.units
    place = page.outline.places.get(id(headline))
    if place is None:
        return
    rubrics = {folded(each) for name in _SECTIONS for each in page.meta.every(name)}
    for at in range(max(0, place - 3), min(len(units), place + 9)):
        unit = units[at]
        lined = may_be_a_line(unit) or is_dated(unit.text)
        seen = at != place and lined and not is_below_picture(units, at)
        name = _name_in(unit) if seen else None
        if name is None or folded(name) in rubrics:
            continue
        near = [unit] if at < place else [unit, units[at - 1], *units[at + 1 : at + 2]]
        if any(is_dated(each.text) for each in near if each is not headline):
            yield name, css_path(unit.box.node)


def _in_the_head(page: Page, headline: Unit | None, body: list[Unit]) -> Iterator[tuple[str, str]]:
    """A line below the headline with a name and an agency or a role, the reporters in a dateline."""
    place = page.outline.places.get(id(headline))
    if place is not None:
        units = page.outline.units
        for at in range(place + 1, min(len(units), place + _BELOW_HEADLINE)):
            unit = units[at]
            line = unit.text.replace("\n", " ")
            seen = unit.kind == "text" and may_be_a_line(unit) and not is_below_picture(units, at)
            if seen and not _is_linked(unit) and is_signature_of_head(line):
                yield line, css_path(unit.box.node)
    for unit in body[:1]:
        if named := reporters_in_dateline(unit.text):
            yield named, css_path(unit.box.node)


def _is_linked(unit: Unit) -> bool:
    """Whether a line has a link of its own: one around whole blocks says nothing of a line."""
    return bool(unit.links) and not unit.wrapped


def _name_in(unit: Unit) -> str | None:
    """The names of a line, where all else in it is a date or short."""
    if unit.kind != "text" or len(unit.text) > _LONGEST or _is_linked(unit) or unit.prose:
        return None
    if _begins_otherwise(unit.text):
        return None
    parts = [_RUBRIC.sub("", part.strip()) for part in _BETWEEN.split(unit.text)]
    names = [part for part in parts if is_name_like(part)]
    rest = [part for part in parts if part not in names]
    is_short = all(_is_beside_a_name(part) for part in rest)
    return ", ".join(names) if 1 <= len(names) <= 3 and is_short else None


def _begins_otherwise(line: str) -> bool:
    """Whether a line has a byline's label and goes on as none does: `By Popular Demand`."""
    labelled = LABELLED.match(line) or THING.match(line)
    if labelled is None:
        return False
    return not begins_as_byline(line) or names_a_word_alone(line)


def _is_beside_a_name(part: str) -> bool:
    """Whether it is a date or short, and does not say that the name is a picture's."""
    pictured = " " not in part and PICTURED.search(part) is not None
    return (len(part) <= _LONGEST_BESIDE and not pictured) or is_dated(part)


def _in_boxes(page: Page) -> Iterator[tuple[str, str]]:
    """The first line of a box that is about the author."""
    for node in once(BYLINES.of(page.document))[:MOST_NODES]:
        if _PERSON_BOX.search(names_of(node.attributes)) and not is_outside(node):
            name = _first_name(node)
            if name is not None:
                yield name, css_path(node)
                return


def _first_name(box: Node) -> str | None:
    lines = (line_of(each) for each in box.css("h2, h3, h4, h5, h6, strong, b, a, p")[:6])
    return next((line for line in lines if len(line) <= 50 and is_name_like(line)), None)


def _signatures(page: Page, body: list[Unit]) -> Iterator[tuple[str, str]]:
    """What stands under a text: `(Ann Carter)`, `Text: Ann Carter`, `Harbour Post / Reuters`."""
    last = next((unit for unit in reversed(body) if unit.prose), None)
    place = page.outline.places.get(id(last))
    if last is None or place is None:
        return
    units = page.outline.units[place : place + 5]
    if (match := _LAST_BRACKETS.search(last.text[-100:])) and _is_signature(match[1]):
        yield match[1], css_path(last.box.node)
    for at, unit in enumerate(units):
        line = unit.text.replace("\n", " ")
        if ONLY_WRITING.match(line) and at + 1 < len(units):
            line = f"{line} {units[at + 1].text}".replace("\n", " ")
        if (named := _agencies_of(line)) and _may_sign(unit):
            yield named, css_path(unit.box.node)
        if len(line) <= _LONGEST_SIGNATURE and _may_sign(unit) and _signs(line, unit is last):
            yield line.strip(_AROUND), css_path(unit.box.node)


def _may_sign(unit: Unit) -> bool:
    """Whether a unit below a text may be its signature: no heading, no link, no reader's comment."""
    if unit.kind != "text" or _is_linked(unit) or unit.box.tag in _NO_SIGNATURE:
        return False
    return not any(box.comments or box.tag in ("nav", "footer") for box in unit.box.lineage())


def _signs(line: str, is_prose: bool) -> bool:
    if SIGNED.match(line) or EASTERN_BYLINE.match(line):
        return names_somebody(line)
    return not is_prose and _is_signature(line.strip(_AROUND))


def _agencies_of(line: str) -> str | None:
    """The agencies of `© 2012 APA/AP`, which has their text and nobody's name."""
    match = _COPYRIGHT.match(line)
    if match is None:
        return None
    parts = [folded(part) for part in re.split(r"[/,]", match[1])]
    return match[1] if all(part.strip() in AGENCIES for part in parts) else None


def _is_signature(text: str) -> bool:
    """Whether it is a name, or names apart by strokes of which one is an agency or a desk."""
    if is_name_like(text):
        return True
    parts = [part.strip() for part in re.split(r"[/,]", text)]
    plain = [folded(part) for part in parts]
    known = [part in AGENCIES or bool(set(part.split("-")) & ORGANIZATION_WORDS) for part in plain]
    whole = all(fits or is_name_like(part) for fits, part in zip(known, parts, strict=True))
    return len(text) <= 60 and any(known) and (whole or len(parts) == 2)
