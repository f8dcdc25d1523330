"""`microfiche extract` on files and standard input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.reading.pages import URL, story

COMMAND = [sys.executable, "-c", "from crawler.cli import main; main()", "extract"]


def extract(*arguments: str, page: str = story("<time>3 days ago</time>")) -> tuple[int, Any, str]:
    done = subprocess.run(
        [*COMMAND, *arguments], input=page.encode(), capture_output=True, check=False
    )
    printed = json.loads(done.stdout) if done.stdout else None
    return done.returncode, printed, done.stderr.decode()


def test_an_article_is_printed_as_json() -> None:
    status, printed, _ = extract("-", "--url", URL)
    assert (0, "article", "Old bridge closed") == (
        status,
        printed["page_type"],
        printed["article"]["headline"],
    )


def test_without_a_time_there_is_no_capture_and_no_relative_date() -> None:
    article = extract("-", "--url", URL)[1]["article"]
    assert (None, None) == (article["capture"], article["date_published"])


def test_relative_dates_count_from_the_time_that_is_given() -> None:
    article = extract("-", "--url", URL, "--fetched-at", "2024-05-14T10:00:00Z")[1]["article"]
    assert "2024-05-11" == article["date_published"]


def test_a_page_that_is_no_article_is_a_failure() -> None:
    status, printed, _ = extract("-", "--url", URL, page="<p>Under construction.</p>")
    assert (1, None) == (status, printed["article"])


def test_a_bare_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(story(""), encoding="utf-8")
    assert "Old bridge closed" == extract(str(file))[1]["article"]["headline"]


def test_the_content_type_is_heard() -> None:
    status, printed, _ = extract("-", "--content-type", "application/pdf", page="nothing")
    assert (1, "sent as application/pdf") == (status, printed["reason"])


def test_a_file_that_is_not_there_is_one_line() -> None:
    status, printed, said = extract("nowhere.html")
    assert (2, None, 1) == (status, printed, len(said.splitlines()))


@pytest.mark.parametrize("url", ["notaurl", "ftp://paper.example/a", "https://", ""])
def test_what_is_no_url_is_refused(url: str) -> None:
    status, printed, said = extract("-", "--url", url)
    assert (2, None) == (status, printed)
    assert "--url" in said
    assert "https://paper.example/news/1" in said


@pytest.mark.parametrize("moment", ["yesterday", "2026-13-45T10:00:00Z", ""])
def test_a_wrong_time_is_answered_with_a_right_one(moment: str) -> None:
    status, printed, said = extract("-", "--fetched-at", moment)
    assert (2, None) == (status, printed)
    assert "an ISO 8601 time such as 2026-11-22T10:00:00Z" in said
