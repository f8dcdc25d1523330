"""Comments that a page would load are fetched, recorded, and read again from the WARC.

By one provider for all: what is said here is true of each, because they share all but their shapes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from archive.collection import Collection
from archive.records import CommentThread
from archive.warc.reader import scan
from crawler.demo.http1 import Answer, Request
from crawler.importing import import_file
from crawler.rereading import rereader
from tests.commands import within
from tests.crawler.comments.visited import Visited, open_site
from tests.servers.site import answer, moved, robots, story
from tests.servers.threads import ThreadSite, WordPressSite, as_json


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visited]:
    """Nine articles, each with a thread of its own, visited before and after changes."""
    with ExitStack() as stack:
        site, strict, inner = (stack.enter_context(ThreadSite()) for _ in range(3))
        strict.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /robots/wp-json/\n")
        known = Visited(tmp_path_factory.mktemp("threads") / "c", open_site(site))
        counts = {"long": 205, "few": 3, "failing": 3, "bounded": 350, "cut": 120, "same": 1}
        counts |= {"login": 3, "broken": 3, "shown": 4, "steady": 2, "moved": 2}
        threads = {
            n: WordPressSite(site, count, root=f"/{n}/wp-json/") for n, count in counts.items()
        }
        threads["robots"] = WordPressSite(strict, 3, root="/robots/wp-json/")
        threads["inner"] = WordPressSite(inner, 3, root="/inner/wp-json/")
        for name, thread in threads.items():
            known.publish(name, thread.head, thread.body)
        known.also.append(strict.url("/strict"))
        strict.pages["/strict"] = story("News of another site")
        page = story("News of same", head=threads["same"].head, body=threads["same"].body)
        tag = (("ETag", '"1"'),)
        site.pages["/same"] = lambda request: (
            answer(status=304, headers=tag)
            if request.header("If-None-Match")
            else answer(page.body, headers=tag)
        )
        _tagged(site, "/steady/wp-json/wp/v2/comments")
        _moved(site, "/moved/wp-json/wp/v2/comments")
        threads["long"].comments[203] = WordPressSite.comment(204, parent=3, text="I answer.")
        threads["cut"].fails["2"] = answer(b"", status=500)
        threads["login"].fails["1"] = as_json({"code": "rest_cannot_read"}, status=401)
        threads["broken"].fails["1"] = answer(b'[{"id": 1, "content": ', kind="application/json")
        known.publish("shown", threads["shown"].head, printed(3, declared=3))
        known.crawl("--max-comments", 220)
        known.publish("shown", threads["shown"].head, printed(1, declared=4))
        del threads["few"].comments[1]
        threads["few"].comments.append(WordPressSite.comment(4))
        threads["failing"].fails["1"] = answer(b"", status=500)
        threads["same"].comments.append(WordPressSite.comment(2))
        threads["cut"].fails.clear()
        del threads["cut"].comments[49]
        del threads["long"].comments[5]
        late = WordPressSite.comment(900, parent=7, text="Late.", date="2099-01-01T00:00:00")
        threads["long"].comments.append(late)
        known.crawl()
        known.inner = inner  # type: ignore[attr-defined]
        yield known


def _tagged(site: ThreadSite, path: str) -> None:
    """Let the answers of a path have a tag, and be 304 to who has them."""
    plain = site.pages[path]
    assert callable(plain)
    tag = (("ETag", '"t"'),)

    def reply(request: Request) -> Answer:
        if request.header("If-None-Match"):
            return answer(status=304, headers=tag)
        found = plain(request)
        return replace(found, headers=(*found.headers, *tag))

    site.pages[path] = reply


def _moved(site: ThreadSite, path: str) -> None:
    """Let a path lead to another of the site."""
    site.pages[f"{path}/there"] = site.pages[path]
    site.pages[path] = lambda request: moved(
        f"{path}/there?{request.target.partition('?')[2]}", headers=()
    )


def printed(count: int, declared: int) -> str:
    """The first comments of a thread in the page itself, as WordPress prints them."""
    items = "".join(
        f"<li class=comment id=comment-{n}><cite class=fn>Reader {n}</cite><p>Word no. {n}.</p></li>"
        for n in range(1, count + 1)
    )
    listed = f"<ol class=comment-list>{items}</ol>"
    return f"</p><div id=comments><h3>{declared} comments</h3>{listed}</div><p>"


def summed(thread: CommentThread) -> tuple[str, int, bool]:
    return thread.stop_reason, thread.captured_count, thread.complete


def test_a_thread_of_several_pages_is_fetched_whole(visited: Visited) -> None:
    expected = CommentThread(
        provider="wordpress",
        declared_count=205,
        captured_count=205,
        complete=True,
        stop_reason="end",
    )
    assert expected == visited.thread("long", 0)


def test_who_answers_whom_is_kept(visited: Visited) -> None:
    found = {each.comment_id: each for each in visited.comments("long", 0)}
    reply, answered = found["comment-204"], found["comment-3"]
    assert ("comment-3", "comment-3", 1) == (reply.parent_id, reply.root_id, reply.depth)
    assert answered.position + 1 == reply.position


def test_a_time_is_utc_and_stands_beside_what_was_given(visited: Visited) -> None:
    found = visited.comments("few", 0)[0]
    assert ("2026-11-20T00:01:00Z", "2026-11-20T00:01:00") == (
        found.date_created,
        found.date_created_raw,
    )
    assert found.author is not None
    assert "Reader 1" == found.author.name


def test_every_answer_says_which_page_it_was_fetched_for(visited: Visited) -> None:
    page = visited.observations("long")[0].capture
    assert page is not None
    said = [
        record.field("Comments-Part")
        for warc in sorted((visited.path / "warc").glob("*.warc.gz"))
        for record in scan(warc)
        if record.field("Comments-Of") == page.warc_record_id
    ]
    assert said == [f"wordpress comments page={number}" for number in (1, 2, 3)]


def test_a_comments_source_is_the_record_that_holds_it(visited: Visited) -> None:
    source = visited.comments("few", 0)[0].provenance["/text"]
    record_id, _, place = source.locator.partition(" ")
    with Collection.open(visited.path) as collection:
        [row] = collection.index.captures("WHERE record_id = ?", (record_id,))
    assert ("api", "$[?(@.id==1)].content.rendered") == (source.source, place)
    assert "wordpress comments page=1" == row.part


def test_what_is_recorded_is_read_again_from_the_warc_alone(visited: Visited) -> None:
    shutil.rmtree(visited.path / "index")
    assert 0 == within("rebuild", "--collection", visited.path).status
    assert 0 == within("reextract", "--collection", visited.path).status
    for name in ("long", "cut", "bounded", "robots"):
        capture = visited.observations(name)[0].capture
        assert capture is not None
        with Collection.open(visited.path) as collection:
            again = rereader(collection)(capture)
        assert again is not None
        assert again.article is not None
        assert visited.thread(name, 0) == again.article.comment_thread
        assert [(c.comment_id, c.text, c.position) for c in visited.comments(name, 0)] == [
            (c.comment_id, c.text, c.position) for c in again.comments
        ]


def test_imported_warcs_give_the_same_comments(visited: Visited) -> None:
    other = visited.path.parent / "other"
    with Collection.create_or_open(other) as collection:
        for warc in sorted((visited.path / "warc").glob("*.warc.gz")):
            import_file(collection, warc)
    for name in visited.urls:
        for visit in (0, 1):
            assert visited.thread(name, visit) == visited.thread(name, visit, other), name
            assert [(c.comment_id, c.text, c.state) for c in visited.comments(name, visit)] == [
                (c.comment_id, c.text, c.state) for c in visited.comments(name, visit, other)
            ]


def test_the_archive_is_sound(visited: Visited) -> None:
    done = within("verify", "--collection", visited.path)
    assert (0, "") == (done.status, done.err), done.out


def test_what_vanishes_from_a_whole_thread_is_no_longer_shown(visited: Visited) -> None:
    assert visited.states("few") == {
        "Word number 1.": "visible",
        "Word number 2.": "no_longer_shown",
        "Word number 3.": "visible",
        "Word number 4.": "visible",
    }


def test_what_is_not_seen_because_the_programs_fail_has_not_vanished(visited: Visited) -> None:
    assert ("error", 0, False) == summed(visited.thread("failing"))
    assert {"visible"} == set(visited.states("failing").values())
    reasons = [why for url, why in visited.skipped(1).items() if "/failing/" in url]
    assert [f"comments of {visited.urls['failing']}: answered 500"] == reasons


def test_comments_of_a_page_that_is_not_modified_are_fetched_all_the_same(
    visited: Visited,
) -> None:
    visits = visited.observations("same")
    assert ["read", "not_modified"] == [each.outcome for each in visits]
    assert ("comments",) == visits[1].changed
    assert ["Word number 1.", "Word number 2."] == list(visited.states("same"))


def test_a_long_thread_is_asked_only_for_what_is_new_and_nothing_vanishes_by_that(
    visited: Visited,
) -> None:
    seen = visited.thread("long")
    assert ("end", 1, False) == summed(seen)
    assert seen.since is not None
    assert {"visible"} == set(visited.states("long").values())
    [new] = [each for each in visited.comments("long") if each.text == "Late."]
    assert ("comment-7", 1, 205) == (new.parent_id, new.depth, new.position)
    assert 4 == len(visited.site.asked_of("/long/wp-json/"))


def test_a_bound_is_told_as_one(visited: Visited) -> None:
    assert ("limit", 300, False) == summed(visited.thread("bounded", 0))


def test_a_thread_that_was_not_had_whole_is_asked_for_whole_again(visited: Visited) -> None:
    assert ("end", 350, True) == summed(visited.thread("bounded"))
    assert visited.thread("bounded").since is None


def test_comments_that_are_all_in_the_page_are_not_asked_for(visited: Visited) -> None:
    assert ("inline", 3, True) == (
        visited.thread("shown", 0).provider,
        visited.thread("shown", 0).captured_count,
        visited.thread("shown", 0).complete,
    )
    assert 1 == len(visited.site.asked_of("/shown/wp-json/"))


def test_a_comment_is_the_same_in_the_page_and_by_its_programs_and_not_edited_by_that(
    visited: Visited,
) -> None:
    assert "wordpress" == visited.thread("shown").provider
    assert visited.states("shown") == {
        "Word no. 1.": "visible",
        "Word no. 2.": "visible",
        "Word no. 3.": "visible",
        "Word number 4.": "visible",
    }


def test_what_comes_before_a_fault_is_kept(visited: Visited) -> None:
    assert ("error", 100, False) == summed(visited.thread("cut", 0))


def test_what_is_missing_after_a_visit_that_did_not_see_all_has_not_vanished(
    visited: Visited,
) -> None:
    assert ("end", 119, True) == summed(visited.thread("cut"))
    assert (120, {"visible"}) == (
        len(visited.states("cut")),
        set(visited.states("cut").values()),
    )


def test_robots_txt_holds_for_what_a_page_would_load(visited: Visited) -> None:
    assert ("robots", 0, False) == summed(visited.thread("robots"))


def test_what_wants_a_login_is_told_as_that(visited: Visited) -> None:
    assert ("auth", 0, False) == summed(visited.thread("login"))


def test_what_is_no_list_of_comments_costs_nothing_but_them(visited: Visited) -> None:
    assert ("error", 0, False) == summed(visited.thread("broken"))
    assert "read" == visited.observations("broken")[0].outcome


def test_a_page_never_leads_its_crawl_to_another_port_of_this_machine(visited: Visited) -> None:
    assert ("error", 0, False) == summed(visited.thread("inner"))
    assert [] == visited.inner.paths()  # type: ignore[attr-defined]


def test_an_answer_that_is_not_modified_is_the_one_before(visited: Visited) -> None:
    assert [200, 304] == [
        each.status for each in visited.site.asked if "/steady/wp-json/" in each.path
    ]
    for visit in (0, 1):
        assert ("end", 2, True) == summed(visited.thread("steady", visit))
    assert {"visible"} == set(visited.states("steady").values())


def test_an_answer_that_has_moved_within_its_site_is_followed(visited: Visited) -> None:
    assert ("end", 2, True) == summed(visited.thread("moved"))


def test_no_comments_asks_for_none(tmp_path_factory: pytest.TempPathFactory) -> None:
    with ThreadSite() as site:
        known = Visited(tmp_path_factory.mktemp("none") / "c", open_site(site))
        thread = WordPressSite(site, 3)
        known.publish("quiet", thread.head, thread.body)
        known.crawl("--no-comments")
        assert [] == site.asked_of("/wp-json/")
        assert ("unsupported", 0, False) == summed(known.thread("quiet"))


def test_what_is_only_archived_is_read_later_with_its_comments(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with ThreadSite() as site:
        known = Visited(tmp_path_factory.mktemp("later") / "c", open_site(site))
        thread = WordPressSite(site, 101)
        known.publish("later", thread.head, thread.body)
        known.crawl("--archive-only", "--comments")
    assert 0 == within("reextract", "--collection", known.path).status
    assert ("end", 101, True) == summed(known.thread("later"))
    assert 101 == len(known.comments("later"))
