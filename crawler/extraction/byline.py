"""Who wrote an article: the line that a reader sees, and the names that markup gives.

Nothing is split here: `crawler.normalize.bylines` takes lines and names apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.extraction.document import Node, ancestors, attribute, css_path
from crawler.extraction.furniture import named_comments, names_of
from crawler.extraction.json_ld import LinkedData, listed, plain_text, types_of
from crawler.extraction.marks import Marks
from crawler.extraction.outline import Unit
from crawler.extraction.page import Page
from crawler.extraction.text import line_of, text_of
from crawler.items import AuthorItem, AuthorsItem, Candidate

_LONGEST_LINE = 220
_LONGEST_NAME = 120
_MOST_AUTHORS = 40
_BYLINES = Marks(
    "[itemprop~='author'], [rel~='author'], [class*='byline' i], [class*='author' i], "
    "[data-testid*='byline' i], [data-testid*='author' i], [data-component*='byline' i], "
    "[class*='autor' i], [class*='auteur' i], [class*='writer' i], [class*='contributor' i], "
    "[class*='reporter' i], [class*='journalist' i], [class*='redakt' i], [class*='skribent' i], "
    "[class*='firma' i], [id*='author' i], [class*='verfasser' i], [class*='vcard' i], "
    "[class*='credits' i], [class*='posted-by' i]",
    "address",
)
_NAMES = Marks(
    "a[rel~='author'], a[href*='/author'], "
    "a[href*='/autor'], a[href*='/auteur'], a[href*='/people/'], a[href*='/profile'], "
    "a[href*='/staff/'], a[href*='/by/'], a[href*='/contributor'], a[href*='/journalist'], "
    "[class*='author-name' i], [class*='author__name' i], [class*='byline-name' i], "
    "[class*='authorname' i], [class*='byline__name' i]",
    "[itemprop~='author'] [itemprop~='name'], .fn",
)
_NOT_BYLINE = re.compile(
    r"bio\b|avatar|image|img|photo|thumb|social|twitter|share|follow|more|related|comment|teaser|email"
    r"|description|about|widget|sidebar|footer|popup|tooltip|caption|copyright|count|date$|title$",
    re.IGNORECASE,
)
_STARTS_AS_BYLINE = re.compile(
    r"(?:by|von|par|por|di|door|av|af|text|автор|текст|autor(?:e|in)?|auteur|reported by|written by"
    r"|escrito por|redac(?:ción|ao)|redazione|skribent|реда(?:ктор|кция))\b[:\s]",
    re.IGNORECASE,
)
_META_NAMES = ("author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator")
_MORE_META_NAMES = (
    "cxenseparse:author",
    "sailthru.byline_name",
    "dcterms.creator",
    "dc.contributor",
    "authors",
    "article:author_name",
    "citation_author",
)


def byline_candidates(page: Page, headline: Unit | None, body: list[Unit]) -> list[Candidate]:
    """The visible lines that name the authors, nearest below the headline first."""
    ranked: list[tuple[int, int, Candidate]] = []
    start, end = _span(page, headline, body)
    for node in _BYLINES.of(page.document)[:120]:
        place = page.document.order.get(node.mem_id, 0)
        line = line_of(node)
        if _is_byline(node, line) and start - 60 <= place:
            rank = _distance(place, start, end) - (100 if _STARTS_AS_BYLINE.match(line) else 0)
            ranked.append((rank, -len(line), Candidate(line, "dom", css_path(node))))
    for unit in _lines_below(page, headline):
        line = unit.text.replace("\n", " ")
        if _STARTS_AS_BYLINE.match(line):
            place = page.document.order.get(unit.node.mem_id, 0)
            candidate = Candidate(line, "dom", css_path(unit.box.node))
            ranked.append((_distance(place, start, end) - 100, -len(line), candidate))
    return [candidate for _, _, candidate in sorted(ranked, key=lambda each: each[:2])[:6]]


def author_sources(page: Page, headline: Unit | None, body: list[Unit]) -> list[AuthorsItem]:
    """What each source names as author: JSON-LD, microdata, links of the byline, meta."""
    offered = [
        _of_json_ld(page),
        *_of_markup(page, headline, body),
        *(_of_meta(page, name) for name in (*_META_NAMES, *_MORE_META_NAMES)),
    ]
    return [each for each in offered if each is not None and each.authors]


def byline_lines(page: Page, candidate: Candidate) -> AuthorsItem | None:
    """The lines of a byline one by one, as the page breaks them: names often stand in a column."""
    for node in _BYLINES.of(page.document)[:120]:
        if css_path(node) == candidate.locator and line_of(node) == candidate.value:
            lines = text_of(node).split("\n")
            authors = [AuthorItem(name=line) for line in lines if line]
            return AuthorsItem(source="heuristic", locator=candidate.locator, authors=authors)
    return None


def _span(page: Page, headline: Unit | None, body: list[Unit]) -> tuple[int, int]:
    """Places in the page of the headline and of the body's first and last unit."""
    order = page.document.order
    start = order.get(headline.node.mem_id, 0) if headline else 0
    ends = [order.get(unit.node.mem_id, start) for unit in body[-1:]]
    return start, max([start, *ends])


