"""What a killed crawl had fetched is not fetched again: from the WARC, where it can be taken for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from archive.times import parse_warc_date
from crawler.frontier import Lead, Lease
from crawler.resuming import Kept as Answer
from crawler.resuming import kept_answer
from tests.archive.collection.kept import URL, Kept, day, put, wire

MOVED = "https://ledger.example/news/quay-closed"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path / "collection")
    yield made
    made.close()


def answer(
    kept: Kept, *, attempt: int = 2, visited_at: datetime | None = None, writer: str = "another"
) -> Answer | None:
    """What is kept for the URL, handed out by a run that began on the first day."""
    lease = Lease(
        lead=Lead(url=URL, kind="article"),
        token="t",
        until=parse_warc_date(day(9)),
        attempt=attempt,
        visits=0,
        visited_at=visited_at,
    )
    return kept_answer(kept.collection, writer, lease, parse_warc_date(day(1)))


def test_what_was_handed_out_and_answered_is_taken(kept: Kept) -> None:
    put(kept.writer, wire(body=b"<p>Closed.</p>"))
    found = answer(kept)
    assert found is not None
    assert (b"<p>Closed.</p>", 200, ()) == (
        found.exchange.body,
        found.exchange.status,
        found.redirects,
    )


def test_what_is_handed_out_for_the_first_time_is_fetched(kept: Kept) -> None:
    put(kept.writer, wire())
    assert answer(kept, attempt=1) is None


def test_an_answer_of_an_acknowledged_visit_or_of_this_crawl_does_not_count(kept: Kept) -> None:
    put(kept.writer, wire())
    assert answer(kept, visited_at=parse_warc_date(day(2))) is None
    assert answer(kept, writer=kept.writer.id) is None


def test_redirects_are_followed_as_far_as_they_were(kept: Kept) -> None:
    headers = (("Location", "/news/quay-closed"), ("Content-Length", "0"))
    put(kept.writer, wire(body=b"", status="301 Moved Permanently", headers=headers))
    assert answer(kept) is None
    put(kept.writer, wire(MOVED, b"<p>Closed.</p>"))
    found = answer(kept)
    assert found is not None
    assert ((URL,), URL, MOVED) == (found.redirects, found.exchange.request_url, found.exchange.url)


@pytest.mark.parametrize("status", ["503 Service Unavailable", "429 Too Many Requests"])
def test_what_may_be_answered_otherwise_now_is_asked_for_again(kept: Kept, status: str) -> None:
    put(kept.writer, wire(status=status))
    assert answer(kept) is None


def test_half_an_answer_is_asked_for_again(kept: Kept) -> None:
    put(kept.writer, wire(truncated="disconnect"))
    assert answer(kept) is None
