"""Where a value stands in a list or a table is part of what it says."""

from __future__ import annotations

import pytest

from archive.records import Block
from tests.archive.diff.crafted import between, kinds, only

Row = tuple[str, ...]


def table(*rows: Row) -> Block:
    text = "\n".join(" | ".join(row) for row in rows)
    return Block(type="table", text=text, rows=rows)


def bullets(*items: str) -> Block:
    return Block(type="list", text="\n".join(items), ordered=False, items=items)


HEAD = ("Member", "For", "Against")
SHIFTED = [
    (
        table(HEAD, ("Miller", "x", ""), ("Roe", "", "x")),
        table(HEAD, ("Miller", "", "x"), ("Roe", "x", "")),
    ),
    (table(("Party", "Seats"), ("Reds 1", "234")), table(("Party", "Seats"), ("Reds", "1 234"))),
    (table(("Reds", "12", "Blues"), ("99",)), table(("Reds", "12"), ("Blues", "99"))),
    (bullets("Smith guilty", "Jones", "free"), bullets("Smith", "guilty Jones", "free")),
    (bullets("Smith guilty", "Jones"), bullets("Smith", "guilty", "Jones")),
]


@pytest.mark.parametrize(("old", "new"), SHIFTED)
def test_words_in_another_cell_or_item_are_a_silent_edit(old: Block, new: Block) -> None:
    edited = only(between([old], [new]), "block_edited")
    assert (True, True) == (edited.silent, edited.significance > 0.2)
    assert "stand in other" in edited.reason or "a figure" in edited.reason


def test_the_spans_of_a_shifted_list_give_both_texts() -> None:
    old, new = SHIFTED[3]
    event = only(between([old], [new]), "block_edited")
    assert (old.text, new.text) == (
        "".join(span.old for span in event.spans),
        "".join(span.new for span in event.spans),
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (table(("Rene\u0301", "1 500")), table(("Rene\u0301", "1\u00a0500"))),
        (bullets("It is 'so'", "or not"), bullets("It is ‘so’", "or not")),
        (bullets("One\nline", "two"), bullets("One line", "two")),
    ],
)
def test_style_and_line_ends_within_a_part_are_no_edit(old: Block, new: Block) -> None:
    assert set(kinds(between([old], [new]))) <= {"typographic_changed"}


def test_an_edited_item_is_weighed_by_its_words() -> None:
    events = between([bullets("Bread", "Milk and tea")], [bullets("Bread", "Milk and coffee")])
    assert ["The text was edited: 1 of 4 words."] == [event.reason for event in events]


def test_paragraphs_that_became_a_list_have_the_same_words() -> None:
    texts = ["The first ferry leaves at six in the morning.", "The last one leaves at noon."]
    found = between([texts[0]], [bullets(texts[0])])
    assert ["the words are the same, the paragraph became a list" in e.reason for e in found] == [
        True
    ]
