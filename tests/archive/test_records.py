"""Records and their lines: what goes in comes out, and the digests are of the content alone."""

from __future__ import annotations

import dataclasses

import pytest

from archive.errors import BrokenRecord
from archive.records import (
    SCHEMAS,
    Article,
    Comment,
    Image,
    ReadBy,
    decode,
    encode,
    json_schema,
    storable,
)
from archive.renditions import image_file
from archive.states import digests_of
from tests.archive.collection.kept import article, comments


def test_a_record_is_the_same_after_its_line() -> None:
    assert article("Closed.") == decode(encode(article("Closed.")), Article)


def test_a_key_that_is_not_known_is_passed_over() -> None:
    line = encode(comments("a First")[0])[:-1] + b',"newer": {"deep": [1]}}'
    assert "a First" == decode(line, Comment).text


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b'{"url": 1}', b"\xff", b"\0" * 40])
def test_what_is_no_record_is_broken(line: bytes) -> None:
    with pytest.raises(BrokenRecord, match="not a article record"):
        decode(line, Article)


def test_half_a_surrogate_becomes_a_replacement_character() -> None:
    spoilt = dataclasses.replace(article("x"), headline="a\ud800b", keywords=("\udfff",))
    kept = storable(spoilt)
    assert ("a\ufffdb", ("\ufffd",)) == (kept.headline, kept.keywords)
    assert kept == decode(encode(kept), Article)


def test_what_can_be_stored_is_the_very_record() -> None:
    record = article("Zażółć 🚢")
    assert record is storable(record)


@pytest.mark.parametrize(
    "change",
    [
        {"comment_count": 9},
        {"reading": ReadBy(reader="9", layout="x")},
        {"keywords": ()},
        {"url": "https://other.example/"},
    ],
)
def test_what_is_not_digested_changes_no_digest(change: dict[str, object]) -> None:
    changed = dataclasses.replace(article("x"), **change)  # type: ignore[arg-type]
    assert digests_of(article("x")) == digests_of(changed)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("text", {"headline": "Other"}),
        ("text", {"dateline": "HARBOUR"}),
        ("images", {"image": (Image(id="img-1", content_url="https://n.example/a.jpg"),)}),
        ("meta", {"keywords": ("tide",)}),
        ("meta", {"is_accessible_for_free": False}),
    ],
)
def test_a_change_is_of_one_part(part: str, change: dict[str, object]) -> None:
    old = digests_of(article("x"))
    new = digests_of(dataclasses.replace(article("x"), **change))  # type: ignore[arg-type]
    differ = [
        name for name in ("text", "images", "meta") if getattr(old, name) != getattr(new, name)
    ]
    assert [part] == differ


def test_another_size_of_a_picture_is_the_same_file() -> None:
    assert image_file("/a/b_1-1200_800.jpg") == image_file("/a/b_1-450_300.jpg?w=3#x")


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_record_has_a_schema(kind: str) -> None:
    assert "2020-12" in json_schema(SCHEMAS[kind])["$schema"]
