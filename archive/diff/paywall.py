"""What a paywall hides is no removal, and what stands behind it once it is lifted is no addition.

Rules
- A page went behind a paywall when it says so at the later capture and did not at the earlier one; it
  came out when it said so at the earlier capture and does not at the later one. Then what is gone, or
  what has come, and text that breaks off at the one and goes on at the other, is never silent.
- A page that says at both captures that it is not free may show more to one visit than to another:
  what is missing at the end of the text is never silent; nor is what has come at its end, where that
  is half of the text or more. Anything else is judged as on any page.
- The reason says so. Weights stay: how much a reader no longer sees is still the measure.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from archive.diff.events import Event
from archive.diff.significance import RULES
from archive.records import Article

_GONE = frozenset({"block_removed", "image_removed", "live_post_removed", "correction_removed"})
_COME = frozenset({"block_added", "image_added", "live_post_added", "correction_added"})
_BREAKS_OFF = " \t\n\xa0.…[]()"


@dataclasses.dataclass(frozen=True, slots=True)
class _Wall:
    """How a paywall stands between two captures: what it explains, and in which words."""

    why: str
    cut: str
    note: str
    hides: bool
    """Whether the later capture shows less; else the earlier one did."""
    only_end: bool = False


_WENT_BEHIND = _Wall(
    why="the page went behind a paywall between the captures",
    cut="The text breaks off",
    note="The page went behind a paywall between the two captures; what is no longer shown may still "
    "be there for subscribers.",
    hides=True,
)
_CAME_OUT = _Wall(
    why="the page was behind a paywall at the earlier capture",
    cut="The text broke off",
    note="The page was behind a paywall at the earlier capture only; what is now shown may have been "
    "there for subscribers before.",
    hides=False,
)
_LESS = _Wall(
    why="the page says that it is not free, and may show this to subscribers",
    cut="The text breaks off",
    note="The page says that it is not free to read, and shows less at the end than before; that may "
    "still be there for subscribers.",
    hides=True,
    only_end=True,
)
_MORE = _Wall(
    why="the page says that it is not free, and may have shown this to subscribers before",
    cut="The text broke off",
    note="The page says that it is not free to read, and shows more at the end than before; that may "
    "have been there for subscribers.",
    hides=False,
    only_end=True,
)


def explained(
    events: Sequence[Event], old: Article, new: Article
) -> tuple[list[Event], tuple[str, ...]]:
    """The events, those that a paywall explains with that reason and not silent; and the notes."""
    wall = _wall_between(old, new, events)
    if wall is None:
        return list(events), ()
    is_of_wall = _at_end(wall, events, old, new) if wall.only_end else _anywhere
    return [_explained(event, wall, is_of_wall) for event in events], (wall.note,)


def _wall_between(old: Article, new: Article, events: Sequence[Event]) -> _Wall | None:
    behind = old.is_accessible_for_free is False, new.is_accessible_for_free is False
    if behind == (False, True):
        return _WENT_BEHIND
    if behind == (True, False):
        return _CAME_OUT
    if behind == (False, False):
        return None
    if _end(_LESS, events, old, new) or _is_cut_at_end(_LESS, events, old, new):
        return _LESS
    come = _end(_MORE, events, old, new)
    return _MORE if len(come) * 2 >= len(_texts(new)) > 0 else None


def _explained(event: Event, wall: _Wall, is_of_wall: Callable[[Event], bool]) -> Event:
    if not is_of_wall(event):
        return event
    if event.type in (_GONE if wall.hides else _COME):
        reason = f"{RULES[event.type].sentence}: {wall.why}."
        return dataclasses.replace(event, reason=reason, silent=False)
    if event.path.startswith("/body/") and _is_cut_short(event, wall):
        return dataclasses.replace(event, reason=f"{wall.cut}: {wall.why}.", silent=False)
    return event


def _anywhere(_: Event) -> bool:
    return True


def _at_end(
    wall: _Wall, events: Sequence[Event], old: Article, new: Article
) -> Callable[[Event], bool]:
    """Whether an event is of what lies at the end: text, its images, the paragraph cut short."""
    side, other = (old, new) if wall.hides else (new, old)
    end = _end(wall, events, old, new)
    refs = (
        {side.body.blocks[place].ref for place in range(min(end), len(side.body.blocks))}
        if end
        else ()
    )
    images = {place for place, image in enumerate(side.image) if image.id in refs}
    last = max(_texts(other), default=None)

    def is_at_end(event: Event) -> bool:
        place, place_of_other = _places(event, wall)
        if event.path.startswith("/image/"):
            return place in images
        return event.path.startswith("/body/") and (place in end or place_of_other == last)

    return is_at_end


def _is_cut_at_end(wall: _Wall, events: Sequence[Event], old: Article, new: Article) -> bool:
    """Whether the last paragraphs of both sides are one, cut short at the one."""
    last = max(_texts(old), default=-1), max(_texts(new), default=-1)
    return any(
        (event.position_from, event.position_to) == last and _is_cut_short(event, wall)
        for event in events
        if event.type in ("block_edited", "block_rewritten")
    )


def _end(wall: _Wall, events: Sequence[Event], old: Article, new: Article) -> frozenset[int]:
    """The places of the blocks at the text's end that only the side that shows more has."""
    kinds = _GONE if wall.hides else _COME
    lone = {
        _places(event, wall)[0]
        for event in events
        if event.type in kinds and event.path.startswith("/body/")
    }
    end = set()
    for place in reversed(_texts(old if wall.hides else new)):
        if place not in lone:
            break
        end.add(place)
    return frozenset(end)


def _texts(article: Article) -> list[int]:
    """The places of the blocks that are no images."""
    return [place for place, block in enumerate(article.body.blocks) if block.type != "image"]


def _places(event: Event, wall: _Wall) -> tuple[int | None, int | None]:
    """Where an event stands on the side that shows more, and on the other."""
    places = event.position_from, event.position_to
    return places if wall.hides else places[::-1]


def _is_cut_short(event: Event, wall: _Wall) -> bool:
    """Whether the text of the side that shows less is the beginning of the other, with an ellipsis
    or without."""
    whole, part = (event.old, event.new) if wall.hides else (event.new, event.old)
    if not whole or not part:
        return False
    left = part.rstrip(_BREAKS_OFF)
    return len(left) < len(whole.rstrip(_BREAKS_OFF)) and whole.startswith(left)
