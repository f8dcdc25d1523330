"""The manifest gets a line for every file that is closed, by whoever closes it."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from archive.collection import Collection
from archive.collection.fixity import (
    ManifestWriter,
    closed_files,
    hashed,
    name_of,
    record_missing,
    record_purge,
)
from archive.collection.layout import Layout, create, new_writer_id
from archive.collection.manifest import read_manifest, standing
from archive.collection.recovery import rebuild, repair
from archive.errors import CollectionReadOnly
from archive.index import Index
from tests.archive.collection.kept import Kept, day, put, wire


def lines(path: Path) -> list[dict[str, Any]]:
    """Every line of every manifest, as JSON."""
    found = sorted((path / "fixity").glob("*"))
    return [json.loads(line) for each in found for line in each.read_bytes().splitlines()]


def noted(path: Path) -> dict[str, tuple[int, str]]:
    return {line["file"]: (line["bytes"], line["sha256"]) for line in lines(path)}


def files(path: Path) -> dict[str, tuple[int, str]]:
    """What is there, hashed by another way."""
    raw = {name_of(Layout(path), each): each.read_bytes() for each in closed_files(Layout(path))}
    return {name: (len(kept), hashlib.sha256(kept).hexdigest()) for name, kept in raw.items()}


def crawled(path: Path, number: int = 1) -> Path:
    kept = Kept(path)
    kept.read(day(number), f"The quay is closed, {number}.")
    kept.close()
    return path


def test_a_writer_that_ended_has_noted_every_file_that_it_closed(tmp_path: Path) -> None:
    path = crawled(tmp_path / "collection")
    assert files(path) == noted(path)
    assert {"closed"} == {line["why"] for line in lines(path)}
    assert {"warc", "records"} == {line["file"].partition("/")[0] for line in lines(path)}


def test_a_file_that_is_still_written_is_not_noted(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "collection")
    kept.read(day(1), "The quay is closed.")
    assert [] == lines(tmp_path / "collection")
    kept.close()


def test_a_file_is_noted_when_it_is_full_and_not_only_at_the_end(tmp_path: Path) -> None:
    with Collection.create_or_open(tmp_path / "c") as collection:
        writer = collection.writer(warc_max_bytes=1)
        put(writer, wire(at=day(1)))
        put(writer, wire("https://ledger.example/other", at=day(2)))
        closed = [path for path in (tmp_path / "c/warc").iterdir() if path.suffix == ".gz"]
        assert 1 == len(closed)
        writer._behind.submit(lambda: None).result()  # what was put behind is done in order
        assert ["warc/" + closed[0].name] == [line["file"] for line in lines(tmp_path / "c")]
        writer.close()
    assert files(tmp_path / "c") == noted(tmp_path / "c")


def test_each_line_names_the_digest_of_the_line_before(tmp_path: Path) -> None:
    path = crawled(tmp_path / "collection")
    (manifest,) = (path / "fixity").iterdir()
    raw = manifest.read_bytes().splitlines()
    digests = [None, *(hashlib.sha256(line).hexdigest() for line in raw)]
    assert digests[:-1] == [json.loads(line)["previous"] for line in raw]


def test_two_writers_at_a_time_have_a_manifest_each(tmp_path: Path) -> None:
    path = tmp_path / "collection"
    create(path)
    faults: list[BaseException] = []

    def crawl(number: int) -> None:
        try:
            crawled(path, number)
        except BaseException as error:  # noqa: BLE001  # told in the test's thread
            faults.append(error)

    threads = [threading.Thread(target=crawl, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == faults
    assert 2 == len(list((path / "fixity").iterdir()))
    assert files(path) == noted(path)
    assert [] == read_manifest(Layout(path)).faults


DYING = """
import os, pathlib, sys
from archive.collection.fixity import ManifestWriter
from tests.archive.collection.kept import Kept, day
kept = Kept(pathlib.Path(sys.argv[1]))
kept.read(day(1), "Closed.")
whole = ManifestWriter.record
def record(manifest, path, why):
    if path.name.startswith(sys.argv[2]):
        os.kill(os.getpid(), 9)
    return whole(manifest, path, why)
