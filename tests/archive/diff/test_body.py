import random

import pytest

from archive.diff.making import is_material
from archive.records import Block, Link
from tests.archive.diff.crafted import GAVAN, HAFEN, HARBOUR, between, changed_in, kinds, only


def test_equal_bodies_have_no_events():
    assert [] == between(HARBOUR, HARBOUR)


@pytest.mark.parametrize(
    ("texts", "old", "new", "language"),
    [
        (HARBOUR, "reopened", "was reopened", "en"),
        (HAFEN, "geöffnet", "freigegeben", "de"),
        (GAVAN, "открылся", "закрылся", "ru"),
    ],
)
def test_an_edited_paragraph_is_one_event(texts, old, new, language):
    assert ["block_edited"] == kinds(between(texts, changed_in(texts, 0, old, new), language))


def test_an_edited_paragraph_carries_both_whole_texts_and_its_places():
    new = changed_in(HARBOUR, 3, "repairs", "works")
    event = only(between(HARBOUR, new), "block_edited")
    assert (HARBOUR[3], new[3], "/body/blocks/3", 3, 3) == (
        event.old,
        event.new,
        event.path,
        event.position_from,
        event.position_to,
    )


def test_an_insertion_above_moves_nothing():
    new = ["Police closed a bridge nearby at noon.", *HARBOUR]
    assert ["block_added"] == kinds(between(HARBOUR, new))


def test_a_removed_paragraph_is_removed_and_the_others_stay():
    event = only(between(HARBOUR, HARBOUR[:3] + HARBOUR[4:]), "block_removed")
    assert (HARBOUR[3], None, 3, None) == (
        event.old,
        event.new,
        event.position_from,
        event.position_to,
    )


def test_a_moved_paragraph_is_the_only_event_and_has_its_text_on_both_sides():
    new = [HARBOUR[0], HARBOUR[3], *HARBOUR[1:3], *HARBOUR[4:]]
    (event,) = between(HARBOUR, new)
    assert ("block_moved", HARBOUR[3], HARBOUR[3], 3, 1) == (
        event.type,
        event.old,
        event.new,
        event.position_from,
        event.position_to,
    )


def test_a_moved_and_edited_paragraph_has_one_block_event():
    edited = changed_in(HARBOUR, 3, "2.5", "3.5")
    new = [edited[0], edited[3], *edited[1:3], *edited[4:]]
    assert ["block_moved", "number_changed"] == kinds(between(HARBOUR, new))


def test_a_paragraph_in_two_is_split_with_the_parts_by_lines():
    head, tail = (
        "Critics say that the work came too late.",
        (
            "They had warned of cracks in the quay for years. "
            "Nobody listened to them, the group wrote in March."
        ),
    )
    (event,) = between(HARBOUR, [*HARBOUR[:4], head, tail, HARBOUR[5]])
    assert ("block_split", HARBOUR[4], f"{head}\n{tail}") == (event.type, event.old, event.new)


def test_two_paragraphs_in_one_are_merged():
    (event,) = between(HARBOUR, [*HARBOUR[:2], f"{HARBOUR[2]} {HARBOUR[3]}", *HARBOUR[4:]])
    assert ("block_merged", f"{HARBOUR[2]}\n{HARBOUR[3]}") == (event.type, event.old)


def test_short_paragraphs_in_the_middle_of_a_merge_belong_to_it():
    old = ["Not to get into the middle of this, but the word is wrong.", "Noted.", "Thank you all."]
    texts = [HARBOUR[0], *old, HARBOUR[1]]
    new = [HARBOUR[0], " ".join(old), HARBOUR[1]]
    assert ["block_merged"] == kinds(between(texts, new))


def test_a_paragraph_added_beside_an_edited_one_is_no_split():
    new = changed_in(HARBOUR, 4, "too late", "far too late")
    added = "The town said that it would answer in the summer, and for now it had nothing to add."
    assert ["block_edited", "block_added"] == kinds(between(HARBOUR, [*new[:5], added, new[5]]))


def test_a_wall_of_text_cut_into_paragraphs_is_one_split():
    whole = " ".join(str(text) for text in HARBOUR)
    assert ["block_split"] == kinds(between([whole], HARBOUR))


