"""What one answered page leads to."""

from __future__ import annotations

import gzip
import re
from datetime import date, timedelta

import pytest

from archive.times import warc_date
from crawler.discovery import Scope, expand
from crawler.frontier import Lead, SqliteFrontier

HOME = "https://news.example/"
SEED = Lead(url=HOME, kind="seed")
SCOPE = Scope.of((HOME,))

FRONT_PAGE = """<link rel="alternate" type="application/rss+xml" href="/rss">
<a href="/world">World</a><a href="/about">About us</a><a href="https://jobs.news.example/">Jobs</a>
<a href="/2026/11/22/ferry">Ferry service returns after the storm</a>
<a href="https://other.example/2026/11/22/elsewhere">Elsewhere</a>"""


def found(expansion):
    return [(lead.kind, lead.url.removeprefix(HOME)) for lead in expansion.leads]


def test_a_front_page_gives_robots_feeds_articles_and_sections(answered, noon):
    expansion = expand(answered(HOME, FRONT_PAGE), SEED, "front_page", scope=SCOPE, now=noon)
    assert found(expansion) == [
        ("robots", "robots.txt"),
        ("feed", "rss"),
        ("article", "2026/11/22/ferry"),
        ("page", "world"),
    ]


def test_leads_say_where_they_come_from(answered, noon):
    expansion = expand(answered(HOME, FRONT_PAGE), SEED, "front_page", scope=SCOPE, now=noon)
    article = expansion.leads[2]
    assert (article.via, article.hops) == (HOME, 1)
    assert article.meta["title"] == "Ferry service returns after the storm"


def test_links_elsewhere_are_no_candidates(answered, noon):
    expansion = expand(answered(HOME, FRONT_PAGE), SEED, "front_page", scope=SCOPE, now=noon)
    assert expansion.skipped == ()


def test_a_section_gives_articles_and_no_sections(answered, noon):
    section = Lead(url=HOME + "world", kind="page", hops=1)
    page = answered(section.url, FRONT_PAGE)
    expansion = expand(page, section, "section", scope=SCOPE, now=noon)
    assert ("article", "2026/11/22/ferry") in found(expansion)
    assert "page" not in {kind for kind, _ in found(expansion)}


def test_a_listing_further_away_leads_nowhere(answered, noon):
    far = Lead(url=HOME + "world/deep", kind="article", hops=2)
    expansion = expand(answered(far.url, FRONT_PAGE), far, "section", scope=SCOPE, now=noon)
    assert expansion.leads == ()


def test_the_next_page_is_followed_with_since_only(answered, noon):
    page = answered(HOME + "world", '<link rel="next" href="/world/2">')
    section = Lead(url=HOME + "world", kind="page", hops=1)
    since = Scope.of((HOME,), since=date(2026, 1, 1))
    assert expand(page, section, "section", scope=SCOPE, now=noon).leads == ()
    assert found(expand(page, section, "section", scope=since, now=noon)) == [("page", "world/2")]


def test_an_article_gives_requisites_and_nothing_else(answered, noon):
    page = FRONT_PAGE + '<link rel="stylesheet" href="/a.css"><img src="https://cdn.example/x.jpg">'
    seed = Lead(url=HOME + "2026/11/22/ferry", kind="seed")
    expansion = expand(
        answered(seed.url, page),
        seed,
        "article",
        image_urls=["https://cdn.example/x.jpg"],
        scope=Scope.of((seed.url,)),
        now=noon,
    )
    assert found(expansion) == [("requisite", "a.css"), ("requisite", "https://cdn.example/x.jpg")]
    assert {lead.parent for lead in expansion.leads} == {seed.url}


def test_an_article_gives_nothing_where_requisites_are_left_out(answered, noon):
    page = answered(SEED.url, '<link rel="stylesheet" href="/a.css">')
    scope = Scope.of((HOME,), requisites=False)
    assert expand(page, SEED, "article", scope=scope, now=noon) == expand(
        answered(SEED.url, ""), SEED, "article", scope=scope, now=noon
    )


def test_a_stylesheet_gives_what_it_names_for_the_same_article(answered, noon):
    css = Lead(url=HOME + "a.css", kind="requisite", hops=2, parent=HOME + "story")
    answer = answered(css.url, "a{background:url(b.png)}", "text/css")
    [lead] = expand(answer, css, "other", scope=SCOPE, now=noon).leads
    assert (lead.url, lead.parent) == (HOME + "b.png", HOME + "story")


