"""Mitteldeutscher Rundfunk: invented pages of its structure as cases, and its real pages."""

from __future__ import annotations

from typing import ClassVar

from tests.crawler.sites.confirmed import Confirmed
from tests.crawler.sites.corpora import RealPages, article_of, gold_of, needs_corpora


class TestMdr(Confirmed, RealPages):
    site = "mdr"
    pages: ClassVar = {"de_MDR_2023_04_28": "2023", "de_MDR_2026_07_08": "2026"}

    @needs_corpora
    def test_the_kicker_is_no_part_of_the_headline(self) -> None:
        article = article_of("de_MDR_2023_04_28")
        assert article.kicker
        assert article.kicker not in (article.headline or "")

    @needs_corpora
    def test_every_caption_of_a_real_page_is_found(self, real: str) -> None:
        gold = [each["caption"] for each in gold_of(real)["images"]]
        assert gold == [image.caption for image in article_of(real).image]
