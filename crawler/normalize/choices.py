"""Which of an item's dates are kept: the first candidate that can be read as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from archive.records import Provenance, Rejected
from archive.times import parse_warc_date
from crawler.extraction.candidates import LONGEST_REJECTED, MOST_REJECTED, confidence, place_of
from crawler.items import Candidate
from crawler.normalize.dates import ParsedDate, parse_date

_CLOCK_MARK = "T"
_ONE_TIME = timedelta(hours=1)


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

    def read(self, raw: str) -> ParsedDate | None:
        return _read_once(
            raw, fetched_at=self.fetched_at, zone=self.zone, languages=tuple(self.languages)
        )


_read_once = lru_cache(maxsize=256)(parse_date)
"""Most of what says when a page was published is also asked for when it was changed."""


def chosen_date(candidates: Sequence[Candidate], clock: Clock) -> ChosenDate | None:
    """The first candidate that is a date; one with a time of day before one of the same day."""
    read = [(each, clock.read(each.raw or each.value)) for each in candidates]
    dated = [(each, parsed) for each, parsed in read if parsed is not None]
    if not dated:
        return None
    first = dated[0]
    finer = [pair for pair in dated if _refines(pair[1], first[1])]
    winner, parsed = finer[0] if first[1].precision == "day" and finer else first
    others = [pair for pair in read if pair[0] is not winner]
    agree = [each for each, other in others if other is not None and _agrees(other, parsed)]
    wrong = [
        _refused(each, _why_refused(each, other, parsed))
        for each, other in others
        if other is None or not _agrees(other, parsed)
    ]
    provenance = _provenance(winner, agree, wrong)
    return ChosenDate(parsed, winner.raw or winner.value, provenance)


def _refines(finer: ParsedDate, coarser: ParsedDate) -> bool:
    return finer.precision in ("second", "minute") and _same_day(finer, coarser)


def _same_day(one: ParsedDate, other: ParsedDate) -> bool:
    return one.value[:10] == other.value[:10]


def _agrees(one: ParsedDate, other: ParsedDate) -> bool:
    """Whether two dates say the same: times within the hour, days as coarse as the coarser."""
    if _CLOCK_MARK in one.value and _CLOCK_MARK in other.value:
        apart = parse_warc_date(one.value) - parse_warc_date(other.value)
        return abs(apart) < _ONE_TIME
    shared = min(len(one.value), len(other.value), 10)
    return one.value[:shared] == other.value[:shared]


def _why_refused(candidate: Candidate, read: ParsedDate | None, chosen: ParsedDate) -> str:
    if read is None:
        timeless = parse_date(candidate.raw or candidate.value, fetched_at=None, zone=None)
        return "after the capture" if timeless is not None else "no date"
    if "modif" in candidate.locator.casefold():
        return "when it was changed"
    return "of another time of the day" if _same_day(read, chosen) else "of another day"


def _refused(candidate: Candidate, why: str) -> Rejected:
    return Rejected(source=candidate.source, value=candidate.value[:LONGEST_REJECTED], why=why)


def _provenance(winner: Candidate, agree: list[Candidate], wrong: list[Rejected]) -> Provenance:
    own = place_of(winner)
    places = tuple(dict.fromkeys(place for each in agree if (place := place_of(each)) != own))
    return Provenance(
        source=winner.source,
        locator=winner.locator,
        raw=winner.raw or winner.value,
        agree=places,
        rejected=tuple(dict.fromkeys(wrong))[:MOST_REJECTED],
        confidence=confidence(winner.source, len(places), len(wrong)),
    )
