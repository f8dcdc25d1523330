"""Marks name what Lexbor's selectors name."""

from __future__ import annotations

import pytest

from crawler.comments.providers import MARKERS
from crawler.extraction.author_sources import _NAMES
from crawler.extraction.byline import BYLINES
from crawler.extraction.comment_items import _NAMED
from crawler.extraction.document import Document, Node, parse
from crawler.extraction.marks import Marks

PAGE = b"""<!doctype html><html lang=en><head><title>T</title></head><body>
<div class="Article-ByLine author" id=top><span rel="me Author" class=fn>Ada</span></div>
<p itemprop="author">A</p><p itemprop="Author editor">B</p><p itemprop="the\tauthor">C</p>
<a href="/author/ada">D</a><a href="/Author/ada">E</a><span data-href="/author/x">F</span>
<a class="" rel href>G</a><address>H</address><svg class="byline"><g id="author"/></svg>
<template><p class="byline">I</p></template><div id="comments"><p class="komment reactie">J</p></div>
<div itemtype="http://schema.org/Comment">K</div><i class="a&#117;thor">L</i></body></html>"""


@pytest.mark.parametrize("marks", [BYLINES, _NAMES, _NAMED], ids=["bylines", "names", "comments"])
def test_names_the_same_nodes_as_often_and_in_the_same_order(marks: Marks) -> None:
    document = parse(PAGE, "http://a.test/")
    expected = document.tree.css(", ".join(filter(None, (marks.selectors, marks.others))))
    assert expected
    assert _ids(marks.of(document)) == _ids(expected)


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("[itemprop~='author']", ["A", "C"]),
        ("a[href*='/author']", ["D"]),
        ("a[href*='/author' i]", ["D", "E"]),
        ("[rel~='author']", ["Ada"]),
        ("[class*='author' i]", ["Ada", "L"]),
    ],
)
def test_case_and_tag_count_as_in_a_selector(selector: str, texts: list[str]) -> None:
    document = parse(PAGE, "http://a.test/")
    assert [node.text().strip() for node in Marks(selector, "video").of(document)] == texts


def test_another_kind_of_selector_is_refused() -> None:
    with pytest.raises(ValueError, match="not a selector that is known here"):
        Marks("div > p", "address")


@pytest.mark.parametrize(
    "selector",
    [
        *(marker.selector for marker in MARKERS),
        "p, a[href], table td",
        "video, [lang]",
        "div p, div > p",
        "p:not(.a, [itemprop='author'])",
        "[class='a, b'], address",
        "a[rel][class][href]",
        r"fb\:comments, p",
        "DIV",
        "svg g",
    ],
)
def test_a_list_of_selectors_names_what_it_names_with_those_left_out_that_cannot(
    selector: str,
) -> None:
    document = parse(PAGE, "http://a.test/")
    assert _ids(document.css(selector)) == _ids(document.tree.css(selector))
    first = document.first(selector)
    assert (first and first.mem_id) == next(iter(_ids(document.tree.css(selector))), None)


@pytest.mark.parametrize(
    ("count", "selector"),
    [
        (5, "p.lead, .lead, #lead, p#first.lead"),
        (7, "[id^=fi], [id$='T'], [class*='EA' i], [class~=big]"),
        (3, "[data-kind=''], [data-kind='a\\62'], [lang|=en], [Lang=en]"),
        (4, "div > p.lead, div p:not(.none)"),
        (2, "[class*='big lead'], [title]"),
        (0, ".none, #none, [class=none], em"),
    ],
)
def test_a_list_names_the_same_though_only_what_has_its_values_is_asked(
    count: int, selector: str
) -> None:
    document = parse(
        b"<div class='big Lead' id=firsT><p class='big lead' id=first lang=en-GB data-kind>a"
        b"<p title=''>b<p id=lead data-kind='ab'>c</div>",
        "http://a.test/",
    )
    assert _ids(document.css(selector)) == _ids(document.tree.css(selector))
    assert len(document.css(selector)) == count


def _ids(nodes: list[Node]) -> list[int]:
    return [node.mem_id for node in nodes]


def test_the_attributes_of_a_page_are_looked_through_once() -> None:
    document: Document = parse(PAGE, "http://a.test/")
    assert _NAMES.of(document) is _NAMES.of(document)


ODD = """<figure><figcaption>One</figcaption></figure><blockquote>Two</blockquote>
<fb_comments>Three</fb_comments><svg><linearGradient id="a"></linearGradient></svg>
<p data-x="[foo" class="articleBody">Four</p>"""


@pytest.mark.parametrize(
    "selector",
    [
        *("figCaption", "p, figCaption", "blockQuote", "html body dIv, p", "fb_comments"),
        *("linearGradient", "p[data-x='[foo']", ".articleBody", "p.articleBody, FIGURE"),
    ],
)
def test_no_selector_is_left_out_that_names_something(selector: str) -> None:
    document = parse(ODD.encode(), "http://a.test/")
    named = _ids(document.tree.css(selector))
    assert named
    assert _ids(document.css(selector)) == named
