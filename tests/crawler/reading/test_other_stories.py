"""What markup says of other stories is not said of this one."""

from __future__ import annotations

import json

import pytest

from archive.records import Article
from tests.crawler.reading.pages import URL, article_of, story

PRINTED = "<p class='byline'>By Ann Carter</p><time datetime='2024-05-13'>13 May</time>"
MILL = {
    "@type": "NewsArticle",
    "headline": "Mill opens its doors to visitors",
    "url": "https://paper.example/news/mill-opens",
    "author": {"@type": "Person", "name": "Wim Verhoog"},
    "datePublished": "2020-01-01",
}
FAIR = {
    **MILL,
    "headline": "Harvest fair moves into the hall",
    "url": "https://paper.example/news/fair",
}


def script(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def said(article: Article) -> tuple[list[str], str | None]:
    return [each.name for each in article.author], article.date_published


@pytest.mark.parametrize(
    "told",
    [
        {"@type": "ItemList", "itemListElement": [MILL, FAIR]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": FAIR}]},
        {"@graph": [{"@type": "WebPage", "url": URL}, MILL, FAIR]},
        [MILL],
    ],
)
def test_another_story_in_json_ld_is_not_this_one(told: object) -> None:
    article = article_of(story(PRINTED, script(told)))
    assert (["Ann Carter"], "2024-05-13") == said(article)


def test_what_a_list_holds_is_another_story_also_without_an_address() -> None:
    bare = {key: value for key, value in MILL.items() if key != "url"}
    told = {"@type": "ItemList", "itemListElement": [{"item": bare}]}
    assert (["Ann Carter"], "2024-05-13") == said(article_of(story(PRINTED, script(told))))


@pytest.mark.parametrize(
    "own",
    [
        {"headline": "Old bridge closed"},
        {"headline": "Town worries about its traffic", "url": URL},
        {"headline": "Town worries about its traffic", "url": "https://paper.example/"},
    ],
)
def test_its_own_description_may_err_in_address_or_headline(own: dict[str, str]) -> None:
    told = {**MILL, **own}
    assert (["Wim Verhoog"], "2020-01-01") == said(article_of(story("", script([told]))))


def test_another_story_in_microdata_is_not_this_one() -> None:
    teaser = (
        "<div itemscope itemtype='https://schema.org/NewsArticle'>"
        "<a itemprop='url' href='/news/mill-opens'>"
        "<h3 itemprop='headline'>Mill opens its doors to visitors</h3></a>"
        "<span itemprop='author'>Wim Verhoog</span>"
        "<time itemprop='datePublished' datetime='2020-01-01'>2020</time></div>"
    )
    whole = story("<p class='byline'>By Ann Carter</p><p class='date'>13 May 2024</p>")
    body = whole.replace("</body>", f"{teaser}</body>")
    assert (["Ann Carter"], "2024-05-13") == said(article_of(body))
