"""The power fails at any moment of a crawl, or of the repair after it: what was acknowledged is there.

The crawl is a real one whose changes are journaled; the states that a disk may hold then are built
from the journal, and repaired as every start of a crawl does.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from tests.commands import COMMAND, ROOT, microfiche
from tests.torture import kill
from tests.torture.facts import (
    NOTHING,
    Acknowledged,
    acknowledged,
    index_of,
    rebuilt,
    repaired,
    whole,
    wrong,
)
from tests.torture.journal import changes
from tests.torture.kill import Crawled
from tests.torture.power import Device, Mode, replayed, written
from tests.torture.shim import watching

MODES = get_args(Mode)
_REPAIR = (
    "import sys, pathlib; from tests.torture.facts import repaired; "
    "repaired(pathlib.Path(sys.argv[1]))"
)


@pytest.fixture
def memory() -> Iterator[Path]:
    """A directory in memory, where there is one: nothing of it needs a disk."""
    shared = Path("/dev/shm")
    parent = str(shared) if shared.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="microfiche-power-", dir=parent) as path:
        yield Path(path)


@dataclass
class State:
    """A collection as the device may hold it after the cut, and what it owes."""

    moment: int
    path: Path
    known: Acknowledged
    is_there: bool


def states(crawled: Crawled, mode: Mode, count: int, seed: int, memory: Path) -> Iterator[State]:
    """States at `count` random moments of the crawl, each written when its turn comes."""
    chance = random.Random(seed)
    moments = set(chance.sample(range(crawled.length), count))
    for moment, device in enumerate(replayed(crawled.journal, Device(mode))):
        if moment in moments:
            yield state_of(device, moment, crawled.place, chance, memory)


def state_of(device: Device, moment: int, root: Path, chance: random.Random, memory: Path) -> State:
    for old in memory.iterdir():
        shutil.rmtree(old)
    live = written(device.seen(), root, memory / "live")
    known = acknowledged(live / "c", memory / "acknowledged")
    path = written(device.crashed(chance), root, memory / "state") / "c"
    return State(moment, path, known, (path / "collection.json").exists())


def problems(state: State) -> list[str]:
    """What is wrong once a state is repaired."""
    if not state.is_there:
        return [] if state.known == NOTHING else ["the collection is gone"]
    kept = whole(state.path)
    repaired(state.path)
    return [*repaired(state.path), *wrong(state.path, state.known, kept)]


def test_the_journal_tells_everything(crawled: Crawled) -> None:
    """Else the states would be of some other program."""
    device = Device("strict")
    for change in changes(crawled.journal):
        device.take(change)
    seen = {path: content for path, content in device.seen().items() if content is not None}
    files = [path for path in crawled.place.rglob("*") if path.is_file()]
    assert seen == {
        str(path): path.read_bytes() for path in files if not path.name.endswith("-shm")
    }


def hold(crawled: Crawled, mode: Mode, count: int, seed: int, memory: Path, every: int) -> None:
    """Each state is repaired without a loss; every so many the index is as if built anew."""
    number = 0
    for number, state in enumerate(states(crawled, mode, count, seed, memory), 1):
        where = f"{mode}, seed {seed}, moment {state.moment}"
        assert problems(state) == [], where
        if state.is_there and number % every == 0:
            assert index_of(state.path) == rebuilt(state.path, memory / "rebuilt"), where
    assert number == count


@pytest.mark.parametrize("mode", MODES)
def test_a_power_cut_loses_nothing_acknowledged(crawled: Crawled, mode: Mode, memory: Path) -> None:
    hold(crawled, mode, 12, 1, memory, every=6)


def cut_while_repaired(crawled: Crawled, seed: int, count: int, memory: Path, place: Path) -> None:
    """The power fails again while the repair of a state is under way."""
    chance = random.Random(seed)
    (first,) = states(crawled, chance.choice(MODES), 1, seed, memory)
    if not first.is_there:
        return
    root = Path(shutil.move(first.path.parent, place / "root"))
    shutil.copytree(root, place / "before")
    journal = place / "journal"
    command = [sys.executable, "-c", _REPAIR, str(root / "c")]
    subprocess.run(command, cwd=ROOT, env=watching(root, file=journal), check=True)
    shutil.rmtree(root)
    shutil.move(place / "before", root)
    length = sum(1 for _ in changes(journal))
    moments = set(chance.sample(range(length), min(count, length)))
    kept = whole(root / "c")
    for mode in MODES:
        for moment, device in enumerate(replayed(journal, Device.of(root, mode))):
            if moment in moments:
                state = state_of(device, moment, root, chance, memory)
                again = State(moment, state.path, first.known, state.is_there)
                where = f"{mode}, seed {seed}, moment {moment} of the repair"
                assert problems(again) == [], where
                now = whole(state.path)
                lost = [n for n, content in kept.items() if content - now.get(n, frozenset())]
                assert lost == [], where


def test_a_power_cut_during_the_repair_loses_nothing(
    crawled: Crawled, memory: Path, tmp_path: Path
) -> None:
    cut_while_repaired(crawled, 5, 6, memory, tmp_path)


def go_on(crawled: Crawled, state: State, place: Path) -> None:
    """The same command crawls on to the end."""
    where = f"moment {state.moment}"
    path = Path(shutil.move(state.path, place / "c"))
    done = microfiche(*kill.command(crawled.outlet, path)[len(COMMAND) :])
    assert done.status == 0, (where, done.err)
    life = kill.Life(path, crawled.outlet)
    assert [*wrong(path, state.known, {}), *kill.missing(life)] == [], where
    shutil.rmtree(path)


@pytest.mark.torture
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", range(100, 105))
def test_many_power_cuts_lose_nothing(
    crawled: Crawled, mode: Mode, seed: int, memory: Path
) -> None:
    hold(crawled, mode, 60, seed, memory, every=5)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(200, 210))
def test_many_power_cuts_during_repairs_lose_nothing(
    crawled: Crawled, seed: int, memory: Path, tmp_path: Path
) -> None:
    cut_while_repaired(crawled, seed, 10, memory, tmp_path)


@pytest.mark.torture
@pytest.mark.parametrize("mode", MODES)
def test_crawls_go_on_after_power_cuts(
    crawled: Crawled, mode: Mode, memory: Path, tmp_path: Path
) -> None:
    for state in states(crawled, mode, 6, 300, memory):
        go_on(crawled, state, tmp_path)
