"""Whom each source of a page names as its authors: JSON-LD, links and boxes, meta.

Nothing is split or chosen here: `crawler.normalize.authors` weighs the sources.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from crawler.extraction.byline import (
    MOST_NODES,
    distance,
    end_of_text,
    is_byline,
    once,
    span,
)
from crawler.extraction.byline_labels import STARTS_AS_BYLINE, WRITTEN_LABEL
from crawler.extraction.byline_words import is_name_like
from crawler.extraction.document import Node, ancestors, attribute, css_path
from crawler.extraction.json_ld import JsonNode, LinkedData, listed, plain_text, types_of
from crawler.extraction.marks import Marks
from crawler.extraction.outline import Unit
from crawler.extraction.page import Page
from crawler.extraction.text import line_of, words
from crawler.items import AuthorItem, AuthorsItem

_LONGEST_NAME = 120
_LONGEST_VALUE = 400
_MOST_AUTHORS = 40
_CARD_LEVELS = 4
_LINKED_HEADINGS = (
    "h2 a[href], h3 a[href], h4 a[href], h5 a[href], a[href] h2, a[href] h3, a[href] h4"
)
_SHORTEST_TITLE = 12
_NEXT_NAME = 40
"""Names of one byline stand at most so many nodes apart."""
_NAMES = Marks(
    "a[rel~='author'], a[href*='/author'], "
    "a[href*='/autor'], a[href*='/auteur'], a[href*='/people/'], a[href*='/profile'], "
    "a[href*='/staff/'], a[href*='/by/'], a[href*='/contributor'], a[href*='/journalist'], "
    "a[href*='/reporter'], a[href*='/redakt'], a[href*='/writer'], a[href*='/columnist'], "
    "[class*='author-name' i], [class*='author__name' i], [class*='byline-name' i], "
    "[class*='authorname' i], [class*='byline__name' i], [class*='author_name' i], [class~='fn']"
)
_MARKED_NAMES = Marks("[itemprop~='name']")
_MARKED_AUTHORS = Marks("[itemprop~='author']")
_META_NAMES = (
    *("author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator"),
    *("cxenseparse:author", "sailthru.byline_name", "dcterms.creator", "authors", "og:author"),
    *(
        "article:author_name",
        "article:author:name",
        "author_name",
        "citation_author",
        "mrf:authors",
    ),
    *("rnews:author", "lp.article:author", "dcsext.author", "creator", "byline", "news_authors"),
    "dc.contributor",
)
_WORKS = words(
    "WebPage ItemPage AboutPage MedicalWebPage Recipe Review CreativeWork VideoObject HowTo QAPage "
    "PodcastEpisode Episode Course Dataset"
)
"""What is not an article in JSON-LD and may be the page's own work."""


def author_sources(page: Page, headline: Unit | None, body: list[Unit]) -> list[AuthorsItem]:
    """What each source names as author: JSON-LD, links of the byline, meta."""
    offered = [
        *_of_json_ld(page),
        *_of_markup(page, headline, body),
        *(_of_meta(page, name) for name in _META_NAMES if name in page.meta.metas),
        _of_card(page),
    ]
    return [each for each in offered if each is not None and each.authors]


def named_persons(sources: list[AuthorsItem]) -> list[str]:
    """Whom sources name with a name that is a person's by its form."""
    names = (each for source in sources for each in source.authors if not each.organization)
    return [each.name for each in names if is_name_like(each.name)]


def _of_json_ld(page: Page) -> Iterator[AuthorsItem]:
    work = page.article if page.article is not None else _own_work(page.linked)
    if work is None:
        return
    writer = next(
        (each for each in ("author", "creator", "contributor") if work.get(each)), "author"
    )
    for name in (writer, "sourceOrganization"):
        read = partial(_author, page.linked, organization=name == "sourceOrganization")
        given = (each for value in listed(work.get(name)) for each in _unlisted(page.linked, value))
        authors = [author for value in given for author in read(value)]
        if authors:
            yield AuthorsItem(
                source="json_ld", locator=f"$.{name}", authors=authors[:_MOST_AUTHORS]
            )


def _own_work(linked: LinkedData) -> JsonNode | None:
    """The first node that is a page or another work with an author, where none is an article."""
    nodes = (node for node in linked.nodes[:200] if not linked.is_of_list(node))
    works = (node for node in nodes if types_of(node) & _WORKS)
    return next((node for node in works if node.get("author") or node.get("creator")), None)


def _unlisted(linked: LinkedData, value: object) -> list[object]:
    """The values of an ordered list (JSON-LD 1.1, 4.3.1), or the value itself."""
    node = linked.resolved(value)
    return listed(node["@list"]) if isinstance(node, dict) and "@list" in node else [node]


def _author(linked: LinkedData, value: object, *, organization: bool) -> Iterator[AuthorItem]:
    node = linked.resolved(value)
    given = listed(node.get("name")) if isinstance(node, dict) else [node]
    for name in filter(None, map(plain_text, given)):
        if len(name) <= _LONGEST_VALUE:
            yield _item(name, node, organization)


