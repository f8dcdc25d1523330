"""A page as a flat list of units (runs of text, images, embeds) and the tree of their boxes.

One walk over the tree, without recursion. A *box* is an element that breaks lines; a *unit* is what
stands between two such breaks: a paragraph, whether its markup is `<p>`, `<div>` or `<br><br>`.
Everything that picks the body works on these two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from crawler.extraction.document import Document, Node, ancestors
from crawler.extraction.furniture import (
    ROLES,
    TAGS,
    is_hidden,
    is_unseen,
    named_furniture,
    verdict_on,
)
from crawler.extraction.text import BLOCK_TAGS, UNSEEN_TAGS, blanks_folded, joined, words

UnitKind = Literal["text", "image", "embed"]
_EMBED_TAGS = words(
    "iframe video audio object embed lite-youtube amp-youtube amp-vimeo amp-dailymotion amp-twitter "
    "amp-instagram amp-soundcloud amp-facebook amp-video amp-audio amp-iframe"
)
_HIDEABLE = frozenset({"span", "a", "small", "em", "i", "b", "strong"})
_IMAGE_TAGS = frozenset({"img", "picture", "amp-img"})
_WHOLE_TAGS = _IMAGE_TAGS | _EMBED_TAGS | UNSEEN_TAGS | {"br"}
_BOX_TAGS = (BLOCK_TAGS | TAGS) - _WHOLE_TAGS
_IN_LINE = frozenset({"button", "select", "label", "noscript"})
_CLOSED = _BOX_TAGS | {"a", "b", "strong"}
"""Tags whose end the walk takes note of."""
_SENTENCE_END = re.compile(r"[.!?…。！？।؟]['\"”’»)\]]{0,3}\s*(?:\[\d+\])?$")
_WIDE_SCRIPT = re.compile(r"[\u0e00-\u0e7f\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MOST_PROSE_SHARE = 0.4
_GUARD_PROSE = 600
_LEAST_PROSE = 240
_LONG_PARAGRAPH = 250
_LONGEST_LEDE = 600
_TEASER = re.compile(r"teasers?", re.IGNORECASE)
_LEAST_WIDE = 16
"""40 characters, as a wide script counts them."""


@dataclass(slots=True, eq=False)
class Box:
    """An element that breaks lines."""

    node: Node
    tag: str
    parent: Box | None
    names: str
    furniture: bool
    comments: bool
    attributes: dict[str, str | None]
    depth: int
    prose: float = 0.0
    """Characters of prose in it, furniture inside left out."""
    all_prose: float = 0.0
    """The same, furniture inside counted."""
    chars: int = 0
    link_chars: int = 0

    def lineage(self) -> Iterator[Box]:
        """The box and those around it, innermost first."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent

    def inside(self, other: Box) -> bool:
        box: Box | None = self
        while box is not None and box is not other:
            box = box.parent
        return box is other


@dataclass(slots=True, eq=False)
class Unit:
    """A run of text, an image or an embed, in order of the page."""

    kind: UnitKind
    box: Box
    node: Node
    """The first node of the run."""
    text: str = ""
    link_chars: int = 0
    bold_chars: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)
    """(href as written, text)."""
    nodes: list[Node] = field(default_factory=list)
    wrapped: bool = False
    """Whether its last link goes on after it: one drawn around whole blocks."""
    prose: float = field(init=False)
    """How many characters of running text this is; 0 for labels, link lists and headings."""

    def __post_init__(self) -> None:
        self.prose = _prose_of(self)

    @property
    def link_share(self) -> float:
        return self.link_chars / max(1, len(self.text))


_NO_LINKS: list[tuple[str, str]] = []
_NO_NODES: list[Node] = []
_NO_ATTRIBUTES: dict[str, str | None] = {}
"""Shared by all units and boxes that have none, of which a page may have a hundred thousand: never
to be changed."""
_NO_PROSE = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "th", "dt", "caption"})


def ends_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(text))


def _is_no_prose(box: Box) -> bool:
    around = box.parent
    return box.tag in _NO_PROSE or (around is not None and around.tag == "figcaption")


