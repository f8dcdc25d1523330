"""Euronews: invented pages of its structure as cases, and its real pages beside the checkout."""

from __future__ import annotations

from typing import ClassVar

from tests.crawler.sites.confirmed import Confirmed
from tests.crawler.sites.corpora import RealPages, article_of, gold_of, needs_corpora


class TestEuronews(Confirmed, RealPages):
    site = "euronews"
    pages: ClassVar = {
        "de_EuronewsDE_2024_04_30": "2024",
        "de_EuronewsDE_2026_01_06": "2026",
        "fr_EuronewsFR_2024_04_30": "2024",
        "fr_EuronewsFR_2026_01_06": "2026",
        "uk_EuronewsEN_2024_04_30": "2024",
        "uk_EuronewsEN_2026_01_06": "2026",
    }

    @needs_corpora
    def test_the_standfirst_that_the_generic_reader_misses_is_found(self, real: str) -> None:
        assert gold_of(real)["summary"][0] == article_of(real).alternative_headline

    @needs_corpora
    def test_sections_are_words_and_no_codes(self) -> None:
        sections = article_of("de_EuronewsDE_2026_01_06").article_section
        assert (2, []) == (len(sections), [each for each in sections if "_" in each])