def _distance(place: int, start: int, end: int) -> int:
    """Below the headline is near; above it or after the body is far."""
    if place < start:
        return 500 + start - place
    return place - start if place <= end else 2000 + place - end


def _is_byline(node: Node, line: str) -> bool:
    if not 3 <= len(line) <= _LONGEST_LINE or not any(char.isalpha() for char in line):
        return False
    names = names_of(node.attributes)
    if _NOT_BYLINE.search(names) and node.attributes.get("itemprop") != "author":
        return False
    around = [each for each, _ in zip(ancestors(node), range(10), strict=False)]
    return not any(
        each.tag in ("footer", "nav", "aside", "figure", "figcaption", "form", "blockquote")
        or (named_comments(names_of(each.attributes)) and each.tag not in ("body", "html"))
        for each in around
    )


def _lines_below(page: Page, headline: Unit | None) -> list[Unit]:
    units = page.outline.units
    if headline is None or headline not in units:
        return []
    start = units.index(headline) + 1
    return [
        unit for unit in units[start : start + 12] if unit.kind == "text" and len(unit.text) < 120
    ]


def _of_json_ld(page: Page) -> AuthorsItem | None:
    if page.article is None:
        return None
    given = page.article.get("author") or page.article.get("creator")
    authors = [_author(page.linked, value) for value in listed(given)[:_MOST_AUTHORS]]
    return AuthorsItem(
        source="json_ld", locator="$.author", authors=[each for each in authors if each is not None]
    )


def _author(linked: LinkedData, value: object) -> AuthorItem | None:
    node = linked.resolved(value)
    name = plain_text(node)
    if not name or len(name) > 400:
        return None
    if not isinstance(node, dict):
        return AuthorItem(name=name)
    url = node.get("url") if isinstance(node.get("url"), str) else None
    role = plain_text(node.get("jobTitle"))
    organization = bool(types_of(node) - {"Person"}) and "Person" not in types_of(node)
    return AuthorItem(name=name, url=url, role=role, organization=organization)


def _of_markup(page: Page, headline: Unit | None, body: list[Unit]) -> Iterable[AuthorsItem]:
    """The names that stand in links and name boxes of the byline nearest to the headline."""
    start, end = _span(page, headline, body)
    near: list[tuple[int, Node]] = []
    for node in _NAMES.of(page.document)[:120]:
        place = page.document.order.get(node.mem_id, 0)
        line = line_of(node)
        if (
            3 <= len(line) <= _LONGEST_NAME
            and _is_byline(node, line)
            and start - 60 <= place <= end + 40
        ):
            near.append((_distance(place, start, end), node))
    near.sort(key=lambda each: each[0])
    authors, last = [], None
    for distance, node in near:
        if last is not None and distance - last > 40:
            break
        authors.append(AuthorItem(name=line_of(node), url=_link_of(page, node)))
        last = distance
    if authors:
        path = css_path(near[0][1])
        yield AuthorsItem(source="dom", locator=path, authors=_each_once(authors))


def _link_of(page: Page, node: Node) -> str | None:
    link = node if node.tag == "a" else node.css_first("a[href]")
    return page.document.absolute(attribute(link, "href"))


def _each_once(authors: list[AuthorItem]) -> list[AuthorItem]:
    return list({author.name: author for author in reversed(authors)}.values())[::-1]


def _of_meta(page: Page, name: str) -> AuthorsItem | None:
    values = [value for value in page.meta.every(name) if len(value) <= 400]
    authors = [AuthorItem(name=value) for value in values[:_MOST_AUTHORS]]
    return AuthorsItem(source="meta", locator=name, authors=authors)
