"""Live-blogs whose boxes no name tells, found by being made alike; and the union with JSON-LD."""

from __future__ import annotations

import json

import pytest

from archive.records import Article
from tests.crawler.reading.pages import MORE, PROSE, article_of, page, reading_of, records_of

TEXTS = [
    f"Lock gate {name} was opened at last, and the water is falling, the harbour office said."
    for name in ("one", "two", "three", "four", "five")
]
LIVE = '<script type="application/ld+json">{}</script>'
MARK = LIVE.format('{"@type":"LiveBlogPosting","headline":"The flood"}')
TOP = f"<h1>The flood</h1><p>{PROSE}</p>"


def times(n: int) -> str:
    return f"2024-05-13T1{9 - n}:30:00Z"


def boxes(template: str) -> str:
    """A box for each of TEXTS, the newest first, with {n}, {hour}, {time} and {text}."""
    return "".join(
        template.format(n=n, hour=f"1{9 - n}:30", time=times(n), text=text)
        for n, text in enumerate(TEXTS)
    )


def told(places: list[int], **more: object) -> str:
    """JSON-LD that tells some of the posts."""
    updates = [
        {"@type": "BlogPosting", "articleBody": TEXTS[n], "datePublished": times(n)}
        | {name: str(value).format(n=n) for name, value in more.items()}
        for n in places
    ]
    return LIVE.format(json.dumps({"@type": "LiveBlogPosting", "liveBlogUpdate": updates}))


def is_told_once(article: Article) -> bool:
    """Whether every post is one, and no text of any lies in the body."""
    texts = [post.text for post in article.live_blog_update or ()]
    return texts == TEXTS and article.article_body == PROSE


MADE = {
    "ids alone": "<div id='block-6f{n}abc'><p>{hour}</p><p>{text}</p></div>",
    "list items": "<li class='lx-stream__post-container'><article><header><time>{hour}</time></header>"
    "<div class='lx-stream-post-body'><p>{text}</p></div></article></li>",
    "machine times": "<section><time datetime='{time}'>just now</time><div>{text}</div></section>",
    "numbered classes": "<div class='entry-{n} x'><span>{hour} CET</span><br><br>{text}</div>",
    "a timeline": "<div class='timeline__item'><div class='timeline__time'>{hour}</div>"
    "<div class='timeline__text'><p>{text}</p></div></div>",
}


@pytest.mark.parametrize("name", MADE)
def test_boxes_that_no_name_tells_are_posts(name: str) -> None:
    article = article_of(page(f"{TOP}<div class='stream'>{boxes(MADE[name])}</div>", MARK))
    assert is_told_once(article)


def test_the_posts_have_the_times_of_their_boxes() -> None:
    article = article_of(page(f"{TOP}<div>{boxes(MADE['machine times'])}</div>", MARK))
    assert [times(n) for n in range(5)] == [
        post.date_published for post in article.live_blog_update or ()
    ]


def test_posts_of_two_days_are_all_posts() -> None:
    day = "<div class='day'>{}</div>"
    made = MADE["list items"]
    rows = [
        made.format(n=n, hour=f"1{n}:30", time=times(n), text=text) for n, text in enumerate(TEXTS)
    ]
    body = day.format("".join(rows[:2])) + day.format("".join(rows[2:]))
    assert is_told_once(article_of(page(f"{TOP}<div>{body}</div>", MARK)))


def test_posts_that_json_ld_does_not_tell_are_posts_too() -> None:
    shown = boxes("<div id='block-{n}' class='block'><time>{hour}</time><p>{text}</p></div>")
    newest = told([0, 1], **{"@id": "https://paper.example/live#block-{n}"})
    article = article_of(page(f"{TOP}<div>{shown}</div>", newest))
    assert is_told_once(article)
    assert [times(0), times(1)] == [
        post.date_published for post in (article.live_blog_update or ())[:2]
    ]


def test_posts_made_like_the_one_that_json_ld_tells_are_posts_without_a_time() -> None:
    shown = boxes("<div class='c-entry'><p>{text}</p></div>")
    assert is_told_once(article_of(page(f"{TOP}<div>{shown}</div>", told([0]))))


def test_posts_that_the_page_does_not_show_stand_where_json_ld_tells_them() -> None:
    rows = [f"<div class='c-entry'><time>1{9 - n}:30</time><p>{TEXTS[n]}</p></div>" for n in (1, 3)]
    article = article_of(page(f"{TOP}<div>{''.join(rows)}</div>", told([0, 1, 2, 3, 4])))
    assert is_told_once(article)
    sources = {name: each.source for name, each in article.provenance.items() if "live" in name}
    alone = {f"/live_blog_update/{place}": "json_ld" for place in (0, 2, 4)}
    assert {"/live_blog_update": "dom"} | alone == sources


def test_a_live_blog_without_a_post_that_is_found_is_said_to_be_one() -> None:
    article = article_of(page(f"{TOP}<p>{MORE}</p>", MARK))
    assert article.live_blog_update is None
    assert article.extraction is not None
    assert any("none of its posts" in warning for warning in article.extraction.warnings)


# --- pages whose markup does not call them live-blogs --------------------------------------------

ARTICLE = '<meta property="og:type" content="article">'
PLAIN = "<div class='item'><span>{hour}</span><p>{text}</p></div>"
DATED = "<div class='item'><time datetime='{time}'>{hour}</time><p>{text}</p></div>"


def test_a_run_of_posts_is_a_live_blog_where_the_title_says_so() -> None:
    body = page(f"{TOP}<div>{boxes(PLAIN)}</div>", "<title>LIVE: the flood</title>")
    assert "live_blog" == reading_of(body).page_type
    assert is_told_once(article_of(body))


OTHER = {
    "a chronicle": ("<div><p>{hour}</p><p>{text}</p></div>", ""),
    "related stories": (
        "<div class='item'><time datetime='{time}'>{hour}</time><h3><a href='/r{n}'>Story {n} of it"
        "</a></h3><p>{text}</p></div>",
        "<title>LIVE: the flood</title>",
    ),
    "an archive of links": (
        "<div class='item'><time datetime='{time}'>{hour}</time><a href='/r{n}'>{text}</a></div>",
        "<title>LIVE: the flood</title>",
    ),
    "a thread": (
        "<div class='item'><a href='/users/{n}'>Ann Lee {n}</a><br><br>"
        "<time datetime='{time}'>{hour}</time><p>{text}</p></div>",
        "",
    ),
    "comments": (
        "<li class='comment' id='comment-{n}'><b class='author'>Ann {n}</b>"
        "<time datetime='{time}'>{hour}</time><p>{text}</p></li>",
        "<title>LIVE: the flood</title>",
    ),
}


@pytest.mark.parametrize("name", OTHER)
def test_what_only_looks_like_posts_is_none(name: str) -> None:
    template, head = OTHER[name]
    body = page(f"{TOP}<p>{MORE}</p><div>{boxes(template)}</div>", ARTICLE + head)
    article = records_of(body).article
    assert article is None or article.live_blog_update is None


def test_a_few_dated_boxes_beside_a_long_text_are_no_live_blog() -> None:
    text = "".join(f"<p>{PROSE} Pillar {n}.</p>" for n in range(12))
    body = page(f"{TOP}{text}<div>{boxes(DATED)}</div>", ARTICLE)
    assert article_of(body).live_blog_update is None
