"""Which of an item's dates is kept, and what the others say of it: `chosen_date`.

Rules:
- the candidates come most trusted first, and the first that can be read as a date is kept; one that
  is the same at every capture goes before one that counts back from it ("3 hours ago");
- a time of day before a day, a day before a month, where both say the same day or month;
- what only a weak place says gives way to what several kinds of places say together;
- what readers merely see gives way where it lies after the last change that the markup tells of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from archive.records import Provenance, Rejected
from archive.times import parse_warc_date
from crawler.extraction.candidates import (
    LONGEST_REJECTED,
    MOST_REJECTED,
    confidence,
    place_of,
    witnesses,
)
from crawler.items import Candidate
from crawler.normalize.date_order import told_order
from crawler.normalize.dates import ParsedDate, parse_date, plain_date
from crawler.normalize.days import is_ambiguous
from crawler.normalize.hours import time_in

_CLOCK_MARK = "T"
_ONE_TIME = timedelta(hours=1)
_MARKUP = ("layout", "json_ld", "meta", "microdata")
_SEEN = ("dom", "microdata", "layout")
_DOUBT = 0.3
_EVEN = 0.5
"""What a date is trusted whose day may be the month, where nothing else tells which it is."""
_IN_UTC = re.compile(r"(?:Z|GMT|UTC|[+-]00:?00)$")
_ZONE_STEP = timedelta(minutes=30)
_WESTMOST, _EASTMOST = timedelta(hours=-12), timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class ChosenDate:
    """A date, the candidate it was read from, and what the others say."""

    parsed: ParsedDate
    raw: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Clock:
    """What a date is read against: the capture's time, the site's zone, the page's languages."""

    fetched_at: str | None
    zone: str | None
    languages: Sequence[str]
    month_first: bool | None = None
    """The order of dates in numbers, where the page tells it."""

    def read(self, raw: str, month_first: bool | None = None) -> ParsedDate | None:
        """A text as a date; `month_first` goes before the page's own order."""
        return _read_once(
            raw,
            fetched_at=self.fetched_at,
            zone=self.zone,
            languages=tuple(self.languages),
            month_first=self.month_first if month_first is None else month_first,
        )

    def ordered_by(self, published: Sequence[Candidate], modified: Sequence[Candidate]) -> Clock:
        """The clock with the order of day and month that the page's dates tell together."""
        timeless = replace(self, fetched_at=None)
        return replace(self, month_first=told_order(published, modified, timeless.read))


_read_once = lru_cache(maxsize=256)(parse_date)
"""Most of what says when a page was published is also asked for when it was changed."""


_Read = tuple[Candidate, ParsedDate | None]
_Dated = tuple[Candidate, ParsedDate]


def chosen_date(
    candidates: Sequence[Candidate], clock: Clock, changes: Sequence[Candidate] = ()
) -> ChosenDate | None:
    """The date that the candidates tell, with who agrees and who does not.

    `changes` are what tells of the last change, after which the date cannot lie. Where no candidate
    can be read, the change is the nearest that is known: the confidence says so.
    """
    read = _read_all(candidates, clock)
    changed = _read_all(changes, clock)
    dated = sorted(_dated(read), key=_order_of_trust)
    if not dated:
        return _nearest_known(read, changed)
    winner, parsed = _finest(_likeliest(dated, _last_change(changed)), dated)
    provenance = _provenance(winner, parsed, read, changed)
    if other := _swapped(winner, parsed, clock):
        provenance = _doubted(provenance, other)
    return ChosenDate(parsed, _as_printed((winner, parsed), dated, clock), provenance)


def _swapped(winner: Candidate, parsed: ParsedDate, clock: Clock) -> str | None:
    """The other date that a text in numbers may be as well, where nothing on the page tells."""
    text = winner.raw or winner.value
    if clock.month_first is not None or not is_ambiguous(plain_date(text)):
        return None
    timeless = replace(clock, fetched_at=None)
    readings = (timeless.read(text, month_first) for month_first in (True, False))
    others = (each.value for each in readings if each is not None and each.value != parsed.value)
    return next(others, None)


def _doubted(provenance: Provenance, other: str) -> Provenance:
    swapped = Rejected(source=provenance.source, value=other, why="day and month may be swapped")
    return replace(
        provenance,
        rejected=(swapped, *provenance.rejected)[:MOST_REJECTED],
        confidence=min(_EVEN, provenance.confidence or _EVEN),
    )


def _read_all(candidates: Sequence[Candidate], clock: Clock) -> list[_Read]:
    return [(each, clock.read(each.raw or each.value)) for each in candidates]


def _dated(read: list[_Read]) -> list[_Dated]:
    return [(each, parsed) for each, parsed in read if parsed is not None]


def _order_of_trust(pair: _Dated) -> int:
    """What counts back comes after what does not, and before what is a mere guess."""
    candidate, parsed = pair
    if parsed.zone_origin == "capture":
        return 1
    return 2 if candidate.source == "heuristic" and candidate.locator != "url" else 0


def _nearest_known(read: list[_Read], changed: list[_Read]) -> ChosenDate | None:
    """The last change as the publication's date, hardly trusted."""
    dated = _dated(changed)
    if not dated:
        return None
    winner, parsed = dated[0]
    provenance = _provenance(winner, parsed, read, ())
    doubted = replace(provenance, confidence=min(_DOUBT, provenance.confidence or _DOUBT))
    return ChosenDate(parsed, winner.raw or winner.value, doubted)


def _last_change(changed: list[_Read]) -> ParsedDate | None:
    """The last change that markup tells of, which no reader's eye is needed for."""
    return next((parsed for each, parsed in _dated(changed) if each.source in _MARKUP), None)


