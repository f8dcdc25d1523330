"""Which leads a crawl follows, and the sentence it says of the others."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from archive.times import warc_date
from crawler.discovery.scope import Refused, Scope
from crawler.frontier import Lead

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
HOME = ("https://news.example/",)


def lead(kind="article", url="https://news.example/a-story", hops=1, **meta):
    return Lead(url=url, kind=kind, hops=hops, meta={k: v for k, v in meta.items() if v})


def decision(a_lead, targets=HOME, **limits):
    return Scope.of(targets, **limits).decide(a_lead, NOON)


def ago(**span):
    return warc_date(NOON - timedelta(**span))


@pytest.mark.parametrize(
    ("target", "url", "inside"),
    [
        ("https://www.example.org/", "https://sport.example.org/a", True),
        ("https://www.example.org/", "http://example.org/a", True),
        ("https://www.example.org/", "https://www.example.org.example.net/a", False),
        ("https://a.co.uk/", "https://b.co.uk/", False),
        ("http://127.0.0.1:8001/", "http://127.0.0.1:8001/a", True),
        ("http://127.0.0.1:8001/", "http://127.0.0.1:8002/a", False),
        ("http://localhost:8001/", "http://localhost:8002/a", False),
    ],
)
def test_the_registrable_domain_is_inside(target, url, inside):
    assert (decision(lead(url=url), (target,)) is None) == inside


def test_the_reason_names_what_is_inside():
    refused = decision(lead(url="https://other.example/"))
    assert refused == Refused("outside news.example")


def test_a_sites_other_domains_are_inside():
    other = lead(url="https://news-archive.example/a")
    assert decision(other, domains=("news-archive.example",)) is None


def test_the_domain_that_a_seed_led_to_is_inside():
    assert decision(lead(url="https://moved.example/a", site="moved.example")) is None


def test_requisites_come_from_anywhere():
    assert decision(lead("requisite", "https://cdn.example/a.png")) is None


def test_requisites_can_be_left_out():
    refused = decision(lead("requisite", "https://cdn.example/a.png"), requisites=False)
    assert refused == Refused("requisites are left out")


def test_entries_of_a_named_feed_are_followed_anywhere():
    entry = lead(url="https://elsewhere.example/a", **{"from": "named_feed"})
    assert decision(entry, ("https://feeds.example/rss",)) is None


def test_entries_of_a_found_feed_are_not():
    entry = lead(url="https://elsewhere.example/a", **{"from": "feed"})
    assert isinstance(decision(entry), Refused)


@pytest.mark.parametrize(
    ("published", "allowed"),
    [(ago(hours=1), True), (ago(hours=47), True), (ago(hours=49), False), ("2026-11-20", True)],
)
def test_news_sitemaps_reach_back_48_hours(published, allowed):
    entry = lead(publication_date=published, **{"from": "news_sitemap"})
    assert (decision(entry) is None) == allowed


def test_a_late_entry_says_how_to_get_it():
    entry = lead(publication_date=ago(days=9), **{"from": "news_sitemap"})
    assert decision(entry) == Refused("older than 48 hours (--since reaches back)")


def test_a_dateless_entry_of_a_sitemap_says_how_to_get_it():
    entry = lead(**{"from": "sitemap"})
    assert decision(entry) == Refused("in a sitemap that gives no date (--since lets it in)")


def test_the_day_in_the_path_serves_where_the_sitemap_gives_none():
    entry = lead(url="https://news.example/2026/11/22/a", **{"from": "sitemap"})
    assert decision(entry) is None


@pytest.mark.parametrize("published", [ago(days=9), None])
def test_since_reaches_back(published):
    entry = lead(publication_date=published, **{"from": "sitemap"})
    assert decision(entry, since=date(2026, 11, 1)) is None


@pytest.mark.parametrize("source", ["feed", "page", "sitemap"])
def test_since_keeps_out_what_is_earlier(source):
    entry = lead(publication_date="2026-10-31T23:00:00Z", **{"from": source})
    expected = Refused("of 2026-10-31, earlier than --since 2026-11-01")
    assert decision(entry, since=date(2026, 11, 1)) == expected


def test_until_keeps_out_what_is_later():
    entry = lead(url="https://news.example/2026/11/22/a", **{"from": "page"})
    expected = Refused("of 2026-11-22, later than --until 2026-11-21")
    assert decision(entry, until=date(2026, 11, 21)) == expected


@pytest.mark.parametrize(("hops", "allowed"), [(0, True), (1, True), (2, False)])
def test_sections_are_followed_one_hop(hops, allowed):
    page = lead("page", "https://news.example/world", hops)
    assert (decision(page) is None) == allowed


@pytest.mark.parametrize(
    ("depth", "name", "lastmod", "allowed"),
    [
        ("0", "sitemap.xml", None, True),
        ("1", "sitemap-news.xml", None, True),
        ("1", "sitemap-2019-03.xml", None, False),
        ("1", "sitemap-7.xml", ago(hours=3), True),
        ("1", "sitemap-7.xml", ago(days=30), False),
        ("4", "sitemap-news.xml", None, False),
    ],
)
def test_child_sitemaps_are_followed_where_they_are_fresh(depth, name, lastmod, allowed):
    child = lead("sitemap", f"https://news.example/{name}", depth=depth, lastmod=lastmod)
    assert (decision(child) is None) == allowed


@pytest.mark.parametrize(
    ("lastmod", "allowed"), [(None, True), (ago(days=3), True), (ago(days=300), False)]
)
def test_older_sitemaps_are_followed_with_since(lastmod, allowed):
    child = lead("sitemap", "https://news.example/2019.xml", depth="1", lastmod=lastmod)
    assert (decision(child, since=date(2026, 11, 1)) is None) == allowed


def test_pages_have_a_ceiling_of_a_thousand():
    [ceiling] = Scope.of(HOME).ceilings()
    assert (ceiling.most, sorted(ceiling.kinds)) == (1000, ["article", "page", "seed"])


def test_articles_have_the_ceiling_that_the_user_gives():
    articles, _ = Scope.of(HOME, max_articles=5).ceilings()
    assert (articles.most, articles.reason) == (5, "more than --max-articles 5")


def test_watch_has_no_ceiling():
    assert Scope.of(HOME, max_pages=None).ceilings() == ()