ManifestWriter.record = record
kept.close()
"""


def died_before_noting(path: Path, first: str) -> None:
    """A writer that was killed between the closing of a file and its line."""
    done = subprocess.run([sys.executable, "-c", DYING, str(path), first], check=False)
    assert -signal.SIGKILL == done.returncode


def repaired(path: Path) -> list[str]:
    with Collection.create_or_open(path) as collection:
        return repair(collection.layout, collection.index).done


@pytest.mark.parametrize("first", ["microfiche", "observations"])
def test_what_a_dead_writer_had_closed_and_not_noted_is_noted_by_repair(
    tmp_path: Path, first: str
) -> None:
    path = tmp_path / "collection"
    died_before_noting(path, first)
    assert files(path) != noted(path)
    done = repaired(path)
    assert files(path) == noted(path)
    repairs = [line["file"] for line in lines(path) if line["why"] == "repaired"]
    assert repairs
    told = {f"{file}: noted in the manifest" for file in repairs}
    assert told & set(done)
    assert not told & set(repaired(path))


def test_a_file_that_repair_or_rebuild_closes_is_noted_by_it(tmp_path: Path) -> None:
    for number, close in enumerate((repaired, rebuilt)):
        path = tmp_path / str(number)
        steps = "from tests.archive.collection.kept import Kept, day; import os, pathlib, sys\n"
        steps += "Kept(pathlib.Path(sys.argv[1])).read(day(1), 'Closed.'); os.kill(os.getpid(), 9)"
        subprocess.run([sys.executable, "-c", steps, str(path)], check=False)
        assert {} == files(path)
        for marker in (path / "crawl" / "writers").iterdir():
            marker.unlink()  # so that nothing but the closing tells whose it was
        close(path)
        assert files(path)
        assert files(path) == noted(path)
        assert {"repaired"} == {line["why"] for line in lines(path)}


def rebuilt(path: Path) -> None:
    layout = Layout(path)
    rebuild(layout, lambda: Index(layout.database), lambda what: None)


def test_repair_and_rebuild_add_nothing_to_what_is_noted(tmp_path: Path) -> None:
    path = crawled(tmp_path / "collection")
    before = lines(path)
    repaired(path)
    rebuilt(path)
    assert before == lines(path)


def test_repair_does_not_invent_lines_for_a_collection_older_than_the_manifest(
    tmp_path: Path,
) -> None:
    path = crawled(tmp_path / "collection")
    shutil.rmtree(path / "fixity")
    repaired(path)
    assert [] == lines(path)
    crawled(path, 2)  # what is closed from now on is noted
    assert {"closed"} == {line["why"] for line in lines(path)}
    assert set(noted(path)) < set(files(path))


def test_half_a_last_line_is_cut_off_and_kept_aside(tmp_path: Path) -> None:
    path = crawled(tmp_path / "collection")
    (manifest,) = (path / "fixity").iterdir()
    whole = manifest.read_bytes()
    manifest.write_bytes(whole + b'{"type":"fixity","file":"warc/h')
    done = repaired(path)
    assert [f"{manifest.name}: half a last line cut off at offset {len(whole)}"] == done
    assert whole == manifest.read_bytes()
    assert b'{"type":"fixity","file":"warc/h' in [
        kept.read_bytes() for kept in (path / "crawl/torn").iterdir()
    ]


def test_what_is_missing_is_added_once(tmp_path: Path) -> None:
    path = crawled(tmp_path / "collection")
    shutil.rmtree(path / "fixity")
    layout = Layout(path)
    added = list(record_missing(layout, closed_files(layout), "added"))
    assert set(files(path)) == {line.file for line in added}
    assert [] == list(record_missing(layout, closed_files(layout), "added"))
    assert files(path) == noted(path)


def test_a_file_that_differs_from_its_line_gets_no_other(tmp_path: Path) -> None:
    path = crawled(tmp_path / "collection")
    before = lines(path)
    (path / before[0]["file"]).write_bytes(b"forged")
    assert [] == list(record_missing(Layout(path), closed_files(Layout(path)), "added"))
    assert before == lines(path)


def test_a_purge_is_noted_with_what_the_file_was_before(tmp_path: Path) -> None:
    path = crawled(tmp_path / "collection")
    layout = Layout(path)
    first, second = closed_files(layout)[:2]
    before = files(path)
    rewritten = tmp_path / "rewritten"
    rewritten.write_bytes(b"without it")
    record_purge(layout, {first: rewritten, second: None})
    rewritten.rename(first)
    second.unlink()
    found = read_manifest(layout).files()
    ((new,), (gone,)) = (standing(found[name_of(layout, each)]) for each in (first, second))
    assert ("purged", *files(path)[new.file]) == (new.why, new.bytes, new.sha256)
    assert before[new.file][1] == new.replaces
    assert (None, 0, before[gone.file][1]) == (gone.sha256, gone.bytes, gone.replaces)


def test_a_second_purge_replaces_the_first(tmp_path: Path) -> None:
    path = crawled(tmp_path / "collection")
    layout = Layout(path)
    target = closed_files(layout)[0]
    for content in (b"once", b"twice"):
        (tmp_path / "new").write_bytes(content)
        record_purge(layout, {target: tmp_path / "new"})
        (tmp_path / "new").rename(target)
    (line,) = standing(read_manifest(layout).files()[name_of(layout, target)])
    assert hashlib.sha256(b"twice").hexdigest() == line.sha256
    assert hashlib.sha256(b"once").hexdigest() == line.replaces


def test_a_purge_that_was_interrupted_and_is_done_again_agrees_with_itself(tmp_path: Path) -> None:
    """The line was written, the file not yet put in place; the second time writes the same bytes."""
    path = crawled(tmp_path / "collection")
    layout = Layout(path)
    target = closed_files(layout)[0]
    before = files(path)[name_of(layout, target)][1]
    for content in (b"without it", b"without it", b"without anything"):
        (tmp_path / "new").write_bytes(content)
        record_purge(layout, {target: tmp_path / "new"})
        (line,) = standing(read_manifest(layout).files()[name_of(layout, target)])
        assert hashlib.sha256(content).hexdigest() == line.sha256
        assert line.replaces in (before, hashlib.sha256(b"without it").hexdigest())


def test_a_collection_that_cannot_be_written_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = create(tmp_path / "collection")
    (layout.warc / "old.warc").write_bytes(b"WARC/1.0\r\n")
    layout.fixity.chmod(0o500)
    if _may_write_anyway(layout.fixity):
        pytest.skip("this user may write where the mode forbids it")
    with pytest.raises(CollectionReadOnly, match="fixity"):
        list(record_missing(layout, closed_files(layout), "added"))


def _may_write_anyway(directory: Path) -> bool:
    try:
        (directory / "tried").touch()
    except OSError:
        return False
    (directory / "tried").unlink()
    return True


def test_a_line_that_leads_out_of_the_collection_is_a_fault(tmp_path: Path) -> None:
    layout = create(tmp_path / "collection")
    for name in ("../outside", "warc/../../outside", "/etc/passwd", "index/index.sqlite"):
        line = {"type": "fixity", "file": name, "bytes": 0, "sha256": "0" * 64}
        line |= {"hashed_at": "", "writer": "", "why": "closed", "previous": None}
        (layout.fixity / f"manifest-{new_writer_id()}.jsonl").write_text(json.dumps(line) + "\n")
    manifest = read_manifest(layout)
    assert ([], 4) == (manifest.entries, len(manifest.faults))


def test_a_manifest_is_held_while_it_is_written(tmp_path: Path) -> None:
    layout = create(tmp_path / "collection")
    (layout.warc / "a.warc").write_bytes(b"a")
    with ManifestWriter(layout, "20260301090000abcdef") as manifest:
        manifest.record(layout.warc / "a.warc", "added")
        assert 1 == len(read_manifest(layout).entries)
    assert (1, hashlib.sha256(b"a").hexdigest()) == hashed(layout.warc / "a.warc")
