"""Dates in numbers whose day and month may be swapped, days in other zones, and texts that are none."""

from __future__ import annotations

import json

import pytest

from archive.records import Article
from tests.crawler.reading.pages import MORE, PROSE, article_of, page, story

ADDRESS = "https://paper.example/old-bridge-closed"
PRINTED = "<div class='date'>03/04/2024</div>"


def json_ld(**fields: object) -> str:
    node = {"@type": "NewsArticle", "headline": "Old bridge closed", **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def read(head: str, line: str = PRINTED, url: str = ADDRESS) -> Article:
    return article_of(story(line, head), url=url)


@pytest.mark.parametrize(
    ("head", "line", "url"),
    [
        # the last change is of the same day, in an order of its own
        (json_ld(dateModified="2024-04-03T16:00:00+02:00"), PRINTED, ADDRESS),
        # the address has the day
        ("", PRINTED, "https://paper.example/2024/04/03/old-bridge-closed"),
        # another date in numbers can be read in one order only
        ("", f"{PRINTED}<p class='updated'>Updated: 13/04/2024</p>", ADDRESS),
    ],
)
def test_other_dates_of_the_page_tell_day_from_month(head: str, line: str, url: str) -> None:
    assert "2024-04-03" == (read(head, line, url).date_published or "")[:10]


def test_a_date_that_the_change_came_before_is_read_the_other_way() -> None:
    article = read(json_ld(dateModified="2024-05-01"), "<div class='date'>04/06/2024</div>")
    assert "2024-04-06" == article.date_published


def test_where_nothing_tells_the_other_reading_is_named_and_the_trust_halved() -> None:
    said = read("").provenance["/date_published"]
    assert "day and month may be swapped" in [each.why for each in said.rejected]
    assert (said.confidence or 0) <= 0.5


def test_the_same_doubtful_text_at_two_places_settles_nothing() -> None:
    head = "<meta name='date' content='03/04/2024'>"
    assert (read(head).provenance["/date_published"].confidence or 0) <= 0.5


def test_a_printed_day_agrees_with_a_moment_in_utc_of_that_day_where_readers_are() -> None:
    article = read(json_ld(datePublished="2024-05-12T22:30:00Z"), "<p class='date'>13 May 2024</p>")
    said = article.provenance["/date_published"]
    assert ("2024-05-12T22:30:00Z", "13 May 2024") == (
        article.date_published,
        article.date_published_raw,
    )
    assert said.agree
    assert [] == [each.value for each in said.rejected]


def test_a_printed_day_of_no_zone_is_a_conflict() -> None:
    article = read(json_ld(datePublished="2024-05-12T08:30:00Z"), "<p class='date'>14 May 2024</p>")
    assert ["14 May 2024"] == [
        each.value for each in article.provenance["/date_published"].rejected
    ]


def test_a_headline_beside_a_number_is_no_date() -> None:
    body = f"<main><h1>Notice no. 03/2024: old bridge closed</h1><p>{PROSE}</p><p>{MORE}</p></main>"
    article = article_of(page(body), url=ADDRESS)
    assert (None, None) == (article.date_published, article.date_published_raw)


def test_a_time_ago_in_a_box_for_dates_is_counted_from_the_capture() -> None:
    counted = article_of(story("<p class='date'>2 сағат бұрын</p>", lang="kk"))
    assert "2 сағат бұрын" == counted.date_published_raw
    assert "capture" == counted.date_published_zone
