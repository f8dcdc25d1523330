"""`microfiche extract --save-case`: a page kept as a case, to be confirmed by a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Done, microfiche
from tests.crawler.reading.pages import story

URL = "https://central.asia-news.com/en_GB/articles/cnmi_ca/features/2026/11/22/feature-01"
CASE = Path("tests/crawler/sites/cases/caravanserai/features-2026-11-22-feature-01")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for directory in ("crawler/sites", "tests/crawler/sites"):
        (tmp_path / directory).mkdir(parents=True)
    return tmp_path


def save(checkout: Path, page: str, *options: str, name: str = "caravanserai") -> Done:
    url = () if "--url" in options else ("--url", URL)
    saving = ("--save-case", name, "--into", checkout)
    return microfiche("extract", "-", *url, *saving, *options, stdin=page)


def expected(checkout: Path) -> dict[str, Any]:
    [path] = checkout.glob("tests/crawler/sites/cases/caravanserai/*/expected.json")
    return json.loads(path.read_text("utf-8"))


def confirm(checkout: Path, **fields: object) -> None:
    [path] = checkout.glob("tests/crawler/sites/cases/caravanserai/*/expected.json")
    told = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**told, "confirmed": True, "article": fields}), "utf-8")


def test_a_page_is_kept_with_what_is_read_of_it_and_waits_for_a_person(checkout: Path) -> None:
    done = save(checkout, story(""))
    assert (0, "Old bridge closed") == (done.status, done.json["article"]["headline"])
    told = expected(checkout)
    assert (False, "Old bridge closed") == (told["confirmed"], told["article"]["headline"])
    assert "confirm it" in done.err


def test_a_case_that_reads_as_before_is_left_as_it_is(checkout: Path) -> None:
    save(checkout, story(""))
    confirm(checkout, headline="Old bridge closed")
    done = save(checkout, story(""))
    assert "reads as before" in done.err
    assert {"headline": "Old bridge closed"} == expected(checkout)["article"]
    assert expected(checkout)["confirmed"]


def test_a_case_that_reads_otherwise_must_be_confirmed_again(checkout: Path) -> None:
    save(checkout, story(""))
    confirm(checkout, headline="Another headline")
    save(checkout, story(""))
    told = expected(checkout)
    assert (False, {"headline": "Old bridge closed"}) == (told["confirmed"], told["article"])


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("nobody", (), "no site is called 'nobody'"),
        ("caravanserai", ("--url", "https://paper.example/a"), "is not of its domains"),
    ],
)
def test_what_cannot_be_a_case_is_refused(
    checkout: Path, name: str, options: tuple[str, ...], said: str
) -> None:
    done = save(checkout, story(""), *options, name=name)
    assert (2, True) == (done.status, said in done.err)
    assert [] == [*checkout.rglob("*.json")]
