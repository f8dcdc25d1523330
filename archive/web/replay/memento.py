"""Memento (RFC 7089): the headers of a memento, the TimeGate's choice, and TimeMaps.

Everything here is text made of rows; `Origin` says under which address the replay port is reached.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from archive.times import from_timestamp14
from archive.warc.rows import CaptureRow
from archive.web.replay.address import VIEW, Address, in_header

LINK_FORMAT = "application/link-format"


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of one original resource on a replay port such as `http://127.0.0.1:8081`."""

    origin: str
    url: str

    @property
    def timegate(self) -> str:
        return f"{self.origin}/timegate/{in_header(self.url)}"

    @property
    def timemap(self) -> str:
        return f"{self.origin}/timemap/link/{in_header(self.url)}"

    def memento(self, timestamp: str, modifier: str = VIEW) -> str:
        return self.origin + Address(timestamp, modifier, self.url).path


def http_date(moment: datetime) -> str:
    """`Tue, 12 Nov 2019 10:00:00 GMT` (RFC 9110, 5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def accept_datetime(header: str | None) -> datetime | None:
    """The moment that a client asks for; None without the header. ValueError for no HTTP date."""
    if header is None:
        return None
    moment = parsedate_to_datetime(header.strip())
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def memento_datetime(row: CaptureRow) -> str:
    """The Memento-Datetime of a capture (2.1.1)."""
    return http_date(from_timestamp14(row.timestamp))


def memento_link(places: Places, rows: Sequence[CaptureRow], timestamp: str | None) -> str:
    """The Link header of a memento, or of a TimeGate where `timestamp` is None (2.2).

    `rows` are all captures of the resource, oldest first.
    """
    links = [f'<{in_header(places.url)}>; rel="original"']
    if timestamp is not None:
        links.append(f'<{places.timegate}>; rel="timegate"')
    links.append(_timemap_link(places, rows, "timemap"))
    links.extend(_neighbours(places, rows, timestamp))
    return ", ".join(links)


def timemap(places: Places, rows: Sequence[CaptureRow]) -> str:
    """The TimeMap as application/link-format (5)."""
    links = [
        f'<{in_header(places.url)}>; rel="original"',
        _timemap_link(places, rows, "self"),
        f'<{places.timegate}>; rel="timegate"',
    ]
    moments = list(_moments(rows))
    for position, timestamp in enumerate(moments):
        ends = {"first": position == 0, "last": position == len(moments) - 1}
        links.append(_memento(places, timestamp, [name for name, is_it in ends.items() if is_it]))
    return ",\n".join(links) + "\n"


def _timemap_link(places: Places, rows: Sequence[CaptureRow], relation: str) -> str:
    link = f'<{places.timemap}>; rel="{relation}"; type="{LINK_FORMAT}"'
    if rows:
        first, last = memento_datetime(rows[0]), memento_datetime(rows[-1])
        link += f'; from="{first}"; until="{last}"'
    return link


def _neighbours(places: Places, rows: Sequence[CaptureRow], timestamp: str | None) -> Iterator[str]:
    """first, prev, the memento itself, next and last; one link where one moment is several."""
    moments = list(_moments(rows))
    relations: dict[str, list[str]] = {}
    for name, moment in _related(moments, timestamp):
        relations.setdefault(moment, []).append(name)
    for moment in sorted(relations):
        yield _memento(places, moment, [name for name in relations[moment] if name])


def _related(moments: list[str], timestamp: str | None) -> Iterator[tuple[str, str]]:
    if not moments:
        return
    yield "first", moments[0]
    yield "last", moments[-1]
    if timestamp is not None:
        at = bisect_left(moments, timestamp)
        yield "", timestamp
        if at > 0:
            yield "prev", moments[at - 1]
        if (behind := bisect_right(moments, timestamp)) < len(moments):
            yield "next", moments[behind]


def _memento(places: Places, timestamp: str, relations: list[str]) -> str:
    relation = " ".join([*relations, "memento"])
    moment = http_date(from_timestamp14(timestamp))
    return f'<{places.memento(timestamp)}>; rel="{relation}"; datetime="{moment}"'


def _moments(rows: Iterable[CaptureRow]) -> Iterator[str]:
    """The distinct timestamps, in order."""
    last = ""
    for row in rows:
        if row.timestamp != last:
            last = row.timestamp
            yield last
