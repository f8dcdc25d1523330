import pytest

from tests.archive.diff.crafted import GAVAN, HAFEN, HARBOUR, between, changed_in, kinds, only

FACTS = {"number_changed", "name_changed", "quote_changed", "negation_changed"}


def facts(texts, place, old, new, language="en"):
    return FACTS & set(kinds(between(texts, changed_in(texts, place, old, new), language)))


@pytest.mark.parametrize(
    ("texts", "place", "old", "new", "language"),
    [
        (HARBOUR, 1, "1,500", "1,800", "en"),
        (HARBOUR, 3, "2.5 million", "2.5 billion", "en"),
        (HARBOUR, 3, "2.5 million", "25 million", "en"),
        (HARBOUR, 3, "euros", "dollars", "en"),
        (HARBOUR, 5, "four", "six", "en"),
        (HAFEN, 1, "1.500", "1.900", "de"),
        (HAFEN, 2, "2,5 Mio.", "2,5 Mrd.", "de"),
        (GAVAN, 1, "1 500", "1 900", "ru"),
        (GAVAN, 2, "2,5 млн", "2,5 млрд", "ru"),
    ],
)
def test_another_figure_is_a_changed_number(texts, place, old, new, language):
    assert {"number_changed"} == facts(texts, place, old, new, language)


@pytest.mark.parametrize(
    ("texts", "place", "old", "new", "language"),
    [
        (HARBOUR, 1, "1,500", "1 500", "en"),
        (HARBOUR, 1, "1,500", "1500", "en"),
        (HARBOUR, 3, "2.5 million euros", "€2.5 million", "en"),
        (HARBOUR, 3, "2.5 million", "2,500,000", "en"),
        (HARBOUR, 5, "four", "4", "en"),
        (HAFEN, 1, "1.500", "1500", "de"),
        (HAFEN, 2, "2,5 Mio. Euro", "2,5 Millionen Euro", "de"),
        (GAVAN, 2, "2,5 млн рублей", "2,5 миллиона рублей", "ru"),
    ],
)
def test_a_figure_in_another_style_is_no_changed_number(texts, place, old, new, language):
    assert set() == facts(texts, place, old, new, language)


def test_percent_signs_and_words_are_one():
    assert set() == facts(["Rents rose by 5 % in May."], 0, "5 %", "5 per cent")


def test_a_figure_inside_a_name_is_none():
    assert set() == facts(["The COVID-19 ward was full."], 0, "The COVID-19", "A COVID-19")


def test_a_whole_new_sentence_changes_no_number():
    text = str(HARBOUR[3])
    new = [
        *HARBOUR[:3],
        f"{text} The new quay is 300 metres long and stands on steel piles.",
        *HARBOUR[4:],
    ]
    assert ["block_edited"] == kinds(between(HARBOUR, new))


@pytest.mark.parametrize(
    ("texts", "place", "old", "new", "language"),
    [
        (HARBOUR, 4, "came too late", "did not come too late", "en"),
        (["They can go home now."], 0, "can", "can't", "en"),
        (["Sie hat eine Wahl."], 0, "eine", "keine", "de"),
        (["Die Stadt wird zahlen."], 0, "wird", "wird nicht", "de"),
        (["Город будет платить."], 0, "будет", "не будет", "ru"),
        (["Elle a signé le texte."], 0, "a signé", "n’a pas signé", "fr"),
        (["他同意计划。"], 0, "他", "他不", "zh"),
        (["Шаар бул каражатты төлөйт."], 0, "төлөйт", "төлөйт эмес", "ky"),
    ],
)
def test_a_negation_that_comes_is_an_event(texts, place, old, new, language):
    assert {"negation_changed"} == facts(texts, place, old, new, language)


def test_a_contracted_negation_is_none():
    assert set() == facts(["It is not over."], 0, "is not", "isn't")


def test_another_name_is_an_event():
    found = between(HARBOUR, changed_in(HARBOUR, 1, "Anna Berg", "Olga Stein"))
    assert "A name was changed: Mayor Anna Berg → Mayor Olga Stein." == (
        only(found, "name_changed").reason
    )


def test_german_nouns_are_no_names():
    assert set() == facts(HAFEN, 2, "Kritiker", "Fachleute", "de")


def test_a_german_name_is_seen():
    assert {"name_changed"} == facts(HAFEN, 0, "Anna Berg", "Olga Stein", "de")


def test_a_russian_case_ending_is_no_other_name():
    texts = ["Журналисты говорили с Анной Берговой вчера."]
    assert set() == facts(texts, 0, "с Анной Берговой", "об Анне Берговой", "ru")


def test_another_day_is_no_name():
    assert set() == facts(HARBOUR, 0, "Monday", "Tuesday")


@pytest.mark.parametrize(
    ("texts", "place", "old", "new", "language"),
    [
        (HARBOUR, 2, "expect so many", "expect that many", "en"),
        (HAFEN, 1, "damit gerechnet", "das erwartet", "de"),
        (GAVAN, 1, "ожидали столько", "ожидали такого", "ru"),
    ],
)
def test_other_words_in_quotation_marks_are_an_event(texts, place, old, new, language):
    assert {"quote_changed"} == facts(texts, place, old, new, language)


