"""Whether the article was there: taken down, and back again.

Rules
- An article is taken down when the page that showed it answers 404 or 410, and returned when it is
  read again. Any other answer without an article (an error, a consent or block page, the front page
  in its place, a page that only says that there is nothing) is not known to be either.
- Another address of the article that is gone (an AMP page, one it moved away from) takes nothing down.
- A page that comes and goes several times, within three days each, is one that does so: from the
  second time on it is marked as shown again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.collection import Revision
from archive.diff import Comparison, Event, EventType, Interval, Mark, Side
from archive.diff.making import whole_event
from archive.history.marking import with_mark
from archive.history.returns import SHORT, span
from archive.records import Observation
from archive.urls import is_variant, key_of

_GONE = frozenset({404, 410})
_SHOWN = frozenset({"read", "not_modified"})
_COMES_AND_GOES = "The page comes and goes: it was seen so before."


@dataclass(frozen=True, slots=True)
class Turn:
    """Two visits that follow each other: one showed the article, the other that it was gone."""

    last: Observation
    one: Observation
    is_again: bool

    @property
    def is_back(self) -> bool:
        """Whether the article was found again; else it was found gone."""
        return self.one.outcome in _SHOWN


def presence_changes(
    observations: Sequence[Observation], revisions: Sequence[Revision]
) -> Iterator[Comparison]:
    """article_taken_down and article_returned, from visits in their order."""
    known = {one.revision_id: (one.number, one.article.headline) for one in revisions}
    for turn in turns(observations):
        yield presence(turn, known)


def turns(observations: Sequence[Observation]) -> list[Turn]:
    """When the article was found gone, and when back again; visits oldest first."""
    pairs: list[tuple[Observation, Observation]] = []
    last: Observation | None = None
    shown: Observation | None = None
    for one in observations:
        if one.outcome in _SHOWN:
            if last is not None and last is not shown:
                pairs.append((last, one))
            shown = last = one
        elif shown is not None and one.status in _GONE and _is_its_page(one, shown):
            if last is shown:
                pairs.append((shown, one))
            last = one
    return [Turn(*pair, _is_again(pairs, place)) for place, pair in enumerate(pairs)]


def _is_its_page(one: Observation, shown: Observation) -> bool:
    """Whether a visit asked for the address at which the article was shown last."""
    if is_variant(one.url) and not is_variant(shown.url):
        return False
    return not _keys(one).isdisjoint(_keys(shown))


def _keys(one: Observation) -> set[str]:
    urls = {one.url}
    if one.capture is not None:
        urls |= {one.capture.url, one.capture.request_url, *one.capture.redirects}
    return {key_of(url) for url in urls}


def _is_again(pairs: Sequence[tuple[Observation, Observation]], place: int) -> bool:
    if place < 2:
        return False
    left, back = pairs[place - 1][0], pairs[place][1]
    return span(left.fetched_at, back.fetched_at) <= SHORT


def presence(turn: Turn, known: Mapping[str, tuple[int, str | None]]) -> Comparison:
    """The step of a turn. `known`: revision id to number and headline."""
    last, one = turn.last, turn.one
    event = _event(turn)
    headline = known.get(one.revision_id or last.revision_id or "", (0, None))[1]
    return Comparison(
        article_id=one.article_id,
        url=one.url,
        headline=headline,
        from_side=_side(last, known),
        to_side=_side(one, known),
        observed=Interval(after=last.fetched_at, before=one.fetched_at),
        events=(event,),
    )


def _event(turn: Turn) -> Event:
    kind: EventType = "article_returned" if turn.is_back else "article_taken_down"
    was, now = str(turn.last.status), str(turn.one.status)
    event = whole_event(kind, "", was, now, detail=f"it answers {now}")
    if not turn.is_again:
        return event
    return with_mark(
        event, Mark(kind="shown_again", said=_COMES_AND_GOES, weight=event.significance)
    )


def _side(one: Observation, known: Mapping[str, tuple[int, str | None]]) -> Side:
    number, _ = known.get(one.revision_id or "", (None, None))
    return Side(number=number, revision_id=one.revision_id, capture=one.capture, reading=None)
