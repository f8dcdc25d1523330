"""What must tell that a run of boxes is a live-blog's, on pages whose markup does not call them one."""

from __future__ import annotations

import json

import pytest

from tests.crawler.reading.pages import PROSE, page, reading_of, records_of

NODE = {"@type": "NewsArticle", "headline": "The flood", "datePublished": "2024-05-13T08:00:00Z"}
NEWS = f'<script type="application/ld+json">{json.dumps(NODE)}</script>'
TEXTS = [
    f"Lock gate {name} was opened at last, and the water is falling, the harbour office said."
    for name in ("one", "two", "three", "four", "five", "six")
]
DATED = "<div class='item'><time datetime='{time}'>{hour}</time><p>{text}</p></div>"
CLOCK = "<div class='item'><p>{hour}</p><p>{text}</p></div>"


def run(template: str) -> str:
    """A box for each of TEXTS, the newest first, with {n}, {hour}, {time} and {text}."""
    return "".join(
        template.format(n=n, hour=f"1{9 - n}:30", time=f"2024-05-13T1{9 - n}:30:00Z", text=text)
        for n, text in enumerate(TEXTS)
    )


def read(template: str, head: str = NEWS, path: str = "/news/the-flood") -> tuple[str, int]:
    """The page's type, and how many of TEXTS its article has in its body."""
    body = page(f"<main><h1>The flood</h1><p>{PROSE}</p><div>{run(template)}</div></main>", head)
    url = f"https://paper.example{path}"
    article = records_of(body, url=url).article
    assert article is not None
    return reading_of(body, url=url).page_type, sum(
        text in (article.article_body or "") for text in TEXTS
    )


WHOLE = ("article", len(TEXTS))
POSTS = ("live_blog", 0)

NO_POSTS = {
    "a chronicle of the day": DATED,
    "meetings of the week": "<article class='ev'><h3>Meeting {n}</h3><time datetime='{time}'>x</time>"
    "<p>{text}</p></article>",
    "news in brief": "<section class='brief'><h2>Notice {n}</h2><time datetime='{time}'>{hour}</time>"
    "<p>{text}</p></section>",
    "embedded posts": "<div class='e-post'><p>{text}</p>— Ann (@ann) <time datetime='{time}'>x</time>"
    "</div>",
    "readers": "<div class='yy'><span>Reader{n}</span><time datetime='{time}'>{hour}</time>"
    "<div>{text}</div></div>",
    "cards that a script opens": "<div class='story' onclick='go({n})'><time datetime='{time}'>x"
    "</time><h3>Story {n}</h3><p>{text}</p></div>",
}


@pytest.mark.parametrize("head", [NEWS, '<meta property="og:type" content="article">'])
@pytest.mark.parametrize("name", NO_POSTS)
def test_dated_boxes_of_an_article_are_its_text(name: str, head: str) -> None:
    assert "article" == read(NO_POSTS[name], head)[0]


@pytest.mark.parametrize("name", ["a chronicle of the day", "news in brief"])
def test_their_text_stays_in_the_body(name: str) -> None:
    assert WHOLE == read(NO_POSTS[name])


@pytest.mark.parametrize(
    "path",
    [
        "/news/how-to-live-longer",
        "/news/where-we-live-now",
        "/money/stock-ticker-symbols",
        "/gens/en-direct-du-producteur",
        "/music/live/two-nights-at-the-mill",
        "/ticker/stocks-rise",
        "/news/deliver-blogs",
    ],
)
def test_a_word_of_the_address_makes_no_live_blog_of_a_news_article(path: str) -> None:
    assert WHOLE == read(CLOCK, path=path)


@pytest.mark.parametrize(
    "title", ["Live music: four gigs", "Where to watch the match live", "Live: the flood"]
)
def test_a_word_of_the_title_makes_no_live_blog_of_a_news_article(title: str) -> None:
    assert WHOLE == read(CLOCK, f"<title>{title}</title>{NEWS}")


