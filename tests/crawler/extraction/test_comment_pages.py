"""Links to further pages of comments are told from links to anything else."""

from __future__ import annotations

import pytest

from crawler.extraction.comments import CommentsRead, read_comments
from crawler.extraction.document import parse
from crawler.extraction.page import page_of

URL = "https://courier.example/news/bridge"
ITEM = (
    "<div class=comment id=comment-{n}><b class=username>Reader {n}</b>"
    "<div class=comment-text><p>The bridge was closed for {n} days.</p></div></div>"
)


def read(inside: str = "", outside: str = "", url: str = URL, head: str = "") -> CommentsRead:
    items = "".join(ITEM.format(n=n) for n in (1, 2))
    markup = (
        f"<html><head>{head}</head><body><article><h1>The bridge</h1><p>It is open.</p>{outside}"
        f"</article><div id=comments>{items}{inside}</div></body></html>"
    )
    return read_comments(page_of(parse(markup.encode(), url, "utf-8")))


def urls(found: CommentsRead) -> list[str]:
    return [page.url for page in found.further]


@pytest.mark.parametrize(
    ("href", "number"),
    [
        ("?cpage=2#comments", 2),
        ("/news/bridge/?cpage=2", 2),
        ("/news/bridge/comment-page-12/#comments", 12),
        ("?comment_page=3", 3),
        ("?debut_forums=20#forum", 20),
        ("?debut_comments-list=10", 10),
    ],
)
def test_a_number_that_counts_comments_leads_on_wherever_it_stands(href: str, number: int) -> None:
    found = read(outside=f"<a href='{href}'>Older comments</a>")
    assert [number] == [page.number for page in found.further]
    assert found.pager
    assert all("#" not in url for url in urls(found))


@pytest.mark.parametrize(
    ("href", "number"),
    [("?page=2", 2), ("?page=0%2C3", 3), ("/news/bridge/page-4", 4), ("?start=50", 50)],
)
def test_a_number_of_any_pages_leads_on_from_a_pager_among_the_comments(
    href: str, number: int
) -> None:
    link = f"<ul class=pager><li><a href='{href}'>{number}</a></li></ul>"
    assert [number] == [page.number for page in read(inside=link).further]
    assert () == read(outside=link).further


@pytest.mark.parametrize(
    "href",
    [
        "/news/other?cpage=2",
        "https://else.example/news/bridge?cpage=2",
        "/news/bridge?cpage=2&replytocom=7",
        "/news/bridge/deeper/comment-page-2/",
        "?cpage=0",
        "?cpage=x",
        "?cpage=123456789",
        "mailto:a@b.example?cpage=2",
        "http://[x/?cpage=2",
        "?replytocom=2#respond",
    ],
)
def test_what_is_no_further_page_of_this_article_is_not_taken_for_one(href: str) -> None:
    assert [] == urls(read(inside=f"<nav class=pager><a href='{href}'>2</a></nav>"))


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("/index.php?page=1234", ["?page=1200", "?page=1233"]),
        ("/show.php?pg=77", ["?pg=76", "?pg=78"]),
        ("/2026/11/22/page-3", ["/2026/11/22/page-4"]),
        ("/", ["?page=2", "/comments/5"]),
    ],
)
def test_a_number_in_the_articles_own_url_is_its_name(url: str, links: list[str]) -> None:
    pager = "".join(f"<a href='{link}'>{n}</a>" for n, link in enumerate(links, 1))
    found = read(f"<nav class=pager>{pager}</nav>", url=f"https://courier.example{url}")
    assert [] == urls(found)


@pytest.mark.parametrize(("number", "complete"), [(2, False), (1234, True)])
def test_a_page_that_may_be_a_further_one_itself_shows_not_all(number: int, complete: bool) -> None:
    thread = read(url=f"{URL}?page={number}").thread
    assert thread is not None
    assert complete == thread.complete


def test_a_canonical_url_of_the_front_page_is_no_articles() -> None:
    head = "<link rel=canonical href='https://courier.example/'>"
    assert [] == urls(read("<nav class=pager><a href='/?page=2'>2</a></nav>", head=head))


@pytest.mark.parametrize(
    ("numbers", "taken"),
    [
        ((2, 3, 250), 3),
        ((100, 200, 300), 3),
        ((1200,), 0),
        ((1200, 1201), 0),
    ],
)
def test_large_numbers_count_where_a_pager_leads_up_to_them(
    numbers: tuple[int, ...], taken: int
) -> None:
    links = "".join(f"<a href='?page={n}'>Page</a>" for n in numbers)
    assert taken == len(read(f"<nav class=pager>{links}</nav>").further)


@pytest.mark.parametrize(
    "names", ["more-news", "post-navigation next", "page-wrapper", "articleNav", "navy"]
)
def test_what_is_no_pager_leads_on_to_no_comments(names: str) -> None:
    assert [] == urls(read(f"<div class='{names}'><a href='?page=2'>Other article</a></div>"))


def test_the_links_to_single_comments_are_no_pages() -> None:
    links = "".join(f"<a href='/news/bridge/comments/{n}'>link</a>" for n in (12345, 12346))
    found = read(links)
    assert ([], False) == (urls(found), found.pager)


def test_a_page_of_comments_is_not_asked_for_in_plain_text_where_the_article_is_not() -> None:
    assert [] == urls(read("<a href='http://courier.example/news/bridge?cpage=2'>2</a>"))


def test_a_link_of_a_comments_own_text_is_no_pager() -> None:
    assert [] == urls(read(inside="<p>See <a href='?page=2'>what I wrote there</a></p>"))


def test_what_the_article_is_asked_for_with_stays() -> None:
    found = read(inside="<a href='?p=77&cpage=2'>2</a>", url="https://courier.example/?p=77")
    assert ["https://courier.example/?p=77&cpage=2"] == urls(found)


def test_the_canonical_url_counts_where_it_is_of_the_same_host() -> None:
    link = "<a href='/bridge/comment-page-2/'>2</a>"
    own = "<link rel=canonical href='https://courier.example/bridge/'>"
    assert ["https://courier.example/bridge/comment-page-2/"] == urls(read(link, head=own))
    elsewhere = "<link rel=canonical href='https://else.example/bridge/'>"
    away = "<a href='https://else.example/bridge/comment-page-2/'>2</a>"
    assert [] == urls(read(away, head=elsewhere))


def test_each_page_is_named_once_and_in_order() -> None:
    links = "".join(f"<a href='?cpage={n}'>{n}</a>" for n in (3, 2, 3, 1))
    assert [1, 2, 3] == [page.number for page in read(inside=links).further]


def test_a_flood_of_links_is_bounded() -> None:
    links = "".join(f"<a href='?cpage={n}'>{n}</a>" for n in range(1, 5000))
    assert 200 == len(read(inside=links).further)


def test_a_thread_that_goes_on_elsewhere_is_not_complete() -> None:
    found = read(inside="<nav class=pager><a href='?page=1'>Next</a></nav>").thread
    assert found is not None
    assert ("limit", False) == (found.stop_reason, found.complete)
