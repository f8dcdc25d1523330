"""The text of a node in whitespace normal form.

Rules: runs of blanks, tabs, line ends and no-break spaces are one space; `<br>` and the borders of
block elements are one line end; lines are trimmed and empty ones dropped. Soft hyphens, zero-width
spaces, byte-order marks and control characters are no text. Joiners (U+200C, U+200D) are: Persian
and emoji need them. Nothing is recursive: the depth of a page is not ours to trust.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from selectolax.lexbor import LexborNode


def words(text: str) -> frozenset[str]:
    """The set of a text's words: how the tables of this package are written down."""
    return frozenset(text.split())


def any_of(patterns: str) -> re.Pattern[str]:
    """One pattern of those in a text, one a line or between ` ; `; case does not count."""
    rows = [each.strip() for row in patterns.splitlines() for each in row.split(" ; ")]
    return re.compile("|".join(row for row in rows if row), re.IGNORECASE)


BLOCK_TAGS = words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol option p pre section summary table tbody td tfoot th thead tr ul"
)
UNSEEN_TAGS = words(
    "script style template noscript head title meta link iframe object embed svg math canvas "
    "select textarea audio video datalist"
)

_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_UNPRINTED = re.compile(r"[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_UNEVEN = re.compile(r"\s\s|[^\S ]")
_LINE_BREAK = "\n"
_MOST_STEPS, _MOST_STEPS_OF_LINE = 200_000, 2000
_SPACES = re.compile(r" {2,}")
_SPACE_AROUND_BREAK = re.compile(r" *\n[ \n]*")


def one_line(text: str) -> str:
    """A text with every run of blanks as one space, trimmed."""
    plain = text if text.isprintable() else _with_spaces(text)
    if plain.isprintable():
        return _folded(plain).strip()
    return _BLANKS.sub(" ", _UNPRINTED.sub("", text)).strip()


def single_spaced(text: str) -> str:
    """A text with every run of white space as one space, trimmed: `" ".join(text.split())`, which
    makes a word a string of its own where nothing has to be changed, too: ten times the text."""
    if _UNEVEN.search(text) is None:
        return text.strip()
    return " ".join(text.split())


def blanks_folded(text: str) -> str:
    """A piece of text inside a line: line ends of the markup are blanks, and runs of them are one."""
    if text.isprintable():
        return _folded(text)
    plain = _with_spaces(text)
    return _folded(plain) if plain.isprintable() else _BLANKS.sub(" ", text)


def _with_spaces(text: str) -> str:
    """A text with the usual blanks as spaces. Where it then is printable, as Unicode has it, the
    space is its only blank and nothing in it is unprinted: no pattern need look for more."""
    for blank in "\n\t\r\u00a0":
        text = text.replace(blank, " ")
    return text


def _folded(text: str) -> str:
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def lines(text: str) -> str:
    """A text in normal form whose line ends are kept; empty lines are dropped."""
    rows = (one_line(row) for row in text.splitlines())
    return _LINE_BREAK.join(row for row in rows if row)


def subtree(
    node: LexborNode, skip: Callable[[LexborNode], bool] | None = None
) -> Iterator[tuple[LexborNode, bool]]:
    """Each node of a subtree twice, `(node, True)` on entering and `(node, False)` on leaving.

    Text nodes come once. A node for which `skip` is true is left out with all that is in it.
    """
    current: LexborNode | None = node
    while current is not None:
        skipped = skip is not None and skip(current)
        child = None
        if not skipped:
            yield current, True
            child = current.first_child if current.is_element_node else None
        if child is not None:
            current = child
            continue
        if not skipped and current.is_element_node:
            yield current, False
        while current.next is None or current.mem_id == node.mem_id:
            if current.mem_id == node.mem_id:
                return
            parent = current.parent
            if parent is None:
                return
            current = parent
            yield current, False
        current = current.next


def text_of(node: LexborNode, skip: Callable[[LexborNode], bool] | None = None) -> str:
    """The text that a reader sees in a node, lines apart where the page breaks them."""
    return _text_of(node, skip, _MOST_STEPS)


def _text_of(node: LexborNode, skip: Callable[[LexborNode], bool] | None, most: int) -> str:
    pieces: list[str] = []
    steps = subtree(node, lambda each: _unseen(each) or bool(skip and skip(each)))
    for inner, entering in islice(steps, most):
        if inner.is_text_node:
            pieces.append(blanks_folded(inner.text_content or ""))
        elif inner.tag == "br":
            pieces.append(_LINE_BREAK if entering else "")
        elif inner.tag in BLOCK_TAGS:
            pieces.append(_LINE_BREAK)
    return joined(pieces)


def joined(pieces: list[str]) -> str:
    """Pieces of text, whose only line ends are the page's breaks, in normal form."""
    text = "".join(pieces)
    if text.isprintable():
        return _folded(text).strip()
    text = _SPACES.sub(" ", _UNPRINTED.sub("", text))
    return _SPACE_AROUND_BREAK.sub(_LINE_BREAK, text).strip(" \n")


def line_of(node: LexborNode, skip: Callable[[LexborNode], bool] | None = None) -> str:
    """The text of a node on one line: for headlines, bylines, captions.

    Of a box with very many nodes the beginning: boxes in boxes would each be read to their end.
    """
    return _text_of(node, skip, _MOST_STEPS_OF_LINE).replace(_LINE_BREAK, " ")


def _unseen(node: LexborNode) -> bool:
    return node.tag in UNSEEN_TAGS or node.is_comment_node
