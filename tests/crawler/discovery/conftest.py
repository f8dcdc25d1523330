from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from archive.warc.exchange import Exchange


@pytest.fixture
def noon() -> datetime:
    return datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def answered() -> Callable[..., Exchange]:
    """Makes an answer as a reader sees it, of 200 and text/html where nothing else is said."""

    def make(
        url: str, body: bytes | str, content_type: str = "text/html", status: int = 200
    ) -> Exchange:
        return Exchange(
            request_url=url,
            url=url,
            fetched_at="2026-11-22T12:00:00.000000Z",
            status=status,
            headers=(("Content-Type", content_type),),
            body=body.encode() if isinstance(body, str) else body,
        )

    return make
