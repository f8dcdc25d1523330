"""The provider `inline`: comments in the page's own markup."""

from __future__ import annotations

from crawler.comments.base import Capabilities
from crawler.comments.in_page import InPage
from crawler.extraction.comments import INLINE


class Inline(InPage):
    """What stands in the markup."""

    name = INLINE
    capabilities = Capabilities(
        fetched="",
        unreachable="further pages of a thread: the first is read, and the record says so",
        votes=True,
        deleted=True,
    )
