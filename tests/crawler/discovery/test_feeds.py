"""Feeds: what is read of good ones, of broken ones, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.discovery.feeds import FeedEntry, feed_entries
from crawler.errors import BadFeed

URL = "https://news.example/rss"

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<rss version="2.0"><channel><title>The Harbour Post</title><language>en-gb</language>
<item><title>Ferry &amp; bridge</title><link>/2026/11/22/ferry</link>
<pubDate>Sun, 22 Nov 2026 10:00:00 +0100</pubDate></item>
<item><title>No link</title></item>
<item><title>Again</title><link>https://news.example/2026/11/22/ferry#top</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>
<entry><title>Tide</title><link rel="alternate" href="https://news.example/tide"/>
<published>2026-11-20T08:00:00Z</published><updated>2026-11-21T09:30:00Z</updated></entry></feed>"""

BOMB = """<?xml version="1.0"?>
<!-- <rss> --><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]>
<rss version="2.0"><channel><title>&lol2;</title></channel></rss>"""


def test_rss_gives_absolute_urls_titles_and_dates_in_utc(answered):
    feed = feed_entries(answered(URL, RSS, "application/rss+xml"))
    assert feed.entries == (
        FeedEntry(
            url="https://news.example/2026/11/22/ferry",
            title="Ferry & bridge",
            published=datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
        ),
    )


def test_rss_gives_title_and_language(answered):
    feed = feed_entries(answered(URL, RSS, "application/rss+xml"))
    assert (feed.title, feed.language) == ("The Harbour Post", "en-gb")


def test_entries_without_a_link_are_counted(answered):
    feed = feed_entries(answered(URL, RSS, "application/rss+xml"))
    assert feed.warnings == ("1 entries without a usable link",)


def test_atom_gives_both_dates(answered):
    [entry] = feed_entries(answered(URL, ATOM, "application/atom+xml")).entries
    assert (entry.published, entry.updated) == (
        datetime(2026, 11, 20, 8, tzinfo=UTC),
        datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
    )


def test_json_feed_is_read(answered):
    body = """{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [
        {"id": "1", "url": "https://news.example/j", "title": "Jetty",
         "date_published": "2026-11-22T09:00:00+01:00"}, "no object"]}"""
    assert feed_entries(answered(URL, body, "application/feed+json")).entries == (
        FeedEntry(
            url="https://news.example/j",
            title="Jetty",
            published=datetime(2026, 11, 22, 8, tzinfo=UTC),
        ),
    )


def test_a_redirectors_link_is_passed_over_for_the_original(answered):
    body = """<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
    <channel><item><link>https://redirect.example/x</link>
    <feedburner:origLink>https://news.example/x</feedburner:origLink></item></channel></rss>"""
    [entry] = feed_entries(answered(URL, body, "text/xml")).entries
    assert entry.url == "https://news.example/x"


def test_what_can_be_read_of_a_broken_feed_is_used(answered):
    feed = feed_entries(answered(URL, RSS.replace("</channel></rss>", "<item><ti"), "text/xml"))
    assert [entry.url for entry in feed.entries] == ["https://news.example/2026/11/22/ferry"]
    assert any("not well formed" in warning for warning in feed.warnings)


def test_an_encoding_that_the_feed_declares_is_used(answered):
    body = RSS.replace("UTF-8", "windows-1251").replace("Ferry &amp; bridge", "Паром")
    [entry] = feed_entries(answered(URL, body.encode("cp1251"), "text/xml")).entries
    assert entry.title == "Паром"


def test_a_feed_without_entries_is_a_feed(answered):
    body = "<rss version='2.0'><channel><title>Quiet</title></channel></rss>"
    assert feed_entries(answered(URL, body, "text/xml")).entries == ()


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE html><html><title>Not found</title></html>",
        "\ufeff \n<!-- x --><HTML><body>sorry</body></HTML>",
        "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'><html/>",
    ],
)
def test_an_html_page_is_no_feed(answered, body):
    with pytest.raises(
        BadFeed, match=r"https://news\.example/rss: this is an HTML page, not a feed"
    ):
        feed_entries(answered(URL, body, "application/rss+xml"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_declarations_are_refused_before_parsing(answered, encoding):
    with pytest.raises(BadFeed, match=r"https://news\.example/rss: declares XML entities"):
        feed_entries(answered(URL, BOMB.encode(encoding), "text/xml"))


def test_a_doctype_without_entities_is_let_in(answered):
    doctype = '?><!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://n.example/rss.dtd"><!--'
    feed = feed_entries(answered(URL, RSS.replace("?>\n<!--", doctype), "text/xml"))
    assert len(feed.entries) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "the answer is empty"),
        ("   \n", "the answer is empty"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "neither RSS nor Atom"),
        ("plain words", "neither RSS nor Atom"),
        ("/etc/passwd", "neither RSS nor Atom"),
        ("\0\0\0", "neither RSS nor Atom"),
        ("{", "broken JSON"),
        ('{"items": []}', "not a JSON Feed"),
        ("[1]", "not a JSON Feed"),
        ("[" * 100_000, "broken JSON"),
        ("<rss>" + "x" * (9 << 20), "larger than 8 MiB"),
        ("<rss>" + "<a>" * 100_001, "more than 100000 tags"),
        ("<rss>" + "&" * 1_000_001, "too many for a feed"),
    ],
)
def test_what_gives_nothing_is_refused_by_name(answered, body, said):
    with pytest.raises(BadFeed, match=rf"https://news\.example/rss: .*{said}"):
        feed_entries(answered(URL, body, "application/rss+xml"))


@pytest.mark.parametrize("number", ["#x110000", "#xD800", "#99999999999999999999"])
def test_a_reference_to_no_character_does_no_harm(answered, number):
    body = RSS.replace("&amp;", f"&{number};").replace("</rss>", "")
    [entry] = feed_entries(answered(URL, body, "text/xml")).entries
    assert entry.title == "Ferry \ufffd bridge"


def test_a_feed_that_its_parser_fails_at_is_refused_by_name(answered):
    body = """<rss version="2.0" xmlns:psc="http://podlove.org/simple-chapters"><channel><item>
    <psc:chapters><psc:chapter title="x"/></psc:chapters></item></channel></rss>"""
    with pytest.raises(BadFeed, match=r"https://news\.example/rss: too broken to read"):
        feed_entries(answered(URL, body, "text/xml"))


def test_a_long_feed_is_cut_and_says_so(answered):
    items = "".join(f"<item><link>https://news.example/{n}</link></item>" for n in range(2100))
    feed = feed_entries(answered(URL, f"<rss version='2.0'><channel>{items}</channel></rss>"))
    assert len(feed.entries) == 2000
    assert feed.warnings == ("lists 2100 entries, the first 2000 are used",)
