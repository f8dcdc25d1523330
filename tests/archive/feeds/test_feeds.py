"""Edits as feeds: what a reader of feeds gets, and nothing that would run in it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest

from archive.collection import Collection
from archive.diff import compare
from archive.feeds import Entry, Feed, atom, entry_of, feed_of, json_feed
from archive.feeds.entries import MOST_EVENTS
from archive.history import Step, steps_of
from archive.records import Article, Block, ReadBy
from archive.states import digests_of
from tests.archive.diff.crafted import HARBOUR, article, changed_in
from tests.archive.diff.filled import fill
from tests.archive.history.newsroom import TEXTS, Newsroom, at
from tests.archive.history.newsroom import article as page

FEED = Feed(
    title="Edits: my collection",
    id="urn:uuid:3cf8f69e-7e0e-5c0b-a0b4-6f4c3e3c3f0a",
    url="http://127.0.0.1:8000/edits.atom",
    home="http://127.0.0.1:8000/",
)
HOSTILE = "<script>alert(1)</script>]]>&amp;\x00\x1b[31m\ufffe\ud800<img src=x onerror=alert(1)>"


def step(*texts: str | Block, **fields: Any) -> Step:
    found = compare(article(*HARBOUR, capture=None), article(*texts, day=2, **fields))
    return Step(site="", comparison=found, last_shown=None)


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom(tmp_path / "c")
    yield room
    room.close()


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> list[Entry]:
    path = tmp_path_factory.mktemp("feeds") / "c"
    fill(path)
    with Collection.open(path) as collection:
        [known] = collection.articles()
        return [entry_of(step) for step in steps_of(collection, known.article_id)]


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


def ids_of(room: Newsroom) -> list[str]:
    return [entry_of(step).id for step in room.steps()]


def edited(number: int) -> Article:
    return page(*TEXTS[:3], f"Version {number} of this paragraph tells of {number * 17} ships.")


def test_entries_have_ids_of_their_own_that_stay(newsroom: Newsroom) -> None:
    for day, number in enumerate((1, 2, 1, 2), 1):
        newsroom.read(at(day), edited(number))
    for day, status in ((5, 404), (7, 410)):
        newsroom.answer(at(day), status)
        newsroom.read(at(day + 1), edited(2))
    newsroom.read(at(1), edited(1), "other")
    newsroom.read(at(2), edited(2), "other")
    ids = ids_of(newsroom)
    assert (8, 8) == (len(ids), len(set(ids)))
    assert ids == ids_of(newsroom)


def test_another_capture_of_the_same_words_changes_no_id(newsroom: Newsroom) -> None:
    newsroom.read(at(4), edited(1))
    newsroom.read(at(9), edited(2))
    newsroom.answer(at(12), 404)
    before = ids_of(newsroom)
    newsroom.read(at(2), edited(1))
    newsroom.read(at(7), edited(2))
    newsroom.answer(at(11), 404)
    assert (2, before) == (len(before), ids_of(newsroom))
    newsroom.read(at(6), edited(3))
    [first, second, gone] = ids_of(newsroom)
    assert before[1] == gone
    assert before[0] not in (first, second)


def test_a_newer_reader_changes_no_id(newsroom: Newsroom) -> None:
    newsroom.read(at(1), edited(1))
    newsroom.read(at(2), edited(2))
    before = ids_of(newsroom)
    newer = ReadBy(reader="2", layout="generic")
    known = [each.article for each in newsroom.collection.revisions(newsroom.article_id)]
    for each in known:
        again = dataclasses.replace(
            each, reading=newer, supersedes=each.reading, headline="Harbour reopened"
        )
        newsroom.writer.append_line(
            "articles", dataclasses.replace(again, digests=digests_of(again))
        )
    [*_, step] = newsroom.steps()
    assert newer == step.comparison.to_side.reading
    assert before == ids_of(newsroom)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-03-05", "2026-03-05T00:00:00.000000Z"),
        ("2026-03-05T08:00+02:00", "2026-03-05T06:00:00.000000Z"),
        ("2026-03-05T08:00:00.123456789Z", "2026-03-05T08:00:00.123456Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000000Z"),
        ("20260305080000", None),
        ("2026-03-05T08:00:61Z", None),
    ],
)
def test_a_date_is_told_in_one_form_however_the_archive_writes_it(
    newsroom: Newsroom, written: str, told: str | None
) -> None:
    newsroom.read(at(1), edited(1))
    newsroom.read(written, edited(2))
    [entry] = [entry_of(step) for step in newsroom.steps()]
    assert told == json_feed(FEED, [entry])["items"][0].get("date_published")
    [read] = feedparser.parse(atom(FEED, [entry])).entries
    assert (told or "1970")[:4] == read.updated[:4]


def test_a_feed_is_of_one_collection_and_one_question(tmp_path: Path) -> None:
    rooms = [Newsroom(tmp_path / name / "c") for name in "ab"]
    for room in rooms:
        room.read(at(1), edited(1))
    mine, other = (room.collection for room in rooms)
    questions: list[dict[str, object]] = [{}, {"silent": True}, {"site": ["a.example"]}]
    ids = [feed_of(each, asked).id for each in (mine, other) for asked in questions]
    assert (6, 6) == (len(ids), len(set(ids)))
    again = feed_of(mine, {"silent": False, "site": []}, url="http://a.example/edits.atom")
    assert ids[0] == again.id
    for room in rooms:
        room.close()


def test_a_name_that_no_markup_can_hold_is_shown(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "odd\ufffe\x1bname")
    feed = feed_of(room.collection, {})
    room.close()
    read = feedparser.parse(atom(feed, []))
    assert (False, True) == (read.bozo, read.feed.title.startswith("Edits: odd"))


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
    alone = Feed(title="Edits", id="urn:x")
    assert not {"feed_url", "home_page_url"} & json_feed(alone, entries).keys()
    assert [] == feedparser.parse(atom(alone, entries)).feed.get("links", [])


def test_an_empty_feed_is_a_feed() -> None:
    read = feedparser.parse(atom(FEED, []))
    assert (False, [], "1970") == (read.bozo, read.entries, read.feed.updated[:4])
    assert [] == json_feed(FEED, [])["items"]


def test_hostile_text_is_text() -> None:
    texts = changed_in(HARBOUR, 1, "1,500", f"1,800 {HOSTILE}")
    entry = entry_of(step(*texts, headline=f"Harbour {HOSTILE}"))
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
    entry = entry_of(step(*many))
    left = len(entry.comparison.events) - MOST_EVENTS
    assert f"{left} more differences." in entry.html
    long = entry_of(step(*HARBOUR, "word " * 100_000))
    assert len(long.html) < 20_000


def test_an_edit_is_linked_where_a_page_shows_it() -> None:
    found = step(*HARBOUR, "More.")
    assert "http://127.0.0.1:8000/diff/a" == entry_of(found, "http://127.0.0.1:8000/diff/a").url
    assert found.comparison.url == entry_of(found).url
