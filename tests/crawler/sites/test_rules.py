"""A layout's rules: what each finds, and what is said and kept where one no longer fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.records import Article, PageRecords
from crawler.extraction.layout import FIELDS, Layout
from crawler.extraction.page import Page
from crawler.items import ArticleItem
from crawler.reading import normalize, read
from crawler.sites import Site, all_sites, named
from tests.crawler.reading.pages import MORE, PROSE, answer
from tests.crawler.sites.confirmed import cases_of, exchange_of

LEDE = "The harbour board will vote in April on the tolls of the bridge, after years of talk."
TEXT = f"{PROSE} Nobody was hurt, and nobody had been warned of the cracks either."

HEAD = """<meta property="og:type" content="article">
<meta property="article:published_time" content="2024-03-01T08:00:00Z">
<meta property="article:modified_time" content="2024-03-02T08:00:00Z">
<meta property="article:section" content="Harbour"><meta name="news_keywords" content="tolls">
<link rel="alternate" hreflang="fr" href="/fr/1">"""
PAGE = f"""<!doctype html><html lang="en"><head><title>Bridge closed</title>{HEAD}</head>
<body class="paper"><nav class="tongues"><a href="/de/1">Deutsch</a></nav><article>
<p class="kicker over">Traffic</p><h1 class="top">Old bridge closed</h1>
<p class="standfirst low">{LEDE}</p><p class="byline who">By Ann Carter</p>
<div class="post-meta"><span class="day">4 March 2024</span><span class="changed">5 March 2024</span>
<span class="desk">Roads</span><a class="word">bridges</a></div>
<div class="text"><p>{TEXT}</p><aside class="promo">Subscribe to our letter of the harbour.</aside>
<p>{MORE}</p>
<figure><img src="/pier.jpg" width="800" height="500" alt="">
<figcaption>The pier at dawn. <cite>Photo: Tom Reed</cite></figcaption></figure>
<div class="frame"><img src="/boat.jpg" width="800" height="500" alt="">
<b class="below">A boat leaves</b><i class="maker">Lena Fox</i></div></div>
<div id="comments"><h3>1 comment</h3><div class="comment" id="comment-7">
<span class="author">Kim</span><span class="real">Kim Lee</span>
<time datetime="2024-03-05T10:00:00Z">5 March</time><em class="at">6 March 2024</em>
<p class="comment-text">I shall miss the old bridge.</p></div></div></article></body></html>"""

RULES: dict[str, tuple[str, Any, Any]] = {
    "headline": ("h1.top", "Old bridge closed", "Old bridge closed"),
    "kicker": (".over", "Traffic", "Traffic"),
    "standfirst": (".low", LEDE, LEDE),
    "byline": (".who", "By Ann Carter", "By Ann Carter"),
    "date_published": (".day", "2024-03-04", "2024-03-01T08:00:00Z"),
    "date_modified": (".changed", "2024-03-05", "2024-03-02T08:00:00Z"),
    "section": (".desk", ("Roads",), ("Harbour",)),
    "keywords": (".word", ("bridges",), ("tolls",)),
    "body": (".text p:first-child", (TEXT,), (TEXT, MORE)),
    "image": (".frame", ("boat.jpg",), ("pier.jpg", "boat.jpg")),
    "caption": (".below", "A boat leaves", None),
    "credit": (".maker", "Lena Fox", None),
    "comment_author": (".real", "Kim Lee", "Kim"),
    "comment_date": (".at", "2024-03-06", "2024-03-05T10:00:00Z"),
    "translations": (
        ".tongues a",
        ("https://paper.example/de/1",),
        ("https://paper.example/fr/1",),
    ),
}


def records_of(**rules: tuple[str, ...]) -> PageRecords:
    layout = Layout(name="a", fingerprint=("body.paper",), **rules)  # type: ignore[arg-type]
    site = Site(name="paper", domains=("paper.example",), layouts=(layout,))
    exchange = answer(PAGE)
    return normalize(read(exchange, site), exchange, None, site)


def article_of(**rules: tuple[str, ...]) -> Article:
    article = records_of(**rules).article
    assert article is not None
    return article


def value(records: PageRecords, field: str) -> Any:
    """What a field of a layout is for, on the record."""
    article = records.article
    assert article is not None
    boat = next((each for each in article.image if "boat" in (each.content_url or "")), None)
    comment = next(iter(records.comments), None)
    name = comment.author.name if comment and comment.author else None
    values = {
        "standfirst": article.alternative_headline,
        "section": article.article_section,
        "body": tuple(each.text for each in article.body.blocks if each.type == "paragraph"),
        "image": tuple((each.content_url or "").rpartition("/")[2] for each in article.image),
        "caption": boat.caption if boat else None,
        "credit": boat.credit_text if boat else None,
        "translations": tuple(each.url for each in article.work_translation),
        "comment_author": name,
        "comment_date": comment.date_created if comment else None,
    }
    return values[field] if field in values else getattr(article, field)


def test_every_field_of_a_layout_is_tested_here() -> None:
    assert set(FIELDS) - set(RULES) == {"exclude", "comment", "comment_text"}


@pytest.mark.parametrize("field", RULES)
def test_a_rule_says_what_a_field_is(field: str) -> None:
    selector, expected, _ = RULES[field]
    assert expected == value(records_of(**{field: (selector,)}), field)


@pytest.mark.parametrize("field", [name for name in RULES if name not in ("caption", "credit")])
def test_behind_a_rule_that_finds_nothing_stands_the_generic_reader(field: str) -> None:
    generic = RULES[field][2]
    assert generic == value(records_of(), field)
    assert generic == value(records_of(**{field: (".gone",)}), field)


@pytest.mark.parametrize("field", [*RULES, "comment", "comment_text"])
def test_a_rule_that_finds_nothing_is_told(field: str) -> None:
    article = article_of(**{field: (".gone",)})
    assert article.extraction is not None
    assert f"layout: {field} rule matched nothing" in article.extraction.warnings


@pytest.mark.parametrize("field", [name for name in RULES if name != "body"])
def test_a_rule_that_fits_is_not_told(field: str) -> None:
    article = article_of(**{field: (RULES[field][0],)})
    assert article.extraction is not None
    assert () == article.extraction.warnings


def test_an_empty_field_is_no_fault_of_its_rule() -> None:
    page = PAGE.replace('<p class="kicker over">Traffic</p>', "")
    layout = Layout(name="a", fingerprint=("body.paper",), kicker=(".over",))
    site = Site(name="paper", domains=("paper.example",), layouts=(layout,))
    found = read(answer(page), site).article
    assert found is not None
    assert [] == found.warnings


def test_the_second_selector_serves_where_the_first_finds_nothing() -> None:
    article = article_of(headline=(".gone", ".low"))
    assert (LEDE, "layout") == (article.headline, article.provenance["/headline"].source)


def test_a_headline_from_the_title_is_without_the_sites_name() -> None:
    page = PAGE.replace("<title>Bridge closed", "<title>Bridge closed now | The Paper")
    page = page.replace("<meta", '<meta property="og:site_name" content="The Paper"><meta', 1)
    layout = Layout(name="a", fingerprint=("body.paper",), headline=("title",))
    site = Site(name="paper", domains=("paper.example",), layouts=(layout,))
    found = read(answer(page), site).article
    assert found is not None
    assert "Bridge closed now" == found.headline


def test_what_is_put_together_of_nothing_is_nothing() -> None:
    article = article_of(headline=("xpath:concat(//h4, ': ', //h5)",))
    assert "Old bridge closed" == article.headline
    assert article.extraction is not None
    assert "layout: headline rule matched nothing" in article.extraction.warnings


def test_what_is_excluded_is_not_in_the_body() -> None:
    with_it = article_of(body=(".text", ".promo"))
    without = article_of(body=(".text",), exclude=(".text p:last-of-type",))
    assert MORE in with_it.article_body
    assert MORE not in without.article_body


def test_excluding_works_without_a_rule_for_the_body() -> None:
    assert MORE not in article_of(exclude=(".text p:last-of-type",)).article_body


def test_excluding_everything_leaves_the_generic_body() -> None:
    article = article_of(body=(".text",), exclude=(".text p",))
    assert (PROSE in article.article_body, MORE in article.article_body) == (True, True)


def test_a_body_rule_that_finds_a_scrap_gives_way() -> None:
    article = article_of(body=(".byline",))
    assert PROSE in article.article_body
    assert article.extraction is not None
    assert "layout: body rule matched nothing" in article.extraction.warnings


def test_furniture_that_a_rule_names_is_kept() -> None:
    texts = article_of(body=(".text > p, .promo",)).article_body
    assert "Subscribe to our letter of the harbour." in texts


def test_a_date_rule_that_finds_no_date_gives_way_and_is_told() -> None:
    article = article_of(date_published=(".who",))
    assert "2024-03-01T08:00:00Z" == article.date_published
    assert article.extraction is not None
    assert "layout: date_published rule found no date" in article.extraction.warnings


def test_a_comments_box_is_told_by_a_rule() -> None:
    comments = records_of(comment=(".comment",), comment_text=(".comment-text",)).comments
    assert ["I shall miss the old bridge."] == [each.text for each in comments]
    assert "layout" == comments[0].provenance["/text"].source


@pytest.mark.parametrize("selector", [".day", ".changed"])
def test_a_byline_rule_that_names_nobody_gives_way_and_is_told(selector: str) -> None:
    layout = Layout(name="a", fingerprint=("body.paper",), byline=(selector,))
    found = read(
        answer(PAGE), Site(name="paper", domains=("paper.example",), layouts=(layout,))
    ).article
    assert found is not None
    assert ("By Ann Carter", ["layout: byline rule names nobody"]) == (
        found.byline,
        found.warnings,
    )


@pytest.mark.parametrize("selector", [".text p", ".text", "article", "*", "h1"])
def test_a_comment_rule_that_names_the_article_is_refused_and_told(selector: str) -> None:
    records = records_of(comment=(selector,))
    assert records.article is not None
    assert (PROSE in records.article.article_body, 1) == (True, len(records.comments))
    assert records.article.extraction is not None
    assert (
        "layout: comment rule names the article's own text",
    ) == records.article.extraction.warnings


class Raising(Site):
    """A site whose method fails when it has begun."""

    def amend(self, item: ArticleItem, page: Page) -> None:
        item.headline = None
        item.keywords.clear()
        raise KeyError(page.document.url)


def test_a_method_that_raises_loses_nothing_and_is_told() -> None:
    site = Raising(name="paper", domains=("paper.example",))
    item = read(answer(PAGE), site).article
    assert item is not None
    assert ("Old bridge closed", ["tolls"]) == (item.headline, item.keywords)
    assert ["site: amend failed: KeyError"] == item.warnings


def test_a_day_that_another_source_makes_finer_is_a_date() -> None:
    page = PAGE.replace("2024-03-01T08", "2024-03-04T08")
    layout = Layout(name="a", fingerprint=("body.paper",), date_published=(".day",))
    site = Site(name="paper", domains=("paper.example",), layouts=(layout,))
    exchange = answer(page)
    article = normalize(read(exchange, site), exchange, None, site).article
    assert article is not None
    assert article.extraction is not None
    assert ("2024-03-04T08:00:00Z", ()) == (article.date_published, article.extraction.warnings)


CASES = [case for site in all_sites() for case in cases_of(site.name)]
BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda body: body[: len(body) // 2],
    "doubled": lambda body: body + body,
    "unclosed": lambda body: body.replace(b"</div>", b""),
    "unquoted": lambda body: body.replace(b'"', b""),
    "deep": lambda body: b"<div>" * 5000 + body,
    "empty": lambda body: b"<html>",
}


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_rule_raises_nothing_on_a_broken_page(case: Path, broken: str) -> None:
    site = named(case.parent.name)
    layouts = tuple(replace(each, fingerprint=("html",)) for each in site.layouts)
    exchange = replace(exchange_of(case), body=BROKEN[broken](exchange_of(case).body))
    site = replace(site, layouts=layouts)
    assert normalize(read(exchange, site), exchange, None, site).outcome in ("read", "not_article")
