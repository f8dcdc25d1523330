"""Commands in the background, and what is to be waited for."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.commands import COMMAND, Done, microfiche


def start(*arguments: object) -> subprocess.Popen[str]:
    """A command in the background."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "MICROFICHE_CONTACT": "tests@example.org"},
    )


def ended(process: subprocess.Popen[str]) -> Done:
    """How it ended."""
    out, err = process.communicate(timeout=60)
    return Done(process.returncode, out, err)


def wait_until(true: Callable[[], bool], seconds: float = 120) -> None:
    """Poll; fails when the time is over."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def errors_in(path: Path) -> list[object]:
    """What verify calls an error."""
    found = microfiche("verify", "--json", "--collection", path).lines
    return [each for each in found if each["severity"] == "error"]