@pytest.mark.parametrize(
    "path",
    [
        "/news/liveblog/the-flood",
        "/news/the-flood-live-blog",
        "/live-updates-the-flood/",
        "/liveticker/the-flood",
        "/world/live-blog-17/the-flood",
    ],
)
def test_an_address_that_says_live_blog_tells_its_posts(path: str) -> None:
    assert POSTS == read(DATED, path=path)


@pytest.mark.parametrize("name", ["liveblog-entries", "o-live-ticker", "LiveBlogItem"])
def test_a_class_that_says_live_blog_tells_its_posts(name: str) -> None:
    assert POSTS == read(f"<div class='{name}'>{DATED}</div>")


@pytest.mark.parametrize("path", ["/live/the-flood", "/en-direct/the-flood", "/ao-vivo/the-flood"])
def test_a_live_section_tells_posts_where_nothing_says_that_it_is_an_article(path: str) -> None:
    assert POSTS == read(CLOCK, "", path)


@pytest.mark.parametrize(
    "title", ["LIVE: the flood", "The flood | Live", "The flood – as it happened"]
)
def test_a_title_tells_posts_where_nothing_says_that_it_is_an_article(title: str) -> None:
    assert POSTS == read(CLOCK, f"<title>{title}</title>")


@pytest.mark.parametrize(
    "title", ["Live music: four gigs", "Where to watch the match live", "How to live: a guide"]
)
def test_a_title_with_the_word_in_it_tells_none(title: str) -> None:
    assert "live_blog" != read(CLOCK, f"<title>{title}</title>")[0]


NO_STAMPS = {
    "opening hours": "<div class='venue'><p>10:00 – 18:0{n}</p><p>{text}</p></div>",
    "doors": "<div class='venue'><p>Doors open {hour}</p><p>{text}</p></div>",
    "from and to": "<div class='venue'><p>10:00 bis 18:0{n} Uhr</p><p>{text}</p></div>",
    "steps of a recipe": "<div class='step'><p>0:1{n}</p><p>{text}</p></div>",
    "lengths of songs": "<div class='song'><p>3:4{n}</p><p>{text}</p></div>",
}


@pytest.mark.parametrize("name", NO_STAMPS)
def test_ranges_and_durations_are_no_times_of_posts(name: str) -> None:
    assert "live_blog" != read(NO_STAMPS[name], "<title>LIVE: the flood</title>")[0]


def test_the_readers_below_a_live_blog_s_address_write_no_posts() -> None:
    assert "live_blog" != read(NO_POSTS["readers"], path="/liveblog/the-flood")[0]


def test_a_ticker_beside_the_text_makes_no_live_blog_of_it() -> None:
    aside = f"<aside class='liveticker'>{run(DATED)}</aside>"
    body = page(f"<main><h1>The flood</h1><p>{PROSE}</p></main>{aside}", NEWS)
    assert "article" == reading_of(body).page_type


ELSEWHERE = {
    "@type": "LiveBlogPosting",
    "headline": "The storm",
    "url": "https://paper.example/storm",
}


@pytest.mark.parametrize(
    "other",
    [
        ELSEWHERE,
        {**NODE, "mentions": ELSEWHERE},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": ELSEWHERE}]},
    ],
)
def test_a_live_blog_that_is_another_page_takes_no_text_away(other: dict[str, object]) -> None:
    head = f'{NEWS}<script type="application/ld+json">{json.dumps(other)}</script>'
    assert WHOLE == read(DATED, head)


def test_a_live_blog_beside_the_news_article_of_its_page_is_the_page_s() -> None:
    node = {**ELSEWHERE, "url": "https://paper.example/news/the-flood"}
    head = f'{NEWS}<script type="application/ld+json">{json.dumps(node)}</script>'
    assert POSTS == read(DATED, head)


@pytest.mark.parametrize("name", ["has-live-ticker", "live-blog-enabled", "olive-posts"])
def test_a_name_that_only_looks_like_a_live_blog_s_is_none(name: str) -> None:
    assert WHOLE == read(f"<div class='{name}'>{DATED}</div>")
