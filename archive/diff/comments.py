"""Events of readers' comments, as the thread stood at the two captures.

Rules
- Removed means no longer shown; "deleted" is said only where the page says so.
- A comment that the later list does not have at all was removed only if that thread was complete.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from archive.diff.events import Event
from archive.diff.making import text_event, whole_event
from archive.records import Comment

_SHOWN = frozenset({"visible", "edited"})


def comment_events(
    old: Sequence[Comment], new: Sequence[Comment], *, complete: bool
) -> list[Event]:
    """The events of two states of a thread. `complete`: the later thread was captured whole."""
    before = {comment.comment_id: comment for comment in old}
    after = {comment.comment_id: comment for comment in new}
    return [
        *_added_or_edited(before, new),
        *_removed(old, after, complete),
    ]


def _added_or_edited(before: Mapping[str, Comment], new: Sequence[Comment]) -> Iterator[Event]:
    for comment in new:
        earlier = before.get(comment.comment_id)
        if comment.state not in _SHOWN:
            continue
        if earlier is None or earlier.state not in _SHOWN:
            detail = "it is shown again" if earlier else None
            yield _whole(None, comment, detail)
        else:
            yield from _edited(earlier, comment)


def _edited(earlier: Comment, comment: Comment) -> Iterator[Event]:
    event = text_event(
        "comment_edited",
        _path(comment),
        earlier.text,
        comment.text,
        places=(earlier.position, comment.position),
    )
    if event is not None:
        yield dataclasses.replace(event, evidence=(earlier.capture, comment.capture))


def _removed(
    old: Sequence[Comment], after: Mapping[str, Comment], complete: bool
) -> Iterator[Event]:
    for comment in old:
        later = after.get(comment.comment_id)
        if comment.state not in _SHOWN or (later is None and not complete):
            continue
        if later is None or later.state not in _SHOWN:
            said = later is not None and later.state == "deleted"
            detail = "the page says that it was deleted" if said else None
            event = _whole(comment, None, detail)
            gone = later.capture if later else None
            yield dataclasses.replace(event, evidence=(comment.capture, gone))


def _whole(old: Comment | None, new: Comment | None, detail: str | None) -> Event:
    shown = new or old
    assert shown is not None
    event = whole_event(
        "comment_added" if new else "comment_removed",
        _path(shown),
        old.text if old else None,
        new.text if new else None,
        places=(old.position if old else None, new.position if new else None),
        detail=_signed(shown, detail),
    )
    return dataclasses.replace(
        event, evidence=(old.capture if old else None, new.capture if new else None)
    )


def _signed(comment: Comment, detail: str | None) -> str | None:
    name = comment.author.name if comment.author else None
    parts = [part for part in (f"by {name}" if name else None, detail) if part]
    return ", ".join(parts) or None


def _path(comment: Comment) -> str:
    return f"/comments/{comment.comment_id}"
