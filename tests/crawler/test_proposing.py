"""A proposed layout reads its own page as the generic reader does, in every field."""

from __future__ import annotations

import dataclasses

import pytest

from archive.records import Article
from archive.warc.exchange import Exchange
from crawler.extraction.layout import Layout
from crawler.proposing import proposed
from crawler.reading import normalize, read
from crawler.sites import Site
from tests.crawler.reading.pages import answer

HEAD = '<meta property="og:type" content="article">'
TEXT = "".join(
    f"<p>The ferry left the harbour at {hour} o'clock, as it had before the storm of last winter, "
    "and the harbour master said that nobody had expected to see it again so soon.</p>"
    for hour in range(6, 26)
)
REPEATED = "<blockquote>nobody had expected to see it again so soon</blockquote>"


def exchange_of(extra: str = "", byline: str = "<p class='byline'>By Ada Moor</p>") -> Exchange:
    return answer(
        f"""<html lang="en"><head><title>Ferry returns</title>{HEAD}</head><body><article>
        <h1 class="story-title">Ferry returns to the harbour</h1>{byline}
        <div class="story-text">{TEXT}{extra}</div></article></body></html>"""
    )


def article_of(exchange: Exchange, *layouts: Layout) -> Article:
    site = Site(name="paper", domains=("paper.example",), layouts=layouts)
    article = normalize(read(exchange, site), exchange, None, site).article
    assert article is not None
    return article


def test_a_rule_for_each_field_that_can_be_named_is_proposed() -> None:
    layout = proposed(exchange_of(), "paper", "paper.example")
    assert layout is not None
    assert ((".story-title",), (".byline",), (".story-text",)) == (
        layout.headline,
        layout.byline,
        layout.body,
    )


@pytest.mark.parametrize("extra", [REPEATED, "<div><p>5 min</p></div>"])
def test_a_rule_that_reads_a_line_more_is_left_out(extra: str) -> None:
    exchange = exchange_of(extra)
    layout = proposed(exchange, "paper", "paper.example")
    assert layout is not None
    assert ((), (".story-title",)) == (layout.body, layout.headline)


def test_the_whole_layout_reads_what_is_read_without_it() -> None:
    exchange = exchange_of(REPEATED)
    layout = proposed(exchange, "paper", "paper.example")
    assert layout is not None
    generic, ruled = article_of(exchange), article_of(exchange, layout)
    for field in dataclasses.fields(Article):
        if field.name not in ("provenance", "extraction", "reading"):
            assert getattr(generic, field.name) == getattr(ruled, field.name), field.name


def test_a_page_that_is_no_article_has_no_layout() -> None:
    assert proposed(answer("<p>Hello"), "paper", "paper.example") is None
