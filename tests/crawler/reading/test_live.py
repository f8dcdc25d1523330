"""Live-blogs: posts of their own, and a lede that is the body."""

from __future__ import annotations

import json

from archive.records import LivePost
from tests.crawler.reading.pages import MORE, PROSE, article_of, page, reading_of

UPDATES = [
    {
        "@type": "BlogPosting",
        "@id": f"https://paper.example/live#post-{n}",
        "headline": f"Update {n}",
        "articleBody": f"{MORE} This is post {n}.",
        "datePublished": f"2024-05-13T1{n}:00:00+00:00",
    }
    for n in range(3)
]
NODE = {"@type": "LiveBlogPosting", "headline": "The bridge, live", "liveBlogUpdate": UPDATES}
SCRIPT = f'<script type="application/ld+json">{json.dumps(NODE)}</script>'
BOXES = "".join(
    f"<div class='live-blog-post' id='p{n}'><time datetime='2024-05-13T1{n}:00:00Z'>1{n}:00</time>"
    f"<h3>Update {n}</h3><p>{MORE} This is post {n}.</p></div>"
    for n in range(3)
)
MARKED = "<div itemscope itemtype='https://schema.org/LiveBlogPosting'></div>"


def posts_of(body: str, head: str = "") -> tuple[LivePost, ...]:
    article = article_of(page(f"<h1>The bridge, live</h1><p>{PROSE}</p>{body}", head))
    assert article.live_blog_update is not None
    return article.live_blog_update


def test_a_live_blog_is_told_by_json_ld() -> None:
    body = f"<h1>The bridge, live</h1><p>{PROSE}</p>"
    assert "live_blog" == reading_of(page(body, SCRIPT)).page_type


def test_the_posts_of_json_ld_have_ids_dates_and_texts() -> None:
    first = posts_of("", SCRIPT)[0]
    assert ("post-0", "Update 0", "2024-05-13T10:00:00Z") == (
        first.id,
        first.headline,
        first.date_published,
    )
    assert first.text.endswith("This is post 0.")


def test_the_posts_of_the_page_are_read_from_their_boxes() -> None:
    posts = posts_of(MARKED + BOXES)
    assert [("p0", "Update 0"), ("p1", "Update 1"), ("p2", "Update 2")] == [
        (post.id, post.headline) for post in posts
    ]
    assert [f"{MORE} This is post {n}." for n in range(3)] == [post.text for post in posts]


def test_the_body_is_the_lede_alone() -> None:
    article = article_of(page(f"<h1>The bridge, live</h1><p>{PROSE}</p>{MARKED}{BOXES}"))
    assert PROSE == article.article_body


def test_an_ordinary_article_has_no_posts() -> None:
    article = article_of(page(f"<h1>Old bridge closed</h1><p>{PROSE}</p><p>{MORE}</p>"))
    assert article.live_blog_update is None
