"""Every reading of a text as a day: numbers, months in words, calendars of signs: `days_in`.

The order of day and month in numbers is judged by the page's languages; dots are always day first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from archive.records import Precision
from crawler.extraction.text import words
from crawler.normalize.calendars import era_date, gregorian, solar_month
from crawler.normalize.months import month_number


@dataclass(frozen=True, slots=True)
class Day:
    """A date found in a text, and the text around it, where a time of day may stand."""

    day: date
    precision: Precision
    before: str
    after: str


_WORD = r"[^\s\d.,;:/()|\-]{2,20}"
_ISO = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?|(?!\d))")
_ASIAN = re.compile(r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号]")
_VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})\s?tháng\s?(\d{1,2})(?:\s?năm|,)?\s?(\d{4})(?!\d)", re.I)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})(\s?[./\-]\s?)(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|[ºª°]|-?го)?[.,]?[\s\-]{0,2}(?:de|of|del|da|di)?\s?"
    rf"({_WORD})[.,]?[\s\-]{{0,2}}(?:de|del|of)?\s?(?:(\d{{4}})|'?(\d\d)(?![\d:.]))?(?!\d)"
)
_MONTH_FIRST = re.compile(
    rf"({_WORD})\.?[\s\-]{{0,2}}(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:[.,]?[\s\-]{{0,2}}(\d{{4}}))?"
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(\d{{4}})(?:\.|\sm\.|\.?\s?gada)?[\s\-]{{0,2}}(?:(\d{{1,2}})\.?\s)?"
    rf"({_WORD})[\s\-]{{0,2}}(\d{{1,2}})?(?!\d)"
)
_MONTH_ONLY = re.compile(rf"(?:^|\s)({_WORD})\.?,?\s(?:de\s|del\s)?(\d{{4}})$")
_COARSE = re.compile(r"(\d{4})(?:-(\d\d))?$")

_MONTH_FIRST_REGIONS = {"en", "en-us", "en-ph", "en-ca", "es-us", "fil", "sw-us"}


def days_in(
    text: str, languages: Sequence[str], *, month_first: bool | None = None
) -> Iterator[Day]:
    """Every reading of the text as a date with its year, the surest first."""
    yield from _numbered(text, languages, month_first)
    for match, year, word, day in _wordings(text):
        month = _month_beside(word, year, languages) if year else None
        if year and month:
            yield from _found(text, match, (year, str(month), day), languages)
    yield from _coarse(text, languages)


def days_without_year(text: str, languages: Sequence[str], fetched: datetime) -> Iterator[Day]:
    """Every reading as a day and a month: the last such day before the capture."""
    for match, year, word, day in _wordings(text):
        month = month_number(word, languages) if not year else None
        if month:
            for guess in (fetched.year, fetched.year - 1):
                yield from _found(text, match, (str(guess), str(month), day))


def _numbered(text: str, languages: Sequence[str], month_first: bool | None) -> Iterator[Day]:
    if match := _ISO.search(text):
        yield from _found(text, match, (match[1], match[3], match[4]))
    if match := _COMPACT.search(text):
        clock = ":".join(part for part in match.groups()[3:] if part)
        for found in _found(text, match, (match[1], match[2], match[3])):
            yield Day(found.day, "day", found.before, f"{clock}{found.after}")
    if not text.isascii():
        yield from _asian(text)
    if match := _NUMERIC.search(text):
        for day, month in _orders(match, languages, month_first):
            yield from _found(text, match, (match[4], month, day), languages)


def _asian(text: str) -> Iterator[Day]:
    """Dates whose parts are named by signs, and Vietnamese ones, whose months are numbered."""
    if match := _ASIAN.search(text):
        yield from _found(text, match, (match[1], match[2], match[3]))
    if era := era_date(text):
        match, day = era
        yield Day(day, "day", text[: match.start()], text[match.end() :])
    if match := _VIETNAMESE.search(text):
        yield from _found(text, match, (match[3], match[2], match[1]))


_DAY_FIRST_HOSTS = words(
    "uk au in nz ie za ng ke gh ug tz zm zw na bw sg my pk bd lk np hk mt cy jm tt eu"
)
"""Top-level domains of countries whose papers in English put the day before the month."""


def language_at(host: str, language: str) -> str:
    """The language with the country of its host, where "en" alone would be read as America's."""
    country = host.rpartition(".")[2].casefold()
    bare = language.casefold() == "en"
    return f"en-{country.upper()}" if bare and country in _DAY_FIRST_HOSTS else language


def is_ambiguous(text: str) -> bool:
    """Whether a text is a date in numbers that is another where the month stands first."""
    match = _NUMERIC.search(text)
    if match is None or "." in match[2] or _ISO.search(text):
        return False
    return match[1] != match[3] and int(match[1]) <= 12 and int(match[3]) <= 12


def _orders(
    numbers: re.Match[str], languages: Sequence[str], told: bool | None
) -> tuple[tuple[str, str], ...]:
    """(day, month) in the order that is told, else in the one that the languages make likely."""
    first, mark, second = numbers[1], numbers[2], numbers[3]
    day_first, month_first = (first, second), (second, first)
    if "." in mark:
        return (day_first, month_first)
    if told is None:
        tag = languages[0].replace("_", "-").casefold() if languages else ""
        told = tag in _MONTH_FIRST_REGIONS
    return (month_first, day_first) if told else (day_first, month_first)


def order_of(text: str) -> bool | None:
    """Whether a date in numbers can only have its month first (True) or its day first (False)."""
    match = _NUMERIC.search(text)
    if match is None or "." in match[2] or _ISO.search(text):
        return None
    first, second = int(match[1]), int(match[3])
    if first <= 12 < second <= 31:
        return True
    return False if second <= 12 < first <= 31 else None


def _month_beside(word: str, year: str, languages: Sequence[str]) -> int | None:
    return solar_month(word, int(year)) or month_number(word, languages)


def _wordings(text: str) -> Iterator[tuple[re.Match[str], str | None, str, str]]:
    """(match, year or None, a word that may be a month, day)."""
    for match in _DAY_FIRST.finditer(text):
        yield match, match[3] or match[4], match[2], match[1]
    for match in _MONTH_FIRST.finditer(text):
        yield match, match[3], match[1], match[2]
    for match in _YEAR_FIRST.finditer(text):
        if day := match[4] or match[2]:
            yield match, match[1], match[3], day


def _coarse(text: str, languages: Sequence[str]) -> Iterator[Day]:
    if match := _COARSE.match(text):
        precision: Precision = "month" if match[2] else "year"
        for found in _found(text, match, (match[1], match[2] or "1", "1")):
            yield Day(found.day, precision, "", "")
    elif match := _MONTH_ONLY.search(text):
        month = month_number(match[1], languages)
        for found in _found(text, match, (match[2], str(month or 0), "1")):
            yield Day(found.day, "month", "", "")


def _found(
    text: str, match: re.Match[str], parts: tuple[str, str, str], languages: Sequence[str] = ()
) -> Iterator[Day]:
    """The day, unless no calendar has such a one: the next pattern may know better."""
    year, month, day = (int(part) for part in parts)
    found = gregorian(year, month, day, languages)
    if found is not None:
        yield Day(found, "day", text[: match.start()], text[match.end() :])
