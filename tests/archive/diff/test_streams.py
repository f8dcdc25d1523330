"""Every field of an article is a stream of its own: changed alone, it gives its own events and no
other's."""

import dataclasses

import pytest

from archive.diff import EVENT_TYPES, compare
from archive.records import (
    Article,
    Author,
    Block,
    CommentAuthor,
    CommentThread,
    Correction,
    Image,
    Link,
    LivePost,
    Organization,
    Translation,
)
from tests.archive.diff.crafted import HARBOUR, article, comment

LINKED = Block(
    type="paragraph",
    text="The report on the quay is on the town's pages.",
    links=(Link(url="https://lindenau.example/report", text="report"),),
)
NOTICE = Block(type="correction", text="An earlier version gave a wrong date for the first ferry.")
LIST = Block(
    type="list", text="Bread and butter\nMilk", ordered=False, items=("Bread and butter", "Milk")
)
TABLE = Block(
    type="table",
    text="Year | Passengers\n2024 | 9,100",
    rows=(("Year", "Passengers"), ("2024", "9,100")),
)
EMBED = Block(type="embed", provider="video", url="https://video.example/1")
THREAD = CommentThread(
    provider="inline", declared_count=2, captured_count=2, complete=True, stop_reason="end"
)
FILLED = article(
    *HARBOUR,
    Block(type="heading", level=2, text="What comes next"),
    Block(type="quote", text="We did not expect so many.", cite="Anna Berg"),
    LIST,
    TABLE,
    LINKED,
    Block(type="image", ref="img-1"),
    EMBED,
    NOTICE,
    alternative_headline="Two weeks of repairs are over",
    byline="By Jo Lind and agencies",
    author=(Author(name="Jo Lind", name_raw="Jo Lind"),),
    source_organization=(Organization(name="Reuters"),),
    dateline="LINDENAU",
    date_published="2026-03-01T06:00:00Z",
    date_modified="2026-03-01T09:00:00Z",
    article_section=("News",),
    keywords=("ferry",),
    canonical_url="https://courier.example/news/harbour",
    work_translation=(Translation(in_language="de", url="https://courier.example/de/hafen"),),
    is_accessible_for_free=True,
    image=(
        Image(
            id="img-1",
            content_url="https://pictures.example/quay.jpg",
            caption="The quay in March",
            credit_text="Kim Roe",
            alt="A quay with a ferry",
        ),
    ),
    correction=(Correction(text="The name of the mayor was misspelt in an earlier version."),),
    live_blog_update=(
        LivePost(id="p2", headline="Crowd at the quay", text="People wait behind the barrier."),
        LivePost(id="p1", headline=None, text="The ferry is being loaded."),
    ),
    comment_thread=THREAD,
)
COMMENTS = (comment("c1", "First!"), comment("c2", "A fine day for the town.", position=1))


def with_block(place, block):
    blocks = list(FILLED.body.blocks)
    blocks[place : place + 1] = [block] if block is not None else []
    return {"body": dataclasses.replace(FILLED.body, blocks=tuple(blocks))}


def with_text(place, old, new):
    block = FILLED.body.blocks[place]
    return with_block(place, dataclasses.replace(block, text=block.text.replace(old, new)))


def with_image(**fields):
    return {"image": (dataclasses.replace(FILLED.image[0], **fields),)}


def with_posts(*posts):
    return {"live_blog_update": posts}


POSTS = FILLED.live_blog_update
TEXT_AND_LINK = dataclasses.replace(
    LINKED, links=(Link(url="https://lindenau.example/other", text="report"),)
)
SHORT_LIST = dataclasses.replace(LIST, text="Bread\nMilk", items=("Bread", "Milk"))
LATER_TABLE = dataclasses.replace(
    TABLE, text="Year | Passengers\n2024 | 9,700", rows=(("Year", "Passengers"), ("2024", "9,700"))
)

