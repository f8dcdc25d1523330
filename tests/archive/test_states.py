"""What is no edit: a tracking parameter of a link, a date that is counted back."""

from __future__ import annotations

import dataclasses

import pytest

from archive.records import Article, Block, Body, Link, ReadBy
from archive.states import digests_of
from archive.urls import is_variant, page_number, without_tracking
from tests.archive.diff.crafted import article


def digest_with(link: str) -> str:
    block = Block(type="paragraph", text="A quay.", links=(Link(url=link, text="quay"),))
    article = Article(
        reading=ReadBy(reader="1", layout="generic"),
        url="https://a.example/",
        body=Body(blocks=(block,)),
    )
    return digests_of(article).meta


def test_tracking_of_a_link_changes_no_digest() -> None:
    plain = digest_with("https://b.example/x?id=1")
    assert plain == digest_with("https://b.example/x?utm_source=a&id=1&fbclid=b")
    assert plain != digest_with("https://b.example/x?id=2")


def test_the_language_is_part_of_the_meta_digest() -> None:
    made = Article(reading=ReadBy(reader="1", layout="generic"), url="https://a.example/")
    spoken = Article(
        reading=ReadBy(reader="1", layout="generic"), url="https://a.example/", in_language="es"
    )
    assert digests_of(made).meta != digests_of(spoken).meta


def test_without_tracking_keeps_everything_else_as_it_stands() -> None:
    kept = without_tracking("https://b.example/X?b=2&utm_medium=m&a=%C3%A9#part")
    assert kept == "https://b.example/X?b=2&a=%C3%A9#part"


@pytest.mark.parametrize(
    "url",
    ["https://a.example/x/amp", "https://amp.a.example/x", "https://a.example/x?print=1"],
)
def test_amp_and_print_are_variants(url: str) -> None:
    assert is_variant(url)


@pytest.mark.parametrize(
    "url", ["https://a.example/x", "https://m.a.example/x", "https://a.example/amp-is-slow"]
)
def test_other_pages_are_none(url: str) -> None:
    assert not is_variant(url)


def test_the_number_of_a_page_is_told() -> None:
    urls = ("https://a.example/x", "https://a.example/x?page=2", "https://a.example/x/page/3/")
    assert [page_number(url) for url in urls] == [1, 2, 3]


def test_a_date_counted_back_from_the_capture_makes_no_revision() -> None:
    morning, noon = (
        article("It is shut.", date_published=date, date_published_zone="capture")
        for date in ("2026-03-01T06:05:00Z", "2026-03-01T06:35:00Z")
    )
    assert digests_of(morning) == digests_of(noon)
    said = dataclasses.replace(noon, date_published_zone="offset")
    assert digests_of(morning).meta != digests_of(said).meta
