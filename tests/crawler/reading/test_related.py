"""Related links: what a page calls related, and the teasers that its body leaves out."""

from __future__ import annotations

import pytest

from tests.crawler.reading.pages import MORE, PROSE, article_of, page

MILL = "https://paper.example/news/2024/mill"


def related(inside: str, below: str = "") -> list[tuple[str, str]]:
    body = (
        f"<article><h1>Old bridge closed</h1><p>{PROSE}</p>{inside}<p>{MORE}</p></article>{below}"
    )
    return [(link.url, link.text) for link in article_of(page(body)).related_link]


@pytest.mark.parametrize(
    "inside",
    [
        "<div class='related'><a href='/news/2024/mill'>Mill road to be widened</a></div>",
        "<p><a href='/news/2024/mill'>Mill road to be widened</a></p>",
        "<div><h3><a href='/news/2024/mill#top'>Mill road to be widened</a></h3><p>From May.</p></div>",
        "<div><a href='/news/2024/mill'><h3>Mill road to be widened</h3><p>From May.</p></a></div>",
        "<a class='readMore' href='/news/2024/mill'>Read more</a>"
        "<div class='lees-ook'><a href='/news/2024/mill'>Mill road to be widened</a></div>",
    ],
)
def test_a_teaser_inside_the_body_is_related(inside: str) -> None:
    assert [(MILL, "Mill road to be widened")] == related(inside)


@pytest.mark.parametrize(
    "link",
    [
        "<ul><li><a href='/news/2024/mill'>Mill road to be widened</a></li></ul>",
        "<a href='/news/2024/mill'><h3>Mill road to be widened</h3></a>",
    ],
)
def test_a_box_below_the_body_that_is_called_related_is_read(link: str) -> None:
    box = f"<section class='story-relatedLinks'>{link}</section>"
    assert [(MILL, "Mill road to be widened")] == related("", box)


@pytest.mark.parametrize(
    "below",
    [
        "<nav class='related'><a href='/news/2024/mill'>Mill road to be widened</a></nav>",
        "<div class='latest'><a href='/news/2024/mill'>Mill road to be widened</a></div>",
        "<div class='related'><p class='tags'><a href='/tag/mill'>Mill road, widening</a></p></div>",
        "<div class='related'><a href='https://other.example/mill'>Mill road to be widened</a></div>",
        "<div class='related'><a href='#comments'>All that readers have said</a></div>",
    ],
)
def test_other_links_are_not_related(below: str) -> None:
    assert [] == related("", below)


def test_a_link_in_a_sentence_is_not_related() -> None:
    assert [] == related(
        "<p>Last year <a href='/news/2023/x'>the mill road</a> was closed too.</p>"
    )
