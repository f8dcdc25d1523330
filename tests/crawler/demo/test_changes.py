"""The table of changes is what the second edition does, and the README says the same."""

from __future__ import annotations

import re
from importlib.resources import files

import httpx
import pytest

from crawler.demo import CHANGES, Change, Outlet, changed_slugs, events_of
from crawler.demo.changes import second_edition
from crawler.demo.story import first_edition

STORIES = {story.slug: story for story in first_edition()}
SECOND = {story.slug: story for story in second_edition(first_edition())}
TEXTS = [row for row in CHANGES if (row.old or row.new) and row.kind != "byline"]


def _pages(outlet: Outlet, slug: str) -> tuple[str, str]:
    """An article's page in the first and in the second edition."""
    first = httpx.get(outlet.url(slug)).text
    outlet.publish(2)
    return first, httpx.get(outlet.url(slug)).text


@pytest.mark.parametrize("row", TEXTS, ids=lambda row: f"{row.slug}-{row.kind}")
def test_the_old_text_goes_and_the_new_text_comes(outlet: Outlet, row: Change) -> None:
    first, second = (page.replace("&#39;", "'") for page in _pages(outlet, row.slug))
    assert row.old is None or row.old in first
    assert row.new is None or row.new in second
    if row.old != row.new:
        assert row.old is None or row.old not in second
        assert row.new is None or row.new not in first


def test_the_byline_names_a_second_author(outlet: Outlet) -> None:
    pages = _pages(outlet, "last-lighthouse-keeper")
    bylines = [re.search(r'article-byline">(.*?)</span> \|', page) for page in pages]
    assert ["By Marta Quillon", "By Marta Quillon and Daven Morrow"] == [
        re.sub("<[^>]+>", "", found[1]) for found in bylines if found
    ]


def test_the_article_taken_down_is_gone_and_no_list_names_it(outlet: Outlet) -> None:
    url = outlet.url("deputy-mayor-flat")
    outlet.publish(2)
    with httpx.Client(base_url=outlet.base_url) as client:
        assert 410 == client.get(url).status_code
        lists = ["/", "/en/section/city", "/en/rss.xml", "/sitemap-news.xml"]
        assert [] == [path for path in lists if "deputy-mayor-flat" in client.get(path).text]


@pytest.mark.parametrize("slug", [slug for slug in STORIES if slug not in changed_slugs()])
def test_what_the_table_does_not_name_is_unchanged(slug: str) -> None:
    assert STORIES[slug] == SECOND[slug]


def test_a_moved_paragraph_leaves_every_other_block_as_it_was() -> None:
    one, other = (set(each["ferry-fire-inquiry"].blocks()) for each in (STORIES, SECOND))
    assert one == other


def test_a_storys_expected_events_are_all_its_rows_together() -> None:
    assert ("block_added", "correction_added", "date_changed") == events_of("teachers-pay-deal")


@pytest.mark.parametrize("row", CHANGES, ids=lambda row: f"{row.slug}-{row.kind}")
def test_the_readme_lists_the_change(row: Change) -> None:
    readme = (files("crawler.demo") / "README.md").read_text(encoding="utf-8")
    assert f"| {row.slug} | {row.what} | {', '.join(row.events)} |" in readme
