"""Kills a real crawl of the sample outlet, again and again, and holds what is left to its promises.

A life is one collection: crawled, killed, started again, killed again (often while the repair of
the kill before is under way), until a crawl comes to its end. The moment of a kill is a change that
the process makes to its files, counted by journal.c, so that moments are spread over all that a
crawl does with them, whatever else the machine does; every third kill comes from outside, at a part
of a measured life, so that it can hit between two changes too.
"""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crawler.demo import Outlet
from tests.commands import COMMAND, microfiche
from tests.torture.facts import acknowledged, answered, repaired, whole, wrong
from tests.torture.journal import changes, changes_in
from tests.torture.shim import watching

SETTINGS = ("--delay", "0", "--json", "-s", "MICROFICHE_WARC_SIZE=20000")
"""Small WARCs, so that segments are closed often."""


@dataclass(frozen=True)
class Crawled:
    """An undisturbed crawl, and its journal."""

    outlet: Outlet
    place: Path
    """The collection is in `c` there."""
    journal: Path
    length: int
    """Records of the journal."""
    changes: int
    seconds: float
    """From its first change to its end."""


@dataclass
class Life:
    """One collection and what was found wrong with it."""

    path: Path
    outlet: Outlet
    kills: int = 0
    wrong: list[str] = field(default_factory=list)


def command(outlet: Outlet, path: Path) -> list[str]:
    return [*COMMAND, "crawl", outlet.base_url, "--collection", str(path), *SETTINGS]


@contextmanager
def crawled_once(directory: Path) -> Iterator[Crawled]:
    """Crawl once undisturbed; the outlet runs on."""
    place, journal = directory / "place", directory / "journal"
    place.mkdir()
    with Outlet() as outlet:
        process = _start(command(outlet, place / "c"), watching(place, file=journal))
        begun = _begun(place / "c", process)
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        seconds = time.monotonic() - begun
        length = sum(1 for _ in changes(journal))
        yield Crawled(outlet, place, journal, length, changes_in(journal), seconds)


def _start(arguments: list[str], environment: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**environment, "MICROFICHE_CONTACT": "tests@example.org"},
    )


def _begun(path: Path, process: subprocess.Popen[str]) -> float:
    while not path.exists() and process.poll() is None:
        time.sleep(0.002)
    return time.monotonic()


def kill_once(life: Life, measured: Crawled, chance: random.Random) -> bool:
    """Start a crawl and kill it at some moment; False where it came to its end before."""
    part = chance.random() ** chance.choice((1, 1, 2)) / (1 + life.kills)  # less is left each time
    if chance.random() < 1 / 3:
        status, err = _from_outside(life, part * measured.seconds)
    else:
        at = round(measured.changes * part)
        done = _start(command(life.outlet, life.path), watching(life.path, kill=max(1, at)))
        _, err = done.communicate(timeout=120)
        status = done.returncode
    if status not in (0, -signal.SIGKILL):
        life.wrong.append(f"ended with {status}: {err[-2000:]}")
    life.kills += status == -signal.SIGKILL
    return status == -signal.SIGKILL


def _from_outside(life: Life, seconds: float) -> tuple[int, str]:
    before = life.path.exists()
    process = _start(command(life.outlet, life.path), watching(Path("/nowhere")))
    begun = time.monotonic() + 0.5 if before else _begun(life.path, process)
    while time.monotonic() < begun + seconds and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    _, err = process.communicate(timeout=60)
    return process.returncode, err


def examine(life: Life, aside: Path) -> None:
    """Repair a copy of what the kill left, and hold it to its promises."""
    known = acknowledged(life.path, aside / "acknowledged")
    kept = whole(life.path)
    copy = aside / "copy"
    shutil.copytree(life.path, copy)
    try:
        repaired(copy)
        again = repaired(copy)
        life.wrong += [f"a second repair did: {each}" for each in again]
        life.wrong += wrong(copy, known, kept)
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def finish(life: Life) -> None:
    """Let a crawl come to its end; everything must be there then, and nothing be fetched twice."""
    known = acknowledged(life.path, life.path.parent / "acknowledged")
    kept = whole(life.path)
    begun = _open_run(life.path)
    answers = answered(life.path, begun) if begun else set()
    asked = len(life.outlet.log)
    arguments = command(life.outlet, life.path)[len(COMMAND) :]
    done = microfiche(*arguments)
    if done.status != 0:
        life.wrong.append(f"the last crawl ended with {done.status}: {done.err[-2000:]}")
        return
    life.wrong += wrong(life.path, known, kept)
    life.wrong += missing(life)
    asked_again = {entry.target for entry in life.outlet.log[asked:]}
    for url in sorted(answers):
        target = url.removeprefix(life.outlet.base_url)
        if target in asked_again and target != "/robots.txt":
            life.wrong.append(f"{url} was in a WARC and was asked for again")


def _open_run(path: Path) -> str | None:
    """When the run that goes on was begun."""
    file = path / "crawl" / "frontier.sqlite"
    if not file.exists():
        return None
    with closing(sqlite3.connect(file)) as db:
        try:
            found = db.execute("SELECT begun FROM run WHERE finished IS NULL").fetchone()
        except sqlite3.OperationalError:
            return None
    return str(found[0]) if found else None


def missing(life: Life) -> list[str]:
    """The stories of the outlet that are in no record."""
    from archive.collection import Collection
    from archive.errors import NotInCollection

    found = []
    with Collection.open(life.path) as collection:
        for slug in life.outlet.slugs():
            try:
                collection.revision(collection.find_article(life.outlet.url(slug)))
            except NotInCollection as error:
                found.append(f"{slug} is in no record: {error}")
    return found


def live(directory: Path, seed: int, measured: Crawled, most: int) -> Life:
    """A life with up to `most` kills; a crawl that ends before its kill is followed by another."""
    chance = random.Random(seed)
    directory.mkdir()
    with Outlet() as outlet:
        life = Life(directory / "c", outlet)
        for _ in range(most):
            if kill_once(life, measured, chance) and (life.path / "collection.json").exists():
                examine(life, directory / "aside")
        finish(life)
    shutil.rmtree(directory)
    return life
