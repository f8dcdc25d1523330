"""What stands in warc/ and is odd costs nothing but itself: repair, rebuild and verify go on."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive import cdxj
from archive.collection import Collection, recovery
from archive.collection.layout import Layout
from archive.collection.recovery import Report, repair
from archive.index import Index
from archive.verify import verify_collection
from tests.archive import warcs
from tests.archive.collection.kept import URL, Kept, day
from tests.archive.collection.test_recovery import died

BY_HAND = "http://byhand.example/"
SOUND = warcs.members([warcs.warcinfo(), warcs.response(BY_HAND)])


def rebuilt(layout: Layout) -> Report:
    return recovery.rebuild(layout, lambda: Index(layout.database), lambda what: None)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection with one page, closed."""
    path = tmp_path_factory.mktemp("made") / "collection"
    kept = Kept(path)
    kept.read(day(1), "Closed.")
    kept.close()
    return path


@pytest.fixture
def there(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "c")


def bound(path: Path) -> None:
    """A socket; its path is short, as the system wants it."""
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(path.parent)
        try:
            made.bind(path.name)
        finally:
            os.chdir(here)


ODD: dict[str, Callable[[Path], object]] = {
    "directory": lambda path: path.mkdir(),
    "FIFO": os.mkfifo,
    "socket": bound,
    "link to nothing": lambda path: path.symlink_to("gone"),
    "link in a circle": lambda path: path.symlink_to(path.name),
    "link to a directory": lambda path: path.symlink_to("/"),
    "link to a device": lambda path: path.symlink_to("/dev/zero"),
}


@pytest.mark.parametrize("suffix", [".warc.gz", ".warc.gz.open", ".arc"])
@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_file_is_told_and_costs_nothing_else(
    there: Path, kind: str, suffix: str
) -> None:
    odd = there / f"warc/aaa{suffix}"
    ODD[kind](odd)
    (there / "warc/zzz.warc.gz").write_bytes(SOUND)
    for again in (repaired, rebuilt):
        report = again(Layout(there))
        told = [line for line in report.damaged if str(odd) in line]
        assert (told, 1) == (report.damaged, len(report.damaged))
        assert "move it away" in told[0]
    with Collection.open(there) as collection:
        assert [1, 1] == [len(collection.captures(url)) for url in (URL, BY_HAND)]
    assert odd.is_symlink() or odd.exists()
    assert "unreadable" in {one.rule for one in verify_collection(there) if str(odd) == one.file}


def repaired(layout: Layout) -> Report:
    with Collection.create_or_open(layout.root) as collection:
        return repair(layout, collection.index)


NAMES = [b"\xff.warc.gz", b"n" * 240 + b".warc.gz", b"a\nb\x1b[31m.warc.gz", b".hid.warc.gz"]


@pytest.mark.parametrize("name", NAMES)
def test_an_odd_name_is_told_or_taken(there: Path, name: bytes) -> None:
    odd = os.fsencode(there / "warc") + b"/" + name
    with open(odd, "wb") as file:  # noqa: PTH123  # a name that is no text
        file.write(SOUND)
    for again in (repaired, rebuilt):
        report = again(Layout(there))
        with Collection.open(there) as collection:
            assert 1 == len(collection.captures(URL))
            assert len(collection.captures(BY_HAND)) + len(report.damaged) == 1
        assert all(line.isprintable() and line.encode() for line in report.damaged)
    assert [] != list(verify_collection(there))


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\x1f\x8b", b"\x1f\x8b\x08\0", SOUND + b"garbage"]
)
def test_what_is_no_warc_is_told_and_costs_nothing_else(there: Path, content: bytes) -> None:
    (there / "warc/aaa.warc.gz").write_bytes(content)
    (there / "warc/zzz.warc.gz").write_bytes(SOUND)
    for again in (repaired, rebuilt):
        report = again(Layout(there))
        assert len(report.damaged) <= 1
        with Collection.open(there) as collection:
            assert {1, 2} >= {len(collection.captures(url)) for url in (URL, BY_HAND)} >= {1}
    assert any("aaa" in one.file for one in verify_collection(there))


