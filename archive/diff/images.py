"""Events of images: added, removed, replaced; captions, credits, descriptions changed.

Rules
- An image is the same if its file is, whatever its size (archive.renditions.image_file), or if it
  may be a rendition of the same photo and the words beside it are the same. Of the others one
  replaces another that had the same caption or description, or stood in its slot.
- An image that a block of the body holds and one that none does are never paired: of a page that
  shows none, a reader takes the one that the page's head names (og:image).
- Where no block holds any image, an image may be such a stand-in or a lead photo above the body.
  If the other side's body shows images, its coming or going is the reader's doing: no event. If not,
  it is one of the lowest weight and never silent, since a lead photo may have come or gone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

from archive.diff.events import Event, EventType
from archive.diff.making import text_event, whole_event
from archive.diff.order import staying
from archive.diff.passages import similarity
from archive.diff.words import words_of
from archive.records import Article, Image
from archive.renditions import image_file, is_rendition

_SAME_CAPTION = 0.7
_MOST_COMPARED = 200
"""Images left over on either side that are compared by caption, each with each."""
_MOST_RENDITIONS = 40
"""Those that are asked, each with each, whether the one is a rendition of the other."""
_IN_DOUBT = 0.05
_NO_BLOCK = "no block of the body held it, the page's head may only have named it"

_TEXTS: tuple[tuple[EventType, str, Callable[[Image], str | None]], ...] = (
    ("caption_changed", "caption", lambda image: image.caption),
    ("credit_changed", "credit_text", lambda image: image.credit_text),
    ("alt_changed", "alt", lambda image: image.alt),
)


@dataclasses.dataclass(frozen=True, slots=True)
class _Images:
    """An article's images, and the indexes of those that a block of its body holds."""

    all: Sequence[Image]
    held: frozenset[int]

    def file(self, index: int) -> tuple[bool, str]:
        return index in self.held, image_file(self.all[index].content_url)


def image_events(old: Article, new: Article) -> list[Event]:
    """The events of two articles' images, in the order of the later one."""
    before, after = _images(old), _images(new)
    same = _same_file(before, after)
    same |= _renditions(before, after, same)
    pairs = same | _replaced(before, after, same)
    moved = _moved(same)
    origin = {j: i for i, j in pairs.items()}
    events: list[Event] = []
    for j, image in enumerate(after.all):
        i = origin.get(j)
        if i is None:
            events += _lone("image_added", after, j, before)
        else:
            old_image = before.all[i]
            events += _pair_events(old_image, image, (i, j), same=i in same, moved=i in moved)
    for i in range(len(before.all)):
        events += _lone("image_removed", before, i, after) if i not in pairs else ()
    return events


def _images(article: Article) -> _Images:
    refs = {block.ref for block in article.body.blocks if block.type == "image"}
    held = (index for index, image in enumerate(article.image) if image.id in refs)
    return _Images(article.image, frozenset(held))


def _lone(kind: EventType, side: _Images, index: int, other: _Images) -> Iterator[Event]:
    """The event of an image that the other side does not have."""
    image, added = side.all[index], kind == "image_added"
    event = _whole(
        kind,
        None if added else image,
        image if added else None,
        None if added else index,
        index if added else None,
        None if side.held else _NO_BLOCK,
    )
    if side.held:
        yield event
    elif not other.held:
        yield dataclasses.replace(event, significance=_IN_DOUBT, silent=False)


def _same_file(old: _Images, new: _Images) -> dict[int, int]:
    waiting: dict[tuple[bool, str], list[int]] = {}
    for j in reversed(range(len(new.all))):
        waiting.setdefault(new.file(j), []).append(j)
    same = {}
    for i in range(len(old.all)):
        found = waiting.get(old.file(i))
        if found:
            same[i] = found.pop()
    return same


def _renditions(old: _Images, new: _Images, same: dict[int, int]) -> dict[int, int]:
    """Photos under another name of their file, with the same caption or else description."""
    taken = set(same.values())
    free = [j for j in range(len(new.all)) if j not in taken][:_MOST_RENDITIONS]
    found: dict[int, int] = {}
    for i in [i for i in range(len(old.all)) if i not in same][:_MOST_RENDITIONS]:
        j = next((j for j in free if _is_one_photo(old.all[i], new.all[j])), None)
        if j is not None and (i in old.held) == (j in new.held):
            found[i] = j
            free.remove(j)
    return found


def _is_one_photo(old: Image, new: Image) -> bool:
    words = old.caption or old.alt
    return (
        words is not None
        and words == (new.caption or new.alt)
        and is_rendition(old.content_url, new.content_url)
    )


def _replaced(old: _Images, new: _Images, same: dict[int, int]) -> dict[int, int]:
    old_left = [i for i in range(len(old.all)) if i not in same]
    taken = set(same.values())
    new_left = [j for j in range(len(new.all)) if j not in taken]
    found: dict[int, int] = {}
    for i in old_left[:_MOST_COMPARED]:
        alike = (j for j in new_left[:_MOST_COMPARED] if _same_words(old, i, new, j))
        j = next((j for j in alike if j not in found.values()), None)
        if j is not None:
            found[i] = j
    slots = _same_slot(old_left, new_left, same, found)
    return found | {i: j for i, j in slots.items() if (i in old.held) == (j in new.held)}


def _same_words(old: _Images, i: int, new: _Images, j: int) -> bool:
    before = old.all[i].caption or old.all[i].alt
    after = new.all[j].caption or new.all[j].alt
    if not before or not after or (i in old.held) != (j in new.held):
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
    kind: EventType,
    old: Image | None,
    new: Image | None,
    i: int | None,
    j: int | None,
    detail: str | None = None,
) -> Event:
    return whole_event(
        kind,
        f"/image/{j if j is not None else i}",
        old.content_url if old else None,
        new.content_url if new else None,
        places=(i, j),
        detail=detail,
    )
