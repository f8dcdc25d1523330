"""Whether our clock can be right: by what the collection holds, and by what servers say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low

from archive.index import Index
from archive.index.store import OURS
from archive.times import timestamp14, warc_date
from archive.warc.clock import TOLERANCE, age_of, skew_of
from archive.warc.exchange import WireExchange

_STEP = timedelta(minutes=1)
"""What a clock may be set back by without a word of it."""


def future_captures(index: Index, *, now: datetime) -> list[str]:
    """A warning where the collection has crawled captures that are dated later than now."""
    limit = warc_date(now + _STEP)
    where = f"WHERE timestamp >= ? AND {OURS} ORDER BY timestamp DESC, date DESC"
    rows = [row for row in index.captures(where, (timestamp14(limit),)) if row.date > limit]
    if not rows:
        return []
    newest = rows[0]
    return [
        f"{len(rows)} captures are dated later than now ({warc_date(now)}), the newest {newest.date} "
        f"({newest.url}, {newest.filename}): this computer's clock is wrong now, or it was then; "
        "what is captured now would stand behind them. Set the clock before you go on"
    ]


_FEWEST = 3
"""Servers that must say the time before their majority is believed rather than our clock."""


@dataclass(slots=True)
class _Said:
    """What the freshest answers of a host say: seconds by which its clock is ahead of ours."""

    least: int
    """By Date alone: an answer from a cache may be older, never younger."""
    most: int
    """By Date and Age: too much where a cache gives an Age and makes Date anew."""


class Clocks:
    """What servers say of the time, by the freshest answer of each host.

    An answer from a cache says an earlier time than it is, so one that does not counts for more than
    any that do. It tells that our clock is ahead where even the freshest is behind it, Age included;
    and that ours is behind where a Date is of our future.
    """

    def __init__(self) -> None:
        self._hosts: dict[str, _Said] = {}

    def note(self, exchange: WireExchange) -> None:
        """Take note of an answer, where it says the time."""
        if exchange.head is None:
            return
        headers = exchange.head.headers
        skew = skew_of(headers, exchange.started)
        if skew is None:
            return
        host = exchange.url.split("/", 3)[2]
        least = skew - age_of(headers)
        known = self._hosts.setdefault(host, _Said(least, skew))
        known.least, known.most = max(known.least, least), max(known.most, skew)

    def warnings(self) -> list[str]:
        """A warning where of three servers or more most are on the same side of our clock."""
        if len(self._hosts) < _FEWEST:
            return []
        far = TOLERANCE.total_seconds()
        ahead = [said.least for said in self._hosts.values() if said.least > far]
        behind = [-said.most for said in self._hosts.values() if said.most < -far]
        return [*self._warning("behind", ahead), *self._warning("ahead of", behind)]

    def _warning(self, way: str, apart: list[int]) -> list[str]:
        """`apart`: the seconds of the servers on that side."""
        if 2 * len(apart) <= len(self._hosts):
            return []
        return [
            f"this computer's clock is {median_low(apart):,} s {way} the clocks of {len(apart)} of "
            f"the {len(self._hosts)} servers that say the time (their median): set it; WARC-Date "
            "and fetched_at of this crawl are by it"
        ]
