"""The headings that a page shows, and how likely each is the article's headline.

A heading gains by its level and by saying what the page declares; it loses by what DEMOTIONS lists,
whose words are also why provenance says that it was rejected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from urllib.parse import urlsplit

from crawler.extraction.candidates import folded
from crawler.extraction.document import ancestors, css_path
from crawler.extraction.furniture import is_hidden
from crawler.extraction.likeness import AGREES, folded_likeness
from crawler.extraction.outline import Box, Unit
from crawler.extraction.page import Page
from crawler.extraction.text import line_of, words
from crawler.extraction.titles import LONGEST, is_site_name, parts_of
from crawler.items import Candidate

HEADING_TAGS = ("h1", "h2", "h3")
_TITLE_CLASS = re.compile(
    r"head-?line|(?:article|post|entry|story|news|page|content|detail)[-_]{0,2}(?:title|heading|header)"
    r"|^title\b|titulo|titre|titel|titolo",
    re.IGNORECASE,
)
_BREADCRUMB = re.compile(r"bread-?crumb|brotkrume|brotkrumen|migas|fil-?ariane", re.IGNORECASE)
_LOGO = re.compile(r"(?:^|[-_\s])(?:logo|brand|site-?(?:title|name)|blog-?title)(?:$|[-_\s])", re.I)
_HIDDEN = re.compile(
    r"(?:^|\s)(?:hidden|is-hidden|invisible|d-none)(?:$|\s)|sr-only|visually-?hidden"
)
_MOST = 60
_LISTS = words("h1 h2 ol ul li div span section p header")
_BASES = {"h1": 40.0, "h2": 10.0}
_LEAST_PART = 10
_VOTE = 5.0
_OWN_LINK = 35.0
_LINK_LEVELS, _LONGEST_CARD = 4, 300


@dataclass(slots=True)
class Said:
    """What a page declares, folded for comparing, and the names of its site."""

    titles: list[str]
    """Each title, cut and uncut."""
    votes: dict[str, int]
    """How many sources declare a title."""
    parts: frozenset[str]
    """The parts of the declared titles that are long enough to be a headline."""
    names: tuple[str, ...]


def said_by(page: Page, declared: list[Candidate]) -> Said:
    """The declared titles as headings are compared with them."""
    sources: dict[str, set[str]] = {}
    parts: set[str] = set()
    for each in declared:
        for text in {each.value, each.raw or each.value}:
            sources.setdefault(folded(text), set()).add(f"{each.source}:{each.locator}")
            parts.update(folded(part) for part in parts_of(text) if _is_telling(part))
    votes = {text: len(found) for text, found in sources.items()}
    return Said(list(votes), votes, frozenset(parts), page.site_names)


def _is_telling(part: str) -> bool:
    return len(part) >= _LEAST_PART and (" " in part or not part.isascii())


@dataclass(eq=False)
class Heading:
    """A heading element with the units in it, or a unit that is only called a title."""

    box: Box
    page: Page
    said: Said
    units: list[Unit] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        return " ".join(unit.text.replace("\n", " ") for unit in self.units)

    @cached_property
    def plain(self) -> str:
        return folded(self.text)

    @cached_property
    def candidate(self) -> Candidate:
        return Candidate(self.text, "dom", css_path(self.units[-1].node.parent or self.box.node))

    @cached_property
    def agreement(self) -> float:
        """0 to 100: how far it says what the page declares."""
        if self.plain in self.said.parts:
            return 100.0
        return max((folded_likeness(self.plain, each) for each in self.said.titles), default=0.0)

    @cached_property
    def link(self) -> str | None:
        """The URL that all of it leads to, where it is a link."""
        is_card = not self.units[0].wrapped or self._is_in_link_of_its_own
        links = self.units[0].links if is_card else []
        whole = sum(unit.link_chars for unit in self.units) > 0.9 * len(self.text)
        return self.page.document.absolute(links[0][0]) if links and whole else None

    @property
    def _is_in_link_of_its_own(self) -> bool:
        """Whether a link drawn around blocks is around hardly more than this heading, as a teaser's
        is; one that somebody left open goes on over the whole page."""
        around = islice(ancestors(self.box.node), _LINK_LEVELS)
        link = next((node for node in around if node.tag == "a"), None)
        if link is None:
            return False
        return len(line_of(link)) <= len(self.text) + _LONGEST_CARD

    @cached_property
    def is_own_link(self) -> bool:
        """Whether it links to its own page, as the headline of a blog's post does."""
        return self.link is not None and _path(self.link) == _path(self.page.document.url)

    @cached_property
    def demotions(self) -> list[Demotion]:
        """What of DEMOTIONS holds of it."""
        return [each for each in DEMOTIONS if each.holds(self)]

    @property
    def why_demoted(self) -> str | None:
        return self.demotions[0].why if self.demotions else None

    @cached_property
    def score(self) -> float:
        """How likely it is the headline; 0 or less for one that cannot be."""
        agrees = self.agreement >= AGREES
        if not agrees and ((self.box.tag != "h1" and not self.is_own_link) or self._in_furniture):
            return 0.0
        gain = _BASES.get(self.box.tag, 0.0) - sum(each.loss for each in self.demotions)
        if agrees:
            votes = min(4, self.said.votes.get(self.plain, 0))
            return gain + self.agreement + _VOTE * votes + min(len(self.text), 60) / 10
        if self.is_own_link:
            return gain + _OWN_LINK
        # one word may be the name of a section or of the site
        return gain if len(self.text) >= 12 and " " in self.text else gain / 4

    @property
    def _in_furniture(self) -> bool:
        return any(box.furniture or box.comments for box in self.box.lineage())