def test_a_rewritten_paragraph_stays_a_pair():
    rewritten = (
        "For years, critics had warned of cracks in the quay; the work came too late, "
        "says the group, and nobody listened."
    )
    new = changed_in(HARBOUR, 4, str(HARBOUR[4]), rewritten)
    assert ["block_rewritten"] == kinds(between(HARBOUR, new))


def test_an_unrelated_paragraph_in_the_same_place_is_a_removal_and_an_addition():
    new = changed_in(HARBOUR, 1, str(HARBOUR[1]), "Rain is expected tomorrow over most valleys.")
    assert {"block_removed", "block_added"} == set(kinds(between(HARBOUR, new)))


def test_marks_of_another_style_are_typographic_only():
    new = changed_in(HARBOUR, 2, "“We did not expect so many,”", '"We did not expect so many,"')
    assert ["typographic_changed"] == kinds(between(HARBOUR, new))


def test_a_no_break_space_is_typographic_only():
    new = changed_in(HARBOUR, 3, "2.5 million", "2.5\u00a0million")
    assert ["typographic_changed"] == kinds(between(HARBOUR, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1,500", "1,800"),
        ("said.", "said?"),
        ("Mayor", "“Mayor”"),
        ("leave,", "leave"),
    ],
)
def test_figures_marks_and_quotation_marks_count_as_changes(old, new):
    texts = ["About 1,500 people saw the ferry leave, Mayor Anna Berg said."]
    assert "block_edited" in kinds(between(texts, changed_in(texts, 0, old, new)))


def test_a_correction_notice_is_no_added_block():
    notice = Block(type="correction", text="An earlier version gave a wrong figure.")
    assert ["correction_added"] == kinds(between(HARBOUR, [*HARBOUR, notice]))


def test_a_withdrawn_correction_notice_is_its_own_event():
    notice = Block(type="correction", text="An earlier version gave a wrong figure.")
    assert ["correction_removed"] == kinds(between([*HARBOUR, notice], HARBOUR))


def test_a_paragraph_that_becomes_a_heading_is_edited():
    plain = Block(type="paragraph", text="What comes next")
    heading = Block(type="heading", level=2, text="What comes next")
    (event,) = between([plain], [heading])
    assert ("block_edited", True) == (event.type, "became a heading" in event.reason)


def test_a_changed_link_stands_alone_where_the_words_are_the_same():
    old = Block(
        type="paragraph",
        text="See the report.",
        links=(Link(url="https://a.example/1", text="report"),),
    )
    new = Block(
        type="paragraph",
        text="See the report.",
        links=(Link(url="https://a.example/2", text="report"),),
    )
    (event,) = between([old], [new])
    assert ("link_changed", "https://a.example/1", "https://a.example/2") == (
        event.type,
        event.spans[0].old,
        event.spans[0].new,
    )


def linked(*urls: str) -> Block:
    links = tuple(Link(url=url, text="report") for url in urls)
    return Block(type="paragraph", text="See the report.", links=links)


def test_a_link_that_only_follows_its_readers_otherwise_is_no_event():
    old = linked("https://a.example/1?id=7&utm_source=feed")
    assert [] == between([old], [linked("https://a.example/1?id=7&fbclid=x")])


def test_a_changed_link_beside_tracking_noise_is_named_as_the_page_has_it():
    old = linked("https://a.example/1?utm_source=feed", "https://a.example/2?utm_source=feed")
    new = linked("https://a.example/1", "https://a.example/3?utm_source=home")
    span = only(between([old], [new]), "link_changed").spans[0]
    assert ("https://a.example/2?utm_source=feed", "https://a.example/3?utm_source=home") == (
        span.old,
        span.new,
    )


def test_lists_and_tables_are_compared_by_their_items():
    old = Block(type="list", ordered=False, items=("Bread and butter", "Milk", "Ten eggs"))
    new = Block(type="list", ordered=False, items=("Bread and butter", "Milk", "Six eggs"))
    assert "Bread and butter\nMilk\nSix eggs" == only(between([old], [new]), "block_edited").new


