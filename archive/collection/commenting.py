"""Which comment lines a visit adds: what is new, changed, come back or gone since the visits before.

Reads the index, returns records, writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.collection import views
from archive.collection.alignment import align, placed_behind
from archive.index import Index
from archive.records import (
    Article,
    Capture,
    Comment,
    CommentThread,
    Observation,
    without_content,
)
from archive.times import sort_key

_SHOWN = ("visible", "edited")


def comment_lines(
    index: Index,
    seen: Sequence[Comment],
    article_id: str,
    thread: CommentThread | None,
    capture: Capture,
) -> list[Comment]:
    """The lines that a visit adds which saw these comments; `thread` says how much it could see."""
    before = views.comments_kept(index, article_id, capture.fetched_at)
    # what a visit for newer comments alone saw says nothing of whether all were seen before it
    visit = views.whole_visit(index, article_id, capture.fetched_at)
    whole = visit.comment_thread if visit else None
    is_like = whole is not None and thread is not None and whole.provider == thread.provider
    found = [replace(comment, article_id=article_id) for comment in seen]
    lines = align(
        before,
        placed_behind(before, found) if thread is not None and thread.since else found,
        article_id=article_id,
        previous_complete=is_like and _is_complete(whole),
        seen_complete=_is_complete(thread),
    )
    shown = {one.comment_id for one in before if one.state in _SHOWN}
    return [
        _sayable(index, replace(line, article_id=article_id, capture=capture))
        for line in lines
        if not _is_silent(index, replace(line, article_id=article_id), line.comment_id in shown)
    ]


def is_further(thread: CommentThread, known: CommentThread) -> bool:
    """Whether a thread was read further than it is known: one that is had part by part.

    Of one that stands in pages, its first page alone says `limit`: another reader may find more there,
    which is no reading on.
    """
    if known.stop_reason == "end" or thread.since != known.since:
        return False
    is_first_page = thread.provider == "inline" and thread.stop_reason == "limit"
    is_more = thread.captured_count > known.captured_count and not is_first_page
    return is_more or thread.stop_reason == "end"


def known_later(index: Index, article: Article, lines: Sequence[Comment]) -> int:
    """How many of the lines first say of a comment what a later line says already."""
    known = {one.comment_id for one in views.comment_history(index, article.article_id)}
    return sum(one.state == "visible" and one.comment_id in known for one in lines)


def restated_comments(
    index: Index, article: Article, inserted: Sequence[Comment], later: Observation | None
) -> list[Comment]:
    """What the next visit found of the comments of which lines are inserted before it."""
    if later is None or later.capture is None:
        return []
    moment, at_visit = later.fetched_at, later.capture
    kept = views.comments_kept(index, article.article_id, moment)
    standing = {one.comment_id: one for one in kept}
    one, other = article.comment_thread, later.comment_thread
    is_like = one is not None and other is not None and one.provider == other.provider
    is_whole = is_like and _is_complete(one) and _is_complete(other)
    lines = []
    for line in inserted:
        known = standing.get(line.comment_id)
        if known is not None and _is_before(known.capture, line.capture) and _differ(known, line):
            lines.append(replace(known, capture=at_visit))
        elif known is None and is_whole and line.state in ("visible", "edited"):
            lines.append(replace(line, state="no_longer_shown", capture=at_visit))
    return [_sayable(index, line) for line in lines]


def _is_before(one: Capture | None, other: Capture | None) -> bool:
    return bool(one and other and sort_key(one.fetched_at) <= sort_key(other.fetched_at))


def _differ(one: Comment, other: Comment) -> bool:
    return (one.state, one.text, one.author) != (other.state, other.text, other.author)


def _is_silent(index: Index, line: Comment, was_shown: bool) -> bool:
    """Whether a line only tells new words of a withdrawn comment: that it came or went is told."""
    is_withheld = index.withheld.comment(line.article_id, line.comment_id)
    return is_withheld and was_shown == (line.state in _SHOWN)


def _sayable(index: Index, line: Comment) -> Comment:
    """The line, without what it says where the comment is withdrawn."""
    is_withheld = index.withheld.comment(line.article_id, line.comment_id)
    return without_content(line) if is_withheld else line


def _is_complete(thread: CommentThread | None) -> bool:
    return thread is not None and thread.complete
