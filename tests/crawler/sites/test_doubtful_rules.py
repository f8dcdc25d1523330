"""Rules that find something, and not what they are for: what is kept, and that it is told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive.records import Article
from crawler import sites
from crawler.errors import BadSite
from crawler.extraction.layout import Layout
from crawler.reading import normalize, read
from crawler.sites import Site, all_sites
from tests.crawler.reading.pages import MORE, PROSE, answer, page

THIRD = (
    "The council will hear the harbour board in April, and then decide on the tolls of the bridge."
)
HEAD = """<meta property="og:type" content="article"><meta name="tags" content="harbour, ferry">
<meta name="news_keywords" content="tolls">"""
BODY = f"""<article><h1>Old bridge closed</h1><div class="one">{THIRD[:60]}.</div><div class="text">
<p class="a">{PROSE}</p><p class="a">{MORE}</p><p class="b">{THIRD} {PROSE} {MORE} {THIRD}</p>
<p class="b">{THIRD} {MORE}</p></div></article>"""


def told_of(*layouts: Layout, **rules: tuple[str, ...]) -> tuple[Article, tuple[str, ...]]:
    """The article read by rules, and its warnings."""
    given = layouts or (Layout(name="a", fingerprint=("h1",), **rules),)  # type: ignore[arg-type]
    site = Site(name="paper", domains=("paper.example",), layouts=given)
    exchange = answer(page(BODY, HEAD))
    article = normalize(read(exchange, site), exchange, None, site).article
    assert article is not None
    assert article.extraction is not None
    return article, article.extraction.warnings


@pytest.mark.parametrize("selector", ["body", "article", ".text"])
def test_a_whole_text_is_no_headline(selector: str) -> None:
    article, told = told_of(headline=(selector,))
    assert "Old bridge closed" == article.headline
    assert ("layout: headline rule found a whole text",) == told


def test_tags_in_one_line_are_each_a_tag() -> None:
    assert ("harbour", "ferry") == told_of(keywords=("meta[name='tags']",))[0].keywords


def test_a_rule_for_a_part_of_the_body_is_followed_and_told() -> None:
    article, told = told_of(body=(".a",))
    assert f"{PROSE}\n\n{MORE}" == article.article_body
    assert ("layout: body rule found less than half of what the generic reader has",) == told


def test_the_next_rule_serves_where_the_first_finds_a_scrap() -> None:
    article, told = told_of(body=(".one", ".text"))
    assert (True, ()) == (MORE in article.article_body, told)


def test_where_every_rule_finds_a_scrap_it_is_told() -> None:
    article, told = told_of(body=(".one",))
    assert MORE in article.article_body
    assert ("layout: body rule found a scrap of what the generic reader has",) == told


def test_what_leaves_nothing_out_of_the_body_is_not_followed_and_told() -> None:
    article, told = told_of(exclude=("p",))
    assert MORE in article.article_body
    assert ("layout: exclude rule leaves nothing of the body",) == told


def test_a_page_of_none_of_its_sites_layouts_says_so() -> None:
    assert ("layout: the page has none of its site's",) == told_of(
        Layout(name="old", fingerprint=(".gone",))
    )[1]


def test_name_and_days_of_a_layout_read_nothing_otherwise() -> None:
    layout = Layout(name="a", fingerprint=("h1",), headline=("h1",))
    other = replace(layout, name="b", first=date(2020, 1, 1), last=date(2021, 1, 1))
    assert layout.digest == other.digest
    assert layout.digest != replace(layout, kicker=("h1",)).digest


# --- files that cannot be loaded ----------------------------------------------------------------


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Loads a text as the only site file."""

    def load(text: str) -> None:
        (tmp_path / "broken.py").write_text(text, "utf-8")
        monkeypatch.setattr(sites, "__path__", [str(tmp_path)])
        all_sites.cache_clear()
        all_sites()

    yield load
    all_sites.cache_clear()
    sys.modules.pop("crawler.sites.broken", None)


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (r"broken\.py, line 2: SyntaxError: ", "x = 1\ny = (\n"),
        (r"broken\.py, line 3: NameError: .*Layout", "x = 1\n\nSITE = Layout()\n"),
        (
            r"broken\.py, line 2: site name 'X' is not",
            'from crawler.sites import Site\nSITE = Site(name="X", domains=("x.example",))\n',
        ),
        (r"broken\.py must define one Site called 'broken'", "x = 1\n"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_named_with_the_line(
    load: Callable[[str], None], told: str, text: str
) -> None:
    with pytest.raises(BadSite, match=told):
        load(text)
