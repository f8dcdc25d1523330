"""Whether the dates of a file's records can be right: none is of the future, and servers agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from archive.times import parse_warc_date, utc_now, warc_date
from archive.verify.findings import Problem
from archive.verify.record import Told
from archive.warc.clock import TOLERANCE, skew_of
from archive.warc.http import headers_of

_STEP = timedelta(minutes=1)
"""What a clock may be set by without a word of it."""
_HEADER = re.compile(rb"^(?:date|age):[^\r\n]*", re.IGNORECASE | re.MULTILINE)
_ANSWERS = frozenset({"response", "revisit"})


class Clock:
    """The dates of the records so far; of those that cannot be right the first, and how many."""

    def __init__(self, closed: str | None = None) -> None:
        """`closed` is when the file had all its records (WARC-Date), where that is known."""
        now = warc_date(utc_now())
        latest = min(closed or now, now)
        self._latest = "now" if latest == now else f"{latest}, when the file was hashed"
        self._limit = warc_date(parse_warc_date(latest) + _STEP)
        self._future: list[Problem] = []
        self._future_count = 0
        self._apart: list[Problem] = []
        self._skews: list[int] = []
        """The least and the greatest of those that are too far."""
        self._apart_count = self._answers = 0

    def add(self, record: Told) -> None:
        """Take note of a record whose block is read."""
        date = record.get("WARC-Date") or ""
        if date > self._limit:  # as texts; nearly always it ends here
            self._ahead(record, date)
        if record.rec_type in _ANSWERS:
            self._answer(record, date)

    def _ahead(self, record: Told, date: str) -> None:
        try:
            parse_warc_date(date)
        except ValueError:
            return  # said of the date itself
        self._future_count += 1
        if not self._future:
            self._future.append(_of(record, "date-future", date))

    def _answer(self, record: Told, date: str) -> None:
        head = record.kept.partition(b"\r\n\r\n")[0]
        lines = _HEADER.findall(head)
        if not lines:
            return
        try:
            skew = skew_of(headers_of(lines), parse_warc_date(date))
        except (ValueError, OverflowError):
            return  # said of the date itself
        if skew is None:
            return
        self._answers += 1
        if abs(skew) <= TOLERANCE.total_seconds():
            return
        self._apart_count += 1
        self._skews = [min([*self._skews, skew]), max([*self._skews, skew])]
        if not self._apart:
            self._apart.append(_of(record, "date-apart", date))

    def problems(self) -> Iterator[Problem]:
        """What can be said once the whole file was seen: a finding a rule, of the first record."""
        for first in self._future:
            said = f"WARC-Date {first.message} is later than {self._latest}"
            more = f"; so are {self._future_count - 1} more of the file" * (self._future_count > 1)
            yield first._replace(message=said + more)
        for first in self._apart:
            least, greatest = self._skews
            span = f"{least:+,} s" + (f" to {greatest:+,} s" if greatest != least else "")
            yield first._replace(
                message=f"Date (with Age) is {span} from WARC-Date in {self._apart_count} of the "
                f"{self._answers} answers that have it, first here"
            )


def _of(record: Told, rule: str, message: str) -> Problem:
    return Problem(rule, message, record.offset, record.record_id, record.url)
