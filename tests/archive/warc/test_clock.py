"""How far a server's clock is from ours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.warc.clock import skew_of

ASKED = datetime(2026, 11, 22, 12, 0, 0, 400_000, UTC)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ((("Date", "Sun, 22 Nov 2026 12:00:00 GMT"),), 0),
        ((("date", "Mon, 23 Nov 2026 12:00:00 GMT"),), 86_400),
        ((("Date", "Sunday, 22-Nov-26 11:00:00 GMT"),), -3_600),
        ((("Date", "Sun Nov 22 11:50:00 2026"),), -600),
        ((("Date", "Sun, 22 Nov 2026 11:00:00 GMT"), ("Age", "3600")), 0),
        ((("Date", "Sun, 22 Nov 2026 11:00:00 GMT"), ("Age", "-1")), -3_600),
        ((("Date", "today"),), None),
        ((("Date", "Sun, 99 Nov 2026 11:00:00 GMT"),), None),
        ((("Date", "Fri, 31 Dec 9999 23:59:59 -2359"),), None),
        ((), None),
    ],
)
def test_a_skew_is_in_whole_seconds(
    headers: tuple[tuple[str, str], ...], expected: int | None
) -> None:
    assert expected == skew_of(headers, ASKED)
