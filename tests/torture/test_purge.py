"""SIGKILL and a power cut at any moment of `withdraw --purge`, and of the repair that finishes it: the
content is whole and wherever it was, or, once that repair has ended, in no byte of the collection."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from archive.collection import Collection
from archive.collection.withdrawals import withdrawals
from tests.commands import COMMAND, within
from tests.edited import Edited
from tests.purged import body_of, files_with, records_of, severities, url_of
from tests.torture.journal import changes, changes_in
from tests.torture.power import Device, Mode, replayed, written
from tests.torture.shim import watching

MODES = get_args(Mode)
Records = dict[tuple[str, int], bytes]


@dataclass(frozen=True)
class Purged:
    """A purge that nothing disturbed, and its journal."""

    source: Path
    """The collection before it."""
    place: Path
    """Where it was purged: in `c`."""
    journal: Path
    story: str
    text: bytes
    """A sentence that stands in the story and nowhere else."""
    before: Records
    after: Records

    def wrong(self, path: Path, *, was_told: bool = False) -> list[str]:
        """What is wrong with a collection that was left by a purge, and repaired; `was_told`: the
        purge had ended, and said so."""
        done = within("repair", "--collection", path)
        if done.status != 0:
            return [f"the repair ended with {done.status}: {done.err}"]
        found = [f"verify: {rule}" for rule in severities(path).get("error", ())]
        found += [f"{left}: left" for left in path.rglob(".*.tmp")]
        with Collection.open(path) as collection:
            states = [one.state for one in withdrawals(collection)]
        records, holders = records_of(path), files_with(path, self.text)
        if was_told or states == ["purged"]:
            found += [f"{name}: still holds it" for name in holders]
            expected = self.after
        else:
            found += [] if states in ([], ["withdrawn"]) else [f"the purge is in state {states}"]
            expected = self.before
        changed = set(records.items()) ^ set(expected.items())
        return found + [f"{place}: is not as it was" for place, _ in changed]


def command(path: Path, story: str) -> list[str]:
    options = ("--reason", "asked", "--purge", "--yes", "--collection", str(path))
    return [*COMMAND, "withdraw", story, *options]


@pytest.fixture(scope="module")
def purged(edited_once: Edited, tmp_path_factory: pytest.TempPathFactory) -> Purged:
    """The purge of a story of two crawls."""
    directory = tmp_path_factory.mktemp("purge")
    place, journal, source = directory / "place", directory / "journal", edited_once.path
    shutil.copytree(source, place / "c")
    story, text = url_of(source), body_of(source)
    watched = watching(place, file=journal)
    subprocess.run(command(place / "c", story), env=watched, check=True, capture_output=True)
    assert files_with(source, text)
    assert files_with(place / "c", text) == set()
    before, after = records_of(source), records_of(place / "c")
    return Purged(source, place, journal, story, text, before, after)


@pytest.fixture
def memory() -> Iterator[Path]:
    """A directory in memory, where there is one."""
    shared = Path("/dev/shm")
    parent = str(shared) if shared.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="microfiche-purge-", dir=parent) as path:
        yield Path(path)


def killed(arguments: list[str], root: Path, at: int) -> None:
    """Run a command that is killed at its `at`-th change, or comes to its end before."""
    done = subprocess.run(arguments, env=watching(root, kill=at), capture_output=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr


def after_a_kill(purged: Purged, memory: Path, at: int, again_at: int | None) -> list[str]:
    """Kill the purge, then perhaps the repair; what is wrong with what the next repair makes."""
    path = Path(shutil.copytree(purged.source, memory / "c"))
    killed(command(path, purged.story), memory, at)
    if again_at is not None:
        killed([*COMMAND, "repair", "--collection", str(path)], memory, again_at)
    found = purged.wrong(path)
    shutil.rmtree(path)
    return found


def after_power_cuts(
    purged: Purged, memory: Path, mode: Mode, seed: int, count: int
) -> Iterator[tuple[int, list[str]]]:
    """Moment of the journal, and what is wrong with the repaired state of a cut then."""
    chance = random.Random(seed)
    length = sum(1 for _ in changes(purged.journal))
    moments = set(chance.sample(range(length), count - 1)) | {length - 1}  # and once it has ended
    device = Device.of(purged.source, mode, purged.place / "c")
    for moment, now in enumerate(replayed(purged.journal, device)):
        if moment in moments:
            path = written(now.crashed(chance), purged.place, memory / "state") / "c"
            yield moment, purged.wrong(path, was_told=moment == length - 1)
            shutil.rmtree(path.parent)


@pytest.mark.parametrize("part", [0.5, 0.9])
def test_a_killed_purge_is_finished(purged: Purged, memory: Path, part: float) -> None:
    at = round(changes_in(purged.journal) * part)
    assert after_a_kill(purged, memory, at, again_at=None) == []


@pytest.mark.parametrize("mode", MODES)
def test_a_purge_is_finished_after_a_power_cut(purged: Purged, memory: Path, mode: Mode) -> None:
    for moment, found in after_power_cuts(purged, memory, mode, seed=1, count=4):
        assert found == [], moment


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(20))
def test_purges_killed_anywhere_are_finished(purged: Purged, memory: Path, seed: int) -> None:
    chance = random.Random(seed)
    count = changes_in(purged.journal)
    for _ in range(2):
        at, again_at = chance.randint(1, count), chance.randint(1, count)
        assert after_a_kill(purged, memory, at, again_at) == [], (at, again_at)


@pytest.mark.torture
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", range(10, 14))
def test_purges_are_finished_after_power_cuts_anywhere(
    purged: Purged, memory: Path, mode: Mode, seed: int
) -> None:
    for moment, found in after_power_cuts(purged, memory, mode, seed, count=25):
        assert found == [], moment
