"""Printed dates as the archive keeps them: `parse_date`.

Rules:
- A time of day is given only with a known zone (printed, or the site's), and then in UTC with Z;
  without one the date alone is given. Midnight is never invented.
- The order of day and month is judged by the page's languages and by the capture: a date more than
  two days after the capture is not believed.
- Relative times ("3 days ago") count from the capture, never from the present; without a capture
  they stay unknown.
- Cheap patterns first; dateparser sees only short relative phrases, and never more than
  LONGEST characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from archive.records import Precision
from archive.times import parse_warc_date
from crawler.extraction.text import words
from crawler.normalize.calendars import era_date, gregorian, solar_month
from crawler.normalize.hours import ZoneOrigin, time_in, zone_after
from crawler.normalize.months import month_number, months_as_one_word
from crawler.normalize.relative import resolve_relative

LONGEST = 100
EARLIEST = 1990
LATEST = 2055
"""Where no capture says what lies in the future: a later year is of another calendar."""
_FUTURE = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDate:
    """A date as it is kept."""

    value: str
    """`YYYY-MM-DD`, `YYYY-MM-DDThh:mm:ssZ` in UTC, or `YYYY-MM` / `YYYY` as coarse as printed."""
    precision: Precision
    zone_origin: ZoneOrigin | None
    """`offset` or `name`: printed; `site`: the site's zone; `capture`: counted back from the
    capture; None for a date without time."""


@dataclass(frozen=True, slots=True)
class _Day:
    """A date found in a text, and the text around it, where a time of day may stand."""

    day: date
    precision: Precision
    before: str
    after: str


def parse_date(
    raw: str | None, *, fetched_at: str | None, zone: str | None, languages: Sequence[str] = ()
) -> ParsedDate | None:
    """What a printed date means, or None where it cannot be known.

    `fetched_at` is the capture's ISO time with Z, `zone` the site's IANA name, `languages` the
    page's BCP 47 tags, most likely first. Raises zoneinfo.ZoneInfoNotFoundError for a bad `zone`.
    """
    text = _plain(raw or "")
    if not text:
        return None
    fetched = parse_warc_date(fetched_at) if fetched_at else None
    site_zone = ZoneInfo(zone) if zone else None
    if stamp := _EPOCH.match(text):
        return _moment(_from_epoch(stamp[1]), "second", "offset", fetched)
    for found in _days(text, languages, fetched):
        if _believable(found.day, fetched):
            return _with_time(found, site_zone, fetched)
    if fetched is None:
        return None
    return _relative(text, fetched, site_zone, languages)


def _plain(raw: str) -> str:
    """One line of ordinary digits and blanks, cut at LONGEST characters."""
    if raw.isascii():
        return " ".join(raw[: LONGEST * 3].split())[:LONGEST]  # nothing to fold in it
    folded = unicodedata.normalize("NFKC", raw[: LONGEST * 3])
    digits = "".join(_ascii_digit(sign) for sign in folded if unicodedata.category(sign) != "Cf")
    return months_as_one_word(" ".join(digits.split())[:LONGEST])


def _ascii_digit(sign: str) -> str:
    return str(unicodedata.digit(sign)) if sign.isdigit() else sign


# --- the date -----------------------------------------------------------------------------------

_EPOCH = re.compile(r"(\d{10}|\d{13})$")
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


def _days(text: str, languages: Sequence[str], fetched: datetime | None) -> Iterator[_Day]:
    """Every reading of the text as a date, the surest first."""
    yield from _numbered(text, languages)
    yield from _worded(text, languages, fetched)
    yield from _coarse(text, languages)


def _numbered(text: str, languages: Sequence[str]) -> Iterator[_Day]:
    if match := _ISO.search(text):
        yield from _found(text, match, (match[1], match[3], match[4]))
    if match := _COMPACT.search(text):
        clock = ":".join(part for part in match.groups()[3:] if part)
        for found in _found(text, match, (match[1], match[2], match[3])):
            yield _Day(found.day, "day", found.before, f"{clock}{found.after}")
    if not text.isascii():
        yield from _asian(text)
    if match := _NUMERIC.search(text):
        for day, month in _orders(match[1], match[3], match[2], languages):
            yield from _found(text, match, (match[4], month, day), languages)


def _asian(text: str) -> Iterator[_Day]:
    """Dates whose parts are named by signs, and Vietnamese ones, whose months are numbered."""
    if match := _ASIAN.search(text):
        yield from _found(text, match, (match[1], match[2], match[3]))
    if era := era_date(text):
        match, day = era
        yield _Day(day, "day", text[: match.start()], text[match.end() :])
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


def is_ambiguous(raw: str) -> bool:
    """Whether a text is a date in numbers that is another where the month stands first."""
    text = _plain(raw)
    match = _NUMERIC.search(text)
    if match is None or "." in match[2] or _ISO.search(text):
        return False
    return match[1] != match[3] and int(match[1]) <= 12 and int(match[3]) <= 12


def _orders(
    first: str, second: str, mark: str, languages: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """(day, month) in the order the languages make likely; dots are always day first."""
    day_first, month_first = (first, second), (second, first)
    if "." in mark or not languages:
        return (day_first, month_first)
    tag = languages[0].replace("_", "-").casefold()
    return (month_first, day_first) if tag in _MONTH_FIRST_REGIONS else (day_first, month_first)


def _worded(text: str, languages: Sequence[str], fetched: datetime | None) -> Iterator[_Day]:
    matches = list(_wordings(text))
    for match, year, word, day in matches:
        month = _month_beside(word, year, languages) if year else None
        if year and month:
            yield from _found(text, match, (year, str(month), day), languages)
    for match, year, word, day in matches:
        month = month_number(word, languages) if not year and fetched else None
        if month and fetched:
            # a date without year is the last one before the capture
            for guess in (fetched.year, fetched.year - 1):
                yield from _found(text, match, (str(guess), str(month), day))


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


def _coarse(text: str, languages: Sequence[str]) -> Iterator[_Day]:
    if match := _COARSE.match(text):
        precision: Precision = "month" if match[2] else "year"
        for found in _found(text, match, (match[1], match[2] or "1", "1")):
            yield _Day(found.day, precision, "", "")
    elif match := _MONTH_ONLY.search(text):
        month = month_number(match[1], languages)
        for found in _found(text, match, (match[2], str(month or 0), "1")):
            yield _Day(found.day, "month", "", "")


def _found(
    text: str, match: re.Match[str], parts: tuple[str, str, str], languages: Sequence[str] = ()
) -> Iterator[_Day]:
    """The day, unless no calendar has such a one: the next pattern may know better."""
    year, month, day = (int(part) for part in parts)
    found = gregorian(year, month, day, languages)
    if found is not None:
        yield _Day(found, "day", text[: match.start()], text[match.end() :])


def _believable(day: date, fetched: datetime | None) -> bool:
    if fetched is None:
        return EARLIEST <= day.year <= LATEST
    return day.year >= EARLIEST and day <= fetched.date() + _FUTURE


def _with_time(
    found: _Day, site_zone: tzinfo | None, fetched: datetime | None
) -> ParsedDate | None:
    whole = ParsedDate(
        value=_coarse_value(found.day, found.precision),
        precision=found.precision,
        zone_origin=None,
    )
    if found.precision != "day":
        return whole
    for around in (found.after, found.before):
        if (read := time_in(around)) is not None:
            clock, precision, rest = read
            zone, origin = zone_after(rest, site_zone)
            if zone is None or origin is None:
                return whole
            moment = datetime.combine(found.day, clock, zone)
            return _moment(moment, precision, origin, fetched) or whole
    return whole


def _coarse_value(day: date, precision: Precision) -> str:
    length = {"year": 4, "month": 7}.get(precision, 10)
    return day.isoformat()[:length]


def _from_epoch(digits: str) -> datetime:
    return datetime.fromtimestamp(int(digits[:10]), UTC)


def _moment(
    moment: datetime, precision: Precision, origin: ZoneOrigin, fetched: datetime | None
) -> ParsedDate | None:
    utc = moment.astimezone(UTC)
    if not _believable(utc.date(), fetched):
        return None
    value = utc.strftime("%Y-%m-%dT%H:%M:%SZ")
    return ParsedDate(value=value, precision=precision, zone_origin=origin)


# --- relative times -----------------------------------------------------------------------------


def _relative(
    text: str, fetched: datetime, site_zone: tzinfo | None, languages: Sequence[str]
) -> ParsedDate | None:
    """A phrase such as "3 days ago", as precise as its unit."""
    base = fetched.astimezone(site_zone or UTC)
    read = resolve_relative(text, base.replace(tzinfo=None), languages)
    if read is None:
        return None
    local, unit = read
    clock = time_in(text)
    if clock is not None and site_zone is not None:
        return _moment(local.replace(tzinfo=site_zone), clock[1], "site", fetched)
    if unit == "time" and clock is None:
        minute = local.replace(tzinfo=base.tzinfo, second=0, microsecond=0)
        return _moment(minute, "minute", "capture", fetched)
    precision = _UNIT_PRECISION.get(unit, "day")
    if not _believable(local.date(), fetched):
        return None
    value = _coarse_value(local.date(), precision)
    return ParsedDate(value=value, precision=precision, zone_origin="capture")


_UNIT_PRECISION: dict[str, Precision] = {"month": "month", "year": "year"}
