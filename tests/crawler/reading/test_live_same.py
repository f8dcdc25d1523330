"""Which post of the page is which of JSON-LD's: titles, openings and times that several share."""

from __future__ import annotations

import json

import pytest

from archive.records import LivePost
from tests.crawler.reading.pages import PROSE, article_of, page

OPENING = (
    "The harbour office said in a statement to all papers and stations of the coast on Monday that"
)
Post = tuple[str, str, str]
"""Title, time in ISO 8601 and text."""


def posts(shown: list[Post], told: list[Post], stamp: str = "{time}") -> tuple[LivePost, ...]:
    """The posts of a page that shows some and tells some; `stamp` is how it shows their times."""
    boxes = "".join(
        f"<div class='lb-item'>{_stamp(stamp, time)}{f'<h3>{title}</h3>' if title else ''}"
        f"<p>{text}</p></div>"
        for title, time, text in shown
    )
    updates = [
        {"@type": "BlogPosting", "datePublished": time, "articleBody": text}
        | ({"headline": title} if title else {})
        for title, time, text in told
    ]
    node = {"@type": "LiveBlogPosting", "headline": "The flood", "liveBlogUpdate": updates}
    head = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    article = article_of(page(f"<h1>The flood</h1><p>{PROSE}</p><div>{boxes}</div>", head))
    return article.live_blog_update or ()


def _stamp(stamp: str, time: str) -> str:
    clock = f"{int(time[11:13]) + 2}{time[13:16]}"  # two hours east of Greenwich
    written = stamp.format(time=time, clock=clock)
    machine = f" datetime='{written}'" if "T" in written else ""
    return f"<time{machine}>{clock}</time>"


def goals(title: str = "Goal!", count: int = 5) -> list[Post]:
    return [
        (title, f"2024-05-13T1{n}:0{n}:00Z", f"Minute {n}: the harbour team leads the town by one.")
        for n in range(count)
    ]


def openings(count: int = 5) -> list[Post]:
    return [
        ("", f"2024-05-13T1{n}:0{n}:00Z", f"{OPENING} gate number {n} would be opened at noon.")
        for n in range(count)
    ]


@pytest.mark.parametrize("stamp", ["{time}", "{clock}"])
@pytest.mark.parametrize("made", [goals(), openings()])
def test_posts_that_begin_alike_have_their_own_times(made: list[Post], stamp: str) -> None:
    found = posts(made[::-1], made, stamp)
    assert [text for _, _, text in made[::-1]] == [post.text for post in found]
    assert [time for _, time, _ in made[::-1]] == [post.date_published for post in found]


@pytest.mark.parametrize("made", [goals(), openings()])
def test_a_shortened_text_is_known_by_its_time(made: list[Post]) -> None:
    short = [(title, time, f"{text[:-12]} …") for title, time, text in made]
    found = posts(made[::-1], short)
    assert [text for _, _, text in made[::-1]] == [post.text for post in found]


def test_the_newest_of_a_title_that_only_json_ld_tells_is_a_post_of_its_own() -> None:
    made = goals()
    found = posts(made[1::-1], made[::-1])
    assert [text for _, _, text in made[::-1]] == [post.text for post in found]


def test_one_title_at_two_times_is_two_posts() -> None:
    first = ("Goal!", "2024-05-13T10:00:00Z", "The harbour team leads the town by one to nothing.")
    other = (
        "Shot!",
        "2024-05-13T10:30:00Z",
        "The keeper of the town holds a ball from afar again.",
    )
    later = (
        "Goal!",
        "2024-05-13T11:17:00Z",
        "The town has levelled in the last minute of the match.",
    )
    found = posts([other, first], [later])
    assert {first[2], other[2], later[2]} == {post.text for post in found}
    times = {post.text: post.date_published for post in found}
    assert first[1] == times[first[2]]


def test_a_post_whose_text_was_mended_is_one_post() -> None:
    made = goals()
    told = [(f"{title} {n}", time, f"{text} Mended.") for n, (title, time, text) in enumerate(made)]
    shown = [(f"{title} {n}", time, text) for n, (title, time, text) in enumerate(made)]
    assert len(made) == len(posts(shown, told))


def test_thousands_of_posts_of_one_title_are_matched() -> None:
    made = [
        (
            "Goal!",
            f"2024-05-{n // 1440 + 1:02}T{n // 60 % 20:02}:{n % 60:02}:00Z",
            f"{OPENING} {n}.",
        )
        for n in range(900)
    ]
    assert len(made) == len(posts(made[::-1], made))
