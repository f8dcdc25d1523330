"""The library that watches a process's files (journal.c), built once and set into an environment."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("journal.c")


@functools.cache
def library() -> Path:
    """The built library. Skips the test where there is no C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler: what a power cut leaves is not tested")
    built = Path(tempfile.mkdtemp(prefix="microfiche-journal-")) / "journal.so"
    command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(built), str(SOURCE), "-pthread"]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return built


def watching(root: Path, **settings: object) -> Mapping[str, str]:
    """Environment of a process whose changes below `root` are watched; `file=`, `kill=`, `fault=`,
    `errno=`, `kinds=`, `match=`, `forever=` as journal.c has them."""
    asked = {f"JOURNAL_{name.upper()}": str(value) for name, value in settings.items()}
    return {**os.environ, "LD_PRELOAD": str(library()), "JOURNAL_ROOT": str(root), **asked}
