"""`wacz validate`, of the reference implementation, on what we export."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.commands import microfiche
from tests.edited import Edited
from tests.interop.conftest import program


def validated(path: Path) -> tuple[int, str]:
    run = [program("wacz"), "validate", "-f", path]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_whole_collection_is_valid(package: Path) -> None:
    status, said = validated(package)
    assert (0, True) == (status, "the passed WACZ is valid" in said), said


@pytest.mark.parametrize("part", [("--search", "ferry"), ("--since", "2026-01-01")])
def test_a_part_is_valid(part: tuple[str, str], edited_once: Edited, tmp_path: Path) -> None:
    path = tmp_path / "part.wacz"
    done = microfiche("export", "wacz", *part, "--collection", edited_once.path, "--output", path)
    assert done.status == 0, done.err
    status, said = validated(path)
    assert (0, True) == (status, "the passed WACZ is valid" in said), said


def test_a_changed_byte_is_seen(package: Path, tmp_path: Path) -> None:
    raw = bytearray(package.read_bytes())
    raw[raw.index(b"\x1f\x8b", 200) + 300] ^= 1  # within the first stored WARC
    (tmp_path / "changed.wacz").write_bytes(raw)
    assert "the passed WACZ is valid" not in validated(tmp_path / "changed.wacz")[1]
