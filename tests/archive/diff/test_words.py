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
