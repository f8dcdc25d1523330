"""Edits as feeds: what a reader of feeds gets, and nothing that would run in it."""

from __future__ import annotations

import json
from typing import Any

import feedparser
import pytest

from archive.collection import Collection
from archive.diff import Comparison, compare
from archive.feeds import Entry, Feed, atom, entry_of, json_feed
from archive.feeds.entries import MOST_EVENTS
from archive.history import edits_of
from archive.records import Block
from tests.archive.diff.crafted import HARBOUR, article, changed_in
from tests.archive.diff.filled import fill

FEED = Feed(
    title="Edits: my collection",
    url="http://127.0.0.1:8000/edits.atom",
    home="http://127.0.0.1:8000/",
)
HOSTILE = "<script>alert(1)</script>]]>&amp;\x00\x1b[31m\ufffe\ud800<img src=x onerror=alert(1)>"


def comparison(*texts: str | Block, **fields: Any) -> Comparison:
    return compare(article(*HARBOUR, capture=None), article(*texts, day=2, **fields))


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> list[Entry]:
    path = tmp_path_factory.mktemp("feeds") / "c"
    fill(path)
    with Collection.open(path) as collection:
        [known] = collection.articles()
        return [entry_of(step) for step in edits_of(collection, known.article_id)]


def test_a_reader_of_atom_gets_every_edit(entries: list[Entry]) -> None:
    read = feedparser.parse(atom(FEED, entries))
    assert (False, "atom10") == (read.bozo, read.version)
    assert [entry.id for entry in entries] == [each.id for each in read.entries]
    assert [entry.title for entry in entries] == [each.title for each in read.entries]
    assert max(entry.updated for entry in entries)[:10] == read.feed.updated[:10]
    assert {FEED.url, FEED.home} == {link.href for link in read.feed.links}


def test_an_entry_says_what_changed_and_where_it_was_read(entries: list[Entry]) -> None:
    [edit] = [entry for entry in entries if "number_changed" in entry.kinds]
    assert "<del>1,500</del> <ins>1,800</ins>" in edit.html
    assert "Observed between" in edit.html
    for side in (edit.comparison.from_side, edit.comparison.to_side):
        assert side.capture is not None
        record = side.capture.warc_record_id.replace("<", "&lt;").replace(">", "&gt;")
        assert record in edit.html
    assert "block edited, number changed" in edit.title
    assert edit.silent


def test_a_takedown_is_an_entry(entries: list[Entry]) -> None:
    assert ["article_taken_down", "article_returned"] == [
        kind for entry in entries for kind in entry.kinds if kind.startswith("article_")
    ]


def test_entries_have_ids_of_their_own_that_stay(entries: list[Entry]) -> None:
    ids = [entry.id for entry in entries]
    assert len(set(ids)) == len(ids)
    assert ids == [entry_of(entry.comparison).id for entry in entries]


def test_json_feed_has_its_keys_and_the_whole_comparison(entries: list[Entry]) -> None:
    read = json.loads(json.dumps(json_feed(FEED, entries)))
    assert "https://jsonfeed.org/version/1.1" == read["version"]
    assert (FEED.title, FEED.url, FEED.home) == (
        read["title"],
        read["feed_url"],
        read["home_page_url"],
    )
    assert [entry.id for entry in entries] == [item["id"] for item in read["items"]]
    diffs = [item["_microfiche"]["diff"] for item in read["items"]]
    assert [list(entry.kinds) for entry in entries] == [
        list(dict.fromkeys(event["type"] for event in diff["events"])) for diff in diffs
    ]


def test_a_feed_that_is_served_nowhere_names_no_address(entries: list[Entry]) -> None:
    alone = Feed(title="Edits")
    assert not {"feed_url", "home_page_url"} & json_feed(alone, entries).keys()
    assert [] == feedparser.parse(atom(alone, entries)).feed.get("links", [])


def test_an_empty_feed_is_a_feed() -> None:
    read = feedparser.parse(atom(FEED, []))
    assert (False, [], "1970") == (read.bozo, read.entries, read.feed.updated[:4])
    assert [] == json_feed(FEED, [])["items"]


def test_hostile_text_is_text() -> None:
    texts = changed_in(HARBOUR, 1, "1,500", f"1,800 {HOSTILE}")
    entry = entry_of(comparison(*texts, headline=f"Harbour {HOSTILE}"))
    assert "<script" not in entry.html
    assert "<img" not in entry.html
    written = atom(FEED, [entry])
    assert not feedparser.parse(written).bozo
    assert (
        json.loads(json.dumps(json_feed(FEED, [entry])))["items"][0]["content_html"] == entry.html
    )
    assert "alert(1)" in entry.title


def test_an_entry_is_bounded_and_says_what_it_leaves_out() -> None:
    many = [f"Paragraph number {n} tells of the harbour and of ship {n * 7}." for n in range(200)]
    entry = entry_of(comparison(*many))
    left = len(entry.comparison.events) - MOST_EVENTS
    assert f"{left} more differences." in entry.html
    long = entry_of(comparison(*HARBOUR, "word " * 100_000))
    assert len(long.html) < 20_000


def test_an_edit_is_linked_where_a_page_shows_it() -> None:
    found = comparison(*HARBOUR, "More.")
    assert "http://127.0.0.1:8000/diff/a" == entry_of(found, "http://127.0.0.1:8000/diff/a").url
    assert found.url == entry_of(found).url
