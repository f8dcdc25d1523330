"""The shipped schemas: current, complete, and true of the lines of a real collection."""

from __future__ import annotations

import copy
import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from archive import jsonl, records
from archive.records import SCHEMAS
from archive.schemas import NAMES, as_text, path_of, schema_of, shipped
from archive.schemas.markdown import markdown
from archive.schemas.meanings import MEANINGS, docstrings
from crawler.demo import Outlet
from tests.commands import ROOT, crawl, microfiche

KINDS = {"article": "articles", "observation": "observations", "comment": "comments"}
KINDS |= {"alias": "aliases", "withdrawal": "withdrawals"}
PARTS = [
    (kind, field.name)
    for kind in vars(records).values()
    if dataclasses.is_dataclass(kind) and kind is not records.PageRecords
    for field in dataclasses.fields(kind)
]
"""Every field of every record that is written."""


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """The lines that two crawls of the sample outlet wrote, by schema."""
    path: Path = tmp_path_factory.mktemp("schemas") / "courier"
    with Outlet() as outlet:
        assert 0 == crawl(path, outlet.base_url).status
        outlet.publish(2)
        assert 0 == crawl(path, outlet.base_url).status
    url = f"{outlet.base_url}/never-there"
    assert 0 == microfiche("withdraw", url, "--reason", "asked", "--collection", path).status
    return {
        name: [
            json.loads(line)
            for segment in jsonl.segments(path / "records", kind)
            for _, line in jsonl.lines_of(segment)
        ]
        for name, kind in KINDS.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_schema_is_that_of_the_dataclass(name: str) -> None:
    assert as_text(schema_of(name)) == path_of(name).read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(shipped(name))


def test_the_page_of_the_records_is_current() -> None:
    assert markdown() == (ROOT / "docs/records.md").read_text("utf-8")


@pytest.mark.parametrize(("kind", "field"), PARTS)
def test_what_a_field_means_is_said_once(kind: type, field: str) -> None:
    name = f"{kind.__name__}.{field}"
    assert 1 == (name in docstrings()) + (name in MEANINGS)


def test_no_meaning_is_left_of_a_field_that_is_gone() -> None:
    assert set() == MEANINGS.keys() - {f"{kind.__name__}.{field}" for kind, field in PARTS}


@pytest.mark.parametrize("name", NAMES)
def test_every_line_of_a_crawled_collection_is_valid(
    name: str, lines: dict[str, list[Any]]
) -> None:
    validator = Draft202012Validator(shipped(name))
    faults = [error.message for line in lines[name] for error in validator.iter_errors(line)]
    assert ([], True) == (faults, bool(lines[name]))


@pytest.mark.parametrize("name", NAMES)
def test_every_key_of_a_line_is_in_its_schema(name: str, lines: dict[str, list[Any]]) -> None:
    known = shipped(name)["$defs"][SCHEMAS[name].__name__]["properties"].keys()
    assert set() == {key for line in lines[name] for key in line} - known


@pytest.mark.parametrize(
    ("key", "value"),
    [("url", None), ("schema", "microfiche/article/9"), ("type", "poem"), ("keywords", "harbour")],
)
def test_a_wrong_value_is_not_valid(key: str, value: object, lines: dict[str, list[Any]]) -> None:
    with pytest.raises(ValidationError):
        Draft202012Validator(shipped("article")).validate({**lines["article"][0], key: value})


def test_a_block_of_no_known_type_is_not_valid(lines: dict[str, list[Any]]) -> None:
    line = copy.deepcopy(lines["article"][0])
    line["body"]["blocks"][0]["type"] = "advert"
    with pytest.raises(ValidationError):
        Draft202012Validator(shipped("article")).validate(line)


def test_a_key_of_a_later_version_is_passed_over(lines: dict[str, list[Any]]) -> None:
    line = {**lines["article"][0], "mood": "cheerful"}
    assert Draft202012Validator(shipped("article")).is_valid(line)
