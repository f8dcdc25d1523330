"""The provider `json_ld`: comments that only the article's JSON-LD gives (schema.org `comment`)."""

from __future__ import annotations

from crawler.comments.base import Capabilities
from crawler.comments.in_page import InPage
from crawler.extraction.comments import LINKED


class JsonLd(InPage):
    """What stands in the JSON-LD."""

    name = LINKED
    capabilities = Capabilities(
        fetched="", unreachable="what the publisher leaves out of its JSON-LD", votes=True
    )
