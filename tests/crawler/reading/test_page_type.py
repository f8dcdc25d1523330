"""A page is told by what it answers."""

from __future__ import annotations

import pytest

from tests.crawler.reading.pages import MORE, PROSE, URL, page, reading_of, story

RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>Paper</title></channel></rss>'
SITEMAP = '<?xml version="1.0"?><!-- made --><urlset xmlns="http://www.sitemaps.org/"></urlset>'
NODE = '{"@type":"NewsArticle","headline":"Old bridge closed"}'
NEWS = f'<script type="application/ld+json">{NODE}</script>'
TEASERS = "".join(
    f"<div><h2><a href='/news/{n}'>What happened on day {n}</a></h2><p>{PROSE}</p></div>"
    for n in range(8)
)
LINKS = "".join(f"<li><a href='/news/{n}'>What happened on day {n}</a></li>" for n in range(30))


@pytest.mark.parametrize(
    ("page_type", "body", "answered"),
    [
        ("error", "gone", {"status": 410}),
        ("redirect", "", {"status": 301}),
        ("redirect", "", {"status": 304}),
        ("feed", RSS, {"content_type": "text/html"}),
        ("feed", '{"version":"https://jsonfeed.org/version/1.1"}', {"content_type": "text/html"}),
        ("sitemap", SITEMAP, {"content_type": "application/xml"}),
        ("other", b"%PDF-1.7 ...", {}),
        ("other", b"\x1f\x8b\x08\x00garbage", {}),
        ("other", b"\x89PNG\r\n\x1a\n", {"content_type": "text/html"}),
        ("other", "body { color: red }", {"content_type": "text/css"}),
        ("other", '{"a": 1}', {"content_type": "application/json"}),
        ("other", "", {}),
        ("other", page("<p>Under construction.</p>"), {}),
        ("front_page", story("", NEWS), {"url": "https://paper.example/en/"}),
        ("section", page(f"<h1>Society</h1><main>{TEASERS}</main>"), {}),
        ("section", page(f"<h1>Society</h1><ul>{LINKS}</ul>"), {}),
        ("article", story("", NEWS), {}),
        ("article", story("", "<meta property='og:type' content='article'>"), {}),
        ("article", story(""), {"content_type": "application/xml"}),
        ("article", page(f"<h1>Old bridge closed</h1><p>{PROSE}</p><p>{MORE}</p>"), {}),
        (
            "article",
            page(f"<h1>Bridge</h1><p>{PROSE}</p><p>{MORE}</p>"),
            {"url": "https://p.example/x/2019/11/12/y"},
        ),
    ],
)
def test_a_page_is_what_it_answers(
    page_type: str, body: str | bytes, answered: dict[str, object]
) -> None:
    assert page_type == reading_of(body, **answered).page_type


def test_the_reason_is_a_sentence() -> None:
    assert "JSON-LD calls it NewsArticle" == reading_of(story("", NEWS)).reason


def test_the_reason_names_why_a_body_could_not_be_decoded() -> None:
    reading = reading_of(b"", undecoded="gzip ends early")
    assert "the body could not be decoded: gzip ends early" == reading.reason


def test_a_list_of_articles_in_json_ld_is_a_section() -> None:
    nodes = ",".join(f'{{"@type":"NewsArticle","headline":"Day {n}"}}' for n in range(6))
    script = f'<script type="application/ld+json">[{nodes}]</script>'
    assert "section" == reading_of(page(f"<h1>Society</h1><ul>{LINKS}</ul>", script)).page_type


def test_a_site_file_knows_its_articles_by_their_urls() -> None:
    from crawler.reading import read
    from crawler.sites import Site
    from tests.crawler.reading.pages import answer

    site = Site(name="paper", domains=("paper.example",), article_url=r"/news/\d{4}/")
    assert read(answer(story("")), site).reason.startswith("the site file knows the URL")
    assert URL.startswith("https://paper.example")


@pytest.mark.parametrize("path", ["tag/bridges", "author/ann-carter", "autoren/ann-carter/page/2"])
def test_what_is_filed_under_a_tag_or_an_author_is_a_section(path: str) -> None:
    teaser = f"<h2><a href='/news/1'>What happened on day 1</a></h2><p>{PROSE}</p><p>{MORE}</p>"
    body = page(f"<h1>Bridges</h1><main>{teaser}</main>")
    assert "section" == reading_of(body, url=f"https://paper.example/{path}").page_type


def test_an_article_that_no_heading_leads_away_from_is_one_under_any_url() -> None:
    body = page(f"<h1>Bridges</h1><main><p>{PROSE}</p><p>{MORE}</p></main>")
    assert "article" == reading_of(body, url="https://paper.example/tag/bridges").page_type


def test_a_text_with_linked_headings_below_it_is_an_article() -> None:
    text = "".join(f"<p>{n}. {PROSE}</p>" for n in range(8))
    related = "".join(
        f"<h3><a href='/news/{n}'>What happened on day {n}</a></h3><p>{n}. {MORE}</p>"
        for n in range(12)
    )
    body = page(f"<div class='x'><h1>Old bridge closed</h1>{text}{related}</div>")
    assert "article" == reading_of(body).page_type
