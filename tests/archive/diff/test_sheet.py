"""The whole article laid out, what changed in its place."""

import dataclasses

import pytest

from archive.diff import compare
from archive.diff.rows import Row
from archive.diff.sheet import sheet
from archive.diff.state import State
from archive.records import Article, Block, Body, Image, LivePost, ReadBy
from tests.archive.diff.crafted import HARBOUR, article, changed_in, comment

ONE = "The harbour office closed the old quay on Monday after twelve complaints."
TWO = "Boats may use the western pier until the work is done, the office said."
THREE = "A diver found the crack while looking for a lost anchor in the mud."
FOUR = "The fish market stays open, and so does the café beside the sluice."
NEW = "Nobody knows yet what the work will cost or who is going to pay for it."


READ = ReadBy(reader="1", layout="generic")


def _article(*texts: str, **fields: object) -> Article:
    """Paragraphs; `img-N` is a block that holds the image of this id."""
    blocks = tuple(
        Block(type="image", ref=text)
        if text.startswith("img-")
        else Block(type="paragraph", text=text)
        for text in texts
    )
    fields = {"url": "http://a.example/"} | fields
    return Article(reading=READ, body=Body(blocks=blocks), **fields)  # type: ignore[arg-type]


def _laid_out(old: Article, new: Article, title: str = "Text") -> list[Row]:
    found = compare(old, new)
    sections = sheet(found, State(old), State(new))
    return [
        row
        for section in sections
        if section.title == title
        for stretch in section.stretches
        for row in stretch.rows
    ]


def _said(row: Row) -> tuple[str, str]:
    """Kind and the text of a row: of the later article where it has one."""
    later = "".join(span.new for span in row.spans)
    return row.kind, later or "".join(span.old for span in row.spans)


def _rows(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[str, str]]:
    return [_said(row) for row in _laid_out(_article(*old), _article(*new))]


def test_without_changes_every_block_is_there() -> None:
    assert [("same", ONE), ("same", TWO)] == _rows((ONE, TWO), (ONE, TWO))


def test_an_edited_block_stands_between_the_unchanged_ones() -> None:
    edited = TWO.replace("western", "eastern")
    expected = [("same", ONE), ("block_edited", edited), ("same", THREE)]
    assert expected == _rows((ONE, TWO, THREE), (ONE, edited, THREE))


def test_a_removed_block_stands_behind_the_one_it_followed() -> None:
    expected = [("same", ONE), ("block_removed", TWO), ("same", THREE)]
    assert expected == _rows((ONE, TWO, THREE), (ONE, THREE))


def test_a_removed_first_block_stands_at_the_top() -> None:
    assert [("block_removed", ONE), ("same", TWO)] == _rows((ONE, TWO), (TWO,))


def test_an_added_block_stands_where_it_is_now() -> None:
    expected = [("same", ONE), ("block_added", NEW), ("same", TWO)]
    assert expected == _rows((ONE, TWO), (ONE, NEW, TWO))


def test_a_moved_block_stands_where_it_is_now_and_leaves_a_sign_where_it_stood() -> None:
    rows = _rows((ONE, TWO, THREE, FOUR), (FOUR, ONE, TWO, THREE))
    same = [("same", ONE), ("same", TWO), ("same", THREE)]
    assert [("block_moved", FOUR), *same, ("moved_away", FOUR)] == rows


def test_the_sign_of_a_move_stands_between_what_stayed() -> None:
    rows = _rows((ONE, TWO, THREE, FOUR, NEW), (ONE, THREE, FOUR, NEW, TWO))
    assert ["same", "moved_away", "same", "same", "same", "block_moved"] == [
        kind for kind, _ in rows
    ]


def test_the_parts_of_a_split_are_one_row() -> None:
    first, second = TWO[:37], TWO[38:]
    rows = _rows((ONE, TWO, THREE), (ONE, first, second, THREE))
    assert [("same", ONE), ("block_split", f"{first}\n{second}"), ("same", THREE)] == rows


def test_what_follows_a_merge_keeps_its_place() -> None:
    rows = _rows((ONE, TWO[:37], TWO[38:], NEW, THREE), (ONE, TWO, THREE))
    assert [
        ("same", ONE),
        ("block_merged", TWO),
        ("block_removed", NEW),
        ("same", THREE),
    ] == rows


