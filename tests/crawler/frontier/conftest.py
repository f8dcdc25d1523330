from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.frontier import Lead, Run, SqliteFrontier


@pytest.fixture
def noon() -> datetime:
    return datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "frontier.sqlite"


@pytest.fixture
def frontier(path: Path) -> Iterator[SqliteFrontier]:
    with SqliteFrontier(path) as opened:
        yield opened


@pytest.fixture
def run(frontier: SqliteFrontier, noon: datetime) -> Run:
    return frontier.begin("crawl https://news.example/", {}, now=noon)


@pytest.fixture
def articles() -> Callable[..., list[Lead]]:
    def make(count: int, host: str = "news.example") -> list[Lead]:
        return [
            Lead(url=f"https://{host}/2026/11/22/story-number-{n}", kind="article")
            for n in range(count)
        ]

    return make
