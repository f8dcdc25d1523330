"""SIGKILL at any moment of a crawl: it is repaired, goes on, and has everything in the end."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from tests.torture.kill import Measured, live, measure

KILLS = 200


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """An undisturbed crawl."""
    return measure(tmp_path_factory.mktemp("life"))


@pytest.mark.parametrize("seed", [2, 5, 10])
def test_a_crawl_killed_again_and_again_loses_nothing(
    tmp_path: Path, measured: Measured, seed: int
) -> None:
    life = live(tmp_path / "life", seed, measured, most=3)
    assert life.wrong == []
    assert life.kills > 0


@pytest.mark.torture
def test_two_hundred_kills_lose_nothing(tmp_path: Path, measured: Measured) -> None:
    kills = 0
    for seed in count(1000):
        life = live(tmp_path / "life", seed, measured, most=4)
        kills += life.kills
        assert life.wrong == [], f"seed {seed}"
        if kills >= KILLS:
            return
