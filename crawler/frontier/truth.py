"""Takes back what the frontier claims beyond the truth.

An acknowledgement comes after its capture is on the device, so the two part only where a WARC was
lost or cut, or an older copy of the collection was put in its place. A visit that is acknowledged
as done without a capture of about that time is then made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from crawler.frontier.base import Frontier, Outcome

LONGEST_VISIT = timedelta(minutes=20)
"""From the start of a fetch, which dates the capture, to the acknowledgement; twice a lease."""


def beyond_truth(
    outcomes: Iterable[Outcome], last_capture: Callable[[str], datetime | None]
) -> list[str]:
    """The URLs whose last visit is acknowledged as done and of which no capture tells.

    `last_capture` gives the time of a URL's latest capture, None where it has none.
    """
    claimed = [outcome for outcome in outcomes if outcome.verdict == "done"]
    return [each.url for each in claimed if not _is_told(each.at, last_capture(each.url))]


def take_back(
    frontier: Frontier, last_capture: Callable[[str], datetime | None], *, now: datetime
) -> int:
    """Makes such visits of every unfinished run due again; how many there were."""
    return sum(
        frontier.retract(run, beyond_truth(frontier.outcomes(run), last_capture), now=now)
        for run in frontier.open_runs()
    )


def _is_told(acknowledged: datetime, captured: datetime | None) -> bool:
    return captured is not None and captured >= acknowledged - LONGEST_VISIT
