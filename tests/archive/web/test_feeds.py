"""The room's feeds over HTTP: edits to follow, each with a link to the room's own page of it."""

from __future__ import annotations

from pathlib import Path

import feedparser
import httpx
import pytest

from tests.archive.history.newsroom import Newsroom, article, at
from tests.archive.web.conftest import serving


def test_the_home_page_names_its_feeds(room: httpx.Client) -> None:
    page = room.get("/").text
    assert 'type="application/atom+xml" title="Edits" href="/edits.atom"' in page
    assert 'type="application/feed+json" title="Edits" href="/edits.json"' in page


def test_atom_has_the_edits_newest_first_and_links_into_the_room(room: httpx.Client) -> None:
    answer = room.get("/edits.atom")
    read = feedparser.parse(answer.content)
    assert ("application/atom+xml; charset=utf-8", False) == (
        answer.headers["content-type"],
        read.bozo,
    )
    moments = [entry.updated for entry in read.entries]
    assert (2, True) == (len(moments), moments == sorted(moments, reverse=True))
    assert [str(answer.url)] == [link.href for link in read.feed.links if link.rel == "self"]
    for entry in read.entries:
        assert room.get(entry.link).status_code == 200


@pytest.mark.parametrize("path", ["/edits.atom", "/edits.json"])
def test_who_asks_again_hears_that_nothing_changed(room: httpx.Client, path: str) -> None:
    first = room.get(path)
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = room.get(path, headers={"If-None-Match": known})
        assert (304, b"", tag) == (again.status_code, again.content, again.headers["etag"])
    for known in ('"other"', tag.strip('"')):
        assert first.content == room.get(path, headers={"If-None-Match": known}).content
    assert tag != room.get(f"{path}?silent=1").headers["etag"]


def test_a_feed_is_another_once_something_was_recorded(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "c")
    newsroom.read(at(1))
    with serving(newsroom.path) as served, httpx.Client(base_url=served.urls[0]) as client:
        known = {"If-None-Match": client.get("/edits.json").headers["etag"]}
        assert 304 == client.get("/edits.json", headers=known).status_code
        newsroom.read(at(2), article(headline="Harbour opens again"))
        answer = client.get("/edits.json", headers=known)
        assert (200, 1) == (answer.status_code, len(answer.json()["items"]))
    newsroom.close()


def test_what_tells_nothing_makes_no_other_feed(room: httpx.Client) -> None:
    plain = room.get("/edits.json?silent=1").json()
    assert plain == room.get("/edits.json?utm_source=a&silent=1").json()


def test_json_feed_has_the_same(room: httpx.Client) -> None:
    answer = room.get("/edits.json")
    assert answer.headers["content-type"] == "application/feed+json"
    read = feedparser.parse(room.get("/edits.atom").content)
    assert [entry.id for entry in read.entries] == [item["id"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("site=ledger.example", 2),
        ("site=other.example", 0),
        ("site=example", 2),
        ("site=sport.ledger.example", 0),
        ("kind=article_taken_down", 1),
        ("silent=1", 1),
        ("min_significance=0.99", 1),
        ("kind=number_changed&kind=article_taken_down&min_significance=0.1", 2),
    ],
)
def test_a_feed_can_be_narrowed(room: httpx.Client, query: str, count: int) -> None:
    assert count == len(room.get(f"/edits.json?{query}").json()["items"])


@pytest.mark.parametrize(
    "query", ["kind=nonsense", "site=//", "min_significance=2", "min_significance=nan"]
)
def test_what_cannot_be_asked_is_refused(room: httpx.Client, query: str) -> None:
    answer = room.get(f"/edits.atom?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[2] in answer.text
