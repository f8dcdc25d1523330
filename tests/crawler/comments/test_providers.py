"""Threads that a script would load are named, not fetched."""

from __future__ import annotations

import json

import pytest

from archive.records import CommentThread
from crawler.comments import BY_NAME, ThreadRead, ThreadRef, beside, detect, sought, thread_of
from crawler.comments.base import CommentProvider
from crawler.comments.providers import IN_PAGE
from crawler.extraction.comments import read_comments
from crawler.extraction.document import parse
from crawler.extraction.page import Page, page_of
from crawler.items import CommentItem
from crawler.reading import add_thread, read
from tests.crawler.reading.pages import answer, story

INLINE = (
    "<div id=comments><h3>2 comments</h3><ul><li class=comment id=comment-1><p>First.</p></li>"
    "<li class=comment id=comment-2><p>Second.</p></li></ul></div>"
)


def page(markup: str) -> Page:
    html = f"<html><body><h1>Bridge</h1><p>Closed.</p>{markup}</body></html>"
    return page_of(parse(html.encode(), "https://paper.example/bridge"))


def thread(markup: str) -> CommentThread | None:
    found = page(markup)
    read = read_comments(found)
    return thread_of(read, sought(found, read), beside(found, read))


@pytest.mark.parametrize(
    ("provider", "site", "markup"),
    [
        ("disqus", "paper", "<div id=disqus_thread></div><script>var disqus_shortname = 'paper';"),
        ("disqus", "paper", "<script src=https://paper.disqus.com/embed.js></script>"),
        ("viafoura", "paper.example", "<vf-conversations></vf-conversations>"),
        ("openweb", "sp_x1", "<script src=https://launcher.spot.im/spot/sp_x1></script>"),
        (
            "coral",
            "https://talk.paper.example",
            "<script>Coral.createStreamEmbed({rootURL: 'https://talk.paper.example'})</script>",
        ),
        ("hyvor", "77", "<hyvor-talk-comments website-id=77></hyvor-talk-comments>"),
        ("facebook", None, "<div class=fb-comments data-href=https://paper.example/b></div>"),
        ("vuukle", None, "<div id=vuukle-comments></div>"),
    ],
)
def test_a_script_loaded_thread_is_detected(provider: str, site: str | None, markup: str) -> None:
    found = detect(page(markup))
    assert found is not None
    assert (provider, site) == (found.provider, found.site or found.base)


@pytest.mark.parametrize(
    ("provider", "thread", "markup"),
    [
        (
            "viafoura",
            "a-7",
            "<div class=viafoura><vf-tray></vf-tray></div>"
            "<vf-conversations vf-container-id=a-7></vf-conversations>",
        ),
        ("viafoura", "a-8", "<div class=viafoura></div><meta name=vf:container_id content=a-8>"),
        (
            "openweb",
            "a-9",
            "<script>s.setAttribute('data-post-id', 'a-9');"
            "s.src='https://launcher.spot.im/spot/sp_x1';</script>",
        ),
        (
            "openweb",
            "a-10",
            "<script data-rocket-src=https://launcher.spot.im/spot/sp_x1 "
            "data-spotim-module=spotim-launcher data-post-id=a-10></script>",
        ),
        (
            "disqus",
            "12 https://paper.example/?p=12",
            "<div id=disqus_thread></div><script>var embedVars = "
            '{"disqusIdentifier":"12 https:\\/\\/paper.example\\/?p=12"};</script>',
        ),
        ("coral", "s-1", "<meta name=cse-coral-id content=s-1><div id=coral_thread></div>"),
        ("coral", "s-2", "<script>Coral.createStreamEmbed({storyID: 's-2'})</script>"),
    ],
)
def test_a_page_names_its_thread(provider: str, thread: str, markup: str) -> None:
    found = detect(page(markup))
    assert found is not None
    assert (provider, thread) == (found.provider, found.thread)


WORDPRESS = (
    "<link rel='https://api.w.org/' href='https://paper.example/wp-json/'><div id=respond></div>"
)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<link rel=shortlink href='https://paper.example/?p=71'>", "71"),
        ("<input type=hidden name=comment_post_ID value=72>", "72"),
        (
            "<link rel=alternate type=application/json "
            "href='https://paper.example/wp-json/wp/v2/posts/73'>",
            "73",
        ),
    ],
)
def test_wordpress_names_its_post_in_several_places(markup: str, expected: str) -> None:
    found = detect(page(WORDPRESS + markup))
    assert found is not None
    assert ("wordpress", expected, "https://paper.example/wp-json/wp/v2") == (
        found.provider,
        found.thread,
        found.base,
    )


def test_wordpress_without_a_place_for_comments_is_not_asked() -> None:
    head = "<link rel='https://api.w.org/' href='/wp-json/'><link rel=shortlink href='/?p=71'>"
    assert detect(page(head)) is None


def test_wordpress_whose_page_shows_that_there_are_no_comments_is_not_asked() -> None:
    empty = "<div id=comments class=comments-area><h3>Leave a reply</h3><form></form></div>"
    found = page(f"{WORDPRESS}<link rel=shortlink href='/?p=71'>{empty}")
    read = read_comments(found)
    assert sought(found, read) is None
    said = thread_of(read, None)
    assert said is not None
    assert ("inline", 0, False) == (said.provider, said.captured_count, said.complete)


@pytest.mark.parametrize(
    ("words", "complete"),
    [
        ("Loading comments...", False),
        ("", False),
        ("<h3>0 comments</h3>", True),
        ("<p>No comments yet.</p>", True),
        ("<p>Noch keine Kommentare</p>", True),
    ],
)
def test_a_place_without_comments_is_whole_only_where_it_says_that_there_are_none(
    words: str, complete: bool
) -> None:
    found = thread(f"<div id=comments class=comments-area>{words}</div>")
    assert found is not None
    assert ("inline", 0, complete) == (found.provider, found.captured_count, found.complete)


