"""A block quotation: what is quoted, and the line that says whose words they are.

HTML (4.4.4) wants the attribution outside of `<blockquote>`; pages put it inside as `<cite>`,
`<footer>`, an element with a telling name, or a last short line "Name, role"; or they put both into
a `<figure>` with a `<figcaption>`. A `<cite>` in the middle of a sentence is the title of a work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from crawler.extraction.document import Claims, Node
from crawler.extraction.outline import Box, Unit
from crawler.extraction.text import line_of, words

_NAMED = (
    "cite, footer, figcaption, [class*=author i], [class*=attribution i], [class*=cite i], "
    "[class*=source i], [class*=credit i], [class*=speaker i]"
)
_EDGES = " \n—–―-"
_PARTED = "\n\n"
"""Between paragraphs; a line break inside of one is a single line end."""
_ENDS = (".", "!", "?", "…", "。", '"', "”", "»")
_PARTICLES = words("de del della da di du van von der den al el bin ibn la le y i of the")
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_LONGEST, _LONGEST_NAME = 200, 100
_MOST_FIELDS = 12
_FIGURE_LEVELS = 3


def quote_of(box: Box, units: Sequence[Unit], claims: Claims) -> tuple[list[str], str | None]:
    """The paragraphs of a quotation and its attribution, without the dash before it.

    The attribution is claimed for the body; one that is a caption's or a comment's stays that.
    """
    for node in box.node.css(_NAMED)[:_MOST_FIELDS]:
        cite = line_of(node).strip(_EDGES) if _is_free(node, claims) else ""
        text = _without(node, cite, units) if 0 < len(cite) <= _LONGEST else None
        if text:
            claims.claim(node, "body")
            return text.split(_PARTED), cite
    if len(units) > 1 and _is_attribution(units[-1], units[-2]):
        return _text(units[:-1]).split(_PARTED), units[-1].text.strip(_EDGES)
    return _text(units).split(_PARTED), _figure_caption(box, claims)


def _is_free(node: Node, claims: Claims) -> bool:
    """Whether no other field than the body has a part of a node."""
    owners = claims.owners
    inner = node.traverse(include_text=True)
    return all(owners.get(each.mem_id) in (None, "body") for each in inner)


def _text(units: Sequence[Unit]) -> str:
    return _PARTED.join(unit.text for unit in units)


def _line(text: str) -> str:
    return text.replace(_PARTED, " ").replace("\n", " ")


def _without(node: Node, cite: str, units: Sequence[Unit]) -> str | None:
    """The quotation without the node's text at its end; None where that is elsewhere in it."""
    around = [unit for unit in units if not _in_node(unit, node)]
    text = _text(around)
    if len(around) < len(units):
        return text
    ends = _line(text).endswith(cite)
    return text[: len(text) - len(cite)].rstrip(_EDGES) if ends else _untold(text, cite)


def _untold(text: str, cite: str) -> str | None:
    """The whole text where the page keeps the attribution out of the body's lines."""
    return None if cite in _line(text) else text


def _in_node(unit: Unit, node: Node) -> bool:
    return any(each.node.mem_id == node.mem_id for each in unit.box.lineage())


def _is_attribution(last: Unit, before: Unit) -> bool:
    """Whether a last line that is set apart in its own element says who is quoted."""
    text = last.text
    if last.box is before.box or len(text) > _LONGEST_NAME or "\n" in text:
        return False
    if text.endswith(_ENDS):
        return False
    return text[0] in "—–―" or _is_name(text.partition(",")[0])


def _is_name(text: str) -> bool:
    parts = text.split()
    said = [part for part in parts if part not in _PARTICLES]
    return 2 <= len(parts) <= 5 and all(
        part[0].isupper() and _WORD.fullmatch(part) is not None for part in said
    )


def _figure_caption(box: Box, claims: Claims) -> str | None:
    """The caption of a figure that holds the quotation and no picture."""
    for each in islice(box.lineage(), _FIGURE_LEVELS):
        if each.tag == "figure":
            caption = each.node.css_first("figcaption")
            shows = each.node.css_first("img, picture, video") is not None
            if caption is None or shows or not _is_free(caption, claims):
                return None
            claims.claim(caption, "body")
            return line_of(caption).strip(_EDGES) or None
    return None
