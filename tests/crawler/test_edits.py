"""The edits of a collection over the whole path: read by an older reader, by today's, read again,
rebuilt, and with somebody's older capture between two of ours."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.collection.recovery import rebuild
from archive.history import Asked, Step, edits_between
from archive.index import Index
from archive.warc.rows import CaptureRow
from crawler import reading
from crawler.importing import import_file
from crawler.reextracting import reextract
from tests.archive import warcs
from tests.archive.collection.kept import URL, Kept, day, not_modified, put, wire
from tests.archive.diff.crafted import kinds
from tests.crawler.test_rereading import append, story


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path / "collection")
    yield made
    made.close()


def visited(kept: Kept, *visits: tuple[int, str]) -> None:
    for number, text in visits:
        put(kept.writer, wire(body=story(text), at=day(number)))
    append(kept)


@pytest.fixture
def read_before(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Two visits of one page, read by an older reader that took another headline and no section."""
    with monkeypatch.context() as patched:
        read_by_the_older(patched)
        visited(kept, (1, "Closed."), (2, "Closed."))
    return kept


def read_by_the_older(patched: pytest.MonkeyPatch) -> None:
    """Pages are read by an older reader that takes another headline and other keywords."""
    article = reading._article

    def older(*arguments: object) -> object:
        found = article(*arguments)  # type: ignore[arg-type]
        return dataclasses.replace(found, headline="Quay | The Ledger", keywords=["old"])

    patched.setattr(reading, "READER", "older")
    patched.setattr(reading, "_article", older)


def steps(collection: Collection) -> list[Step]:
    return list(edits_between(collection, Asked(marked=True)))[::-1]


def told(kept: Kept) -> list[list[str]]:
    return [kinds(step.edits) for step in steps(kept.collection)]


def test_a_newer_reader_makes_no_step(read_before: Kept) -> None:
    visited(read_before, (3, "Closed."), (4, "Closed."))
    assert [] == steps(read_before.collection)


def test_reading_everything_again_makes_no_step(read_before: Kept) -> None:
    assert 1 == reextract(read_before.collection).newer
    assert [] == steps(read_before.collection)


def test_the_readers_differences_beside_an_edit_are_the_readers(read_before: Kept) -> None:
    visited(read_before, (3, "Open."))
    (step,) = steps(read_before.collection)
    assert "keywords_changed" in kinds(step.comparison.events)
    assert "keywords_changed" not in kinds(step.edits)
    assert not any(event.silent for event in step.edits)


def test_read_again_by_one_reader_an_edit_is_all_that_is_told(read_before: Kept) -> None:
    visited(read_before, (3, "Open."))
    reextract(read_before.collection)
    (step,) = steps(read_before.collection)
    assert {"block_edited"} == set(kinds(step.comparison.events)) == set(kinds(step.edits))
    assert (day(2), day(3)) == (step.comparison.observed.after, step.comparison.observed.before)


def test_a_304_is_the_last_visit_that_showed_the_text(kept: Kept) -> None:
    put(kept.writer, wire(body=story("Closed."), at=day(1)))
    put(kept.writer, not_modified(at=day(2)))
    visited(kept, (3, "Open."))
    (step,) = steps(kept.collection)
    assert step.last_shown is not None
    assert (day(2), 304) == (step.last_shown.fetched_at, step.last_shown.status)
    assert 200 == step.comparison.from_side.capture.status  # type: ignore[union-attr]


def test_every_record_that_is_named_can_be_read(kept: Kept) -> None:
    visited(kept, (1, "Closed."), (2, "Open."))
    put(kept.writer, wire(at=day(3), status="404 Not Found", body=b"gone"))
    append(kept)
    for step in steps(kept.collection):
        for side in (step.comparison.from_side, step.comparison.to_side):
            assert side.capture is not None
            row = kept.collection.row_of(side.capture)
            found = (row.filename, row.offset, row.record_id, row.status)
            capture = side.capture
            said = (capture.warc_filename, capture.warc_offset, capture.warc_record_id)
            assert (*said, capture.status) == found


def brought(kept: Kept, path: Path, text: str, date: str) -> None:
    body = story(text)
    record = warcs.response(
        url=URL, block=warcs.http(body=body), payload=body, date=date, name="theirs"
    )
    path.write_bytes(warcs.members([record]))
    import_file(kept.collection, path)


def test_an_older_capture_of_the_same_text_between_two_visits_makes_no_step(
    read_before: Kept, tmp_path: Path
) -> None:
    brought(read_before, tmp_path / "theirs.warc.gz", "Closed.", "2026-03-01T20:00:00Z")
    assert [] == told(read_before)


def test_an_older_capture_of_another_text_is_told_with_where_it_comes_from(
    kept: Kept, tmp_path: Path
) -> None:
    visited(kept, (1, "Closed."), (9, "Closed."))
    brought(kept, tmp_path / "theirs.warc.gz", "Open.", "2026-03-05T09:00:00Z")
    there, back = steps(kept.collection)
    assert "Revision 2 was imported (theirs.warc.gz)" in "".join(there.comparison.notes)
    assert 1 == back.returns_to


def test_a_rebuilt_collection_tells_the_same(read_before: Kept, tmp_path: Path) -> None:
    visited(read_before, (3, "Open."))
    brought(read_before, tmp_path / "theirs.warc.gz", "Shut.", "2026-03-02T20:00:00Z")
    reextract(read_before.collection)
    before = steps(read_before.collection)
    read_before.writer.close()
    layout = read_before.collection.layout
    rebuild(layout, lambda: Index(layout.database), lambda what: None)
    with Collection.open(layout.root) as again:
        assert before == steps(again)


@contextmanager
def damaged(kept: Kept, row: CaptureRow) -> Iterator[None]:
    """The record cannot be read meanwhile."""
    (path,) = kept.collection.layout.warc.glob(f"{row.filename}*")
    place = slice(row.offset + 200, row.offset + 230)
    whole = path.read_bytes()[place]
    _overwrite(path, place.start, bytes(30))
    yield
    _overwrite(path, place.start, whole)


def _overwrite(path: Path, offset: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(content)


def test_where_the_first_record_is_damaged_a_newer_reader_makes_no_edit(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        read_by_the_older(patched)
        visited(kept, (1, "Closed."))
    (first,) = kept.collection.revisions(kept.article_id)
    with damaged(kept, kept.collection.row_of(first.capture)):
        put(kept.writer, wire(body=story("Closed.") + b"<!-- other bytes -->", at=day(3)))
        append(kept)
    (step,) = steps(kept.collection)
    assert "headline_changed" in kinds(step.comparison.events)
    assert [] == kinds(step.edits)


def test_an_older_capture_read_by_a_newer_reader_is_not_the_next_visits_predecessor(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as patched:
        read_by_the_older(patched)
        visited(kept, (1, "Closed."), (5, "Open."))
    brought(kept, tmp_path / "theirs.warc.gz", "Open.", "2026-03-03T09:00:00Z")
    there, back = steps(kept.collection)
    assert "block_edited" in kinds(there.edits)
    assert [] == kinds(back.edits)
