"""Dates as feeds and sitemaps write them (W3C-DTF), as aware datetimes in UTC."""

from __future__ import annotations

from datetime import UTC, datetime

from dateutil.parser import isoparse

from archive.times import parse_warc_date


def w3c_date(text: str | None) -> datetime | None:
    """The moment of a W3C-DTF date, from its start where coarse; None for what is no date."""
    plain = (text or "").strip()
    for parse in (parse_warc_date, isoparse):
        try:
            moment = parse(plain)
            aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return aware.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None
