"""The caption of an image, looked for from the image outwards.

The boxes around it are looked at as long as they hold no other image and little text: the smallest
that has a caption gives it, with a credit near by; where none is called so, short lines of their own
beside the image do, or what follows it.
"""

from __future__ import annotations

import re
from functools import cached_property

from crawler.extraction.document import Node, css_path
from crawler.extraction.image_captions import (
    CaptionRead,
    has_labelled_credit,
    has_photo_credit,
    is_caption_named,
    is_credit_named,
    read_box,
    read_lines,
)
from crawler.extraction.image_shown import MOST_CHARS, Shown, levels
from crawler.extraction.outline import Box, Unit
from crawler.extraction.page import Page
from crawler.extraction.text import single_spaced

_MOST_CHARS_BY_PLACE = 380
_MOST_CHARS_OF_ONE = 240
_MOST_CHARS_IN_IMAGE_BOX = 700
_IMAGE_BOX = re.compile(r"img|image|photo|foto|picture|figure|bild", re.IGNORECASE)
_MOST_COPIES = 6


class Holding:
    """What stands in a box: the files of its images, and its texts, looked for when asked for."""

    def __init__(self, box: Box, units: list[Unit], index: int) -> None:
        """`index` is the place of a unit in the box."""
        self.images: set[str] = set()
        self.shown = 0
        """How many images it holds; the same file may be shown for several sizes of screen."""
        self._box, self._units, self._index = box, units, index

    @cached_property
    def texts(self) -> list[Unit]:
        # the units of a box stand together in the page
        units, box = self._units, self._box
        first = last = self._index
        while first and units[first - 1].box.inside(box):
            first -= 1
        while last + 1 < len(units) and units[last + 1].box.inside(box):
            last += 1
        return [unit for unit in units[first : last + 1] if unit.kind == "text"]

    @property
    def is_of_several(self) -> bool:
        """Whether a line in the box may be another image's."""
        return len(self.images) > 1 or self.shown > _MOST_COPIES

    @property
    def has_heading(self) -> bool:
        return any(unit.box.tag in ("h1", "h2", "h3") for unit in self.texts)


def holdings_of(page: Page, shown: list[Shown]) -> dict[int, Holding]:
    """What every box near an image holds, by the box's identity."""
    holdings: dict[int, Holding] = {}
    units = page.outline.units
    for image in shown:
        for box in levels(image.unit.box):
            holding = holdings.get(id(box))
            if holding is None:
                holding = holdings[id(box)] = Holding(box, units, image.index)
            holding.images.add(image.file)
            holding.shown += 1
    return holdings


def caption_of(image: Shown, holdings: dict[int, Holding], root: Box | None) -> CaptionRead:
    """The caption of the smallest box around the image that has one, with a credit near by."""
    read = CaptionRead()
    for box in levels(image.unit.box):
        holding = holdings[id(box)]
        if box is root or holding.is_of_several:
            break
        if box.tag != "figure" and holding.has_heading:
            break
        if box.tag == "article" and holding.texts and not read:
            break
        read = _fuller(read, read_box(box.node))
        if read.caption and read.credit:
            return read
    if read:
        return read
    return _read_by_place(image, holdings, root)


def _fuller(inner: CaptionRead, outer: CaptionRead) -> CaptionRead:
    """The inner reading, with what only the outer box has: a credit, or a caption to a credit."""
    if not inner or (outer.caption and outer.credit and not (inner.caption and inner.credit)):
        return outer if outer else inner
    return inner


def _read_by_place(image: Shown, holdings: dict[int, Holding], root: Box | None) -> CaptionRead:
    """Short unnamed lines in a box of their own with the image, or a caption that follows it."""
    last: Box | None = None
    for box in levels(image.unit.box):
        holding = holdings[id(box)]
        if box is root or holding.is_of_several or box.tag == "article" or holding.has_heading:
            break
        last = box
        if holding.texts and (read := _by_place(box, holding)):
            return read
        if holding.texts:
            break
    return _following(last.node if last is not None else image.unit.node)


def _by_place(box: Box, holding: Holding) -> CaptionRead:
    texts = holding.texts
    whole = sum(len(unit.text) for unit in texts)
    named = bool(_IMAGE_BOX.search(box.names))
    most = _MOST_CHARS_IN_IMAGE_BOX if named else _MOST_CHARS_BY_PLACE
    linked = any(unit.link_share > 0.5 for unit in texts)
    if box.tag in ("p", "li", "td") or len(texts) > 3 or whole > most or linked:
        return CaptionRead()
    paragraphs = any(unit.box.tag == "p" for unit in texts)
    joined = " ".join(unit.text for unit in texts)
    alone = len(texts) == 1 and whole <= _MOST_CHARS_OF_ONE and texts[0].box.parent is not box
    if paragraphs and not (alone or named) and not has_labelled_credit(joined):
        return CaptionRead()
    return read_lines([(unit.text, unit.nodes) for unit in texts])


def _following(node: Node) -> CaptionRead:
    """The element after an image, where it is called a caption or ends with a credit."""
    after = node.next
    while after is not None and not after.is_element_node:
        if (after.text_content or "").strip():
            return CaptionRead()
        after = after.next
    if after is None or after.css_first("img, picture, h1, h2") is not None:
        return CaptionRead()
    text = (after.text(deep=True) or "")[: MOST_CHARS * 2].strip()
    if not text or len(text) > MOST_CHARS:
        return CaptionRead()
    if is_caption_named(after):
        read = read_box(after)
        return read if read else CaptionRead(caption=single_spaced(text), nodes=[after])
    if is_credit_named(after):
        return CaptionRead(
            credit=single_spaced(text), nodes=[after], credit_locator=css_path(after)
        )
    emphasised = after.first_child is not None and after.first_child.tag in ("em", "i", "small")
    line = single_spaced(text)
    if has_photo_credit(line) or (emphasised and has_labelled_credit(line)):
        return CaptionRead(
            caption=line,
            nodes=[after],
            source="heuristic",
            caption_locator=css_path(after),
        )
    return CaptionRead()
