"""Sentences that change paragraphs: what they carry with them, and what they lose on the way."""

import pytest

from tests.archive.diff.crafted import HARBOUR, between, kinds

OPENING = "The trial opened on Monday in the old court house before a full gallery."


def carried(before, after):
    """The events where a sentence goes from the first paragraph to the last, in another form."""
    old = [f"{HARBOUR[0]} {before}", *HARBOUR[1:4], OPENING]
    return between(old, [*HARBOUR[:4], f"{OPENING} {after}"])


def told(events):
    return [(event.type, event.silent) for event in events]


def test_a_sentence_carried_as_it_was_is_neither_silent_nor_a_fact():
    sentence = "Peter Miller is the man who paid for the bridge."
    moved = [("block_edited", False), ("block_edited", False)]
    assert moved == told(carried(sentence, sentence))


def test_a_quotation_carried_from_before_another_is_the_same_quotation():
    told_of, other = (
        '"It works down to minus seven," said Edda Lorn.',
        '"We lit fires," said Kim Roe.',
    )
    old = [f"{HARBOUR[0]} {told_of} {other}", *HARBOUR[1:4], OPENING]
    new = [f"{HARBOUR[0]} {other}", *HARBOUR[1:4], f"{OPENING} {told_of}"]
    assert [("block_edited", False), ("block_edited", False)] == told(between(old, new))


@pytest.mark.parametrize(
    ("before", "after", "fact"),
    [
        ("“Peter Miller is the man who did it.”", "Peter Miller is the man who did it.", "quote"),
        ("The bank lost $5 on every share it sold.", "The bank lost €5 on every share it sold.",
         "number"),
        ("Growth was -5 in the last quarter.", "Growth was 5 in the last quarter.", "number"),
    ],
)  # fmt: skip
def test_a_fact_that_changed_in_a_carried_sentence_is_an_event(before, after, fact):
    edited = [("block_edited", True), ("block_edited", True), (f"{fact}_changed", True)]
    assert edited == told(carried(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The bank of the US owes money to them.", "The bank of the us owes money to them."),
        ("Did Peter Miller steal the money?", "Did Peter Miller steal the money!"),
    ],
)
def test_a_carried_sentence_with_another_mark_or_capital_is_an_edit(before, after):
    assert [("block_edited", True), ("block_edited", True)] == told(carried(before, after))


def test_a_stretch_of_four_words_is_not_said_to_be_carried():
    events = carried("It was not cheap.", "It was not cheap.")
    assert ["block_edited", "block_edited"] == kinds(events)
    assert not any("a sentence of it" in event.reason for event in events)
