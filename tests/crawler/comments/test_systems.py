"""Every provider, from a page that names it to comments: fetched by a crawl, and read from its WARC.

Beside each an imitation of its programs; the user's settings lead what is asked of it there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.collection import Collection, recovery
from archive.records import Comment, CommentThread
from archive.warc.reader import scan
from crawler.comments import FETCHED
from crawler.importing import import_file
from crawler.rereading import pages_of, rereader
from tests.commands import ROOT
from tests.crawler.comments.visited import Visited, open_site
from tests.servers.providers import KEY, SYSTEMS
from tests.servers.site import story
from tests.servers.threads import ThreadSite


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visited]:
    """An article for each provider, the provider's programs on another port."""
    with ExitStack() as stack:
        site, programs = (stack.enter_context(ThreadSite()) for _ in range(2))
        known = Visited(tmp_path_factory.mktemp("systems") / "c", open_site(site))
        open_site(programs)
        systems = {name: system(programs) for name, system in SYSTEMS.items()}
        for name, system in systems.items():
            known.publish(name, system.head, system.body)
        settings = {name: dict(system.settings) for name, system in systems.items()}
        known.crawl("-s", f"MICROFICHE_COMMENTS={json.dumps(settings)}")
        yield known


@pytest.fixture(scope="module")
def again(visited: Visited) -> Path:
    """Another collection, into which the WARC was imported: no network, and no keys."""
    path = visited.path.parent / "other"
    with Collection.create_or_open(path) as collection:
        for warc in (visited.path / "warc").glob("*.warc.gz"):
            import_file(collection, warc)
    return path


def whole(provider: str, count: int) -> CommentThread:
    return CommentThread(
        provider=provider,
        declared_count=count,
        captured_count=count,
        complete=True,
        stop_reason="end",
    )


def by_text(comments: list[Comment]) -> dict[str, Comment]:
    return {each.text: each for each in comments}


@pytest.mark.parametrize(
    ("provider", "count"),
    [("disqus", 120), ("viafoura", 4), ("openweb", 5), ("coral", 4), ("remark42", 3)],
)
def test_the_whole_thread_is_fetched(visited: Visited, provider: str, count: int) -> None:
    assert whole(provider, count) == visited.thread(provider)
    assert count == len(visited.comments(provider))


@pytest.mark.parametrize("provider", list(SYSTEMS))
def test_an_imported_warc_gives_the_same_comments(
    visited: Visited, again: Path, provider: str
) -> None:
    assert visited.thread(provider) == visited.thread(provider, path=again)
    assert [c.text for c in visited.comments(provider)] == [
        c.text for c in visited.comments(provider, path=again)
    ]


@pytest.mark.parametrize("provider", list(SYSTEMS))
def test_the_collection_reads_its_own_captures_the_same_again(
    visited: Visited, provider: str
) -> None:
    [seen] = visited.observations(provider)
    assert seen.capture is not None
    with Collection.open(visited.path) as collection:
        page = rereader(collection)(seen.capture)
    assert page is not None
    assert page.article is not None
    assert visited.thread(provider) == page.article.comment_thread
    known = visited.comments(provider)
    assert [(c.comment_id, c.text, c.author, c.parent_id) for c in known] == [
        (c.comment_id, c.text, c.author, c.parent_id) for c in page.comments
    ]


def test_disqus_posts_have_votes_answers_and_deletions(visited: Visited) -> None:
    first, reply, gone = visited.comments("disqus")[:3]
    assert ("1", "Post 1.", 1, 1) == (
        first.comment_id,
        first.text,
        first.upvote_count,
        first.downvote_count,
    )
    assert ("I answer you.", "1", 1) == (reply.text, reply.parent_id, reply.depth)
    assert ("deleted", "") == (gone.state, gone.text)
    assert "2026-11-20T10:00:01Z" == first.date_created
    assert first.author is not None
    assert ("Reader 1", False) == (first.author.name, first.author.anonymous)


def test_viafoura_names_come_from_the_users(visited: Visited) -> None:
    named = {
        each.text: (each.author.name if each.author else None, each.depth)
        for each in visited.comments("viafoura")
    }
    assert list(named.items()) == [
        ("", ("Person 1", 0)),
        ("Comment 2", ("Person 2", 0)),
        ("Comment 3", ("Person 1", 1)),
        ("Comment 4", ("Person 2", 2)),
    ]


def test_a_time_in_milliseconds_is_one_of_the_clock(visited: Visited) -> None:
    found = by_text(visited.comments("viafoura"))["Comment 2"]
    assert ("2025-11-20T10:00:02Z", "1763632802000") == (found.date_created, found.date_created_raw)