def _item(name: str, node: object, organization: bool) -> AuthorItem:
    if not isinstance(node, dict):
        return AuthorItem(name=name, organization=organization)
    url = node.get("url") if isinstance(node.get("url"), str) else None
    kinds = types_of(node)
    organized = organization or (bool(kinds - {"Person"}) and "Person" not in kinds)
    role = plain_text(node.get("jobTitle"))
    person = kinds == {"Person"} and not organized
    return AuthorItem(name=name, url=url, role=role, organization=organized, person=person)


def _of_markup(page: Page, headline: Unit | None, body: list[Unit]) -> Iterable[AuthorsItem]:
    """The names that stand in links and name boxes of the byline nearest to the headline."""
    start, end = span(page, headline, body)
    near: list[tuple[int, str, Node]] = []
    for node in _innermost(_named(page)[:MOST_NODES]):
        place = page.document.order.get(node.mem_id, 0)
        if not start - 60 <= place <= end + 40:
            continue
        line = line_of(node)
        if (
            2 <= len(line) <= _LONGEST_NAME
            and is_byline(node, line)
            and not _is_amid_prose(page, node, line)
            and not _is_in_card(node, line, headline)
        ):
            near.append((distance(place, start, end), line, node))
    near.sort(key=lambda each: each[0])
    authors, last = [], None
    for far, line, node in near:
        if last is not None and far - last > _NEXT_NAME:
            break
        authors.append(AuthorItem(name=line, url=_link_of(page, node)))
        last = far
    if authors:
        path = css_path(near[0][2])
        below = page.document.order.get(near[0][2].mem_id, 0) > end_of_text(page, body)
        yield AuthorsItem(source="dom", locator=path, authors=_each_once(authors), below=below)


def _named(page: Page) -> list[Node]:
    """The elements that are called the name of an author, in order of the page."""
    document = page.document
    authors = {node.mem_id for node in _MARKED_AUTHORS.of(document)}
    marked = [
        node
        for node in (_MARKED_NAMES.of(document) if authors else ())
        if any(box.mem_id in authors for box in ancestors(node))
    ]
    nodes = [*_NAMES.of(document), *marked]
    return once(sorted(nodes, key=lambda node: document.order[node.mem_id]))


def _innermost(nodes: list[Node]) -> list[Node]:
    """The nodes that hold none of the others."""
    inside = {node.mem_id for node in nodes}
    around = {each.mem_id for node in nodes for each in ancestors(node) if each.mem_id in inside}
    return [node for node in nodes if node.mem_id not in around]


def _is_amid_prose(page: Page, node: Node, line: str) -> bool:
    """Whether a link stands in running text: whom a paragraph speaks of has not written it."""
    if node.attributes.get("rel") == "author":
        return False
    units = page.outline.units
    place = page.document.order.get(node.mem_id, 0)
    at = bisect_right(units, place, key=lambda unit: page.document.order[unit.node.mem_id] - 1)
    # the text that a link holds comes after the link itself
    around = [
        unit for unit in units[max(0, at - 1) : at + 1] if line in unit.text.replace("\n", " ")
    ]
    return any(
        unit.prose > 0
        and len(unit.text) > 2 * len(line) + 20
        and not STARTS_AS_BYLINE.match(unit.text)
        for unit in around
    )


def _is_in_card(node: Node, line: str, headline: Unit | None) -> bool:
    """Whether a name stands in the card of another article: a small box with a heading of its own.

    Boxes around the article's headline are the article's; an author's box is headed by the name.
    """
    title = headline.text.replace("\n", " ") if headline is not None else ""
    for box in islice(ancestors(node), _CARD_LEVELS):
        if box.tag in ("article", "main", "body", "header"):
            return box.tag == "article" and _heads_another(box, line, title)
        if _heads_another(box, line, title):
            return True
    return False


def _heads_another(box: Node, line: str, title: str) -> bool:
    """Whether a box has one heading, a linked one, of neither the article nor the author."""
    headings = [line_of(each) for each in box.css(_LINKED_HEADINGS)[:2]]
    if len(headings) != 1 or box.css_first("h1") is not None:
        return False
    heading = headings[0]
    return len(heading) >= _SHORTEST_TITLE and line not in heading and heading not in title


def _link_of(page: Page, node: Node) -> str | None:
    link = node if node.tag == "a" else node.css_first("a[href]")
    return page.document.absolute(attribute(link, "href"))


def _each_once(authors: list[AuthorItem]) -> list[AuthorItem]:
    return list({author.name: author for author in reversed(authors)}.values())[::-1]


def _of_meta(page: Page, name: str) -> AuthorsItem | None:
    values = [value for value in page.meta.every(name) if len(value) <= _LONGEST_VALUE]
    authors = [AuthorItem(name=value) for value in values[:_MOST_AUTHORS]]
    return AuthorsItem(source="meta", locator=name, authors=authors)


def _of_card(page: Page) -> AuthorsItem | None:
    """Whom a Twitter card names: `twitter:label1` says "Written by", `twitter:data1` by whom."""
    for number in ("1", "2"):
        label, name = (page.meta.first(f"twitter:{key}{number}") for key in ("label", "data"))
        if label and name and len(name) <= _LONGEST_NAME and WRITTEN_LABEL.fullmatch(label):
            locator = f"twitter:data{number}"
            return AuthorsItem(source="meta", locator=locator, authors=[AuthorItem(name=name)])
    return None
