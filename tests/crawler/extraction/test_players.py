"""Players and posts of other sites: what they show, and whose they are."""

from __future__ import annotations

import json

import pytest

from archive.records import Article
from tests.crawler.reading.pages import MORE, PROSE, article_of, page


def article_with(inside: str, head: str = "") -> Article:
    body = f"<article><h1>Old bridge closed</h1><p>{PROSE}</p>{inside}<p>{MORE}</p></article>"
    return article_of(page(body, head))


@pytest.mark.parametrize(
    ("markup", "provider", "url"),
    [
        (
            "<amp-youtube data-videoid='a1b2c3d4e5f'></amp-youtube>",
            "youtube",
            "https://www.youtube.com/watch?v=a1b2c3d4e5f",
        ),
        (
            "<lite-youtube videoid='a1b2c3d4e5f'></lite-youtube>",
            "youtube",
            "https://www.youtube.com/watch?v=a1b2c3d4e5f",
        ),
        (
            "<amp-instagram data-shortcode='Bx1y2z3'></amp-instagram>",
            "instagram",
            "https://www.instagram.com/p/Bx1y2z3/",
        ),
        (
            "<iframe data-src='https://player.vimeo.com/video/1'></iframe>",
            "vimeo",
            "https://player.vimeo.com/video/1",
        ),
        ("<video src='/sound/bridge.mp4'></video>", None, "https://paper.example/sound/bridge.mp4"),
    ],
)
def test_a_player_is_a_block_in_its_place(markup: str, provider: str | None, url: str) -> None:
    block = article_with(markup).body.blocks[1]
    assert ("embed", provider, url) == (block.type, block.provider, block.url)


@pytest.mark.parametrize(
    "markup",
    [
        "<iframe src='https://widgets.example/weather'></iframe>",
        "<iframe src='https://ads.doubleclick.net/youtube'></iframe>",
        "<amp-youtube data-videoid='a b/../c'></amp-youtube>",
        "<lite-youtube></lite-youtube>",
    ],
)
def test_what_is_no_known_player_is_no_block(markup: str) -> None:
    assert ["paragraph", "paragraph"] == [b.type for b in article_with(markup).body.blocks]


@pytest.mark.parametrize(
    ("quote", "provider", "url"),
    [
        (
            "<blockquote class='instagram-media' data-instgrm-permalink="
            "'https://www.instagram.com/p/Bx1/?utm_source=ig'><p>The bridge, as we saw it last.</p>",
            "instagram",
            "https://www.instagram.com/p/Bx1/",
        ),
        (
            "<blockquote class='tiktok-embed' cite='https://www.tiktok.com/@town/video/1'>"
            "<p>The bridge from above, filmed on Monday.</p>",
            "tiktok",
            "https://www.tiktok.com/@town/video/1",
        ),
    ],
)
def test_a_post_of_another_site_is_an_embed_too(quote: str, provider: str, url: str) -> None:
    blocks = article_with(f"{quote}</blockquote>").body.blocks
    assert [(provider, url)] == [(b.provider, b.url) for b in blocks if b.type == "embed"]


def told(**media: object) -> str:
    node = {"@type": "NewsArticle", "headline": "Old bridge closed", "author": "Ann Lee", **media}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


VIDEO = {"@type": "VideoObject", "name": "The bridge", "contentUrl": "/v/bridge.mp4"}


def test_a_video_that_only_json_ld_tells_of_is_told_with_its_name() -> None:
    assert [("https://paper.example/v/bridge.mp4", "The bridge")] == [
        (video.url, video.caption) for video in article_with("", told(video=VIDEO)).video
    ]


def test_the_videos_that_the_body_shows_are_the_articles() -> None:
    player = "<iframe src='https://www.youtube.com/embed/a1'></iframe>"
    article = article_with(player, told(video=VIDEO))
    assert ["https://www.youtube.com/embed/a1"] == [video.url for video in article.video]


def test_a_video_file_that_is_no_url_is_none() -> None:
    broken = {**VIDEO, "contentUrl": ["x"], "embedUrl": {"a": 1}, "url": "javascript:alert(1)"}
    assert () == article_with("", told(video=[broken, 3, None])).video
