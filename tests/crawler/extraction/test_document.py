"""The parsed page: texts in normal form, locators, claims, bounds."""

from __future__ import annotations

import pytest

from crawler.extraction.bounds import MAX_ATTRIBUTES, MAX_DEPTH, bounded
from crawler.extraction.document import Document, css_path, parse
from crawler.extraction.text import line_of, lines, one_line, text_of


def document(markup: str) -> Document:
    return parse(markup.encode(), "https://paper.example/news/a")


@pytest.mark.parametrize(
    ("expected", "markup"),
    [
        ("a b c", "<p>a  <b>b</b>\n c</p>"),
        ("a\nb", "a<br>b"),
        ("a\nb", "<p>a</p><p>b</p>"),
        ("a b", "a\u00a0\u2003b"),
        ("ab", "a\u00ad\u200bb"),
        ("می\u200cروم", "می\u200cروم"),
        ("a", "a<script>b</script><style>c</style><noscript>d</noscript><!-- e -->"),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_a_text_is_what_a_reader_sees(expected: str, markup: str) -> None:
    body = document(markup).tree.body
    assert body is not None
    assert expected == text_of(body)


def test_a_line_has_no_line_ends() -> None:
    body = document("<h1>a<br>b</h1>").tree.body
    assert body is not None
    assert "a b" == line_of(body)


def test_texts_of_attributes_are_in_the_same_form() -> None:
    assert ("a b", "a\nb c") == (one_line(" a\n\tb "), lines("a \n\n b\tc"))


def test_a_locator_ends_at_the_nearest_id() -> None:
    page = document("<div id=x><article class='story big'><p><b>t</b></p></article></div>")
    node = page.first("b")
    assert node is not None
    assert "div#x > article.story > p > b" == css_path(node)


def test_a_node_feeds_one_field_only() -> None:
    page = document("<figure><p><b>caption</b></p></figure>")
    figure, bold = page.first("figure"), page.first("b")
    assert figure is not None
    assert bold is not None
    page.claims.claim(figure, "caption")
    page.claims.claim(bold, "body")
    assert "caption" == page.claims.owner(bold)


@pytest.mark.parametrize(
    ("expected", "href"),
    [
        ("https://paper.example/b", "/b"),
        ("https://paper.example/b/é.html?c=/../d#e", "/b/é.html?c=/../d#e"),
        ("https://paper.example/c", "/b/../c"),
        ("https://paper.example/b", "/b?#"),
        ("https://paper.example/news/b?c=1", "b?c=1"),
        ("https://other.example/b", "//other.example/b"),
        (None, "javascript:alert(1)"),
        (None, "data:text/html,x"),
        (None, "http://[bad"),
        (None, ""),
        (None, None),
    ],
)
def test_only_http_urls_are_absolute(expected: str | None, href: str | None) -> None:
    assert expected == document("<p>").absolute(href)


def test_relative_urls_stand_on_the_pages_base() -> None:
    page = document("<base href='https://cdn.example/x/'><p>")
    assert "https://cdn.example/x/b" == page.absolute("b")


def test_text_below_the_greatest_depth_stays() -> None:
    text, warnings = bounded(
        "<div>" * (MAX_DEPTH * 5) + "here" + "</div>" * (MAX_DEPTH * 5) + "<p>after"
    )
    assert [f"elements nested deeper than {MAX_DEPTH} were flattened"] == warnings
    assert ("here" in text, "<p>after" in text) == (True, True)


def test_an_ordinary_page_is_left_as_it_is() -> None:
    markup = "<div><p>a<br>b</div>" * 100
    assert (markup, []) == bounded(markup)


def test_tags_inside_scripts_are_no_depth() -> None:
    markup = f"<script>{'<div>' * 10_000}</script><p>a"
    assert (markup, []) == bounded(markup)


@pytest.mark.timeout(20)
def test_a_selector_of_long_words_is_looked_at_once() -> None:
    assert [] == document("<p>a").css("p" * 3000 + ":empty")


def test_a_page_that_an_open_element_in_a_noscript_swallows_is_read_whole() -> None:
    text = "<p>The bridge is closed.</p>" * 90
    html = (
        f"<body><noscript><div class='x'></noscript><main>{text}</main><noscript></div></noscript>"
    )
    document = parse(html.encode(), "https://paper.example/", "utf-8")
    assert ["main"] == [node.parent.tag for node in document.css("p")[:1] if node.parent]
    assert not document.css("noscript")


def test_a_noscript_beside_the_page_is_kept() -> None:
    html = "<body><p>The bridge is closed.</p><noscript><img src='/a.jpg'></noscript>"
    document = parse(html.encode(), "https://paper.example/", "utf-8")
    assert 1 == len(document.css("noscript img"))


def test_an_element_keeps_its_first_attributes() -> None:
    given = " ".join(f"a{at}='>'" for at in range(MAX_ATTRIBUTES + 50))
    text, warnings = bounded(f"<p>one<div {given}>two</div>")
    assert [
        f"elements have more than {MAX_ATTRIBUTES} attributes: the rest is not read"
    ] == warnings
    assert f"a{MAX_ATTRIBUTES - 1}='>'>two</div>" == text[-len("a999='>'>two</div>") :]


def test_letters_in_bold_of_very_many_kinds_are_bold_and_nothing_else() -> None:
    text, _ = bounded("".join(f"<p><b id={at}>x" for at in range(1000)))
    assert "<p><b>x" * 1000 == text