def test_a_number_stands_beside_its_block() -> None:
    before = _article(ONE.replace("twelve", "12"))
    after = _article(ONE.replace("twelve", "21"))
    [row] = _laid_out(before, after)
    assert ["number_changed"] == [event.type for event in row.beside]


PHOTO = Image(id="img-1", content_url="http://a.example/1.jpg", caption="The quay.")
OTHER = Image(id="img-2", content_url="http://a.example/2.jpg", caption="The pier.")


def test_an_image_stands_at_its_place_with_its_caption() -> None:
    page = _article(ONE, "img-1", TWO, image=(PHOTO,))
    rows = _laid_out(page, page)
    assert ["paragraph", "image", "paragraph"] == [row.block for row in rows]
    assert [("same", "The quay.")] == [_said(part) for part in rows[1].parts]


def test_a_changed_caption_stands_under_its_image() -> None:
    edited = dataclasses.replace(PHOTO, caption="The old quay.")
    rows = _laid_out(
        _article(ONE, "img-1", image=(PHOTO,)), _article(ONE, "img-1", image=(edited,))
    )
    assert [("caption_changed", "The old quay.")] == [_said(part) for part in rows[1].parts]


def test_a_removed_image_stands_where_it_was() -> None:
    old = _article(ONE, "img-1", TWO, "img-2", image=(PHOTO, OTHER))
    rows = _laid_out(old, _article(ONE, TWO, "img-2", image=(OTHER,)))
    assert ["same", "image_removed", "same", "same"] == [row.kind for row in rows]


def test_an_image_that_no_block_holds_stands_above_the_text() -> None:
    page = _article(ONE, image=(PHOTO,))
    assert ["image", "paragraph"] == [row.block for row in _laid_out(page, page)]


def _live(*texts: str) -> Article:
    posts = tuple(LivePost(id=text[:8], headline=None, text=text) for text in texts)
    return _article(live_blog_update=posts)


def test_posts_stand_in_their_order_with_what_is_gone_between() -> None:
    rows = _laid_out(_live(ONE, TWO, THREE), _live(NEW, ONE, THREE), "Posts")
    assert [
        ("live_post_added", NEW),
        ("same", ONE),
        ("live_post_removed", TWO),
        ("same", THREE),
    ] == [_said(row) for row in rows]


def _folds(old: list[str], new: list[str]) -> list[tuple[bool, int]]:
    before, after = _article(*old), _article(*new)
    (section,) = sheet(compare(before, after), State(before), State(after))
    return [(stretch.folded, len(stretch.rows)) for stretch in section.stretches]


def test_what_did_not_change_is_folded_but_beside_a_change() -> None:
    texts = [f"{place}. {ONE}" for place in range(10)]
    edited = [*texts[:5], texts[5].replace("Monday", "Friday"), *texts[6:]]
    assert [(True, 4), (False, 3), (True, 3)] == _folds(texts, edited)


def test_a_single_block_is_not_folded() -> None:
    texts = [f"{place}. {ONE}" for place in range(3)]
    edited = [texts[0].replace("Monday", "Friday"), *texts[1:]]
    assert 3 == sum(length for folded, length in _folds(texts, edited) if not folded)


EDITED = changed_in([*HARBOUR[1:4], HARBOUR[0], HARBOUR[5]], 0, "1,500", "1,800")
EVERYTHING = compare(
    article(*HARBOUR, keywords=("a",), image=(PHOTO,), byline="By A"),
    article(
        *EDITED, day=2, keywords=("b",), image=(OTHER,), byline="By B", headline="Harbour shut"
    ),
    [comment("c", "Gone soon")],
    [comment("c", "Gone soon", state="no_longer_shown", day=2), comment("d", "New", day=2)],
)


@pytest.mark.parametrize("with_articles", [True, False])
def test_every_event_stands_on_the_sheet_exactly_once(with_articles: bool) -> None:
    states = (
        State(article(*HARBOUR, keywords=("a",), image=(PHOTO,), byline="By A")),
        State(article(*EDITED, keywords=("b",), image=(OTHER,), byline="By B", headline="Harbour")),
    )
    laid_out = sheet(EVERYTHING, *(states if with_articles else (None, None)))
    placed = [
        id(event)
        for section in laid_out
        for stretch in section.stretches
        for row in stretch.rows
        for event in row.events
    ]
    assert sorted(map(id, EVERYTHING.events)) == sorted(placed)
    assert len(EVERYTHING.events) > 9
