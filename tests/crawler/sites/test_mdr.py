"""Mitteldeutscher Rundfunk: invented pages of its structure as cases, and its real pages."""

from __future__ import annotations

import pytest

from tests.crawler.sites.confirmed import Confirmed
from tests.crawler.sites.corpora import article_of, gold_of, missing_texts, needs_corpora

PAGES = {"de_MDR_2023_04_28": "2023", "de_MDR_2026_07_08": "2026"}


class TestMdr(Confirmed):
    site = "mdr"


@needs_corpora
@pytest.mark.parametrize("name", PAGES)
def test_a_real_page_is_read_by_its_layout(name: str) -> None:
    article = article_of(name)
    assert article.reading.layout.startswith(f"mdr/{PAGES[name]}@")
    assert article.extraction is not None
    assert () == article.extraction.warnings


@needs_corpora
@pytest.mark.parametrize("name", PAGES)
def test_no_text_of_a_real_page_is_lost(name: str) -> None:
    assert [] == missing_texts(name, article_of(name))


@needs_corpora
def test_the_kicker_is_no_part_of_the_headline() -> None:
    article = article_of("de_MDR_2023_04_28")
    assert article.kicker
    assert article.kicker not in (article.headline or "")


@needs_corpora
@pytest.mark.parametrize("name", PAGES)
def test_every_caption_of_a_real_page_is_found(name: str) -> None:
    gold = [each["caption"] for each in gold_of(name)["images"]]
    assert gold == [image.caption for image in article_of(name).image]
