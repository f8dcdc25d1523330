"""What a rule for the byline names: names apart from what stands beside them, and nobody lost."""

from __future__ import annotations

import pytest

from archive.records import Article
from crawler.extraction.layout import Layout
from crawler.reading import normalize, read
from crawler.sites import Site
from tests.crawler.reading.pages import MORE, PROSE, answer, page

LINKED = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Old bridge
closed", "author": [{"@type": "Person", "name": "Ann Carter"}, {"@type": "Person",
"name": "Bob Moor"}]}</script>"""


def read_by(box: str, *selectors: str, head: str = "") -> Article:
    layout = Layout(name="a", fingerprint=("html",), byline=selectors)
    site = Site(name="paper", domains=("paper.example",), layouts=(layout,))
    body = f"<article><h1>Old bridge closed</h1>{box}<p>{PROSE}</p><p>{MORE}</p></article>"
    exchange = answer(page(body, f'<meta property="og:type" content="article">{head}'))
    article = normalize(read(exchange, site), exchange, None, site).article
    assert article is not None
    return article


@pytest.mark.parametrize(
    ("names", "line", "box"),
    [
        (
            ["Ann Carter"],
            "Ann Carter Lifestyle Reporter",
            "<div class=w><a>Ann Carter</a><span>Lifestyle Reporter</span></div>",
        ),
        (["Ann Carter"], "Ann Carter", "<div class=w><a>Ann Carter</a><time>4 March</time></div>"),
        (["Ann McDonald"], "Ann McDonald", "<div class=w>Ann M<i>cDonald</i></div>"),
        (["Ann Carter"], "Ann Carter", "<div class=w>Ann <b>Carter</b></div>"),
        (
            ["Ann Carter", "Bob Moor"],
            "Ann Carter, Bob Moor",
            "<div>By <a class=w>Ann Carter</a> and <a class=w>Bob Moor</a></div>",
        ),
        (
            ["Ann Carter", "Bob Moor"],
            "Ann Carter Bob Moor",
            "<div class=w><p>Ann Carter</p><p>12 comments</p><p>Bob Moor</p></div>",
        ),
    ],
)
def test_names_are_told_from_what_stands_beside_them(names: list[str], line: str, box: str) -> None:
    article = read_by(box, ".w")
    assert (names, line) == ([each.name for each in article.author], article.byline)


def test_a_role_beside_a_name_is_the_persons() -> None:
    article = read_by("<div class=w><a>Ann Carter</a><span>Lifestyle Reporter</span></div>", ".w")
    assert ["Lifestyle Reporter"] == [each.role for each in article.author]


@pytest.mark.parametrize("text", ["12 Comments", "Share this", "3 min read", "4 March 2024"])
def test_a_box_that_names_nobody_is_no_byline_and_told(text: str) -> None:
    article = read_by(f"<div class=w>{text}</div>", ".w")
    assert (None, ()) == (article.byline, article.author)
    assert article.extraction is not None
    assert ("layout: byline rule names nobody",) == article.extraction.warnings


def test_the_second_selector_serves_where_the_first_names_nobody() -> None:
    article = read_by("<p class=w>Share this</p><p class=v>Ann Carter</p>", ".w", ".v")
    assert "Ann Carter" == article.byline
    assert article.extraction is not None
    assert () == article.extraction.warnings


def test_who_else_signs_in_json_ld_is_not_lost() -> None:
    article = read_by("<div class=w>By Ann Carter</div>", ".w", head=LINKED)
    assert ["Ann Carter", "Bob Moor"] == [each.name for each in article.author]


def test_other_names_in_json_ld_give_way() -> None:
    article = read_by("<div class=w>By Cleo Reed</div>", ".w", head=LINKED)
    assert ["Cleo Reed"] == [each.name for each in article.author]
