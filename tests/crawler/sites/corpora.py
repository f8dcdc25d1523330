"""Real pages of outlets that have a site file. They are their publishers' and no part of this
project: they are read beside the checkout, and skipped where they are not there."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest

from archive.records import Article
from archive.warc.exchange import Exchange
from crawler.reading import normalize, read
from crawler.sites import site_for

PAGES = (
    Path(os.environ.get("MICROFICHE_CORPORA", Path(__file__).parents[4] / "shared/corpora"))
    / "pages/fundus"
)

needs_corpora = pytest.mark.skipif(
    not PAGES.is_dir(), reason=f"the pages of other publishers are not at {PAGES}"
)


class RealPages:
    """`class TestPost(Confirmed, RealPages): site = "post"; pages = {"en_Post_2024": "2024"}`: real
    pages and the layout of each; conftest.py gives them as `real`."""

    site: ClassVar[str]
    pages: ClassVar[Mapping[str, str]]

    @needs_corpora
    def test_a_real_page_is_read_by_its_layout(self, real: str) -> None:
        article = article_of(real)
        assert article.reading.layout.startswith(f"{self.site}/{self.pages[real]}@")
        assert article.extraction is not None
        assert () == article.extraction.warnings

    @needs_corpora
    def test_no_text_of_a_real_page_is_lost(self, real: str) -> None:
        assert [] == missing_texts(real, article_of(real))


def gold_of(name: str) -> dict[str, Any]:
    """What is known of a page: title, body, subheadings and others."""
    return json.loads((PAGES / f"{name}.json").read_text("utf-8"))


def article_of(name: str) -> Article:
    """The record of a page, read with its site file."""
    url = gold_of(name)["url"]
    exchange = Exchange(
        request_url=url,
        url=url,
        fetched_at=None,
        status=200,
        headers=(("Content-Type", "text/html"),),
        body=gzip.decompress((PAGES / f"{name}.html.gz").read_bytes()),
    )
    site = site_for(url)
    article = normalize(read(exchange, site), exchange, None, site).article
    assert article is not None
    return article


def missing_texts(name: str, article: Article) -> list[str]:
    """The texts of the gold's body that neither the body nor the standfirst has."""
    said = _bare(f"{article.alternative_headline or ''}{article.article_body}")
    return [text for text in gold_of(name)["body"] if _bare(text) not in said]


def _bare(text: str) -> str:
    """A text without blanks and signs of no width."""
    return re.sub(r"[\s\u200b-\u200d\u2060]+", "", text)
