"""Fields, images, posts, comments and what is silent."""

import dataclasses

import pytest

from archive.diff import compare, document
from archive.records import Author, Block, CommentThread, Correction, Image, LivePost, ReadBy
from tests.archive.diff.crafted import HARBOUR, article, capture, changed_in, comment, kinds, only


def events(old: dict, new: dict):
    return list(compare(article(*HARBOUR, **old), article(*HARBOUR, day=2, **new)).events)


@pytest.mark.parametrize(
    ("field", "old", "new", "kind"),
    [
        ("headline", "Harbour opens", "Harbour reopens", "headline_changed"),
        ("alternative_headline", "Long weeks", "Short weeks", "standfirst_changed"),
        ("byline", "By Jo Lind", "By Jo Lind and Kim Roe", "byline_changed"),
        ("author", (), (Author(name="Jo", name_raw="Jo"),), "author_changed"),
        ("dateline", "LINDENAU", "BERLIN", "dateline_changed"),
        ("date_published", "2026-03-01", "2026-03-02", "date_changed"),
        ("date_modified", None, "2026-03-02", "date_changed"),
        ("article_section", ("News",), ("Economy",), "section_changed"),
        ("in_language", "en", "de", "language_changed"),
        ("is_accessible_for_free", True, False, "paywall_changed"),
        ("keywords", ("a",), ("b",), "keywords_changed"),
    ],
)
def test_a_changed_field_is_one_event(field, old, new, kind):
    assert [kind] == kinds(events({field: old}, {field: new}))


def test_the_same_byline_with_another_space_is_typographic():
    assert ["typographic_changed"] == kinds(
        events({"byline": "By Jo Lind"}, {"byline": "By Jo\u00a0Lind"})
    )


def test_a_headline_that_was_not_there_has_no_old_text():
    assert None is only(events({"headline": None}, {"headline": "New"}), "headline_changed").old


PHOTO = Image(
    id="img-1",
    content_url="https://c.example/photos/quay.jpg?w=800",
    caption="The quay in March",
    credit_text="Kim Roe",
    alt="A quay",
)


def images(old: tuple[Image, ...], new: tuple[Image, ...]):
    return events({"image": old}, {"image": new})


@pytest.mark.parametrize(
    "url",
    [
        "https://c.example/photos/quay.jpg?w=300",
        "https://img2.c.example/photos/quay.jpg",
        "https://c.example/photos/800x450/quay.jpg",
        "https://c.example/photos/quay.webp",
        "https://c.example/photos/quay-640x360.avif",
    ],
)
def test_another_rendition_of_an_image_is_the_same_image(url):
    assert [] == images((PHOTO,), (dataclasses.replace(PHOTO, content_url=url),))


@pytest.mark.parametrize(
    ("field", "kind"),
    [("caption", "caption_changed"), ("credit_text", "credit_changed"), ("alt", "alt_changed")],
)
def test_the_words_of_an_image_are_events_of_their_own(field, kind):
    assert [kind] == kinds(images((PHOTO,), (dataclasses.replace(PHOTO, **{field: "Other"}),)))


def test_another_file_in_the_same_slot_replaces():
    other = dataclasses.replace(PHOTO, content_url="https://c.example/photos/ferry.jpg")
    assert ["image_replaced"] == kinds(images((PHOTO,), (other,)))


@pytest.mark.parametrize(
    ("caption", "wanted"), [("The quay in March", []), ("The ferry", ["caption_changed"])]
)
def test_a_rendition_whose_file_is_named_otherwise_is_known_by_the_words_beside_it(caption, wanted):
    wide, small = (
        dataclasses.replace(PHOTO, content_url=f"https://c.example/AB9/{name}", caption=words)
        for name, words in (("lead_960.jpg", PHOTO.caption), ("lead_720_405.jpg", caption))
    )
    replaced = ["image_replaced"] if wanted else []
    assert replaced + wanted == kinds(images((wide,), (small,)))


def test_a_rendition_that_no_block_holds_is_not_the_photo_that_the_body_showed():
    wide, small = (
        dataclasses.replace(PHOTO, content_url=f"https://c.example/AB9/{name}")
        for name in ("lead_960.jpg", "lead_720_405.jpg")
    )
    found = compare(shown(wide), shown(apart=(small,), day=2)).events
    assert ["image_removed"] == kinds(found)


def test_of_photos_that_a_service_sizes_the_one_that_is_gone_is_removed():
    photos = [
        Image(
            id=f"img-{name}",
            content_url=f"https://c.example/_next/image?url=%2Fm%2F{name}.jpg&w=1200",
            caption=f"A picture of the {name}",
        )
        for name in ("quay", "ferry", "sea")
    ]
    (removed,) = images(tuple(photos), tuple(photos[1:]))
    assert ("image_removed", photos[0].content_url) == (removed.type, removed.old)


