"""Which part of a page is the article's body: the box that holds its prose, and the units in it.

The rule of the descent: from `<body>` down, go into the child that holds most of the prose, as long
as there is such a child; where prose is spread over several children, that box is the root. What is
then not of the article (furniture, labels, teasers, what stands above the headline or after the
last sentence) is left out unit by unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from crawler.extraction.boilerplate import is_boilerplate, is_caption
from crawler.extraction.edges import lede, until_last_sentence
from crawler.extraction.outline import Box, Outline, Unit
from crawler.extraction.pull_quotes import without_pull_quotes
from crawler.extraction.teasers import without_teasers

_DESCENT_SHARE = 0.92
_HINTED_SHARE = 0.6
_LEAST_PROSE = 140
_LONG = 100
_MOST_LINKED = 0.3
_NEAR = 40
"""How many units below the headline the only sentence of a short article may stand."""
_BODY_HINT = re.compile(
    r"(?:article|story|post|entry|news|page|text|detail|content|main)[-_]{0,2}"
    r"(?:body|content|text|copy|main|inner|wrap(?:per)?|article|container)|articlebody|storytext"
    r"|(?:body|rich|article|paragraph)[-_]?(?:text|copy)|(?:^|\s)(?:article|story|prose|hentry|content)(?:\s|$)",
    re.IGNORECASE,
)
_BODY_NAME = re.compile(
    r"(?:^|[\s_-])(?:(?:article|story|post|entry|news)[-_]{0,2}(?:body|content|text|copy)|storytext)(?:$|\s)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Scope:
    """The body's root and the units of the page that are of the body, in order."""

    root: Box
    units: list[Unit]

    @property
    def prose(self) -> float:
        """Characters of running text; where there is none, of all texts without their links."""
        prose = sum(unit.prose for unit in self.units)
        return prose or float(sum(len(unit.text) - unit.link_chars for unit in self.units))


def body_scope(
    found: Outline, headline: Unit | None, url: str = "", *, declared: bool = False
) -> Scope | None:
    """The body of a page; None where it has hardly any prose.

    `url` is the page's own; `declared` says that its metadata call it an article, so that a single
    sentence is one's text.
    """
    if not found.boxes:
        return None
    if found.boxes[0].prose < _LEAST_PROSE:
        return _named_scope(found, headline) or _short_scope(found, headline, declared)
    root = _descend(found, headline)
    inside = without_teasers(_kept(found, root), root, url)
    inside = without_pull_quotes(inside, root)
    units = _each_once([unit for unit in inside if not is_boilerplate(unit)])
    units = _after_headline(units, headline)
    return Scope(root, [*lede(found, units, headline), *until_last_sentence(units)])


def _named_scope(found: Outline, headline: Unit | None) -> Scope | None:
    """What the markup calls the body, of a page without running text: results, lists, captions."""
    texts = {id(box): box.chars - box.link_chars for box in found.boxes if is_named_body(box)}
    most = max(texts.values(), default=0)
    named = [box for box in found.boxes if texts.get(id(box), 0) >= max(_LEAST_PROSE, most * 0.6)]
    if not named or headline is None:
        return None
    root = max(named, key=lambda box: box.depth)
    units = [unit for unit in _kept(found, root) if not is_boilerplate(unit)]
    linked = sum(unit.link_chars for unit in units)
    scope = Scope(root, _after_headline(units, headline))
    return scope if linked <= sum(len(unit.text) for unit in units) * _MOST_LINKED else None


def _short_scope(found: Outline, headline: Unit | None, declared: bool) -> Scope | None:
    """The sentence or two below a headline, in what is called the body or of a declared article."""
    named = [box for box in found.boxes if box.prose and is_named_body(box)]
    if headline is None or not (named or (declared and found.boxes[0].prose)):
        return None
    root = max(named, key=lambda box: box.depth) if named else _descend(found, headline)
    units = [unit for unit in _kept(found, root) if not is_boilerplate(unit)]
    units = until_last_sentence(_after_headline(units, headline))
    place = next((found.places[id(unit)] for unit in units if unit.prose), -1)
    start = found.places.get(id(headline), place)
    return Scope(root, units) if start < place <= start + _NEAR else None


