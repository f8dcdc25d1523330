"""How far our clock and a server's are apart, by what its answers say of the time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

from archive.warc.http import Headers, first

TOLERANCE = timedelta(minutes=5)
"""How far a server's clock may be from ours before it is said."""


def skew_of(headers: Headers, at: datetime) -> int | None:
    """Whole seconds by which the server's clock was ahead of ours; None where it does not say.

    `at` is when it was asked by our clock. Date is when the answer was made (RFC 9110 section
    6.6.1); one from a cache is older by its Age (RFC 9111 section 5.1). How long the answer took is
    in it, and a cache that gives no Age looks like a clock that is behind.
    """
    said = first(headers, "Date")
    made = http_date(said) if said else None
    if made is None:
        return None
    return round((made - at).total_seconds()) + age_of(headers)


def age_of(headers: Headers) -> int:
    """Seconds for which a cache has had the answer, by its Age; 0 where it says none."""
    age = first(headers, "Age") or "0"
    return int(age) if age.isascii() and age.isdigit() and len(age) < 10 else 0


@lru_cache(maxsize=256)
def http_date(text: str) -> datetime | None:
    """The moment of an HTTP date; None where it is none."""
    try:
        made = parsedate_to_datetime(text)
        return made.replace(tzinfo=UTC) if made.tzinfo is None else made.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