def test_wordpress_whose_page_loads_its_comments_later_is_asked() -> None:
    lazy = "<link rel='https://api.w.org/' href='/wp-json/'><link rel=shortlink href='/?p=71'>"
    lazy += "<div id=comments class=comments-area>Loading comments...</div>"
    found = page(lazy)
    ref = sought(found, read_comments(found))
    assert ref is not None
    assert "wordpress" == ref.provider


def test_no_comments_beside_a_system_that_was_not_asked_is_no_whole_thread() -> None:
    found = thread("<div id=comments><h3>0 comments</h3></div><div id=remark42></div>")
    assert found is not None
    assert ("remark42", 0, False, "unsupported") == (
        found.provider,
        found.declared_count,
        found.complete,
        found.stop_reason,
    )


def test_wordpress_com_is_asked_at_its_own_place() -> None:
    html = "<html><body class='postid-5'><h1>Bridge</h1><div id=comments></div></body></html>"
    found = detect(page_of(parse(html.encode(), "https://courier.wordpress.com/bridge")))
    assert found is not None
    [request] = BY_NAME["wordpress"].first_requests(found)
    host = "https://public-api.wordpress.com/wp/v2/sites/courier.wordpress.com"
    assert request.url.startswith(f"{host}/comments?post=5&")


def test_comments_in_the_markup_that_are_not_all_are_sought_where_they_come_from() -> None:
    some = INLINE.replace("2 comments", "40 comments")
    found = page(some + WORDPRESS + "<link rel=shortlink href='https://paper.example/?p=71'>")
    ref = sought(found, read_comments(found))
    assert ref is not None
    assert "wordpress" == ref.provider


@pytest.mark.parametrize(
    "widget",
    ["<div id=disqus_thread></div>", "<div class=fb-comments></div>", "<vf-conversations>"],
)
def test_a_printed_list_beside_the_widget_of_another_system_is_not_whole(widget: str) -> None:
    alone, both = thread(INLINE + WORDPRESS), thread(INLINE + WORDPRESS + widget)
    assert alone is not None
    assert both is not None
    assert ("inline", 2, True) == (alone.provider, alone.captured_count, alone.complete)
    assert ("inline", 2, False, "unsupported") == (
        both.provider,
        both.captured_count,
        both.complete,
        both.stop_reason,
    )


def test_a_page_without_comments_has_no_provider() -> None:
    assert detect(page("<a href=https://disqus.com/>We use Disqus</a>")) is None


def test_a_thread_that_is_not_fetched_says_unsupported_and_the_declared_count() -> None:
    expected = CommentThread(
        provider="disqus",
        declared_count=12,
        captured_count=0,
        complete=False,
        stop_reason="unsupported",
    )
    markup = "<div id=comments><h3>12 comments</h3><div id=disqus_thread></div></div>"
    assert expected == thread(markup)


def test_comments_in_the_markup_are_the_thread_where_their_own_system_has_marks_too() -> None:
    found = thread(INLINE + "<div id=wpdcom></div>")
    assert found is not None
    assert ("inline", 2, True) == (found.provider, found.captured_count, found.complete)


def test_comments_that_only_json_ld_gives_are_of_that_provider() -> None:
    linked = {
        "@type": "NewsArticle",
        "headline": "Bridge",
        "datePublished": "2026-11-20",
        "commentCount": 1,
        "comment": [{"@type": "Comment", "text": "First.", "author": {"name": "Ilse"}}],
    }
    found = thread(f'<script type="application/ld+json">{json.dumps(linked)}</script>')
    assert found is not None
    assert ("json_ld", 1, True) == (found.provider, found.captured_count, found.complete)


@pytest.mark.parametrize("provider", IN_PAGE, ids=lambda each: each.name)
def test_what_stands_in_the_page_needs_no_request(provider: CommentProvider) -> None:
    assert () == provider.first_requests(ThreadRef(provider=provider.name))


def test_comments_in_the_markup_are_inline() -> None:
    inline, linked = IN_PAGE
    ref = inline.detect(page(INLINE))
    assert ref is not None
    assert ("inline", 2, None) == (ref.provider, ref.declared_count, linked.detect(page(INLINE)))


@pytest.mark.parametrize(
    ("texts", "complete"), [(["First.", "Second.", "Third."], True), (["Other.", "Third."], False)]
)
def test_a_fetched_thread_is_whole_only_if_it_has_what_the_page_prints(
    texts: list[str], complete: bool
) -> None:
    some = INLINE.replace("2 comments", "40 comments") + "<div id=disqus_thread></div>"
    reading = read(answer(story(some)), None)
    whole = CommentThread(
        provider="disqus",
        declared_count=len(texts),
        captured_count=len(texts),
        complete=True,
        stop_reason="end",
    )
    add_thread(reading, ThreadRead(items=[CommentItem(text=each) for each in texts], thread=whole))
    assert reading.article is not None
    assert reading.article.comment_thread is not None
    assert complete == reading.article.comment_thread.complete


def test_pages_of_the_printed_list_are_not_whole_beside_another_systems_widget() -> None:
    reading = read(answer(story(INLINE + "<div class=fb-comments></div>")), None)
    whole = CommentThread(
        provider="inline", declared_count=2, captured_count=2, complete=True, stop_reason="end"
    )
    add_thread(reading, ThreadRead(items=list(reading.comments), thread=whole))
    assert reading.article is not None
    assert reading.article.comment_thread is not None
    assert not reading.article.comment_thread.complete
