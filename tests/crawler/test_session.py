"""The session: groups of writes, what a crawl has to tell, and what it may ask conditionally."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest

from archive.errors import CollectionFull, CollectionTooNew
from archive.times import utc_now
from archive.warc.exchange import WireExchange
from crawler.committing import GroupCommit
from crawler.frontier import Lead
from crawler.options import CrawlOptions
from crawler.session import Session
from crawler.summary import Summary

URL = "http://news.example/story"


class Syncs:
    """A writer that counts how often it is synced, or cannot be."""

    def __init__(self, error: Exception | None = None) -> None:
        self.synced = self.opened = 0
        self.is_open = False
        self.known: list[str] = []
        self._error = error
        self._written: list[str] = []

    def write(self, name: str) -> None:
        self._written.append(name)

    def taken(self) -> list[str]:
        rows, self._written = self._written, []
        return rows

    def sync_files(self) -> None:
        self.synced += 1
        if self._error:
            raise self._error

    @contextmanager
    def together(self, durable: list[str]) -> Iterator[None]:
        self.known += durable
        self.opened += 1
        self.is_open = True
        yield
        self.is_open = False


def test_who_waits_at_the_same_time_shares_a_sync() -> None:
    writer: Any = Syncs()

    async def one(commit: GroupCommit, name: str) -> bool:
        writer.write(name)
        await commit.durable()
        return name in writer.known

    async def all_of_them() -> list[bool]:
        commit = GroupCommit(writer, 0.01)
        return await asyncio.gather(*(one(commit, str(n)) for n in range(50)))

    assert set(asyncio.run(all_of_them())) == {True}
    assert writer.synced == 1


@pytest.mark.parametrize("error", [OSError("gone"), RuntimeError("odd")])
def test_whatever_keeps_a_write_from_being_durable_is_told_to_all_who_wait(
    error: Exception,
) -> None:
    async def all_of_them() -> list[Any]:
        commit = GroupCommit(Syncs(error), 0.01)  # type: ignore[arg-type]
        waits = (commit.durable() for _ in range(3))
        told = asyncio.gather(*waits, return_exceptions=True)
        return list(await asyncio.wait_for(told, 30))

    assert asyncio.run(all_of_them()) == [error] * 3


def test_changes_of_a_group_are_made_together_once_it_is_durable() -> None:
    writer: Any = Syncs()

    def change(name: str) -> str:
        assert name in writer.known
        assert writer.is_open
        if name == "3":
            raise ValueError(name)
        return name

    async def one(commit: GroupCommit, name: str) -> str:
        writer.write(name)
        return await commit.then(lambda: change(name))

    async def all_of_them() -> list[Any]:
        commit = GroupCommit(writer, 0.01)
        waits = (one(commit, str(n)) for n in range(5))
        return await asyncio.gather(*waits, return_exceptions=True)

    told = asyncio.run(all_of_them())
    assert [str(each) for each in told] == ["0", "1", "2", "3", "4"]
    assert [n for n, each in enumerate(told) if isinstance(each, ValueError)] == [3]
    assert (writer.synced, writer.opened) == (1, 1)


def test_a_collection_that_cannot_be_written_ends_the_whole_group() -> None:
    error = CollectionFull("full")

    def change(name: str) -> str:
        if name == "3":
            raise error
        return name

    async def all_of_them() -> list[Any]:
        commit = GroupCommit(cast("Any", Syncs()), 0.01)
        waits = (commit.then(partial(change, str(n))) for n in range(5))
        return await asyncio.gather(*waits, return_exceptions=True)

    assert asyncio.run(all_of_them()) == [error] * 5


def test_a_target_that_yielded_a_page_once_is_not_empty() -> None:
    summary, seed = Summary(), Lead(url=URL, kind="seed")
    summary.settled(seed, "failed", "answered 500")
    assert summary.empty_targets == [URL]
    summary.settled(seed, "done", None)
    summary.settled(seed, "failed", "answered 500")
    assert summary.empty_targets == []


def test_a_visit_that_ends_well_takes_the_failure_before_it_back() -> None:
    summary, lead = Summary(), Lead(url=URL, kind="article")
    summary.settled(lead, "failed", "answered 500")
    summary.visited_again(URL)
    summary.settled(lead, "done", None)
    assert summary.as_json()["failed"] == []


# -- with a collection ---------------------------------------------------------------------------------


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session(CrawlOptions(collection=tmp_path / "c", targets=(URL,)), (URL,)) as opened:
        yield opened


def exchange(head: bytes, body: bytes = b"") -> WireExchange:
    block = head + b"\r\n\r\n" + body
    return WireExchange(
        url=URL,
        started=utc_now(),
        ip="192.0.2.1",
        request=b"GET /story HTTP/1.1\r\nHost: news.example\r\n\r\n",
        response=BytesIO(block),
        response_length=len(block),
    )


def test_what_was_captured_whole_is_asked_for_conditionally(session: Session) -> None:
    head = b'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nETag: W/"1"'
    session.write(exchange(head, b"text"), {})
    session.writer.sync()
    assert session.validators(URL) == ('W/"1"', None)


def test_a_304_that_refers_to_nothing_here_is_no_ground_to_ask_conditionally(
    session: Session,
) -> None:
    session.write(exchange(b'HTTP/1.1 304 Not Modified\r\nETag: "1"'), {})
    session.writer.sync()
    assert session.validators(URL) == (None, None)


def test_a_host_that_is_left_alone_is_not_given_out(session: Session) -> None:
    now = utc_now()
    session.frontier.put(session.run, [Lead(url=URL, kind="seed")], now=now)
    session.leave_alone("news.example:80", timedelta(hours=1))
    assert session.frontier.lease(session.run, now=now, limit=5) == []
    due = session.frontier.next_due(session.run, now=now)
    assert due is not None
    assert due > now + timedelta(minutes=59)


def test_a_session_that_cannot_open_leaves_nothing_locked(tmp_path: Path) -> None:
    options = CrawlOptions(collection=tmp_path / "c", targets=(URL,))
    Session(options, (URL,)).close()
    frontier = tmp_path / "c" / "crawl" / "frontier.sqlite"
    database = sqlite3.connect(frontier)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(CollectionTooNew):
        Session(options, (URL,))
    assert list((tmp_path / "c" / "crawl" / "writers").iterdir()) == []
