"""Events of images: added, removed, replaced; captions, credits, descriptions changed.

An image is the same if its file is, whatever its size or query (archive.records.image_file). Of the
others one replaces another that had the same caption or description, or that stood in its slot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from archive.diff.events import Event, EventType
from archive.diff.making import text_event, whole_event
from archive.diff.order import staying
from archive.diff.passages import similarity
from archive.diff.words import words_of
from archive.records import Image, image_file

_SAME_CAPTION = 0.7
_MOST_COMPARED = 200
"""Images left over on either side that are compared by caption, each with each."""

_TEXTS: tuple[tuple[EventType, str, Callable[[Image], str | None]], ...] = (
    ("caption_changed", "caption", lambda image: image.caption),
    ("credit_changed", "credit_text", lambda image: image.credit_text),
    ("alt_changed", "alt", lambda image: image.alt),
)


def image_events(old: Sequence[Image], new: Sequence[Image]) -> list[Event]:
    """The events of two sequences of images, in the order of the later one."""
    same = _same_file(old, new)
    pairs = same | _replaced(old, new, same)
    events: list[Event] = []
    moved = _moved(same)
    for j, image in enumerate(new):
        i = next((old_at for old_at, new_at in pairs.items() if new_at == j), None)
        if i is None:
            events.append(_whole("image_added", None, image, None, j))
        else:
            events += _pair_events(old[i], image, (i, j), same=i in same, moved=i in moved)
    gone = (i for i in range(len(old)) if i not in pairs)
    return events + [_whole("image_removed", old[i], None, i, None) for i in gone]


def _same_file(old: Sequence[Image], new: Sequence[Image]) -> dict[int, int]:
    waiting: dict[str, list[int]] = {}
    for j in reversed(range(len(new))):
        waiting.setdefault(image_file(new[j].content_url), []).append(j)
    same = {}
    for i, image in enumerate(old):
        found = waiting.get(image_file(image.content_url))
        if found:
            same[i] = found.pop()
    return same


def _replaced(old: Sequence[Image], new: Sequence[Image], same: dict[int, int]) -> dict[int, int]:
    old_left = [i for i in range(len(old)) if i not in same]
    taken = set(same.values())
    new_left = [j for j in range(len(new)) if j not in taken]
    found: dict[int, int] = {}
    for i in old_left[:_MOST_COMPARED]:
        alike = (j for j in new_left[:_MOST_COMPARED] if _same_words(old[i], new[j]))
        j = next((j for j in alike if j not in found.values()), None)
        if j is not None:
            found[i] = j
    return found | _same_slot(old_left, new_left, same, found)


def _same_words(old: Image, new: Image) -> bool:
    before, after = old.caption or old.alt, new.caption or new.alt
    if not before or not after:
        return False
    return similarity(words_of(before), words_of(after)) >= _SAME_CAPTION


def _same_slot(
    old_left: Sequence[int], new_left: Sequence[int], same: dict[int, int], found: dict[int, int]
) -> dict[int, int]:
    """Lone images between the same neighbours."""
    known = same | found
    slots = {}
    for i in old_left:
        j = known.get(i - 1, -1) + 1
        follows = known.get(i + 1)
        fits = j in new_left and j not in found.values() and (i == 0 or i - 1 in known)
        if i not in found and fits and (follows is None or follows == j + 1):
            slots[i] = j
    return slots


def _moved(same: dict[int, int]) -> set[int]:
    order = sorted(same)
    kept = staying([same[i] for i in order], [1] * len(order))
    return {i for index, i in enumerate(order) if index not in kept}


def _pair_events(
    old: Image, new: Image, places: tuple[int, int], *, same: bool, moved: bool
) -> Iterator[Event]:
    i, j = places
    if not same:
        yield _whole("image_replaced", old, new, i, j)
    elif moved:
        yield _whole("block_moved", old, new, i, j)
    for kind, field, text in _TEXTS:
        event = text_event(
            kind, f"/image/{j}/{field}", text(old) or None, text(new) or None, places=places
        )
        if event is not None:
            yield event


def _whole(
    kind: EventType, old: Image | None, new: Image | None, i: int | None, j: int | None
) -> Event:
    return whole_event(
        kind,
        f"/image/{j if j is not None else i}",
        old.content_url if old else None,
        new.content_url if new else None,
        places=(i, j),
    )