def test_stylesheets_that_import_each_other_end(answered, noon):
    lead = Lead(url=HOME + "0.css", kind="requisite", parent=HOME + "story")
    for n in range(1, 10):
        answer = answered(lead.url, f"@import '{n}.css';", "text/css")
        expansion = expand(answer, lead, "other", scope=SCOPE, now=noon)
        if not expansion.leads:
            break
        [lead] = expansion.leads
    assert n == 5
    assert expansion.problems[0].message == "stylesheets nested deeper than 4 are not fetched"


def test_an_image_leads_nowhere(answered, noon):
    lead = Lead(url=HOME + "a.jpg", kind="requisite")
    answer = answered(lead.url, "<a href='/2026/11/22/ferry'>", "image/jpeg")
    assert expand(answer, lead, "other", scope=SCOPE, now=noon).leads == ()


def test_a_feed_gives_its_entries_with_what_it_says_of_them(answered, noon):
    rss = f"""<rss version="2.0"><channel><item><title>Ferry</title><link>{HOME}ferry</link>
    <pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"""
    feed = Lead(url=HOME + "rss", kind="feed", hops=1)
    [lead] = expand(answered(feed.url, rss, "text/xml"), feed, "feed", scope=SCOPE, now=noon).leads
    assert (lead.kind, lead.url, lead.meta) == (
        "article",
        HOME + "ferry",
        {
            "from": "feed",
            "path": "M",
            "title": "Ferry",
            "publication_date": warc_date(noon - timedelta(hours=2)),
        },
    )


