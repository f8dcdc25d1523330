"""Seznam Zprávy: invented pages of its structure as cases, and its real pages beside the checkout."""

from __future__ import annotations

import re

import pytest

from tests.crawler.sites.confirmed import Confirmed
from tests.crawler.sites.corpora import article_of, missing_texts, needs_corpora

PAGES = {
    "cz_SeznamZpravy_2025_04_08": "2025",
    "cz_SeznamZpravy_2025_11_06": "2025",
    "cz_SeznamZpravy_2025_12_10": "2025",
}


class TestSeznamZpravy(Confirmed):
    site = "seznam_zpravy"


@needs_corpora
@pytest.mark.parametrize("name", PAGES)
def test_a_real_page_is_read_by_its_layout(name: str) -> None:
    article = article_of(name)
    assert article.reading.layout.startswith(f"seznam_zpravy/{PAGES[name]}@")
    assert article.extraction is not None
    assert () == article.extraction.warnings


@needs_corpora
@pytest.mark.parametrize("name", PAGES)
def test_no_text_of_a_real_page_is_lost(name: str) -> None:
    assert [] == missing_texts(name, article_of(name))


@needs_corpora
@pytest.mark.parametrize("name", PAGES)
def test_every_photo_has_its_credit(name: str) -> None:
    assert all(image.credit_text for image in article_of(name).image)


@needs_corpora
@pytest.mark.parametrize("name", PAGES)
def test_dates_of_other_articles_are_no_text(name: str) -> None:
    lines = article_of(name).article_body.splitlines()
    assert [] == [line for line in lines if len(line) < 30 and re.search(r"\d\d?:\d\d$", line)]
