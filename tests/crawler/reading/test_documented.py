"""docs/reading.md names every field that is read, and the sources that fields really have."""

from __future__ import annotations

import dataclasses
import gzip
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.records import Article, Image, PageRecords, Provenance

from .pages import records_of
from .test_provenance import FULL, NOT_READ, WITHIN, unsourced

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "reading.md"
ROW = re.compile(r"^\| (`\w+`(?:, `\w+`)*) \| (.*?) \| (.*?) \| (.*?) \|$", re.MULTILINE)
COMMENTED = """<section id="comments"><h2>1 Comment</h2><ol class="comment-list">
<li class="comment" id="comment-7"><cite class="fn">Ivo</cite> <time>14 May 2024</time>
<p>The bridge had cracks in my youth already.</p></li></ol></section></body>"""
CORPORA = Path(os.environ.get("MICROFICHE_CORPORA", ROOT.parent / "shared/corpora")) / "pages"
CASES = sorted((ROOT / "tests/crawler/sites/cases").glob("*/*/page.html"))


def _rows(section: str) -> dict[str, str]:
    """The sources that the page's table gives for each field."""
    text = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    (table,) = [part for part in text if part.startswith(section)]
    return {name: row[3] for row in ROW.finditer(table) for name in re.findall(r"`(\w+)`", row[1])}


ARTICLE, PHOTO, COMMENT = _rows("The article"), _rows("A photo"), _rows("A comment")


def _sources(row: str, table: dict[str, str]) -> set[str]:
    """The sources in a row; of `as other`, the other's."""
    names = re.findall(r"`(\w+)`", row)
    return _sources(table[names[0]], table) if row.startswith("as ") else set(names)


def test_every_field_that_is_read_of_an_article_has_a_row() -> None:
    read = {field.name for field in dataclasses.fields(Article)} - NOT_READ | {"comment_thread"}
    assert read == set(ARTICLE)


def test_fields_within_another_have_its_sources() -> None:
    assert [] == [
        name
        for name, pointer in WITHIN.items()
        if _sources(ARTICLE[name], ARTICLE) != _sources(ARTICLE[pointer[1:]], ARTICLE)
    ]


def test_the_photos_table_names_its_fields() -> None:
    assert set(PHOTO) < {field.name for field in dataclasses.fields(Image)}


@pytest.mark.parametrize(
    "body",
    [FULL.encode(), FULL.replace("</body>", COMMENTED).encode(), *map(Path.read_bytes, CASES)],
    ids=["full", "commented", *(case.parent.name for case in CASES)],
)
def test_no_value_has_a_source_that_the_page_does_not_name(body: bytes) -> None:
    records = records_of(body)
    assert records.article is not None
    assert [] == [
        (pointer, told.source)
        for pointer, told, row, table in _told(records)
        if told.source not in _sources(row, table)
    ]


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the pages of ../shared/corpora are not here")
def test_on_real_pages_too_every_value_has_a_source_and_one_that_the_page_names() -> None:
    wrong: list[tuple[str, str]] = []
    for path in sorted(CORPORA.glob("*/*.html.gz"))[::20]:
        records = records_of(gzip.decompress(path.read_bytes()))
        if records.article is None:
            continue
        wrong += [(path.name, name) for name in unsourced(records.article)]
        wrong += [
            (path.name, f"{pointer}: {told.source}")
            for pointer, told, row, table in _told(records)
            if told.source not in _sources(row, table)
        ]
    assert [] == wrong


def _told(records: PageRecords) -> Iterator[tuple[str, Provenance, str, dict[str, str]]]:
    """Each pointer, its provenance, and the row of the page that it must hold to."""
    assert records.article is not None
    for pointer, told in records.article.provenance.items():
        name, *inside = pointer[1:].split("/")
        table = PHOTO if inside and name == "image" else ARTICLE
        yield pointer, told, table[inside[-1] if inside else name], table
    for comment in records.comments:
        for pointer, told in comment.provenance.items():
            yield pointer, told, COMMENT[pointer[1:]], COMMENT
