"""Asahi Shimbun: invented pages of its structure as cases, and its real pages beside the checkout."""

from __future__ import annotations

from typing import ClassVar

from crawler.sites import named
from tests.crawler.sites.confirmed import Confirmed
from tests.crawler.sites.corpora import RealPages, article_of, needs_corpora


class TestAsahi(Confirmed, RealPages):
    site = "asahi"
    pages: ClassVar = {"jp_AsahiShimbun_2025_01_13": "2025"}

    @needs_corpora
    def test_the_reporter_is_the_author_and_the_outlet_no_keyword(self) -> None:
        article = article_of("jp_AsahiShimbun_2025_01_13")
        assert "layout" == article.provenance["/author"].source
        assert article.keywords
        assert "朝日新聞" not in article.keywords

    def test_what_a_method_of_the_site_changes_is_another_reading(self) -> None:
        site = named("asahi")
        assert site.layout_id(site.layouts[0]).endswith(f"@{site.layouts[0].digest}[Asia/Tokyo]+1")
