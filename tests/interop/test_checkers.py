"""FastWARC's checker and cdxj-indexer over the files of two crawls, and over a part of them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.commands import microfiche
from tests.edited import Edited

BIN = Path(sys.executable).parent


def warcs_of(edited: Edited) -> list[Path]:
    return sorted((edited.path / "warc").glob("*.warc.gz"))


@pytest.fixture(scope="module")
def excerpts(edited_once: Edited, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The WARC files of an exported part."""
    place = tmp_path_factory.mktemp("part")
    words = ("--search", "ferry", "--output", place / "part.wacz")
    done = microfiche("export", "wacz", *words, "--collection", edited_once.path)
    assert done.status == 0, done.err
    with zipfile.ZipFile(place / "part.wacz") as package:
        names = [name for name in package.namelist() if name.startswith("archive/")]
        return [Path(package.extract(name, place)) for name in names]


def test_fastwarc_finds_every_digest_right(edited_once: Edited, excerpts: list[Path]) -> None:
    for path in (*warcs_of(edited_once), *excerpts):
        run = [BIN / "fastwarc", "check", path]
        done = subprocess.run(run, capture_output=True, text=True, check=False)
        assert done.stdout.endswith("records were verified successfully.\n"), (path, done.stdout)
        assert done.returncode == 0


def test_our_listing_is_cdxj_indexers_line_by_line(edited_once: Edited) -> None:
    kinds = set()
    for path in warcs_of(edited_once):
        listing = (edited_once.path / f"index/cdxj/{path.name}.cdxj").read_bytes()
        run = [BIN / "cdxj-indexer", "-s", path]
        assert subprocess.run(run, capture_output=True, check=True).stdout == listing
        kinds |= {kind for kind in (b"warc/revisit", b'"304"', b'"301"') if kind in listing}
    assert {b"warc/revisit", b'"304"', b'"301"'} == kinds
