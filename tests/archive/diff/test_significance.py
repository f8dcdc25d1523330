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
