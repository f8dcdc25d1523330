"""The spider: no fault leaves a lease out, a stop gives back what waits, watch finds what is new."""

from __future__ import annotations

import json
import signal
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from archive.collection import Collection
from crawler.demo import Outlet
from crawler.demo.http1 import Answer
from tests.commands import ROOT, Done, crawl, microfiche
from tests.crawler.test_interrupted import ended, start, wait_until
from tests.servers.bad import BadServer
from tests.servers.site import Site, answer, robots, story

FAULTS = "tests.crawler.spiders.faults"
PIPELINES = {
    "crawler.pipelines.NormalizeArticle": 300,
    "crawler.pipelines.NormalizeCaptions": 310,
    "crawler.pipelines.NormalizeComments": 320,
    "crawler.pipelines.Validate": 400,
    "crawler.pipelines.Record": 900,
}


def crawl_with(collection: Path, target: str, *settings: str) -> Done:
    """A crawl with settings; a hang fails the test."""
    said = [part for setting in settings for part in ("-s", setting)]
    arguments = ("crawl", target, "--collection", collection, "--delay", 0, "--json", *said)
    return microfiche(*arguments, timeout=60, PYTHONPATH=str(ROOT))


def with_middleware(fault: str) -> str:
    """The setting that puts a fault between our own middlewares."""
    from crawler.settings import DOWNLOADER_MIDDLEWARES

    return "DOWNLOADER_MIDDLEWARES=" + json.dumps(
        {**DOWNLOADER_MIDDLEWARES, f"{FAULTS}.{fault}": 650}
    )


@pytest.fixture
def site() -> Any:
    sheet = answer(b"p { color: red }", kind="text/css")
    linked = story(head='<link rel=stylesheet href="/a.css">')
    with Site({"/story": linked, "/a.css": sheet}) as running:
        yield running


# -- faults --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["InRequest", "InWrite", "InSync", "InAck", "InLease"])
def test_a_fault_ends_the_page_or_the_crawl_and_is_told(
    site: Site, tmp_path: Path, fault: str
) -> None:
    done = crawl_with(tmp_path / "c", site.url("/story"), with_middleware(fault))
    assert done.status == 1
    assert "injected" in done.out + done.err


def test_a_fault_in_a_pipeline_ends_the_page_and_is_told(site: Site, tmp_path: Path) -> None:
    pipelines = json.dumps({f"{FAULTS}.InPipeline": 100, **PIPELINES})
    done = crawl_with(tmp_path / "c", site.url("/story"), f"ITEM_PIPELINES={pipelines}")
    assert (done.status, done.json["failed"][0]["url"]) == (1, site.url("/story"))


def test_a_page_that_a_pipeline_drops_is_skipped(site: Site, tmp_path: Path) -> None:
    pipelines = json.dumps({f"{FAULTS}.DropsAll": 100, **PIPELINES})
    done = crawl_with(tmp_path / "c", site.url("/story"), f"ITEM_PIPELINES={pipelines}")
    assert "not wanted" in done.json["skipped"][0]["reason"]


# -- waiting and stopping ------------------------------------------------------------------------------


def test_a_stop_gives_back_what_waits_for_its_host(tmp_path: Path) -> None:
    """The page waits for 300 seconds, as robots.txt asks; the test would run into its limit."""
    pages = {"/robots.txt": robots("User-agent: *\nCrawl-delay: 300\n"), "/story": story()}
    with Site(pages) as site:
        arguments = ("crawl", site.url("/story"), "--collection", tmp_path / "c", "--json")
        process = start(*arguments, "--no-requisites")
        wait_until(lambda: bool(site.of("/robots.txt")))
        process.send_signal(signal.SIGINT)
        stopped = ended(process)
        again = crawl(tmp_path / "c", site.url("/story"), options=("--no-requisites",))
    assert (stopped.status, stopped.json["failed"]) == (0, [])
    assert (len(site.of("/story")), again.json["articles_new"]) == (1, 1)


def test_a_second_signal_ends_at_once_with_130(bad_server: BadServer, tmp_path: Path) -> None:
    process = start("crawl", bad_server.url("/never"), "--collection", tmp_path / "c", "--delay", 0)
    wait_until(lambda: "/never" in bad_server.requests)
    process.send_signal(signal.SIGINT)
    stream = process.stderr
    assert stream is not None
    while "stopping" not in stream.readline():
        assert process.poll() is None
    while process.poll() is None:  # a signal that comes with the first one counts as its copy
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
    assert ended(process).status == 130


def test_max_time_ends_a_crawl_whose_pages_wait(tmp_path: Path) -> None:
    pages = {"/robots.txt": robots("User-agent: *\nCrawl-delay: 300\n"), "/story": story()}
    with Site(pages) as site:
        arguments = ("crawl", site.url("/story"), "--collection", tmp_path / "c", "--max-time", 0.5)
        done = microfiche(*arguments, timeout=60)
    assert (done.status, site.of("/story")) == (0, [])


