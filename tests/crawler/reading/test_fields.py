"""What an article page says, field by field, from the markup that pages use."""

from __future__ import annotations

import json

import pytest

from archive.states import digests_of
from tests.crawler.reading.pages import MORE, PROSE, article_of, page, story


def json_ld(**fields: object) -> str:
    node = {"@type": "NewsArticle", "headline": "Old bridge closed", **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


# --- headline -----------------------------------------------------------------------------------


def test_the_visible_headline_is_preferred_and_the_other_wording_kept() -> None:
    head = "<meta property='og:title' content='Old town bridge closed for repairs after cracks'>"
    article = article_of(story("", head))
    assert "Old bridge closed" == article.headline
    assert "Old town bridge closed for repairs after cracks" == article.headline_seo


def test_the_sites_name_is_no_part_of_a_headline() -> None:
    head = "<title>Old bridge closed | The Paper</title>"
    head += "<meta property='og:site_name' content='The Paper'>"
    body = f"<div><p>{PROSE}</p><p>{MORE}</p></div>"
    head += "<meta property='og:type' content='article'>"
    assert "Old bridge closed" == article_of(page(body, head)).headline


def test_a_kicker_inside_the_headline_is_told_apart() -> None:
    head = "<meta property='og:title' content='Old bridge closed on Monday'>"
    body = (
        "<article><h1><span>Traffic</span> <span>Old bridge closed on Monday</span></h1>"
        f"<p>{PROSE}</p><p>{MORE}</p></article>"
    )
    article = article_of(page(body, head))
    assert ("Traffic", "Old bridge closed on Monday") == (article.kicker, article.headline)


def test_the_standfirst_is_not_repeated_in_the_body() -> None:
    standfirst = "Engineers found cracks, and drivers must take the long way round."
    article = article_of(story(f"<p class='standfirst'>{standfirst}</p>"))
    assert standfirst == article.alternative_headline
    assert standfirst not in article.article_body


# --- names --------------------------------------------------------------------------------------


def test_a_byline_in_the_page_gives_persons_and_agencies() -> None:
    article = article_of(story("<p class='byline'>By Ann Carter and Ben Osei, Reuters</p>"))
    assert ["Ann Carter", "Ben Osei"] == [author.name for author in article.author]
    assert ["Reuters"] == [agency.name for agency in article.source_organization]
    assert "By Ann Carter and Ben Osei, Reuters" == article.byline


def test_the_publisher_is_no_author() -> None:
    publisher = {"@type": "Organization", "name": "The Paper"}
    author = {"@type": "Person", "name": "The Paper"}
    article = article_of(story("", json_ld(publisher=publisher, author=author)))
    assert () == article.author


def test_an_author_named_by_reference_is_followed() -> None:
    graph = {
        "@graph": [
            {"@type": "Article", "headline": "Old bridge closed", "author": {"@id": "#ann"}},
            {
                "@type": "Person",
                "@id": "#ann",
                "name": "Ann Carter",
                "url": "https://p.example/ann",
            },
        ]
    }
    script = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    article = article_of(story("", script))
    assert [("Ann Carter", "https://p.example/ann")] == [(a.name, a.url) for a in article.author]


def test_an_authors_url_is_no_name() -> None:
    head = "<meta property='article:author' content='https://social.example/thepaper'>"
    assert () == article_of(story("", head)).author


# --- dates --------------------------------------------------------------------------------------


def test_a_time_with_an_offset_is_given_in_utc() -> None:
    article = article_of(story("", json_ld(datePublished="2024-05-13T23:30:00+05:00")))
    assert "2024-05-13T18:30:00Z" == article.date_published
    assert ("second", "offset") == (article.date_published_precision, article.date_published_zone)
    assert "2024-05-13T23:30:00+05:00" == article.date_published_raw


def test_midnight_is_not_invented() -> None:
    article = article_of(story("<p class='date'>13 May 2024</p>"))
    assert ("2024-05-13", "day") == (article.date_published, article.date_published_precision)


def test_a_time_without_a_known_zone_is_only_a_day() -> None:
    article = article_of(story("<time datetime='2024-05-13 14:05'>13 May</time>"))
    assert ("2024-05-13", "day") == (article.date_published, article.date_published_precision)


def test_a_date_after_the_capture_is_not_believed() -> None:
    inside = "<p class='date'>13 May 2024</p>"
    article = article_of(story(inside, json_ld(datePublished="2031-01-01")))
    assert "2024-05-13" == article.date_published
    assert "2031-01-01" in [each.value for each in article.provenance["/date_published"].rejected]


def test_a_relative_date_counts_from_the_capture() -> None:
    inside = "<time>3 days ago</time>"
    assert "2024-05-11" == article_of(story(inside)).date_published


def test_a_relative_date_of_a_bare_file_stays_unknown() -> None:
    article = article_of(story("<time>3 days ago</time>"), fetched_at=None)
    assert (None, "3 days ago") == (article.date_published, article.date_published_raw)


# --- about --------------------------------------------------------------------------------------


def test_translations_are_neither_the_page_itself_nor_the_default() -> None:
    head = (
        "<link rel='alternate' hreflang='en' href='https://paper.example/news/2024/bridge-closed'>"
        "<link rel='alternate' hreflang='x-default' href='https://paper.example/'>"
        "<link rel='alternate' hreflang='ru' href='/ru/news/2024/bridge-closed'>"
    )
    translations = article_of(story("", head)).work_translation
    assert [("ru", "https://paper.example/ru/news/2024/bridge-closed")] == [
        (each.in_language, each.url) for each in translations
    ]


def test_a_relative_canonical_url_is_made_absolute() -> None:
    head = "<link rel='canonical' href='/news/bridge'>"
    assert "https://paper.example/news/bridge" == article_of(story("", head)).canonical_url


def test_whether_one_must_pay_is_not_guessed() -> None:
    assert article_of(story("")).is_accessible_for_free is None


def test_a_paywall_is_told() -> None:
    assert (
        article_of(story("", json_ld(isAccessibleForFree="False"))).is_accessible_for_free is False
    )


# --- provenance ---------------------------------------------------------------------------------


def test_who_agrees_on_a_headline_is_kept() -> None:
    found = article_of(story("", json_ld())).provenance["/headline"]
    assert ("dom", ("json_ld:$.headline",)) == (found.source, found.agree)


def test_rejected_values_are_cut() -> None:
    head = f"<meta property='og:title' content='{'Closed ' * 60}'>"
    rejected = article_of(story("", head)).provenance["/headline"].rejected
    assert [200] == [len(each.value) for each in rejected]


# --- what changes on every visit ----------------------------------------------------------------


def test_a_clock_in_the_masthead_is_no_date_of_the_article() -> None:
    clock = "<header><span><time datetime='2024-05-14T12:00:00+02:00'>12:00</time></span></header>"
    body = f"<main><h1>Old bridge closed</h1><p>13 May 2024</p><p>{PROSE}</p><p>{MORE}</p></main>"
    assert "2024-05-13" == article_of(page(clock + body)).date_published


def test_the_masthead_s_date_of_today_is_no_date_of_the_article() -> None:
    masthead = "<div class='top'><p class='date'>Tuesday, 14 May 2024</p></div>"
    body = (
        f"<main><div><div><h1>Old bridge closed</h1></div><p>{PROSE}</p><p>{MORE}</p></div></main>"
    )
    assert article_of(page(masthead + body)).date_published is None


def test_clocks_counters_and_teasers_change_no_digest() -> None:
    def visit(clock: str, teaser: str) -> str:
        return page(
            f"<header><div class='clock'>{clock}</div></header><article><h1>Old bridge closed</h1>"
            f"<p class='byline'>By Ann Carter, {clock}</p>"
            f"<div class='share-count'>{len(teaser)} shares</div><p>{PROSE}</p><p>{MORE}</p>"
            f"<p>{len(teaser)} views</p>"
            f"<div class='related'><a href='/{len(teaser)}'>{teaser}</a></div></article>"
            f"<aside class='most-read'><ol><li><a href='/t'>{teaser}</a></li></ol></aside>"
        )

    first = article_of(visit("12 minutes ago", "A teaser of today's paper"))
    second = article_of(visit("3 hours ago", "Another teaser that is longer than the first"))
    assert digests_of(first) == digests_of(second)


def test_who_is_quoted_is_not_the_byline() -> None:
    quote = "<blockquote><p>It held.</p><p class='author'>Ben Osei, engineer</p></blockquote>"
    article = article_of(page(f"<h1>Old bridge closed</h1><p>{PROSE}</p>{quote}<p>{MORE}</p>"))
    assert (None, ()) == (article.byline, article.author)


# --- what provenance says of other candidates ---------------------------------------------------


def test_a_value_does_not_agree_with_itself() -> None:
    node = json_ld(isAccessibleForFree=True, hasPart={"@type": "X", "isAccessibleForFree": True})
    found = article_of(story("", node)).provenance["/is_accessible_for_free"]
    assert f"{found.source}:{found.locator}" not in found.agree


def test_a_date_that_two_places_of_one_locator_give_does_not_agree_with_itself() -> None:
    times = "<time class='a' datetime='2024-05-13T10:00:00Z'>x</time>" * 2
    found = article_of(story(f"<p>{times}</p>")).provenance["/date_published"]
    assert f"{found.source}:{found.locator}" not in found.agree


def test_a_time_of_another_hour_of_the_day_does_not_agree() -> None:
    dates = json_ld(datePublished="2024-05-13T08:00:00Z", dateModified="2024-05-13T17:00:00Z")
    found = article_of(story("", dates)).provenance["/date_published"]
    assert () == found.agree
    [rejected] = found.rejected
    assert ("2024-05-13T17:00:00Z", "when it was changed") == (rejected.value, rejected.why)


def test_a_printed_day_agrees_with_a_time_of_that_day() -> None:
    dates = json_ld(datePublished="2024-05-13T08:00:00Z")
    found = article_of(story("<p class='date'>13 May 2024</p>", dates)).provenance
    assert ["dom"] == [each.partition(":")[0] for each in found["/date_published"].agree]


@pytest.mark.parametrize(
    ("why", "other"),
    [
        ("of another time of the day", "2024-05-13T11:00:00Z"),
        ("of another day", "2024-05-11"),
        ("no date", "soon"),
        ("after the capture", "2031-01-01"),
    ],
)
def test_why_a_date_is_rejected_is_said(why: str, other: str) -> None:
    head = json_ld(datePublished="2024-05-13T08:00:00Z")
    head += f"<meta property='article:published_time' content='{other}'>"
    found = article_of(story("", head)).provenance["/date_published"]
    assert [(other, why)] == [(each.value, each.why) for each in found.rejected]


@pytest.mark.parametrize(
    ("why", "title"),
    [
        ("shorter", "Old bridge"),
        ("longer", "Old bridge closed for repairs"),
        ("not the page's headline", "Mill reopened on Tuesday"),
    ],
)
def test_why_a_headline_is_rejected_is_said(why: str, title: str) -> None:
    head = f"<meta property='og:title' content='{title}'>"
    found = article_of(story("", head)).provenance["/headline"]
    assert [(title, why)] == [(each.value, each.why) for each in found.rejected]


def test_why_authors_are_rejected_is_said() -> None:
    head = json_ld(author=[{"@type": "Person", "name": "Ann Carter"}])
    byline = "<p class='byline'>By Ann Carter and Ben Osei</p>"
    found = article_of(story(byline, head)).provenance["/author"]
    assert ["names fewer"] == [each.why for each in found.rejected]
