"""Euronews: invented pages of its structure as cases, and its real pages beside the checkout."""

from __future__ import annotations

import pytest

from tests.crawler.sites.confirmed import Confirmed
from tests.crawler.sites.corpora import article_of, gold_of, missing_texts, needs_corpora

PAGES = {
    "de_EuronewsDE_2024_04_30": "2024",
    "de_EuronewsDE_2026_01_06": "2026",
    "fr_EuronewsFR_2024_04_30": "2024",
    "fr_EuronewsFR_2026_01_06": "2026",
    "uk_EuronewsEN_2024_04_30": "2024",
    "uk_EuronewsEN_2026_01_06": "2026",
}


class TestEuronews(Confirmed):
    site = "euronews"


@needs_corpora
@pytest.mark.parametrize("name", PAGES)
def test_a_real_page_is_read_by_its_layout(name: str) -> None:
    article = article_of(name)
    assert article.reading.layout.startswith(f"euronews/{PAGES[name]}@")
    assert article.extraction is not None
    assert () == article.extraction.warnings


@needs_corpora
@pytest.mark.parametrize("name", PAGES)
def test_no_text_of_a_real_page_is_lost(name: str) -> None:
    assert [] == missing_texts(name, article_of(name))


@needs_corpora
@pytest.mark.parametrize("name", PAGES)
def test_the_standfirst_that_the_generic_reader_misses_is_found(name: str) -> None:
    assert gold_of(name)["summary"][0] == article_of(name).alternative_headline


@needs_corpora
def test_sections_are_words_and_no_codes() -> None:
    sections = article_of("de_EuronewsDE_2026_01_06").article_section
    assert (2, []) == (len(sections), [each for each in sections if "_" in each])
