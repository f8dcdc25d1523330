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
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from archive.records import Precision
from archive.times import parse_warc_date
from crawler.extraction.relative_words import Unit, days_back, is_length, time_ago
from crawler.normalize.days import Day, days_in, days_without_year, is_ambiguous
from crawler.normalize.hours import ZoneOrigin, time_in, zone_after
from crawler.normalize.months import months_as_one_word
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
    capture, or of its year, or in the only order of day and month that it leaves; None for another
    date without time."""


def parse_date(
    raw: str | None,
    *,
    fetched_at: str | None,
    zone: str | None,
    languages: Sequence[str] = (),
    month_first: bool | None = None,
) -> ParsedDate | None:
    """What a printed date means, or None where it cannot be known.

    `fetched_at` is the capture's ISO time with Z, `zone` the site's IANA name, `languages` the
    page's BCP 47 tags, most likely first; `month_first` whether a month in numbers stands before its
    day, where the page's other dates tell it (else the languages do). Raises
    zoneinfo.ZoneInfoNotFoundError for a bad `zone`.
    """
    text = plain_date(raw or "")
    if not text:
        return None
    fetched = parse_warc_date(fetched_at) if fetched_at else None
    site_zone = ZoneInfo(zone) if zone else None
    if stamp := _EPOCH.match(text):
        return _moment(_from_epoch(stamp[1]), "second", "offset", fetched)
    for place, found in enumerate(days_in(text, languages, month_first=month_first)):
        if _believable(found.day, fetched):
            read = _with_time(found, site_zone, fetched)
            return _as_of_capture(read) if place and is_ambiguous(text) else read
    if fetched is None:
        return None
    return _without_year(text, fetched, site_zone, languages)


def plain_date(raw: str) -> str:
    """One line of ordinary digits and blanks, cut at LONGEST characters."""
    if raw.isascii():
        return " ".join(raw[: LONGEST * 3].split())[:LONGEST]  # nothing to fold in it
    folded = unicodedata.normalize("NFKC", raw[: LONGEST * 3])
    digits = "".join(_ascii_digit(sign) for sign in folded if unicodedata.category(sign) != "Cf")
    return months_as_one_word(" ".join(digits.split())[:LONGEST])


def _ascii_digit(sign: str) -> str:
    return str(unicodedata.digit(sign)) if sign.isdigit() else sign


_EPOCH = re.compile(r"(\d{10}|\d{13})$")


def _believable(day: date, fetched: datetime | None) -> bool:
    if fetched is None:
        return EARLIEST <= day.year <= LATEST
    return day.year >= EARLIEST and day <= fetched.date() + _FUTURE


def _with_time(found: Day, site_zone: tzinfo | None, fetched: datetime | None) -> ParsedDate | None:
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

_UNIT_PRECISION: dict[str, Precision] = {"month": "month", "year": "year"}
_NO_LETTER = re.compile(r"[\W\d_]+")
_LABEL = re.compile(r"^[^\d:]{0,30}:\s+")
_MOST_LETTERS = 8
"""Beside `yesterday` and a clock, as in `gestern um 15 Uhr`: more tell of something else."""


def _without_year(
    text: str, fetched: datetime, site_zone: tzinfo | None, languages: Sequence[str]
) -> ParsedDate | None:
    """A text that means a moment only beside the capture: `2 hours ago`, `yesterday`, `3 May`."""
    base = fetched.astimezone(site_zone or UTC)
    if ago := time_ago(text):
        return _counted_back(*ago, base, fetched)
    if (back := _days_back_alone(text)) is not None:
        day = Day(base.date() - timedelta(days=back), "day", "", text)
        return _as_of_capture(_with_time(day, site_zone, fetched))
    for found_day in days_without_year(text, languages, fetched):
        if _believable(found_day.day, fetched):
            return _as_of_capture(_with_time(found_day, site_zone, fetched))
    return _relative(text, fetched, site_zone, languages)


def _as_of_capture(read: ParsedDate | None) -> ParsedDate | None:
    """A date that a later capture of the same text makes another."""
    return replace(read, zone_origin="capture") if read is not None else None


def _counted_back(count: int, unit: Unit, base: datetime, fetched: datetime) -> ParsedDate | None:
    """So many units before the capture, as precise as they are."""
    if unit in ("minute", "hour"):
        apart = timedelta(minutes=count) if unit == "minute" else timedelta(hours=count)
        moment = (base - apart).replace(second=0, microsecond=0)
        return _moment(moment, "minute", "capture", fetched)
    day = base.date() - timedelta(days=count * (7 if unit == "week" else 1))
    if unit == "month":
        months = base.year * 12 + base.month - 1 - count
        day = date(months // 12, months % 12 + 1, 1)
    if not _believable(day, fetched):
        return None
    precision: Precision = "month" if unit == "month" else "day"
    value = _coarse_value(day, precision)
    return ParsedDate(value=value, precision=precision, zone_origin="capture")


def _days_back_alone(text: str) -> int | None:
    """0 for today and 1 for yesterday, where the text says little else but a clock."""
    found = days_back(text)
    if found is None:
        return None
    back, rest = found
    return back if len(_NO_LETTER.sub("", _LABEL.sub("", rest))) <= _MOST_LETTERS else None


def _relative(
    text: str, fetched: datetime, site_zone: tzinfo | None, languages: Sequence[str]
) -> ParsedDate | None:
    """A phrase such as "an hour ago", as precise as its unit."""
    if is_length(text):
        return None
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
