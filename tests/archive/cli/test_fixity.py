"""`microfiche fixity` and `microfiche verify --fixity` as their users run them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from archive.collection.fixity import closed_files, name_of
from archive.collection.layout import Layout
from tests.archive.collection.kept import Kept, day
from tests.commands import microfiche


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    kept = Kept(tmp_path / "collection")
    kept.read(day(1), "The quay is closed.")
    kept.close()
    return tmp_path / "collection"


def names(path: Path) -> list[str]:
    return [name_of(Layout(path), each) for each in closed_files(Layout(path))]


def sha256sum(path: Path, sums: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("coreutils' sha256sum is not here")
    command = [program, "--check", "--strict", "-"]
    return subprocess.run(
        command, cwd=path, input=sums, capture_output=True, text=True, check=False
    )


def test_an_older_collection_gets_its_lines_once(collection: Path) -> None:
    shutil.rmtree(collection / "fixity")
    done = microfiche("fixity", "--collection", collection, "--json")
    assert (0, sorted(names(collection))) == (
        done.status,
        [each["file"] for each in done.json["added"]],
    )
    again = microfiche("fixity", "--collection", collection, "--json")
    assert ([], len(names(collection))) == (again.json["added"], again.json["files"])
    assert 0 == microfiche("verify", "--fixity", "--collection", collection).status


def test_a_manifest_that_is_gone_is_not_made_up_for_in_silence(collection: Path) -> None:
    (manifest,) = (collection / "fixity").iterdir()
    manifest.unlink()
    assert 1 == microfiche("verify", "--collection", collection).status
    done = microfiche("fixity", "--collection", collection)
    assert (0, True) == (done.status, "nothing tells what they were" in " ".join(done.err.split()))
    for command in (("verify",), ("verify", "--fixity")):
        told = microfiche(*command, "--json", "--collection", collection)
        assert {("fixity-late", "warning")} == {(x["rule"], x["severity"]) for x in told.lines}


def test_what_a_dead_writer_owes_is_left_to_the_repair(collection: Path) -> None:
    (manifest,) = (collection / "fixity").iterdir()
    (collection / "crawl" / "writers" / manifest.stem.removeprefix("manifest-")).touch()
    manifest.unlink()
    done = microfiche("fixity", "--collection", collection)
    assert (0, len(names(collection))) == (done.status, done.out.count("`microfiche repair`"))
    assert [] == list((collection / "fixity").iterdir())


def test_what_it_prints_is_what_sha256sum_checks(collection: Path) -> None:
    odd = collection / "warc" / "of\\the\nother.warc"
    odd.write_bytes(b"WARC/1.0\r\n")
    microfiche("fixity", "--collection", collection)
    sums = microfiche("fixity", "--sha256sum", "--collection", collection).out
    checked = sha256sum(collection, sums)
    assert (0, len(names(collection))) == (checked.returncode, checked.stdout.count(": OK"))
    odd.write_bytes(b"WARC/1.1\r\n")
    assert 1 == sha256sum(collection, sums).returncode


def test_a_manifest_that_was_changed_is_not_added_to(collection: Path) -> None:
    (manifest,) = (collection / "fixity").iterdir()
    manifest.write_bytes(manifest.read_bytes().replace(b"closed", b"joined"))
    done = microfiche("fixity", "--collection", collection)
    assert (1, True) == (done.status, "nothing was added" in done.err)
    assert 1 == len(list((collection / "fixity").iterdir()))


def test_verify_says_how_much_it_compared(collection: Path) -> None:
    done = microfiche("verify", "--fixity", "--collection", collection)
    assert 0 == done.status
    assert f"{len(names(collection))} files, " in done.out


def test_verify_fails_over_a_changed_file(collection: Path) -> None:
    changed = closed_files(Layout(collection))[-1]
    changed.write_bytes(changed.read_bytes()[:-1] + b"x")
    done = microfiche("verify", "--fixity", "--collection", collection, "--json")
    assert (1, [("fixity-changed", str(changed))]) == (
        done.status,
        [(line["rule"], line["file"]) for line in done.lines],
    )


def test_a_file_beside_fixity_is_a_wrong_call(collection: Path) -> None:
    assert 2 == microfiche("verify", "--fixity", "x.warc", "--collection", collection).status
