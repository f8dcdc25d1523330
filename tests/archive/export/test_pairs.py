"""Revision pairs: each revision beside the next, sentence by sentence, with both captures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.collection import Collection
from archive.diff.sentences import LABELS
from archive.export.filters import Filters
from archive.export.pairs import export_pairs
from archive.warc.reader import record_at
from tests.archive.export.conftest import EVENING, MORNING, NOON
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


def test_the_page_describes_every_key(pair: dict[str, Any]) -> None:
    rows = PAGE.partition("| key | what it is |\n|---|---|\n")[2].partition("\n\n")[0]
    named = {name for row in rows.splitlines() for name in row.split("|")[1].split("`")[1::2]}
    assert {*pair, "sentences"} == named
    for key in {*pair["from"], *pair["alignment"][0]}:
        assert f"`{key}`" in PAGE, key
