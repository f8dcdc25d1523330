"""Stopped, killed, doubled: a crawl goes on where it stopped, and nothing acknowledged is lost."""

from __future__ import annotations

import signal
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.collection import Collection
from crawler.demo import Outlet
from tests.commands import Done, crawl, microfiche
from tests.crawler.background import ended, errors_in, start, wait_until

SLOWLY = ("--delay", "0.05", "--no-requisites")


def stories_asked_for(outlet: Outlet) -> Counter[str]:
    """How often each story was answered with 200 or 304; without the one that a redirect leads to,
    which is asked for twice."""
    slugs = [slug for slug in outlet.slugs() if slug != "ferry-fire-inquiry"]
    paths = {outlet.url(slug).removeprefix(outlet.base_url) for slug in slugs}
    return Counter(e.path for e in outlet.log if e.path in paths and e.status in (200, 304))


def interrupted(outlet: Outlet, path: Path, number: signal.Signals) -> Done:
    """A crawl that gets a signal once some stories were answered."""
    process = start("crawl", outlet.base_url, "--collection", path, "--json", *SLOWLY)
    wait_until(lambda: len(stories_asked_for(outlet)) >= 4)
    process.send_signal(number)
    return ended(process)


def articles_in(path: Path) -> int:
    with Collection.open(path) as collection:
        return len(collection.articles())


def test_ctrl_c_finishes_what_is_in_flight_and_ends_with_0(outlet: Outlet, tmp_path: Path) -> None:
    done = interrupted(outlet, tmp_path / "c", signal.SIGINT)
    assert done.status == 0, done.err
    assert done.json["articles_new"] - len(stories_asked_for(outlet)) in (0, 1)  # the ferry's
    assert list((tmp_path / "c" / "warc").glob("*.open")) == []


def test_a_second_run_goes_on_where_the_first_was_stopped(outlet: Outlet, tmp_path: Path) -> None:
    first = interrupted(outlet, tmp_path / "c", signal.SIGTERM).json
    second = crawl(tmp_path / "c", outlet.base_url, options=("--no-requisites",)).json
    assert first["articles_new"] + second["articles_new"] == 16
    assert set(stories_asked_for(outlet).values()) == {1}


def test_a_killed_crawl_is_repaired_and_finished(outlet: Outlet, tmp_path: Path) -> None:
    killed = interrupted(outlet, tmp_path / "c", signal.SIGKILL)
    crawl(tmp_path / "c", outlet.base_url, options=("--no-requisites",))
    assert killed.status == -signal.SIGKILL
    assert articles_in(tmp_path / "c") == 16
    assert errors_in(tmp_path / "c") == []
    assert list((tmp_path / "c" / "crawl" / "writers").iterdir()) == []


def test_two_crawls_at_a_time_in_one_collection_do_no_harm(outlet: Outlet, tmp_path: Path) -> None:
    arguments = ("crawl", outlet.base_url, "--collection", tmp_path / "c", "--json", *SLOWLY)
    processes = [start(*arguments), start(*arguments)]
    done = [ended(process) for process in processes]
    assert [each.status for each in done] == [0, 0]
    told = [sum(each.json[name] for each in done) for name in ("articles_new", "revisions_new")]
    with Collection.open(tmp_path / "c") as collection:
        kept = [one.revisions for one in collection.articles()]
    assert (told, len(kept)) == ([16, sum(kept)], 16)
    assert errors_in(tmp_path / "c") == []


def test_a_rebuild_during_a_crawl_is_refused_and_names_why(outlet: Outlet, tmp_path: Path) -> None:
    process = start("crawl", outlet.base_url, "--collection", tmp_path / "c", *SLOWLY)
    wait_until(lambda: len(stories_asked_for(outlet)) >= 1)
    refused = microfiche("rebuild", "--collection", tmp_path / "c")
    process.send_signal(signal.SIGINT)
    ended(process)
    assert refused.status == 3
    assert "a crawl is writing to the collection" in refused.err


def fresh_article() -> bytes:
    """An article of this moment: it is due again as soon as --min-revisit allows."""
    sentence = "The ferry will run every hour from Monday, the harbour office said on its board. "
    now = datetime.now(UTC).isoformat()
    return (
        "<!doctype html><html lang=en><title>Ferry</title><article><h1>Ferry to run hourly</h1>"
        f"<time datetime='{now}'>today</time>{f'<p>{sentence * 3}</p>' * 5}</article></html>"
    ).encode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_watch_visits_again_and_goes_on_after_its_end(
    outlet: Outlet, tmp_path: Path, number: signal.Signals
) -> None:
    path = "/en/2026/11/22/ferry-hourly"
    outlet.set(path, fresh_article())
    url = outlet.base_url + path
    arguments = ("watch", url, "--collection", tmp_path / "c", "--min-revisit", 0.3, *SLOWLY[:2])

    def visits() -> int:
        return len(outlet.requests(path))

    for wanted in (3, 6):
        process = start(*arguments)
        try:
            wait_until(lambda wanted=wanted: visits() >= wanted)  # type: ignore[misc]
        finally:
            process.send_signal(number)
            status = ended(process).status
        assert status in (0, -number)
    microfiche("repair", "--collection", tmp_path / "c")
    with Collection.open(tmp_path / "c") as collection:
        article_id = collection.find_article(url)
        assert len(collection.observations(article_id)) >= 5
        assert len(collection.revisions(article_id)) == 1
    assert errors_in(tmp_path / "c") == []


def test_an_idle_watch_leaves_no_warc_open(outlet: Outlet, tmp_path: Path) -> None:
    path = "/en/2026/11/22/ferry-hourly"
    outlet.set(path, fresh_article())
    settings = ("-s", "MICROFICHE_WARC_AGE=1", "-s", "MICROFICHE_SYNC_DELAY=0")
    process = start("watch", outlet.base_url + path, "--collection", tmp_path / "c", *settings)
    try:
        wait_until(lambda: len(list((tmp_path / "c" / "warc").glob("*.warc.gz"))) > 0)
        assert process.poll() is None
        wait_until(lambda: list((tmp_path / "c" / "warc").glob("*.open")) == [])
    finally:
        process.send_signal(signal.SIGTERM)
        assert ended(process).status == 0
    assert errors_in(tmp_path / "c") == []