@dataclass(frozen=True, slots=True)
class Demotion:
    """A reason why a heading is less likely the headline, and what it loses by it."""

    why: str
    loss: float
    holds: Callable[[Heading], bool]


def _in_breadcrumb(heading: Heading) -> bool:
    around = islice(heading.box.lineage(), 7)
    return any(
        box.tag == "nav" or (box.tag in _LISTS and _is_breadcrumb(box.names)) for box in around
    )


@lru_cache(maxsize=8192)
def _is_breadcrumb(names: str) -> bool:
    return bool(_BREADCRUMB.search(names))


def _leads_up(heading: Heading) -> bool:
    if heading.link is None:
        return False
    own, up = _path(heading.page.document.url), _path(heading.link)
    return len(up) < len(own) and own.startswith(up)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path}".rstrip("/")


def _is_name(heading: Heading) -> bool:
    if len(heading.text) < 40 and is_site_name(heading.text, heading.said.names):
        return heading.said.votes.get(heading.plain, 0) < 2
    return bool(_LOGO.search(heading.box.names)) and heading.agreement < AGREES


def _is_alternative(heading: Heading) -> bool:
    named = (heading.box.attributes.get("itemprop") or "").split()
    return "alternativeHeadline" in named or "strapline" in heading.box.names


def _is_hidden(heading: Heading) -> bool:
    return any(
        is_hidden(box.attributes) or bool(_HIDDEN.search(box.names))
        for box in islice(heading.box.lineage(), 2)
    )


def _leads_away(heading: Heading) -> bool:
    return heading.link is not None and heading.agreement < AGREES and not heading.is_own_link


DEMOTIONS = (
    Demotion("it stands in a breadcrumb or a menu", 60.0, _in_breadcrumb),
    Demotion("it leads to the site's front page or to a section above", 110.0, _leads_up),
    Demotion("it is the site's name", 200.0, _is_name),
    Demotion("the markup calls it another heading than the headline", 60.0, _is_alternative),
    Demotion("it is hidden", 30.0, _is_hidden),
    Demotion("it leads to another page", 35.0, _leads_away),
)


def headings_of(page: Page, said: Said) -> list[Heading]:
    """The headings that can be the headline, the likeliest first; never more than four."""
    found = _headings(page, said)
    ranked = sorted(found, key=lambda each: -each.score)
    best = [each for each in ranked[:4] if each.score > 0]
    return best or _as_declared(page, said)


def _headings(page: Page, said: Said) -> list[Heading]:
    """The headings in order of the page, _MOST at most."""
    found: list[Heading] = []
    seen: dict[int, Box | None] = {}
    for unit in page.outline.units:
        if unit.kind != "text" or len(unit.text) >= LONGEST:
            continue
        if id(unit.box) not in seen:
            seen[id(unit.box)] = heading_box(unit.box)
        box = seen[id(unit.box)]
        if box is None:
            continue
        if found and found[-1].box is box:
            found[-1].units.append(unit)
        elif len(found) < _MOST:
            found.append(Heading(box, page, said, [unit]))
        else:
            break
    return [each for each in found if len(each.text) < LONGEST]


def heading_box(box: Box) -> Box | None:
    """The heading that a box is or stands in, or the box itself where it is called a title."""
    around = box.parent
    if box.tag in HEADING_TAGS:
        return box
    if around is None:
        return None
    if around.tag in HEADING_TAGS:
        return around
    if around.parent is not None and around.parent.tag in HEADING_TAGS:
        return around.parent
    return box if _is_called_title(box.names) or _is_called_title(around.names) else None


@lru_cache(maxsize=4096)
def _is_called_title(names: str) -> bool:
    small = names.lower()
    return ("tit" in small or "head" in small) and bool(_TITLE_CLASS.search(names))


def _as_declared(page: Page, said: Said) -> list[Heading]:
    """The line that no markup calls a heading, but that says a declared title or a part of one."""
    wanted = said.parts | {text for text in said.titles if _is_telling(text)}
    for unit in page.outline.units:
        if not (unit.kind == "text" and _LEAST_PART <= len(unit.text) < LONGEST):
            continue
        seen = unit.link_share < 0.5 and not any(box.furniture for box in unit.box.lineage())
        if seen and folded(unit.text) in wanted:
            return [Heading(unit.box, page, said, [unit])]
    return []


def unit_of(heading: Heading) -> Unit:
    """Where the heading ends: what is looked for below it comes after this unit."""
    return heading.units[-1]
