"""Which part of a page is the article's body: the box that holds its prose, and the units in it.

The rule of the descent: from `<body>` down, go into the child that holds most of the prose, as long
as there is such a child; where prose is spread over several children, that box is the root. What is
then not of the article (furniture, labels, teasers, what stands above the headline or after the
last sentence) is left out unit by unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from crawler.extraction.boilerplate import is_boilerplate
from crawler.extraction.outline import Box, Outline, Unit, ends_sentence
from crawler.extraction.pull_quotes import without_pull_quotes
from crawler.extraction.teasers import without_teasers

_DESCENT_SHARE = 0.92
_HINTED_SHARE = 0.6
_LEAST_PROSE = 140
_LONG = 100
_MOST_ABOVE, _MOST_LEDE = 60, 8
_LEAST_LEDE = 70
_MOST_LINKED = 0.3
_NEAR = 3
_NOT_LEDE = re.compile(
    r"(?:^|[\s_\-])(?:author|autor|byline|caption|credits?|legende?|photo|audio|player|listen|tts"
    r"|disclosure|promo|notice|alert)s?(?:$|[\s_\-])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CAPTION = re.compile(
    r"(?:^|[\s_\-])(?:(?:img|image|photo|foto|picture|media|figure|video|embed)?[_\-]{0,2}"
    r"(?:captions?|credits?)|legende|cutline|bildunterschrift|bildtext|bildnachweis)(?:$|[\s_\-])",
    re.IGNORECASE,
)
_CAPTION_TAGS = frozenset({"div", "p", "figcaption", "footer", "dd", "section", "ul", "li"})
_LONGEST_CAPTION = 700
_NO_LEDE = frozenset({"li", "td", "th", "dd", "dt"})
_BODY_HINT = re.compile(
    r"(?:article|story|post|entry|news|page|text|detail|content|main)[-_]{0,2}"
    r"(?:body|content|text|copy|main|inner|wrap(?:per)?|article|container)|articlebody|storytext"
    r"|(?:body|rich|article|paragraph)[-_]?(?:text|copy)|(?:^|\s)(?:article|story|prose|hentry|content)(?:\s|$)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Scope:
    """The body's root and the units of the page that are of the body, in order."""

    root: Box
    units: list[Unit]


def body_scope(found: Outline, headline: Unit | None, url: str = "") -> Scope | None:
    """The body of a page; None where it has hardly any prose. `url` is the page's own."""
    if not found.boxes or found.boxes[0].prose < _LEAST_PROSE:
        return None
    root = _descend(found, headline)
    inside = without_teasers([unit for unit in found.units if _kept(unit, root)], root, url)
    inside = without_pull_quotes(inside, root)
    units = _each_once([unit for unit in inside if not is_boilerplate(unit)])
    units = _after_headline(units, headline)
    return Scope(root, [*_lede(found, units, headline), *_until_last_sentence(units)])


def _lede(found: Outline, body: list[Unit], headline: Unit | None) -> list[Unit]:
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


def _each_once(units: list[Unit]) -> list[Unit]:
    """The units without long texts said before: pages hold a copy for each size of screen."""
    seen: set[str] = set()
    kept: list[Unit] = []
    for unit in units:
        if len(unit.text) >= _LONG and unit.text in seen:
            continue
        seen.add(unit.text)
        kept.append(unit)
    return kept


def _descend(found: Outline, headline: Unit | None) -> Box:
    box = found.boxes[0]
    while True:
        children = _open_children(found, box)
        child = max(children, key=lambda each: each.prose, default=None)
        if child is None or child.prose == 0:
            return box
        if _twins(children, child, headline):
            return box
        share = child.prose / box.prose
        hinted = is_hinted(child) or (headline is not None and headline.box.inside(child))
        if share >= _DESCENT_SHARE or (hinted and share >= _HINTED_SHARE and child.depth < 40):
            box = child
            continue
        return box


