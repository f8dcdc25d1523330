"""Whatever a text is, its parsers raise nothing, and take a time that grows as it does.

No time is measured: a process that may use only so much of the CPU parses very long texts of every
piece that the patterns know. What went back and forth over them would be stopped.
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from .parsers_of_text import PARSERS, PIECES

ROOT = Path(__file__).resolve().parents[2]
CHARS = 20_000
LIMITED = """
import resource, sys
from tests.crawler.parsers_of_text import PARSERS, PIECES
cpu, chars, *names = sys.argv[1:]
for name in names:
    PARSERS[name]("1 May 2024, By Ann Bee (AP)")  # what is loaded once
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + int(cpu), hard))
    for piece in PIECES:
        for begin, end in (("", ""), ("By Ann (", " x!")):
            PARSERS[name](begin + piece * (int(chars) // len(piece)) + end)
    print(name, flush=True)
"""


def parsed_within(cpu: int, chars: int, names: list[str]) -> str:
    """The names of the parsers that came to an end, each within so many seconds; a line each."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(cpu), str(chars), *names],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    return done.stdout + done.stderr


EVERY = "".join(f"{name}\n" for name in PARSERS)


def test_no_text_takes_long() -> None:
    assert parsed_within(3, CHARS, [*PARSERS]) == EVERY


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_no_text_of_a_million_takes_much_longer() -> None:
    assert parsed_within(150, 50 * CHARS, [*PARSERS]) == EVERY


def parse_by_chance(seed: int, number: int) -> None:
    dice = random.Random(seed)
    for _ in range(number):
        few = dice.sample(PIECES, dice.randint(1, 9))
        text = "".join(dice.choice(few) for _ in range(dice.randint(1, 40)))
        for parse in PARSERS.values():
            parse(text)


def test_no_text_raises() -> None:
    parse_by_chance(1, 300)


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_none_of_very_many_texts_does() -> None:
    parse_by_chance(2, 50_000)
