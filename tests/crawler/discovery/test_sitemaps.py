"""Sitemaps: entries, children, news, text, gzip; and what is refused."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime

import pytest

from crawler.discovery.sitemaps import MAX_ENTRIES, SitemapEntry, read_sitemap
from crawler.errors import BadFeed

URL = "https://news.example/sitemap.xml"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def urlset(inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NAMESPACES}>{inner}</urlset>'


def index(*urls: str) -> str:
    inner = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f"<sitemapindex {NAMESPACES}>{inner}</sitemapindex>"


NEWS = urlset("""<url><loc> https://news.example/ferry </loc>
<image:image><image:loc>https://news.example/pic.jpg</image:loc></image:image>
<news:news><news:publication><news:name>Post</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2026-11-22T08:00:00+01:00</news:publication_date>
<news:title>Ferry &amp; bridge</news:title></news:news></url>""")


def test_a_news_entry_gives_date_title_and_language(answered):
    assert read_sitemap(answered(URL, NEWS)).entries == (
        SitemapEntry(
            url="https://news.example/ferry",
            is_news=True,
            publication_date=datetime(2026, 11, 22, 7, tzinfo=UTC),
            title="Ferry & bridge",
            language="en",
        ),
    )


@pytest.mark.parametrize(
    ("lastmod", "expected"),
    [
        ("2026-11-22", datetime(2026, 11, 22, tzinfo=UTC)),
        ("2026-11", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-11-22T08:00+02:00", datetime(2026, 11, 22, 6, tzinfo=UTC)),
        ("2026-11-22T08:00:00.123Z", datetime(2026, 11, 22, 8, 0, 0, 123000, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
        ("9999-99-99", None),
    ],
)
def test_lastmod_is_a_w3c_date(answered, lastmod, expected):
    body = urlset(f"<url><loc>https://news.example/a</loc><lastmod>{lastmod}</lastmod></url>")
    [entry] = read_sitemap(answered(URL, body)).entries
    assert entry.lastmod == expected


def test_an_index_gives_its_children(answered):
    child = "https://news.example/sitemap-news.xml"
    sitemap = read_sitemap(answered(URL, index(child)))
    assert (sitemap.is_index, [entry.url for entry in sitemap.entries]) == (True, [child])


def test_an_index_that_names_itself_says_so_and_does_not_loop(answered):
    sitemap = read_sitemap(answered(URL, index(URL, "https://news.example/b.xml", URL)))
    assert [entry.url for entry in sitemap.entries] == ["https://news.example/b.xml"]
    assert sitemap.warnings == ("the index names itself",)


def test_gzip_is_told_by_content(answered):
    body = gzip.compress(NEWS.encode())
    assert len(read_sitemap(answered(URL, body, "text/xml")).entries) == 1


def test_a_text_sitemap_is_a_url_a_line(answered):
    body = "\ufeffhttps://news.example/a\r\n\nhttps://news.example/b\nnot a url\n"
    sitemap = read_sitemap(answered(URL, body, "text/plain"))
    assert [entry.url for entry in sitemap.entries] == [
        "https://news.example/a",
        "https://news.example/b",
    ]
    assert sitemap.warnings == ("1 lines are no URLs",)


def test_wrong_namespaces_do_not_matter(answered):
    body = "<urlset><url><loc>https://news.example/a</loc></url></urlset>"
    assert len(read_sitemap(answered(URL, body)).entries) == 1


def test_white_space_before_the_declaration_does_not_matter(answered):
    assert len(read_sitemap(answered(URL, "\n\n " + NEWS)).entries) == 1


def test_what_can_be_read_of_a_torn_sitemap_is_used(answered):
    body = urlset("<url><loc>https://news.example/a</loc></url><url><loc>https://ne")
    sitemap = read_sitemap(answered(URL, body.removesuffix("</urlset>")))
    assert [entry.url for entry in sitemap.entries] == ["https://news.example/a"]
    assert "not well formed" in sitemap.warnings[0]


def test_entries_that_lead_nowhere_are_left_out(answered):
    body = urlset("<url><loc>javascript:alert(1)</loc></url><url/><url><loc/></url>")
    assert read_sitemap(answered(URL, body)).entries == ()


def test_the_protocols_bound_of_entries_holds(answered):
    body = urlset("".join(f"<url><loc>https://e.example/{n}</loc></url>" for n in range(50_100)))
    sitemap = read_sitemap(answered(URL, body))
    assert len(sitemap.entries) == MAX_ENTRIES
    assert sitemap.warnings == ("more than 50000 entries: the rest is not read",)


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    blank = b" " * (1 << 20)
    return b"".join(packer.compress(blank) for _ in range(size >> 20)) + packer.flush()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<!doctype html><html></html>", "this is an HTML page, not a sitemap"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><urlset/>', "declares XML entities"),
        (
            '<!DOCTYPE a SYSTEM "file:///etc/passwd"><urlset><url>&b;</url></urlset>',
            "not a sitemap",
        ),
        ("<rss version='2.0'/>", "not a sitemap: its root is <rss>"),
        ("<urlset", "not a sitemap"),
        ("", "the answer is empty"),
        ("just words", "neither XML nor a list of URLs"),
        (b"\x1f\x8b\x08broken", "broken gzip"),
        (b"\x00\x01\x02\xff", "neither XML nor a list of URLs"),
        ("<urlset>" + "<a>" * 5000, "nested deeper than 30"),
        ("<?xml version='1.0' encoding='martian'?><urlset/>", "."),
    ],
)
def test_what_gives_nothing_is_refused_by_name(answered, body, said):
    with pytest.raises(BadFeed, match=rf"https://news\.example/sitemap\.xml: .*{said}"):
        read_sitemap(answered(URL, body))


def test_a_gzip_bomb_is_refused(answered):
    with pytest.raises(BadFeed, match=r"sitemap\.xml: unpacks to more than 50 MiB"):
        read_sitemap(answered(URL, bomb(200 << 20)))
