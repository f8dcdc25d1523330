"""Comments that stand in the page itself, in its markup or its JSON-LD, and need no request.

They are read with the page (crawler.extraction.comments); the markup is believed before JSON-LD.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from archive.warc.exchange import Exchange
from crawler.comments.base import Answer, Capabilities, Post, ThreadRef, ThreadRequest
from crawler.extraction.comments import read_comments
from crawler.extraction.document import parse
from crawler.extraction.page import Page, page_of


class InPage:
    """Comments of the page's own; which of its places is for the provider to say."""

    name: ClassVar[str]
    capabilities: ClassVar[Capabilities]

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