def test_image_blocks_only_hold_places():
    image = Block(type="image", ref="img-1")
    event = only(between([image, *HARBOUR], [image, *HARBOUR[1:]]), "block_removed")
    assert 1 == event.position_from


def test_every_changed_block_has_exactly_one_event_of_its_own():
    chance = random.Random(3)
    words = ["the", "port", "town", "said", "that", "ferry", "quay", "of", "cracks", "15", "not"]
    old = [" ".join(chance.choices(words, k=30)) for _ in range(60)]
    new = [
        " ".join(chance.choice(words) if chance.random() < 0.2 else word for word in one.split())
        for one in chance.sample(old, 50)
    ]
    beside = {"number_changed", "name_changed", "quote_changed", "negation_changed", "link_changed"}
    places = [event.path for event in between(old, new) if event.type not in beside and event.new]
    assert len(set(places)) == len(places)


def test_a_thousand_copies_of_one_word_are_no_trap():
    assert 400 == len(between(["a"] * 2000, ["a"] * 2400))


def carried_sentence():
    taken = "Nobody listened to them, the group wrote in March."
    given = changed_in(HARBOUR, 4, f" {taken}", "")
    return changed_in(given, 3, "by the state.", f"by the state. {taken}")


def test_a_sentence_in_another_paragraph_is_told_in_both():
    reasons = [event.reason for event in between(HARBOUR, carried_sentence())]
    assert "a sentence of it stood in block 5 before." in reasons[0]
    assert "a sentence of it stands in block 4 now." in reasons[1]


def test_a_sentence_in_another_paragraph_weighs_like_a_move_and_is_not_silent():
    events = between(HARBOUR, carried_sentence())
    removed = between(
        HARBOUR, changed_in(HARBOUR, 4, " Nobody listened to them, the group wrote in March.", "")
    )
    assert [False, False] == [event.silent for event in events]
    assert events[1].significance < removed[0].significance


def test_a_sentence_carried_beside_another_edit_keeps_its_weight():
    edited = changed_in(carried_sentence(), 4, "too late", "late")
    giving = next(event for event in between(HARBOUR, edited) if event.position_from == 4)
    assert giving.silent


ACCUSED = "Police said that Peter Miller was accused of robbing his neighbour, which he denied."
GUILTY = ACCUSED.replace("accused", "guilty")
CROWD = "The trial began on Monday and drew a large crowd of onlookers from the county."


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ([ACCUSED, *HARBOUR], [*HARBOUR[:5], GUILTY, HARBOUR[5]], "block_moved"),
        ([*HARBOUR, f"{ACCUSED} {CROWD}"], [*HARBOUR, GUILTY, CROWD], "block_split"),
        ([*HARBOUR, ACCUSED, CROWD], [*HARBOUR, f"{GUILTY} {CROWD}"], "block_merged"),
    ],
)
def test_a_paragraph_moved_split_or_merged_and_edited_is_silent(old, new, kind):
    event = only(between(old, new), kind)
    assert (True, True, True) == (event.silent, is_material(event), event.significance > 0.2)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ([ACCUSED, *HARBOUR], [*HARBOUR[:5], ACCUSED, HARBOUR[5]], "block_moved"),
        ([*HARBOUR, f"{ACCUSED} {CROWD}"], [*HARBOUR, ACCUSED, CROWD], "block_split"),
        ([*HARBOUR, ACCUSED, CROWD], [*HARBOUR, f"{ACCUSED} {CROWD}"], "block_merged"),
    ],
)
def test_a_paragraph_moved_split_or_merged_as_it_was_is_not_material(old, new, kind):
    event = only(between(old, new), kind)
    assert (False, False) == (event.silent, is_material(event))


def test_another_form_with_the_same_words_is_not_silent():
    heading = Block(type="heading", level=2, text=CROWD)
    event = only(between([*HARBOUR, CROWD], [*HARBOUR, heading]), "block_edited")
    assert (False, 0.1) == (event.silent, event.significance)


def test_words_that_are_no_quotation_any_more_are_a_silent_edit():
    quote = Block(type="quote", text=ACCUSED)
    assert only(between([*HARBOUR, quote], [*HARBOUR, ACCUSED]), "block_edited").silent
