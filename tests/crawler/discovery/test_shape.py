"""What a URL looks like before it is fetched."""

from __future__ import annotations

import re
from datetime import date

import pytest

from crawler.discovery.shape import shape_of


@pytest.mark.parametrize(
    "path",
    [
        "/en_GB/articles/cnmi_ca/features/2019/11/12/feature-01",
        "/2026/11/22/ferry",
        "/world/ferry-service-returns-after-winter-storm",
        "/news/20261122-ferry.html",
        "/politik/Die-Faehre-faehrt-wieder/!5928990/",
        "/story.php?id=48213&page=story",
        "/artikel/4ff6ac6b-9e34-4d7d-bc52-d410f78c29db/bruecke-gesperrt",
        "/mir/2026/11/%D0%BF%D0%B0%D1%80%D0%BE%D0%BC-%D0%B2%D0%B5%D1%80%D0%BD%D1%83%D0%BB%D1%81%D1%8F.html",
    ],
)
def test_articles_look_like_articles(path):
    assert shape_of(f"https://news.example{path}").looks == "article"


@pytest.mark.parametrize(
    "path", ["/world", "/sport/football/", "/en/politics", "/category/economy"]
)
def test_sections_look_like_sections(path):
    assert shape_of(f"https://news.example{path}").looks == "section"


@pytest.mark.parametrize(
    "path",
    [
        "/about",
        "/tag/ferries-and-other-very-long-things-2026",
        "/2026/11/22/photo-of-the-day.jpg",
        "/search?q=ferry",
        "/authors/jane-doe-of-the-harbour-desk",
        "/2026/11/22/ferry?replytocom=12",
        "/world/page/2",
    ],
)
def test_other_pages_look_like_neither(path):
    assert shape_of(f"https://news.example{path}").looks == "other"


@pytest.mark.parametrize("path", ["/", "", "/en/", "/en_GB", "/index.html"])
def test_front_pages_look_like_front_pages(path):
    assert shape_of(f"https://news.example{path}").looks == "front_page"


def test_a_headline_on_the_link_speaks_for_an_article():
    url = "https://news.example/harbour-ferry-back"
    headline = "Ferry service returns after the winter storm"
    assert shape_of(url).score < shape_of(url, anchor=headline).score


def test_a_sites_own_pattern_is_believed():
    pattern = (re.compile(r"^/n/\d+$"),)
    assert shape_of("https://news.example/n/7", patterns=pattern).looks == "article"


def test_a_sites_own_pattern_decides_alone():
    pattern = (re.compile(r"^/n/\d+$"),)
    assert shape_of("https://news.example/2026/11/22/ferry", patterns=pattern).looks == "other"


def test_the_day_in_the_path_is_given():
    assert shape_of("https://news.example/2026/11/22/ferry").dated == date(2026, 11, 22)


def test_a_day_that_does_not_exist_is_none():
    assert shape_of("https://news.example/2026/02/31/ferry").dated is None