def test_an_entry_that_was_updated_says_when(answered, noon):
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{HOME}ferry"/>
    <published>2026-11-20T08:00:00Z</published><updated>2026-11-22T12:00:00Z</updated>
    </entry></feed>"""
    feed = Lead(url=HOME + "atom", kind="feed", hops=1)
    answer = answered(feed.url, atom, "application/atom+xml")
    [lead] = expand(answer, feed, "feed", scope=SCOPE, now=noon).leads
    assert lead.modified == noon


def test_a_feed_that_is_html_is_a_problem_that_names_it(answered, noon):
    feed = Lead(url=HOME + "rss", kind="feed", hops=1)
    answer = answered(feed.url, "<!doctype html><html><a href='/world'>x</a></html>")
    expansion = expand(answer, feed, "section", scope=SCOPE, now=noon)
    [problem] = expansion.problems
    assert problem.message == "https://news.example/rss: this is an HTML page, not a feed"
    assert (problem.fatal, expansion.leads) == (True, ())


def test_a_news_sitemap_gives_its_latest_first(answered, noon):
    def entry(name, age):
        published = warc_date(noon - timedelta(hours=age))
        return f"""<url><loc>{HOME}{name}</loc><news:news>
        <news:publication_date>{published}</news:publication_date></news:news></url>"""

    inner = entry("b", 5) + entry("old", 61) + entry("a", 1)
    body = f"<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{inner}</urlset>"
    sitemap = Lead(url=HOME + "news.xml", kind="sitemap", hops=1)
    answer = answered(sitemap.url, body, "text/xml")
    expansion = expand(answer, sitemap, "sitemap", scope=SCOPE, now=noon)
    assert found(expansion) == [("article", "a"), ("article", "b")]
    assert [each.url for each in expansion.skipped] == [HOME + "old"]


def test_many_refusals_for_one_reason_are_told_as_one(answered, noon):
    inner = "".join(f"<url><loc>{HOME}2019/01/01/story-{n}</loc></url>" for n in range(500))
    sitemap = Lead(url=HOME + "sitemap.xml", kind="sitemap", hops=1)
    answer = answered(sitemap.url, f"<urlset>{inner}</urlset>", "text/xml")
    [skipped] = expand(answer, sitemap, "sitemap", scope=SCOPE, now=noon).skipped
    assert skipped.url == sitemap.url
    assert skipped.reason == ("500 URLs that it names: older than 48 hours (--since reaches back)")


def test_a_general_sitemap_gives_articles_only(answered, noon):
    inner = f"<url><loc>{HOME}about</loc><lastmod>2026-11-22</lastmod></url>"
    sitemap = Lead(url=HOME + "sitemap.xml", kind="sitemap", hops=1)
    answer = answered(sitemap.url, f"<urlset>{inner}</urlset>", "text/xml")
    assert expand(answer, sitemap, "sitemap", scope=SCOPE, now=noon).leads == ()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("sitemap.txt", f"{HOME}2026/11/22/ferry".encode()),
        (
            "sitemap-1.xml.gz",
            gzip.compress(
                f"<urlset><url><loc>{HOME}2026/11/22/ferry</loc></url></urlset>".encode()
            ),
        ),
    ],
)
def test_a_named_sitemap_that_is_no_xml_is_read(answered, noon, name, body):
    seed = Lead(url=HOME + name, kind="seed")
    answer = answered(seed.url, body, "application/gzip")
    expansion = expand(answer, seed, "other", scope=SCOPE, now=noon)
    assert found(expansion) == [("article", "2026/11/22/ferry")]


def test_robots_gives_the_sitemaps_that_it_names(answered, noon):
    robots = Lead(url=HOME + "robots.txt", kind="robots", hops=1)
    answer = answered(robots.url, "Sitemap: https://news.example/s.xml", "text/plain")
    assert found(expand(answer, robots, "other", scope=SCOPE, now=noon)) == [("sitemap", "s.xml")]


def test_an_error_leads_nowhere(answered, noon):
    answer = answered(HOME, FRONT_PAGE, status=404)
    assert expand(answer, SEED, "error", scope=SCOPE, now=noon).leads == ()


def test_a_seed_that_led_to_another_domain_brings_its_links_in(answered, noon):
    page = '<a href="/2026/11/22/ferry">Ferry</a>'
    expansion = expand(
        answered("https://moved.example/", page), SEED, "front_page", scope=SCOPE, now=noon
    )
    assert expansion.leads[-1].url == "https://moved.example/2026/11/22/ferry"


def test_a_site_says_what_its_articles_look_like(answered, noon):
    patterns = [re.compile(r"^/n/\d+$")]
    page = answered(HOME, '<a href="/n/7">Ferry</a><a href="/2026/11/22/photo-gallery">Photos</a>')
    expansion = expand(page, SEED, "front_page", patterns=patterns, scope=SCOPE, now=noon)
    assert found(expansion)[1:] == [("article", "n/7")]


def test_sitemap_indexes_that_name_each_other_end(answered, noon, tmp_path):
    """The frontier knows each URL once, and no index is followed deeper than three."""
    scope = Scope.of((HOME,), since=date(2020, 1, 1))
    fetched = []
    with SqliteFrontier(tmp_path / "frontier.sqlite") as frontier:
        run = frontier.begin("x", {}, now=noon)
        frontier.put(run, [Lead(url=HOME + "s0.xml", kind="sitemap")], now=noon)
        while leases := frontier.lease(run, now=noon, limit=1):
            [lease] = leases
            fetched.append(lease.lead.url.removeprefix(HOME))
            number = int(fetched[-1][1:-4])
            names = "".join(
                f"<sitemap><loc>{HOME}s{n}.xml</loc></sitemap>" for n in (0, number, number + 1)
            )
            answer = answered(lease.lead.url, f"<sitemapindex>{names}</sitemapindex>", "text/xml")
            expansion = expand(answer, lease.lead, "sitemap", scope=scope, now=noon)
            frontier.put(run, expansion.leads, now=noon)
            frontier.ack(lease, now=noon)
    assert fetched == ["s0.xml", "s1.xml", "s2.xml", "s3.xml"]


def test_the_path_tells_every_hop_by_its_letter(answered, noon):
    seed = Lead(url=HOME, kind="seed")
    [link] = [
        lead
        for lead in expand(
            answered(
                HOME, f'<a href="{HOME}2026/11/22/a-long-story-of-the-ferry">A long story</a>'
            ),
            seed,
            "front_page",
            scope=SCOPE,
            now=noon,
        ).leads
        if lead.kind in ("page", "article")
    ]
    page = answered(link.url, '<link rel="stylesheet" href="/a.css"><img src="/a.jpg">')
    embedded = expand(page, link, "article", scope=SCOPE, now=noon).leads
    assert (link.meta["path"], [lead.meta["path"] for lead in embedded]) == ("L", ["LE", "LE"])
    assert [lead.meta["how"] for lead in embedded] == ["stylesheet", "other_image"]
