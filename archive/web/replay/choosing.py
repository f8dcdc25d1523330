"""Which capture answers for a moment: the nearest, and for a picture or a sheet one that worked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import urljoin

from archive.collection import Collection
from archive.times import from_timestamp14
from archive.urls import surt
from archive.warc.rows import CRAWLED, CaptureRow
from archive.web.replay.address import RAW, VIEW

_MOST_LOOKED_UP = 2000


def choose(rows: Sequence[CaptureRow], moment: datetime, modifier: str) -> CaptureRow | None:
    """The capture for a moment. A page is the nearest one, whatever it answered: that it was gone
    is history too. A requisite is the nearest that answered well, if any did."""
    if modifier not in (VIEW, RAW):
        rows = [row for row in rows if is_good(row)] or rows
    return min(rows, key=lambda row: _distance(row, moment)) if rows else None


def is_good(row: CaptureRow) -> bool:
    """Whether the capture has the resource itself to show."""
    return row.status == 200 or row.rec_type != "response"


def _distance(row: CaptureRow, moment: datetime) -> tuple[float, bool, bool]:
    """Of two of the same second our own comes first, whatever it answered: nothing that is imported
    takes its place."""
    seconds = abs((from_timestamp14(row.timestamp) - moment).total_seconds())
    return seconds, row.origin != CRAWLED, not is_good(row)


def captured_in(collection: Collection) -> Callable[[str], bool]:
    """Whether the collection has a URL in a state to show; each is looked up once.

    Behind a number of URLs that only a hostile page has, all others count as captured.
    """
    known: dict[str, bool] = {}

    def is_captured(url: str) -> bool:
        if url not in known:
            if len(known) >= _MOST_LOOKED_UP:
                return True
            known[url] = any(is_good(row) for row in collection.captures(url))
        return known[url]

    return is_captured


def target_of(row: CaptureRow, location: str) -> str | None:
    """The absolute http(s) URL that a redirect names; None where it names none."""
    try:
        target = urljoin(row.url, location.strip())
    except ValueError:  # a bracket that is no IPv6 address
        return None
    return target if target.startswith(("http://", "https://")) else None


def beyond(rows: Sequence[CaptureRow], row: CaptureRow, target: str) -> CaptureRow | None:
    """Where a redirect that leads to its own key (http to https, a slash more) really leads:
    the nearest capture that is no redirect. None where the target is another resource."""
    if surt(target) != row.urlkey:
        return None
    others = [one for one in rows if one.status is None or not 300 <= one.status < 400]
    return choose(others, from_timestamp14(row.timestamp), VIEW)
