"""SIGKILL at any moment of a crawl: it is repaired, goes on, and has everything in the end."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from tests.torture.kill import Crawled, live

KILLS, PIECES = 200, 20


@pytest.mark.parametrize("seed", [2, 10])
def test_a_crawl_killed_again_and_again_loses_nothing(
    tmp_path: Path, crawled: Crawled, seed: int
) -> None:
    life = live(tmp_path / "life", seed, crawled, most=2)
    assert life.wrong == []
    assert life.kills > 0


@pytest.mark.torture
@pytest.mark.parametrize("piece", range(PIECES))
def test_two_hundred_kills_lose_nothing(tmp_path: Path, crawled: Crawled, piece: int) -> None:
    kills = 0
    for seed in count(1000 * (1 + piece)):
        life = live(tmp_path / "life", seed, crawled, most=4)
        kills += life.kills
        assert life.wrong == [], f"seed {seed}"
        if kills >= KILLS // PIECES:
            return
