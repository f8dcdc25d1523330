import re

import pytest

from archive.diff.words import fold, words_of


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("He paid 1,500.25 euros.", ("He", "paid", "1,500.25", "euros", ".")),
        ("около 1 500 человек", ("около", "1 500", "человек")),
        ("don’t stop—now", ("don't", "stop", "-", "now")),
        ("well-known B-52s", ("well-known", "B-52s")),
        ("他不同意。", ("他", "不", "同", "意", "。")),
        ("हिन्दी में", ("हिन्दी", "में")),
        ("co\u00adoperation", ("cooperation",)),
        ("a\u200bb", ("a", "b")),
        ("", ()),
        ("  \n", ()),
    ],
)
def test_punctuation_and_figures_are_words_and_white_space_is_none(text, keys):
    assert keys == words_of(text).keys


def test_a_letter_and_its_accent_apart_are_the_same_word():
    assert words_of("café").keys == words_of("cafe\u0301").keys


def test_folding_keeps_every_mark_but_its_style():
    assert "\"a\", 'b' - c!" == fold("„a“, ‚b‘ – c!")


def test_the_texts_of_all_words_joined_are_the_text():
    words = words_of("  One, two\u00a03. ")
    assert words.text == "".join(words.slice(i, i + 1) for i in range(len(words.keys)))


def test_a_run_of_marks_is_put_in_order_in_stretches_of_thirty():
    folded = fold("e" + "\u0301\u0323" * 500)
    runs = [len(run) for run in re.findall("[\u0301\u0323]+", folded)]
    assert 30 >= max(runs)
    assert 1000 - 2 <= sum(runs) <= 1000


def test_a_long_word_with_accents_apart_is_the_same_word():
    long = "ä" * 40
    assert words_of(long).keys == words_of("a\u0308" * 40).keys


def test_an_override_of_direction_is_a_word_and_other_marks_of_direction_are_none():
    assert ("12:34",) == words_of("\u200e12:34\u202c").keys
    assert ("\u202e", "12:34") == words_of("\u202e12:34\u202c").keys