def test_our_own_fault_over_a_file_is_told_with_its_trace(
    there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (there / "warc/aaa.warc.gz").write_bytes(SOUND)
    (there / "warc/zzz.warc.gz").write_bytes(SOUND)
    read = cdxj.readable_lines

    def broken(path: Path) -> list[cdxj.CdxjLine]:
        if path.name == "aaa.warc.gz":
            raise OverflowError("too large by far")
        return read(path)

    monkeypatch.setattr(cdxj, "readable_lines", broken)
    report = rebuilt(Layout(there))
    (told,) = report.damaged
    assert "aaa.warc.gz: cannot be dealt with: OverflowError: too large by far" in told
    (line,) = (there / "logs/failures.jsonl").read_text().splitlines()
    assert "in broken" in json.loads(line)["trace"]
    with Collection.open(there) as collection:
        assert 1 == len(collection.captures(BY_HAND))


# -- names that are taken ------------------------------------------------------------------------


@pytest.fixture
def wreck(tmp_path: Path) -> Path:
    died(tmp_path / "c", "kept.read(day(1), 'Closed.'); kept.writer.sync()")
    return tmp_path / "c"


def foreign(path: Path) -> bytes:
    """A file of somebody else's under the name that an unfinished one of ours is to have."""
    (unfinished,) = path.glob("warc/*.open")
    unfinished.with_suffix("").write_bytes(SOUND)
    return SOUND


def names_of(path: Path) -> list[str]:
    return sorted(one.name for one in path.glob("warc/*"))


def test_a_repair_closes_under_another_name_where_its_own_is_taken(wreck: Path) -> None:
    content = foreign(wreck)
    report = repaired(Layout(wreck))
    ours, theirs = names_of(wreck)
    assert (f"2-{theirs}", content) == (ours, (wreck / "warc" / theirs).read_bytes())
    assert any(ours in line and "another file" in line for line in report.done)
    assert_both_are_read(wreck)
    rebuilt(Layout(wreck))
    assert_both_are_read(wreck)


def test_a_crawl_closes_under_another_name_where_its_own_is_taken(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "c")
    kept.read(day(1), "Closed.")
    content = foreign(tmp_path / "c")
    assert_page_is_read(kept.collection)  # by the file that is being written
    kept.close()
    ours, theirs = names_of(tmp_path / "c")
    assert (f"2-{theirs}", content) == (ours, (tmp_path / "c/warc" / theirs).read_bytes())
    assert [(theirs, ours)] == kept.writer.renamed
    repaired(Layout(tmp_path / "c"))
    assert_both_are_read(tmp_path / "c")


def assert_page_is_read(collection: Collection) -> None:
    (row,) = collection.captures(URL)
    assert b"Closed." in collection.load(row).body
    (seen,) = collection.observations(collection.find_article(URL))
    assert seen.capture is not None
    assert row == collection.row_of(seen.capture)


def assert_both_are_read(path: Path) -> None:
    with Collection.open(path) as collection:
        assert_page_is_read(collection)
        assert 1 == len(collection.captures(BY_HAND))
    errors = [one for one in verify_collection(path) if one.severity == "error"]
    assert [] == [one for one in errors if "capture" in one.rule or "index" in one.rule]


def test_a_third_file_has_a_third_name(wreck: Path) -> None:
    foreign(wreck)
    (theirs,) = wreck.glob("warc/*.warc.gz")
    theirs.with_name(f"2-{theirs.name}").write_bytes(gzip.compress(b""))
    repaired(Layout(wreck))
    assert f"3-{theirs.name}" in names_of(wreck)


@pytest.fixture(autouse=True)
def _little_time() -> Iterator[None]:
    """A FIFO that is opened would be waited for until the suite's own bound."""
    import signal

    signal.alarm(30)
    yield
    signal.alarm(0)
