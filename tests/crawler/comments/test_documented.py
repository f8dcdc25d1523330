"""docs/comments.md is held to the code: its table, the settings, the options, the fields."""

from __future__ import annotations

import re

import pytest

from archive.warc.rows import COMMENTS_OF, COMMENTS_PART
from crawler.comments.documented import others, rows
from crawler.options import CrawlOptions
from tests.commands import ROOT

PAGE = (ROOT / "docs" / "comments.md").read_text("utf-8")


def test_the_table_is_what_the_providers_say_of_themselves() -> None:
    table = PAGE.partition("<!-- providers")[2].partition("<!-- end")[0]
    assert rows() == [line for line in table.splitlines() if line.startswith("| `")]


def test_the_systems_that_are_not_fetched_are_named() -> None:
    assert f"\n{others()}.\n" in PAGE


@pytest.mark.parametrize(
    "bound",
    [
        f"{CrawlOptions.__dataclass_fields__['max_comments'].default:,} | `--max-comments`",
        f"{CrawlOptions.__dataclass_fields__['max_comment_requests'].default} | `-s",
        f"{CrawlOptions.__dataclass_fields__['max_comment_seconds'].default / 60:g} minutes | `-s",
        f"{COMMENTS_OF}: <urn",
        f"{COMMENTS_PART}: wordpress",
    ],
)
def test_bounds_and_fields_are_those_of_the_code(bound: str) -> None:
    assert bound in PAGE


def test_the_page_shows_settings_that_are_known() -> None:
    from crawler.comment_settings import settings_in
    from crawler.comments import FETCHED

    [shown] = re.findall(r"MICROFICHE_COMMENTS='(.*)'", PAGE)
    asked = {each.name: each.capabilities.needs for each in FETCHED}
    assert {"disqus", "coral"} == set(settings_in(shown, asked).given)