def _twins(children: list[Box], child: Box, headline: Unit | None) -> bool:
    """Whether other children made like this one hold prose too: the body is cut into pieces."""
    if child.tag == "article" or not child.names.strip():
        return False
    alike = [
        each
        for each in children
        if each is not child and each.tag == child.tag and each.names == child.names and each.prose
    ]
    if headline is not None and headline.box.inside(child):
        return False
    return sum(each.prose for each in alike) > child.prose * 0.05


def is_hinted(box: Box) -> bool:
    """Whether the markup calls a box the article or its body."""
    if box.tag == "article" or box.attributes.get("itemprop") == "articleBody":
        return True
    return box.tag in ("div", "section", "main") and bool(_BODY_HINT.search(box.names))


def _open_children(found: Outline, box: Box) -> list[Box]:
    return [child for child in found.children_of(box) if not child.furniture and not child.comments]


def _kept(unit: Unit, root: Box) -> bool:
    """Whether a unit stands in the root, outside of furniture and comments."""
    structured = False
    if unit.kind == "text" and any(is_caption(box) for box in islice(unit.box.lineage(), 2)):
        return False
    for box in unit.box.lineage():
        if box is root:
            return True
        structured = structured or box.tag in ("blockquote", "table")
        if unit.kind == "text" and box.tag in ("figure", "figcaption") and not structured:
            return False
        if box.furniture or box.comments:
            return False
    return False


def is_caption(box: Box) -> bool:
    """Whether a small box is called a caption or a credit: also where its photo is not to be had."""
    return box.tag in _CAPTION_TAGS and box.chars < _LONGEST_CAPTION and _calls_caption(box.names)


@lru_cache(maxsize=4096)
def _calls_caption(names: str) -> bool:
    return bool(_CAPTION.search(_CAMEL.sub("-", names)))


def _after_headline(units: list[Unit], headline: Unit | None) -> list[Unit]:
    """The units below the headline, where it stands among them and leaves most of the prose."""
    if headline is None or headline not in units:
        return units
    below = units[units.index(headline) + 1 :]
    prose = sum(unit.prose for unit in units)
    return below if sum(unit.prose for unit in below) > prose * 0.5 else units


def _until_last_sentence(units: list[Unit]) -> list[Unit]:
    """The units without the labels that follow the last sentence and precede the first."""
    last = max((at for at, unit in enumerate(units) if unit.prose), default=-1)
    first = next((at for at, unit in enumerate(units) if unit.prose), 0)
    lead = [unit for unit in units[:first] if unit.kind != "text" or _may_lead(unit)]
    return [*lead, *units[first : last + 1], *_tail(units, last)]


def _may_lead(unit: Unit) -> bool:
    return unit.box.tag in ("h2", "h3", "h4") or len(unit.text) > 80


def _tail(units: list[Unit], last: int) -> list[Unit]:
    """What follows the last sentence: images, and lines that stand beside it in the same box."""
    beside = {id(box) for box in _holders(units[last])} if last >= 0 else set()
    kept: list[Unit] = []
    closed = False
    for unit in units[last + 1 :]:
        same = not beside.isdisjoint(id(box) for box in _holders(unit))
        closed = closed or (unit.kind == "text" and (not same or unit.link_share > 0.4))
        if unit.kind != "text" or not closed:
            kept.append(unit)
    while kept and kept[-1].box.tag in ("h2", "h3", "h4", "h5"):
        kept.pop()
    return kept


def _holders(unit: Unit) -> list[Box]:
    """The box that a line stands in, lists and tables passed over, and its parent for `<p>`."""
    box = unit.box
    while box.parent is not None and (box.tag in _PARTS or _only_wraps(box, unit)):
        box = box.parent
    return [box]


def _only_wraps(box: Box, unit: Unit) -> bool:
    """Whether a box holds one heading and nothing else."""
    return unit.box.tag in _HEADINGS and box.chars == len(unit.text)


_HEADINGS = frozenset({"h2", "h3", "h4", "h5"})
_PARTS = frozenset(
    {"p", "li", "ul", "ol", "td", "tr", "tbody", "table", "h2", "h3", "h4", "b", "pre"}
)
