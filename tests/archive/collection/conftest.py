from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.collection.kept import Kept


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """An empty collection with a writer."""
    made = Kept(tmp_path / "collection")
    yield made
    made.close()