def _prose_of(unit: Unit) -> float:
    length = len(unit.text)
    if length < _LEAST_WIDE or unit.kind != "text" or _is_no_prose(unit.box):
        return 0.0
    link_share = unit.link_chars / length
    if link_share > 0.5:
        return 0.0
    is_wide = not unit.text.isascii() and _WIDE_SCRIPT.search(unit.text[:200])
    wide = 2.5 if is_wide else 1.0
    if length * wide < 40:
        return 0.0
    if length * wide < 120 and not _SENTENCE_END.search(unit.text):
        return 0.0
    weight = 0.5 if unit.box.tag in ("li", "td", "dd") else 1.0
    return length * wide * weight * (1 - link_share)


@dataclass
class Outline:
    """The page's boxes in order of the page, the first being `<body>`, and its units."""

    boxes: list[Box]
    units: list[Unit]

    @property
    def prose(self) -> float:
        return self.boxes[0].all_prose if self.boxes else 0.0

    @cached_property
    def _children(self) -> dict[int, list[Box]]:
        children: dict[int, list[Box]] = {}
        for box in self.boxes:
            if box.parent is not None:
                children.setdefault(id(box.parent), []).append(box)
        return children

    def children_of(self, box: Box) -> list[Box]:
        """The boxes right inside a box, in order of the page.

        A box itself knows only what is around it: boxes in a circle would outlive their page until
        the garbage collector looks through everything.
        """
        return self._children.get(id(box), [])

    @cached_property
    def places(self) -> dict[int, int]:
        """The place of each unit in `units`, by the unit's identity."""
        return {id(unit): place for place, unit in enumerate(self.units)}

    @cached_property
    def holders(self) -> set[int]:
        """The nodes that are or hold an h1, by their `mem_id`."""
        holders: set[int] = set()
        for heading in self.boxes[0].node.css("h1") if self.boxes else ():
            for around in (heading, *ancestors(heading)):
                if around.mem_id in holders:
                    break
                holders.add(around.mem_id)
        return holders

    @cached_property
    def box_of(self) -> dict[int, Box]:
        """The box that each node is, by its `mem_id`."""
        return {box.node.mem_id: box for box in self.boxes}


def outline(document: Document) -> Outline:
    """The outline of a page, with furniture marked and prose counted."""
    found = _Walk().outline(document)
    _sum_up(found)
    _spare_the_article(found)
    return found


