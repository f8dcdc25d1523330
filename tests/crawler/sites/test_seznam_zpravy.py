"""Seznam Zprávy: invented pages of its structure as cases, and its real pages beside the checkout."""

from __future__ import annotations

import re
from typing import ClassVar

from tests.crawler.sites.confirmed import Confirmed
from tests.crawler.sites.corpora import RealPages, article_of, needs_corpora


class TestSeznamZpravy(Confirmed, RealPages):
    site = "seznam_zpravy"
    pages: ClassVar = {
        "cz_SeznamZpravy_2025_04_08": "2025",
        "cz_SeznamZpravy_2025_11_06": "2025",
        "cz_SeznamZpravy_2025_12_10": "2025",
    }

    @needs_corpora
    def test_every_photo_has_its_credit(self, real: str) -> None:
        assert all(image.credit_text for image in article_of(real).image)

    @needs_corpora
    def test_dates_of_other_articles_are_no_text(self, real: str) -> None:
        lines = article_of(real).article_body.splitlines()
        assert [] == [line for line in lines if len(line) < 30 and re.search(r"\d\d?:\d\d$", line)]
