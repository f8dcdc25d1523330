"""The providers `inline` and `json_ld`: comments that stand in the page itself, and need no request.

Both are read with the page (crawler.extraction.comments); the markup is believed before JSON-LD.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.warc.exchange import Exchange
from crawler.comments.base import Answer, Capabilities, Post, ThreadRef, ThreadRequest
from crawler.extraction.comments import INLINE, LINKED, read_comments
from crawler.extraction.document import parse
from crawler.extraction.page import Page, page_of


class InPage:
    """Comments of the page's own: in its markup, or in its JSON-LD."""

    def __init__(self, name: str, capabilities: Capabilities) -> None:
        self.name = name
        self.capabilities = capabilities

    def detect(self, page: Page) -> ThreadRef | None:
        """The page itself, where it shows comments or has a place for them."""
        read = read_comments(page)
        if read.thread is None or read.thread.provider != self.name:
            return None
        return ThreadRef(
            provider=self.name, thread=page.document.url, declared_count=read.declared_count
        )

    def first_requests(self, ref: ThreadRef) -> Sequence[ThreadRequest]:
        """None: the first page of the thread is the article's page."""
        return ()

    def parse(self, request: ThreadRequest, exchange: Exchange, ref: ThreadRef) -> Answer:
        """The comments of a page."""
        read = read_comments(page_of(parse(exchange.body, exchange.url, exchange.charset)))
        return Answer(
            posts=tuple(Post(item=item) for item in read.items),
            declared_count=read.declared_count,
        )


IN_PAGE = (
    InPage(
        INLINE,
        Capabilities(
            fetched="",
            unreachable="further pages of a thread: the first is read, and the record says so",
            votes=True,
            deleted=True,
        ),
    ),
    InPage(
        LINKED,
        Capabilities(
            fetched="", unreachable="what the publisher leaves out of its JSON-LD", votes=True
        ),
    ),
)
