"""Times of day in printed dates, and the zones beside them: `time_in`, `zone_after`."""

from __future__ import annotations

import re
from datetime import time, timedelta, timezone, tzinfo
from typing import Literal

from archive.records import Precision

ZoneOrigin = Literal["offset", "name", "site", "capture"]

_CLOCK = re.compile(
    r"(?:(午前|上午|凌晨|早上|오전)|(午後|下午|晚上|오후))?\s?"
    r"(?<![\d:])(\d{1,2})(?::|\s?h\s?|時|시\s?|点|點|\.(?=\d\d(?!\d|\.\d)))(\d{2})[분分]?"
    r"(?::(\d{1,2}))?(?:[.,]\d{1,9})?\s?(am\b|pm\b|a\.\s?m\.|p\.\s?m\.|ق\.ظ|ب\.ظ|π\.?μ|μ\.?μ)?",
    re.IGNORECASE,
)
_AFTERNOON = ("p", "ب", "μ")
_HOUR_ONLY = re.compile(r"(?<![\d:])(\d{1,2})\s?(am\b|pm\b|a\.m\.|p\.m\.)", re.IGNORECASE)
_FULL_HOUR = re.compile(
    r"(?:(?:\bà|\bàs|\ba las|\balle|\bore|\bkl\.?|\bklo|\bum|,)\s|\bd[’']|^)(\d{1,2})\s?h\b(?!\s?\d)"
    r"|(?<![\d:.])(\d{1,2})\s?(?:uhr\b|時(?!間)|时(?!间)|点(?!钟?前)|點(?!鐘?前)|시(?!간))",
    re.IGNORECASE,
)
"""An hour without minutes: `à 15h`, `15 Uhr`, `15時`."""
_OFFSET = re.compile(r"\s?\(?(?:UTC|GMT|Z)?\s?([+\-−])(\d{1,2}):?(\d{2})?(?!\d)")
_ZONE_NAME = re.compile(r"\s?\(?([A-Za-z]{1,5}|мск|МСК)\b")

_ZONES = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "WET": 0,
    "BST": 60,
    "WEST": 60,
    "CET": 60,
    "MEZ": 60,
    "SAST": 120,
    "CEST": 120,
    "MESZ": 120,
    "EET": 120,
    "EEST": 180,
    "MSK": 180,
    "МСК": 180,
    "EAT": 180,
    "WIB": 420,
    "HKT": 480,
    "SGT": 480,
    "JST": 540,
    "KST": 540,
    "AEST": 600,
    "AEDT": 660,
    "NZST": 720,
    "NZDT": 780,
    "EST": -300,
    "EDT": -240,
    "CDT": -300,
    "MST": -420,
    "MDT": -360,
    "PST": -480,
    "PDT": -420,
}
"""Minutes east of Greenwich of the names that mean one zone in news (IST and CST mean several)."""


def time_in(text: str) -> tuple[time, Precision, str] | None:
    """The time of day in a text, its precision, and the text after it."""
    match = _CLOCK.search(text)
    if match is not None:
        hour, minute, second = match[3], match[4], match[5]
        precision: Precision = "second" if second else "minute"
        half = match[6] or ("am" if match[1] else "pm" if match[2] else None)
    elif (match := _HOUR_ONLY.search(text)) is not None:
        hour, minute, second, half, precision = match[1], "0", None, match[2], "minute"
    elif (match := _FULL_HOUR.search(text)) is not None:
        hour, minute, second, half, precision = match[1] or match[2], "0", None, None, "minute"
    else:
        return None
    try:
        clock = time(_hour(int(hour), half), int(minute), int(second or 0))
    except ValueError:
        return None  # 25:61 is no time of day
    return clock, precision, text[match.end() :]


def _hour(hour: int, half: str | None) -> int:
    if half is None or hour > 12:
        return hour
    return hour % 12 + (12 if half[0].lower() in _AFTERNOON else 0)


def zone_after(rest: str, site_zone: tzinfo | None) -> tuple[tzinfo | None, ZoneOrigin | None]:
    """The zone printed after a time of day, else the site's."""
    if match := _OFFSET.match(rest):
        sign = 1 if match[1] == "+" else -1
        hours, minutes = int(match[2]), int(match[3] or 0)
        if hours <= 14 and minutes < 60:
            return timezone(sign * timedelta(hours=hours, minutes=minutes)), "offset"
    if (match := _ZONE_NAME.match(rest)) and match[1].upper() in _ZONES:
        minutes = _ZONES[match[1].upper()]
        origin: ZoneOrigin = "offset" if match[1] == "Z" else "name"
        return timezone(timedelta(minutes=minutes)), origin
    return (site_zone, "site") if site_zone else (None, None)
