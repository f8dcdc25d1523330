"""The sample outlet, crawled before and after its second edition: made once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.demo import Outlet
from tests.commands import crawl


@dataclass(frozen=True)
class Edited:
    """A collection of two crawls, with the second edition between them."""

    path: Path
    outlet: Outlet
    first: dict[str, Any]
    second: dict[str, Any]
    """The summaries of the two crawls."""


@pytest.fixture(scope="session")
def edited_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edited]:
    """Made once; read only."""
    path = tmp_path_factory.mktemp("edited") / "collection"
    with Outlet() as outlet:
        first = crawl(path, outlet.base_url)
        assert first.status == 0, first.err
        outlet.publish(2)
        second = crawl(path, outlet.base_url)
        assert second.status == 0, second.err
        yield Edited(path, outlet, first.json, second.json)