class _Walk:
    """The state of one walk: the open box, the open link, and the run that is being collected."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self.units: list[Unit] = []
        self.box: Box | None = None
        self.pieces: list[str] = []
        self.nodes: list[Node] = []
        self.links: list[tuple[str, str]] = []
        self.href: str | None = None
        self.link_pieces: list[str] = []
        self.in_link = 0
        self.link_chars = 0
        self.in_bold = 0
        self.bold_chars = 0
        self.breaks = 0

    def outline(self, document: Document) -> Outline:
        body = document.tree.body
        if body is not None:
            self._walk(body)
        self._flush()
        return Outline(self.boxes, self.units)

    def _walk(self, node: Node) -> None:
        """Take in a node with all that is in it. Methods are called only for what needs them."""
        around: list[tuple[Node, str | None]] = []
        while True:
            tag = node.tag
            inner: Node | None = None
            if tag == "-text":
                text = node.text_content
                if text and (self.pieces or not text.isspace()):
                    self._text(node, text)
            elif tag in _BOX_TAGS:
                if self.nodes and tag in _IN_LINE:
                    tag = None  # furniture in the middle of a line: the line goes on after it
                else:
                    self._open(node, tag)
                    inner = node.first_child
            else:
                inner = self._enter(node, tag)
            if inner is not None:
                around.append((node, tag))
                node = inner
                continue
            while True:
                if tag in _CLOSED:
                    self._leave(tag)
                if not around:
                    return
                following = node.next
                if following is not None:
                    node = following
                    break
                node, tag = around.pop()

    def _enter(self, node: Node, tag: str | None) -> Node | None:
        """Take in an element that is no box; its first child where the walk goes on inside."""
        if tag in _HIDEABLE:
            return self._inline(node, tag)
        if tag is None or tag[0] == "-":
            return None
        if tag in _WHOLE_TAGS:
            self._whole(node, tag)
            return None
        return node.first_child

    def _whole(self, node: Node, tag: str) -> None:
        """Take in what is not walked into: a line break, an image, a player, what nobody sees."""
        if tag == "br":
            self._line_break()
        elif tag in _IMAGE_TAGS:
            self._unit_of(node, "image")
        elif tag in _EMBED_TAGS:
            self._unit_of(node, "embed")

    def _inline(self, node: Node, tag: str | None) -> Node | None:
        attributes = node.attributes
        if attributes and is_unseen(attributes):
            return None
        if tag == "a":
            if (href := attributes.get("href")) is None:
                return node.first_child  # an anchor that is linked to
            self.in_link += 1
            self.href = href
            self.link_pieces = []
        elif tag in ("b", "strong"):
            self.in_bold += 1
        return node.first_child

    def _leave(self, tag: str | None) -> None:
        if tag == "a":
            if self.in_link:
                self._close_link()
        elif tag in ("b", "strong"):
            self.in_bold = max(0, self.in_bold - 1)
        elif self.box is not None:
            if self.pieces or self.links or self.breaks:
                self._flush()
            self.box = self.box.parent

    def _open(self, node: Node, tag: str) -> None:
        if self.pieces or self.links or self.breaks:
            self._flush()
        attributes = node.attributes or _NO_ATTRIBUTES
        names, furniture, comments = verdict_on(tag, attributes)
        around = self.box
        depth = around.depth + 1 if around is not None else 0
        self.box = Box(node, tag, around, names, furniture, comments, attributes, depth)
        self.boxes.append(self.box)

    def _text(self, node: Node, text: str) -> None:
        """Take in a piece of text that is not empty, nor blank where a run begins."""
        text = blanks_folded(text)
        self.pieces.append(text)
        if text.isspace():
            return
        self.breaks = 0
        self.nodes.append(node)
        if not (self.in_link or self.in_bold):
            return
        length = len(text.strip())
        if self.in_link:
            self.link_chars += length
            self.link_pieces.append(text)
        if self.in_bold:
            self.bold_chars += length

    def _line_break(self) -> None:
        self.breaks += 1
        if self.breaks > 1:
            self._flush()
        elif self.pieces:
            self.pieces.append("\n")

    def _close_link(self) -> None:
        self.in_link = max(0, self.in_link - 1)
        self._take_link()
        self.href = None

    def _take_link(self) -> None:
        """Note what the run has of the open link; a link around blocks is noted in each of them."""
        if self.href and (text := joined(self.link_pieces).replace("\n", " ")):
            self.links.append((self.href, text))
        self.link_pieces = []

    def _unit_of(self, node: Node, kind: UnitKind) -> None:
        if self.box is not None:
            if kind == "embed":
                self._flush()
            self.units.append(
                Unit(kind=kind, box=self.box, node=node, links=_NO_LINKS, nodes=_NO_NODES)
            )

    def _flush(self) -> None:
        """Close the run: what was collected becomes a unit of the open box."""
        if wrapped := bool(self.link_pieces):
            self._take_link()
        if self.nodes and self.box is not None and (text := joined(self.pieces)):
            first, chars = self.nodes[0], (self.link_chars, self.bold_chars)
            self.units.append(
                Unit(
                    "text",
                    self.box,
                    first,
                    text,
                    *chars,
                    self.links or _NO_LINKS,
                    self.nodes.copy(),  # of just the size that it takes
                    wrapped,
                )
            )
        self.pieces.clear()
        self.nodes.clear()
        if self.links:
            self.links = []
        self.link_chars = self.bold_chars = self.breaks = 0


def _sum_up(found: Outline) -> None:
    """Count the prose, text and link text of every box, from the leaves up."""
    for unit in found.units:
        prose = unit.prose
        unit.box.chars += len(unit.text)
        unit.box.link_chars += unit.link_chars
        unit.box.all_prose += prose
    for box in reversed(found.boxes):
        if box.parent is not None:
            box.parent.chars += box.chars
            box.parent.link_chars += box.link_chars
            box.parent.all_prose += box.all_prose


def _spare_the_article(found: Outline) -> None:
    """No box is furniture that holds much of the page's prose; then count what is left."""
    whole = found.prose
    around_headline = {
        id(box) for each in found.boxes if each.tag == "h1" for box in each.lineage()
    }
    for box in found.boxes:
        if box.furniture and (id(box) in around_headline or _is_long_paragraph(box)):
            box.furniture = not _is_told_by_name_alone(box)
        if box.furniture and _is_unlinked_teaser(box):
            box.furniture = False
        # a form may be wrapped around a whole page, where a server's framework wants it so
        if box.furniture and (box.tag not in TAGS or box.tag in ("form", "aside")):
            box.furniture = not (
                box.all_prose >= _GUARD_PROSE and box.all_prose > whole * _MOST_PROSE_SHARE
            )
        if box.furniture and box.tag == "aside":
            box.furniture = not _is_fact_box(box)
        if box.furniture and box.tag == "form" and box.all_prose >= _LEAST_PROSE:
            box.furniture = not _fills_its_place(box)
        if box.comments:
            box.comments = box.all_prose < whole * 0.9 and box.node.mem_id not in found.holders
    _count_prose(found)


