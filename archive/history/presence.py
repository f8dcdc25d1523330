"""Whether the article was there: taken down, and back again.

An article is taken down when a page that had been read answers 404 or 410, and returned when it is
read again. An error or a missing capture takes nothing down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archive.collection import Revision
from archive.diff import Comparison, EventType, Interval, Side
from archive.diff.making import whole_event
from archive.records import Observation

_GONE = frozenset({404, 410})
_SHOWN = frozenset({"read", "not_modified"})


def presence_changes(
    observations: Sequence[Observation], revisions: Sequence[Revision]
) -> Iterator[Comparison]:
    """article_taken_down and article_returned, from visits in their order."""
    last: Observation | None = None
    for one in observations:
        if one.outcome not in _SHOWN and one.status not in _GONE:
            continue
        if last is not None and _is_gone(one) != _is_gone(last):
            yield _presence(last, one, revisions)
        if last is not None or not _is_gone(one):
            last = one


def _is_gone(one: Observation) -> bool:
    return one.status in _GONE and one.outcome not in _SHOWN


def _presence(last: Observation, one: Observation, revisions: Sequence[Revision]) -> Comparison:
    kind: EventType = "article_taken_down" if _is_gone(one) else "article_returned"
    known = {revision.revision_id: revision for revision in revisions}
    shown = known.get(one.revision_id or last.revision_id or "")
    event = whole_event(
        kind, "", str(last.status), str(one.status), detail=f"it answers {one.status}"
    )
    return Comparison(
        article_id=one.article_id,
        url=one.url,
        headline=shown.article.headline if shown else None,
        from_side=_side(last, known),
        to_side=_side(one, known),
        observed=Interval(after=last.fetched_at, before=one.fetched_at),
        events=(event,),
    )


def _side(one: Observation, known: Mapping[str, Revision]) -> Side:
    revision = known.get(one.revision_id or "")
    return Side(
        number=revision.number if revision else None,
        revision_id=one.revision_id,
        capture=one.capture,
        reading=None,
    )
