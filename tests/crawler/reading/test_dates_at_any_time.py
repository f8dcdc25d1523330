"""A page's dates read the same whenever it is captured; what counts back gives way to what does not."""

from __future__ import annotations

import json

import pytest

from archive.records import Article
from tests.crawler.reading.pages import article_of, story

ADDRESS = "https://paper.example/old-bridge-closed"
CAPTURES = [f"2026-{day}T12:00:00Z" for day in ("03-05", "03-06", "04-04", "04-05", "05-05")]
NUMBERS = "<div class='date'>03/04/2026</div>"


def json_ld(**fields: object) -> str:
    node = {"@type": "NewsArticle", "headline": "Old bridge closed", **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def read(
    inside: str,
    head: str = "",
    url: str = ADDRESS,
    at: str = "2026-03-10T12:00:00Z",
    lang: str = "en",
) -> Article:
    return article_of(story(inside, head, lang), url=url, fetched_at=at)


# --- day and month in numbers -------------------------------------------------------------------


@pytest.mark.parametrize("url", [ADDRESS, "https://paper.co.uk/old-bridge"])
@pytest.mark.parametrize(
    "inside",
    [
        NUMBERS,
        # what was changed today says nothing of the order
        f"{NUMBERS}<p class='updated'>Updated 2 hours ago</p>",
        f"{NUMBERS}<p class='time'>3 hours ago</p>",
    ],
)
def test_a_date_in_numbers_is_one_day_whenever_it_is_captured(inside: str, url: str) -> None:
    read_at = [read(inside, url=url, at=at) for at in CAPTURES]
    lasting = {each.date_published for each in read_at if each.date_published_zone != "capture"}
    assert 1 == len(lasting)


def test_the_day_of_the_capture_settles_no_order() -> None:
    trusts = [
        read(NUMBERS, at=at).provenance["/date_published"].confidence or 0 for at in CAPTURES[2:]
    ]
    assert max(trusts) <= 0.5


def test_an_order_that_the_capture_alone_rules_out_is_told_by_it() -> None:
    article = read(NUMBERS, url="https://paper.co.uk/old-bridge", at=CAPTURES[0])
    assert ("2026-03-04", "capture") == (article.date_published, article.date_published_zone)
    assert (article.provenance["/date_published"].confidence or 0) <= 0.5


def test_a_printed_day_of_the_week_tells_day_from_month() -> None:
    read_at = [read("<div class='date'>Friday, 03/04/2026</div>", at=at) for at in CAPTURES[2:]]
    assert {"2026-04-03"} == {each.date_published for each in read_at}


def test_a_day_without_its_year_is_of_the_capture_s_year() -> None:
    article = read("<time>3 March</time>")
    assert ("2026-03-03", "capture") == (article.date_published, article.date_published_zone)


# --- absolute before relative -------------------------------------------------------------------

PRINTED = "<p class='date'>March 3, 2026</p>"


@pytest.mark.parametrize(
    "line", ["Yesterday", "12 months ago", "7 days ago", "1 hour ago", "Today 20:15", "Dün"]
)
@pytest.mark.parametrize("order", ["{line}{printed}", "{printed}{line}"])
def test_a_printed_day_goes_before_what_counts_back(line: str, order: str) -> None:
    article = read(order.format(line=f"<div class='post-date'>{line}</div>", printed=PRINTED))
    assert ("2026-03-03", None) == (article.date_published, article.date_published_zone)


def test_the_address_goes_before_what_counts_back() -> None:
    article = read(
        "<div class='date'>3 days ago</div>", url="https://paper.example/2026/02/01/bridge"
    )
    assert "2026-02-01" == article.date_published


def test_a_time_ago_makes_no_minute_of_a_day() -> None:
    article = read("<div class='date'>3 hours ago</div><span class='date'>March 10, 2026</span>")
    assert ("2026-03-10", "day") == (article.date_published, article.date_published_precision)


def test_what_counts_back_alone_is_the_date() -> None:
    article = read("<div class='date'>3 days ago</div>")
    assert ("2026-03-07", "capture") == (article.date_published, article.date_published_zone)


# --- what else is told in such words ------------------------------------------------------------


@pytest.mark.parametrize("element", ["<time>{}</time>", "<div class='post-date'>{}</div>"])
@pytest.mark.parametrize(
    "line",
    [
        "Today 20:15 on BBC One",
        "Live today 20:15",
        "Most read 1 day ago",
        "Last comment 2 hours ago",
        "Last seen 3 hours ago",
        "Mayor resigns 2 hours ago",
        "Kick-off 3 days ago",
        "Offer ended 3 days ago",
        "5 weeks earlier",
        "Heute, 20:15 Uhr, ARD",
        "Heute wichtig",
        "Listen to Today",
        "El tiempo hoy",
        "Ayer y hoy",
        "5 min",
        "5 min read",
    ],
)
def test_a_line_that_says_more_than_a_time_ago_is_no_date(element: str, line: str) -> None:
    article = read(element.format(line))
    assert (None, None) == (article.date_published, article.date_modified)


@pytest.mark.parametrize("element", ["<time>{}</time>", "<div class='post-date'>{}</div>"])
@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("Updated 3 days ago", "en"),
        ("Last updated: 3 days ago", "en"),
        ("Aktualisiert vor 3 Tagen", "de"),
        ("Zuletzt aktualisiert vor 3 Tagen", "de"),
        ("Mis à jour il y a 3 jours", "fr"),
        ("Dernière mise à jour il y a 3 jours", "fr"),
    ],
)
def test_its_own_label_says_that_a_time_ago_is_of_a_change(
    element: str, line: str, lang: str
) -> None:
    article = read(f"{element.format(line)}{PRINTED}", lang=lang)
    assert ("2026-03-03", "2026-03-07") == (article.date_published, article.date_modified)


@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("Published 3 days ago", "en"),
        ("Posted: 3 days ago", "en"),
        ("Publié il y a 3 jours", "fr"),
        ("vor 3 Tagen veröffentlicht", "de"),
        ("3 days ago | 10:05", "en"),
    ],
)
def test_a_label_of_publication_may_stand_beside_a_time_ago(line: str, lang: str) -> None:
    assert "2026-03-07" == read(f"<div class='post-date'>{line}</div>", lang=lang).date_published


def test_the_element_s_own_label_tells_a_change_from_the_publication() -> None:
    inside = f"<time datetime='2026-03-07T08:00:00Z'>Updated 7 March</time>{PRINTED}"
    article = read(inside)
    assert ("2026-03-03", "2026-03-07T08:00:00Z") == (article.date_published, article.date_modified)


@pytest.mark.parametrize(
    ("line", "lang"), [("13 maj 2024", "sv"), ("13 maj 2024, kl. 10.20", "da")]
)
def test_a_month_that_is_a_label_elsewhere_is_a_month(line: str, lang: str) -> None:
    assert "2024-05-13" == read(f"<p class='date'>{line}</p>", lang=lang).date_published
