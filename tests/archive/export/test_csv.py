"""The CSV tables, read back by two readers that are not ours."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.csv
import pytest

from archive.collection import Collection
from archive.export.csv import cell, export_csv


@pytest.fixture
def directory(opened: Collection, tmp_path: Path) -> Path:
    export_csv(opened, tmp_path / "csv")
    return tmp_path / "csv"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def quay(directory: Path) -> list[dict[str, str]]:
    return [row for row in rows(directory / "articles.csv") if row["url"].endswith("/quay")]


def test_there_is_a_file_for_each_table(directory: Path) -> None:
    expected = ["articles.csv", "comments.csv", "images.csv", "observations.csv"]
    assert expected == sorted(path.name for path in directory.iterdir())


def test_articles_have_a_line_for_each_revision(directory: Path) -> None:
    found = [(row["number"], row["is_latest"], row["article_body"]) for row in quay(directory)]
    assert [("1", "false", "The quay is closed."), ("2", "true", "The quay is open.")] == found


def test_observations_have_a_line_for_each_visit(directory: Path) -> None:
    assert 4 == len(rows(directory / "observations.csv"))


def test_an_observation_names_the_revision_it_showed(directory: Path) -> None:
    shown = [row["revision_id"] for row in rows(directory / "observations.csv")]
    latest = quay(directory)[1]["revision_id"]
    assert 2 == shown.count(latest)


def test_comments_have_a_line_for_each_state(directory: Path) -> None:
    found = [
        (row["comment_id"], row["state"], row["is_latest"])
        for row in rows(directory / "comments.csv")
    ]
    expected = [
        ("c1", "visible", "true"),
        ("c2", "no_longer_shown", "true"),
        ("c2", "visible", "false"),
        ("c3", "visible", "true"),
    ]
    assert expected == sorted(found)


def test_images_have_a_line_for_each_revision(directory: Path) -> None:
    found = [
        (row["number"], row["id"], row["credit_text"]) for row in rows(directory / "images.csv")
    ]
    assert [(number, "img-1", "Jo Lund / LNS") for number in ("1", "2")] == found


def test_a_formula_gets_an_apostrophe(directory: Path) -> None:
    assert '\'=HYPERLINK("http://evil.example")' == quay(directory)[0]["headline"]


def test_a_caption_that_begins_with_a_minus_gets_an_apostrophe(directory: Path) -> None:
    assert "'-1 metre at the quay" == rows(directory / "images.csv")[0]["caption"]


def test_a_negative_number_stays_a_number(directory: Path) -> None:
    votes = {row["comment_id"]: row["upvote_count"] for row in rows(directory / "comments.csv")}
    assert "-3" == votes["c3"]


def test_line_breaks_stay_in_their_cell(directory: Path) -> None:
    expected = 'line one\nline two, "quoted"\r\n</script><script>alert(1)</script>'
    assert expected == quay(directory)[0]["description"]


def test_lists_are_json(directory: Path) -> None:
    expected = [
        {"name": "Ann Berg", "name_raw": "ANN BERG", "url": None, "role": "Port correspondent"}
    ]
    assert expected == json.loads(quay(directory)[0]["author"])


def test_another_reader_sees_the_same_cells(directory: Path) -> None:
    path = directory / "articles.csv"
    parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
    names = list(rows(path)[0])
    convert = pyarrow.csv.ConvertOptions(
        column_types=dict.fromkeys(names, pyarrow.string()), strings_can_be_null=False
    )
    table = pyarrow.csv.read_csv(path, parse_options=parse, convert_options=convert)
    assert rows(path) == table.to_pylist()


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@a", "'a", "\ta", "\ra", "\n=a", "  =1", "\u00a0=1", "＝1", "plain", ""],
)
def test_a_text_is_its_cell_without_one_leading_apostrophe(text: str) -> None:
    assert text == cell(text).removeprefix("'")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\n=a", " =1", "＝1"])
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert cell(text).startswith("'")


def test_a_plain_text_is_not_touched() -> None:
    assert "Tuesday — the quay" == cell("Tuesday — the quay")
