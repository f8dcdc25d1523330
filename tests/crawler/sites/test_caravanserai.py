"""The project's own case in Caravanserai's markup: one test a field, with and without site file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.sites import named, site_for

FOLDER = Path(__file__).parent / "cases" / "caravanserai"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
FIELDS = [key for key in EXPECTED if key != "must_not_appear_in_body"]


@pytest.fixture(scope="module", params=[False, True], ids=["site", "generic"])
def case(request: pytest.FixtureRequest, read_case: Callable[[Path, bool], Any]) -> Any:
    return read_case(FOLDER, request.param)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_as_expected(case: Any, field: str) -> None:
    assert EXPECTED[field] == case.got(field)


@pytest.mark.parametrize("text", EXPECTED["must_not_appear_in_body"])
def test_what_stands_around_the_article_is_not_in_its_body(case: Any, text: str) -> None:
    assert text not in case.body_texts()


def test_the_site_file_is_found_by_the_url_of_an_article() -> None:
    assert named("caravanserai") is site_for(EXPECTED["url"])


def test_its_layout_is_named_with_its_digest(read_case: Callable[[Path, bool], Any]) -> None:
    article = read_case(FOLDER, False).records.article
    site = named("caravanserai")
    assert f"caravanserai/article@{site.layouts[0].digest}" == article.reading.layout


def test_the_generic_reader_says_that_it_was_generic(
    read_case: Callable[[Path, bool], Any],
) -> None:
    assert "generic" == read_case(FOLDER, True).records.article.reading.layout
