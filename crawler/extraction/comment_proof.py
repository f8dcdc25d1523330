"""Whether a further page of comments is one of the article that led to it: `ArticleSigns.are_of`.

A link says only where it leads; what is answered there may be another article, the front page, or a
page of the newspaper. Such a page proves that it is of the article by its canonical URL or its
headline, and neither may say that it is another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.extraction.candidates import folded
from crawler.extraction.comment_pages import canonical_of, is_front_page, is_same_but_number
from crawler.extraction.json_ld import plain_text
from crawler.extraction.page import Page
from crawler.extraction.text import line_of

_LONGEST = 400
_LEAST_WITHIN = 15
"""Characters of a headline that proves a page by standing in a longer title."""
_PARTS = re.compile(r"\s+[-–—|·•»«:]+\s+")
_MOST_HEADINGS = 6


@dataclass(frozen=True, slots=True)
class ArticleSigns:
    """What tells an article's pages from all others."""

    urls: tuple[str, ...]
    """Its own, and its canonical one."""
    headline: str | None
    """Folded; None where it is not known, or is the site's name."""
    shared: str | None
    """The title that it is shared by, folded."""

    def are_of(self, page: Page) -> bool:
        """Whether a page is proved to be of the article."""
        if not any(is_same_but_number(page.document.url, url) for url in self.urls):
            return False  # it led elsewhere
        by_url = self._by_canonical(page)
        by_title = self._by_headline(page)
        return False not in (by_url, by_title) and True in (by_url, by_title)

    def _by_canonical(self, page: Page) -> bool | None:
        """Whether the page's canonical URL is the article's; None where it says nothing."""
        url = canonical_of(page.document)
        if url is None or is_front_page(url):
            return None
        return any(url == each or is_same_but_number(url, each) for each in self.urls)

    def _by_headline(self, page: Page) -> bool | None:
        """Whether the page has the article's headline; None where that cannot be said."""
        shared = _shared(page)
        if self.shared and shared and not _is_within(self.shared, shared):
            return False
        if self.headline is None:
            return None
        titles = [title for title in _titles(page) if title]
        if any(_is_within(self.headline, title) for title in titles):
            return True
        return False if titles else None


def signs_of(page: Page, headline: str | None) -> ArticleSigns:
    """What tells an article's pages, as its own page says it; `headline` is the article's."""
    canonical = canonical_of(page.document)
    given = [canonical] if canonical and not is_front_page(canonical) else []
    said = folded(headline or "")[:_LONGEST]
    names = {_bare(name) for name in page.site_names}
    return ArticleSigns(
        urls=(page.document.url, *given),
        headline=said if said and _bare(said) not in names else None,
        shared=_shared(page),
    )


def _titles(page: Page) -> Iterable[str]:
    """What a page calls itself, folded."""
    document = page.document
    for node in (*document.css("h1")[:_MOST_HEADINGS], *document.css("head title")[:1]):
        yield folded(line_of(node) or " ".join(node.text()[:_LONGEST].split()))[:_LONGEST]
    yield from (folded(page.meta.first(name) or "") for name in ("og:title", "twitter:title"))
    yield folded(plain_text((page.article or {}).get("headline")) or "")


def _shared(page: Page) -> str | None:
    return folded(page.meta.first("og:title") or "")[:_LONGEST] or None


def _is_within(headline: str, title: str) -> bool:
    """Whether a title is a headline, alone or with the name of the site or a page's number."""
    if headline == title or (len(headline) >= _LEAST_WITHIN and headline in title):
        return True
    return headline in _PARTS.split(title)


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, folded(name)))
