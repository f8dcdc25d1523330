"""Revision pairs: each revision beside the next, sentence by sentence, with both captures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.collection import Collection
from archive.diff.sentences import LABELS
from archive.export.filters import Filters
from archive.export.pairs import documents, export_pairs
from archive.records import ReadBy
from archive.warc.reader import record_at
from tests.archive.export.conftest import EVENING, MORNING, NOON
from tests.archive.history.newsroom import Newsroom, article, at
from tests.commands import ROOT

PAGE = (ROOT / "docs/exports.md").read_text("utf-8").partition("## Revision pairs")[2]


def lines(collection: Collection, path: Path, **filters: Any) -> list[dict[str, Any]]:
    done = export_pairs(collection, path, filters=Filters(**filters))
    found = [json.loads(line) for line in path.read_bytes().splitlines()]
    assert [len(found)] == [file.rows for file in done.files]
    return found


@pytest.fixture
def pair(opened: Collection, tmp_path: Path) -> dict[str, Any]:
    [found] = lines(opened, tmp_path / "pairs.jsonl")
    return found


def test_an_edited_sentence_is_told(pair: dict[str, Any]) -> None:
    texts = [[one["text"] for one in pair[side]["sentences"]] for side in ("from", "to")]
    assert [["The quay is closed.", "a", "b"], ["The quay is open.", "a", "b"]] == texts
    told = [(one["label"], one["from"], one["to"], one["edited"]) for one in pair["alignment"]]
    assert [("edit", [0], [0], True), ("same", [1], [1], False), ("same", [2], [2], False)] == told
    assert {label: {"same": 2, "edit": 1}.get(label, 0) for label in LABELS} == pair["labels"]


def test_it_was_observed_between_two_captures(pair: dict[str, Any], opened: Collection) -> None:
    assert {"after": MORNING, "before": NOON} == pair["observed"]
    for side, text in (("from", b"closed"), ("to", b"open")):
        capture = pair[side]["capture"]
        path = opened.path / "warc" / capture["warc_filename"]
        with record_at(path, capture["warc_offset"]) as record:
            assert capture["warc_record_id"] == record.field("WARC-Record-ID")
            assert text in record.block.read()


def test_a_range_takes_what_was_first_seen_in_it(opened: Collection, tmp_path: Path) -> None:
    assert 1 == len(lines(opened, tmp_path / "noon", since=NOON[:10], until=NOON[:10]))
    assert [] == lines(opened, tmp_path / "evening", since=EVENING[:10])
    assert [] == lines(opened, tmp_path / "other", sites=("other.example",))


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom(tmp_path / "c")
    yield room
    room.close()


def test_a_language_that_only_one_side_declares_is_that_of_both(newsroom: Newsroom) -> None:
    text = "Am 3. März kam er. Dann ging er"
    newsroom.read(at(1), article(f"{text}.", in_language="de"))
    newsroom.read(at(2), article(f"{text} fort.", in_language=None))
    newsroom.read(at(3), article(f"{text} weit fort.", in_language=None))
    first, second = documents(newsroom.collection)
    assert ("de", None) == (first["in_language"], second["in_language"])
    assert [(2, 2), (3, 3)] == [
        (len(each["from"]["sentences"]), len(each["to"]["sentences"])) for each in (first, second)
    ]


def test_two_readers_on_two_sides_are_told(newsroom: Newsroom) -> None:
    newsroom.read(at(1), article("One."))
    newsroom.read(at(2), article("Two."))
    newer = article("Three.", reading=ReadBy(reader="2", layout="generic"))
    newsroom.read(at(3), newer)
    assert [True, False] == [each["same_reading"] for each in documents(newsroom.collection)]


def test_what_goes_back_is_a_pair_too(newsroom: Newsroom) -> None:
    for day, text in enumerate(("One.", "Two.", "One."), 1):
        newsroom.read(at(day), article(text))
    newsroom.read(at(4), article("One.", keywords=("port",)))
    last = [each["labels"]["same"] for each in documents(newsroom.collection)]
    assert [0, 0, 1] == last


def test_a_revision_without_a_date_is_in_no_range(newsroom: Newsroom) -> None:
    newsroom.read(at(1), article("One."))
    newsroom.read("some day", article("Two."))
    assert 1 == len(list(documents(newsroom.collection)))
    assert [] == list(documents(newsroom.collection, filters=Filters(since="2026-03-01")))


def test_the_page_describes_every_key(pair: dict[str, Any]) -> None:
    rows = PAGE.partition("| key | what it is |\n|---|---|\n")[2].partition("\n\n")[0]
    named = {name for row in rows.splitlines() for name in row.split("|")[1].split("`")[1::2]}
    assert {*pair, "sentences"} == named
    for key in {*pair["from"], *pair["alignment"][0]}:
        assert f"`{key}`" in PAGE, key