def test_marks_put_round_words_are_an_event():
    assert {"quote_changed"} == facts(HARBOUR, 0, "repairs", "“repairs”")


def test_a_quotation_that_comes_with_its_sentence_is_none():
    text = str(HARBOUR[3])
    new = [*HARBOUR[:3], f"{text} “It was worth it,” the minister told reporters.", *HARBOUR[4:]]
    assert ["block_edited"] == kinds(between(HARBOUR, new))


def test_words_outside_the_marks_change_no_quotation():
    assert set() == facts(HARBOUR, 2, "small ceremony", "quiet ceremony")


def test_a_number_word_that_only_goes_is_no_changed_figure():
    assert set() == facts(["He waited a day or two for them."], 0, "a day or two", "a while")


def test_a_short_sentence_that_comes_is_no_negation():
    text = str(HARBOUR[4])
    new = changed_in(HARBOUR, 4, "too late. ", "too late. It wasn't cheap. ")
    assert text != new[4]
    assert ["block_edited"] == kinds(between(HARBOUR, new))


@pytest.mark.parametrize(
    ("text", "old", "new", "language"),
    [
        ("Police arrested Thomas Browne in Leeds.", "Browne", "Brown", "en"),
        ("Police arrested Clarke in Leeds.", "Clarke", "Clark", "en"),
        ("The chief, Ericsson, resigned.", "Ericsson", "Eric", "en"),
        ("On Monday Smith accused Jones of it.", "Smith accused Jones", "Jones accused Smith", "en"),
        ("Smith accused Jones of it.", "Smith accused Jones", "Jones accused Smith", "en"),
        ("La police a vu Jean Martineau hier.", "Martineau", "Martin", "fr"),
    ],
)  # fmt: skip
def test_a_name_inside_another_and_names_that_changed_places_are_events(text, old, new, language):
    assert {"name_changed"} == facts([text], 0, old, new, language)


@pytest.mark.parametrize(
    ("text", "old", "new", "language"),
    [
        ("They met Thomas Browne in Leeds.", "Thomas Browne", "Browne", "en"),
        ("It was Berg's own idea, said Leeds.", "Berg's own idea", "the idea of Berg", "en"),
        ("Gestern kam Anna Berg nach Ulm.", "Anna Berg", "Anna Bergs Bruder", "de"),
        ("They saw Smith and heard it from Jones.", "They saw Smith", "Smith was seen", "en"),
        ("They met in Ulm after Bonn.", "met in Ulm after Bonn", "after Bonn met in Ulm", "en"),
    ],
)  # fmt: skip
def test_a_name_that_stands_in_both_texts_is_no_other(text, old, new, language):
    assert set() == facts([text], 0, old, new, language)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("He was “guilty” of fraud.", "guilty", "innocent"),
        ("“I saw him there,” he told the court.", "I saw him there", "We had left by noon"),
    ],
)
def test_a_quotation_wholly_replaced_between_its_marks_is_an_event(text, old, new):
    assert {"quote_changed"} == facts([text], 0, old, new)


def test_a_sentence_with_a_quotation_for_another_changes_no_quotation():
    old = "“It was worth it,” the minister told reporters."
    new = "“Nobody else came,” wrote a critic in March."
    assert set() == facts([f"{HARBOUR[3]} {old} {HARBOUR[5]}"], 0, old, new) - {"negation_changed"}


@pytest.mark.parametrize(
    ("text", "old", "new", "language"),
    [
        ("One person died in the fire.", "One person", "Two people", "en"),
        ("The fire killed one person.", "one person", "three people", "en"),
        ("The fire killed dozens.", "dozens", "hundreds", "en"),
        ("Bei dem Brand starb eine Frau.", "eine Frau", "zwei Frauen", "de"),
        ("Der Umsatz stieg auf 1,500 Millionen Euro.", "1,500", "1.500", "de"),
        ("경찰은 약500명이 숨졌다고 밝혔다.", "약500명", "약900명", "ko"),
    ],
)
def test_one_and_rough_numbers_count_where_another_takes_their_place(text, old, new, language):
    assert {"number_changed"} == facts([text], 0, old, new, language)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("One person died in the fire.", "One", "1"),
        ("The fire killed 1 person.", "1 person", "one person"),
        ("A day or two later the fire was out.", "A day or two later", "One day later"),
        ("They paid 5 millions for it.", "5 millions", "5,000,000"),
    ],
)
def test_one_in_another_style_is_no_changed_number(text, old, new):
    assert set() == facts([text], 0, old, new)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("Police said someone was hurt.", "someone", "no-one"),
        ("He pleaded guilty on Monday.", "guilty", "not-guilty"),
    ],
)
def test_a_negation_with_a_hyphen_is_one(text, old, new):
    assert {"negation_changed"} == facts([text], 0, old, new)


def test_the_no_of_a_number_negates_nothing():
    assert {"number_changed"} == facts(["She went to No 10 today."], 0, "No 10", "the palace")
