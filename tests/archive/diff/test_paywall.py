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


@pytest.mark.parametrize(("was", "now"), [(False, False), (True, True), (False, True)])
def test_without_a_new_paywall_removed_text_is_silent(was, now):
    comparison = walled(HARBOUR[0], was=was, now=now)
    removed = [event.silent for event in comparison.events if event.type == "block_removed"]
    assert ((), [True] * 5) == (comparison.notes, removed)


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
