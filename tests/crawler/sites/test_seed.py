"""The user's own example, which lies beside the checkout and is no part of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SEED = Path(__file__).resolve().parents[4] / "shared" / "seed"
FIELDS = (
    *("url", "headline", "byline", "author", "source_organization", "dateline"),
    *("date_published", "in_language", "image", "headings", "paragraphs"),
    *("comment_count_declared", "comments", "work_translation"),
)

pytestmark = pytest.mark.skipif(
    not (SEED / "page.html").is_file(), reason=f"the user's example is not at {SEED}"
)


@pytest.fixture(scope="module", params=[False, True], ids=["site", "generic"])
def case(request: pytest.FixtureRequest, read_case: Callable[[Path, bool], Any]) -> Any:
    return read_case(SEED, request.param)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_of_the_example_is_as_expected(case: Any, field: str) -> None:
    assert case.expected[field] == case.got(field)


def test_what_must_not_stand_in_the_body_does_not(case: Any) -> None:
    texts = case.body_texts()
    assert [] == [each for each in case.expected["must_not_appear_in_body"] if each in texts]
