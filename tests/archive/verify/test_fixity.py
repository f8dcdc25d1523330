"""`verify --fixity`: nothing to say of files as they were noted, a finding for each change."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.collection.fixity import closed_files, hashed, record_missing, record_purge
from archive.collection.layout import Layout, create
from archive.errors import CollectionMissing
from archive.verify import Finding, verify_collection
from archive.verify.fixity import Compared, verify_fixity
from tests.archive.verify import conftest


def found(path: Path) -> list[tuple[str, str]]:
    """Rule and the file's name."""
    return [(one.rule, Path(one.file).name) for one in verify_fixity(path)]


def one(path: Path) -> Finding:
    (only,) = verify_fixity(path)
    return only


def warc(path: Path) -> Path:
    return sorted(path.glob("warc/*.warc.gz"))[0]


def manifest(path: Path) -> Path:
    return sorted(path.glob("fixity/*.jsonl"))[0]


def flipped(path: Path) -> None:
    """One bit of the middle, the size as it was."""
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def test_a_collection_as_it_was_written_has_no_finding(pristine: Path) -> None:
    compared = Compared()
    assert [] == list(verify_fixity(pristine, compared=compared))
    closed = closed_files(Layout(pristine))
    assert (len(closed), sum(path.stat().st_size for path in closed)) == (
        compared.files,
        compared.bytes,
    )


@pytest.mark.parametrize("pattern", ["warc/*.warc.gz", "records/articles-*", "records/comments-*"])
def test_a_single_bit_that_changed_is_found(collection: Path, pattern: str) -> None:
    changed = sorted(collection.glob(pattern))[0]
    flipped(changed)
    finding = one(collection)
    assert ("fixity-changed", "error", str(changed)) == (
        finding.rule,
        finding.severity,
        finding.file,
    )


def test_a_size_that_changed_is_found_without_reading(collection: Path) -> None:
    changed = warc(collection)
    size = changed.stat().st_size
    changed.write_bytes(changed.read_bytes() + b"\n")
    finding = one(collection)
    assert "fixity-changed" == finding.rule
    assert f"has {size + 1} bytes, {size} when it was noted" in finding.message


def test_a_file_that_is_gone_is_found_by_both_checks(collection: Path) -> None:
    gone = warc(collection)
    gone.unlink()
    assert [("fixity-missing", gone.name)] == found(collection)
    assert ("fixity-missing", str(gone)) in {
        (each.rule, each.file) for each in verify_collection(collection)
    }


def test_a_file_without_a_line_is_a_warning(collection: Path) -> None:
    (collection / "warc" / "another.warc").write_bytes(b"WARC/1.0\r\n")
    finding = one(collection)
    assert ("fixity-unlisted", "warning") == (finding.rule, finding.severity)