def test_openweb_answers_stand_inside_what_they_answer(visited: Visited) -> None:
    found = [(each.text, each.depth, each.state) for each in visited.comments("openweb")]
    assert found == [
        ("First", 0, "visible"),
        ("An answer", 1, "visible"),
        ("An answer to an answer", 2, "visible"),
        ("", 0, "deleted"),
        ("Fifth", 0, "visible"),
    ]
    first = visited.comments("openweb")[0]
    assert first.author is not None
    assert ("Inês", 4, 2) == (first.author.name, first.upvote_count, first.downvote_count)


def test_coral_pages_by_the_ids_that_the_user_gives(visited: Visited) -> None:
    found = [(each.comment_id, each.depth, each.state) for each in visited.comments("coral")]
    assert found == [
        ("k1", 0, "visible"),
        ("k2", 1, "visible"),
        ("k3", 0, "deleted"),
        ("k4", 0, "visible"),
    ]


def test_remark42_gives_parents_before_their_answers(visited: Visited) -> None:
    found = [(each.comment_id, each.parent_id, each.state) for each in visited.comments("remark42")]
    assert found == [("a", None, "visible"), ("b", "a", "deleted"), ("c", "b", "visible")]


def test_a_post_is_in_the_warc_as_it_was_sent(visited: Visited) -> None:
    [warc] = (visited.path / "warc").glob("*.warc.gz")
    asked = [
        record.block.read(100_000)
        for record in scan(warc)
        if record.rec_type == "request" and record.url.endswith("/v1.0.0/conversation/read")
    ]
    assert [0, 2] == [json.loads(each.partition(b"\r\n\r\n")[2])["offset"] for each in asked]


def test_the_index_knows_by_which_method_an_answer_was_asked_for(visited: Visited) -> None:
    with Collection.open(visited.path) as collection:
        rows = collection.index.captures("WHERE part LIKE 'openweb %' ORDER BY id")
    assert [("POST", "openweb read offset=0"), ("POST", "openweb read offset=2")] == [
        (row.method, row.part) for row in rows
    ]


def test_a_key_stands_in_no_warcinfo_and_no_summary(visited: Visited) -> None:
    [warc] = (visited.path / "warc").glob("*.warc.gz")
    told = [record.block.read(100_000) for record in scan(warc) if record.rec_type == "warcinfo"]
    told += [json.dumps(visited.told).encode()]
    assert [] == [each[:80] for each in told if KEY.encode() in each]


def test_a_key_stands_beside_the_warc_only_in_its_index(visited: Visited) -> None:
    """Not in logs, records, the frontier or the manifest."""
    found = {
        path.relative_to(visited.path).parts[0]: path
        for path in visited.path.rglob("*")
        if path.is_file() and path.suffix != ".gz" and KEY.encode() in path.read_bytes()
    }
    assert {"index"} == set(found)
    logs = b"".join(path.read_bytes() for path in (visited.path / "logs").iterdir())
    assert b"listPosts" in logs


def test_a_key_stands_in_no_log_of_scrapys_own(tmp_path: Path) -> None:
    """Its lines name requests by the URL as it is sent."""
    with ThreadSite() as site:
        system = SYSTEMS["disqus"](open_site(site))
        site.pages["/told"] = story("News of told", head=system.head, body=system.body)
        settings = {"disqus": {**system.settings, "api_key": KEY}}
        said = {
            "MICROFICHE_COLLECTION": tmp_path / "c",
            "MICROFICHE_COMMENTS": json.dumps(settings),
            "MICROFICHE_DELAY": 0,
            "LOG_LEVEL": "DEBUG",
        }
        given = [part for name, value in said.items() for part in ("-s", f"{name}={value}")]
        command = [
            sys.executable,
            "-m",
            "scrapy",
            "crawl",
            "news",
            "-a",
            f"url={site.url('/told')}",
        ]
        done = subprocess.run(
            [*command, *given], capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert any(KEY in each for each in site.asked_of("/api/3.0/threads/listPosts.json"))
    assert "listPosts.json?" in done.stderr
    assert [] == [line for line in done.stderr.splitlines() if KEY in line]


def test_no_answer_is_taken_for_a_page_of_its_own(visited: Visited, again: Path) -> None:
    """Disqus' first page is HTML."""
    for path in (visited.path, again):
        with Collection.open(path) as collection:
            [name] = [each.name for each in (path / "warc").glob("*.warc.gz")]
            found = [*pages_of(collection, name), *recovery.unobserved(collection.index)]
            answered = collection.index.captures("WHERE part = 'disqus embed'")
        assert ["text/html"] == [row.mime for row in answered]
        assert [] == [row.part for row in found if row.part]


def test_every_provider_that_is_fetched_has_its_imitation() -> None:
    assert {each.name for each in FETCHED} == {*SYSTEMS, "wordpress"}