def test_images_come_and_go():
    other = Image(id="img-2", content_url="https://c.example/photos/town.jpg", caption="Town hall")
    assert (["image_added"], ["image_removed"]) == (
        kinds(images((PHOTO,), (PHOTO, other))),
        kinds(images((PHOTO, other), (PHOTO,))),
    )


def shown(*held: Image, apart: tuple[Image, ...] = (), day: int = 1):
    """An article whose body shows some images; those apart are held by no block."""
    blocks = [Block(type="image", ref=image.id) for image in held]
    return article(*HARBOUR, *blocks, day=day, image=(*held, *apart))


TOWN = Image(id="img-2", content_url="https://c.example/photos/town.jpg", caption="Town hall")
NAMED = Image(id="img-1", content_url="https://c.example/photos/quay.jpg")


@pytest.mark.parametrize("named", [NAMED, TOWN, PHOTO])
def test_a_shown_photo_that_is_gone_is_removed_whatever_the_head_of_the_page_names(named):
    found = compare(shown(PHOTO), shown(apart=(named,), day=2)).events
    assert [("image_removed", True, 0.4)] == [(e.type, e.silent, e.significance) for e in found]


def test_a_photo_that_is_now_shown_is_added_and_what_the_head_named_is_no_event():
    assert ["image_added"] == kinds(compare(shown(apart=(NAMED,)), shown(PHOTO, day=2)).events)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [((), (NAMED,), "image_added"), ((NAMED,), (), "image_removed")],
)
def test_an_image_that_no_block_ever_held_comes_and_goes_with_the_lowest_weight(old, new, kind):
    found = compare(shown(apart=old), shown(apart=new, day=2)).events
    assert [(kind, False, 0.05)] == [(e.type, e.silent, e.significance) for e in found]


def test_a_lead_photo_beside_photos_of_the_body_is_certainly_shown():
    found = compare(shown(PHOTO, apart=(TOWN,)), shown(PHOTO, day=2)).events
    assert [("image_removed", True)] == [(event.type, event.silent) for event in found]


def test_a_lead_photo_stays_when_the_photo_of_the_body_goes():
    found = compare(shown(PHOTO, apart=(TOWN,)), shown(apart=(TOWN,), day=2)).events
    assert [PHOTO.content_url] == [event.old for event in found]


def test_an_undeclared_change_of_a_figure_is_silent():
    new = article(*changed_in(HARBOUR, 1, "1,500", "1,800"), day=2)
    assert only(compare(article(*HARBOUR), new).events, "number_changed").silent


def test_a_correction_notice_declares_every_change():
    notice = Block(type="correction", text="An earlier version gave a wrong figure.")
    new = article(*changed_in(HARBOUR, 1, "1,500", "1,800"), notice, day=2)
    assert not any(event.silent for event in compare(article(*HARBOUR), new).events)


def test_a_new_modification_date_declares_every_change():
    new = article(*changed_in(HARBOUR, 1, "1,500", "1,800"), day=2, date_modified="2026-03-02")
    assert not any(event.silent for event in compare(article(*HARBOUR), new).events)


def test_an_older_modification_date_declares_nothing():
    old = article(*HARBOUR, date_modified="2026-03-02")
    new = article(*changed_in(HARBOUR, 1, "1,500", "1,800"), day=2, date_modified="2026-03-01")
    assert only(compare(old, new).events, "number_changed").silent


@pytest.mark.parametrize(
    ("modified", "silent"), [("2026-03-01T06:35:00Z", True), ("2026-03-02T07:00:00Z", False)]
)
def test_a_date_counted_back_declares_where_it_is_after_the_earlier_capture(modified, silent):
    counted = {"date_modified_zone": "capture"}
    old = article(*HARBOUR, date_modified="2026-03-01T06:05:00Z", **counted)
    edited = changed_in(HARBOUR, 1, "1,500", "1,800")
    found = compare(old, article(*edited, day=2, date_modified=modified, **counted)).events
    assert "date_changed" not in kinds(found)
    assert silent == only(found, "number_changed").silent


def test_an_amended_correction_notice_declares_too():
    old_notice = Block(type="correction", text="An earlier version gave a wrong figure.")
    notice = Block(type="correction", text="An earlier version gave a wrong figure and a name.")
    new = article(*changed_in(HARBOUR, 1, "1,500", "1,800"), notice, day=2)
    found = compare(article(*HARBOUR, old_notice), new).events
    assert [False] * len(found) == [event.silent for event in found]


def test_a_notice_outside_the_body_is_a_correction_added():
    new = {"correction": (Correction(text="A name was misspelt."),)}
    assert ["correction_added"] == kinds(events({}, new))


