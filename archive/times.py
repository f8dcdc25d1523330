"""Times as the archive writes them: UTC, ISO 8601, a closing Z (WARC 1.1 section 5.4, W3C-DTF)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_WARC_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)"
    r"(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$"
)

_USUAL_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?Z", re.ASCII)
"""What datetime.fromisoformat reads in the same way, and quicker."""


def utc_now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def warc_date(moment: datetime) -> str:
    """`2026-11-22T17:35:47.123456Z`: always six digits, so that equal times are equal texts."""
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='microseconds')}Z"


@lru_cache(maxsize=512)  # every question about a capture asks by its time
def sort_key(text: str) -> str:
    """A WARC-Date in the one form whose order as text is the order in time.

    Others write dates without a fraction, with nine digits, or of a day only. What is no date is
    given as it is.
    """
    try:
        return warc_date(parse_warc_date(text))
    except ValueError:
        return text


def parse_warc_date(text: str) -> datetime:
    """The moment a WARC-Date names; coarse dates count from their start.

    Raises ValueError for what is not a W3C-DTF date. Digits beyond microseconds are cut.
    """
    if _USUAL_FORM.fullmatch(text):
        return datetime.fromisoformat(text)
    match = _WARC_DATE.match(text.strip())
    if match is None:
        raise ValueError(f"not a WARC date: {text!r}")
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    micro = int((fraction or "0").ljust(9, "0")[:6])
    moment = datetime(
        int(year),
        int(month or 1),
        int(day or 1),
        int(hour or 0),
        int(minute or 0),
        int(second or 0),
        micro,
        UTC,
    )
    try:
        return moment - _offset(zone)
    except OverflowError as error:
        raise ValueError(f"not a WARC date: {text!r}: beyond the calendar") from error


def is_usual_date(text: str) -> bool:
    """Whether a text is a date of the calendar, to the second or microsecond, in UTC."""
    try:
        return _USUAL_FORM.fullmatch(text) is not None and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _offset(zone: str | None) -> timedelta:
    if zone in (None, "Z"):
        return timedelta()
    assert zone is not None
    sign = -1 if zone[0] == "-" else 1
    digits = zone[1:].replace(":", "")
    return sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))


def timestamp14(text: str) -> str:
    """The 14-digit timestamp of CDX and of Memento URLs: `20261122173547`."""
    return timestamp_of(parse_warc_date(text))


def timestamp_of(moment: datetime) -> str:
    """The same of a moment."""
    return warc_date(moment)[:19].translate(_SIGNS)


_SIGNS = str.maketrans("", "", "-T:")


def from_timestamp14(digits: str) -> datetime:
    """The moment 4 to 14 digits name; missing ones take their lowest value, or ValueError."""
    if not digits.isascii() or not digits.isdigit() or not 4 <= len(digits) <= 14:
        raise ValueError(f"not a timestamp of 4 to 14 digits: {digits!r}")
    padded = digits + "00000101000000"[len(digits) :]
    if len(digits) in (5, 7) and digits[-1] != "0":
        padded = f"{digits}0{padded[len(digits) + 1 :]}"  # half a month or day: 10, 20 or 30
    return datetime.strptime(padded, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


_UNITS = ((48.0, 24.0, "days"), (1.0, 1.0, "h"), (1 / 60, 1 / 60, "min"), (0.0, 1 / 3600, "s"))
"""From so many hours on, hours in one of the unit, its sign."""


def duration_unit(hours: float) -> tuple[float, str]:
    """The unit for a time of so many hours: how many hours it has, and its sign."""
    return next((size, sign) for least, size, sign in _UNITS if hours >= least)


def duration(hours: float) -> str:
    """A time for reading: `11 s`, `2.5 h`, `12 days`; 0 or more hours."""
    size, sign = duration_unit(hours)
    return f"{round(hours / size, 1):g} {sign}"
