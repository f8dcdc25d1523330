"""Times as the archive writes them: UTC, ISO 8601, a closing Z (WARC 1.1 section 5.4, W3C-DTF)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_WARC_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)"
    r"(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$"
)


def utc_now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def warc_date(moment: datetime) -> str:
    """`2026-11-22T17:35:47.123456Z`: always six digits, so that equal times are equal texts."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_warc_date(text: str) -> datetime:
    """The moment a WARC-Date names; coarse dates count from their start.

    Raises ValueError for what is not a W3C-DTF date. Digits beyond microseconds are cut.
    """
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
    return moment - _offset(zone)


def _offset(zone: str | None) -> timedelta:
    if zone in (None, "Z"):
        return timedelta()
    assert zone is not None
    sign = -1 if zone[0] == "-" else 1
    digits = zone[1:].replace(":", "")
    return sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))


def timestamp14(text: str) -> str:
    """The 14-digit timestamp of CDX and of Memento URLs: `20261122173547`."""
    return parse_warc_date(text).strftime("%Y%m%d%H%M%S")


def from_timestamp14(digits: str) -> datetime:
    """The moment 4 to 14 digits name; missing ones take their lowest value, or ValueError."""
    if not digits.isascii() or not digits.isdigit() or not 4 <= len(digits) <= 14:
        raise ValueError(f"not a timestamp of 4 to 14 digits: {digits!r}")
    padded = digits + "00000101000000"[len(digits) :]
    return datetime.strptime(padded, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
