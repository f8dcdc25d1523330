"""Writers: all of an addition or nothing, nothing known before it is durable."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cdxj_indexer.main import CDXJIndexer

from archive import cdxj, jsonl
from archive.collection import Collection, recovery
from archive.collection.writer import Writer
from archive.errors import CollectionFull, CollectionLocked
from archive.files import Appender, is_held
from archive.index import Index, store
from archive.jsonl import Position
from archive.records import Observation
from archive.verify import verify_collection
from tests.archive.collection.kept import URL, Kept, day, never, not_modified, page, put, wire


def files(path: Path, under: str) -> list[Path]:
    return sorted(one for one in (path / under).iterdir() if one.is_file())


def test_a_closed_writer_leaves_closed_files(kept: Kept) -> None:
    kept.read(day(1), "Closed.", "a First")
    kept.writer.close()
    path = kept.collection.path
    suffixes = {one.suffixes[-1] for one in files(path, "warc") + files(path, "records")}
    assert ({".gz"}, [], []) == (
        suffixes,
        files(path, "crawl/writers"),
        list(verify_collection(path)),
    )
    kept.writer = kept.collection.writer()


def test_the_listing_is_equal_to_cdxj_indexers(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    put(kept.writer, wire())
    put(kept.writer, wire("https://ledger.example/copy?b=2&a=1", at=day(2)))
    put(kept.writer, not_modified(at=day(3)))
    put(kept.writer, wire("https://ledger.example/ü", status="404 Not Found", body=b"gone"))
    kept.writer.close()
    kept.writer = kept.collection.writer()
    (warc,) = files(kept.collection.path, "warc")
    (listing,) = files(kept.collection.path, "index/cdxj")
    out = kept.collection.path / "theirs.cdxj"
    CDXJIndexer(output=str(out), inputs=[str(warc)], sort=True).process_all()
    assert out.read_bytes() == listing.read_bytes()
    assert [] != list(cdxj.lines_of(warc))


def test_two_write_at_once(kept: Kept) -> None:
    with Collection.create_or_open(kept.collection.path) as other, other.writer() as second:
        put(second, wire("https://ledger.example/b", b"b"))
        put(kept.writer, wire("https://ledger.example/a", b"a"))
        revisit = put(second, wire("https://ledger.example/c", b"a"))
        assert ("revisit", b"a") == (revisit.rec_type, other.load(revisit).body)
    assert 2 == len({row.filename for row in kept.collection.index.captures("")})


def test_what_two_see_at_once_is_one_revision(kept: Kept) -> None:
    capture = kept.capture(day(1))
    with Collection.create_or_open(kept.collection.path) as other, other.writer() as second:
        kept.writer.append(page("Closed."), capture, never)
        again = second.append(page("Closed."), capture, never)
    assert (None, 1) == (again.observation, len(kept.collection.observations(kept.article_id)))


def test_nobody_writes_during_a_rebuild(kept: Kept) -> None:
    layout = kept.collection.layout
    with pytest.raises(CollectionLocked):
        recovery.rebuild(layout, lambda: Index(layout.database), lambda what: None)


def test_nothing_is_known_before_it_is_durable(kept: Kept) -> None:
    kept.writer.write(wire())
    before = kept.collection.captures(URL)
    kept.writer.sync()
    assert (0, 1) == (len(before), len(kept.collection.captures(URL)))


def test_a_file_that_is_closed_while_its_rows_are_on_their_way_lacks_none(tmp_path: Path) -> None:
    """A group is being synced when the segment ends: the file counts as indexed from then on."""
    with Collection.create_or_open(tmp_path) as collection:
        writer = collection.writer(warc_max_bytes=1)
        writer.write(wire())
        rows = writer.taken()  # as a group commit does; a crash comes before it can know them
        writer.write(wire(URL + "/2"))
        assert [rows[0]] == collection.captures(URL)
        writer.know(rows)
        writer.close()
        assert 1 == len(collection.captures(URL))


def test_an_idle_writer_closes_what_is_old(tmp_path: Path) -> None:
    with Collection.create_or_open(tmp_path / "c") as collection:
        with collection.writer(warc_max_seconds=0.0) as writer:
            writer.write(wire())
            writer.sync()
            before = [one.suffix for one in files(tmp_path / "c", "warc")]
            writer.close_due()
            after = [one.suffix for one in files(tmp_path / "c", "warc")]
        assert ([".open"], [".gz"]) == (before, after)
        assert 1 == len(collection.captures(URL))


def test_rows_that_the_index_did_not_take_are_taken_later(kept: Kept) -> None:
    kept.writer.write(wire())
    blocker = sqlite3.connect(kept.collection.layout.database, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    kept.collection.index.db.execute("PRAGMA busy_timeout = 1")
    with pytest.raises(Exception, match="locked"):
        kept.writer.sync()
    blocker.execute("ROLLBACK")
    blocker.close()
    kept.writer.sync()
    assert 1 == len(kept.collection.captures(URL))


def lines(kept: Kept) -> int:
    return sum(one.read_bytes().count(b"\n") for one in files(kept.collection.path, "records"))


def test_an_addition_that_fails_leaves_no_line(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """The device is full when the last line of those before its observation is written."""
    kept.read(day(1), "Closed.", "a First")
    kept.writer.sync()
    before, capture = lines(kept), kept.capture(day(2))
    write = Appender._write_all

    def failing(self: Appender, content: bytes) -> None:
        if self.path.name.startswith("comments"):
            raise OSError(28, "No space left on device")
        write(self, content)

    with monkeypatch.context() as full:
        full.setattr(Appender, "_write_all", failing)
        with pytest.raises(CollectionFull):
            kept.writer.append(page("Open.", "b Second"), capture, never)
    assert (before, ["Closed."]) == (lines(kept), kept.texts())
    kept.writer.append(page("Open.", "b Second"), capture, never)
    assert ["Closed.", "Open."] == kept.texts()


def test_an_observation_is_written_when_what_it_rests_on_is_durable(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system may bring a younger write to the device before an older one."""
    done: list[str] = []
    write, sync = Appender._write_all, Appender.sync

    def writing(self: Appender, content: bytes) -> None:
        done.append(f"write {self.path.name.partition('-')[0]}")
        write(self, content)

    def syncing(self: Appender) -> None:
        done.append(f"sync {self.path.name.partition('-')[0]}")
        sync(self)

    capture = kept.capture(day(1))
    monkeypatch.setattr(Appender, "_write_all", writing)
    monkeypatch.setattr(Appender, "sync", syncing)
    kept.writer.append(page("Closed.", "a First"), capture, never)
    kept.writer.sync()
    last = done.index("write observations")
    for kind in ("aliases", "articles", "comments"):
        assert done.index(f"write {kind}") < done.index(f"sync {kind}") < last
    assert "sync observations" in done[last:]


