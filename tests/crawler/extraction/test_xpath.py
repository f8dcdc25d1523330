"""XPath on a page's tree: as libxml2 reads the same expressions, and bounded."""

from __future__ import annotations

import pytest
from lxml import html

from crawler.extraction.document import Document, Node, parse
from crawler.extraction.selectors import nodes_of
from crawler.extraction.xpath import Attribute, BadXPath, css_of, evaluate, parsed

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Rain | Paper</title>
<meta name="author" content="Ann Carter"><meta property="og:title" content="Rain falls"></head>
<body><div id="main" class="story wide"><h1>Rain <em>falls</em></h1>
<p class="by">By <a href="/ann">Ann</a>, <a href="/bob">Bob</a></p>
<div class="text story-text"><p>One.</p><p class="ad">Buy!</p><p>Two.</p><ul><li>a</li>
<li>b</li></ul></div></div><div class="story"><p>Other.</p><span>  x  y </span></div><p></p>
</body></html>"""

EXPRESSIONS = """
//h1
/html/body/div
//div[@class='story']
//div[contains(@class, 'story')]/p
//div[contains(concat(' ', normalize-space(@class), ' '), ' story ')]
//div[contains(concat(" ", @class, " "), " story ")]//p
//*[@id="main"]//a
//p[1]
//div/p[last()]
(//p)[2]
(//p)[last()]
//p[position() < 3]
//p[not(@class)]
//p[not(contains(@class, 'ad')) and not(@id)]
//div[@class='text story-text' or @id='x']
//a/@href
//meta[@name='author']/@content
//p[@class='by']/a[2]
//p[a]
//p[.//a]
//p[text()='One.']
//p[contains(., 'Two')]
//p[starts-with(text(), 'O')]
//h1/following-sibling::p
//ul/preceding-sibling::p
//ul/preceding-sibling::p[1]
//li/ancestor::div
//li/ancestor::div[1]
//li/parent::ul
//li/..
//h1 | //li | //h1
//div[p and ul]
//div[count(p) = 3]
//div[count(p) > 2]/p[2]
//p/text()
//body/*
//body//node()[self::li]
//div[@id='main']/descendant::p
//div[@id='main']//p[2]
//li[last()]
//*[self::h1 or self::h2]
//div[div]
//p[string-length(normalize-space()) = 0]
//p[preceding-sibling::p]
//div[@class and not(@id)]
.//li
""".strip().splitlines()
VALUES = """
string(//h1)
normalize-space(//span)
substring-after(//title, '| ')
substring-before(//title, ' |')
concat(//h1/em, '-', //li[1])
count(//p)
translate('a-b', '-', '/')
substring('12345', 2, 3)
contains(//h1, 'falls')
not(//h2)
//meta[@property='og:title']/@content = 'Rain falls'
count(//p) + 1
string-length('abc') - 1
name(//*[@lang])
starts-with(//title, 'Rain') and true()
""".strip().splitlines()


def page(markup: str = PAGE) -> Document:
    return parse(markup.encode(), "https://paper.example/a")


def ours(expression: str) -> list[str]:
    found = evaluate(page(), parsed(expression))
    assert isinstance(found, list)
    return [_shown(item) for item in found]


def _shown(item: object) -> str:
    if isinstance(item, Attribute):
        return f"@{item.value}"
    assert isinstance(item, Node)
    text = item.text_content if item.is_text_node else item.text(deep=True)
    return f"{item.tag}:{''.join((text or '').split())}"


def theirs(expression: str) -> list[str]:
    found = html.fromstring(PAGE).getroottree().xpath(expression)
    return [_libxml(item) for item in found]


def _libxml(item: object) -> str:
    if isinstance(item, str):
        is_attribute = getattr(item, "is_attribute", False)
        return f"@{item}" if is_attribute else f"-text:{''.join(item.split())}"
    return f"{item.tag}:{''.join(item.text_content().split())}"  # type: ignore[attr-defined]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_nodes_are_those_that_libxml2_gives(expression: str) -> None:
    assert theirs(expression) == ours(expression)


@pytest.mark.parametrize("expression", VALUES)
def test_values_are_those_that_libxml2_gives(expression: str) -> None:
    expected = html.fromstring(PAGE).getroottree().xpath(expression)
    assert expected == evaluate(page(), parsed(expression))


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_what_css_can_say_names_the_same_nodes(expression: str) -> None:
    selector = css_of(parsed(expression))
    if selector is not None:
        document = page()
        found = nodes_of(document, f"xpath:{expression}")
        assert ours(expression) == [_shown(node) for node in found]


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        ("div[class='a']", "//div[@class='a']"),
        ("div[class*='a'] > p", "//div[contains(@class, 'a')]/p"),
        ("*[class~='a']", "//*[contains(concat(' ', normalize-space(@class), ' '), ' a ')]"),
        ("div[id='a'] p:not([class])", "//div[@id='a']//p[not(@class)]"),
        ("p:is([id='a'], [id='b'])", "//p[@id='a' or @id='b']"),
        ("h1, h2", "//h1 | //h2"),
        (None, "//p[1]"),
        (None, "//p[contains(., 'a')]"),
        (None, "//a/@href"),
        (None, '//p[@id="it\'s"]'),
    ],
)
def test_a_plain_path_is_said_in_css(expected: str | None, expression: str) -> None:
    assert expected == css_of(parsed(expression))


def test_an_expression_within_a_node_begins_there() -> None:
    document = page()
    (box,) = document.css(".text")
    found = evaluate(document, parsed(".//p[2]"), box)
    assert isinstance(found, list)
    assert ["p:Buy!"] == [_shown(item) for item in found]


@pytest.mark.parametrize(
    "expression",
    [
        *("", "//", "//p[", "//p[@]", "p]", "//p[foo", "a b", "//p[@class=]", "//following::p"),
        *("((((a", "(" * 60 + "a" + ")" * 60, "//p" * 1000, "concat('a"),
    ],
)
def test_what_is_no_xpath_is_refused(expression: str) -> None:
    with pytest.raises(BadXPath):
        parsed(expression)


@pytest.mark.parametrize("expression", ["//x[matches(., 'a')]", "contains('a')", "count()"])
def test_a_function_that_is_not_read_is_refused(expression: str) -> None:
    with pytest.raises(BadXPath):
        parsed(expression)


@pytest.mark.parametrize("expression", ["'a' | //p", "(count(//p))/a", "count('a')", "//p + //x"])
def test_what_makes_no_sense_gives_nothing(expression: str) -> None:
    found = evaluate(page(), parsed(expression))
    assert not isinstance(found, list) or all(item.tag == "p" for item in found)


def test_an_expression_that_looks_at_too_much_gives_nothing() -> None:
    document = page("<body>" + "<p>a</p>" * 3000)
    assert [] == evaluate(document, parsed("//p[count(//p) > 1]"))
    assert 3000.0 == evaluate(document, parsed("count(//p)"))
