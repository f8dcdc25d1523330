from archive.diff import compare
from archive.records import Article, Block, Body, ReadBy
from archive.web.room.rows import body_rows, other_events

ONE = "The harbour office closed the old quay on Monday after twelve complaints."
TWO = "Boats may use the western pier until the work is done, the office said."
THREE = "A diver found the crack while looking for a lost anchor in the mud."
FOUR = "The fish market stays open, and so does the café beside the sluice."
NEW = "Nobody knows yet what the work will cost or who is going to pay for it."


def _article(*texts: str) -> Article:
    blocks = tuple(Block(type="paragraph", text=text) for text in texts)
    reading = ReadBy(reader="1", layout="generic")
    return Article(reading=reading, url="http://a.example/", body=Body(blocks=blocks))


def _rows(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[str, str]]:
    """Kind and the text of each row: of the later article where it has one."""
    before, after = _article(*old), _article(*new)
    rows = body_rows(before, after, compare(before, after).events)
    return [
        (row.kind, "".join(span.new for span in row.spans) or "".join(s.old for s in row.spans))
        for row in rows
    ]


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


def test_a_moved_block_stands_where_it_is_now_and_once() -> None:
    rows = _rows((ONE, TWO, THREE, FOUR), (FOUR, ONE, TWO, THREE))
    assert [("block_moved", FOUR), ("same", ONE), ("same", TWO), ("same", THREE)] == rows


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
    [row] = body_rows(before, after, compare(before, after).events)
    assert ["number_changed"] == [event.type for event in row.beside]


def test_events_outside_the_body_are_grouped_by_field() -> None:
    reading = ReadBy(reader="1", layout="generic")
    before = Article(reading=reading, url="http://a.example/", headline="Quay closed")
    after = Article(reading=reading, url="http://a.example/", headline="Quay open")
    assert ["headline"] == list(other_events(compare(before, after).events))
