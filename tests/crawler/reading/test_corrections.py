"""Correction notices: wherever they stand around the body they are told, and nothing else is."""

from __future__ import annotations

import json

import pytest

from archive.records import Article
from tests.crawler.reading.pages import MORE, PROSE, article_of, page

SAID = "Correction: An earlier version of this article misstated the number of pillars."
NOTE = "The number of pillars was put right in the second paragraph on Tuesday."


def article_with(
    *, before: str = "", inside: str = "", after: str = "", beyond: str = "", head: str = ""
) -> Article:
    """An article whose body has a box of its own, with this around it."""
    body = f"<div class='article-body'><p>{PROSE}</p>{inside}<p>{MORE}</p></div>"
    article = f"<article><h1>Old bridge closed</h1>{before}{body}{after}</article>"
    foot = "<footer><p><a href='/corrections'>Corrections policy</a></p></footer>"
    return article_of(page(f"<main>{article}{beyond}</main>{foot}", head))


def notices(article: Article) -> list[str]:
    return [each.text for each in article.correction]


@pytest.mark.parametrize(
    "markup",
    [
        f"<p class='correction'>{SAID}</p>",
        f"<div class='correction'><p>{SAID}</p></div>",
        f"<p><em>{SAID}</em></p>",
    ],
)
def test_a_notice_above_the_body_is_its_first_block(markup: str) -> None:
    article = article_with(before=markup)
    assert ("correction", SAID) == (article.body.blocks[0].type, article.body.blocks[0].text)
    assert [SAID] == notices(article)


@pytest.mark.parametrize(
    "markup",
    [
        f"<p class='correction'>{SAID}</p>",
        f"<div class='article-correction'><div><p>{SAID}</p></div></div>",
        f"<aside class='editors-note'><p>{SAID}</p></aside>",
        f"<footer class='article-footer'><p><em>{SAID}</em></p></footer>",
        f"<footer><div class='corrections'><p>{SAID}</p></div></footer>",
        f"<div class='author-box'><p>Ann Carter writes.</p></div><p>{SAID}</p>",
    ],
)
def test_a_notice_below_the_body_is_its_last_block(markup: str) -> None:
    article = article_with(after=markup)
    assert ("correction", SAID) == (article.body.blocks[-1].type, article.body.blocks[-1].text)
    assert [SAID] == notices(article)


def test_a_notice_after_the_article_is_told() -> None:
    assert [SAID] == notices(article_with(beyond=f"<div class='corrections'><p>{SAID}</p></div>"))


@pytest.mark.parametrize(
    "name",
    [
        "article__correction",
        "editorsNote",
        "update-note",
        "clarification",
        "korrekturhinweis",
        "rectificatif",
        "fe-de-erratas",
        "errata-corrige",
        "ispravlenie",
    ],
)
def test_a_notice_may_be_told_by_its_name_alone(name: str) -> None:
    assert [NOTE] == notices(article_with(after=f"<div class='{name}'><p>{NOTE}</p></div>"))


def test_a_notice_may_be_told_by_microdata() -> None:
    assert [NOTE] == notices(article_with(after=f"<div itemprop='correction'>{NOTE}</div>"))


@pytest.mark.parametrize(
    "text",
    [
        "This article was amended on 21 November 2026. It misstated the number of pillars.",
        "Update, 21 November: an earlier version of this story gave the wrong number of pillars.",
        "In einer früheren Version dieses Artikels war die Zahl der Pfeiler falsch angegeben.",
        "Une version précédente de cet article donnait un nombre de piliers erroné.",
        "В предыдущей версии этого материала число опор было указано неверно.",
    ],
)
def test_a_notice_may_be_told_by_its_words_alone(text: str) -> None:
    assert [text] == notices(article_with(after=f"<div class='x'><p>{text}</p></div>"))
    assert [text] == notices(article_with(inside=f"<p>{text}</p>"))


def test_the_title_of_a_notice_goes_with_it() -> None:
    markup = f"<section class='correction'><h3>Correction</h3><p>{NOTE}</p></section>"
    assert [f"Correction\n{NOTE}"] == notices(article_with(after=markup))


def test_each_notice_is_told_for_itself_and_once() -> None:
    second = "Correction: The engineer's name was misspelt in the third paragraph."
    markup = f"<div class='corrections'><p>{SAID}</p><p>{second}</p></div>"
    twice = f"<div class='corrections for-print'><p>{SAID}</p></div>"
    assert [SAID, second] == notices(article_with(after=markup, beyond=twice))


@pytest.mark.parametrize(
    "markup",
    [
        "<p class='correction'><a href='/corrections'>Corrections policy</a></p>",
        "<p class='corrections'>Corrections policy</p>",
        "<p class='corrections'>Spotted a mistake? <a href='/c'>Read our corrections policy</a></p>",
        f"<div class='related'><p class='correction'>{SAID}</p></div>",
        f"<section class='comments'><p>{SAID}</p></section>",
        f"<nav><p class='correction'>{SAID}</p></nav>",
        f"<article><h2>Mill reopened</h2><p class='correction'>{SAID}</p></article>",
        f"<aside><p>{SAID}</p></aside>",
        f"<p class='correction' hidden>{SAID}</p>",
    ],
)
def test_what_is_not_of_this_article_is_no_notice(markup: str) -> None:
    assert [] == notices(article_with(beyond=markup))


def test_the_site_s_footer_has_no_notice() -> None:
    foot = "<footer><p>Corrections: write to the editor at desk@paper.example, please.</p></footer>"
    body = f"<article><h1>Old bridge closed</h1><p>{PROSE}</p><p>{MORE}</p></article>"
    assert [] == notices(article_of(page(body + foot)))


@pytest.mark.parametrize("value", [NOTE, {"@type": "CorrectionComment", "text": NOTE}, [NOTE]])
def test_markup_s_own_notice_is_told_where_the_page_shows_none(value: object) -> None:
    node = {"@type": "NewsArticle", "headline": "Old bridge closed", "correction": value}
    head = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    article = article_with(head=head)
    assert [NOTE] == notices(article)
    assert "$.correction" == article.provenance["/correction"].locator
    assert [SAID] == notices(article_with(head=head, after=f"<p>{SAID}</p>"))


def test_a_link_to_a_policy_in_markup_is_no_notice() -> None:
    node = {"@type": "NewsArticle", "headline": "x", "correction": "https://paper.example/c"}
    head = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    assert [] == notices(article_with(head=head))
