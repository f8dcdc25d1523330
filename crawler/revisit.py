"""When a URL is due again. Pure: the clock, the state and the outcome are passed in.

An article is visited again when its age has grown by three tenths, and not before the shortest
interval is over: it is looked at often while editors still work on it, and never quite forgotten.
Pages that list articles have fixed intervals. What is gone is confirmed after an hour and after a
day, and then looked for weekly, because articles do come back. What failed is tried again at
doubling intervals. A Retry-After is always waited for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

from archive.times import parse_warc_date, warc_date

SHORTEST = timedelta(minutes=15)
GROWTH = 0.3
LONGEST_BACKOFF = timedelta(days=1)
LONGEST_WAIT = timedelta(days=7)
"""No Retry-After is believed beyond this."""

GONE: tuple[timedelta, ...] = (timedelta(hours=1), timedelta(days=1), timedelta(days=7))
"""After the first, the second and every further 404 or 410 in a row."""

REFUSED = timedelta(days=1)
"""After any other 4xx: asking more often does not make it an answer."""

LISTINGS: Mapping[str, int] = {"feed": 1, "sitemap": 1, "front_page": 1, "section": 4}
"""Page types that list articles: their interval in multiples of the shortest."""

ARTICLES = frozenset({"article", "live_blog"})
"""Page types that are visited by age."""

_GONE_STATUSES = frozenset({404, 410})
_PASSING_STATUSES = frozenset({408, 425, 429})
"""4xx that mean "not now"; 5xx and no answer mean the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitState:
    """What is known of a URL before a visit, small enough for a frontier's meta."""

    page_type: str
    """As `reading` tells it: article, live_blog, front_page, section, feed, sitemap, …"""
    first_seen: datetime
    published: datetime | None = None
    gone: int = 0
    """How many 404 or 410 in a row."""
    failed: int = 0
    """How many visits in a row without a usable answer."""

    def after(self, outcome: VisitOutcome) -> VisitState:
        """The state that the visit leaves behind."""
        return replace(
            self,
            page_type=outcome.page_type or self.page_type,
            published=outcome.published or self.published,
            gone=self.gone + 1 if outcome.gone else 0,
            failed=self.failed + 1 if outcome.failed else 0,
        )

    def to_meta(self) -> dict[str, str]:
        """The state as a frontier's meta keeps it."""
        meta = {"page_type": self.page_type, "first_seen": warc_date(self.first_seen)}
        published = warc_date(self.published) if self.published else ""
        return {**meta, "published": published, "gone": str(self.gone), "failed": str(self.failed)}

    @classmethod
    def from_meta(cls, meta: Mapping[str, str], *, page_type: str, now: datetime) -> VisitState:
        """The state out of a meta; of a URL never visited, `page_type` and `now` begin it."""
        published = meta.get("published")
        return cls(
            page_type=meta.get("page_type", page_type),
            first_seen=parse_warc_date(meta["first_seen"]) if "first_seen" in meta else now,
            published=parse_warc_date(published) if published else None,
            gone=int(meta.get("gone", "0")),
            failed=int(meta.get("failed", "0")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitOutcome:
    """What a visit gave."""

    status: int | None
    """None where no answer came."""
    page_type: str | None = None
    """What the page turned out to be; None where that was not to be told (304, errors)."""
    published: datetime | None = None
    retry_after: datetime | None = None

    @property
    def gone(self) -> bool:
        return self.status in _GONE_STATUSES

    @property
    def failed(self) -> bool:
        """No answer, or one that says to come back later."""
        return self.status is None or self.status >= 500 or self.status in _PASSING_STATUSES


class RevisitPolicy(Protocol):
    """Decides when a URL is due again."""

    def next_due(self, state: VisitState, outcome: VisitOutcome, now: datetime) -> datetime | None:
        """The next visit; None for never. `state` is the one before the visit."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeProportional:
    """max(`shortest`, `growth` x age) for articles, fixed intervals for listings."""

    shortest: timedelta = SHORTEST
    growth: float = GROWTH

    def next_due(self, state: VisitState, outcome: VisitOutcome, now: datetime) -> datetime | None:
        after = state.after(outcome)
        wait = self._wait(after, outcome, now)
        if wait is None:
            return None
        due = now + max(wait, self.shortest)
        return (
            max(due, min(outcome.retry_after, now + LONGEST_WAIT)) if outcome.retry_after else due
        )

    def _wait(self, after: VisitState, outcome: VisitOutcome, now: datetime) -> timedelta | None:
        if outcome.failed:
            doublings = min(after.failed - 1, 20)
            return min(self.shortest * (1 << doublings), LONGEST_BACKOFF)
        if outcome.gone:
            return GONE[min(after.gone, len(GONE)) - 1]
        if outcome.status is not None and outcome.status >= 400:
            return REFUSED
        if after.page_type in LISTINGS:
            return self.shortest * LISTINGS[after.page_type]
        if after.page_type in ARTICLES:
            return (now - (after.published or after.first_seen)) * self.growth
        return None


def retry_after(value: str | None, now: datetime) -> datetime | None:
    """The moment a Retry-After header names (RFC 9110 section 10.2.3): seconds or an HTTP date.

    None for what is neither; a date that is past is `now`.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return now + timedelta(seconds=min(int(text[:9]), LONGEST_WAIT.total_seconds()))
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(now, aware.astimezone(UTC))