STREAMS = [
    ("headline", {"headline": "Harbour opens again"}, ["headline_changed"]),
    ("standfirst", {"alternative_headline": "Repairs are over"}, ["standfirst_changed"]),
    ("byline", {"byline": "By Jo Lind"}, ["byline_changed"]),
    ("author", {"author": (Author(name="Kim Roe", name_raw="Kim Roe"),)}, ["author_changed"]),
    ("agency", {"source_organization": (Organization(name="dpa"),)}, ["agency_changed"]),
    ("dateline", {"dateline": "HOLLIN"}, ["dateline_changed"]),
    ("published", {"date_published": "2026-03-02T06:00:00Z"}, ["date_changed"]),
    ("modified", {"date_modified": "2026-03-02T09:00:00Z"}, ["date_changed"]),
    ("section", {"article_section": ("Economy",)}, ["section_changed"]),
    ("keywords", {"keywords": ("quay",)}, ["keywords_changed"]),
    ("canonical", {"canonical_url": "https://courier.example/a"}, ["canonical_changed"]),
    ("translation", {"work_translation": ()}, ["translation_changed"]),
    ("language", {"in_language": "en-GB"}, ["language_changed"]),
    ("paywall", {"is_accessible_for_free": False}, ["paywall_changed"]),
    ("block edited", with_text(0, "two weeks of", "long"), ["block_edited"]),
    ("number", with_text(1, "1,500", "1,800"), ["block_edited", "number_changed"]),
    ("name", with_text(1, "Anna Berg", "Olga Stein"), ["block_edited", "name_changed"]),
    ("quote", with_text(2, "so many", "that many"), ["block_edited", "quote_changed"]),
    ("negation", with_text(4, "came too", "never came too"), ["block_edited", "negation_changed"]),
    ("style of marks", with_text(2, "“", "„"), ["typographic_changed"]),
    ("block removed", with_block(5, None), ["block_removed"]),
    ("heading", with_text(6, "What comes", "What came"), ["block_edited"]),
    ("quotation's source", with_block(
        7, dataclasses.replace(FILLED.body.blocks[7], cite="Olga Stein")
    ), ["block_edited", "name_changed"]),
    ("list", with_block(8, SHORT_LIST), ["block_edited"]),
    ("table", with_block(9, LATER_TABLE), ["block_edited", "number_changed"]),
    ("link", with_block(10, TEXT_AND_LINK), ["link_changed"]),
    ("embed", with_block(12, None), ["block_removed"]),
    ("notice removed", with_block(13, None), ["correction_removed"]),
    ("notice amended", with_text(13, "wrong date", "wrong time"), ["block_edited"]),
    ("notice outside the body", {"correction": ()}, ["correction_removed"]),
    ("image", with_image(content_url="https://pictures.example/crowd.jpg"), ["image_replaced"]),
    ("caption", with_image(caption="The quay in April"), ["caption_changed"]),
    ("credit", with_image(credit_text="Jo Lind"), ["credit_changed"]),
    ("alt", with_image(alt="A quay"), ["alt_changed"]),
    ("post edited", with_posts(
        dataclasses.replace(POSTS[0], text="People wait in front of the barrier."), POSTS[1]
    ), ["live_post_edited"]),
    ("post added", with_posts(
        LivePost(id="p3", headline=None, text="The band has arrived."), *POSTS
    ), ["live_post_added"]),
    ("post removed", with_posts(POSTS[1]), ["live_post_removed"]),
]  # fmt: skip


def kinds_between(old: Article, new: Article, old_comments=COMMENTS, new_comments=COMMENTS):
    return sorted(event.type for event in compare(old, new, old_comments, new_comments).events)


@pytest.mark.parametrize(("fields", "kinds"), [s[1:] for s in STREAMS], ids=[s[0] for s in STREAMS])
def test_a_field_that_changes_alone_gives_its_own_events_and_no_other(fields, kinds):
    assert kinds == kinds_between(FILLED, dataclasses.replace(FILLED, **fields))


_BACK = {"_removed": "_added", "_added": "_removed"}


@pytest.mark.parametrize(("fields", "kinds"), [s[1:] for s in STREAMS], ids=[s[0] for s in STREAMS])
def test_the_same_change_seen_backwards_is_the_same_stream(fields, kinds):
    turned = [_turned(kind) for kind in kinds]
    if "paywall_changed" in kinds or "typographic_changed" in kinds:
        turned = list(kinds)
    assert sorted(turned) == kinds_between(dataclasses.replace(FILLED, **fields), FILLED)


def _turned(kind):
    stem, _, last = kind.rpartition("_")
    return f"{stem}{_BACK[f'_{last}']}" if f"_{last}" in _BACK else kind


@pytest.mark.parametrize(
    ("comments", "kinds"),
    [
        ((COMMENTS[0],), ["comment_removed"]),
        ((*COMMENTS, comment("c3", "Me too.", position=2)), ["comment_added"]),
        ((dataclasses.replace(COMMENTS[0], text="Second!"), COMMENTS[1]), ["comment_edited"]),
    ],
)
def test_comments_are_a_stream_of_their_own(comments, kinds):
    assert kinds == kinds_between(FILLED, FILLED, COMMENTS, comments)


@pytest.mark.parametrize(
    "fields",
    [
        {"comment_count": 900},
        {"related_link": (Link(url="https://courier.example/other", text="More"),)},
        {"headline_seo": "Harbour: all news"},
        {"description": "For machines"},
        {"date_published_raw": "1 March"},
        {"comment_thread": dataclasses.replace(THREAD, declared_count=7)},
        {"video": ()},
    ],
)
def test_what_is_no_part_of_the_article_is_no_event(fields):
    assert [] == kinds_between(FILLED, dataclasses.replace(FILLED, **fields))


def test_the_order_of_comments_and_what_readers_thought_of_them_is_no_event():
    voted = (
        dataclasses.replace(COMMENTS[1], position=0, upvote_count=9),
        dataclasses.replace(
            COMMENTS[0], position=1, author=CommentAuthor(name="Reader", anonymous=True)
        ),
    )
    assert [] == kinds_between(FILLED, FILLED, COMMENTS, voted)


def test_all_streams_changed_at_once_give_the_events_of_each():
    """But those of one block, or of one list of values, that another change replaces."""
    fields: dict = {}
    for name, change, _ in STREAMS:
        if name not in ("language", "paywall", "post added", "post removed", "image"):
            fields |= {key: value for key, value in change.items() if key != "body"}
    wanted = {
        kind
        for _, change, kinds in STREAMS
        for kind in kinds
        if fields.keys() & change.keys()
        and fields.get(next(iter(change))) == next(iter(change.values()))
    }
    assert wanted == set(kinds_between(FILLED, dataclasses.replace(FILLED, **fields)))


def test_every_type_that_two_records_can_give_is_among_these():
    shown = {kind for _, _, kinds in STREAMS for kind in kinds}
    shown |= {_turned(kind) for kind in shown}
    other = {
        "block_moved", "block_split", "block_merged", "block_rewritten", "image_added",
        "image_removed", "comment_added", "comment_edited", "comment_removed",
        "article_taken_down", "article_returned",
    }  # fmt: skip
    assert set(EVENT_TYPES) == shown | other
