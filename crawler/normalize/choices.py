"""Which of an item's dates and authors are kept: the first candidate that can be read as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from archive.records import Provenance, Rejected
from archive.times import parse_warc_date
from crawler.extraction.candidates import LONGEST_REJECTED, MOST_REJECTED, confidence, place_of
from crawler.items import ArticleItem, AuthorItem, AuthorsItem, Candidate
from crawler.normalize.bylines import Name, Parties, folded_name, parties_of
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


@dataclass(frozen=True, slots=True)
class ChosenAuthors:
    """The persons that are kept, with links and roles where markup gives them, and who says so."""

    persons: tuple[Name, ...]
    urls: dict[str, str]
    organizations: tuple[str, ...]
    provenance: Provenance | None

    def url(self, person: Name) -> str | None:
        """The page of a person, where markup links one."""
        return self.urls.get(folded_name(person.name))


def chosen_authors(item: ArticleItem) -> ChosenAuthors:
    """Persons from the first source that names any; organisations from the byline and markup."""
    outlets = [name for name in (item.publisher_name, *item.publisher_names) if name]
    offered = [(each, _parties(each, outlets)) for each in _sources(item)]
    named = [(source, parties) for source, parties in offered if parties.persons]
    line = parties_of(item.byline, outlets) if item.byline else Parties()
    urls = {
        folded_name(author.name): author.url
        for source in item.author
        for author in source.authors
        if author.url
    }
    organizations = line.organizations or _agencies(item, outlets)
    if not named:
        return ChosenAuthors((), urls, tuple(organizations), None)
    source, parties = _fullest(named)
    apart = tuple(name for name in organizations if not _names_a_person(name, parties))
    return ChosenAuthors(tuple(parties.persons), urls, apart, _said_by(source, parties, named))


def _names_a_person(organization: str, parties: Parties) -> bool:
    """Whether a piece that looks like an organisation is a person with a title glued on."""
    folded = folded_name(organization)
    return any(folded_name(person.name) in folded for person in parties.persons)


def _sources(item: ArticleItem) -> list[AuthorsItem]:
    """The item's sources, with the visible byline before what only `<meta>` says."""
    strong = [each for each in item.author if each.source != "meta"]
    weak = [each for each in item.author if each.source == "meta"]
    if not item.byline:
        return [*strong, *weak]
    found = item.provenance["/byline"]
    line = AuthorItem(name=item.byline)
    printed = AuthorsItem(source=found.source, locator=found.locator, authors=[line])
    return [*strong, *weak, printed] if weak else [*strong, printed]


def _parties(source: AuthorsItem, outlets: list[str]) -> Parties:
    found = Parties()
    for author in source.authors:
        parties = parties_of(author.name, outlets)
        if author.organization:
            parties.organizations += [name.name for name in parties.persons]
            parties.persons = []
        if author.role and len(parties.persons) == 1:
            only = parties.persons[0]
            parties.persons = [Name(only.name, only.raw, only.role or author.role)]
        found.add(parties)
    return found


def _agencies(item: ArticleItem, outlets: list[str]) -> list[str]:
    """The agencies that markup names as authors, where the page prints no organisation."""
    found = Parties()
    for source in item.author[:2]:
        for author in source.authors:
            parties = parties_of(author.name)
            found.add(Parties(organizations=parties.organizations))
    own = {name.casefold() for name in outlets}
    return [name for name in found.organizations if name.casefold() not in own]


def _fullest(named: list[tuple[AuthorsItem, Parties]]) -> tuple[AuthorsItem, Parties]:
    """The first source, unless a later one names the same persons and more, or more fully."""
    best = named[0]
    for each in named[1:]:
        more = each[0].source in ("dom", "layout") and _names(each[1]) > _names(best[1])
        if more or _more_fully(best[1], each[1]):
            best = each
    return best


def _more_fully(short: Parties, full: Parties) -> bool:
    """Whether one names by first name alone the single person that the other names in full."""
    if len(short.persons) != 1 or len(full.persons) != 1:
        return False
    first, whole = short.persons[0].name, full.persons[0].name
    return " " not in first and whole.startswith(first + " ") and whole.count(" ") < 3


def _names(parties: Parties) -> set[str]:
    return {folded_name(name.name) for name in parties.persons}


def _said_by(
    source: AuthorsItem, parties: Parties, named: list[tuple[AuthorsItem, Parties]]
) -> Provenance:
    others = [(each, said) for each, said in named if each is not source]
    agree = [
        f"{each.source}:{each.locator}" for each, said in others if _names(said) == _names(parties)
    ]
    agree = [place for place in agree if place != f"{source.source}:{source.locator}"]
    wrong = [
        Rejected(
            source=each.source,
            value=_joined(each)[:LONGEST_REJECTED],
            why=_why_others(_names(said), _names(parties)),
        )
        for each, said in others
        if _names(said) != _names(parties)
    ]
    return Provenance(
        source=source.source,
        locator=source.locator,
        raw=_joined(source)[:LONGEST_REJECTED],
        agree=tuple(dict.fromkeys(agree)),
        rejected=tuple(wrong[:MOST_REJECTED]),
        confidence=confidence(source.source, len(agree), len(wrong)),
    )


def _why_others(said: set[str], kept: set[str]) -> str:
    if said < kept:
        return "names fewer"
    return "names more" if said > kept else "other names"


def _joined(source: AuthorsItem) -> str:
    return "; ".join(author.name for author in source.authors)
