"""Two revisions of one article compared, with what the collection knows of when each was seen.

A change is observed between the last visit that still showed the earlier revision and the first
capture of the later one. Nothing is said of when it was made. Comments are compared as they stood at
the two captures.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from archive.collection import Collection, Revision
from archive.diff import Comparison, Interval, compare
from archive.records import Observation


def compared(
    collection: Collection,
    old: Revision,
    new: Revision,
    observations: Sequence[Observation] | None = None,
) -> Comparison:
    """Two revisions of one article, with the comments as they stood at their captures."""
    if observations is None:
        observations = collection.observations(new.article_id)
    found = compare(
        old.article,
        new.article,
        collection.comments(old.article_id, old.capture.fetched_at),
        collection.comments(new.article_id, new.capture.fetched_at),
        old_number=old.number,
        new_number=new.number,
        observed=observed_interval(old, new, observations),
    )
    return dataclasses.replace(found, notes=(*found.notes, *_imported(collection, old, new)))


def _imported(collection: Collection, *sides: Revision) -> Iterator[str]:
    """What must be known of a state that this collection did not capture itself."""
    for side in sides:
        name = side.capture.warc_filename
        if collection.origin(name).is_imported:
            yield f"Revision {side.number} was imported ({name}), not crawled by this collection."


def observed_interval(
    old: Revision, new: Revision, observations: Sequence[Observation]
) -> Interval:
    """From the last visit that showed `old` before `new` appeared, to the first that showed it."""
    shown = [
        one.fetched_at
        for one in observations
        if one.revision_id == old.revision_id and one.fetched_at <= new.first_observed
    ]
    return Interval(after=max(shown, default=old.first_observed), before=new.first_observed)


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
