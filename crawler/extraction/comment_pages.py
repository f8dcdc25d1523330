"""Links to the further pages of an article's comments: `further_pages`.

A system that prints comments in pages leads from one to the next by plain links: the article's own URL
with a number, in its query (`?cpage=2`, `?page=1`, `?debut_forums=20`) or behind its path
(`/comment-page-2/`, `/page-2`).

Rules:
- nothing but the number may differ from the article's URL, so that no other page is ever taken for one;
- where the number's name says that it counts comments, the link may stand anywhere; else it is a link
  of a pager among the comments: an article in several pages has links of the same shape elsewhere;
- 0 is the article's page itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from crawler.extraction.document import Document, Node, ancestors, attribute
from crawler.extraction.text import line_of

MOST_PAGES = 200
"""Links of one page: a thread of more leads on from each of them."""
_LONGEST_URL = 2000
_MOST_LINKS = 3000
_COUNTING = (
    "page=", "page-", "pagenum=", "paged=", "pg=", "start=", "offset=", "debut_", "comments/",
    "seite=", "seite-", "pagina=", "pagina-",
)  # fmt: skip
"""Of these one stands in every URL that is looked for."""
_NAMED = re.compile(
    r"cpage|(?:comments?|commentaires?|forums?|reply|replies)[_-]?page|commentPage"
    r"|debut_(?:forums?|comments?|commentaires?|reactions?|messages?)(?:[_-][a-z]{1,12})?",
    re.IGNORECASE,
)
"""Parameters that count pages of comments and nothing else."""
_PLAIN = frozenset({"page", "pg", "paged", "start", "offset", "pagenum", "seite", "pagina"})
"""Parameters that may count pages of anything."""
_NUMBER = re.compile(r"(?:\d{1,3},){0,3}(\d{1,5})")
"""Drupal names the page of each of a page's pagers: `0,2`."""
_BEHIND = re.compile(
    r"(?P<named>/(?:comment-page-|comments-page-|comments/(?:page/|p)?))?"
    r"(?(named)|/(?:page-|seite-|pagina-))(?P<number>\d{1,5})/?$"
)
_PAGER = re.compile(
    r"pag(?:e|er|es|ing|ination|enav)|nav|next|prev|older|newer|more", re.IGNORECASE
)
_PAGER_LEVELS = 4
_BOX_LEVELS = 2
_MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class CommentPage:
    """A further page of an article's comments."""

    number: int
    """As its URL counts: pages from 0 or 1, or comments."""
    url: str


def further_pages(
    document: Document, of: Iterable[str], sections: list[Node], comments: list[Node]
) -> tuple[CommentPage, ...]:
    """The further pages of comments that a page links to, in order of their numbers.

    `of`: the article's URL, and the page's; its canonical one counts where it is of the same host.
    `sections` and `comments`: the boxes called comments, and those of each comment.
    """
    links = _possible(document)
    if not links:
        return ()
    of = (*of, document.absolute(_canonical(document)) or "")
    own = [parts for url in of if (parts := _split(url)) is not None]
    own = [parts for parts in own if parts.netloc == own[0].netloc]
    found: dict[int, CommentPage] = {}
    unnamed: list[tuple[CommentPage, Node]] = []
    for page, node, is_named in _linked(document, links, own):
        if is_named:
            found.setdefault(page.number, page)
        else:
            unnamed.append((page, node))
    if not found and unnamed:
        boxes = {node.mem_id for node in (*sections, *_around(comments))}
        for page, node in unnamed:
            if _is_of_pager(node) and any(box.mem_id in boxes for box in ancestors(node)):
                found.setdefault(page.number, page)
    return tuple(sorted(found.values(), key=lambda page: page.number))[:MOST_PAGES]


def _possible(document: Document) -> list[str]:
    """The values of href that may be of the shape: most pages have none, and are asked in one go."""
    texts = [text for text in _COUNTING if document.says("href", text)]
    if not texts:
        return []
    links = ((href, href.lower()) for href in document.valued["href"] if href)
    found = (href for href, small in links if any(text in small for text in texts))
    return list(islice(found, _MOST_LINKS))


def _canonical(document: Document) -> str | None:
    return attribute(document.first("link[rel~='canonical' i][href]"), "href")


def _linked(
    document: Document, links: list[str], own: list[SplitResult]
) -> Iterator[tuple[CommentPage, Node, bool]]:
    """What is of the shape, its link, and whether its number says that it counts comments."""
    for href in links:
        parts = _split(document.absolute(href) or "") if len(href) < _LONGEST_URL else None
        counts = (_counted(parts, each) for each in own) if parts is not None else ()
        number, is_named = next(filter(None, counts), (0, False))
        if parts is not None and number:
            page = CommentPage(number, parts._replace(fragment="").geturl())
            nodes = document.valued["href"][href]
            yield from ((page, node, is_named) for node in nodes if node.tag == "a")


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        return parts if parts.hostname else None
    except ValueError:
        return None


def _counted(parts: SplitResult, own: SplitResult) -> tuple[int, bool] | None:
    """The number by which a URL differs from the article's, and whether it counts comments."""
    if parts.netloc.lower() != own.netloc.lower():
        return None
    path, plain = _without_number(parts.path), _without_number(own.path)
    if path[0] != plain[0]:
        return None
    query, counted = _without_count(parts.query)
    if query != _without_count(own.query)[0]:
        return None
    if path[1] is not None and path != plain:
        return path[1]
    return counted


def _without_number(path: str) -> tuple[str, tuple[int, bool] | None]:
    """A path without the number of a page, and that number."""
    match = _BEHIND.search(path)
    if match is None:
        return path.rstrip("/"), None
    return path[: match.start()].rstrip("/"), (int(match["number"]), match["named"] is not None)


def _without_count(query: str) -> tuple[str, tuple[int, bool] | None]:
    """A query without the parameter that counts pages, and its number."""
    if not query:
        return "", None
    left, counted = [], None
    for name, value in parse_qsl(query, keep_blank_values=True)[:50]:
        is_named = _NAMED.fullmatch(name) is not None
        number = _NUMBER.fullmatch(value) if is_named or name in _PLAIN else None
        if number is None or counted is not None:
            left.append((name, value))
        else:
            counted = int(number[1]), is_named
    return urlencode(left), counted


def _is_of_pager(node: Node) -> bool:
    """Whether a link says that it leads to a page: by its number, or by what is called a pager."""
    text = line_of(node)
    if text.isdigit() and len(text) <= 4:
        return True
    around = (node, *islice(ancestors(node), _PAGER_LEVELS))
    names = (
        f"{box.attributes.get('class') or ''} {box.attributes.get('rel') or ''}" for box in around
    )
    return any(map(_PAGER.search, names))


def _around(comments: list[Node]) -> list[Node]:
    """The box that holds all comments, and those a little further out that do not hold the headline."""
    if not comments:
        return []
    ways = [list(islice(ancestors(node), _MOST_STEPS)) for node in (comments[0], comments[-1])]
    last = {box.mem_id for box in ways[1]}
    shared = [box for box in ways[0] if box.mem_id in last][: _BOX_LEVELS + 1]
    found: list[Node] = []
    for box in shared:
        if box.tag in ("body", "html", "main") or box.css_first("h1") is not None:
            break
        found.append(box)
    return found
