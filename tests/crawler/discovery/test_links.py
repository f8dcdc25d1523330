"""Links of a page, its feeds, its next page, and the sitemaps of a robots.txt."""

from __future__ import annotations

from crawler.discovery.links import MAX_LINKS, page_links, robots_sitemaps

URL = "https://news.example/world/"
PAGE = """<html><head>
<link rel="alternate" type="application/rss+xml" href="/rss">
<link rel="alternate" type="application/atom+xml" href="/atom">
<link rel="alternate" type="application/rss+xml" href="/comments/feed/">
<link rel="alternate" hreflang="de" href="/de/">
<link rel="next" href="/world/2">
</head><body>
<a href="ferry#top"><img src="a.jpg" alt="A ferry"></a>
<a rel="nofollow Sponsored" href="https://other.example/x"> Other  site </a>
<a href="ferry">Ferry
   service returns</a>
<a href="mailto:a@b.example">mail</a><a href="javascript:void(0)">js</a><a href="">self</a>
<a href="http://[broken">broken</a><a name="x">no link</a>
</body></html>"""


def test_links_are_absolute_and_named_once(answered):
    assert [link.url for link in page_links(answered(URL, PAGE)).links] == [
        "https://news.example/world/ferry",
        "https://other.example/x",
    ]


def test_the_longest_text_of_a_link_is_kept(answered):
    assert [link.text for link in page_links(answered(URL, PAGE)).links] == [
        "Ferry service returns",
        "Other site",
    ]


def test_rel_is_lower_case(answered):
    assert page_links(answered(URL, PAGE)).links[1].rel == {"nofollow", "sponsored"}


def test_an_image_alone_gives_its_alt(answered):
    [link] = page_links(answered(URL, '<a href="/f"><img alt="A ferry"></a>')).links
    assert link.text == "A ferry"


def test_relative_links_stand_on_the_base(answered):
    page = '<base href="https://cdn.example/a/"><a href="b">x</a>'
    [link] = page_links(answered(URL, page)).links
    assert link.url == "https://cdn.example/a/b"


def test_declared_feeds_are_given_without_those_of_comments(answered):
    feeds = page_links(answered(URL, PAGE)).feeds
    assert feeds == ("https://news.example/rss", "https://news.example/atom")


def test_the_next_page_is_given(answered):
    assert page_links(answered(URL, PAGE)).next_page == "https://news.example/world/2"


def test_links_are_bounded_and_that_is_said(answered):
    page = "".join(f'<a href="/{n}">x</a>' for n in range(MAX_LINKS + 1))
    found = page_links(answered(URL, page))
    assert len(found.links) == MAX_LINKS
    assert found.warnings == ("5001 links: only the first 5000 are used",)


def test_a_page_of_five_megabytes_in_one_line_is_read(answered):
    page = "<p>" + "x" * (5 << 20) + '<a href="/last">last</a>'
    assert len(page_links(answered(URL, page)).links) == 1


def test_no_page_at_all_gives_no_links(answered):
    assert page_links(answered(URL, b"\x00\xff\xfe\x00")).links == ()


def test_robots_names_sitemaps_in_any_case_and_once():
    body = b"""User-agent: *\r\nDisallow: /x\r\nSitemap: https://news.example/a.xml # all
SITEMAP:/b.xml\nsitemap: https://news.example/a.xml\nSitemap:\nSitemap: mailto:x@y.example\n"""
    assert robots_sitemaps(body, "https://news.example/robots.txt") == (
        "https://news.example/a.xml",
        "https://news.example/b.xml",
    )
