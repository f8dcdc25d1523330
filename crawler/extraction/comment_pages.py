"""Links to the further pages of an article's comments: `further_pages`.

A system that prints comments in pages leads from one to the next by plain links: the article's own URL
with a number, in its query (`?cpage=2`, `?page=1`, `?debut_forums=20`) or behind its path
(`/comment-page-2/`, `/page-2`).

Rules:
- nothing but the number may differ from the article's URL, so that no other page is ever taken for one;
- a number in the article's own URL that may count anything (`index.php?page=1234`, `/page-3`) is its
  name: the pages beside it are other articles, and none of the links is one of comments;
- what a link leads to has still to prove itself (`comment_proof`);
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
    r"(?P<named>/(?:comment-page-|comments-page-|comments/(?:page/|page-|p)))?"
    r"(?(named)|/(?:page-|seite-|pagina-|comments/))(?P<number>\d{1,5})/?$"
)
"""`/comments/12345` may be the link to one comment."""
_PAGER = re.compile(
    r"(?:^|[\s_-])(?:pag(?:er|es|ing|ination|inator|enav)|page-(?:nav|links?|items?|numbers?)|nav"
    r"|navigation|next|prev|previous|older|newer)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BETWEEN_ARTICLES = re.compile(
    r"(?:^|[\s_-])(?:posts?|articles?|story|stories|news)(?:$|[\s_-])", re.IGNORECASE
)
"""`post-navigation` leads to the articles before and after."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FAR = 100
"""From here on a number may be anything's id: then it counts in a pager of smaller ones alone."""
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
    document: Document, of: str, sections: list[Node], comments: list[Node]
) -> tuple[CommentPage, ...]:
    """The further pages of comments that a page links to, in order of their numbers.

    `of`: the article's URL; the page's canonical one counts where it is of the same host.
    `sections` and `comments`: the boxes called comments, and those of each comment.
    """
    links = _possible(document)
    own = _own(of, canonical_of(document)) if links else []
    if not own:
        return ()
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
            if _is_of_pager(node, page.number) and any(
                box.mem_id in boxes for box in ancestors(node)
            ):
                found.setdefault(page.number, page)
        if not _is_sequence(found):
            return ()
    return tuple(sorted(found.values(), key=lambda page: page.number))[:MOST_PAGES]


def canonical_of(document: Document) -> str | None:
    """The URL that a page names as its own."""
    link = document.first("link[rel~='canonical' i][href]")
    return document.absolute(attribute(link, "href"))


def is_front_page(url: str) -> bool:
    """Whether a URL names nothing but a host; what is no URL does not either."""
    parts = _split(url)
    return parts is None or not (parts.path.strip("/") or parts.query)


def may_be_further(url: str) -> bool:
    """Whether a URL may itself be that of a further page: its comments are not known to be all."""
    parts = _split(url)
    if parts is None:
        return False
    counted = _without_number(parts.path)[1], _without_count(parts.query)[1]
    return any(each is not None and 0 < each[0] < _FAR for each in counted)


def is_same_but_number(url: str, article: str) -> bool:
    """Whether a URL is an article's, or that of a further page of its comments."""
    parts, own = _split(url), _split(article)
    return parts is not None and own is not None and _counted(parts, own) is not None


def _own(of: str, canonical: str | None) -> list[SplitResult]:
    """The article's URLs, of its host, behind which further pages may be looked for."""
    found = [parts for url in (of, canonical) if url and (parts := _split(url)) is not None]
    return [
        parts
        for parts in found
        if parts.netloc == found[0].netloc and not is_front_page(parts.geturl())
    ]


def _is_sequence(numbers: Iterable[int]) -> bool:
    """Whether numbers can be those of a pager: pages from the first on, or counts by equal steps."""
    known = sorted(numbers)
    if not known or known[0] < _FAR:
        return True
    return len(known) > 1 and all(each % known[0] == 0 for each in known)


def _possible(document: Document) -> list[str]:
    """The values of href that may be of the shape: most pages have none, and are asked in one go."""
    texts = [text for text in _COUNTING if document.says("href", text)]
    if not texts:
        return []
    links = ((href, href.lower()) for href in document.valued["href"] if href)
    found = (href for href, small in links if any(text in small for text in texts))
    return list(islice(found, _MOST_LINKS))


def _linked(
    document: Document, links: list[str], own: list[SplitResult]
) -> Iterator[tuple[CommentPage, Node, bool]]:
    """What is of the shape, its link, and whether its number says that it counts comments."""
    for href in links:
        parts = _split(document.absolute(href) or "") if len(href) < _LONGEST_URL else None
        counts = (_counted(parts, each) for each in own) if parts is not None else ()
        number, is_named = next((each for each in counts if each and each[0]), (0, False))
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
    """The number by which a URL differs from the article's, and whether it counts comments; 0 where
    it is the article's. None for any other.

    A number of the article's own that may count anything belongs to its name.
    """
    is_secure = own.scheme == "http" or parts.scheme == "https"
    if parts.netloc.lower() != own.netloc.lower() or not is_secure:
        return None
    (path, behind), (own_path, own_behind) = _without_number(parts.path), _without_number(own.path)
    (query, counted), (own_query, own_counted) = (
        _without_count(parts.query),
        _without_count(own.query),
    )
    if _is_name(own_behind) or _is_name(own_counted):
        is_same = (parts.path.rstrip("/"), parts.query) == (own.path.rstrip("/"), own.query)
        return (0, False) if is_same else None
    if path != own_path or query != own_query:
        return None
    return behind or counted or (0, False)


def _is_name(counted: tuple[int, bool] | None) -> bool:
    """Whether a number of the article's own URL is a part of its name."""
    return counted is not None and not counted[1]


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


def _is_of_pager(node: Node, number: int) -> bool:
    """Whether a link says that it leads to a page: by its number, or by what is called a pager."""
    text = line_of(node)
    if text.isdecimal() and len(text) <= 4:
        return int(text) <= number + 1
    around = (node, *islice(ancestors(node), _PAGER_LEVELS))
    names = [
        f"{box.attributes.get('class') or ''} {box.attributes.get('rel') or ''}" for box in around
    ]
    called = [_CAMEL.sub("-", each) for each in names]
    return any(_PAGER.search(each) and not _BETWEEN_ARTICLES.search(each) for each in called)


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
