"""A long thread is asked for what is new, and for all of it once a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.records import CommentThread
from archive.times import parse_warc_date
from crawler.comments import CommentProvider
from crawler.comments.disqus import Disqus
from crawler.comments.wordpress import WordPress
from crawler.newer_comments import FEW_COMMENTS, comments_since
from tests.archive.collection.kept import URL, Kept, day, never, page

LONG = CommentThread(
    provider="wordpress",
    declared_count=FEW_COMMENTS + 1,
    captured_count=FEW_COMMENTS + 1,
    complete=True,
    stop_reason="end",
)
DAY = timedelta(days=1)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path / "collection")
    yield made
    made.close()


def visited(kept: Kept, at: str, thread: CommentThread | None = LONG) -> datetime:
    """A visit that found a thread so; when it was."""
    read = page("Closed.")
    assert read.article is not None
    read = replace(read, article=replace(read.article, comment_thread=thread))
    kept.writer.append(read, kept.capture(at), never)
    return parse_warc_date(at)


def since(kept: Kept, now: datetime, provider: CommentProvider | None = None) -> str | None:
    return comments_since(kept.collection.index, URL, provider or WordPress(), now=now)


def test_a_day_after_the_last_whole_visit_all_is_asked_for_again(kept: Kept) -> None:
    seen = visited(kept, day(3))
    assert "2026-03-02T09:00:00Z" == since(kept, seen + DAY)
    assert since(kept, seen + DAY + timedelta(seconds=1)) is None


def test_a_visit_for_what_is_new_is_no_whole_one(kept: Kept) -> None:
    seen = visited(kept, day(3))
    visited(kept, day(4), replace(LONG, captured_count=1, complete=False, since=day(2)))
    assert since(kept, seen + DAY) is not None
    assert since(kept, seen + 1.5 * DAY) is None


@pytest.mark.parametrize(
    "thread",
    [
        replace(LONG, captured_count=FEW_COMMENTS),
        replace(LONG, complete=False),
        replace(LONG, provider="disqus"),
        None,
    ],
)
def test_what_is_short_or_was_not_had_whole_is_asked_for_whole(
    kept: Kept, thread: CommentThread | None
) -> None:
    assert since(kept, visited(kept, day(3), thread)) is None


def test_a_system_that_cannot_say_what_is_new_is_asked_for_all(kept: Kept) -> None:
    seen = visited(kept, day(3), replace(LONG, provider="disqus"))
    assert since(kept, seen, Disqus()) is None


def test_what_was_never_visited_is_asked_for_whole(kept: Kept) -> None:
    assert since(kept, parse_warc_date(day(3))) is None