def test_a_notice_given_in_both_places_is_one_event():
    notice = "A name was misspelt."
    new = article(
        *HARBOUR,
        Block(type="correction", text=notice),
        day=2,
        correction=(Correction(text=notice),),
    )
    assert ["correction_added"] == kinds(compare(article(*HARBOUR), new).events)


def posts(*texts: tuple[str, str]) -> dict:
    return {
        "live_blog_update": tuple(LivePost(id=key, headline=None, text=text) for key, text in texts)
    }


def test_posts_are_added_edited_and_removed_by_id():
    old = posts(("a", "Polls opened early today."), ("b", "Queues are long in the north."))
    new = posts(("c", "The minister has voted."), ("a", "Polls opened late today."))
    assert ["live_post_added", "live_post_edited", "live_post_removed"] == kinds(events(old, new))


def threads(old, new, **fields):
    return list(compare(article(*HARBOUR), article(*HARBOUR, day=2, **fields), old, new).events)


def test_comments_are_added_edited_and_no_longer_shown():
    old = [comment("1", "First!"), comment("2", "I agree.")]
    new = [
        comment("1", "First! (edited)", state="edited", day=2),
        comment("2", "I agree.", state="no_longer_shown", day=2),
        comment("3", "Me too.", day=2),
    ]
    assert ["comment_edited", "comment_added", "comment_removed"] == kinds(threads(old, new))


def test_a_comment_missing_from_an_incomplete_thread_was_not_removed():
    thread = CommentThread(
        provider="inline", declared_count=9, captured_count=1, complete=False, stop_reason="limit"
    )
    old = [comment("1", "First!"), comment("2", "I agree.")]
    assert [] == threads(old, old[:1], comment_thread=thread)


def test_of_a_page_without_a_thread_nobody_knows_what_was_removed():
    assert [] == threads([comment("1", "First!")], [], comment_thread=None)


def test_a_comment_missing_from_a_whole_thread_was_removed():
    thread = CommentThread(
        provider="inline", declared_count=0, captured_count=0, complete=True, stop_reason="end"
    )
    assert ["comment_removed"] == kinds(threads([comment("1", "Hi")], [], comment_thread=thread))


def test_a_removed_comment_leads_to_its_own_captures():
    old = [comment("1", "First!", day=1)]
    new = [comment("1", "First!", state="no_longer_shown", day=5)]
    assert (capture(1), capture(5)) == only(threads(old, new), "comment_removed").evidence


def test_that_a_comment_was_deleted_is_said_only_of_the_page():
    old, new = [comment("1", "Hi")], [comment("1", "Hi", state="deleted")]
    assert "the page says" in only(threads(old, new), "comment_removed").reason


def test_the_interval_is_that_of_the_two_captures():
    observed = compare(article(*HARBOUR), article(*HARBOUR, day=2)).observed
    assert (capture(1).fetched_at, capture(2).fetched_at) == (observed.after, observed.before)


def test_two_readers_are_compared_and_named():
    new = article(*HARBOUR, day=2, reading=ReadBy(reader="2", layout="generic"))
    found = compare(article(*HARBOUR), new)
    assert (False, 1) == (found.same_reading, len(found.notes))


OTHER = ReadBy(reader="2", layout="generic")


def test_what_another_reader_finds_on_the_same_capture_is_the_readers():
    read_anew = article(*HARBOUR[1:], day=1, reading=OTHER)
    (event,) = compare(article(*HARBOUR, day=1), read_anew).events
    assert ("block_removed", "other_reading", 0.0, False) == (
        event.type,
        event.mark.kind,
        event.significance,
        event.silent,
    )


def test_what_another_reader_finds_on_the_same_bytes_is_the_readers():
    same = dataclasses.replace(capture(1), payload_digest="sha1:AAAA")
    again = dataclasses.replace(capture(2), payload_digest="sha1:AAAA")
    old = article(*HARBOUR, capture=same)
    new = article(*HARBOUR, capture=again, reading=OTHER, headline="Harbour opens")
    assert ["other_reading"] == [event.mark.kind for event in compare(old, new).events]


def test_between_two_readings_of_two_pages_nothing_is_silent():
    edited = changed_in(HARBOUR, 1, "1,500", "1,800")
    events = compare(article(*HARBOUR), article(*edited, day=2, reading=OTHER)).events
    assert [(None, False)] * 2 == [(event.mark, event.silent) for event in events]


def test_the_document_has_the_keys_of_the_interface():
    new = article(*changed_in(HARBOUR, 1, "1,500", "1,800"), day=2)
    found = document(compare(article(*HARBOUR), new, old_number=1, new_number=2))
    event_keys = "type path old new position_from position_to similarity significance reason silent"
    assert set(event_keys.split()) <= set(found["events"][0])
    assert ({"number", "revision_id", "capture"}, 2) <= (set(found["from"]), 2)
