"""A page that does not prove that it is of the article gives no comment, and ends the thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from archive.warc.exchange import Exchange
from crawler.comments import ThreadRef, ThreadRequest, Walk
from crawler.comments.inline import Inline
from crawler.reading import read
from tests.crawler.reading.pages import MORE, PROSE

URL = "https://courier.example/news/bridge"
HEADLINE = "Old bridge closed for repair"
CANONICAL = f"<link rel=canonical href='{URL}'>"
Answers = Callable[[ThreadRequest], str]


def printed(numbers: Iterable[int], links: str = "", title: str = HEADLINE, head: str = "") -> str:
    """A page with comments that have no ids."""
    items = "".join(
        f"<div class=comment><b class=username>Reader {n}</b>"
        f"<time datetime='2026-11-20T10:{n:02d}:00Z'>20 November</time>"
        f"<div class=comment-text><p>It was closed for {n} days.</p></div></div>"
        for n in numbers
    )
    heading = f"<h1>{title}</h1>" if title else ""
    return (
        f"<html><head>{head}</head><body><article>{heading}<p>{PROSE}</p><p>{MORE}</p></article>"
        f"<div id=comments><h3>9 comments</h3>{items}{links}</div></body></html>"
    )


def exchange(url: str, markup: str) -> Exchange:
    return Exchange(
        request_url=url,
        url=url,
        fetched_at="2026-11-22T10:00:00Z",
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=markup.encode(),
    )


LINKS = "".join(f"<a href='?cpage={n}'>{n}</a>" for n in (2, 3))


def walked(answers: Answers, url: str = URL, first: str = "") -> tuple[Walk, int]:
    """The thread of an article, and how many requests were made for it."""
    first = first or printed(range(1, 4), LINKS)
    found = read(exchange(url, first), None)
    assert found.thread is not None
    walk = Walk(Inline(), found.thread, found.comments)
    for asked in range(50):
        request = walk.next()
        if request is None:
            return walk, asked
        walk.answered(request, exchange(request.url, answers(request)), "<urn:uuid:1>")
    raise AssertionError("it did not end")


def further(request: ThreadRequest) -> range:
    number = int(request.of or 0)
    return range(3 * number - 2, 3 * number + 1)


@pytest.mark.parametrize(
    ("title", "head"),
    [
        (HEADLINE, ""),
        (HEADLINE, CANONICAL),
        (HEADLINE, f"<link rel=canonical href='{URL}/comment-page-2/'>"),
        (HEADLINE, "<link rel=canonical href='/'>"),
        (f"{HEADLINE} - Comments, page 2", ""),
        ("", CANONICAL),
        ("", f"<title>{HEADLINE} | The Courier</title>"),
    ],
)
def test_a_page_with_the_articles_headline_or_canonical_url_is_its(title: str, head: str) -> None:
    walk, asked = walked(lambda request: printed(further(request), LINKS, title, head))
    thread = walk.read().thread
    assert (2, "end", 9, True) == (
        asked,
        thread.stop_reason,
        thread.captured_count,
        thread.complete,
    )


OTHER = "The mill road is open again"


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("", ""),
        (OTHER, ""),
        (OTHER, CANONICAL),
        (HEADLINE, "<link rel=canonical href='https://courier.example/news/mill'>"),
        ("", "<link rel=canonical href='/'>"),
        ("", f"<title>{OTHER}</title>"),
        (HEADLINE, f"<meta property='og:title' content='{OTHER}'>"),
    ],
)
def test_any_other_page_gives_nothing_and_ends_the_thread(title: str, head: str) -> None:
    shared = f"<meta property='og:title' content='{HEADLINE}'>"
    walk, asked = walked(
        lambda request: printed(further(request), LINKS, title, head),
        first=printed(range(1, 4), LINKS, head=shared),
    )
    thread = walk.read().thread
    assert (1, "error", 3, False) == (
        asked,
        thread.stop_reason,
        thread.captured_count,
        thread.complete,
    )


def test_a_page_that_leads_to_another_is_none_of_the_article() -> None:
    found = read(exchange(URL, printed(range(1, 4), LINKS)), None)
    assert found.thread is not None
    walk = Walk(Inline(), found.thread, found.comments)
    request = walk.next()
    assert request is not None
    answer = exchange("https://courier.example/comments", printed(range(4, 7), LINKS))
    assert "error" == walk.answered(request, answer, "<urn:uuid:1>")
    assert (None, 3) == (walk.next(), walk.comments)


def test_the_name_of_the_site_proves_no_page() -> None:
    head = "<meta property='og:site_name' content='The Coast Courier'>"
    name = "The Coast Courier"
    found = read(exchange(URL, printed(range(1, 4), LINKS, HEADLINE, head)), None)
    assert found.thread is not None
    assert found.thread.article is not None
    named = replace(found.thread.article, headline=None)
    walk = Walk(Inline(), replace(found.thread, article=named), found.comments)
    request = walk.next()
    assert request is not None
    walk.answered(request, exchange(request.url, printed(range(4, 7), "", name, head)), "<x>")
    assert "error" == walk.read().thread.stop_reason


def test_a_thread_that_says_nothing_of_its_article_takes_no_page() -> None:
    found = read(exchange(URL, printed(range(1, 4), LINKS)), None)
    assert found.thread is not None
    bare = ThreadRef(provider="inline", thread=URL, pages=found.thread.pages)
    walk = Walk(Inline(), bare, found.comments)
    request = walk.next()
    assert request is not None
    walk.answered(request, exchange(request.url, printed(range(4, 7))), "<urn:uuid:1>")
    assert (3, None) == (walk.comments, walk.next())


# --- comments without ids -----------------------------------------------------------------------


def test_what_is_pinned_on_every_page_counts_once_and_leaves_the_thread_in_doubt() -> None:
    """The first two stand at the top of each page: 7 of 9."""
    walk, _ = walked(lambda request: printed((1, 2, *further(request)[:2])))
    texts = [item.text for item in walk.read().items]
    assert 7 == len(texts) == len(set(texts)) == walk.comments
    assert not walk.read().thread.complete


def test_the_same_words_further_down_are_another_comment_and_leave_the_thread_in_doubt() -> None:
    found = walked(lambda request: printed((*further(request)[:2], 1)))[0].read()
    assert (9, False) == (found.thread.captured_count, found.thread.complete)
