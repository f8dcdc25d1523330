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


SHOWN = "".join(
    f"<div class='x7' id='post-{n}'><time>1{n}:00</time><b>Key event</b><h3>Update {n}</h3>"
    f"<p>{MORE}</p><p>This is post {n}.</p><p>Ann Lee 13 May 1{n}:00</p></div>"
    for n in range(2)
)
NAMED = [{**each, "author": {"@type": "Person", "name": "Ann Lee"}} for each in UPDATES]
SIGNED = (
    f'<script type="application/ld+json">{json.dumps({**NODE, "liveBlogUpdate": NAMED})}</script>'
)


def test_posts_that_the_page_shows_have_its_lines_and_the_ids_and_times_of_json_ld() -> None:
    posts = posts_of(SHOWN, SIGNED)[:2]
    assert [f"{MORE}\nThis is post {n}." for n in range(2)] == [post.text for post in posts]
    assert [
        ("post-0", "2024-05-13T10:00:00Z", "Ann Lee"),
        ("post-1", "2024-05-13T11:00:00Z", "Ann Lee"),
    ] == [(post.id, post.date_published, post.author[0].name) for post in posts]


def test_a_lede_that_a_post_repeats_stays_the_lede() -> None:
    lede = f"<div class='lead'><p>{MORE}</p></div>"
    article = article_of(page(f"<h1>The bridge, live</h1><p>{PROSE}</p>{lede}{SHOWN}", SCRIPT))
    assert f"{PROSE}\n\n{MORE}" == article.article_body


def test_paragraphs_of_json_ld_are_lines() -> None:
    told = [{**each, "articleBody": f"<p>{PROSE}</p><p>{MORE}</p>"} for each in UPDATES]
    node = json.dumps({**NODE, "liveBlogUpdate": told})
    posts = posts_of("", f'<script type="application/ld+json">{node}</script>')
    assert {f"{PROSE}\n{MORE}"} == {post.text for post in posts}


def test_posts_known_by_their_texts_alone_have_the_lines_of_the_page() -> None:
    texts = [
        (
            f"District {n} opened its polls in time, the clerk said.",
            f"{MORE} The queue has {n} heads.",
        )
        for n in (1, 2)
    ]
    told = [{"@type": "BlogPosting", "articleBody": " ".join(lines)} for lines in texts]
    node = json.dumps({**NODE, "liveBlogUpdate": told})
    shown = "".join(f"<div><p>{first}</p><p>{last}</p></div>" for first, last in texts)
    posts = posts_of(shown, f'<script type="application/ld+json">{node}</script>')
    assert ["\n".join(lines) for lines in texts] == [post.text for post in posts]


def test_a_time_in_seconds_is_a_date() -> None:
    boxes = "".join(
        f"<div id='p{n}' data-sort-time='171559440{n}'><p>{MORE} {n}</p></div>" for n in range(2)
    )
    assert ["2024-05-13T10:00:00Z", "2024-05-13T10:00:01Z"] == [
        post.date_published for post in posts_of(MARKED + boxes)
    ]


def test_a_caption_is_no_text_of_a_post() -> None:
    figure = (
        "<figure><img src='/bridge.jpg' width=800><figcaption>The bridge.</figcaption></figure>"
    )
    boxes = "".join(f"<div class='live-post'>{figure}<p>{MORE} {n}</p></div>" for n in range(2))
    assert [f"{MORE} 0", f"{MORE} 1"] == [post.text for post in posts_of(MARKED + boxes)]
