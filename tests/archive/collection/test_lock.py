"""Who is in the collection, and who is no more."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.collection.lock import exclusive, shared
from archive.errors import CollectionLocked

HOLD = (
    "import sys, pathlib, time; from archive.collection import lock;"
    "held = getattr(lock, sys.argv[2])(pathlib.Path(sys.argv[1]), *sys.argv[3:]);"
    "held.__enter__(); print('up', flush=True); time.sleep(60)"
)


def holding(path: Path, *words: str) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), *words], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    child.stdout.readline()
    return child


def killed(child: subprocess.Popen[str]) -> None:
    with child:
        child.send_signal(signal.SIGKILL)


def test_a_rebuild_is_alone_and_named(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    child = holding(path, "exclusive", "rebuild")
    with pytest.raises(CollectionLocked, match=f"`rebuild`, process {child.pid}"), shared(path):
        pass
    killed(child)


def test_writers_do_not_keep_each_other_out(tmp_path: Path) -> None:
    with shared(tmp_path / "lock"), shared(tmp_path / "lock"):
        pass


def test_a_writer_keeps_a_rebuild_out(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with (
        shared(path),
        pytest.raises(CollectionLocked, match="a crawl is writing"),
        exclusive(path, "rebuild"),
    ):
        pass


def test_the_lock_of_a_dead_process_is_free(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    killed(holding(path, "exclusive", "rebuild"))
    with exclusive(path, "repair"):
        assert b"repair" in path.read_bytes()


def test_a_dead_holder_is_not_named_for_a_living_one(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    killed(holding(path, "exclusive", "rebuild"))
    with (
        shared(path),
        pytest.raises(CollectionLocked, match="a crawl is writing"),
        exclusive(path, "repair"),
    ):
        pass


def test_the_name_goes_with_the_holder(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with exclusive(path, "repair"):
        pass
    assert b"" == path.read_bytes()
