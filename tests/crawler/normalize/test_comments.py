"""Comment items as records."""

from __future__ import annotations

import pytest

from archive.records import Capture
from crawler.items import CommentItem
from crawler.normalize.comments import normalize_comments, sanitised

CAPTURE = Capture(
    request_url="https://paper.example/a",
    url="https://paper.example/a",
    fetched_at="2026-11-22T16:03:04.000000Z",
    status=200,
    warc_filename="a.warc.gz",
    warc_offset=0,
    warc_record_id="<urn:uuid:0>",
    payload_digest=None,
)


def test_ids_of_the_platform_are_kept_and_others_are_provisional() -> None:
    items = [CommentItem(text="a", id="comment-9"), CommentItem(text="b")]
    found = [(each.comment_id, each.identity) for each in normalize_comments(items, capture=None)]
    assert [("comment-9", "platform"), ("comment-2", "derived")] == found


def test_an_id_given_twice_is_told_apart() -> None:
    items = [CommentItem(text="a", id="comment-9"), CommentItem(text="b", id="comment-9")]
    assert ["comment-9", "comment-9~2"] == [
        each.comment_id for each in normalize_comments(items, capture=None)
    ]


def test_parents_and_roots_are_named() -> None:
    items = [
        CommentItem(text="a", id="c1"),
        CommentItem(text="b", id="c2", parent=0, depth=1),
        CommentItem(text="c", id="c3", parent=1, depth=2),
    ]
    found = [(each.parent_id, each.root_id) for each in normalize_comments(items, capture=None)]
    assert [(None, None), ("c1", "c1"), ("c2", "c1")] == found


def test_a_relative_date_counts_from_the_capture() -> None:
    items = [CommentItem(text="a", date_created="3 days ago")]
    (comment,) = normalize_comments(items, capture=CAPTURE, languages=("en",))
    assert ("2026-11-19", "3 days ago") == (comment.date_created, comment.date_created_raw)


def test_a_relative_date_without_a_capture_stays_unknown() -> None:
    items = [CommentItem(text="a", date_created="3 days ago")]
    (comment,) = normalize_comments(items, capture=None, languages=("en",))
    assert (None, "3 days ago") == (comment.date_created, comment.date_created_raw)


def test_the_sites_zone_makes_a_time_utc() -> None:
    items = [CommentItem(text="a", date_created="21.05.2024 10:00")]
    (comment,) = normalize_comments(items, capture=CAPTURE, zone="Asia/Almaty", languages=("ru",))
    expected = "2024-05-21T05:00:00Z"
    assert expected == comment.date_created


def test_states_are_what_the_page_says() -> None:
    items = [
        CommentItem(text="a"),
        CommentItem(text="b", edited=True),
        CommentItem(text="c", deleted=True),
    ]
    assert ["visible", "edited", "deleted"] == [
        each.state for each in normalize_comments(items, capture=None)
    ]


def test_scripts_and_handlers_do_not_survive() -> None:
    html = (
        '<p onclick="x()">Hi <a href="javascript:x()">a</a> <a href="https://a.example">b</a>'
        "<img src=x onerror=x()><script>x()</script></p>"
    )
    expected = '<p>Hi <a>a</a> <a href="https://a.example">b</a></p>'
    assert expected == sanitised(html)


def test_no_markup_stays_none() -> None:
    assert sanitised("<script>x()</script>") is None


def test_an_author_without_a_name_is_none() -> None:
    (comment,) = normalize_comments([CommentItem(text="a")], capture=None)
    assert comment.author is None


@pytest.mark.parametrize(
    "html", ["<div>" * 40_000, "<b id=x>" * 501, "<a " + "b " * 60_000 + ">x", "</p>" * 40_000]
)
def test_markup_that_takes_long_to_put_in_order_is_left_out(html: str) -> None:
    """The text stays, which is read elsewhere."""
    assert sanitised(f"{html}<b>x</b>") is None


def test_as_much_markup_as_anybody_writes_stays() -> None:
    assert sanitised("<p>x</p>" * 250) == "<p>x</p>" * 250
