"""Tags and sections that only stand on the page: read where neither JSON-LD nor `<meta>` says them."""

from __future__ import annotations

import pytest

from tests.crawler.reading.pages import MORE, PROSE, article_of, page

LINKS = "<a href='/t/bridges'>Bridges</a> <a href='/t/river'>#River</a>"
ITEMS = "<li><a href='/t/bridges'>Bridges</a></li><li><a href='/t/river'>River</a></li>"


def article(around: str, above: str = "", head: str = "") -> str:
    text = f"<p>{PROSE}</p><p>{MORE}</p>"
    return page(f"{above}<article><h1>Old bridge closed</h1>{text}{around}</article>", head)


@pytest.mark.parametrize(
    "tags",
    [
        f"<div class='tags'>Tags: {LINKS}</div>",
        f"<ul class='article-topics'>{ITEMS}</ul>",
        f"<ul class='singleTagList'>{ITEMS}</ul>",
        f"<p class='schlagworte'>Schlagworte: {LINKS}</p>",
        "<p><a rel='tag' href='/t'>Bridges</a><a rel='category tag' href='/r'>River</a></p>",
        "<div><a class='c-tag' href='/t'>Bridges</a><a class='c-tag' href='/r'>River</a></div>",
    ],
)
def test_tags_that_the_page_prints_are_keywords(tags: str) -> None:
    found = article_of(article(tags))
    assert ("Bridges", "River") == found.keywords
    assert "dom" == found.provenance["/keywords"].source


@pytest.mark.parametrize(
    "other",
    [
        f"<nav class='topics'>{LINKS}</nav>",
        f"<div class='widget tag-cloud tags'>{LINKS}</div>",
        f"<div class='trending-topics'>{LINKS}</div>",
        f"<footer><ul class='topics'>{ITEMS}</ul></footer>",
        "<div class='tags'><a href='/f'>Facebook</a> <a href='/w'>WhatsApp</a></div>",
        "<div class='tag'><a href='/x'>Read more</a></div>",
        "<div class='themes'><a href='/1'>1</a> <a href='/2'>2</a> <a href='/n'>Next</a></div>",
        "<div class='tags'><a href='/de'>Deutsch</a> <a href='/en'>English</a></div>",
        "<div class='topics'><a href='/d'>Today 155</a> <a href='/y'>Yesterday 181</a></div>",
        "<div class='topics'><h3><a href='/a'>The mill road is open again</a></h3></div>",
        f"<div class='topics'><a href='/t'>River</a><p>{PROSE}</p></div>",
    ],
)
def test_what_is_only_called_tags_is_none(other: str) -> None:
    assert () == article_of(article(other)).keywords


def test_a_menu_of_topics_above_the_headline_is_none() -> None:
    assert () == article_of(article("", f"<div class='topics'>{LINKS}</div>")).keywords


def test_what_the_metadata_say_comes_first() -> None:
    tags = f"<div class='tags'>{LINKS}</div>"
    head = "<meta name='news_keywords' content='Ferries'>"
    assert ("Ferries",) == article_of(article(tags, head=head)).keywords


CRUMBS = (
    "<a href='/'>Home</a> › <a href='/news'>News</a> › <a href='/news/town'>Town</a> › "
    "<a href='/news/2024/bridge-closed'>Old bridge closed</a>"
)


@pytest.mark.parametrize(
    "crumbs",
    [
        f"<nav class='breadcrumb'>{CRUMBS}</nav>",
        f"<nav aria-label='Breadcrumb'>{CRUMBS}</nav>",
        f"<ol itemscope itemtype='https://schema.org/BreadcrumbList'>{CRUMBS}</ol>",
        "<div id='breadcrumbs'><a href='/index.html'>Startseite</a> <a href='/news'>News</a> "
        "<a href='/news/town'>Town</a> <span>Old bridge closed</span></div>",
    ],
)
def test_the_steps_of_a_breadcrumb_that_the_page_prints_are_sections(crumbs: str) -> None:
    found = article_of(article("", crumbs))
    assert ("News", "Town") == found.article_section
    assert "dom" == found.provenance["/article_section"].source


def test_a_breadcrumb_of_the_front_page_alone_files_it_nowhere() -> None:
    crumbs = "<nav class='breadcrumb'><a href='/'>Home</a> › Old bridge closed</nav>"
    assert () == article_of(article("", crumbs)).article_section


@pytest.mark.parametrize(
    "crumbs",
    [
        "<div class='arianespace-box'><a href='/esa'>Space</a></div>",
        "<nav class='breadcrumb-nav'><a href='/'>Home</a><a href='/town'>Town</a><a href='/s'>Sport</a>"
        "<a href='/money'>Money</a><a href='/arts'>Arts</a></nav>",
        "<div class='amigas-promo'><a href='/amigas'>Amigas</a></div>",
        "<div class='breadcrumbs'><a href='/'>Home</a><a href='/in'>Log in</a></div>",
        "<div class='breadcrumbs'><a href='/'>Home</a><a href='/b'>Back to News</a></div>",
        "<footer><div class='breadcrumbs'><a href='/'>Home</a><a href='/i'>Legal</a></div></footer>",
    ],
)
def test_what_is_no_way_to_the_article_files_it_nowhere(crumbs: str) -> None:
    assert () == article_of(article("", crumbs)).article_section


def test_a_page_that_is_called_after_its_breadcrumb_is_none() -> None:
    links = "".join(f"<a href='/n/{n}'>Story {n}</a>" for n in range(20))
    found = article_of(article("", f"<div class='has-breadcrumb'>{links}</div>"))
    assert () == found.article_section
