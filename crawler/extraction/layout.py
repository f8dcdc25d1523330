"""A layout: where one design of one site keeps an article's fields. Data, with types.

The selectors of a field are tried in order; where none of them finds anything, the generic reader
answers for that field, and the record says so (`rules`). A layout is never deleted: the archive
holds pages in it.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from archive.digest import content_digest
from crawler.extraction.document import Document
from crawler.extraction.selectors import Selectors, check, nodes_of

__all__ = ["FIELDS", "Layout", "Selectors", "layout_for"]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One design of a site's article pages."""

    name: str
    fingerprint: Selectors
    """Selectors that all name something on a page of this layout."""
    first: date | None = None
    """The first day on which the design was seen: breaks a tie between fingerprints."""
    last: date | None = None
    headline: Selectors = ()
    kicker: Selectors = ()
    standfirst: Selectors = ()
    byline: Selectors = ()
    """The line that names the authors, or a box for each of them."""
    date_published: Selectors = ()
    date_modified: Selectors = ()
    section: Selectors = ()
    keywords: Selectors = ()
    body: Selectors = ()
    """The boxes that hold the whole body and hardly anything else: one box, or many in a row.
    Furniture inside is left out; furniture that a selector names itself is kept."""
    exclude: Selectors = ()
    """Boxes inside the body that are not of the article."""
    image: Selectors = ()
    """A box around each photo of the article; a photo outside of them is not the article's."""
    caption: Selectors = ()
    """In a photo's box, or in the smallest box around it that has one."""
    credit: Selectors = ()
    comment: Selectors = ()
    """A box around each reader's comment; a reply stands in the one it answers, or says it."""
    comment_author: Selectors = ()
    """Inside a comment's box."""
    comment_date: Selectors = ()
    comment_text: Selectors = ()
    translations: Selectors = ()
    """Links to the article in other languages, by `hreflang`, `lang`, or the URL's first part."""

    @cached_property
    def digest(self) -> str:
        """12 hexadecimal digits over the selectors: other selectors, another reading.

        The days of use choose among layouts and change nothing that one of them reads.
        """
        fields = {name: str(rule) for name in _SELECTORS if (rule := self.selectors(name))}
        return content_digest(fields).removeprefix("sha256:")[:12]

    def selectors(self, field: str) -> Selectors:
        """The selectors of a field of FIELDS."""
        found: Selectors = getattr(self, field)
        return found

    def check(self) -> None:
        """Raise ValueError where a selector is none, or selectors are no tuple."""
        if not isinstance(self.fingerprint, tuple) or not self.fingerprint:
            raise ValueError(f"layout {self.name}: fingerprint is no tuple of selectors")
        for name in _SELECTORS:
            if not isinstance(self.selectors(name), tuple):
                raise ValueError(f"layout {self.name}: {name} is no tuple: a comma is missing")
            for selector in self.selectors(name):
                check(selector)

    def matches(self, document: Document) -> bool:
        """Whether the page has this design; a layout without fingerprint matches none."""
        return bool(self.fingerprint) and all(nodes_of(document, each) for each in self.fingerprint)

    def covers(self, day: str | None) -> bool:
        """Whether a day (`YYYY-MM-DD…`) lies in the time in which the design was in use."""
        if day is None:
            return True
        after = self.first is None or day[:10] >= self.first.isoformat()
        return after and (self.last is None or day[:10] <= self.last.isoformat())


_NO_SELECTORS = ("name", "fingerprint", "first", "last")
FIELDS = tuple(
    field.name for field in dataclasses.fields(Layout) if field.name not in _NO_SELECTORS
)
"""The fields of a layout that are selectors for something on the page."""
_SELECTORS = ("fingerprint", *FIELDS)


def layout_for(
    layouts: tuple[Layout, ...], document: Document, fetched_at: str | None
) -> Layout | None:
    """The layout whose fingerprint the page has; of several, one in use on that day."""
    matching = [layout for layout in layouts if layout.matches(document)]
    return next((each for each in matching if each.covers(fetched_at)), next(iter(matching), None))
