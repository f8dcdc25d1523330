"""The provider `inline`: comments in the page's own markup, and in the further pages it links to.

The first page of the thread is the article's; each of the others is read as that one is, by the same
layout where the site has one, and may lead on to more. A page that does not prove that it is of the
article (`comment_proof`) gives nothing and ends the thread: what its links call the next page of
comments is as likely the next article.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.warc.exchange import Exchange
from crawler.comments.base import Answer, Capabilities, Post, ThreadRef, ThreadRequest
from crawler.comments.in_page import InPage
from crawler.comments.values import part
from crawler.extraction.comment_pages import CommentPage
from crawler.extraction.comment_proof import signs_of
from crawler.extraction.comments import INLINE, CommentsRead, read_comments
from crawler.extraction.document import parse
from crawler.extraction.layout import Layout
from crawler.extraction.page import Page, page_of


class Inline(InPage):
    """What stands in the markup."""

    name = INLINE
    capabilities = Capabilities(
        fetched="what is in the page; further pages of a thread where plain links lead to them",
        unreachable="further pages behind a button that a script serves: the record says so",
        votes=True,
        deleted=True,
        in_pages=True,
    )

    def first_requests(self, ref: ThreadRef) -> Sequence[ThreadRequest]:
        """The pages that the article's page links to."""
        return _requests(ref.pages)

    def parse(self, request: ThreadRequest, exchange: Exchange, ref: ThreadRef) -> Answer:
        """The comments of a page, and the pages that it links to."""
        page = page_of(parse(exchange.body, exchange.url, exchange.charset))
        if ref.article is None or not ref.article.are_of(page):
            return Answer(stop="error", is_lost=True)
        read = read_comments(page, ref.layout, ref.thread)
        if not read.items or read.items[0].provider != INLINE:
            return Answer(stop="error")
        return Answer(
            posts=tuple(Post(item=item) for item in read.items),
            following=_requests(read.further),
            declared_count=read.declared_count,
        )


def paged(
    page: Page, read: CommentsRead, layout: Layout | None, headline: str | None
) -> ThreadRef | None:
    """The thread of a page that shows a part of it and links to the others; None for any other.

    `headline` is the article's.
    """
    if not read.further or not read.items or read.items[0].provider != INLINE:
        return None
    return ThreadRef(
        provider=INLINE,
        thread=page.document.url,
        declared_count=read.declared_count,
        pages=read.further,
        article=signs_of(page, headline),
        layout=layout,
    )


def _requests(pages: Iterable[CommentPage]) -> tuple[ThreadRequest, ...]:
    return tuple(
        ThreadRequest(
            part=part("comments", page=page.number),
            url=page.url,
            of=str(page.number),
            is_link=True,
        )
        for page in pages
    )
