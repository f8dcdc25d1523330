"""A layout: where one design of one site keeps an article's fields. Data, with types.

The selectors of a field are tried in order; where none of them finds anything, the generic reader
answers for that field. A layout is never deleted: the archive holds pages in it.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from archive.digest import content_digest
from crawler.extraction.document import Document, attribute, css_path, select
from crawler.extraction.text import line_of
from crawler.items import Candidate

_MOST = 20
_VALUE_ATTRIBUTES = ("datetime", "content")

Selectors = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One design of a site's article pages."""

    name: str
    fingerprint: Selectors
    """CSS selectors that all name something on a page of this layout."""
    first: date | None = None
    """The first day on which the design was seen: breaks a tie between fingerprints."""
    last: date | None = None
    headline: Selectors = ()
    kicker: Selectors = ()
    standfirst: Selectors = ()
    byline: Selectors = ()
    date_published: Selectors = ()
    date_modified: Selectors = ()
    section: Selectors = ()
    keywords: Selectors = ()
    body: Selectors = ()
    """The box that holds the whole body and hardly anything else."""
    exclude: Selectors = ()
    """Boxes inside the body that are not of the article."""

    @cached_property
    def digest(self) -> str:
        """12 hexadecimal digits over the selectors: another layout, another reading."""
        fields = {key: str(value) for key, value in dataclasses.asdict(self).items() if value}
        return content_digest(fields).removeprefix("sha256:")[:12]

    def matches(self, document: Document) -> bool:
        """Whether the page has this design; a layout without fingerprint matches none."""
        return bool(self.fingerprint) and all(select(document, each) for each in self.fingerprint)

    def covers(self, day: str | None) -> bool:
        """Whether a day (`YYYY-MM-DD…`) lies in the time in which the design was in use."""
        if day is None:
            return True
        after = self.first is None or day[:10] >= self.first.isoformat()
        return after and (self.last is None or day[:10] <= self.last.isoformat())


def layout_for(
    layouts: tuple[Layout, ...], document: Document, fetched_at: str | None
) -> Layout | None:
    """The layout whose fingerprint the page has; of several, one in use on that day."""
    matching = [layout for layout in layouts if layout.matches(document)]
    return next((each for each in matching if each.covers(fetched_at)), next(iter(matching), None))


def found_by(document: Document, selectors: Selectors) -> list[Candidate]:
    """What the first selector that finds any text finds, as candidates."""
    for selector in selectors:
        nodes = select(document, selector)[:_MOST]
        values = [
            (
                next(
                    (attribute(node, name) for name in _VALUE_ATTRIBUTES if attribute(node, name)),
                    None,
                )
                or line_of(node),
                node,
            )
            for node in nodes
        ]
        found = [
            Candidate(value, "layout", f"{selector} ({css_path(node)})"[:200])
            for value, node in values
            if value
        ]
        if found:
            return found
    return []
