"""Boxes of posts that no name tells: boxes made alike, one below the other, each with a time and a
text of its own.

Rules of this file:
- a run is told by how its boxes are made (tag and first class, or the first letters of the id, and
  the same of the box around them), so that the posts of two days are one run;
- of several runs, posts and what stands in each of them, the one of most boxes counts that holds
  most of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from crawler.extraction.document import Node, ancestors
from crawler.extraction.outline import Box, Outline
from crawler.extraction.page import Page

_TAGS = frozenset({"li", "div", "article", "section"})
_CLOCK = re.compile(
    r"\D{0,20}(?<!\d)(?:[01]?\d|2[0-3])\s?[:.h]\s?[0-5]\d(?!\d|[.,]\d)", re.IGNORECASE
)
_LEVELS = 10
_LEAST_TEXT = 30
_LEAST_BOXES = 2
_SHARE = 0.5
_ID_KIND = re.compile(r"[A-Za-z]+(?=[-_\d])")


@dataclass(slots=True)
class Run:
    """Boxes made alike, each with a time and a text, in order of the page."""

    boxes: list[Box]
    text: int = field(init=False)
    """How many characters of their text are no link's."""

    def __post_init__(self) -> None:
        self.text = sum(own_text(box) for box in self.boxes)


def run_of_posts(page: Page) -> list[Node]:
    """The boxes of posts of a page that calls itself a live-blog; none where none are told."""
    run = best_run(page, _stamped(page))
    return [box.node for box in run.boxes] if run is not None else []


def best_run(page: Page, stamped: Iterable[Box]) -> Run | None:
    """Of the runs of a page whose boxes hold one of those stamped, the one that is likest posts."""
    return _best(page.outline, stamped)


def kin_of(page: Page, nodes: Iterable[Node]) -> list[Node]:
    """Some posts' boxes with those beside them that are made alike, named alike and have a text."""
    outline = page.outline
    boxes = [box for node in nodes if (box := outline.box_of.get(node.mem_id)) is not None]
    kinds = {_kind(box) for box in boxes if box.tag in _TAGS and _sign(box.names)}
    around = {id(box.parent): box.parent for box in boxes if box.parent is not None}
    known = {id(box) for box in boxes}
    return [
        box.node
        for parent in around.values()
        for box in outline.children_of(parent)
        if id(box) not in known and _kind(box) in kinds and not box.furniture and own_text(box)
    ]


# --- what is stamped with a time, and what of it is made alike -----------------------------------


def stamped_by_machine(page: Page) -> Iterator[Box]:
    """The boxes that hold a machine-readable time, innermost first."""
    boxes = page.outline.box_of
    for nodes in page.document.valued.get("datetime", {}).values():
        for node in nodes:
            box = boxes.get(node.mem_id) or next(
                (boxes[each.mem_id] for each in ancestors(node) if each.mem_id in boxes), None
            )
            if box is not None:
                yield box


def _stamped(page: Page) -> Iterator[Box]:
    """The same, and the boxes of texts that begin with a clock."""
    yield from stamped_by_machine(page)
    for unit in page.outline.units:
        if unit.kind == "text" and _CLOCK.match(unit.text):
            yield unit.box


def _best(outline: Outline, stamped: Iterable[Box]) -> Run | None:
    """Of the runs that hold much of the text, the one of most boxes; the outer one of two alike."""
    runs = list(_runs(outline, stamped))
    most = max((run.text for run in runs), default=0)
    weighty = [run for run in runs if run.text >= _SHARE * most]
    best = max(weighty, key=lambda run: (len(run.boxes), -run.boxes[0].depth), default=None)
    return _outermost(outline, best) if best is not None else None


def _outermost(outline: Outline, run: Run) -> Run | None:
    """A run without the boxes that stand in others of it; None where one alone is left."""
    wanted = {id(box) for box in run.boxes}
    inside: set[int] = set()
    for box in outline.boxes:
        if box.parent is not None and (id(box.parent) in inside or id(box.parent) in wanted):
            inside.add(id(box))
    boxes = [box for box in run.boxes if id(box) not in inside]
    return Run(boxes) if len(boxes) >= _LEAST_BOXES else None


def _runs(outline: Outline, stamped: Iterable[Box]) -> Iterator[Run]:
    by_kind: dict[_Kind, list[Box]] = {}
    holding = _holding(stamped)
    for box in _open_boxes(outline) if holding else ():
        may_be_post = id(box) in holding and box.tag in _TAGS and box.parent is not None
        if may_be_post and own_text(box) >= _LEAST_TEXT and not _is_of_headline(outline, box):
            by_kind.setdefault(_kind(box), []).append(box)
    for found in by_kind.values():
        beside = Counter(id(box.parent) for box in found)
        if max(beside.values()) >= _LEAST_BOXES:
            yield Run(found)


def _holding(stamped: Iterable[Box]) -> set[int]:
    """The boxes that are stamped or hold what is, by identity."""
    seen: set[int] = set()
    for stamp in stamped:
        for box in islice(stamp.lineage(), _LEVELS):
            if id(box) in seen:
                break
            seen.add(id(box))
    return seen


def _open_boxes(outline: Outline) -> list[Box]:
    """The boxes that are not furniture or comments, nor stand in such, in order of the page."""
    closed: set[int] = set()
    kept: list[Box] = []
    for box in outline.boxes:
        if box.furniture or box.comments or id(box.parent) in closed:
            closed.add(id(box))
        else:
            kept.append(box)
    return kept


def _is_of_headline(outline: Outline, box: Box) -> bool:
    return box.node.mem_id in outline.holders


def own_text(box: Box) -> int:
    return box.chars - box.link_chars


_Kind = tuple[str, str, str, str]
"""Tag and sign of a box, and of the box around it."""


def _kind(box: Box) -> _Kind:
    around = box.parent
    if around is None:
        return box.tag, _sign(box.names), "", ""
    return box.tag, _sign(box.names), around.tag, _sign(around.names)


@lru_cache(maxsize=4096)
def _sign(names: str) -> str:
    """The first class without its digits, else the letters that an id begins with: `block-65f1`."""
    first, _, name = names.partition(" ")
    if first:
        return re.sub(r"\d+", "", first)
    match = _ID_KIND.match(name.rpartition(" ")[2])
    return f"#{match.group()}" if match is not None else ""