def test_a_host_that_asks_for_an_hour_does_not_hold_the_crawl(
    outlet: Outlet, tmp_path: Path
) -> None:
    busy = outlet.url("ferry-fire-inquiry").removeprefix(outlet.base_url)
    outlet.set(busy, b"busy", status=503, headers=(("Retry-After", "3600"),))
    arguments = ("crawl", outlet.base_url, "--collection", tmp_path / "c", "--delay", 0, "--json")
    first = microfiche(*arguments, timeout=60)
    asked = len(outlet.log)
    second = microfiche(*arguments, timeout=60)
    assert (first.status, second.status) == (0, 1)
    assert "URLs are left until" in str(second.json["skipped"])
    assert len(outlet.log) == asked


def test_retry_after_is_waited_for_even_without_a_delay(tmp_path: Path) -> None:
    answers = [story(), answer(status=503, headers=(("Retry-After", "1"),))]
    with Site({"/story": lambda request: answers.pop()}) as site:
        told = crawl(tmp_path / "c", site.url("/story"), options=("--no-requisites",)).json
        [busy, then] = site.of("/story")
    assert told["articles_new"] == 1
    assert then.came - busy.went > 0.9


def test_a_host_rests_between_its_pages(tmp_path: Path) -> None:
    pages = {f"/{n}": story(headline=f"Story number {n}") for n in range(3)}
    with Site(pages) as site:
        targets = [site.url(path) for path in pages]
        microfiche("crawl", *targets, "--collection", tmp_path / "c", "--delay", 0.3)
        times = [(each.came, each.went) for each in site.asked]
    rests = [after[0] - before[1] for before, after in pairwise(times)]
    assert len(rests) == 3
    assert min(rests) > 0.29


# -- watching ------------------------------------------------------------------------------------------


def front(*paths: str) -> Answer:
    """A front page that lists stories, with a validator."""
    links = "".join(f'<p><a href="{path}">A story of the day, {path}</a></p>' for path in paths)
    etag = f'"{len(paths)}"'
    return answer(f"<h1>News</h1>{links}".encode(), headers=(("ETag", etag),))


OLD, NEW = "/news/a-first-story-of-the-day-1001", "/news/a-second-story-of-the-day-1002"
"""Without a date: their age counts from the first visit."""


def conditional(page: Answer) -> Any:
    """Answers 304 to whoever has the page."""
    etag = dict(page.headers)["ETag"]
    unmodified = Answer(status=304, headers=(("ETag", etag),))
    return lambda request: unmodified if request.header("If-None-Match") == etag else page


def test_watch_finds_new_stories_and_stories_that_are_gone(tmp_path: Path) -> None:
    """A front page that was crawled before answers 304 to the first visit, and is visited again."""
    sheet = answer(b"p { color: red }", kind="text/css")
    linked = story(head='<link rel=stylesheet href="/a.css">')
    with Site({"/": conditional(front(OLD)), OLD: linked, "/a.css": sheet}) as site:
        crawl(tmp_path / "c", site.url("/"))
        site.asked.clear()
        arguments = ("watch", site.url("/"), "--collection", tmp_path / "c", "--delay", 0)
        options = ("--min-revisit", 0.3, "-s", "MICROFICHE_ROBOTS_AGE=0.5", "--json")
        process = start(*arguments, *options)
        wait_until(lambda: len(site.of("/")) >= 2)
        site.pages |= {"/": conditional(front(OLD, NEW)), NEW: story(headline="A second one")}
        site.pages[OLD] = answer(status=410)
        wait_until(lambda: bool(site.of(NEW)) and site.of(OLD)[-1].status == 410)
        wait_until(lambda: len(site.of("/robots.txt")) >= 2)
        process.send_signal(signal.SIGTERM)
        done = ended(process)
    with Collection.open(tmp_path / "c") as collection:
        states = {each.url: each.state for each in collection.articles()}
    assert done.status == 0, done.out
    assert states == {site.url(OLD): "taken_down", site.url(NEW): "online"}
    assert len(site.of("/a.css")) == 1


# -- what is told and kept -----------------------------------------------------------------------------


def test_a_seed_may_be_given_in_every_spelling_and_is_fetched_once(tmp_path: Path) -> None:
    """Beside it a 304 that nobody asked for: a failure of that page alone."""
    with Site({"/story": story(), "/304": Answer(status=304)}) as site:
        url = site.url("/story")
        spellings = [url, f"{url}/", f"{url}#part", url.replace("http://", "HTTP://user:secret@")]
        done = crawl(tmp_path / "c", *spellings, site.url("/304"))
        kept = b"".join(path.read_bytes() for path in (tmp_path / "c").rglob("*.jsonl"))
    assert (len(site.of("/story")), done.json["articles_new"]) == (1, 1)
    assert b"secret" not in kept
    assert [each["url"] for each in done.json["failed"]] == [site.url("/304")]


def test_more_urls_than_are_worth_listing_are_told_as_a_number(tmp_path: Path) -> None:
    paths = [f"/2026/11/22/a-story-with-number-{n}" for n in range(40)]
    with Site({"/": front(*paths)}) as site:
        told = crawl(tmp_path / "c", site.url("/"), options=("--max-articles", 1)).json
    assert len(told["skipped"]) == 21
    assert "19 more URLs" in told["skipped"][-1]["reason"]
