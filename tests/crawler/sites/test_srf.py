"""Schweizer Radio und Fernsehen: invented pages of its structure as cases, and its real pages."""

from __future__ import annotations

import pytest

from tests.crawler.sites.confirmed import Confirmed
from tests.crawler.sites.corpora import article_of, gold_of, missing_texts, needs_corpora

PAGES = {"ch_SRF_2024_04_15": "2024", "ch_SRF_2025_01_05": "2025"}


class TestSrf(Confirmed):
    site = "srf"


@needs_corpora
@pytest.mark.parametrize("name", PAGES)
def test_a_real_page_is_read_by_its_layout(name: str) -> None:
    article = article_of(name)
    assert article.reading.layout.startswith(f"srf/{PAGES[name]}@")
    assert article.extraction is not None
    assert () == article.extraction.warnings


@needs_corpora
@pytest.mark.parametrize("name", PAGES)
def test_no_text_of_a_real_page_is_lost(name: str) -> None:
    assert [] == missing_texts(name, article_of(name))


@needs_corpora
@pytest.mark.parametrize("name", PAGES)
def test_the_kicker_is_no_part_of_the_headline(name: str) -> None:
    article = article_of(name)
    assert (gold_of(name)["title"], True) == (article.headline, bool(article.kicker))


@needs_corpora
def test_boxes_that_open_on_a_click_are_no_text() -> None:
    article = article_of("ch_SRF_2024_04_15")
    gold = set(gold_of("ch_SRF_2024_04_15")["body"])
    assert set() == set(article.article_body.split("\n\n")) - gold
