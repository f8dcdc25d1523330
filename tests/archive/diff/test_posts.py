"""Posts of a live-blog, and notices: what was added, edited, removed, or only made room."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive.diff import Event, compare
from archive.records import Block, Correction, LivePost
from archive.states import derived_post_id
from tests.archive.diff.crafted import HARBOUR, article, kinds

WORDS = [
    *("anchor", "barley", "candle", "drums", "ember", "flint", "grove", "hazel", "ivory", "jolly"),
    *("kettle", "lemon", "mango", "nylon", "olive", "piano", "quartz", "raven", "salmon", "tulip"),
    *("umber", "velvet", "walnut", "xenon", "yonder", "zephyr", "amber", "beacon", "cedar", "dune"),
]


def post(number: int, text: str | None = None, key: str | None = None) -> LivePost:
    words = " ".join(f"{WORDS[(number * step) % len(WORDS)]}{number}" for step in (1, 7, 11))
    said = text or f"{words.capitalize()}."
    date = f"2026-03-01T{number // 60:02}:{number % 60:02}:00Z"
    return LivePost(id=key or f"p{number}", headline=None, text=said, date_published=date)


def posts(*numbers: int) -> tuple[LivePost, ...]:
    return tuple(map(post, numbers))


def events(old: Sequence[LivePost], new: Sequence[LivePost]) -> tuple[Event, ...]:
    blogs = (article(*HARBOUR, day=d, live_blog_update=tuple(p)) for d, p in ((1, old), (2, new)))
    return compare(*blogs).events


def removed(old: Sequence[LivePost], new: Sequence[LivePost]) -> list[tuple[str | None, bool]]:
    found = events(old, new)
    return [(one.old, one.silent) for one in found if one.type == "live_post_removed"]


NEWEST = range(20, 10, -1)
PIN = LivePost(id="pin", headline="Key events", text="What we know so far about the flood.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (posts(*NEWEST), posts(22, 21, *NEWEST[:-2])),
        (posts(*NEWEST), posts(*range(40, 30, -1))),
        ((PIN, *posts(*NEWEST)), (PIN, *posts(22, 21, *NEWEST[:-2]))),
        ((PIN, *posts(*NEWEST)), (PIN, *posts(*range(40, 30, -1)))),
        (posts(*NEWEST[::-1]), posts(*NEWEST[::-1][2:], 21, 22)),
    ],
    ids=["slid", "all new", "pinned", "all new but the pinned", "oldest first"],
)
def test_a_page_that_shows_its_latest_posts_only_has_removed_none(old, new) -> None:
    assert [] == removed(old, new)


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        (posts(5, 4, 3, 2, 1), posts(7, 6, 5, 4, 3), 2),
        (posts(*range(30, 0, -1)), posts(*range(31, 11, -1)), 11),
        (posts(*NEWEST), posts(*NEWEST[:-1]), 1),
        (posts(3, 2, 1), posts(6, 5, 4), 3),
        (posts(3, 2, 1), (), 3),
    ],
    ids=["short window", "smaller window", "one less", "no overlap", "no posts"],
)
def test_posts_missing_behind_the_oldest_shown_are_in_doubt_and_never_silent(
    old, new, gone
) -> None:
    found = [one for one in events(old, new) if one.type == "live_post_removed"]
    assert [(False, 0.1)] * gone == [(one.silent, one.significance) for one in found]
    assert {"A post is no longer shown: the page may show its latest posts only."} == {
        one.reason for one in found
    }


@pytest.mark.parametrize("order", [1, -1])
def test_of_many_posts_one_in_the_middle_is_silently_removed(order: int) -> None:
    old = posts(*NEWEST)[::order]
    assert [(post(15).text, True)] == removed(old, [one for one in old if one.id != "p15"])


def test_the_newest_post_is_silently_removed() -> None:
    assert [(post(3).text, True)] == removed(posts(3, 2, 1), posts(2, 1))


GOALS = (
    "GOAL! Arnby 1-0 Coldon. Sake scores from the left with a low shot.",
    "GOAL! Arnby 2-0 Coldon. Sake scores from the right with a low shot.",
)


def test_two_posts_with_ids_of_the_page_are_two_however_alike() -> None:
    old, new = ((post(30, text, key), *posts(2, 1)) for text, key in zip(GOALS, "ab", strict=True))
    found = events(old, new)
    assert ["live_post_added", "live_post_removed"] == kinds(found)
    assert [True] == [one.silent for one in found if one.type == "live_post_removed"]


def test_two_lone_posts_with_ids_of_the_page_are_two_as_well() -> None:
    found = events([post(30, GOALS[0], "a")], [post(30, GOALS[1], "b")])
    assert ["live_post_added", "live_post_removed"] == kinds(found)


def test_the_same_words_under_another_id_are_the_same_post() -> None:
    assert () == events((post(9, GOALS[0], "a"), post(1)), (post(9, GOALS[0], "b"), post(1)))


def test_an_edited_post_without_an_id_is_still_edited() -> None:
    old, new = (
        (post(30, text, derived_post_id(post(30).date_published, text)), *posts(2, 1))
        for text in GOALS
    )
    assert ["live_post_edited", "number_changed"] == kinds(events(old, new))


def test_where_all_ids_are_others_at_each_visit_posts_pair_by_their_words() -> None:
    old = (post(30, GOALS[0], "u1"), post(2, key="u2"), post(1, key="u3"))
    new = (post(30, GOALS[1], "v1"), post(2, key="v2"), post(1, key="v3"))
    assert ["live_post_edited", "number_changed"] == kinds(events(old, new))


def test_a_notice_that_the_body_shows_is_not_told_twice_among_many() -> None:
    texts = [f"Correction: {post(number).text}" for number in range(40)]
    told = tuple(Correction(text=text) for text in texts)
    shown = [Block(type="correction", text=text) for text in texts[:-1]]
    found = compare(article(*HARBOUR), article(*HARBOUR, *shown, day=2, correction=told)).events
    assert ["correction_added"] * 40 == kinds(found)
    assert ["/correction/39"] == [one.path for one in found if one.path.startswith("/correction")]
