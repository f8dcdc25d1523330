"""After a crash: files and index agree again, and nothing whole is lost."""

from __future__ import annotations

import gzip
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import jsonl
from archive.collection import Collection, recovery
from archive.collection.layout import Layout
from archive.collection.recovery import Report, repair, unobserved
from archive.verify import verify_collection
from tests.archive.collection.kept import URL, Kept, day, page

DYING = """
import sys, pathlib
from tests.archive.collection.kept import Kept, URL, day, put, wire
kept = Kept(pathlib.Path(sys.argv[1]))
{steps}
print("up", flush=True)
import time; time.sleep(60)
"""


def died(path: Path, steps: str) -> None:
    """A process that did `steps` in the collection and was killed."""
    with subprocess.Popen(
        [sys.executable, "-c", DYING.format(steps=steps), str(path)],
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "up\n"
        child.send_signal(signal.SIGKILL)


@pytest.fixture(scope="module")
def wreck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is left of a crawl that recorded one visit, kept another and was killed."""
    path = tmp_path_factory.mktemp("wreck") / "collection"
    died(path, "kept.read(day(1), 'Closed.', 'a First'); put(kept.writer, wire(at=day(2)))")
    return path


@pytest.fixture
def left(wreck: Path, tmp_path: Path) -> Path:
    import shutil

    return shutil.copytree(wreck, tmp_path / "collection")


@pytest.fixture
def opened(left: Path) -> Iterator[Collection]:
    with Collection.create_or_open(left) as collection:
        yield collection


def repaired(collection: Collection) -> Report:
    return repair(collection.layout, collection.index)


def findings(path: Path) -> list[str]:
    return [found.rule for found in verify_collection(path)]


def the(path: Path, pattern: str) -> Path:
    (found,) = path.glob(pattern)
    return found


def test_a_repair_closes_what_the_dead_left(opened: Collection) -> None:
    report = repaired(opened)
    assert ([], []) == (report.damaged, findings(opened.path))
    assert [] == [*opened.path.glob("warc/*.open"), *opened.path.glob("records/*.jsonl")]


def test_the_dead_are_named_until_they_are_rolled_forward(opened: Collection) -> None:
    (dead,) = repaired(opened).dead_writers
    assert [dead] == repaired(opened).dead_writers
    recovery.rolled_forward(opened.layout, dead)
    assert [] == repaired(opened).dead_writers


def test_captures_without_an_observation_are_known(opened: Collection) -> None:
    (dead,) = repaired(opened).dead_writers
    assert [day(2)] == [row.date for row in unobserved(opened.index, dead)]


def test_a_page_without_a_content_type_may_lack_its_observation_too(tmp_path: Path) -> None:
    died(tmp_path, "put(kept.writer, wire(headers=()))")
    with Collection.create_or_open(tmp_path) as collection:
        (dead,) = repaired(collection).dead_writers
        assert 1 == len(unobserved(collection.index, dead))


def test_a_second_repair_finds_nothing_to_do(opened: Collection) -> None:
    repaired(opened)
    assert [] == repaired(opened).done


def test_a_torn_warc_is_cut_and_the_rest_kept_aside(opened: Collection, left: Path) -> None:
    path = the(left, "warc/*.open")
    whole = path.read_bytes()
    path.write_bytes(whole[:-7])
    report = repaired(opened)
    assert any("torn bytes cut off" in line for line in report.done)
    kept = the(left, "crawl/torn/*").read_bytes()
    assert whole[:-7] == the(left, "warc/*.gz").read_bytes() + kept
    assert {"cut-aside", "concurrent-to"} == set(findings(left))  # of the request that was torn


def test_a_torn_line_is_cut_and_the_rest_kept_aside(opened: Collection, left: Path) -> None:
    path = the(left, "records/observations-*.jsonl")
    path.write_bytes(path.read_bytes() + b'{"half')
    repaired(opened)
    assert b'{"half' == the(left, "crawl/torn/*").read_bytes()
    assert ["cut-aside"] == findings(left)


def test_a_hole_of_a_power_cut_is_taken_out_of_the_lines(opened: Collection, left: Path) -> None:
    """The file had grown on the device, a block of it was not written; whole lines follow."""
    path = the(left, "records/observations-*.jsonl")
    line, hole = path.read_bytes(), b"\0" * 512 + b'half a line"}\n'
    path.write_bytes(hole + line)
    report = repaired(opened)
    assert [True] == ["1 whole lines that followed" in one for one in report.done if "torn" in one]
    assert hole + line == the(left, "crawl/torn/*").read_bytes()
    assert line == gzip.decompress(the(left, "records/observations-*").read_bytes())
    assert ["cut-aside"] == findings(left)
    assert [] == repaired(opened).done


def test_a_hole_of_a_power_cut_is_taken_out_of_a_warc(opened: Collection, left: Path) -> None:
    """No line names a record behind it: those were never acknowledged, and are moved up."""
    for segment in left.glob("records/*.jsonl"):
        segment.write_bytes(b"")
    path = the(left, "warc/*.open")
    whole, second = path.read_bytes(), opened.captures(URL)[1]
    hole = bytes(4096)
    path.write_bytes(whole[: second.offset] + hole + whole[second.offset :])
    report = repaired(opened)
    assert ([], True) == (report.damaged, any("torn bytes" in one for one in report.done))
    assert whole == the(left, "warc/*.gz").read_bytes()
    assert hole + whole[second.offset :] == the(left, "crawl/torn/*").read_bytes()
    assert ["cut-aside"] == findings(left)


def test_what_the_index_claims_beyond_the_lines_is_taken_back(
    opened: Collection, left: Path
) -> None:
    """The power failed: the index has rows of lines that never reached the device."""
    for path in left.glob("records/*.jsonl"):
        path.write_bytes(b"")
    repaired(opened)
    assert ([], []) == (opened.articles(), findings(left))
    assert [] == opened.search("closed")


def test_what_the_index_claims_beyond_the_warc_is_taken_back(
    opened: Collection, left: Path
) -> None:
    path = the(left, "warc/*.open")
    last = opened.captures(URL)[-1]
    path.write_bytes(path.read_bytes()[: last.offset + 10])
    repaired(opened)
    assert [day(1)] == [row.date for row in opened.captures(URL)]


def test_lines_that_the_index_lacks_are_indexed(opened: Collection, left: Path) -> None:
    index = opened.index.db
    for table in (
        "revisions",
        "observations",
        "comments",
        "aliases",
        "words",
        "captures",
        "segments",
    ):
        index.execute(f"DELETE FROM {table}")
    repaired(opened)
    assert [] == findings(left)
    assert (1, 1, 2) == (
        len(opened.articles()),
        len(opened.search("closed")),
        len(opened.captures(URL)),
    )


def test_a_segment_that_is_gone_is_taken_out_of_the_index(opened: Collection, left: Path) -> None:
    repaired(opened)
    the(left, "records/comments-*").unlink()
    the(left, "warc/*.gz").unlink()
    report = repaired(opened)
    assert 2 == sum("is gone" in line for line in report.done)
    assert ([], []) == (opened.captures(URL), opened.comments(opened.find_article(URL)))
    assert [] == repaired(opened).done


def test_a_segment_in_both_forms_is_one(opened: Collection, left: Path) -> None:
    """A crash in the packing, behind the new name and before the end of the old one."""
    path = the(left, "records/articles-*.jsonl")
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes()))
    path.with_name(f".{path.name}.gz.tmp").write_bytes(b"\x1f\x8bhalf")
    repaired(opened)
    assert ([], 1) == (findings(left), len(jsonl.segments(left / "records", "articles")))
    assert [] == list((left / "records").glob(".*"))
    assert 1 == len(opened.revisions(opened.find_article(URL)))


def test_what_a_dead_process_was_writing_is_removed_wherever_it_is(
    opened: Collection, left: Path
) -> None:
    places = ["", "warc", "records", "fixity", "index/cdxj", "crawl/writers", "logs"]
    for place in places:
        (left / place / ".x.1.tmp").write_bytes(b"ha")
    repaired(opened)
    assert [] == list(left.rglob(".*.tmp"))


def test_a_line_that_is_no_record_costs_no_other(opened: Collection, left: Path) -> None:
    path = the(left, "records/observations-*.jsonl")
    path.write_bytes(b"x" * 40 + b"\n" + path.read_bytes())
    opened.index.db.execute("DELETE FROM observations")
    opened.index.db.execute("DELETE FROM segments WHERE kind = 'observations'")
    report = repaired(opened)
    assert 1 == len(report.damaged)
    assert 1 == len(opened.observations(opened.find_article(URL)))


def test_a_record_without_its_capture_is_damage_not_a_crash(opened: Collection, left: Path) -> None:
    (left / "records" / "comments-x-202603-001.jsonl").write_bytes(
        b'{"comment_id":"x","provider":"p","identity":"platform","text":"t"}\n'
    )
    assert ["without its capture" in line for line in repaired(opened).damaged] == [True]


def test_a_segment_of_no_kind_is_damage_not_a_crash(opened: Collection, left: Path) -> None:
    (left / "records" / "notes-x-202603-001.jsonl.gz").write_bytes(gzip.compress(b"{}\n"))
    (left / "records" / "comments-x-202603-001.jsonl.gz").write_bytes(b"\x1f\x8bnot gzip")
    assert 2 == len(repaired(opened).damaged)


def test_a_broken_warc_is_damage_not_a_crash(opened: Collection, left: Path) -> None:
    (left / "warc" / "broken.warc.gz").write_bytes(b"\x1f\x8b\x08\0rubbish")
    assert 1 == len(repaired(opened).damaged)


def test_whole_records_behind_damage_stay_where_they_are(opened: Collection, left: Path) -> None:
    path = the(left, "warc/*.open")
    first, second = opened.captures(URL)
    raw = bytearray(path.read_bytes())
    raw[first.offset] ^= 0xFF  # no gzip member begins there, whatever is in it
    path.write_bytes(raw)
    report = repaired(opened)
    assert 2 == sum(str(first.offset) in line for line in report.damaged)
    assert second.date == opened.load(second).fetched_at


def test_what_a_living_writer_holds_is_left_alone(kept: Kept) -> None:
    kept.read(day(1), "Closed.")
    with Collection.create_or_open(kept.collection.path) as other:
        report = repaired(other)
    assert ([], [], []) == (report.done, report.damaged, report.dead_writers)
    kept.read(day(2), "Open.")
    assert ["Closed.", "Open."] == kept.texts()


def test_a_segment_begun_during_a_repair_is_not_missing(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer's first line comes between the two listings that a repair compares."""
    listed = jsonl.segments

    def late(directory: Path, kind: str = "*") -> list[Path]:
        found = listed(directory, kind)
        monkeypatch.setattr(jsonl, "segments", listed)
        with Collection.create_or_open(kept.collection.path) as other:
            writer = other.writer()
            capture = kept.capture(day(1))
            writer.append(page("Closed."), capture, lambda _: None)
            writer.close()
        return found

    monkeypatch.setattr(jsonl, "segments", late)
    repaired(kept.collection)
    assert ["Closed."] == kept.texts()


def test_a_writer_killed_between_its_lines_is_whole_after_a_repair(tmp_path: Path) -> None:
    """Its revision is on the device, its observation is not."""
    died(tmp_path, "kept.read(day(1), 'Closed.')")
    the(tmp_path, "records/observations-*").write_bytes(b"")
    with Collection.create_or_open(tmp_path) as collection:
        (dead,) = repaired(collection).dead_writers
        assert 1 == len(unobserved(collection.index, dead))


def test_a_warc_that_was_closed_is_rolled_forward_too(tmp_path: Path) -> None:
    died(
        tmp_path,
        "put(kept.writer, wire()); kept.writer._warc.close(); put(kept.writer, wire(at=day(2)))",
    )
    with Collection.create_or_open(tmp_path) as collection:
        (dead,) = repaired(collection).dead_writers
        assert [day(1), day(2)] == [row.date for row in unobserved(collection.index, dead)]


def test_an_older_index_is_built_anew(kept: Kept) -> None:
    kept.read(day(1), "Closed.")
    kept.writer.close()
    kept.collection.index.db.execute("PRAGMA user_version = 1")
    kept.collection.close()
    with Collection.create_or_open(kept.collection.path) as anew:
        assert (True, 1) == (anew.index.is_current, len(anew.articles()))
    kept.collection = Collection.create_or_open(kept.collection.path)
    kept.writer = kept.collection.writer()


def test_a_repair_of_an_empty_collection_does_nothing(tmp_path: Path) -> None:
    with Collection.create_or_open(tmp_path) as collection:
        assert ([], []) == (repaired(collection).done, repaired(collection).damaged)
        assert isinstance(collection.layout, Layout)


def test_an_unsynced_row_of_a_dead_writer_is_found_again(tmp_path: Path) -> None:
    """Written, whole in the page cache, and never told to the index."""
    died(tmp_path, "kept.writer.write(wire())")
    with Collection.create_or_open(tmp_path) as collection:
        repaired(collection)
        assert 1 == len(collection.captures(URL))
