"""A page that goes behind a paywall hides its text; it does not remove it."""

import dataclasses

import pytest

from archive.diff import compare
from archive.records import Block, Image
from tests.archive.diff.crafted import HARBOUR, article, kinds, only

PHOTO = Image(id="img-1", content_url="https://c.example/photos/quay.jpg", caption="The quay")


def walled(*texts, was: bool | None = True, now: bool | None = False):
    old = article(
        *HARBOUR,
        Block(type="image", ref="img-1"),
        image=(PHOTO,),
        is_accessible_for_free=was,
    )
    return compare(old, article(*texts, day=2, is_accessible_for_free=now))


@pytest.mark.parametrize("was", [True, None])
def test_what_a_paywall_hides_is_not_silent(was):
    assert not any(event.silent for event in walled(HARBOUR[0], was=was).events)


def test_the_reason_of_hidden_text_and_images_names_the_paywall():
    found = walled(HARBOUR[0]).events
    behind = "the page went behind a paywall between the captures."
    assert {f"Text is no longer shown: {behind}", f"An image is no longer shown: {behind}"} == {
        event.reason for event in found if event.type in ("block_removed", "image_removed")
    }


def test_the_comparison_has_a_note_of_the_paywall():
    assert ["paywall" in note for note in walled(HARBOUR[0]).notes] == [True]


def test_a_paragraph_that_breaks_off_at_the_paywall_is_not_silent_nor_are_its_figures():
    cut = f"{HARBOUR[4].partition(' Nobody')[0][:80]}…"
    found = walled(*HARBOUR[:4], cut).events
    assert ("block_edited" in kinds(found), False) == (True, any(one.silent for one in found))


def test_a_figure_changed_beside_the_paywall_is_still_silent():
    found = walled(HARBOUR[0], HARBOUR[1].replace("1,500", "1,800")).events
    assert only(found, "number_changed").silent


@pytest.mark.parametrize(("was", "now"), [(True, True), (False, True), (None, None)])
def test_without_a_new_paywall_removed_text_is_silent(was, now):
    comparison = walled(HARBOUR[0], was=was, now=now)
    removed = [event.silent for event in comparison.events if event.type == "block_removed"]
    assert [True] * 5 == removed
    assert not any(
        "less" in note or "behind a paywall between" in note for note in comparison.notes
    )


def test_a_paragraph_that_becomes_a_heading_as_a_page_goes_behind_a_paywall_breaks_off_nowhere():
    heading = Block(type="heading", level=2, text=HARBOUR[0])
    assert not any("breaks off" in event.reason for event in walled(heading, *HARBOUR[1:]).events)


BROKEN_OFF = f"{HARBOUR[2][:50]}…"


def shown(old, new, *, was=False, now=False):
    """The material events of the text that pages show which say that they are not free."""
    found = compare(
        article(*old, is_accessible_for_free=was), article(*new, day=2, is_accessible_for_free=now)
    )
    return found.notes, [
        (event.type, event.silent) for event in found.events if event.path.startswith("/body/")
    ]


@pytest.mark.parametrize("now", [True, None])
def test_what_stood_behind_a_paywall_that_is_lifted_is_no_silent_addition(now):
    notes, found = shown(HARBOUR[:2], HARBOUR, was=False, now=now)
    assert [("block_added", False)] * 4 == found
    assert ["at the earlier capture only" in note for note in notes] == [True]


def test_a_paragraph_that_goes_on_where_a_paywall_was_is_no_silent_edit():
    _, found = shown([*HARBOUR[:2], BROKEN_OFF], HARBOUR, was=False, now=True)
    assert ("block_edited", False) in found or ("block_rewritten", False) in found
    assert not any(silent for _, silent in found)


def test_what_is_edited_as_a_paywall_is_lifted_is_still_silent():
    _, found = shown([HARBOUR[0].replace("two", "six")], HARBOUR, was=False, now=True)
    assert ("block_edited", True) in found


@pytest.mark.parametrize("left", [HARBOUR[:3], [*HARBOUR[:2], BROKEN_OFF], HARBOUR[:5]])
def test_of_a_page_that_is_never_free_what_is_missing_at_the_end_is_not_silent(left):
    notes, found = shown(HARBOUR, left)
    assert [False] * len(found) == [silent for _, silent in found]
    assert ["less at the end" in note for note in notes] == [True]


def test_a_last_paragraph_that_only_breaks_off_on_a_page_that_is_never_free_is_not_silent():
    text = "The town had planned a small party. Later the mayor thanked them all for their help."
    notes, found = shown([*HARBOUR[:2], text], [*HARBOUR[:2], f"{text[:60]} …"])
    assert ([False], 1) == (sorted({silent for _, silent in found}), len(notes))


def test_of_a_page_that_is_never_free_text_missing_between_others_is_silently_removed():
    assert ((), [("block_removed", True)]) == shown(HARBOUR, [*HARBOUR[:2], *HARBOUR[3:]])


def test_at_the_end_of_a_page_that_is_never_free_an_edit_in_the_middle_is_still_silent():
    edited = [HARBOUR[0], HARBOUR[1].replace("1,500", "1,800")]
    _, found = shown(HARBOUR, edited)
    assert ("number_changed", True) in found


@pytest.mark.parametrize(("before", "silent"), [(2, False), (5, True)])
def test_of_a_page_that_is_never_free_half_of_the_text_at_its_end_is_no_silent_addition(
    before, silent
):
    _, found = shown(HARBOUR[:before], HARBOUR)
    assert {("block_added", silent)} == set(found)


@pytest.mark.parametrize(("place", "silent"), [(1, True), (5, False)])
def test_a_photo_goes_with_the_end_of_a_page_that_is_never_free(place, silent):
    blocks = [*HARBOUR[:place], Block(type="image", ref="img-1"), *HARBOUR[place:]]
    old = article(*blocks, image=(PHOTO,), is_accessible_for_free=False)
    found = compare(old, article(*HARBOUR[:3], day=2, is_accessible_for_free=False)).events
    assert silent == only(found, "image_removed").silent


def test_the_weight_of_hidden_text_is_that_of_removed_text():
    weights = [
        [e.significance for e in walled(HARBOUR[0], now=now).events if e.type == "block_removed"]
        for now in (True, False)
    ]
    assert weights[0] == weights[1]


def test_other_readers_and_a_paywall_are_two_notes():
    old = article(*HARBOUR, is_accessible_for_free=True)
    reading = dataclasses.replace(old.reading, reader="2")
    new = article(HARBOUR[0], day=2, is_accessible_for_free=False, reading=reading)
    assert 2 == len(compare(old, new).notes)


def test_the_paywall_itself_stays_an_event():
    assert "paywall_changed" in kinds(walled(HARBOUR[0]).events)
