"""A crawl that ends over a thread: what was fetched of it is kept, and the rest is fetched later."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.demo.http1 import Answer, Request
from tests.commands import COMMAND, within
from tests.crawler.comments.visited import Visited, open_site
from tests.servers.threads import ThreadSite, WordPressSite


@dataclass
class Ended:
    """A crawl that was sent a signal while it waited for the second page of a thread."""

    known: Visited
    status: int


def crawled(known: Visited, thread: WordPressSite, number: signal.Signals) -> Ended:
    started: list[subprocess.Popen[str]] = []
    answered = known.site.pages[f"{thread.root}wp/v2/comments"]

    def signalled(request: Request) -> Answer:
        if "&page=2&" in request.target and started:
            started.pop().send_signal(number)
            time.sleep(0.3)
        assert callable(answered)
        return answered(request)

    known.site.pages[f"{thread.root}wp/v2/comments"] = signalled
    process = subprocess.Popen(
        [*COMMAND, "crawl", *known.urls.values(), "--collection", known.path, "--delay", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "MICROFICHE_CONTACT": "tests@example.org"},
        text=True,
    )
    started.append(process)
    status = process.wait(60)
    known.site.pages[f"{thread.root}wp/v2/comments"] = answered
    return Ended(known, status)


@pytest.fixture
def known(tmp_path: Path) -> Iterator[Visited]:
    with ThreadSite() as site:
        yield Visited(tmp_path / "c", open_site(site))


def asked(known: Visited) -> Mapping[str, int]:
    """How often each page of the thread was asked for."""
    targets = known.site.asked_of("/wp-json/")
    return {str(page): sum(f"&page={page}&" in each for each in targets) for page in (1, 2, 3)}


def test_a_killed_crawl_is_read_on_from_where_it_was(known: Visited) -> None:
    thread = WordPressSite(known.site, 250)
    known.publish("bridge", thread.head, thread.body)
    assert -signal.SIGKILL == crawled(known, thread, signal.SIGKILL).status
    assert 0 == within("repair", "--collection", known.path).status
    partly = known.thread("bridge")
    assert ("error", 100, False) == (
        partly.stop_reason,
        partly.captured_count,
        partly.complete,
    )
    known.crawl()
    found = known.thread("bridge")
    assert ("end", 250, True) == (found.stop_reason, found.captured_count, found.complete)
    assert 250 == len(known.comments("bridge"))
    assert 1 == len(known.observations("bridge"))
    assert {"1": 1, "2": 2, "3": 1} == asked(known)
    assert 1 == len(known.site.of("/bridge"))


def test_a_crawl_that_is_stopped_records_what_it_has(known: Visited) -> None:
    thread = WordPressSite(known.site, 250)
    known.publish("bridge", thread.head, thread.body)
    assert 0 == crawled(known, thread, signal.SIGINT).status
    found = known.thread("bridge")
    assert ("limit", 200, False) == (found.stop_reason, found.captured_count, found.complete)
    assert 200 == len(known.comments("bridge"))
    assert {"1": 1, "2": 1, "3": 0} == asked(known)
