"""The line that a reader sees as the byline, and the lines that it consists of.

Nothing is split here: `crawler.normalize.bylines` takes lines and names apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.extraction.byline_forms import (
    begins_as_byline,
    begins_as_byline_of_head,
    names_a_word_alone,
)
from crawler.extraction.byline_labels import ONLY_WRITING
from crawler.extraction.byline_places import Line, lines_below
from crawler.extraction.byline_words import NO_NAME_PHRASES, NO_NAMES, is_dated, names_somebody
from crawler.extraction.candidates import folded
from crawler.extraction.document import Node, ancestors, css_path
from crawler.extraction.furniture import named_comments, names_of
from crawler.extraction.marks import Marks
from crawler.extraction.outline import Unit
from crawler.extraction.page import Page
from crawler.extraction.text import text_of
from crawler.items import AuthorItem, AuthorsItem, Candidate

LONGEST_LINE = 220
_LONGEST_BEGUN = 120
_BARS = re.compile(r"\s*[|•·]\s*")
_MOST_LINES = 6
MOST_NODES = 120
_ABOVE = 60
"""So many nodes above the headline a byline may stand."""
_BELOW_BODY = 1_000_000
BYLINES = Marks(
    "[itemprop~='author'], [rel~='author'], [class*='byline' i], [class*='author' i], "
    "[data-testid*='byline' i], [data-testid*='author' i], [data-component*='byline' i], "
    "[class*='autor' i], [class*='auteur' i], [class*='writer' i], [class*='contributor' i], "
    "[class*='reporter' i], [class*='journalist' i], [class*='redakt' i], [class*='skribent' i], "
    "[class*='firma' i], [id*='author' i], [class*='verfasser' i], [class*='vcard' i], "
    "[class*='credits' i], [class*='posted-by' i]",
    "address",
)
_NOT_BYLINE = re.compile(
    r"bio\b|avatar|image|img|photo|thumb|social|twitter|share|follow|more|related|comment|teaser|email"
    r"|description|about|widget|sidebar|footer|popup|tooltip|caption|copyright|count|date$|title$",
    re.IGNORECASE,
)
_OUTSIDE = frozenset({"nav", "aside", "figure", "figcaption", "form", "blockquote"})
_OF_ARTICLE = re.compile(r"(?:post|entry|article|story|content|author|byline)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Byline:
    """A line that may be the byline."""

    lines: list[str]
    """As the page breaks it: names often stand in a column."""
    node: Node
    far: int
    """How far from the headline; those below the body are the farthest."""
    below: bool = False
    """Whether it stands below the last paragraph."""

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    @property
    def is_below_body(self) -> bool:
        return self.far >= _BELOW_BODY

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.text, "dom", css_path(self.node))

    @property
    def authors(self) -> AuthorsItem:
        """Its lines one by one, each as a name."""
        names = [AuthorItem(name=line) for line in self.lines]
        where = " (below the body)" if self.is_below_body else ""
        locator = f"{css_path(self.node)}{where}"
        return AuthorsItem(
            source="heuristic",
            locator=locator,
            authors=names,
            below=self.below or self.is_below_body,
        )


def bylines(
    page: Page, headline: Unit | None, body: list[Unit], named: Sequence[str] = ()
) -> list[Byline]:
    """The visible lines that name the authors, nearest below the headline first.

    `named` are the persons whom other sources call authors: what is a byline by a title alone names
    one of them, or is none.
    """
    start, end = span(page, headline, body)
    lines = lines_below(page, headline, body)
    found = [*_named_so(page, start, end), *_begun_so(page, lines, named, start, end)]
    found.sort(key=lambda each: (each.far, -len(each.text)))
    kept: dict[str, Byline] = {}
    for each in found:
        kept.setdefault(each.text, each)
    last = end_of_text(page, body)
    return [
        replace(each, below=page.document.order.get(each.node.mem_id, 0) > last)
        for each in list(kept.values())[:_MOST_LINES]
    ]


def _named_so(page: Page, start: int, end: int) -> Iterator[Byline]:
    """The elements whose class, id or property says that they are a byline."""
    for node in once(BYLINES.of(page.document))[:MOST_NODES]:
        place = page.document.order.get(node.mem_id, 0)
        if place < start - _ABOVE:
            continue
        lines = _lines(page, node) if may_be_byline(node) else []
        line = " ".join(lines)
        if _is_line(line) and names_somebody(line):
            yield Byline(lines, node, _rank(line, place, start, end))


def _begun_so(
    page: Page, lines: list[Line], named: Sequence[str], start: int, end: int
) -> Iterator[Byline]:
    """The lines in the head, and below the text, that begin as bylines do."""
    for line in lines:
        begun = next((each for each in _parts(line.text) if _is_begun(each, line, named)), None)
        if begun is not None and names_somebody(begun):
            at = page.document.order.get(line.unit.node.mem_id, 0)
            yield Byline([begun], line.unit.box.node, _rank(begun, at, start, end))


def _is_begun(text: str, line: Line, named: Sequence[str]) -> bool:
    if begins_as_byline(text):
        return not names_a_word_alone(text)
    return line.of_head and begins_as_byline_of_head(text) and _may_be_of(text, named)


def _may_be_of(text: str, named: Sequence[str]) -> bool:
    """Whether a line shares a word with one of these names, where there are any."""
    words = set(folded(text).split())
    return not named or any(not words.isdisjoint(folded(name).split()) for name in named)


def _parts(line: str) -> list[str]:
    """A short line whole, then its parts between bars: `Harbour | By Ann Carter | 12 May`."""
    if len(line) >= _LONGEST_BEGUN:
        return []
    bare = line.strip(" |•·")
    return [bare, *_BARS.split(bare)[1:]] if _BARS.search(bare) else [bare]


def once(nodes: Iterable[Node]) -> list[Node]:
    """Nodes each once: of a list of selectors, Lexbor gives a node for each that names it."""
    return list({node.mem_id: node for node in nodes}.values())


def span(page: Page, headline: Unit | None, body: list[Unit]) -> tuple[int, int]:
    """Places in the page of the headline and of the body's first and last unit."""
    order = page.document.order
    start = order.get(headline.node.mem_id, 0) if headline else 0
    ends = [order.get(unit.node.mem_id, start) for unit in body[-1:]]
    return start, max([start, *ends])


