"""The sample outlet, crawled before and after its second edition."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.edited import Edited

__all__ = ["Edited"]


@pytest.fixture
def edited(edited_once: Edited) -> Edited:
    """The crawled collection, to be read."""
    return edited_once


@pytest.fixture
def copied(edited_once: Edited, tmp_path: Path) -> Path:
    """A copy of the crawled collection, to be changed."""
    return Path(shutil.copytree(edited_once.path, tmp_path / "copy"))
