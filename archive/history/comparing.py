"""Two revisions of one article compared, with what the collection knows of when each was seen.

A change is observed between the last visit that still showed the earlier revision and the first
capture of the later one. Nothing is said of when it was made. Comments are compared as they stood at
the two captures.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from archive.collection import Collection, Revision
from archive.diff import Comparison, Interval, compare
from archive.records import Capture, Observation


def compared(collection: Collection, old: Revision, new: Revision) -> Comparison:
    """Two revisions of one article, with the comments as they stood at their captures."""
    found = compare(
        old.article,
        new.article,
        collection.comments(old.article_id, old.capture.fetched_at),
        collection.comments(new.article_id, new.capture.fetched_at),
        old_number=old.number,
        new_number=new.number,
        observed=observed_interval(old, new),
    )
    sides = ((old.number, old.capture), (new.number, new.capture))
    return with_origins(found, collection, sides)


def with_origins(
    found: Comparison, collection: Collection, sides: Iterable[tuple[int, Capture]]
) -> Comparison:
    """The comparison with a note for each state that this collection did not capture itself."""
    notes = (
        f"Revision {number} was imported ({capture.warc_filename}), not crawled by this collection."
        for number, capture in sides
        if collection.origin(capture.warc_filename).is_imported
    )
    return dataclasses.replace(found, notes=(*found.notes, *notes))


def observed_interval(old: Revision, new: Revision) -> Interval:
    """From the last visit that showed `old` to the first that showed `new`."""
    return Interval(after=old.last_observed, before=new.first_observed)


def comments_since(collection: Collection, revision: Revision) -> Comparison | None:
    """What happened in the comments under one and the same revision; None where nothing did.

    From the revision's capture to the last visit that showed it and found the comments changed.
    """
    later = [
        one
        for one in collection.observations(revision.article_id)
        if one.revision_id == revision.revision_id
        and "comments" in one.changed
        and one.fetched_at > revision.capture.fetched_at
    ]
    if not later:
        return None
    last = later[-1]
    found = compare(
        revision.article,
        revision.article,
        collection.comments(revision.article_id, revision.capture.fetched_at),
        collection.comments(revision.article_id, last.fetched_at),
        old_number=revision.number,
        new_number=revision.number,
        observed=Interval(after=revision.capture.fetched_at, before=last.fetched_at),
    )
    return _seen_again(found, last)


def unchanged(revision: Revision) -> Comparison:
    """A revision beside itself: a comparison without events."""
    return compare(
        revision.article,
        revision.article,
        old_number=revision.number,
        new_number=revision.number,
        observed=Interval(after=revision.first_observed, before=revision.last_observed),
    )


def _seen_again(found: Comparison, last: Observation) -> Comparison:
    side = dataclasses.replace(found.to_side, capture=last.capture)
    return dataclasses.replace(found, to_side=side)
