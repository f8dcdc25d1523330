"""Hostile and broken pages: each gives a reading with a clear reason, and none takes long."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.crawler.reading.pages import MORE, PROSE, article_of, page, reading_of, records_of, story

pytestmark = pytest.mark.timeout(20)


def test_a_page_of_five_megabytes_in_one_line() -> None:
    filler = "<div><span>word</span></div>" * 30_000 + "x" * 3_500_000
    reading = reading_of(
        page(f"<article><h1>Old bridge closed</h1><p>{PROSE}</p><p>{MORE}</p></article>{filler}")
    )
    assert reading.page_type in ("article", "other", "section")


def test_one_paragraph_of_five_megabytes() -> None:
    assert (
        "article"
        == reading_of(page(f"<h1>Old bridge closed</h1><p>{'word ' * 1_000_000}</p>")).page_type
    )


def test_nul_bytes_are_left_out_and_said_so() -> None:
    article = article_of(story("").replace("bridge", "bri\x00dge"))
    assert "The old bridge over" == article.article_body[:19]
    assert article.extraction is not None
    assert "NUL bytes were left out" in article.extraction.warnings


@pytest.mark.parametrize(
    "markup", ["<div>", "<div></p>", "<b><i>", "<table><tr><td>", "<ul><li>", "<span>"]
)
def test_deep_nesting(markup: str) -> None:
    reading = reading_of(page(f"{markup * 30_000}{PROSE}<p>{MORE}</p>"))
    assert reading.page_type in ("article", "other", "section")


def test_the_text_in_ninety_thousand_boxes_is_found() -> None:
    article = article_of(
        page(f"<h1>Old bridge closed</h1>{'<div>' * 90_000}<p>{PROSE}</p><p>{MORE}</p>")
    )
    assert PROSE in article.article_body


def test_gzip_that_no_header_declares_is_named() -> None:
    reading = reading_of(gzip.compress(story("").encode()))
    assert "the body is gzip data that no header declares" == reading.reason


def test_binary_rubbish_is_named() -> None:
    reading = reading_of(bytes(range(1, 32)) * 100)
    assert "the body is neither text nor a known kind of file" == reading.reason


def test_an_empty_body_is_a_failure_to_read() -> None:
    records = records_of(b"  \n ")
    assert ("extraction_failed", "the body is empty") == (records.outcome, records.reason)


def test_a_server_error_is_an_error() -> None:
    assert "error" == records_of("sorry", status=500).outcome


def test_an_unchanged_answer_is_not_modified() -> None:
    assert "not_modified" == records_of("", status=304).outcome


def test_broken_json_ld_loses_no_other_script() -> None:
    good = json.dumps(
        {"@type": "NewsArticle", "headline": "Old bridge closed", "articleSection": "Town"}
    )
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>'
        f'<script type="application/ld+json">{good}</script>'
    )
    assert ("Town",) == article_of(story("", head)).article_section


def test_json_ld_nested_without_end() -> None:
    head = f'<script type="application/ld+json">{"[" * 200_000}</script>'
    assert "Old bridge closed" == article_of(story("", head)).headline


def test_json_ld_of_quotes_alone() -> None:
    noise = '\\"' * 300_000
    head = f'<script type="application/ld+json">{{"a": "{noise}</script>'
    assert "Old bridge closed" == article_of(story("", head)).headline


def test_half_a_million_attributes() -> None:
    assert "article" == reading_of(story(f"<p {'a=1 ' * 500_000}>x</p>")).page_type


def test_an_unclosed_comment_hides_the_rest() -> None:
    assert "other" == reading_of(page(f"<!-- <article><p>{PROSE}</p></article>")).page_type


def test_urls_that_are_none_are_passed_over() -> None:
    head = "<link rel='canonical' href='http://[bad'><base href='http://[worse'>"
    inside = f"<p>{PROSE} <a href='http://[::1'>a</a> <a href='javascript:x()'>b</a></p>"
    article = article_of(story(inside, head))
    assert article.canonical_url is None
    assert [] == [link for block in article.body.blocks for link in block.links]


@pytest.mark.parametrize("name", ["utf-7", "base64", "rot13", "unicode_escape", "nonsense", "\x00"])
def test_a_charset_that_is_no_texts_is_not_believed(name: str) -> None:
    reading = reading_of(story(""), content_type=f"text/html; charset={name}")
    assert "article" == reading.page_type
