"""Which post of JSON-LD is which of those that the page shows: `places_of`.

Many posts of a live-blog share a title ("Goal!") or their opening words, so nothing names a post
that stands twice on either side:
- an id or a whole text names it for sure;
- a title, the beginning or the end of a text does where the two times do not say otherwise;
- what several share names one of them together with its minute.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime, timedelta

from crawler.extraction.candidates import folded
from crawler.extraction.live_boxes import id_key
from crawler.items import LivePostItem

_COMPARED = 80
"""Characters of a post's text by which it is known again: a page may cut what follows."""
_LEAST_COMPARED = 25
_LONGEST_DATE = 40
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]([0-5]\d)(?!\d)")
_NEAR = 5
"""Minutes by which the page and JSON-LD may tell one post's time apart."""
_ZONE_STEP, _WIDEST = 15, 14 * 60
"""Minutes: what zones differ by, and the most that one is from Greenwich."""
_YEAR_ONE = datetime(1, 1, 1)

Key = Callable[[LivePostItem], Hashable | None]


def places_of(told: Sequence[LivePostItem], shown: Sequence[LivePostItem]) -> list[int | None]:
    """For each post that is told the place of the same among those shown; None where it is not
    shown, or nothing tells which it is. No place is there twice."""
    places: list[int | None] = [None] * len(told)
    taken: set[int] = set()
    for key, is_sure in _KEYS:
        theirs = _alone(map(key, shown))
        for name, place in _alone(map(key, told)).items():
            at = theirs.get(name)
            if at is None or at in taken or places[place] is not None:
                continue
            if is_sure or not _differ(told[place].date_published, shown[at].date_published):
                places[place] = at
                taken.add(at)
    return places


def _alone(names: Iterable[Hashable | None]) -> dict[Hashable, int]:
    """The place of each name that stands there once."""
    places: dict[Hashable, int] = {}
    several: set[Hashable] = set()
    for place, name in enumerate(names):
        if name in places:
            several.add(name)
        elif name is not None:
            places[name] = place
    return {name: place for name, place in places.items() if name not in several}


# --- what names a post --------------------------------------------------------------------------


def _id(post: LivePostItem) -> str | None:
    return id_key(post.id) if post.id else None


def _title(post: LivePostItem) -> str | None:
    return folded(post.headline) if post.headline else None


def _text(post: LivePostItem) -> str | None:
    text = folded(" ".join(post.text.split()))
    return text if len(text) >= _LEAST_COMPARED else None


def _beginning(post: LivePostItem) -> str | None:
    text = folded(" ".join(post.text[: 2 * _COMPARED].split()))[:_COMPARED]
    return text if len(text) >= _LEAST_COMPARED else None


def _end(post: LivePostItem) -> str | None:
    text = folded(" ".join(post.text[-2 * _COMPARED :].split()))[-_COMPARED:]
    return text if len(text) >= _LEAST_COMPARED else None


def _with_minute(key: Key) -> Key:
    def both(post: LivePostItem) -> Hashable | None:
        name, moment = key(post), _moment(post.date_published)
        return (name, moment) if name is not None and moment is not None else None

    return both


_KEYS: tuple[tuple[Key, bool], ...] = (
    (_id, True),
    (_text, True),
    (_title, False),
    (_beginning, False),
    (_end, False),
    (_with_minute(_title), False),
    (_with_minute(_beginning), False),
)
"""What names a post, the surest first; whether it does whatever the times say."""


# --- times --------------------------------------------------------------------------------------


def _differ(one: str | None, other: str | None) -> bool:
    """Whether two times cannot be of one post, whatever zones they are of where none is written."""
    first, second = _moment(one), _moment(other)
    if first is not None and second is not None:
        apart = abs(first[0] - second[0])
        if first[1] and second[1]:
            return apart > _NEAR
        return apart > _WIDEST or _is_between_zones(apart)
    minutes = [_minute(text) for text in (one, other)]
    return None not in minutes and _is_between_zones(abs((minutes[0] or 0) - (minutes[1] or 0)))


def _is_between_zones(minutes: int) -> bool:
    """Whether times so far apart are of two minutes, and not of two zones."""
    return 1 < minutes % _ZONE_STEP < _ZONE_STEP - 1


def _moment(text: str | None) -> tuple[int, bool] | None:
    """Minutes since the year 1 of a time in ISO 8601, and whether its zone is written."""
    if not text or len(text) > _LONGEST_DATE or "T" not in text.replace(" ", "T"):
        return None
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    offset = read.utcoffset()
    apart = read.replace(tzinfo=None) - _YEAR_ONE - (offset or timedelta(0))
    return apart // timedelta(minutes=1), offset is not None


def _minute(text: str | None) -> int | None:
    """The minute of the hour of a time as printed."""
    match = _CLOCK.search(text[:_LONGEST_DATE]) if text else None
    return int(match[1]) if match is not None else None
