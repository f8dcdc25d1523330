import pytest

from archive.web.replay.markup import resolved, start_tags


def _tags(document: str) -> list[tuple[str, dict[str, str | None]]]:
    return [(tag.name, {a.name: a.value for a in tag.attributes}) for tag in start_tags(document)]


@pytest.mark.parametrize(
    ("expected", "document"),
    [
        ([("a", {"href": "x"})], "<a href=x>"),
        ([("a", {"href": "x y"})], "<A HREF = 'x y'>"),
        ([("a", {"href": "e/f"})], "<a href=e/f>"),
        ([("br", {})], "<br/>"),
        ([("a", {"b": None, "c": ""})], '<a b c="">'),
        ([("a", {"b": "x>y"})], '<a b="x>y">'),
        ([("a", {"b": "", "c": "d"})], '<a b=""c=d>'),
    ],
)
def test_tags_are_read_as_browsers_read_them(expected: object, document: str) -> None:
    assert expected == _tags(document)


@pytest.mark.parametrize(
    "document",
    [
        "<!-- <a href=x> -->",
        "<script>'<a href=x>'</script>",
        "<textarea><a href=x></textarea>",
        "<style><a href=x></style>",
        "<title><a href=x></title>",
        "<?php echo '<b' ?>",
        "1 < 2",
        "</a href=x>",
    ],
)
def test_what_is_no_tag_gives_none(document: str) -> None:
    assert "a" not in [name for name, _ in _tags(document)]


def test_an_empty_comment_ends_at_once() -> None:
    assert ["a", "b"] == [name for name, _ in _tags("<!--><a><!---><b>")]


def test_a_tag_cut_by_the_end_of_the_document_is_none() -> None:
    assert [("p", {})] == _tags('<p><a href="x')


@pytest.mark.parametrize("element", ["style", "title", "script", "iframe"])
def test_inside_svg_no_element_hides_tags(element: str) -> None:
    # a tokenizer that took them for raw text would miss what a browser's parser breaks out
    assert "link" in [name for name, _ in _tags(f"<svg><{element}><p><link href=x>")]


def test_behind_svg_raw_text_is_raw_again() -> None:
    assert "link" not in [name for name, _ in _tags("<svg></svg><style><link href=x></style>")]


def test_an_arrow_in_a_comment_does_not_end_it() -> None:
    assert [] == _tags("<!-- a -> <p> -->")


def test_raw_text_is_given_with_its_element() -> None:
    document = "<style>a{}</style><p>"
    style = next(start_tags(document))
    assert "a{}" == document[style.end : style.text_end]


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        ("?a=1&b=2", "?a=1&amp;b=2"),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("?a=1\u00a7", "?a=1&sect"),
        ("Д", "&#1044;"),
        ("Д", "&#x414;"),
        ("&nothing;", "&nothing;"),
    ],
)
def test_references_in_values_are_resolved_as_in_attributes(expected: str, value: str) -> None:
    assert expected == resolved(value)


@pytest.mark.parametrize(
    "piece",
    ["<div>", "<", '<a b="', "<a b='<a b=\"", "<!--", "<!", "<script>", "<a /", "<a =", "&amp"],
)
def test_hostile_nesting_takes_linear_time(piece: str) -> None:
    # a tree builder needs minutes for 200,000 nested elements
    assert len(list(start_tags(piece * 80_000))) <= 80_000
