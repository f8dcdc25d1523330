"""Pictures of time: where visits, revisions and captures stand between the first and the last.

Positions are shares of the width in tenths of a percent (0 to 1000), so that a template only draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.collection import Revision
from archive.records import Observation
from archive.times import parse_warc_date, timestamp14
from archive.warc.rows import CaptureRow
from archive.web.pages import view_path

_WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Dot:
    """One visit or capture."""

    x: float
    kind: str
    """An observation's outcome, or the class of a capture's status: `ok`, `moved`, `failed`."""
    title: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Bar:
    """How long a revision is known to have stood."""

    x: float
    width: float
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is drawn between two moments."""

    first: str
    last: str
    dots: tuple[Dot, ...]
    bars: tuple[Bar, ...] = ()


def article_timeline(
    revisions: Sequence[Revision], observations: Sequence[Observation]
) -> Timeline | None:
    """An article's visits, and its revisions from when each was seen until the next one was."""
    times = [one.fetched_at for one in observations] + [one.first_observed for one in revisions]
    if not times:
        return None
    scale = _Scale(times)
    return Timeline(
        first=min(times),
        last=max(times),
        dots=tuple(_visit(one, scale) for one in observations),
        bars=tuple(_standing(revisions, place, scale) for place in range(len(revisions))),
    )


def capture_timeline(rows: Sequence[CaptureRow]) -> Timeline | None:
    """The captures of one URL."""
    if not rows:
        return None
    scale = _Scale([row.date for row in rows])
    dots = tuple(
        Dot(
            scale.x(row.date),
            _kind(row.status),
            f"{row.date}: {row.status or 'no status'}",
            view_path(row.timestamp, row.url),
        )
        for row in rows
    )
    return Timeline(rows[0].date, rows[-1].date, dots)


class _Scale:
    """From moments to positions; a single moment stands in the middle."""

    def __init__(self, times: Sequence[str]) -> None:
        moments = [parse_warc_date(text) for text in times]
        self.start = min(moments)
        self.seconds = (max(moments) - self.start).total_seconds()

    def x(self, time: str) -> float:
        if not self.seconds:
            return _WIDTH / 2
        passed = (parse_warc_date(time) - self.start).total_seconds()
        return round(min(max(passed / self.seconds, 0.0), 1.0) * _WIDTH, 1)


def _visit(one: Observation, scale: _Scale) -> Dot:
    link = view_path(timestamp14(one.fetched_at), one.capture.url) if one.capture else None
    return Dot(scale.x(one.fetched_at), one.outcome, f"{one.fetched_at}: {one.outcome}", link)


def _standing(revisions: Sequence[Revision], place: int, scale: _Scale) -> Bar:
    revision = revisions[place]
    following = revisions[place + 1] if place + 1 < len(revisions) else None
    until = following.first_observed if following else revision.last_observed
    start, end = scale.x(revision.first_observed), scale.x(until)
    title = f"Revision {revision.number}, first seen {revision.first_observed}"
    return Bar(start, round(max(end - start, 0.0), 1), revision.number, title)


def _kind(status: int | None) -> str:
    if status is None or status < 300 or status == 304:
        return "ok"
    return "moved" if status < 400 else "failed"
