import random

from archive.diff.events import Span
from archive.diff.spans import hunks_of, spans_of, typographic_spans
from archive.diff.words import words_of


def test_a_changed_word_is_one_replacement_with_its_surroundings_equal():
    assert (
        Span("equal", "It cost ", "It cost "),
        Span("replace", "15", "25"),
        Span("equal", " euros.", " euros."),
    ) == spans_of("It cost 15 euros.", "It cost 25 euros.")


def test_a_removed_word_takes_the_blank_after_it():
    assert Span("delete", "not ", "") in spans_of("He did not go.", "He did go.")


def test_an_added_comma_is_a_change():
    assert Span("insert", "", ", ") in spans_of("Yes we can", "Yes, we can")


def test_a_short_word_between_two_replacements_does_not_break_them():
    ops = [span.op for span in spans_of("cats of Rome slept", "dogs of Oslo slept")]
    assert ["replace", "equal"] == ops


def test_joined_spans_are_the_two_texts():
    chance = random.Random(5)
    words = ["a", "the", ",", "“not”", "15", "Рим", "不", "\u00a0", "\n", "end."]
    for _ in range(300):
        old = " ".join(chance.choices(words, k=chance.randint(0, 25)))
        new = " ".join(chance.choices(words, k=chance.randint(0, 25)))
        for spans in (spans_of(old, new), typographic_spans(old, new)):
            assert (old, new) == (
                "".join(span.old for span in spans),
                "".join(span.new for span in spans),
            )


def test_white_space_alone_shows_in_typographic_spans():
    assert Span("replace", " ", "\u00a0") in typographic_spans("5 km", "5\u00a0km")


def test_a_pair_of_very_long_texts_is_aligned_by_sentences():
    sentences = [f"Sentence number {n} of a very long text." for n in range(4000)]
    edited = [s.replace("very", "rather") if n % 50 == 7 else s for n, s in enumerate(sentences)]
    old, new = words_of(" ".join(sentences)), words_of(" ".join(edited))
    changed = [hunk for hunk in hunks_of(old, new) if hunk.op != "equal"]
    assert 80 == len(changed)
