"""The dates that a reader of the page sees, and what in the markup stands in their places.

Rules:
- what stands between headline and text is the likeliest, then what stands right above the headline,
  then right below the text; a date inside the text is of what the text tells, not of the text;
- clocks, comments, navigation, teasers (an `<article>` or list of its own) have dates of their own;
- a label decides: of the publication, of a change, or of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from crawler.extraction.date_places import Surroundings
from crawler.extraction.date_words import (
    Kind,
    counts_back_alone,
    holds_date,
    is_counted_back,
    is_of_change,
    labelled_parts,
    named_changed,
)
from crawler.extraction.document import Node, attribute, css_path
from crawler.extraction.outline import Box, Unit
from crawler.extraction.page import Page
from crawler.extraction.relative_words import around_count
from crawler.extraction.text import line_of
from crawler.items import Candidate

_DATE_CLASS = re.compile(
    r"date|time|publi|posted|created|datum|fecha|data(?:\b|_|-)|stamp|dateline|byline|meta|zeit|updated"
)
_COUNTS_BACK = re.compile(r"date|time|publi|posted|datum|fecha|updated|\bago")
"""What a line of the head must be called that counts back (`3 hours ago`): others are clocks."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ATTRIBUTES = (
    *("data-published", "data-publish-date", "data-published-at", "data-pubdate", "data-date"),
    *("data-datetime", "data-timestamp", "data-utime", "data-time", "data-created", "data-epoch"),
)
_TITLED = re.compile(
    r"(?:^|\s)(?:published|updated|date|dtstamp|entry-date|timestamp|created)(?:\s|$)"
)
_LONGEST = 160
_SHORT = 60
_LONGEST_DATE = 32
"""`Wednesday, 30 September 2020`: a heading that is longer says more than a date."""
_MOST = 3
_DOUBTFUL = 2
"""The rank from which on a date is only a guess."""


@dataclass(frozen=True, slots=True)
class ShownDates:
    """The dates that a reader sees, the likeliest first."""

    published: list[Candidate] = field(default_factory=list)
    """Not said to be of anything but the publication."""
    guessed: list[Candidate] = field(default_factory=list)
    """The same, of places where another date may well stand."""
    changed: list[Candidate] = field(default_factory=list)
    """Said to be of a change."""


@dataclass(frozen=True, slots=True)
class _Seen:
    rank: int
    distance: int
    kind: Kind
    candidate: Candidate


def shown_dates(page: Page, headline: Unit | None, body: list[Unit]) -> ShownDates:
    """The dates that a page shows around an article of this headline and text."""
    around = Surroundings(page, headline, body)
    seen = sorted(
        chain(_elements(page, around), _lines(page, around)),
        key=lambda each: (each.rank, each.distance),
    )
    of_article = [each for each in seen if each.kind in ("plain", "published")]
    return ShownDates(
        _first([each for each in of_article if each.rank < _DOUBTFUL]),
        [_as_guess(each) for each in _first([e for e in of_article if e.rank >= _DOUBTFUL])],
        _first([each for each in seen if each.kind == "modified"]),
    )


def _first(seen: list[_Seen]) -> list[Candidate]:
    return [each.candidate for each in seen[:_MOST]]


def _as_guess(candidate: Candidate) -> Candidate:
    return Candidate(candidate.value, "heuristic", candidate.locator, candidate.raw)


def _elements(page: Page, around: Surroundings) -> Iterator[_Seen]:
    """`<time>` and other elements whose attributes give a date."""
    places = _places_of_boxes(around)
    for node, value, kind in _dated_elements(page):
        box = _box_of(node, page.outline.box_of)
        place = places.get(id(box)) if box is not None else None
        if place is None:
            place = _place_by_order(page, node, around)
        if place is not None and around.may_be_dated(box, place) and not (box and _in_footer(box)):
            rank = 1 if around.is_head(place) or around.is_above(place) else _DOUBTFUL
            rank -= kind == "published"
            found = Candidate(value[:_LONGEST], "dom", css_path(node))
            yield _Seen(rank, abs(place - around.title), kind, found)


def _dated_elements(page: Page) -> Iterator[tuple[Node, str, Kind]]:
    document = page.document
    for node in document.css("time, relative-time, abbr.published, abbr[title].date")[:40]:
        value = attribute(node, "datetime") or attribute(node, "title") or _own_date(node)
        if value:
            yield node, value, _kind_of(node)
    for name in _ATTRIBUTES:
        for given, nodes in list(document.valued.get(name, {}).items())[:8]:
            for node in nodes[:2]:
                if given and (holds_date(given) or given.isdigit()):
                    yield node, given, _kind_of(node)
    for title, titled in document.valued.get("title", {}).items():
        if title and title[:2] in ("19", "20") and holds_date(title[:12]):
            for node in titled[:2]:
                if _TITLED.search(node.attributes.get("class") or ""):
                    yield node, title, "plain"


