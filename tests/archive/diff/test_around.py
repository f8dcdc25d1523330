"""Facts in the texts around the body, and what declares an edit there."""

import pytest

from archive.diff import compare
from archive.diff.sheet import sheet
from archive.diff.state import State
from archive.records import Author, Block, Image, LivePost
from tests.archive.diff.crafted import HARBOUR, article, kinds


def events(old, new):
    return compare(article(*HARBOUR, day=1, **old), article(*HARBOUR, day=2, **new)).events


def photo(caption):
    return (Image(id="img-1", content_url="https://c.example/quay.jpg", caption=caption),)


def post(text):
    return (LivePost(id="p1", headline=None, text=text),)


@pytest.mark.parametrize(
    ("field", "made", "kind"),
    [
        ("headline", str, "headline_changed"),
        ("alternative_headline", str, "standfirst_changed"),
        ("image", photo, "caption_changed"),
        ("live_blog_update", post, "live_post_edited"),
    ],
)
@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        ("The bank was fined $500 today", "The bank was fined €500 today", "number_changed"),
        ("The bank was fined by Anna Berg", "The bank was fined by Olga Stein", "name_changed"),
        ("The bank will be fined today", "The bank will not be fined today", "negation_changed"),
        ("The bank lied to us today", "The bank “lied” to us today", "quote_changed"),
    ],
)
def test_a_fact_beside_the_body_is_an_event_beside_the_texts_own(field, made, kind, old, new, fact):
    found = events({field: made(old)}, {field: made(new)})
    assert [kind, fact] == kinds(found)
    assert all(event.silent for event in found)
    assert found[0].path == found[1].path


def test_a_caption_of_another_picture_changes_no_fact():
    old, new = photo("About 500 people fled to the hills"), photo("Kim Roe sold 900 boats")
    assert ["caption_changed"] == kinds(events({"image": old}, {"image": new}))


def test_a_headline_with_capitals_throughout_has_no_names():
    old, new = (
        {"headline": "Mayor Resigns After Quay Fire"},
        {"headline": "Mayor Returns After Quay Fire"},
    )
    assert ["headline_changed"] == kinds(events(old, new))


@pytest.mark.parametrize(
    ("field", "made"), [("headline", str), ("image", photo), ("live_blog_update", post)]
)
def test_every_fact_stands_on_the_sheet_once_beside_its_text(field, made):
    old = article(*HARBOUR, day=1, **{field: made("The bank was fined $500 today")})
    new = article(*HARBOUR, day=2, **{field: made("The bank was fined €500 today")})
    found = compare(old, new)
    sections = sheet(found, State(old), State(new))
    rows = [row for one in sections for stretch in one.stretches for row in stretch.rows]
    assert kinds(found.events) == kinds([event for row in rows for event in row.events])
    assert "Changes" not in [one.title for one in sections]
    assert "About the article" not in [one.title for one in sections]


def notice(text):
    return Block(type="correction", text=text)


FALSE = "Correction: we falsely said that Mr Miller was convicted. He was never charged."
CUT = "Correction: we said that Mr Miller was convicted."


@pytest.mark.parametrize(("old", "new", "silent"), [(FALSE, CUT, True), (CUT, FALSE, False)])
def test_a_notice_declares_where_it_grew_and_not_where_it_was_cut(old, new, silent):
    found = compare(
        article(*HARBOUR, notice(old), day=1, headline="Miller cleared of it"),
        article(*HARBOUR, notice(new), day=2, headline="Miller jailed for it"),
    ).events
    assert {silent} == {event.silent for event in found}
    assert {"headline_changed"} < set(kinds(found))


def test_a_notice_cut_short_is_silent_itself():
    found = compare(article(*HARBOUR, notice(FALSE)), article(*HARBOUR, notice(CUT), day=2)).events
    assert all(event.silent for event in found)
    assert found


def authors(*names):
    return {"author": tuple(Author(name=name, name_raw=name) for name in names)}


def test_authors_in_another_order_are_the_same_authors():
    (event,) = events(authors("Anna Berg", "Kim Roe"), authors("Kim Roe", "Anna Berg"))
    assert ("author_changed", False, 0.1) == (event.type, event.silent, event.significance)


def test_another_author_is_another():
    (event,) = events(authors("Anna Berg", "Kim Roe"), authors("Kim Roe", "Olga Stein"))
    assert ("author_changed", True) == (event.type, event.silent)
