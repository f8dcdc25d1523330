"""Whether what markup describes is this page's article, or another story that the page links.

A described article is another's only where both say so: every address it gives is another page's,
and its headline is none of what this page calls itself. Pages give themselves wrong addresses, and
headlines that are made for search.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from crawler.extraction.candidates import folded
from crawler.extraction.document import Document, attribute

_ALIKE = 55.0
_MOST_TITLES = 8
_LONGEST = 400
_LONGEST_URL = 2000


class Identity:
    """What a page calls itself: its addresses and its titles."""

    def __init__(self, document: Document, metas: dict[str, list[str]]) -> None:
        self._document = document
        self._metas = metas

    @cached_property
    def paths(self) -> set[str]:
        """The paths of its addresses: asked for, canonical, shared."""
        links = [attribute(node, "href") for node in self._document.css("link[rel='canonical']")]
        given = [self._document.url, *links[:2], *self._metas.get("og:url", [])[:2]]
        return {path for each in given if each and (path := path_of(each))}

    @cached_property
    def _titles(self) -> list[str]:
        """What it calls itself, folded: shared titles, `<title>` and its largest headings."""
        nodes = [*self._document.css("head title")[:1], *self._document.css("h1")[:4]]
        shown = [node.text(deep=True)[: 2 * _LONGEST] for node in nodes]
        named = [*self._metas.get("og:title", [])[:2], *self._metas.get("twitter:title", [])[:1]]
        whole = [folded(" ".join(each.split())) for each in (*named, *shown)]
        return [each[:_LONGEST] for each in whole if each][:_MOST_TITLES]

    def is_another(self, headline: str | None, urls: Iterable[str]) -> bool:
        """Whether an article of this headline and these addresses is that of another page."""
        paths = {path for each in urls if (path := path_of(each))}
        if not headline or not paths or not self._titles or paths & self.paths:
            return False
        said = folded(headline)[:_LONGEST]
        return not any(_is_alike(said, title) for title in self._titles)


def path_of(url: str) -> str:
    """The path of an address; empty for a front page, a fragment, and what is no address."""
    if "[" in url or not url.startswith(("http:", "https:", "/")):
        return ""
    return urlsplit(url[:_LONGEST_URL]).path.rstrip("/")


def _is_alike(one: str, other: str) -> bool:
    return fuzz.token_set_ratio(one, other, score_cutoff=_ALIKE) > 0