def _likeliest(dated: list[_Dated], latest: ParsedDate | None) -> _Dated:
    return next((pair for pair in dated if not _is_too_late(pair, latest)), dated[0])


def _is_too_late(pair: _Dated, latest: ParsedDate | None) -> bool:
    candidate, parsed = pair
    if latest is None or candidate.source in _MARKUP:
        return False
    return _day_of(parsed) > _day_of(latest) + timedelta(days=1)


def _day_of(parsed: ParsedDate) -> date:
    return date.fromisoformat(f"{parsed.value[:10]}-01-01"[:10])


def _finest(first: _Dated, dated: list[_Dated]) -> _Dated:
    """The first that says the same more exactly: the day of a month, the time of a day."""
    for wanted in (("day",), ("second", "minute")):
        if first[1].precision in ("second", "minute"):
            break
        finer = (
            pair
            for pair in dated
            if pair[1].precision in wanted
            and _agrees(*_two(pair, first))
            and (pair[1].zone_origin == "capture") <= (first[1].zone_origin == "capture")
        )
        first = next(finer, first)
    return first


def _two(one: _Dated, other: _Dated) -> tuple[ParsedDate, ParsedDate]:
    return one[1], other[1]


def _same_day(one: ParsedDate, other: ParsedDate) -> bool:
    return one.value[:10] == other.value[:10]


def _agrees(one: ParsedDate, other: ParsedDate) -> bool:
    """Whether two dates say the same: times within the hour, days as coarse as the coarser."""
    if _CLOCK_MARK in one.value and _CLOCK_MARK in other.value:
        apart = parse_warc_date(one.value) - parse_warc_date(other.value)
        return abs(apart) < _ONE_TIME
    shared = min(len(one.value), len(other.value), 10)
    return one.value[:shared] == other.value[:shared]


def _say_the_same(one: _Dated, other: _Dated) -> bool:
    """Whether two dates agree, also as a day where readers are and the moment in UTC."""
    return _agrees(one[1], other[1]) or _is_local_day(one, other) or _is_local_day(other, one)


def _is_local_day(printed: _Dated, moment: _Dated) -> bool:
    """Whether a day without a clock is that of a moment given in UTC, in some zone."""
    text = moment[0].raw or moment[0].value
    if printed[1].precision != "day" or _CLOCK_MARK not in moment[1].value:
        return False
    if not _IN_UTC.search(text) or time_in(printed[0].raw or printed[0].value) is not None:
        return False
    utc = parse_warc_date(moment[1].value)
    days = ((utc + _WESTMOST).date(), (utc + _EASTMOST).date())
    return days[0] <= _day_of(printed[1]) <= days[1]


def _why_refused(candidate: Candidate, read: ParsedDate | None, chosen: ParsedDate) -> str:
    if read is None:
        timeless = parse_date(candidate.raw or candidate.value, fetched_at=None, zone=None)
        return "after the capture" if timeless is not None else "no date"
    return "of another time of the day" if _same_day(read, chosen) else "of another day"


def _refused(candidate: Candidate, why: str) -> Rejected:
    return Rejected(source=candidate.source, value=candidate.value[:LONGEST_REJECTED], why=why)


def _provenance(
    winner: Candidate, parsed: ParsedDate, read: Sequence[_Read], changed: Sequence[_Read]
) -> Provenance:
    others = [pair for pair in read if pair[0] is not winner]
    own = (winner, parsed)
    agree = [
        place_of(each) for each, other in others if other and _say_the_same((each, other), own)
    ]
    wrong = [
        _refused(each, _why_refused(each, other, parsed))
        for each, other in others
        if other is None or not _say_the_same((each, other), own)
    ]
    later = [
        _refused(each, "when it was changed")
        for each, other in changed
        if other is not None and not _agrees(other, parsed)
    ]
    places = witnesses(place_of(winner), agree)
    return Provenance(
        source=winner.source,
        locator=winner.locator,
        raw=winner.raw or winner.value,
        agree=places,
        rejected=tuple(dict.fromkeys([*wrong, *later]))[:MOST_REJECTED],
        confidence=confidence(winner.source, len(places), len(wrong)),
    )


# --- the day as readers see it ------------------------------------------------------------------


def _as_printed(winner: _Dated, dated: list[_Dated], clock: Clock) -> str:
    """The winner's text; of one in UTC, the same moment as the page prints it for its readers.

    A time of day without zone that is whole or half hours from the moment is the local one.
    """
    candidate, parsed = winner
    text = candidate.raw or candidate.value
    if parsed.zone_origin != "offset" or not _IN_UTC.search(text):
        return text
    others = [(each, other) for each, other in dated if each is not candidate]
    for each, other in others:
        printed = each.raw or each.value
        if _IN_UTC.search(printed):
            continue
        if other.value == parsed.value or _is_local_time(printed, parsed, clock):
            return printed
    days = (each for each, other in others if _is_local_day((each, other), winner))
    shown = (each.raw or each.value for each in days if each.source in _SEEN)
    return next(shown, text)


def _is_local_time(printed: str, moment: ParsedDate, clock: Clock) -> bool:
    local = replace(clock, zone="UTC").read(printed)
    if local is None or local.zone_origin != "site" or _CLOCK_MARK not in moment.value:
        return False
    minute = parse_warc_date(moment.value).replace(second=0)
    apart = parse_warc_date(local.value).replace(second=0) - minute
    return _WESTMOST <= apart <= _EASTMOST and apart % _ZONE_STEP == timedelta(0)
