"""Every provider, and which of them a page uses.

A page is first asked for marks of the providers that are fetched, then for WordPress, which may be
under any of them, then for the systems that are known and not fetched: so that the record says where
the comments are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain

from archive.records import CommentThread
from crawler.comments.base import CommentProvider, ThreadRef
from crawler.comments.coral import Coral
from crawler.comments.disqus import Disqus
from crawler.comments.inline import Inline, paged
from crawler.comments.json_ld import JsonLd
from crawler.comments.markers import MARKERS, Marker, ref_by
from crawler.comments.openweb import OpenWeb
from crawler.comments.remark42 import Remark42
from crawler.comments.values import FAULTS
from crawler.comments.viafoura import Viafoura
from crawler.comments.wordpress import WordPress
from crawler.extraction.comments import INLINE, CommentsRead
from crawler.extraction.layout import Layout
from crawler.extraction.page import Page

FETCHED: tuple[CommentProvider, ...] = (
    Disqus(),
    Viafoura(),
    OpenWeb(),
    Coral(),
    Remark42(),
    WordPress(),
)
"""The providers whose threads a crawl fetches, in the order in which a page is asked for them."""
IN_PAGE: tuple[CommentProvider, ...] = (Inline(), JsonLd())
"""Those whose comments stand in the page."""
_FORM = "#commentform, #respond form, .comment-respond form, #comments form"
"""What a page that prints its comments prints below them: where it stands, the place was filled."""
BY_NAME: Mapping[str, CommentProvider] = {
    each.name: each for each in (*FETCHED, *IN_PAGE) if each.capabilities.fetched
}
"""Those of whose threads a crawl fetches what the article's page does not show."""
_UNFETCHED = tuple(each for each in MARKERS if each.provider not in BY_NAME)


def detect(page: Page) -> ThreadRef | None:
    """The thread that a script of the page would load; None where there is no sign of one."""
    return _first_of(page, FETCHED, _UNFETCHED)


def beside(page: Page, read: CommentsRead) -> ThreadRef | None:
    """The thread of another system than the one whose comments the page prints; None where the page
    prints none, or shows no sign of another."""
    foreign = [each for each in FETCHED if not each.capabilities.in_markup]
    loaded = [each for each in _UNFETCHED if not each.prints]
    return _first_of(page, foreign, loaded) if read.items else None


def _first_of(
    page: Page, providers: Iterable[CommentProvider], markers: Iterable[Marker]
) -> ThreadRef | None:
    found = (_detected(provider, page) for provider in providers)
    named = (ref_by(page, marker) for marker in markers)
    return next((ref for ref in chain(found, named) if ref is not None), None)


def _detected(provider: CommentProvider, page: Page) -> ThreadRef | None:
    try:
        return provider.detect(page)
    except FAULTS:
        return None  # a page that names it in a way that cannot be read


def sought(
    page: Page,
    read: CommentsRead,
    layout: Layout | None = None,
    headline: str | None = None,
) -> ThreadRef | None:
    """The thread that is to be had beside what the page itself shows; None where that is all of it,
    or where there is no sign of another.

    The system of which a script would load it comes before the pages that links lead to: it gives
    more of each comment, and all in fewer requests. `headline` is the article's: by it those pages
    prove that they are of it.
    """
    if read.items and read.thread is not None and read.thread.complete:
        return None
    ref, pages = _served(page, read), paged(page, read, layout, headline)
    if ref is None or pages is None or ref.provider not in BY_NAME:
        return pages or ref
    return replace(ref, otherwise=pages)


def _served(page: Page, read: CommentsRead) -> ThreadRef | None:
    """The thread at a system that a script would ask."""
    ref = detect(page)
    provider = BY_NAME.get(ref.provider) if ref else None
    if provider is None or not provider.capabilities.in_markup:
        return ref
    is_whole = read.thread is not None and read.thread.complete
    if is_whole or (not read.items and read.section and page.document.first(_FORM) is not None):
        return None  # a place for comments, and none in it: to ask each such page would be in vain
    return ref


def thread_of(
    read: CommentsRead, ref: ThreadRef | None, other: ThreadRef | None = None
) -> CommentThread | None:
    """The record of a page's thread before anything is fetched: the comments in its markup, else
    what a script would load. `other` is the thread of another system (`beside`): with such, those in
    the markup are not all of the page's.

    None where the page has no comments and no place for them.
    """
    inline = read.thread
    if inline is not None and read.items and other is not None and inline.complete:
        return replace(inline, complete=False, stop_reason="unsupported")
    if read.items or ref is None or ref.provider == INLINE:
        return inline
    declared = ref.declared_count if ref.declared_count is not None else read.declared_count
    # "0 comments" is what a page says until its script has filled the place: not that there are none
    return CommentThread(
        provider=ref.provider,
        declared_count=declared,
        captured_count=0,
        complete=False,
        stop_reason="unsupported",
    )
