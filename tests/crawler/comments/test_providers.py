"""Threads that a script would load are named, not fetched."""

from __future__ import annotations

import json

import pytest

from archive.records import CommentThread
from crawler.comments import ThreadRef, detect, sought, thread_of
from crawler.comments.inline import IN_PAGE, InPage
from crawler.extraction.comments import read_comments
from crawler.extraction.document import parse
from crawler.extraction.page import Page, page_of

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
    return thread_of(read, sought(found, read))


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


def test_comments_in_the_markup_are_the_thread_whatever_scripts_there_are() -> None:
    found = thread(INLINE + "<div id=disqus_thread></div>")
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
def test_what_stands_in_the_page_needs_no_request(provider: InPage) -> None:
    assert () == provider.first_requests(ThreadRef(provider=provider.name))


def test_comments_in_the_markup_are_inline() -> None:
    inline, linked = IN_PAGE
    ref = inline.detect(page(INLINE))
    assert ref is not None
    assert ("inline", 2, None) == (ref.provider, ref.declared_count, linked.detect(page(INLINE)))