def _is_fact_box(aside: Box) -> bool:
    """Whether an aside is of the article: a text of some length without a link."""
    role = (aside.attributes.get("role") or "").lower()
    named = role in ROLES or is_hidden(aside.attributes) or named_furniture(aside.names)
    return not named and aside.link_chars == 0 and aside.all_prose >= _LEAST_PROSE


def _fills_its_place(form: Box) -> bool:
    """Whether a form is wrapped around the text of what is called an entry, as shops do."""
    place = next((box for box in form.lineage() if "entry-content" in box.names), None)
    return place is not None and form.all_prose > place.all_prose * _MOST_PROSE_SHARE


def _is_told_by_name_alone(box: Box) -> bool:
    """Whether only the class or id says furniture: neither tag, nor role, nor being hidden."""
    role = (box.attributes.get("role") or "").lower()
    return box.tag not in TAGS and role not in ROLES and not is_hidden(box.attributes)


def _is_unlinked_teaser(box: Box) -> bool:
    """Whether a box is called a teaser and leads nowhere: that is the lede of the page's article."""
    if box.link_chars or not box.all_prose or box.chars > _LONGEST_LEDE or "easer" not in box.names:
        return False
    return _is_told_by_name_alone(box) and not named_furniture(_TEASER.sub("", box.names))


def _is_long_paragraph(box: Box) -> bool:
    return box.tag == "p" and box.all_prose > _LONG_PARAGRAPH


def set_aside_comments(found: Outline, is_comment: Callable[[Node], bool]) -> None:
    """Mark the boxes that were read as comments, and count the prose without them."""
    read = [box for box in found.boxes if is_comment(box.node)]
    for box in read:
        box.comments = box.comments or box.node.mem_id not in found.holders
    spared = not read and is_text_in_comments(found)
    for box in found.boxes if spared else ():
        box.comments = False
    if read or spared:
        _count_prose(found)


def is_text_in_comments(found: Outline) -> bool:
    """Whether a page has hardly a text but in comments: a match's commentary is called so too."""
    left = found.boxes[0].prose if found.boxes else 0.0
    return left < _LEAST_PROSE <= found.prose * _MOST_PROSE_SHARE


def _count_prose(found: Outline) -> None:
    for box in found.boxes:
        box.prose = 0.0
    for unit in found.units:
        unit.box.prose += unit.prose
    for box in reversed(found.boxes):
        if box.parent is not None and not box.furniture and not box.comments:
            box.parent.prose += box.prose
