"""The demo outlet crawled before and after its second edition, and other people's readers of it.

The readers stand in .interop/ (tools/interop), an environment of their own: they are run, never
imported.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import ROOT, microfiche
from tests.edited import Edited

PLACE = ROOT / ".interop"
PROGRAMS = PLACE / "venv/bin"
PLAYER = PLACE / "replaywebpage"


def program(name: str) -> Path:
    """A program of .interop; the test skips where it is not there."""
    path = PROGRAMS / name
    if not path.exists():
        pytest.skip(f"{name} is not installed: run tools/interop .venv/bin/python .interop")
    return path


@pytest.fixture(scope="session")
def package(edited_once: Edited, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole collection as WACZ."""
    path = tmp_path_factory.mktemp("interop") / "courier.wacz"
    done = microfiche("export", "wacz", "--collection", edited_once.path, "--output", path)
    assert done.status == 0, done.err
    return path
