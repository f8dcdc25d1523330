"""Which of the dates of a page is the article's, and how sure that is."""

from __future__ import annotations

import json

import pytest

from archive.records import Article
from tests.crawler.reading.pages import MORE, PROSE, URL, article_of, page, story

TEXT = f"<p>{PROSE}</p><p>{MORE}</p>"
HEADLINE = "<h1>Old bridge closed</h1>"
ADDRESS = "https://paper.example/old-bridge-closed"


def json_ld(**fields: object) -> str:
    node = {"@type": "NewsArticle", "headline": "Old bridge closed", **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def trust(article: Article) -> float:
    return article.provenance["/date_published"].confidence or 0


@pytest.mark.parametrize(
    "line",
    [
        "Written: 2024-05-13 15:03:30 / Updated: 2024-05-14 09:30:46",
        "PUBLISHED: May 13, 2024 at 3:03 p.m. | UPDATED: May 14, 2024 at 9:30 a.m.",
        "Veröffentlicht am 13.05.2024, aktualisiert am 14.05.2024",
        "Опубликовано 13 мая 2024, обновлено 14 мая 2024",
        "公開日：2024年5月13日 更新日：2024年5月14日",
    ],
)
def test_labels_tell_the_publication_from_the_change(line: str) -> None:
    article = article_of(story(f"<p class='info'>{line}</p>"))
    assert "2024-05-13" == article.date_published
    assert "2024-05-14" == article.date_modified


def test_a_label_may_stand_after_its_date() -> None:
    article = article_of(story("<p>2024年5月13日</p><p>2024年5月14日 更新</p>", lang="ja"))
    assert ("2024-05-13", "2024-05-14") == (article.date_published, article.date_modified)


@pytest.mark.parametrize(
    "line",
    ["Member since 12.03.2019", "Video available until 20.05.2024", "© 2023 The Paper 1.2.2023"],
)
def test_a_date_of_something_else_is_no_publication(line: str) -> None:
    assert article_of(story(f"<p class='date'>{line}</p>"), url=ADDRESS).date_published is None


def test_a_teaser_s_date_is_not_the_article_s() -> None:
    teaser = "<article><h3>Mill opens</h3><p class='date'>2024-05-02</p></article>" * 2
    body = f"<main><div>{HEADLINE}{TEXT}</div><section>{teaser}</section></main>"
    assert article_of(page(body), url=ADDRESS).date_published is None


def test_a_date_told_in_the_text_is_not_the_article_s() -> None:
    told = "<p>The next meeting of the town council will take place on 20 March 2024 at noon.</p>"
    body = f"<article>{HEADLINE}{TEXT}{told}</article>"
    assert article_of(page(body), url=ADDRESS).date_published is None


def test_a_text_may_begin_with_its_date_and_that_is_a_guess() -> None:
    body = f"<article>{HEADLINE}<p>MILLTOWN, 13 May 2024. {PROSE}</p><p>{MORE}</p></article>"
    article = article_of(page(body), url=ADDRESS)
    assert "2024-05-13" == article.date_published
    assert "heuristic" == article.provenance["/date_published"].source


def test_a_date_header_right_above_the_headline_is_the_article_s() -> None:
    body = (
        "<div id='main'><div class='day'><h2><span>Monday, 13 May 2024</span></h2>"
        f"<div class='posts'><div class='outer'><div class='post'><div>{HEADLINE}</div>"
        f"<div>{TEXT}</div></div></div></div></div></div>"
    )
    assert "2024-05-13" == article_of(page(body), url=ADDRESS).date_published


def test_a_date_behind_a_menu_above_the_headline_is_not() -> None:
    menu = "<nav><a href='/a'>A</a><a href='/b'>B</a></nav>"
    body = (
        f"<div id='all'><p class='date'>Tuesday, 14 May 2024</p>{menu}"
        f"<div><div><div>{HEADLINE}</div></div>{TEXT}</div></div>"
    )
    assert article_of(page(body), url=ADDRESS).date_published is None


def test_a_labelled_line_in_the_footer_counts_where_nothing_else_does() -> None:
    footer = "<footer><ul><li>This page was last changed on 13 May 2024.</li></ul></footer>"
    article = article_of(page(f"<article>{HEADLINE}{TEXT}</article>{footer}"), url=ADDRESS)
    assert ("2024-05-13", "2024-05-13") == (article.date_published, article.date_modified)
    assert trust(article) <= 0.3


def test_an_attribute_gives_the_date_of_an_element_without_text() -> None:
    inside = "<span class='updated' title='2024-05-13T18:52:11+00:00'></span>"
    assert "2024-05-13T18:52:11Z" == article_of(story(inside)).date_published


def test_what_the_address_says_is_more_than_a_guess() -> None:
    url = "https://paper.example/2024/05/13/bridge"
    later = "<div class='more'><p>Town guide of 2 April 2024</p></div>"
    body = f"<article>{HEADLINE}{TEXT}</article>{later}"
    assert "2024-05-13" == article_of(page(body), url=url).date_published


def test_the_month_of_the_address_is_a_month_and_no_day() -> None:
    article = article_of(story(""), url="https://paper.example/2024/05/bridge")
    assert ("2024-05", "month") == (article.date_published, article.date_published_precision)


def test_a_day_refines_the_month_of_the_address() -> None:
    body = f"<article>{HEADLINE}{TEXT}</article><div class='posted-on'>Filed 13 May 2024</div>"
    article = article_of(page(body), url="https://paper.example/2024/05/bridge")
    assert "2024-05-13" == article.date_published


def test_a_script_s_data_counts_where_markup_says_nothing() -> None:
    data = '<script>window.page = {"id": 7, "publishedAt": "2024-05-13T08:00:00+02:00"};</script>'
    article = article_of(story("", data), url=ADDRESS)
    assert "2024-05-13T06:00:00Z" == article.date_published
    assert "script:publishedAt" == article.provenance["/date_published"].locator


def test_a_script_s_data_of_several_days_is_a_list_s() -> None:
    data = '<script>x=[{"publishedAt":"2024-05-13"},{"publishedAt":"2024-05-12"}]</script>'
    assert article_of(story("", data), url=ADDRESS).date_published is None


def test_a_meta_name_that_systems_misuse_gives_way_to_what_readers_see() -> None:
    head = "<meta name='date' content='2024-05-14T09:00:00+02:00'>"
    assert "2024-05-12" == article_of(story("<p class='date'>12 May 2024</p>", head)).date_published


def test_what_is_seen_after_the_last_change_is_another_s_date() -> None:
    head = "<meta property='article:modified_time' content='2024-05-02T08:00:00+02:00'>"
    article = article_of(story("<p class='date'>12 May 2024</p><p>1 May 2024</p>", head))
    assert "2024-05-01" == article.date_published


def test_the_change_stands_in_for_an_unknown_publication_hardly_trusted() -> None:
    article = article_of(story("", json_ld(dateModified="2024-05-02T08:00:00Z")), url=ADDRESS)
    assert "2024-05-02T08:00:00Z" == article.date_published
    assert trust(article) <= 0.3


def test_a_time_of_change_is_no_time_of_publication() -> None:
    head = json_ld(dateModified="2024-05-13T17:00:00Z")
    article = article_of(story("<p class='date'>13 May 2024</p>", head), url=ADDRESS)
    assert "2024-05-13" == article.date_published


@pytest.mark.parametrize(
    "printed", ["May 12, 2024 at 11:30 p.m.", "<time datetime='2024-05-12T23:30:59-06:00'>x</time>"]
)
def test_a_moment_in_utc_keeps_the_day_that_readers_see(printed: str) -> None:
    head = json_ld(datePublished="2024-05-13T05:30:59Z")
    article = article_of(story(f"<p class='date'>{printed}</p>", head))
    assert "2024-05-13T05:30:59Z" == article.date_published
    assert (article.date_published_raw or "").startswith(("May 12", "2024-05-12"))


def test_a_printed_time_of_another_minute_is_not_the_moment() -> None:
    head = json_ld(datePublished="2024-05-13T05:30:59Z")
    article = article_of(story("<p class='date'>May 12, 2024 at 11:47 p.m.</p>", head))
    assert "2024-05-13T05:30:59Z" == article.date_published_raw


def test_no_copyright_year_is_a_date() -> None:
    body = f"<article>{HEADLINE}{TEXT}</article><footer><p>© 2024 The Paper</p></footer>"
    assert article_of(page(body), url=ADDRESS).date_published is None


def test_a_page_of_thousands_of_dates_is_read() -> None:
    rows = "".join(
        f"<li><time datetime='2024-05-{n % 28 + 1:02}'>x</time></li>" for n in range(5000)
    )
    assert article_of(story("<p class='date'>13 May 2024</p>") + rows, url=URL).date_published


@pytest.mark.parametrize("name", ["blockquote class='quoted'", "div class='twitter-tweet'"])
def test_the_date_of_an_embedded_post_is_not_the_article_s(name: str) -> None:
    tag = name.split(maxsplit=1)[0]
    post = (
        f"<{name}><p>Only a new bridge will do.</p>Mill Party (@mill) "
        f"<a href='https://social.example/1'>November 2, 2021</a></{tag}>"
    )
    body = f"<article>{HEADLINE}<p>{PROSE}</p>{post}<p>{MORE}</p></article>"
    assert article_of(page(body), url=ADDRESS).date_published is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://paper.example/old-bridge", "2024-03-04"),
        ("https://paper.co.uk/old-bridge", "2024-04-03"),
        ("https://paper.com.au/old-bridge", "2024-04-03"),
    ],
)
def test_the_country_of_the_host_orders_day_and_month_and_leaves_doubt(url: str, day: str) -> None:
    article = article_of(story("<div class='date'>03/04/2024</div>"), url=url)
    assert day == article.date_published
    assert trust(article) <= 0.5


def test_a_date_in_numbers_that_another_place_settles_is_trusted() -> None:
    head = "<meta property='article:published_time' content='2024-03-04'>"
    assert trust(article_of(story("<div class='date'>03/04/2024</div>", head), url=ADDRESS)) > 0.8
