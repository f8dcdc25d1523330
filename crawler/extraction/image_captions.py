"""The caption and the credit that stand with an image: by `<figcaption>`, by the names of
boxes, or, in a box that holds nothing but one image and a line or two, by place.

The nodes they were read from are told, so that they can be claimed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from archive.records import Source
from crawler.extraction.credit_words import PHOTOGRAPHED
from crawler.extraction.credits import split_credit
from crawler.extraction.document import Node, css_path
from crawler.extraction.furniture import is_unseen
from crawler.extraction.text import UNSEEN_TAGS, line_of, subtree

LONGEST_CAPTION = 1500
_LONGEST_CREDIT = 220
_LONGEST_LINE = 240
_MOST_NODES = 400
_CREDIT = re.compile(
    r"credit|copyright|photograph(?:er|ed)|attribution|urheber|bildquelle|fotoquelle"
    r"|(?:^|[\s_\-])(?:sources?|quelle|byline|author|authors|autor|auteur|creator|fotograf\w*|fuente|fonte"
    r"|kilde|bron|rights|agency|agence|distributor|lic|licen[cs]e|owner|by)(?:$|[\s_\-])"
    r"|(?:caption|image|photo|media|figure|img|picture)[\s_\-]*(?:source|author|byline)",
    re.IGNORECASE,
)
_SURE_CREDIT = re.compile(
    r"credit|copyright|photograph(?:er|ed)|urheber|quelle|sources?(?![a-z])|fotograf|fuente|rights"
    r"|(?:caption|image|photo|media|figure|img|picture)[\s_\-]*(?:source|author|byline)",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"caption|legend|cutline|bildtext|bildunter|bildbeschr|didascalia|podpis|leyenda|epigrafe|pie-?(?:de-?)?foto"
    r"|(?:^|[\s_\-])(?:description|desc|dek|bu|byt|headline)(?:$|[\s_\-])"
    r"|(?:image|photo|media|figure|img|picture|pic|foto)[\s_\-]*(?:text|info|desc|title|label|sub)",
    re.IGNORECASE,
)
_NOISE_TAGS = UNSEEN_TAGS | {"button", "img", "amp-img", "form", "nav", "input", "label"}
_NAMING = (
    "class",
    "id",
    "itemprop",
    "data-testid",
    "data-test",
    "data-qa",
    "data-component",
    "slot",
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PARTED = " \t|/,;·•–—-"


@dataclass(slots=True)
class CaptionRead:
    """A caption and a credit as printed, and where they stood."""

    caption: str | None = None
    credit: str | None = None
    nodes: list[Node] = field(default_factory=list)
    source: Source = "dom"
    caption_locator: str = ""
    credit_locator: str = ""

    def __bool__(self) -> bool:
        return bool(self.caption or self.credit)


def read_box(box: Node) -> CaptionRead:
    """What the named parts of a box with one image say; empty where it names none."""
    captions, credits = _parts(box)
    if not captions:
        captions = [node for node in credits if _is_sentence(line_of(node))]
        credits = [node for node in credits if node not in captions and _is_sure(node, box)]
    credit_ids = {node.mem_id for node in credits}
    caption = _joined([_text(node, credit_ids) for node in captions], " ")
    credit = _joined([_text(node, set()) for node in credits], " / ")
    read = CaptionRead(
        caption=(caption or "").strip(_PARTED)[:LONGEST_CAPTION] or None,
        credit=credit,
        nodes=[*captions, *credits],
        caption_locator=css_path(captions[0]) if captions else "",
        credit_locator=css_path(credits[0]) if credits else "",
    )
    if credit is None and len(captions) == 1 and _is_only_credit(captions[0], read.caption):
        read.caption, read.credit = None, read.caption
        read.credit_locator = read.caption_locator
    return read


def read_lines(lines: list[tuple[str, list[Node]]]) -> CaptionRead:
    """What unnamed lines below an image say: a caption; the last of several may be a credit."""
    texts = [text for text, _ in lines]
    nodes = [node for _, run in lines for node in run]
    locator = css_path(nodes[0].parent) if nodes and nodes[0].parent is not None else ""
    credit = texts.pop() if len(texts) > 1 and _may_be_credit(texts[-1]) else None
    return CaptionRead(
        caption=" ".join(texts) or None,
        credit=credit,
        nodes=nodes,
        source="heuristic",
        caption_locator=locator,
        credit_locator=locator if credit else "",
    )


def is_caption_named(node: Node) -> bool:
    """Whether a node is a `<figcaption>` or is called a caption."""
    return node.tag == "figcaption" or _is_called_caption(_names(node))


def is_credit_named(node: Node) -> bool:
    """Whether a node with a line is called a photo's credit, surely."""
    named = bool(_SURE_CREDIT.search(_names(node))) and not is_caption_named(node)
    return named and 0 < len(line_of(node)) <= _LONGEST_CREDIT


