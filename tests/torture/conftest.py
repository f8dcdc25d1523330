"""The watched crawl that the tests of this directory share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.torture.kill import Crawled, crawled_once


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """A whole crawl with small WARCs."""
    with crawled_once(tmp_path_factory.mktemp("journal")) as crawled:
        yield crawled
