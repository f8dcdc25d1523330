"""Comments that an article prints in several pages are read to the last of them, in order."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.collection import Collection
from crawler.importing import import_file
from crawler.rereading import rereader
from tests.commands import within
from tests.crawler.comments.visited import Visited, open_site
from tests.servers.printed import (
    BehindThePath,
    ByComments,
    EldestFirst,
    FromZero,
    LatestFirst,
    Printed,
)
from tests.servers.site import answer, robots, story
from tests.servers.threads import ThreadSite, WordPressSite, as_json

SYSTEMS: dict[str, type[Printed]] = {
    "latest": LatestFirst,
    "eldest": EldestFirst,
    "zero": FromZero,
    "counted": ByComments,
    "behind": BehindThePath,
}


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visited]:
    """An article of each system, and some of which not all is to be had; visited twice."""
    with ExitStack() as stack:
        site = open_site(stack.enter_context(ThreadSite()))
        known = Visited(tmp_path_factory.mktemp("paged") / "c", site)
        made = {name: kind(site, name, 8) for name, kind in SYSTEMS.items()}
        site.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /forbidden?\nDisallow: /w/\n")
        made |= {
            name: EldestFirst(site, name, 8)
            for name in ("failing", "forbidden", "fewer", "endless", "served", "refused", "astray")
        }
        made["failing"].answers["3"] = answer(b"", status=500)
        made["astray"].answers["2"] = story(
            "The mill road", body=EldestFirst(site, "mill", 8).comment(9)
        )
        made["fewer"].declared = 20
        made["endless"].links = lambda number: (  # type: ignore[method-assign]
            f"<a href='{made['endless'].url_of(max(number, 1) + 1)}'>More</a>"
        )
        for name in ("served", "refused"):
            root = "/w/" if name == "served" else f"/{name}/wp-json/"
            served = WordPressSite(site, 8, root=root)
            served.fails["1"] = as_json({"code": "rest_no_route"}, status=404)
            made[name].head = served.head
        for name in made:
            known.urls[name] = site.url(f"/{name}")
        known.crawl()
        known.made = made  # type: ignore[attr-defined]
        known.asked_first = len(site.asked)  # type: ignore[attr-defined]
        made["latest"].numbers.remove(2)
        made["failing"].numbers.remove(8)
        del made["zero"].numbers[3:]
        known.crawl()
        yield known


def summed(visited: Visited, name: str, visit: int = 0) -> tuple[str, str, int, bool]:
    thread = visited.thread(name, visit)
    return thread.provider, thread.stop_reason, thread.captured_count, thread.complete


@pytest.mark.parametrize("name", ["latest", "eldest", "zero", "counted"])
def test_every_page_is_read(visited: Visited, name: str) -> None:
    assert ("inline", "end", 8, True) == summed(visited, name)


def test_without_a_count_all_is_read_and_none_says_that_it_is_all(visited: Visited) -> None:
    assert ("inline", "end", 8, False) == summed(visited, "behind")


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_pages_stand_in_the_order_in_which_they_were_written(
    visited: Visited, name: str
) -> None:
    found = visited.comments(name, 0)
    assert [Printed.text(number) for number in range(1, 9)] == [each.text for each in found]
    assert list(range(8)) == [each.position for each in found]


@pytest.mark.parametrize("name", SYSTEMS)
def test_no_page_is_asked_for_twice(visited: Visited, name: str) -> None:
    first = visited.site.asked[: visited.asked_first]  # type: ignore[attr-defined]
    asked = [each.path for each in first if each.path.startswith(f"/{name}")]
    assert 3 == len(asked) == len(set(asked))


def test_a_comment_of_a_further_page_names_the_record_that_it_stands_in(visited: Visited) -> None:
    found = {each.text: each for each in visited.comments("eldest", 0)}
    source = found[Printed.text(5)].provenance["/text"]
    record_id, _, place = source.locator.partition(" ")
    with Collection.open(visited.path) as collection:
        [row] = collection.index.captures("WHERE record_id = ?", (record_id,))
    assert ("dom", visited.site.url("/eldest?cpage=2")) == (source.source, row.url)
    assert "comment" in place
    assert not found[Printed.text(2)].provenance["/text"].locator.startswith("<")


def test_a_page_that_fails_costs_its_own_comments_alone(visited: Visited) -> None:
    assert ("inline", "error", 6, False) == summed(visited, "failing")
    assert "answered 500" in visited.skipped(0)[visited.site.url("/failing?cpage=3")]
    assert {"visible"} == set(visited.states("failing").values())


def test_robots_txt_holds_for_further_pages(visited: Visited) -> None:
    assert ("inline", "robots", 3, False) == summed(visited, "forbidden")


def test_a_page_of_another_article_gives_nothing_and_leads_nowhere(visited: Visited) -> None:
    assert ("inline", "error", 3, False) == summed(visited, "astray")
    assert "no comments that can be read" in visited.skipped(0)[visited.site.url("/astray?cpage=2")]
    asked = [path for path in visited.site.paths() if path.startswith("/astray")]
    assert {"/astray", "/astray?cpage=2"} == set(asked)


def test_a_thread_of_fewer_comments_than_the_page_says_is_not_complete(visited: Visited) -> None:
    assert ("inline", "end", 8, False) == summed(visited, "fewer")


def test_links_that_lead_on_for_ever_end_with_the_comments(visited: Visited) -> None:
    assert 8 == summed(visited, "endless")[2]
    assert 5 > sum(path.startswith("/endless") for path in visited.site.paths()) / 2


@pytest.mark.parametrize("name", ["served", "refused"])
def test_where_the_programs_of_a_site_give_nothing_its_pages_are_read(
    visited: Visited, name: str
) -> None:
    assert ("inline", "end", 8, True) == summed(visited, name)


def test_what_vanishes_from_the_pages_of_a_whole_thread_is_no_longer_shown(
    visited: Visited,
) -> None:
    states = visited.states("latest")
    assert "no_longer_shown" == states.pop(Printed.text(2))
    assert {"visible"} == set(states.values())
    gone = [text for text, state in visited.states("zero").items() if state != "visible"]
    assert [Printed.text(number) for number in range(4, 9)] == gone


def test_what_is_recorded_is_read_again_from_the_warc_alone(visited: Visited) -> None:
    shutil.rmtree(visited.path / "index")
    assert 0 == within("rebuild", "--collection", visited.path).status
    for name in visited.urls:
        capture = visited.observations(name)[0].capture
        assert capture is not None
        with Collection.open(visited.path) as collection:
            again = rereader(collection)(capture)
        assert again is not None
        assert again.article is not None
        assert visited.thread(name, 0) == again.article.comment_thread, name
        assert [(c.comment_id, c.text, c.position) for c in visited.comments(name, 0)] == [
            (c.comment_id, c.text, c.position) for c in again.comments
        ]


def test_imported_warcs_give_the_same_comments(visited: Visited, tmp_path: Path) -> None:
    with Collection.create_or_open(tmp_path / "c") as collection:
        for warc in sorted((visited.path / "warc").glob("*.warc.gz")):
            import_file(collection, warc)
    for name in visited.urls:
        for visit in (0, 1):
            there = visited.thread(name, visit, tmp_path / "c")
            assert visited.thread(name, visit) == there, (name, visit)
            assert [(c.text, c.state) for c in visited.comments(name, visit)] == [
                (c.text, c.state) for c in visited.comments(name, visit, tmp_path / "c")
            ]


def test_the_archive_is_sound(visited: Visited) -> None:
    done = within("verify", "--collection", visited.path)
    assert (0, "") == (done.status, done.err), done.out
