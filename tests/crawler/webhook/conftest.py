from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.history.newsroom import Newsroom
from tests.crawler.webhook.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as known:
        yield known


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom(tmp_path / "c")
    yield room
    room.close()
