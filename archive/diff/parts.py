"""The parts of lists and tables: items and cells. Where a value stands is part of what it says.

A list is compared as its items, one a line, a table as its rows, one a line, with bars between the
cells; the line's end is a word like the bar, so that words that pass from one item, row or cell to
another are a change though they are the same words in the same order.
"""

from __future__ import annotations

from itertools import zip_longest

from archive.diff.significance import Extent
from archive.diff.words import Words, line_words_of, word_count, words_of
from archive.records import Block

_SHIFTED = {
    "list": "the words are the same, but stand in other items of the list",
    "table": "the words are the same, but stand in other cells of the table",
}


def lines_of(block: Block) -> str | None:
    """A list's items or a table's rows, one a line; None for other blocks."""
    if block.items is not None:
        return "\n".join(map(_flat, block.items))
    if block.rows is not None:
        return "\n".join(" | ".join(map(_flat, row)) for row in block.rows)
    return None


def compared_words(old: Block, new: Block, texts: tuple[Words, Words]) -> tuple[Words, Words]:
    """The words of two blocks' texts, with line ends among them where both are lists or tables."""
    if old.type == new.type and old.type in _SHIFTED and texts[0].text != texts[1].text:
        return line_words_of(texts[0].text), line_words_of(texts[1].text)
    return texts


def shifted(old: Block, new: Block) -> tuple[Extent, str] | None:
    """How many words stand in another item or cell, and that they do; None where none does or
    where the words are others."""
    if old.type != new.type or old.type not in _SHIFTED:
        return None
    before, after = _parts(old), _parts(new)
    if [key for part in before for key in part] != [key for part in after for key in part]:
        return None
    moved = [
        max(word_count(was), word_count(now))
        for was, now in zip_longest(before, after, fillvalue=())
        if was != now
    ]
    if not moved:
        return None
    total = sum(map(word_count, before))
    changed = min(sum(moved), total)
    return Extent(changed, changed, changed, total, True), _SHIFTED[new.type]


def _parts(block: Block) -> list[tuple[str, ...]]:
    """The words of each item or cell; a row's end is a part without words."""
    if block.rows is None:
        return [words_of(item).spoken for item in block.items or ()]
    return [words_of(cell).spoken for row in block.rows for cell in (*row, "")]


def _flat(text: str) -> str:
    return text.replace("\n", " ")
