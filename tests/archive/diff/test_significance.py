import pytest

from archive.diff import EVENT_TYPES
from archive.diff.change import Change
from archive.diff.significance import RULES, rules_table, weigh
from archive.diff.words import words_of


def extent(old, new):
    return Change(words_of(old), words_of(new)).extent


def test_every_type_of_event_has_a_rule():
    assert set(EVENT_TYPES) == set(RULES)


def test_every_weight_is_between_nought_and_one():
    assert all(0 <= rule.least <= rule.most <= 1 for rule in RULES.values())


def test_more_changed_words_weigh_more():
    little = weigh("block_edited", extent("one two three four", "one two three five"))
    much = weigh("block_edited", extent("one two three four", "six seven eight four"))
    assert little.significance < much.significance


def test_the_reason_says_how_much_was_changed():
    weight = weigh("block_edited", extent("one two three four", "one two three five"))
    assert "The text was edited: 1 of 4 words." == weight.reason


def test_punctuation_alone_is_not_material():
    weight = weigh("block_edited", extent("Yes we can", "Yes, we can"))
    assert (False, "The text was edited: only punctuation.") == (weight.material, weight.reason)


def test_a_reason_has_one_full_stop_where_a_name_ends_in_one():
    assert "A comment was added: by Mirel D." == weigh("comment_added", None, "by Mirel D.").reason


def test_the_printed_table_has_a_row_for_every_rule():
    rows = rules_table().splitlines()[2:]
    assert [f"`{kind}`" for kind in RULES] == [row.split("|")[1].strip() for row in rows]


def test_the_printed_table_gives_weight_and_sentence():
    assert "| `number_changed` | 0.8 | yes | A figure was changed |" in rules_table().splitlines()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Fined $5 million", "Fined €5 million"),
        ("Unemployment up 5%", "Unemployment up 5"),
        ("A profit of -5 points", "A profit of 5 points"),
        ("The minister lied.", "The minister lied?"),
        ("Minister lied to us", "Minister 'lied' to us"),
        ("They won 12:34", "They won \u202e12:34\u202c"),
    ],
)
def test_a_sign_a_question_or_quotation_marks_are_no_mere_punctuation(old, new):
    weight = weigh("headline_changed", extent(old, new))
    assert (True, True) == (weight.material, weight.significance > 0.6)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Three dead", "Three dead!"),
        ("The “quay” is open", "The 'quay' is open"),
        ("The quay – at last – is open", "The quay, at last, is open"),
        ("Sport | The quay is open", "Sport: The quay is open"),
    ],
)
def test_marks_that_tell_nothing_are_mere_punctuation(old, new):
    weight = weigh("headline_changed", extent(old, new))
    assert (False, 0.1) == (weight.material, weight.significance)


@pytest.mark.parametrize("kind", ["block_moved", "block_split", "block_merged"])
def test_a_regrouped_text_with_other_words_weighs_what_the_edit_weighs(kind):
    words = extent("he was accused of it", "he was guilty of it")
    edited = weigh("block_edited", words)
    weight = weigh(kind, words)
    assert (True, edited.significance) == (weight.material, weight.significance)


@pytest.mark.parametrize("kind", ["block_moved", "block_split", "block_merged"])
def test_a_regrouped_text_with_the_same_words_is_not_material(kind):
    assert not weigh(kind, extent("one two three", "one two three")).material