@lru_cache(maxsize=4096)
def _is_called_caption(names: str) -> bool:
    return bool(_CAPTION.search(names))


@lru_cache(maxsize=4096)
def _is_called_credit(names: str) -> bool:
    """Whether names are a credit's; the caption in a credit's block, `credit__caption`, is none."""
    if not _CREDIT.search(names):
        return False
    parts = " ".join(name.rpartition("__")[2] for name in names.split())
    return not _CAPTION.search(parts) or bool(_CREDIT.search(parts)) or "__" not in names


def has_labelled_credit(text: str) -> bool:
    """Whether a line ends with a credit, so that it must be a caption."""
    return len(text) <= LONGEST_CAPTION // 2 and split_credit(text).credit_raw is not None


def has_photo_credit(text: str) -> bool:
    """Whether a short line ends by saying who took the picture: `… 李明 摄`, `… Foto: A. Name`.

    An agency alone in a bracket may close a paragraph of the text as well.
    """
    if len(text) > _LONGEST_LINE:
        return False
    split = split_credit(text)
    said = split.credit_raw is not None and PHOTOGRAPHED.search(split.credit_raw)
    return bool(said) and split.caption is not None


def _parts(box: Node) -> tuple[list[Node], list[Node]]:
    """The outermost caption nodes and the credit nodes of a box, in order of the page."""
    captions: list[Node] = []
    credits: list[Node] = []

    def skip(node: Node) -> bool:
        if not node.is_element_node or node.mem_id == box.mem_id:
            return False
        if _is_noise(node):
            return True
        if node.tag != "figcaption" and _is_credit(node):
            credits.append(node)
            return True
        return False

    open_caption = 0
    for node, entering in islice(subtree(box, skip), _MOST_NODES):
        if open_caption:
            open_caption = 0 if not entering and node.mem_id == open_caption else open_caption
        elif entering and node.is_element_node and _is_caption(node, box):
            captions.append(node)
            open_caption = node.mem_id
    return captions, credits


def _is_caption(node: Node, box: Node) -> bool:
    if not is_caption_named(node) or (node.mem_id == box.mem_id and node.tag != "figcaption"):
        return False
    return node.css_first("img, picture, amp-img, video, iframe, h1") is None


def _is_credit(node: Node) -> bool:
    if node.tag in ("cite", "small", "footer"):
        named = True
    else:
        names = _names(node)
        named = _is_called_credit(names) and not names.startswith("http")
    if not named or node.css_first("img, picture, figcaption, h1, h2") is not None:
        return False
    if node.css_first("[class*=caption i]") is not None and node.tag not in ("cite", "small"):
        return _CREDIT.search(_names(node)) is not None and "caption" in _names(node).lower()
    return 0 < len(line_of(node)) <= _LONGEST_CREDIT


def _is_sentence(text: str) -> bool:
    """Whether a line that is called a credit is a caption all the same."""
    return len(text) > 60 and text.endswith((".", "!", "?")) and not has_labelled_credit(text)


def _is_sure(node: Node, box: Node) -> bool:
    """Whether a name without a caption is a photo's: an author's box has a portrait too."""
    return box.tag == "figure" or bool(_SURE_CREDIT.search(_names(node))) or node.tag == "cite"


def _is_noise(node: Node) -> bool:
    if node.tag in _NOISE_TAGS or node.is_comment_node:
        return True
    attributes = node.attributes
    return is_unseen(attributes) or attributes.get("role") == "button"


def _is_only_credit(caption: Node, text: str | None) -> bool:
    """A caption whose box is called a credit and nothing else."""
    names = _names(caption)
    called = bool(_CREDIT.search(names)) and not _CAPTION.search(names)
    return bool(text) and called and len(text or "") <= _LONGEST_CREDIT


def _may_be_credit(text: str) -> bool:
    return len(text) <= 70 and not text.endswith((".", "!", "?", "…", "。"))


def _text(node: Node, without: set[int]) -> str:
    return line_of(node, lambda each: each.mem_id in without or _is_noise(each))


def _joined(texts: list[str], glue: str) -> str | None:
    """The different texts together: pages print the same line for small and for large screens."""
    kept: list[str] = []
    for text in texts:
        if text and not any(text in other for other in kept):
            kept = [other for other in kept if other not in text]
            kept.append(text)
    return glue.join(kept) or None


def _names(node: Node) -> str:
    attributes = node.attributes
    if not attributes:
        return ""
    named = " ".join(attributes.get(name) or "" for name in _NAMING if name in attributes)
    return _CAMEL.sub("-", named[:400])
