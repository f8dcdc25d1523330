"""Links to other articles inside an article or right below it: what its page calls related.

Rules of this file:
- a link is one where a box around it is called so, or where it is a teaser inside the body that the
  body leaves out; navigation, tags, share buttons, comments and lists of what is read most are none;
- it leads to another page of the same site, and says in words where to;
- each page is named once, with the longest of the texts that lead to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from archive.urls import same_site
from crawler.extraction.body import Scope
from crawler.extraction.document import css_path
from crawler.extraction.outline import Box, Unit
from crawler.extraction.page import Page
from crawler.items import LinkItem

_RELATED = re.compile(
    r"relat(?:ed|acion)|relacionad|recommend|rekomend|recomend|read-?(?:more|also|next)|see-?also"
    r"|more-?(?:on|from|stories|articles|news)|also-?like|you-?may|up-?next|cross-?link|interlink"
    r"|mehr-?zum|zum-?thema|weiterlesen|verwandt|lesen-?sie|lire-?aussi|a-?lire|sur-?le-?meme"
    r"|lea-?tambien|te-?puede|leia-?(?:tambem|mais)|leggi-?anche|correlat|lees-?(?:ook|meer)"
    r"|gerelateerd|las-?(?:ocksa|mer)|les-?(?:ogsa|mer)|relaterad|relatert|czytaj|powiazan|podobn"
    r"|souvisejic|kapcsolodo|ilgili|po-?teme|chitayte|pohozh",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|navigation|menu|breadcrumbs?|footer|share|sharing|social|tags?|topics?"
    r"|comments?|popular|trending|most-?(?:read|viewed|popular)|authors?|byline|login|subscribe"
    r"|newsletter|adv?|ads|advert\w*|sponsor\w*|outbrain|taboola|cookie|podcast-?subscribe)(?:$|[-_\s])",
    re.IGNORECASE,
)
_CLOSED_TAGS = frozenset({"nav", "footer", "form", "dialog", "address"})
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LEVELS = 8
_BELOW = 150
_LEAST_TEXT, _LONGEST_TEXT = 12, 300
_MOST = 50
_LINKED = 0.6


def related_links(page: Page, scope: Scope) -> tuple[list[LinkItem], str]:
    """The related links of an article in order of the page, and where the first stands.

    Body and captions are claimed by then.
    """
    found: dict[str, str] = {}
    place = ""
    owners = page.document.claims.owners
    for unit in _linked_units(page, scope):
        if any(node.mem_id in owners for node in unit.nodes):
            continue
        for href, text in unit.links:
            told = _LEAST_TEXT <= len(text) <= _LONGEST_TEXT
            url = _other_page(page, href) if told else None
            if url is not None and (url in found or len(found) < _MOST):
                found[url] = max(found.get(url, ""), text, key=len)
                place = place or css_path(unit.box.node)
    return [LinkItem(url=url, text=text) for url, text in found.items()], place


def _linked_units(page: Page, scope: Scope) -> Iterator[Unit]:
    """The units with related links, from the body's first unit to some way below its last."""
    if not scope.units:
        return
    places = page.outline.places
    body = {id(unit) for unit in scope.units}
    around = {id(box) for box in scope.root.lineage()}
    first, last = places[id(scope.units[0])], places[id(scope.units[-1])]
    for place, unit in enumerate(page.outline.units[first : last + _BELOW], first):
        if unit.links and id(unit) not in body and unit.link_share >= _LINKED:
            boxes = list(_inner(unit, around))
            is_inside = place <= last and unit.box.inside(scope.root)
            if not any(_is_closed(box) for box in boxes) and (
                is_inside or any(_is_called_related(box.names) for box in boxes)
            ):
                yield unit


def _inner(unit: Unit, around: set[int]) -> Iterator[Box]:
    """The boxes around a unit that do not hold the body."""
    for box in islice(unit.box.lineage(), _LEVELS):
        if id(box) in around:
            return
        yield box


def _is_closed(box: Box) -> bool:
    return box.comments or box.tag in _CLOSED_TAGS or _is_called_closed(box.names)


@lru_cache(maxsize=4096)
def _is_called_closed(names: str) -> bool:
    return bool(_CLOSED.search(_CAMEL.sub("-", names)))


@lru_cache(maxsize=4096)
def _is_called_related(names: str) -> bool:
    return bool(_RELATED.search(_CAMEL.sub("-", names)))


def _other_page(page: Page, href: str) -> str | None:
    """The URL of another page of the same site, without its fragment."""
    url, own = page.document.absolute(href), page.document.url
    if url is None:
        return None
    try:
        there, here = urlsplit(url), urlsplit(own)
    except ValueError:
        return None
    if there.path.rstrip("/") in ("", here.path.rstrip("/")):
        return None
    is_own = there.netloc == here.netloc or same_site(url, own)
    return url.partition("#")[0] if is_own else None
