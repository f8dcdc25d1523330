"""The files of a dozen other programs: nothing crashes, and docs/interoperability.md says what is."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CORPORA = Path(os.environ.get("MICROFICHE_CORPORA", ROOT.parent / "shared/corpora")) / "warcs"
_LARGE = 1_000_000
"""Bytes of a file from which on its pages are not read here: the table is made by the script."""


def _script() -> Any:
    spec = importlib.util.spec_from_file_location("interop", ROOT / "bench/interoperability.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["interop"] = module  # dataclasses look it up
    spec.loader.exec_module(module)
    return module


SCRIPT = _script()
FILES = [path for path in SCRIPT.files_below(CORPORA) if path.stat().st_size < _LARGE]
PAGE = ROOT / "docs" / "interoperability.md"


@pytest.mark.skipif(not FILES, reason="the corpora are not on this machine")
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_of_another_program_is_read_as_the_page_says(path: Path) -> None:
    found = SCRIPT.outcome(path, CORPORA)
    row = SCRIPT.rows_of(PAGE.read_text(encoding="utf-8"))[found.name]
    said = {"records": row[2], "verify": row[3], "captures": row[4]}
    shown = {
        "records": str(found.records) if found.others else "",
        "verify": SCRIPT.findings(found),
        "captures": str(found.captures),
    }
    assert said == shown


@pytest.mark.skipif(not FILES, reason="the corpora are not on this machine")
def test_the_page_has_every_file() -> None:
    rows = SCRIPT.rows_of(PAGE.read_text(encoding="utf-8"))
    assert {str(path.relative_to(CORPORA)) for path in SCRIPT.files_below(CORPORA)} == set(rows)
