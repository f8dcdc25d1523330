"""The images of a page that may be photos, each with the box that it stands in.

Icons, logos, avatars, counters and placeholders are none; an image that only a `<noscript>` has is
one, where the page shows none beside the same text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from archive.records import ImageCandidate
from archive.renditions import image_file
from crawler.extraction.document import Node, ancestors
from crawler.extraction.image_files import candidates_of, image_of, is_decoration
from crawler.extraction.outline import Box, Unit
from crawler.extraction.page import Page

MOST_IMAGES = 300
MOST_CHARS = 900
"""A box with more text is no image's."""
_MOST_SHOWN = 2000
"""Images of a page that are looked at: its icons, teasers and photos."""
_MOST_LEVELS = 9
_MOST_BESIDE = 20


@dataclass(slots=True)
class Shown:
    """An image of the page that may be a photo."""

    unit: Unit
    index: int
    candidates: list[ImageCandidate]
    file: str


def shown_images(page: Page) -> list[Shown]:
    """The images that may be photos, in order of the page."""
    with_image: set[int] = set()
    shown: list[Shown] = []
    for index, unit in enumerate(page.outline.units):
        if unit.kind == "image" and len(shown) < _MOST_SHOWN:
            photo = _photo(page, index, unit)
            shown += [photo] if photo is not None else []
            if photo is not None or not _is_placeholder(unit.node):
                with_image.update(id(box) for box in levels(unit.box))
    hidden = (_photo(page, *each) for each in _unscripted(page, with_image))
    shown += [each for each in hidden if each is not None]
    return sorted(shown, key=lambda each: each.index)


def _photo(page: Page, index: int, unit: Unit) -> Shown | None:
    """An image unit that may be a photo: no icon, and no placeholder of one loaded later."""
    candidates = candidates_of(page.document, unit.node)
    inner = image_of(unit.node)
    if not candidates or is_decoration(inner or unit.node, candidates):
        return None
    return Shown(unit, index, candidates, image_file(candidates[0].url))


def _is_placeholder(node: Node) -> bool:
    """Whether an image stands beside the `<noscript>` that has the real one."""
    beside = node.next
    for _ in range(_MOST_BESIDE):
        if beside is None or beside.tag == "noscript":
            break
        beside = beside.next
    return beside is not None and beside.tag == "noscript" and beside.css_first("img") is not None


def _unscripted(page: Page, with_image: set[int]) -> Iterator[tuple[int, Unit]]:
    """The images that stand only in a `<noscript>`, beside their texts."""
    hidden = page.document.css("noscript")
    unscripted = list(islice(chain.from_iterable(each.css("img") for each in hidden), MOST_IMAGES))
    places = _first_in_box(page) if unscripted else {}
    for image in unscripted:
        near = (places[box.mem_id] for box in ancestors(image) if box.mem_id in places)
        index, around = next(near, (0, None))
        if around is not None and id(around) not in with_image:
            yield index, Unit(kind="image", box=around, node=image)
            with_image.update(id(box) for box in levels(around))


def _first_in_box(page: Page) -> dict[int, tuple[int, Box]]:
    """The index of the first unit in each small box, and the box, by its node's `mem_id`."""
    places: dict[int, tuple[int, Box]] = {}
    for index, unit in enumerate(page.outline.units):
        for box in levels(unit.box):
            places.setdefault(box.node.mem_id, (index, box))
    return places


def levels(box: Box) -> list[Box]:
    """The small boxes that an image stands in, the innermost first."""
    levels: list[Box] = []
    each: Box | None = box
    while each is not None and len(levels) < _MOST_LEVELS:
        if each.chars > MOST_CHARS or each.tag in ("body", "main"):
            break
        levels.append(each)
        each = each.parent
    return levels