def test_an_index_that_cannot_commit_leaves_no_line(kept: Kept) -> None:
    kept.read(day(1), "Closed.")
    kept.writer.sync()
    before, capture = lines(kept), kept.capture(day(2))
    index = kept.collection.index.db
    index.execute(f"PRAGMA max_page_count = {index.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(CollectionFull):
        kept.writer.append(page("Open. " * 50_000), capture, never)
    index.execute("PRAGMA max_page_count = 1000000")
    assert before == lines(kept)
    kept.writer.append(page("Open."), capture, never)
    kept.writer.sync()
    assert ["Closed.", "Open."] == kept.texts()
    assert [] == list(verify_collection(kept.collection.path))


def test_a_page_that_fails_is_taken_back_alone(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three pages appended together the second cannot be: its lines and words are not there."""
    first, second, third = (kept.capture(day(n)) for n in (1, 2, 3))
    add = Index._add_observation

    def failing(self: Index, seen: Observation, line: bytes, position: Position) -> None:
        if seen.fetched_at == second.fetched_at:
            raise ValueError("odd")
        add(self, seen, line, position)

    monkeypatch.setitem(store._ADDERS, Observation, failing)
    with kept.writer.together():
        kept.writer.append(page("Closed."), first, never)
        with pytest.raises(ValueError, match="odd"):
            kept.writer.append(page("Ajar."), second, never)
        kept.writer.append(page("Open."), third, never)
    kept.writer.sync()
    assert ["Closed.", "Open."] == kept.texts()
    assert [] == list(verify_collection(kept.collection.path))


def test_pages_appended_together_are_taken_back_together(kept: Kept) -> None:
    kept.read(day(1), "Closed.")
    kept.writer.sync()
    before = lines(kept)
    one, other = kept.capture(day(2)), kept.capture(day(3))

    def both_and_then_none() -> None:
        with kept.writer.together():
            kept.writer.append(page("Ajar.", "a First"), one, never)
            kept.writer.append(page("Open."), other, never)
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        both_and_then_none()
    assert (before, ["Closed."]) == (lines(kept), kept.texts())
    kept.writer.append(page("Open."), other, never)
    kept.writer.sync()
    assert ["Closed.", "Open."] == kept.texts()
    assert [] == list(verify_collection(kept.collection.path))


def test_what_is_appended_together_as_a_month_ends_is_taken_back_together(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Segments end with the month, but not in the midst of a group: it stands in one segment."""

    def is_now(year: int, month: int) -> None:
        monkeypatch.setattr(jsonl, "utc_now", lambda: datetime(year, month, 1, tzinfo=UTC))

    is_now(2026, 11)
    kept.read(day(1), "Closed.", "a First")
    kept.writer.sync()
    before = lines(kept)
    one, other = kept.capture(day(2)), kept.capture(day(3))

    def both_and_then_none() -> None:
        with kept.writer.together():
            kept.writer.append(page("Ajar.", "a First, again"), one, never)
            is_now(2026, 12)
            kept.writer.append(page("Open.", "a First, and again"), other, never)
            raise CollectionFull("device full")

    with pytest.raises(CollectionFull):
        both_and_then_none()
    assert (before, ["Closed."]) == (lines(kept), kept.texts())
    kept.writer.append(page("Open."), other, never)
    kept.writer.sync()
    months = {one.name.split("-")[2] for one in files(kept.collection.path, "records")}
    assert ({"202611", "202612"}, ["Closed.", "Open."]) == (months, kept.texts())
    assert [] == list(verify_collection(kept.collection.path))


def test_a_writer_that_breaks_off_stays_among_the_dead(tmp_path: Path) -> None:
    """Its captures may lack their observations: a repair rolls them forward."""

    def crawl(collection: Collection) -> None:
        with collection.writer() as writer:
            put(writer, wire())
            raise KeyError("a fault")

    with Collection.create_or_open(tmp_path) as collection:
        with pytest.raises(KeyError):
            crawl(collection)
        (marker,) = files(tmp_path, "crawl/writers")
        assert not is_held(marker)
        report = recovery.repair(collection.layout, collection.index)
        assert [marker.name] == report.dead_writers


def test_a_writer_that_cannot_close_lets_everything_go(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.read(day(1), "Closed.")
    with monkeypatch.context() as broken:
        broken.setattr("archive.files.os.fsync", _fails)
        with pytest.raises(Exception, match="I/O"):
            kept.writer.close()
    held = [one for one in (kept.collection.path).rglob("*") if one.is_file() and is_held(one)]
    assert [] == [one for one in held if "sqlite" not in one.name]
    report = recovery.repair(kept.collection.layout, kept.collection.index)
    assert [kept.writer.id] == report.dead_writers
    assert [] == report.damaged
    kept.writer = kept.collection.writer()


def _fails(descriptor: int) -> None:
    raise OSError(5, "I/O error")


def test_a_living_writer_is_not_dead(kept: Kept) -> None:
    assert isinstance(kept.writer, Writer)
    assert [] == recovery.dead_writers(kept.collection.layout)
