"""Schweizer Radio und Fernsehen: invented pages of its structure as cases, and its real pages."""

from __future__ import annotations

from typing import ClassVar

from tests.crawler.sites.confirmed import Confirmed
from tests.crawler.sites.corpora import RealPages, article_of, gold_of, needs_corpora


class TestSrf(Confirmed, RealPages):
    site = "srf"
    pages: ClassVar = {"ch_SRF_2024_04_15": "2024", "ch_SRF_2025_01_05": "2025"}

    @needs_corpora
    def test_the_kicker_is_no_part_of_the_headline(self, real: str) -> None:
        article = article_of(real)
        assert (gold_of(real)["title"], True) == (article.headline, bool(article.kicker))

    @needs_corpora
    def test_boxes_that_open_on_a_click_are_no_text(self) -> None:
        article = article_of("ch_SRF_2024_04_15")
        gold = set(gold_of("ch_SRF_2024_04_15")["body"])
        assert set() == set(article.article_body.split("\n\n")) - gold
