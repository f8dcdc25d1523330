"""No thread takes more requests or time than it may, and none is fetched for a page too many."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from crawler.demo.http1 import Answer, Request
from tests.commands import crawl
from tests.crawler.comments.visited import Visited, open_site
from tests.servers.site import moved, robots, story
from tests.servers.threads import ThreadSite, WordPressSite

PLACE = "https://threads.example"
"""Where articles say that their comments are, which is nowhere."""


def given(api: ThreadSite) -> tuple[str, str]:
    """The option by which a user says that it is asked here instead."""
    said = json.dumps({"wordpress": {PLACE: api.base_url}})
    return "-s", f"MICROFICHE_COMMENTS={said}"


@pytest.fixture
def known(tmp_path: Path) -> Iterator[Visited]:
    with ThreadSite() as site:
        yield Visited(tmp_path / "c", open_site(site))


def summed(known: Visited, name: str) -> tuple[str, int, bool]:
    thread = known.thread(name)
    return thread.stop_reason, thread.captured_count, thread.complete


def slow(site: ThreadSite, path: str, needle: str, seconds: float) -> None:
    """Let what is asked for at a path take its time, where the target has a text."""
    plain = site.pages[path]

    def reply(request: Request) -> Answer:
        if needle in request.target:
            time.sleep(seconds)
        return plain(request) if callable(plain) else plain

    site.pages[path] = reply


def test_requests_are_bounded_and_the_rest_is_told(known: Visited) -> None:
    thread = WordPressSite(known.site, 350)
    known.publish("bridge", thread.head, thread.body)
    known.crawl("-s", "MICROFICHE_COMMENT_REQUESTS=2")
    assert ("limit", 200, False) == summed(known, "bridge")
    assert 2 == len(known.site.asked_of("/wp-json/"))


def test_an_answer_is_not_waited_for_when_the_time_is_over(known: Visited) -> None:
    thread = WordPressSite(known.site, 250)
    known.publish("bridge", thread.head, thread.body)
    slow(known.site, "/wp-json/wp/v2/comments", "&page=2&", 3)
    known.crawl("-s", "MICROFICHE_COMMENT_SECONDS=1")
    assert ("limit", 100, False) == summed(known, "bridge")
    [reason] = known.skipped(0).values()
    assert "the time for" in reason


def test_what_waits_for_its_host_longer_than_a_thread_may_take_is_not_sent(known: Visited) -> None:
    with ThreadSite() as api:
        api.pages["/robots.txt"] = robots("User-agent: *\nAllow: /\nCrawl-delay: 200\n")
        thread = WordPressSite(api, 3)
        known.publish("bridge", thread.head.replace(api.base_url, PLACE), thread.body)
        known.crawl("--delay", 0.1, "-s", "MICROFICHE_COMMENT_SECONDS=1", *given(api))
        assert ["/robots.txt"] == api.paths()
    assert ("limit", 0, False) == summed(known, "bridge")
    assert "read" == known.observations("bridge")[0].outcome


def test_no_thread_is_fetched_for_an_article_too_many(tmp_path: Path) -> None:
    with ExitStack() as stack:
        site, other = (open_site(stack.enter_context(ThreadSite())) for _ in range(2))
        known = Visited(tmp_path / "c", site)
        threads = [WordPressSite(each, 3) for each in (site, other)]
        known.publish("bridge", threads[0].head, threads[0].body)
        other.pages["/quay"] = story("The quay", head=threads[1].head, body=threads[1].body)
        slow(other, "/quay", "", 1.5)
        known.also.append(other.url("/quay"))
        done = crawl(known.path, *known.urls.values(), *known.also, options=("--max-articles", 1))
        assert 1 == done.status, "a target that is left out is told"
        assert ("end", 3, True) == summed(known, "bridge")
        assert 1 == len(other.of("/quay"))
        assert [] == other.asked_of("/wp-json/")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_private_place_that_is_given_for_a_system_is_open_to_nothing_else(
    known: Visited, host: str
) -> None:
    with ThreadSite() as api:
        open_site(api)
        api.base_url = api.base_url.replace("127.0.0.1", host)
        thread = WordPressSite(api, 3)
        inside = f"<img src='{api.url('/inside.png')}'><a href='{api.url('/inside')}'>in</a>"
        lent = thread.head.replace(api.base_url, PLACE)
        known.publish("lent", lent, f"{inside}{thread.body}")
        known.publish("sly", thread.head, thread.body)
        known.site.pages["/moved"] = moved(api.url("/inside"))
        known.also.append(known.site.url("/moved"))
        done = crawl(known.path, *known.urls.values(), *known.also, options=given(api))
        assert 1 == done.status, "a target that leads to a private place yields nothing"
        assert ("end", 3, True) == summed(known, "lent")
        assert 0 == known.thread("sly").captured_count
        assert {"/robots.txt"} == {path for path in api.paths() if "/wp-json/" not in path}
        assert 1 == len(api.asked_of("/wp-json/"))
