"""JSON-LD as far as it can be read."""

from __future__ import annotations

import pytest

from crawler.extraction.document import parse
from crawler.extraction.json_ld import LinkedData, linked_data, plain_text


def linked(*scripts: str) -> LinkedData:
    markup = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return linked_data(parse(markup.encode(), "https://paper.example/a"))


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "Article", "headline": "A"}',
        '[{"@type": "Article", "headline": "A"}]',
        '{"@graph": [{"@type": "WebPage"}, {"@type": "Article", "headline": "A"}]}',
        '{"@type": "Article", "headline": "A",}',
        '{"@type": "Article", "headline": "A"};',
        '{"@type": "Article", // the type\n "headline": "A"}',
        '{"@type": "Article", /* the\n type */ "headline": "A"}',
        '<!-- {"@type": "Article", "headline": "A"} -->',
        '//<![CDATA[\n{"@type": "Article", "headline": "A"}\n//]]>',
        "{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;A&quot;}",
        '{"@type": ["NewsArticle", "Thing"], "headline": "A"}',
        '{"@type": "https://schema.org/NewsArticle", "headline": "A"}',
        '{"@type": "Article", "headline": "A"}{"@type": "Person"}',
        '{"@type": "Article", "headline": "A"} and then it breaks {',
        '{"@type": "Article", "text": "line\none", "headline": "A"}',
        '{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "A"}}',
        '\ufeff{"@type": "Article", "headline": "A"}',
        '{"@type": "Article", "wordCount": NaN, "headline": "A"}',
        '{"@type": "Article" "headline": "A"}',
        '{"@type": "Article", "text": "The "old" bridge", "headline": "A"}',
        '{"@type": "Article", "text": "Said "yes", "no", and left", "headline": "A"}',
        '{"@type": "Article", "text": "bad \\x escape", "headline": "A"}',
        '{"@type": "Article", "headline": "A"}, {"@type": "Person", "name": "B"}',
        '{"@type": "Article", "headline": "A", "description": "cut off in the mid',
        '{"@type": "Article", "headline": "A"}}}',
        '{@type: "Article", headline: "A"}',
        'var data = {"@type": "Article", "headline": "A"};',
        '{"@type": "Article", "headLine": "A"}',
        '{"@type": "Article", "schema:headline": "A"}',
    ],
)
def test_an_article_is_found(script: str) -> None:
    assert ["A"] == [node["headline"] for node in linked(script).articles()]


def test_a_url_in_a_text_is_no_comment() -> None:
    [node] = linked('{"@type": "Article", "url": "https://paper.example/a", /* x */ }').articles()
    assert "https://paper.example/a" == node["url"]


def test_a_broken_script_is_told_of() -> None:
    found = linked('{"@type": ', '{"@type": "Article"}')
    assert (1, ["a JSON-LD script is broken"]) == (len(found.nodes), found.warnings)


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "Article", "headline": "A", "text": "The "old" bridge"}',
        '{"@type": "Article", "headline": "A", "text": "cut',
        '{"@type": "Article", "headline": "A"}}',
    ],
)
def test_what_was_left_out_of_a_script_is_told_of(script: str) -> None:
    told = ["a JSON-LD script is broken: read as far as it is certain"]
    assert told == linked(script).warnings


@pytest.mark.parametrize(
    "script",
    ['{"@type": "Article", /* x */ "headline": "A",}', '<!-- {"@type": "Article"} -->', ""],
)
def test_what_is_only_untidy_is_not(script: str) -> None:
    assert [] == linked(script).warnings


def test_no_script_loses_another() -> None:
    found = linked('{"@type": "Art', '{"@type": "Article", "headline": "A"}', "}{", "[[[[")
    assert ["A"] == [node["headline"] for node in found.articles()]


def test_an_id_is_followed_inside_the_page_only() -> None:
    script = (
        '{"@graph": [{"@type": "Article", "author": {"@id": "#ann"}, "publisher": {"@id": "#x"}},'
        ' {"@id": "#ann", "@type": "Person", "name": "Ann Carter"}]}'
    )
    found = linked(script)
    [article] = found.articles()
    assert "Ann Carter" == plain_text(found.resolved(article["author"]))
    assert {"@id": "#x"} == found.resolved(article["publisher"])


def test_nesting_has_no_end_that_breaks_the_reader() -> None:
    found = linked('{"a":' * 50_000, '{"@type": "Article", "headline": "A"}')
    assert ["A"] == [node["headline"] for node in found.articles()]


def test_nodes_are_bounded() -> None:
    found = linked("[" + ",".join(["{}"] * 5000) + "]")
    assert 3000 == len(found.nodes)


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        ("Tom & Ann", "Tom &amp;amp; Ann"),
        ("A b", "<p>A</p>\n<b>b</b>"),
        ("A", ["A", "B"]),
        ("A", {"@value": "A"}),
        ("A", {"@type": "Person", "name": "A"}),
        (None, {}),
        (None, True),
        (None, ""),
    ],
)
def test_a_value_is_one_line_of_text(expected: str | None, value: object) -> None:
    assert expected == plain_text(value)
