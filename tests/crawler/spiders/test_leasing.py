"""Leases are taken in batches, as there is room, and none beyond what is wanted."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.times import utc_now
from crawler.frontier import Lead, Lease
from crawler.options import CrawlOptions
from crawler.session import Session
from crawler.spiders.leasing import Leases


@contextmanager
def crawling(path: Path, *urls: str, **options: Any) -> Iterator[tuple[Session, Leases]]:
    """A session with these articles in its frontier."""
    made = CrawlOptions(collection=path / "c", targets=("http://a.example/",), **options)
    with Session(made, ("http://a.example/",)) as session:
        leads = [Lead(url=url, kind="article") for url in urls]
        session.frontier.put(session.run, leads, now=utc_now())
        yield session, Leases(session)


def stories(count: int, *hosts: str) -> list[str]:
    return [f"http://{host}/2026/11/22/story-{n}" for n in range(count) for host in hosts]


def out(leases: Leases) -> list[Lease]:
    """Everything that is given out now."""
    return [lease for lease in leases.take() if leases.give_out(lease)]


def hosts(given: list[Lease]) -> Counter[str]:
    return Counter(str(urlsplit(lease.lead.url).hostname) for lease in given)


def test_politely_each_host_has_one_out(tmp_path: Path) -> None:
    urls = stories(5, "a.example", "b.example", "c.example")
    with crawling(tmp_path, *urls) as (session, leases):
        first = out(leases)
        assert {"a.example": 1, "b.example": 1, "c.example": 1} == hosts(first)
        assert [] == out(leases)
        back = next(one for one in first if "b.example" in one.lead.url)
        session.acknowledge(back)
        leases.came_back(back)
        assert {"b.example": 1} == hosts(out(leases))


def test_of_ones_own_server_a_batch_is_out_and_never_the_same_twice(tmp_path: Path) -> None:
    with crawling(tmp_path, *stories(150, "a.example"), delay=0) as (session, leases):
        given: list[Lease] = []
        while batch := out(leases):
            assert len(batch) <= 96
            given += batch
            for lease in batch:
                session.acknowledge(lease)
                leases.came_back(lease)
        assert 150 == len({lease.lead.url for lease in given}) == len(given)
        assert 0 == session.frontier.counts(session.run).left


def test_no_more_are_out_than_there_is_room_for(tmp_path: Path) -> None:
    many = stories(1, *(f"h{n}.example" for n in range(200)))
    with crawling(tmp_path, *many) as (session, leases):
        first = out(leases)
        assert (128, 128, []) == (len(first), len(leases), out(leases))
        for lease in first[:3]:
            session.acknowledge(lease)
            leases.came_back(lease)
        assert 3 == len(out(leases))


def test_what_came_back_wakes_once_a_batch_is_together(tmp_path: Path) -> None:
    async def woken_after(leases: Leases, given: list[Lease]) -> int:
        """How many came back until a pause was over."""
        pause = asyncio.create_task(leases.pause())
        await asyncio.sleep(0)
        for number, lease in enumerate(given, 1):
            leases.came_back(lease)
            for _ in range(5):
                await asyncio.sleep(0)
            if pause.done():
                return number
        raise AssertionError("never woken")

    with crawling(tmp_path / "own", *stories(40, "a.example"), delay=0) as (_, leases):
        assert 16 == asyncio.run(woken_after(leases, out(leases)))
    with crawling(tmp_path / "polite", *stories(1, "a.example", "b.example")) as (_, leases):
        assert 1 == asyncio.run(woken_after(leases, out(leases)))


def test_what_was_out_when_a_crawl_ended_is_given_out_by_the_next(tmp_path: Path) -> None:
    with crawling(tmp_path, *stories(20, "a.example"), delay=0) as (_, leases):
        given = {lease.lead.url for lease in out(leases)}
    with crawling(tmp_path, delay=0) as (_, leases):
        assert (20, given) == (len(given), {lease.lead.url for lease in out(leases)})


def test_beyond_the_articles_that_are_wanted_nothing_is_given_out(tmp_path: Path) -> None:
    urls = stories(10, "a.example")
    with crawling(tmp_path, *urls, delay=0, max_articles=4) as (session, leases):
        taken = leases.take()
        assert 4 == len(taken)  # no more of the host than are still wanted
        session.articles = 4
        assert [False] * 4 == [leases.give_out(lease) for lease in taken]
        assert (0, {"more than --max-articles 4"}) == (
            len(leases),
            set(session.summary.skipped.values()),
        )
        assert 6 == session.frontier.counts(session.run).left