def _own_date(node: Node) -> str | None:
    """The text of an element, unless it says more than how long ago."""
    text = line_of(node)
    counts = around_count(text) is not None and not holds_date(text)
    return None if counts and not counts_back_alone(text) else text


def _kind_of(node: Node) -> Kind:
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('itemprop') or ''}".lower()
    if "publi" in names and not named_changed(names.replace("published updated", "")):
        return "published"
    own = line_of(node)
    told = own[:_LONGEST_DATE] if is_of_change(own[:_LONGEST_DATE]) else _label_before(node)
    changed = named_changed(names) or is_of_change(told)
    return "modified" if changed else "plain"


def _label_before(node: Node) -> str:
    before = node.prev
    if before is None and node.parent is not None:
        before = node.parent.prev
    text = before.text(deep=True)[-40:] if before is not None else ""
    return text if len(text) < 40 else ""


def _box_of(node: Node, boxes: dict[int, Box]) -> Box | None:
    around: Node | None = node
    while around is not None and around.mem_id not in boxes:
        around = around.parent
    return boxes[around.mem_id] if around is not None else None


def _places_of_boxes(around: Surroundings) -> dict[int, int]:
    """The first place of a unit right in each box."""
    places: dict[int, int] = {}
    for place, unit in enumerate(around.units):
        places.setdefault(id(unit.box), place)
    return places


def _place_by_order(page: Page, node: Node, around: Surroundings) -> int | None:
    """The place of the unit that an element without text of its own stands before."""
    order = page.document.order
    own = order.get(node.mem_id)
    if own is None:
        return None
    low, high = 0, len(around.units)
    while low < high:
        middle = (low + high) // 2
        if order.get(around.units[middle].node.mem_id, 0) < own:
            low = middle + 1
        else:
            high = middle
    return min(low, len(around.units) - 1) if around.units else None


def _lines(page: Page, around: Surroundings) -> Iterator[_Seen]:
    """Lines that hold a date, cut where labels say of what it is."""
    for place, unit in around.window():
        line = _date_line(unit) if unit.kind == "text" else None
        if line is None and around.is_head(place) and _COUNTS_BACK.search(unit.box.names):
            line = unit.text if is_counted_back(unit.text) else None
        if line is None or not around.may_be_dated(unit.box, place):
            continue
        named = any(_DATE_CLASS.search(box.names) for box in (unit.box, unit.box.parent) if box)
        changed = named_changed(unit.box.names)
        for said, text in labelled_parts(line):
            kind: Kind = "modified" if said == "plain" and changed else said
            rank = _rank(unit, kind, place, around, named=named or kind != "plain")
            if rank is not None and kind != "other":
                found = Candidate(text, "dom", css_path(unit.box.node))
                yield _Seen(rank, abs(place - around.title), kind, found)


def _date_line(unit: Unit) -> str | None:
    """A short line that holds a date, or the date that a long one begins with."""
    line = unit.text.replace("\n", " ")
    if len(line) > _LONGEST:
        line = line[:_SHORT]
        return line if holds_date(line[:30]) else None
    return line if holds_date(line) else None


def _rank(unit: Unit, kind: Kind, place: int, around: Surroundings, *, named: bool) -> int | None:
    """How likely a line with a date tells the article's, 0 being likeliest; None: hardly."""
    told = unit.prose > 0 or (unit.box.tag in _HEADINGS and len(unit.text) > _LONGEST_DATE)
    head, short = around.is_head(place), len(unit.text) < _SHORT
    if told:
        if head and (holds_date(unit.text[:30]) or (short and unit is not around.headline)):
            return _DOUBTFUL
        return _DOUBTFUL + 2 if kind != "plain" or id(unit) not in around.inside else None
    if head:
        return 0 if kind != "plain" else 1
    if around.is_above(place):
        if kind == "published":
            return 0
        return 1 if named or len(unit.text) < _SHORT // 2 else _DOUBTFUL
    if around.ends is not None and place > around.ends and kind != "plain":
        return 1 if around.is_foot(place) else _DOUBTFUL + 1
    if named and place - around.title < _SHORT:
        return _DOUBTFUL
    return _DOUBTFUL + 1 if short and not unit.box.furniture and not _in_footer(unit.box) else None


def _in_footer(box: Box) -> bool:
    return any(each.tag == "footer" for each in box.lineage())
