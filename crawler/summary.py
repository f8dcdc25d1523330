"""What a crawl has to tell at its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from time import monotonic

from archive.drift import FieldDrift, Tally
from archive.drift_alarms import Alarm, Limits, alarms
from crawler.frontier import Lead, Verdict


@dataclass(slots=True)
class Summary:
    """What a crawl has to tell: every failed and skipped URL, and why."""

    counts: Counter[str] = field(default_factory=Counter)
    """captures, articles_new, revisions_new, comments_new, unchanged."""
    failed: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    visited: dict[str, bool] = field(default_factory=dict)
    """Target to whether it has yielded a page."""
    repaired: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    """What may be wrong with what is captured, and what to do."""
    drift: Tally = field(default_factory=Tally)
    """Per site and field, how often the records have it."""
    limits: Limits = field(default_factory=Limits)
    unrecorded: int = 0
    """Captures that could not be recorded."""
    begun: float = field(default_factory=monotonic)

    @property
    def empty_targets(self) -> list[str]:
        """Targets that yielded no page at all."""
        return [url for url, yielded in self.visited.items() if not yielded]

    @property
    def alarms(self) -> list[Alarm]:
        """What of the records is beyond the limits that the user set."""
        return alarms(self.drift, self.limits)

    def settled(self, lead: Lead, outcome: Verdict, reason: str | None) -> None:
        """Note how a visit ended."""
        if outcome == "failed":
            self.failed[lead.url] = reason or "no answer"
        elif reason:
            self.skipped[lead.url] = reason
        if lead.kind == "seed":
            self.visited[lead.url] = self.visited.get(lead.url, False) or outcome == "done"

    def visited_again(self, url: str) -> None:
        """Forget how the visit before ended; this one may end better."""
        self.failed.pop(url, None)
        self.skipped.pop(url, None)

    def as_json(self) -> dict[str, object]:
        """The document of `crawl --json`."""
        names = ("captures", "articles_new", "revisions_new", "comments_new", "unchanged")
        return {
            **{name: self.counts[name] for name in names},
            "failed": [{"url": url, "reason": why} for url, why in self.failed.items()],
            "skipped": [{"url": url, "reason": why} for url, why in self.skipped.items()],
            "warnings": self.warnings,
            "drift": [
                {"site": site, "field": name, **_counts(counted)}
                for site, name, counted in self.drift.rows()
            ],
            "alarms": [str(alarm) for alarm in self.alarms],
            "seconds": round(monotonic() - self.begun, 3),
        }


def _counts(counted: FieldDrift) -> dict[str, int]:
    names = ("pages", "filled", "disagreed", "missed")
    return {name: getattr(counted, name) for name in names}