def is_named_body(box: Box) -> bool:
    """Whether a box is called an article's body, and nothing around it furniture or comments."""
    named = box.attributes.get("itemprop") == "articleBody" or bool(_BODY_NAME.search(box.names))
    return named and not any(each.furniture or each.comments for each in box.lineage())


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
        if child is None or child.prose == 0 or child.tag == "p":
            return box
        own = _own_story(found, children, headline)
        if own is not None:
            box = own
            continue
        if _twins(children, child, headline):
            return box
        share = child.prose / box.prose
        hinted = is_hinted(child) or (headline is not None and headline.box.inside(child))
        if share >= _DESCENT_SHARE or (hinted and share >= _HINTED_SHARE and child.depth < 40):
            box = child
            continue
        return box


def _own_story(found: Outline, children: list[Box], headline: Unit | None) -> Box | None:
    """Of several stories below one another, each with an h1, the one with the page's headline."""
    own = next((each for each in children if headline and headline.box.inside(each)), None)
    if own is None or own.prose < _LEAST_PROSE:
        return None
    others = [each for each in children if each is not own and _is_made_like(each, own)]
    if not others:
        return None
    titles = [box for box in found.boxes if box.tag == "h1"]
    titled = all(any(title.inside(each) for title in titles) for each in others)
    return own if titled else None


def _is_made_like(box: Box, other: Box) -> bool:
    """Whether two boxes have the same tag and names, and prose in both."""
    named = box.names == other.names and bool(box.names.strip())
    return box.tag == other.tag and (named or box.tag == "article") and box.prose > 0


def _twins(children: list[Box], child: Box, headline: Unit | None) -> bool:
    """Whether other children made like this one hold prose too: the body is cut into pieces."""
    alike = [each for each in children if each is not child and _is_made_like(each, child)]
    if headline is not None and headline.box.inside(child):
        return False
    if child.tag == "article":
        return headline is not None and any(headline.box.inside(each) for each in alike)
    return sum(each.prose for each in alike) > child.prose * 0.05


def is_hinted(box: Box) -> bool:
    """Whether the markup calls a box the article or its body."""
    if box.tag == "article" or box.attributes.get("itemprop") == "articleBody":
        return True
    return box.tag in ("div", "section", "main") and bool(_BODY_HINT.search(box.names))


def _open_children(found: Outline, box: Box) -> list[Box]:
    return [child for child in found.children_of(box) if not child.furniture and not child.comments]


def _kept(found: Outline, root: Box) -> list[Unit]:
    """The units in the root, outside of furniture and comments; of texts those of no caption."""
    is_text = _open_boxes(found, root)
    return [
        unit
        for unit in found.units
        if id(unit.box) in is_text
        and (
            unit.kind != "text"
            or (is_text[id(unit.box)] and not any(map(is_caption, islice(unit.box.lineage(), 2))))
        )
    ]


def _open_boxes(found: Outline, root: Box) -> dict[int, bool]:
    """The boxes of a root outside of furniture and comments, and whether their texts are text:
    those of a figure are not, but for quotations and tables in it.
    """
    is_text = {id(root): True}
    # in order of the page: a box comes after what is around it
    for box in found.boxes:
        if box.parent is None or box is root or box.furniture or box.comments:
            continue
        around = is_text.get(id(box.parent))
        if around is not None:
            is_text[id(box)] = box.tag in _QUOTING or (around and box.tag not in _PICTURED)
    return is_text


_QUOTING = frozenset({"blockquote", "table"})
_PICTURED = frozenset({"figure", "figcaption"})


def _after_headline(units: list[Unit], headline: Unit | None) -> list[Unit]:
    """The units below the headline, where it stands among them and leaves most of the prose."""
    if headline is None or headline not in units:
        return units
    below = units[units.index(headline) + 1 :]
    prose = sum(unit.prose for unit in units)
    return below if sum(unit.prose for unit in below) > prose * 0.5 else units
