"""The provider `inline`: comments that stand in the page's own markup."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.comments.providers import Answer, ThreadRef, ThreadRequest
from crawler.extraction.comments import INLINE, read_comments
from crawler.extraction.document import parse
from crawler.extraction.page import Page, page_of


class Inline:
    """Comments in the markup need no request of their own; a further page reads like the first."""

    name = INLINE

    def detect(self, page: Page) -> ThreadRef | None:
        """The page itself, where it shows comments or has a place for them."""
        read = read_comments(page)
        if read.thread is None:
            return None
        return ThreadRef(
            provider=self.name, thread=page.document.url, declared_count=read.declared_count
        )

    def first_requests(self, ref: ThreadRef) -> Sequence[ThreadRequest]:
        """None: the first page of the thread is the article's page."""
        return ()

    def parse(self, body: bytes, ref: ThreadRef) -> Answer:
        """The comments of a page of the thread."""
        read = read_comments(page_of(parse(body, ref.thread or "")))
        return Answer(items=tuple(read.items), declared_count=read.declared_count)
