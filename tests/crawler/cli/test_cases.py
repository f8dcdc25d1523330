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


def test_a_case_that_waits_for_a_person_is_told_so_each_time(checkout: Path) -> None:
    save(checkout, story(""))
    done = save(checkout, story(""))
    assert "confirm it" in done.err
    assert "reads as before" not in done.err


def test_of_the_same_page_what_a_person_corrected_stands_and_the_difference_is_told(
    checkout: Path,
) -> None:
    save(checkout, story(""))
    confirm(checkout, headline="Another headline", byline=None)
    done = save(checkout, story(""))
    told = expected(checkout)
    assert (True, "Another headline") == (told["confirmed"], told["article"]["headline"])
    assert "read otherwise today: headline\n" in done.err


def test_a_case_that_waits_is_told_to_wait(checkout: Path) -> None:
    save(checkout, story(""))
    assert "confirm it" in save(checkout, story("")).err


def test_of_a_changed_page_a_correction_stays_where_both_are_read_alike(checkout: Path) -> None:
    save(checkout, story(""), "--fetched-at", "2024-05-14T10:00:00Z")
    confirm(checkout, headline="Corrected", byline=None)
    save(checkout, story('<p class="byline">By Ann Carter</p>'))
    told = expected(checkout)
    assert not told["confirmed"]
    assert {"headline": "Corrected", "byline": "By Ann Carter"} == told["article"]
    [path] = checkout.rglob("exchange.json")
    assert json.loads(path.read_text("utf-8"))["fetched_at"].startswith("2024-05-14T10:00:00")


def test_a_page_that_is_no_article_takes_no_cases_place(checkout: Path) -> None:
    save(checkout, story(""))
    confirm(checkout, headline="Old bridge closed")
    done = save(checkout, "<html><p>Gone.</p></html>")
    assert (2, True) == (done.status, "no article; nothing was written" in done.err)
    assert {"headline": "Old bridge closed"} == expected(checkout)["article"]
    [page] = checkout.rglob("page.html")
    assert story("") == page.read_text("utf-8")


def test_two_pages_of_one_path_are_two_cases(checkout: Path) -> None:
    for number in (1, 2):
        save(checkout, story(""), "--url", f"https://central.asia-news.com/article.php?id={number}")
    assert ["article-php-id-1", "article-php-id-2"] == sorted(
        path.parent.name for path in checkout.rglob("page.html")
    )


def test_a_case_of_another_url_is_not_written_over(checkout: Path) -> None:
    save(checkout, story(""), "--url", "https://central.asia-news.com/news/rain-1")
    done = save(checkout, story("<p>!</p>"), "--url", "https://central.asia-news.com/news/rain/1")
    assert (2, True) == (done.status, "is the case of https://" in done.err)
    [page] = checkout.rglob("page.html")
    assert story("") == page.read_text("utf-8")


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
