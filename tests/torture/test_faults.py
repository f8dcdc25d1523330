"""The device is full, or gives errors, at any change of a crawl: it stops with one clear message, loses
nothing that it acknowledged, and goes on with the same command once there is room again."""

from __future__ import annotations

import errno
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.demo import Outlet
from tests.commands import COMMAND, microfiche
from tests.torture import kill
from tests.torture.facts import NOTHING, acknowledged, whole, wrong
from tests.torture.shim import watching

FILES = {
    "the WARC": "/warc/",
    "the lines": "/records/",
    "the manifest": "/fixity/",
    "the index": "index.sqlite",
    "the listing": "/cdxj/",
    "the frontier": "frontier.sqlite",
    "the log": "/logs/",
    "anything": "/",
}
FULL = {"errno": errno.ENOSPC, "kinds": "cwm", "forever": 1}
BROKEN_WRITE = {"errno": errno.EIO, "kinds": "w"}
BROKEN_SYNC = {"errno": errno.EIO, "kinds": "b"}
FAULTS = {"full": FULL, "a write fails": BROKEN_WRITE, "a sync fails": BROKEN_SYNC}


@dataclass(frozen=True)
class Place:
    """Where a fault is put."""

    fault: str
    file: str
    at: int
    """The n-th change of that kind of such a file."""


def broken(outlet: Outlet, place: Path, where: Place) -> list[str]:
    """Crawl with a fault, then without; what is wrong with how it ended and what it left."""
    path = place / "c"
    settings = {"fault": where.at, "match": FILES[where.file], **FAULTS[where.fault]}
    environment = {**watching(place, **settings), "MICROFICHE_CONTACT": "tests@example.org"}
    command = kill.command(outlet, path)
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    found = (
        [f"ended with {done.returncode}: {done.stderr}"] if done.returncode not in (0, 3) else []
    )
    if "Traceback" in done.stderr or len(done.stderr.splitlines()) > 3:
        found.append(f"said: {done.stderr[-2000:]}")
    if done.returncode == 3 and str(path) not in done.stderr.replace("\n", ""):
        found.append(f"names no file: {done.stderr}")
    known = acknowledged(path, place / "acknowledged") if path.exists() else NOTHING
    kept = whole(path) if path.exists() else {}
    again = microfiche(*command[len(COMMAND) :])
    if again.status != 0:
        return [*found, f"did not go on: {again.status} {again.err[-2000:]}"]
    return [*found, *wrong(path, known, kept), *kill.missing(kill.Life(path, outlet))]


def hold(where: Place, tmp_path: Path) -> None:
    """A fault, in a collection of its own."""
    with Outlet() as outlet:
        assert broken(outlet, tmp_path, where) == []


def some(seed: int, count: int) -> list[Place]:
    """Places spread over faults, files and a crawl's life."""
    chance = random.Random(seed)
    pairs = [(fault, file) for fault in FAULTS for file in FILES]
    found = []
    for number in range(count):
        fault, file = pairs[number % len(pairs)]
        found.append(Place(fault, file, 1 + int(80 * chance.random() ** 2)))
    return found


ORDINARY = [
    Place("full", "the index", 60),
    Place("a sync fails", "the lines", 6),
]


@pytest.mark.parametrize("where", ORDINARY, ids=str)
def test_a_fault_stops_the_crawl_and_loses_nothing(tmp_path: Path, where: Place) -> None:
    hold(where, tmp_path)


@pytest.mark.torture
@pytest.mark.parametrize("where", some(0, 2 * len(FAULTS) * len(FILES)), ids=str)
def test_faults_anywhere_lose_nothing(tmp_path: Path, where: Place) -> None:
    hold(where, tmp_path)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of one megabyte, in memory; only root may mount one."""
    with tempfile.TemporaryDirectory(prefix="microfiche-small-") as path:
        mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", path]
        if shutil.which("mount") is None or _failed(mount):
            pytest.skip("a small file system cannot be mounted here")
        try:
            yield Path(path)
        finally:
            subprocess.run(["umount", path], check=True)


@pytest.mark.parametrize("kilobytes", [420])
def test_a_full_file_system_stops_the_crawl_until_there_is_room(
    outlet: Outlet, small_disk: Path, kilobytes: int
) -> None:
    path = small_disk / "c"
    _resize(small_disk, kilobytes)
    command = kill.command(outlet, path)[len(COMMAND) :]
    stopped = microfiche(*command)
    assert stopped.status == 3, (stopped.status, stopped.err)
    assert "no space left" in " ".join(stopped.err.split())
    assert "Traceback" not in stopped.err
    known = acknowledged(path, small_disk.with_name(f"{small_disk.name}-acknowledged"))
    kept = whole(path) if path.exists() else {}
    _resize(small_disk, 20_000)
    again = microfiche(*command)
    assert again.status == 0, again.err
    assert [*wrong(path, known, kept), *kill.missing(kill.Life(path, outlet))] == []


def _failed(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode != 0


def _resize(disk: Path, kilobytes: int) -> None:
    options = f"remount,size={kilobytes}k"
    subprocess.run(["mount", "-o", options, str(disk)], check=True, capture_output=True)
