"""The comparison of two states of an article: pure, from records to events.

A material event is silent when no correction notice was added or grew and no newer modification date
was given: the outlet changed what it says and did not say so. What a paywall hides is none of
that (archive.diff.paywall), and between two readings by different readers nothing is silent.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from archive.diff.around import with_facts
from archive.diff.body import body_events
from archive.diff.comments import comment_events
from archive.diff.events import Comparison, Event, Interval, Mark, Side
from archive.diff.fields import field_events
from archive.diff.images import image_events
from archive.diff.paywall import explained
from archive.diff.posts import correction_events, post_events
from archive.diff.words import words_of
from archive.records import Article, Comment

_AMENDED = frozenset({"block_edited", "block_rewritten", "block_moved"})
_OTHER_READING = (
    "The two captures were read by different readers or layouts; some differences may come from "
    "the reading and not from the page."
)
_SAME_PAGE = (
    "Two readers read one and the same page: the difference is the reader's, not the editor's."
)


def compare(
    old: Article,
    new: Article,
    old_comments: Sequence[Comment] = (),
    new_comments: Sequence[Comment] = (),
    *,
    old_number: int | None = None,
    new_number: int | None = None,
    observed: Interval | None = None,
) -> Comparison:
    """What differs between two revisions and their threads as they stood at the two captures.

    `observed` is between the two captures unless a narrower interval is known.
    """
    language = new.in_language or old.in_language
    events = [
        *with_facts(field_events(old, new), language),
        *body_events(old.body.blocks, new.body.blocks, language),
        *correction_events(old, new),
        *with_facts(image_events(old, new), language),
        *with_facts(post_events(old.live_blog_update or (), new.live_blog_update or ()), language),
    ]
    events, notes = explained(events, old, new)
    declared = is_declared(old, new, events)
    if old.reading != new.reading:
        events = [_of_two_readings(event, same_page=_is_one_page(old, new)) for event in events]
    thread = new.comment_thread
    events += comment_events(
        old_comments, new_comments, complete=thread is not None and thread.complete
    )
    return Comparison(
        article_id=new.article_id,
        url=new.url,
        canonical_url=new.canonical_url,
        headline=new.headline,
        from_side=side_of(old, old_number),
        to_side=side_of(new, new_number),
        observed=observed or Interval(after=_fetched(old), before=_fetched(new)),
        events=tuple(_declared(event) if declared else event for event in events),
        notes=(*_notes(old, new), *notes),
    )


def _is_one_page(old: Article, new: Article) -> bool:
    """Whether both records were read from the same bytes: from one capture, or from two alike."""
    before, after = old.capture, new.capture
    if before is None or after is None:
        return False
    same_bytes = before.payload_digest is not None and before.payload_digest == after.payload_digest
    return same_bytes or before.warc_record_id == after.warc_record_id


def _of_two_readings(event: Event, *, same_page: bool) -> Event:
    """An event between two readings is never silent; of one page it is the reader's for certain."""
    if not same_page:
        return dataclasses.replace(event, silent=False)
    mark = Mark(kind="other_reading", said=_SAME_PAGE, weight=event.significance)
    return dataclasses.replace(event, mark=mark, reason=mark.said, significance=0.0, silent=False)


def _notes(old: Article, new: Article) -> Iterator[str]:
    if old.reading != new.reading:
        yield _OTHER_READING


def side_of(article: Article, number: int | None) -> Side:
    """Which revision, and the capture it was read from."""
    return Side(
        number=number,
        revision_id=article.revision_id or None,
        capture=article.capture,
        reading=article.reading,
        url=article.url,
    )


def is_declared(old: Article, new: Article, events: Iterable[Event]) -> bool:
    """Whether the outlet said that something was changed: a notice, or a new modification date."""
    if _is_newer(old, new):
        return True
    return any(
        event.type == "correction_added" or (_has_grown(event) and _on_notice(event, new))
        for event in events
    )


def _is_newer(old: Article, new: Article) -> bool:
    """Whether the page gives a modification date after the one it gave; of one that is counted back
    from the capture ("changed 2 hours ago"), whether it is after the earlier capture."""
    if new.date_modified is None:
        return False
    counted = "capture" in (old.date_modified_zone, new.date_modified_zone)
    before = _fetched(old) if counted else old.date_modified
    return before is None or new.date_modified > before


def _has_grown(event: Event) -> bool:
    """Whether a text was amended and says more than before: a notice cut short owns up to nothing."""
    if event.type not in _AMENDED or event.old is None or event.new is None:
        return False
    return len(words_of(event.new).spoken) > len(words_of(event.old).spoken)


def _on_notice(event: Event, new: Article) -> bool:
    if event.path.startswith("/correction/"):
        return True
    blocks = new.body.blocks
    return event.position_to is not None and blocks[event.position_to].type == "correction"


def _declared(event: Event) -> Event:
    return dataclasses.replace(event, silent=False) if event.silent else event


def _fetched(article: Article) -> str | None:
    return article.capture.fetched_at if article.capture else None
