"""Whether our clock can be right: by what the collection holds, and by what servers say."""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median

from archive.index import Index
from archive.index.store import OURS
from archive.times import timestamp14, warc_date
from archive.warc.clock import TOLERANCE, skew_of
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


class Clocks:
    """What servers say of the time: of each host the first answer that does."""

    def __init__(self) -> None:
        self._skews: dict[str, int] = {}

    def note(self, exchange: WireExchange) -> None:
        """Take note of an answer, where it is the first of its host."""
        host = exchange.url.split("/", 3)[2]
        if host in self._skews or exchange.head is None:
            return
        skew = skew_of(exchange.head.headers, exchange.started)
        if skew is not None:
            self._skews[host] = skew

    def warnings(self) -> list[str]:
        """A warning where most servers say another time than our clock."""
        if not self._skews:
            return []
        apart = round(median(self._skews.values()))
        if abs(apart) <= TOLERANCE.total_seconds():
            return []
        far = sum(abs(skew) > TOLERANCE.total_seconds() for skew in self._skews.values())
        way = "behind" if apart > 0 else "ahead of"
        return [
            f"this computer's clock is {abs(apart):,} s {way} the clocks of {far} of the "
            f"{len(self._skews)} servers that say the time (their median): set it; WARC-Date and "
            "fetched_at of this crawl are by it"
        ]
