"""What a layout's rules say of the photos: which are the article's, their captions and credits.

A photo belongs to the article when it stands in a box that the `image` rule names; where the rule
names none, the generic reader decides. A caption or credit that no rule finds is read generically.
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice

from crawler.extraction.document import Node, ancestors, css_path
from crawler.extraction.image_captions import CaptionRead
from crawler.extraction.rules import Rules
from crawler.extraction.selectors import nodes_of
from crawler.extraction.text import line_of

_MOST_LEVELS = 12
_LONGEST_CAPTION = 1500
_IMAGES = "img, picture, amp-img"


class ImageRules:
    """The rules `image`, `caption` and `credit` of a page's layout."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._used: set[str] = set()

    @cached_property
    def _boxes(self) -> set[int]:
        return self._rules.ids("image")

    @cached_property
    def _parts(self) -> dict[str, dict[int, Node]]:
        """For each rule the boxes around what it names, by `mem_id`, with the first of it."""
        document = self._rules.page.document
        found: dict[str, dict[int, Node]] = {}
        for name in ("caption", "credit"):
            selectors = self._rules.selectors(name)
            for node in (node for each in selectors for node in nodes_of(document, each)):
                for box in islice(ancestors(node), _MOST_LEVELS):
                    found.setdefault(name, {}).setdefault(box.mem_id, node)
        return found

    def are_meant(self, node: Node) -> bool | None:
        """Whether a photo is the article's; None where no rule says anything of it."""
        around = {node.mem_id, *(box.mem_id for box in islice(ancestors(node), _MOST_LEVELS))}
        if not around.isdisjoint(self._rules.excluded):
            return False
        return None if not self._boxes else not around.isdisjoint(self._boxes)

    def read(self, node: Node, generic: CaptionRead) -> CaptionRead:
        """The generic reading of an image, with what the rules find in its place."""
        for name in self._parts:
            part = self._near(node, name)
            if part is not None:
                self._used.add(name)
                generic = _with(generic, name, part)
        return generic

    def missed(self) -> None:
        """Note the rules that found nothing."""
        if not self._boxes:
            self._rules.miss("image")
        for name in ("caption", "credit"):
            if name not in self._used:
                self._rules.miss(name)

    def _near(self, image: Node, name: str) -> Node | None:
        """The part in the smallest box around an image that has one, and no other image."""
        parts = self._parts[name]
        for box in islice(ancestors(image), _MOST_LEVELS):
            if box.tag in ("body", "main"):
                return None
            if box.mem_id in parts:
                return parts[box.mem_id] if len(box.css(_IMAGES)) <= _few(image) else None
            if box.mem_id in self._boxes:
                return None
        return None


def _few(image: Node) -> int:
    """How many image tags one photo may be: a `picture` holds its `img`, a `noscript` another."""
    return 3 if image.tag == "picture" else 2


def _with(read: CaptionRead, name: str, part: Node) -> CaptionRead:
    text = line_of(part)[:_LONGEST_CAPTION]
    if name == "caption":
        nodes = [*read.nodes, part] if read.credit else [part]
        return CaptionRead(text or None, read.credit, nodes, "layout", css_path(part))
    nodes = [*read.nodes, part]
    bare = (read.caption or "").removesuffix(text).rstrip()
    place = read.caption_locator
    return CaptionRead(bare or None, text or None, nodes, "layout", place, css_path(part))
