"""Asahi Shimbun: invented pages of its structure as cases, and its real pages beside the checkout."""

from __future__ import annotations

import pytest

from crawler.sites import named
from tests.crawler.sites.confirmed import Confirmed
from tests.crawler.sites.corpora import article_of, missing_texts, needs_corpora

PAGES = {"jp_AsahiShimbun_2025_01_13": "2025"}


class TestAsahi(Confirmed):
    site = "asahi"


@needs_corpora
@pytest.mark.parametrize("name", PAGES)
def test_a_real_page_is_read_by_its_layout(name: str) -> None:
    article = article_of(name)
    assert article.reading.layout.startswith(f"asahi/{PAGES[name]}@")
    assert article.extraction is not None
    assert () == article.extraction.warnings


@needs_corpora
@pytest.mark.parametrize("name", PAGES)
def test_no_text_of_a_real_page_is_lost(name: str) -> None:
    assert [] == missing_texts(name, article_of(name))


@needs_corpora
def test_the_reporter_is_the_author_and_the_outlet_no_keyword() -> None:
    article = article_of("jp_AsahiShimbun_2025_01_13")
    assert "layout" == article.provenance["/author"].source
    assert article.keywords
    assert "朝日新聞" not in article.keywords


def test_what_a_method_of_the_site_changes_is_another_reading() -> None:
    site = named("asahi")
    assert site.layout_id(site.layouts[0]).endswith(f"@{site.layouts[0].digest}[Asia/Tokyo]+1")
