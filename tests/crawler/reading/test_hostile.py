"""Hostile pages are read in a time and a memory that grow as they do.

No time is measured: a process that may use only so much of the CPU and of memory reads the pages,
and is killed beyond. Work in Python is counted besides, in calls.
"""

from __future__ import annotations

import gc
import random
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.reading import normalize, read
from tests.crawler.hostile import PAGES
from tests.crawler.reading.pages import answer

ROOT = Path(__file__).resolve().parents[3]
FEW, MANY = 2000, 20_000
SLACK = 2.7
"""Twice as large a page may cost so many times as much."""
LIMITED = """
import resource, sys
cpu, memory, n, *names = sys.argv[1:]
from crawler.reading import normalize, read
from tests.crawler.hostile import PAGES
from tests.crawler.reading.pages import answer
for name in names:
    exchange = answer(PAGES[name](int(n)))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory) << 20,) * 2)
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + int(cpu), hard))
    normalize(read(exchange, None), exchange, None, None)
    print(name, flush=True)
"""


def calls_of(markup: str) -> int:
    """How many functions are called while a page is read: the same each time."""
    exchange = answer(markup)
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    gc.disable()
    sys.setprofile(count)
    try:
        normalize(read(exchange, None), exchange, None, None)
    finally:
        sys.setprofile(None)
        gc.enable()
    return calls


SEED = (
    "boxes in boxes with text",
    "bylines in bylines",
    "bold of many kinds, unclosed",
    "microdata's comments",
    "a headline of parts",
    "posts in posts",
)


@pytest.mark.parametrize("name", SEED)
def test_work_grows_as_the_page_does(name: str) -> None:
    calls_of(PAGES[name](10))  # what is looked up once
    once, twice = (calls_of(PAGES[name](n)) for n in (FEW, 2 * FEW))
    assert twice <= SLACK * once


@pytest.mark.torture
@pytest.mark.parametrize("name", sorted(PAGES))
def test_work_grows_as_every_page_does(name: str) -> None:
    calls_of(PAGES[name](10))
    once, twice = (calls_of(PAGES[name](n)) for n in (3 * FEW, 6 * FEW))
    assert twice <= SLACK * once


def read_within(cpu: int, memory: int, n: int, names: list[str]) -> str:
    """The names of the pages that could be read, a line each."""
    limits = [str(cpu), str(memory), str(n)]
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *limits, *names],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    return done.stdout + done.stderr


def test_no_page_takes_long_or_much_memory() -> None:
    names = ["scripts in comments", "scripts ended otherwise", "bold of many kinds, unclosed"]
    names += ["icons", "tables in tables with text"]
    assert "".join(f"{name}\n" for name in names) == read_within(3, 900, MANY, names)


def test_nothing_that_the_parser_looks_through_is_too_long() -> None:
    names = ["many attributes", "many attributes with marks", "options", "many bodies"]
    assert "".join(f"{name}\n" for name in names) == read_within(3, 900, 3 * MANY, names)


@pytest.mark.torture
@pytest.mark.parametrize("name", sorted(PAGES))
def test_none_of_very_many_things_does(name: str) -> None:
    assert f"{name}\n" == read_within(60, 2500, 100_000, [name])


def mangled(markup: str, dice: random.Random) -> str:
    """A page cut, doubled, or with pieces changed by chance."""
    for _ in range(dice.choice((1, 2, 4, 12))):
        at, length = dice.randrange(len(markup) + 1), dice.randint(1, 400)
        piece = markup[at : at + length]
        others = ("", piece * 2, "\0", "<", ">", '"', "'", "&#", "<!--", "</", "<p>", "\ud800")
        markup = markup[:at] + dice.choice(others) + markup[at + length :]
    return markup


def read_mangled(seed: int, number: int) -> None:
    dice = random.Random(seed)
    for _ in range(number):
        name = dice.choice(sorted(PAGES))
        body = mangled(PAGES[name](dice.randint(1, 40)), dice).encode("utf-8", "surrogatepass")
        exchange = answer(body if dice.random() < 0.9 else body[: dice.randrange(len(body) + 1)])
        reading = read(exchange, None)
        assert reading.reason
        normalize(reading, exchange, None, None)


def test_no_mangled_page_raises() -> None:
    read_mangled(1, 150)


@pytest.mark.torture
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(2, 12))
def test_none_of_very_many_mangled_pages_does(seed: int) -> None:
    read_mangled(seed, 3000)
