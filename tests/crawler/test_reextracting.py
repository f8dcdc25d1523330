"""A newer reader: a newer reading of each revision, no edit, and once is enough."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.states import digests_of
from archive.verify import verify_collection
from crawler import reading
from crawler.reextracting import reextract
from tests.archive.collection.kept import Kept, day, put, wire
from tests.crawler.test_rereading import append, story


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """Read by today's reader: two states, the first seen twice."""
    made = Kept(tmp_path / "collection")
    for number, text in ((1, "Closed."), (2, "Closed."), (3, "Open.")):
        put(made.writer, wire(body=story(text), at=day(number)))
    append(made)
    yield made
    made.close()


@pytest.fixture
def newer(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that reads every headline otherwise; it comes when the collection is there."""
    assert kept.article_id
    monkeypatch.setattr(reading, "READER", "next")
    article = reading._article

    def better(*arguments: object):
        from dataclasses import replace

        return replace(article(*arguments), headline="Better")  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "_article", better)


def test_the_same_reader_adds_nothing(kept: Kept) -> None:
    found = reextract(kept.collection)
    assert (2, 0, 0, 0) == (found.revisions, found.newer, found.unreadable, found.recorded)


@pytest.mark.usefixtures("newer")
def test_every_revision_has_a_newer_reading(kept: Kept) -> None:
    assert 2 == reextract(kept.collection).newer
    found = kept.collection.revisions(kept.article_id)
    assert ["Better"] * 2 == [one.article.headline for one in found]
    assert ["next"] * 2 == [one.article.reading.reader for one in found]


@pytest.mark.usefixtures("newer")
def test_a_second_time_adds_nothing(kept: Kept) -> None:
    reextract(kept.collection)
    assert 0 == reextract(kept.collection).newer


@pytest.mark.usefixtures("newer")
def test_revisions_keep_their_ids_and_number(kept: Kept) -> None:
    before = [(one.number, one.revision_id) for one in kept.collection.revisions(kept.article_id)]
    reextract(kept.collection)
    after = [(one.number, one.revision_id) for one in kept.collection.revisions(kept.article_id)]
    assert before == after


@pytest.mark.usefixtures("newer")
def test_digests_are_of_the_newer_reading(kept: Kept) -> None:
    reextract(kept.collection)
    for one in kept.collection.revisions(kept.article_id):
        assert one.digests == digests_of(one.article)
    assert [] == list(verify_collection(kept.collection.path))


@pytest.mark.usefixtures("newer")
def test_the_visit_after_it_is_no_edit(kept: Kept) -> None:
    reextract(kept.collection)
    put(kept.writer, wire(body=story("Open."), at=day(4)))
    append(kept)
    assert 2 == len(kept.collection.revisions(kept.article_id))


@pytest.mark.usefixtures("newer")
def test_a_visit_before_it_is_no_edit(kept: Kept) -> None:
    put(kept.writer, wire(body=story("Open."), at=day(4)))
    append(kept)
    assert 2 == len(kept.collection.revisions(kept.article_id))


@pytest.mark.usefixtures("newer")
def test_lines_that_are_one_state_stay_one_state(kept: Kept) -> None:
    """An older capture, imported later, has a line of its own for the state that was known."""
    put(kept.writer, wire(body=story("Closed."), at="2025-01-01T00:00:00.000000Z"))
    append(kept)
    reextract(kept.collection)
    assert 0 == reextract(kept.collection).newer
    assert 2 == len(kept.collection.revisions(kept.article_id))


@pytest.mark.usefixtures("newer")
def test_a_revision_whose_capture_is_gone_keeps_its_record(kept: Kept) -> None:
    kept.writer.close()
    for path in kept.collection.layout.warc.iterdir():
        path.unlink()
    found = reextract(kept.collection)
    assert (2, 0) == (found.unreadable, found.newer)
    assert ["The quay"] * 2 == [
        one.article.headline for one in kept.collection.revisions(kept.article_id)
    ]
    kept.writer = kept.collection.writer()


def test_captures_that_were_never_read_are_read(kept: Kept) -> None:
    put(kept.writer, wire("https://ledger.example/news/never", story("Never."), day(5)))
    assert 1 == reextract(kept.collection).recorded
    assert 0 == reextract(kept.collection).recorded
