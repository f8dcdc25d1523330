"""A layout's rules on one page: what each finds, and which of them found nothing.

Behind every rule stands the generic reader. A rule that finds nothing is told on the record where
it should have found something: every article has a headline, a date and a body; of any other field
where the generic reader has it. A rule that finds something of no use is told always.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from crawler.extraction.document import Node, css_path
from crawler.extraction.layout import Layout, Selectors
from crawler.extraction.page import Page
from crawler.extraction.selectors import nodes_of, picked
from crawler.items import ArticleItem, Candidate

MOST_FOUND = 20
"""So many nodes of a selector are taken."""
_LONGEST_LOCATOR = 200
NOTHING = "matched nothing"
_OF_EVERY_ARTICLE = ("headline", "date_published", "body")


@dataclass
class Rules:
    """The rules of a page's layout, if it has one."""

    page: Page
    layout: Layout | None = None
    missed: dict[str, str] = field(default_factory=dict)
    """Field to what is to be said of its rule."""

    def selectors(self, name: str) -> Selectors:
        """The selectors of a field; none where the page has no layout."""
        return self.layout.selectors(name) if self.layout else ()

    def candidates(self, name: str) -> list[Candidate]:
        """What the first selector that finds any text finds."""
        for selector in self.selectors(name):
            found = [
                Candidate(value, "layout", self.locator(selector, node))
                for node, value in islice(picked(self.page.document, selector), MOST_FOUND)
            ]
            if found:
                return found
        self.miss(name)
        return []

    @staticmethod
    def locator(selector: str, node: Node) -> str:
        """Where a rule found something: its selector, and the node's place."""
        return f"{selector} ({css_path(node)})"[:_LONGEST_LOCATOR]

    def nodes(self, name: str) -> list[Node]:
        """What the first selector names that names anything."""
        found = (nodes_of(self.page.document, each) for each in self.selectors(name))
        first = next(filter(None, found), [])
        if not first:
            self.miss(name)
        return first

    def miss(self, name: str, what: str = NOTHING) -> None:
        """Note that a field's rule, where there is one, was of no use."""
        if self.selectors(name):
            self.missed[name] = f"layout: {name} rule {what}"

    def warnings(self, item: ArticleItem) -> list[str]:
        """What is to be said of the rules on the record of an article."""
        return [
            said
            for name, said in self.missed.items()
            if name in _OF_EVERY_ARTICLE or not said.endswith(NOTHING) or _has(item, name)
        ]

    @cached_property
    def excluded(self) -> set[int]:
        """The boxes that the layout leaves out, by `mem_id`."""
        return self.ids("exclude")

    def ids(self, name: str) -> set[int]:
        """The nodes that any selector of a field names, by `mem_id`."""
        document = self.page.document
        return {node.mem_id for each in self.selectors(name) for node in nodes_of(document, each)}


def _has(item: ArticleItem, name: str) -> bool:
    """Whether the item has what a field of a layout is for."""
    return any(_values(item, name))


def _values(item: ArticleItem, name: str) -> Iterable[object]:
    if name in ("caption", "credit"):
        attribute = "caption" if name == "caption" else "credit_raw"
        return (getattr(image, attribute) for image in item.image)
    if name == "byline":
        return (item.byline, item.author)
    attribute = _ATTRIBUTES.get(name, name)
    return (getattr(item, attribute, None),)


_ATTRIBUTES = {
    "standfirst": "alternative_headline",
    "section": "article_section",
    "translations": "work_translation",
}