def end_of_text(page: Page, body: list[Unit]) -> int:
    """The place in the page of the body's last paragraph; past all where it has none."""
    last = next((unit for unit in reversed(body) if unit.prose), None)
    return page.document.order.get(last.node.mem_id, 0) if last else 2 * _BELOW_BODY


def distance(place: int, start: int, end: int) -> int:
    """Below the headline is near; above it or after the body is far."""
    if place < start:
        return 500 + start - place
    return place - start if place <= end else 2 * _BELOW_BODY + place - end


def is_byline(node: Node, line: str) -> bool:
    """Whether a line may be the article's byline by where it stands and what its element is."""
    return _is_line(line) and may_be_byline(node)


def _is_line(line: str) -> bool:
    return 2 <= len(line) <= LONGEST_LINE and any(map(str.isalpha, line))


def may_be_byline(node: Node) -> bool:
    """Whether an element may be the article's byline by what it is called and where it stands."""
    attributes = node.attributes
    if _NOT_BYLINE.search(names_of(attributes)) and attributes.get("itemprop") != "author":
        return False
    return not is_outside(node)


def is_outside(node: Node) -> bool:
    """Whether an element stands in what belongs to the page, a picture, a quote or a comment."""
    around = (each for each, _ in zip(ancestors(node), range(10), strict=False))
    return any(_is_outside(each) for each in around)


def _is_outside(around: Node) -> bool:
    """Whether what is in it belongs to the page, to a picture, a quote or a reader's comment."""
    tag = around.tag
    if tag in _OUTSIDE:
        return True
    if tag in ("body", "html"):
        return False
    names = names_of(around.attributes)
    if tag == "footer" and not _OF_ARTICLE.search(names):
        return True
    return named_comments(names)


def names_author(line: str) -> bool:
    """Whether a line names anybody: no button, no count, no date alone."""
    return _is_line(line) and names_somebody(line) and not _is_idle(line)


def _rank(line: str, place: int, start: int, end: int) -> int:
    begins = begins_as_byline(line) or begins_as_byline_of_head(line)
    return distance(place, start, end) - (100 if begins else 0)


def _lines(page: Page, node: Node) -> list[str]:
    """The lines of a byline without those of its buttons; nothing where it is a whole text."""
    box = page.outline.box_of.get(node.mem_id)
    if box is not None and box.chars > 3 * LONGEST_LINE:
        return []
    lines = [line for line in text_of(node).split("\n") if line]
    return [line for line in lines if not _is_idle(line)] if len(lines) > 1 else lines


def _is_idle(line: str) -> bool:
    """A button, a day or a count that stands in a line of its own."""
    bare = line.casefold().strip(" .:|•·–—-")
    if bare in NO_NAMES:
        return not ONLY_WRITING.match(line)
    return (
        not bare
        or bool(NO_NAME_PHRASES.search(bare))
        or (is_dated(line) and not names_somebody(line))
    )