def edited(path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: [lines[0].replace(b"closed", b"added"), *lines[1:]],
        lambda lines: lines[1:],
        lambda lines: [lines[0], *lines[2:]],
        lambda lines: [lines[1], lines[0], *lines[2:]],
        lambda lines: [lines[0], lines[0], *lines[1:]],
    ],
    ids=["changed", "first taken out", "one taken out", "swapped", "doubled"],
)
def test_a_manifest_that_was_changed_is_found(
    collection: Path, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    edited(manifest(collection), change)
    finding = next(each for each in verify_fixity(collection) if each.severity == "error")
    assert ("fixity-chain", str(manifest(collection))) == (finding.rule, finding.file)
    assert "fixity-chain" in {each.rule for each in verify_collection(collection)}


def test_a_hash_that_was_adjusted_to_a_changed_file_breaks_the_chain(collection: Path) -> None:
    flipped(warc(collection))
    name = warc(collection).name

    def forge(lines: list[bytes]) -> list[bytes]:
        number = next(at for at, line in enumerate(lines) if name.encode() in line)
        line = json.loads(lines[number])
        line["sha256"] = hashed(warc(collection))[1]
        lines[number] = json.dumps(line, separators=(",", ":")).encode() + b"\n"
        return lines

    (its,) = [path for path in collection.glob("fixity/*") if name.encode() in path.read_bytes()]
    edited(its, forge)
    assert [("fixity-chain", its.name)] == found(collection)


def test_a_line_that_is_none_is_found(collection: Path) -> None:
    edited(manifest(collection), lambda lines: [*lines, b"{}\n"])
    assert [("fixity-line", manifest(collection).name)] == found(collection)


def test_half_a_last_line_is_a_warning(collection: Path) -> None:
    edited(manifest(collection), lambda lines: [*lines, b'{"type'])
    assert ("jsonl-torn", "warning") == (one(collection).rule, one(collection).severity)


def test_two_lines_that_contradict_each_other_are_found(collection: Path) -> None:
    path = warc(collection)
    kept = path.read_bytes()
    its = next(each for each in collection.glob("fixity/*") if path.name in each.read_text())
    aside = its.rename(collection / "aside")
    path.write_bytes(b"another")
    list(record_missing(Layout(collection), [path], "added"))
    aside.rename(its)
    path.write_bytes(kept)
    assert [("fixity-line", path.name)] == found(collection)


def test_a_purge_is_told_and_accepted(collection: Path) -> None:
    path, rewritten = warc(collection), collection / "rewritten"
    rewritten.write_bytes(b"less")
    record_purge(Layout(collection), {path: rewritten})
    before = one_of(collection, "fixity-changed")
    assert "has" in before
    rewritten.rename(path)
    finding = one(collection)
    assert ("fixity-purged", "info") == (finding.rule, finding.severity)


def one_of(path: Path, rule: str) -> str:
    return next(each.message for each in verify_fixity(path) if each.rule == rule)


def test_a_purge_that_was_not_finished_is_told(collection: Path) -> None:
    path, rewritten = warc(collection), collection / "rewritten"
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    rewritten.write_bytes(raw)  # of the same size
    record_purge(Layout(collection), {path: rewritten})
    assert "as it was before it was purged" in one_of(collection, "fixity-changed")


def test_a_file_that_was_taken_away_on_purpose_is_no_error(collection: Path) -> None:
    path = sorted(collection.glob("records/comments-*"))[0]
    record_purge(Layout(collection), {path: None})
    assert "purge again" in one_of(collection, "fixity-changed")
    path.unlink()
    assert [("fixity-purged", path.name)] == found(collection)


def test_a_crawl_that_goes_on_is_no_finding(collection: Path) -> None:
    with Collection.create_or_open(collection) as opened:
        writer = opened.writer(warc_max_bytes=1)
        for url in (conftest.QUAY, conftest.MARKET):
            conftest.fetch(writer, url, b"News of the quay.", conftest.SECOND)
            assert [] == list(verify_fixity(collection))
        writer.close()
    assert [] == list(verify_fixity(collection))


def without_manifests(path: Path) -> None:
    shutil.rmtree(path / "fixity")


def test_a_manifest_that_is_gone_is_found_by_both_checks(collection: Path) -> None:
    without_manifests(collection)
    assert ("fixity-gone", "fixity") in found(collection)
    assert ["fixity-gone"] == [one.rule for one in verify_collection(collection)]


def test_a_size_that_changed_is_found_without_comparing(collection: Path) -> None:
    path = warc(collection)
    path.write_bytes(path.read_bytes() + b"\0")
    assert "fixity-changed" in {one.rule for one in verify_collection(collection)}


@pytest.mark.parametrize(
    ("name", "value"),
    [("file", "warc/.."), ("schema", "microfiche/fixity/999"), ("sha256", "nonsense")],
)
def test_a_line_that_says_what_none_of_ours_says_is_found(
    collection: Path, name: str, value: str
) -> None:
    line = json.loads(manifest(collection).read_bytes().splitlines()[0])
    other = collection / "fixity" / "manifest-20270101000000abcdef.jsonl"
    other.write_text(json.dumps({**line, "previous": None, name: value}) + "\n")
    assert ("fixity-line", other.name) in found(collection)


def both(path: Path) -> list[tuple[str, str, str]]:
    """Rule, severity and name of what `verify` finds, with and without `--fixity`."""
    checks = ([*verify_collection(path)], [*verify_fixity(path)])
    plain, compared = (
        sorted((one.rule, one.severity, Path(one.file).name) for one in found) for found in checks
    )
    assert plain == compared
    return plain


def test_a_collection_older_than_the_manifest_has_only_warnings(collection: Path) -> None:
    without_manifests(collection)
    make_older(collection)
    assert [("fixity-unlisted", "warning", "fixity")] == both(collection)
    list(record_missing(Layout(collection), closed_files(Layout(collection)), "added"))
    assert [("fixity-older", "info", "fixity")] == both(collection)


def make_older(path: Path) -> None:
    description = path / "collection.json"
    older = json.loads(description.read_bytes())
    del older["settings"]["manifest"]
    description.write_text(json.dumps(older))


def test_one_writers_manifest_that_is_gone_is_an_error(collection: Path) -> None:
    gone = manifest(collection)
    gone.unlink()
    assert [("fixity-gone", "error", gone.name)] == both(collection)


def test_last_lines_that_are_gone_are_an_error(collection: Path) -> None:
    edited(manifest(collection), lambda lines: lines[:-1])
    assert [("fixity-gone", "error", manifest(collection).name)] == both(collection)


def test_a_file_whose_writer_is_unknown_here_is_an_error(collection: Path) -> None:
    """The name alone claims that a writer of this collection made it."""
    forged = collection / "records" / "articles-20260301090000abcdef-202603-001.jsonl.gz"
    forged.write_bytes(sorted(collection.glob("records/articles-*"))[0].read_bytes())
    assert ("fixity-gone", "error", "manifest-20260301090000abcdef.jsonl") in {
        (one.rule, one.severity, Path(one.file).name) for one in verify_collection(collection)
    }


def test_a_file_that_was_noted_late_is_told_for_good(collection: Path) -> None:
    gone = manifest(collection)
    names = [json.loads(line)["file"] for line in gone.read_bytes().splitlines()]
    gone.unlink()
    list(record_missing(Layout(collection), closed_files(Layout(collection)), "added"))
    late = sorted(("fixity-late", "warning", Path(name).name) for name in names)
    assert late == both(collection)


def test_a_purge_does_not_make_up_for_a_line_that_is_gone(collection: Path) -> None:
    path, rewritten = warc(collection), collection / "rewritten"
    its = next(each for each in collection.glob("fixity/*") if path.name in each.read_text())
    edited(its, lambda lines: [line for line in lines if path.name.encode() not in line])
    rewritten.write_bytes(b"less")
    record_purge(Layout(collection), {path: rewritten})
    rewritten.rename(path)
    assert ("fixity-late", path.name) in found(collection)


def test_what_a_dead_writer_has_not_noted_is_left_to_the_repair(collection: Path) -> None:
    gone = manifest(collection)
    writer = gone.stem.removeprefix("manifest-")
    gone.unlink()
    (collection / "crawl" / "writers" / writer).touch()
    assert {("fixity-unlisted", "warning")} == {each[:2] for each in both(collection)}
    for other in collection.glob("fixity/*"):
        (collection / "crawl" / "writers" / other.stem.removeprefix("manifest-")).touch()
    without_manifests(collection)
    assert {("fixity-unlisted", "warning")} == {each[:2] for each in both(collection)}


def test_a_collection_that_cannot_be_written_can_be_compared(collection: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in collection.rglob("*")}
    for path in [*collection.rglob("*"), collection]:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        assert [] == list(verify_fixity(collection))
        assert before == {path: path.stat().st_mtime_ns for path in collection.rglob("*")}
    finally:
        for path in [collection, *collection.rglob("*")]:
            path.chmod(0o700 if path.is_dir() else 0o600)


def test_no_collection_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(CollectionMissing):
        list(verify_fixity(tmp_path))


GROWN = """
import resource, sys, pathlib
from archive.verify.fixity import verify_fixity
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert [] == list(verify_fixity(pathlib.Path(sys.argv[1])))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_large_file_is_never_held_in_memory(tmp_path: Path) -> None:
    layout = create(tmp_path / "collection")
    large = layout.warc / "large.warc"
    with large.open("wb") as file:
        file.truncate(256 << 20)  # a hole: it takes no room
    list(record_missing(layout, [large], "imported"))
    done = subprocess.run(
        [sys.executable, "-c", GROWN, str(layout.root)], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 24 << 10  # KiB
