"""A thread is read to its end, and to no more than that, whatever its provider answers."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from archive.warc.exchange import Exchange
from crawler.comments import FETCHED, CommentProvider, ThreadRef, ThreadRequest, Walk
from crawler.comments.disqus import Disqus
from crawler.comments.openweb import OpenWeb
from crawler.comments.remark42 import Remark42
from crawler.comments.trees import in_thread_order
from crawler.comments.walking import MOST_COMMENTS
from crawler.comments.wordpress import WordPress
from tests.servers.providers import SYSTEMS, OpenWebSite
from tests.servers.threads import ThreadSite, WordPressSite

REF = ThreadRef(
    provider="x",
    site="courier.example",
    thread="7",
    base="https://courier.example",
    url="https://courier.example/bridge",
)
Answers = Callable[[ThreadRequest], bytes]


def exchange(body: bytes, status: int = 200) -> Exchange:
    return Exchange(
        request_url="https://api.example/",
        url="https://api.example/",
        fetched_at=None,
        status=status,
        headers=(("X-WP-TotalPages", "3"), ("X-WP-Total", "7")),
        body=body,
    )


def walked(provider: CommentProvider, answers: Answers, status: int = 200) -> Walk:
    """A walk over invented answers; ends because every walk does."""
    walk = Walk(provider, REF)
    for _ in range(500):
        request = walk.next()
        if request is None:
            return walk
        walk.answered(request, exchange(answers(request), status), "<urn:uuid:1>")
    raise AssertionError("it did not end")


def disqus(cursor: dict[str, Any], *names: str) -> bytes:
    posts = [{"id": name, "message": f"Post {name}"} for name in names]
    embedded = {"thread": {"id": "5", "posts": 4}, "posts": posts}
    told = {"code": 0, "cursor": cursor, "response": embedded}
    return f'<script id="disqus-threadData" type="text/json">{json.dumps(told)}</script>'.encode()


def listed(cursor: dict[str, Any], *names: str) -> bytes:
    posts = [{"id": name, "message": f"Post {name}"} for name in names]
    return json.dumps({"code": 0, "cursor": cursor, "response": posts}).encode()


def test_a_cursor_that_leads_in_a_circle_ends_the_thread_as_a_fault() -> None:
    def answers(request: ThreadRequest) -> bytes:
        more = {"hasNext": True, "next": "1:0:0"}
        return disqus(more, "1") if request.part == "embed" else listed(more, "1", "2")

    found = walked(Disqus(), answers).read()
    assert ("error", 2, False) == (
        found.thread.stop_reason,
        found.thread.captured_count,
        found.thread.complete,
    )


def test_without_the_users_key_the_first_page_is_kept_and_the_rest_wants_one() -> None:
    walk = Walk(Disqus(), REF)
    embed = walk.next()
    assert embed is not None
    walk.answered(embed, exchange(disqus({"hasNext": True}, "1", "2")), "<urn:uuid:1>")
    more = walk.next()
    assert more is not None
    assert (("api_key", "api_key"),) == more.needs
    assert "api_key" not in more.url
    walk.unanswered(more, "auth")
    found = walk.read().thread
    assert ("auth", 2, 4, False) == (
        found.stop_reason,
        found.captured_count,
        found.declared_count,
        found.complete,
    )


def test_a_thread_that_ends_short_of_what_is_declared_is_not_complete() -> None:
    found = walked(Disqus(), lambda request: disqus({"hasNext": False}, "1", "2")).read().thread
    assert ("end", False) == (found.stop_reason, found.complete)


def test_answers_that_answer_one_another_are_all_there() -> None:
    comments = [{"id": "a", "pid": "b", "text": "A"}, {"id": "b", "pid": "a", "text": "B"}]
    body = json.dumps({"comments": comments}).encode()
    found = walked(Remark42(), lambda request: body).read().items
    assert [("a", 0), ("b", 1)] == [(each.id, each.depth) for each in found]


def test_a_chain_of_ten_thousand_answers_is_put_in_order() -> None:
    comments = [{"id": str(n), "pid": str(n - 1), "text": "x"} for n in range(1, 10_001)]
    body = json.dumps({"comments": comments}).encode()
    found = walked(Remark42(), lambda request: body).read().items
    assert [9999, 9999] == [found[-1].position, found[-1].depth]


def test_what_answers_a_comment_that_was_not_read_keeps_its_name() -> None:
    body = json.dumps({"comments": [{"id": "b", "pid": "gone", "text": "B"}]}).encode()
    [found] = walked(Remark42(), lambda request: body).read().items
    assert ("gone", None) == (found.answers, found.parent)


def test_a_flood_of_comments_is_cut_and_told() -> None:
    walk = Walk(Remark42(), REF)
    request = walk.next()
    assert request is not None
    comments = [{"id": str(n), "text": "x"} for n in range(1, MOST_COMMENTS + 10)]
    walk.answered(request, exchange(json.dumps({"comments": comments}).encode()), "<urn:uuid:1>")
    found = walk.read().thread
    assert ("limit", MOST_COMMENTS) == (found.stop_reason, found.captured_count)


@pytest.mark.parametrize("provider", FETCHED, ids=lambda each: each.name)
@pytest.mark.parametrize("status", [401, 403, 404, 429, 500])
def test_a_refusal_gives_a_reason_and_no_comments(provider: CommentProvider, status: int) -> None:
    found = walked(provider, lambda request: b"[]", status).read()
    reason = "auth" if status in (401, 403) else "error"
    assert (reason, ()) == (found.thread.stop_reason, found.items)


ODD = (
    b"",
    b"null",
    b"[]",
    b"{}",
    b"[[[[",
    b'{"comments": {"edges": 1}}',
    b"[1, null, {}]",
    b'{"code": 0, "response": 7}',
    b'{"data": {"story": []}}',
    b'{"conversation": {"comments": [{"id": {"a": 1}, "content": [1], "replies": {}}], "users": []}}',
    b'{"contents": [{"content_uuid": ["x"]}], "more_available": true}',
    b'{"comments": [{"id": true}, {"id": -1, "text": {}}, {"id": "\\u0000"}]}',
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"a":' * 100_000,
)


@pytest.mark.parametrize("provider", FETCHED, ids=lambda each: each.name)
def test_nothing_raises_whatever_the_answer_holds(provider: CommentProvider) -> None:
    for body in ODD:
        walked(provider, lambda request, body=body: body).read()  # type: ignore[misc]


@pytest.mark.parametrize("provider", FETCHED, ids=lambda each: each.name)
def test_a_page_that_says_nothing_of_its_thread_gives_no_request(provider: CommentProvider) -> None:
    walk = Walk(provider, ThreadRef(provider=provider.name))
    assert (None, "unsupported") == (walk.next(), walk.read().thread.stop_reason)


def mutations(body: bytes, seed: int) -> list[bytes]:
    """The body cut, doubled, with values of other kinds."""
    chance = random.Random(seed)
    found = [body[: chance.randrange(len(body) or 1)], body + body]
    for old in (b"true", b"false", b'"', b":", b"{", b"[", b"1", b"null"):
        new = chance.choice((b"null", b"[]", b"{}", b"-1", b'"x"', b"1e999", b""))
        found.append(body.replace(old, new, chance.randrange(1, 4)))
    return found


def test_nothing_raises_over_a_true_answer_that_was_bent() -> None:
    """The answers of the imitations, each changed in many ways, given to every provider."""
    with ThreadSite() as site:
        bodies = _bodies(site)
    for number, body in enumerate(bodies):
        for bent in mutations(body, number):
            for provider in FETCHED:
                walked(provider, lambda request, bent=bent: bent).read()  # type: ignore[misc]


def _bodies(site: ThreadSite) -> list[bytes]:
    systems = {name: system(site) for name, system in SYSTEMS.items()}
    told: list[Any] = [WordPressSite.comment(n) for n in range(1, 4)]
    told += [{"contents": [systems["viafoura"].comment(2, replies=2)], "more_available": True}]  # type: ignore[attr-defined]
    told += [{"data": {"story": {"comments": {"edges": [systems["coral"].edge("k1")]}}}}]  # type: ignore[attr-defined]
    told += [
        {"conversation": {"comments": [systems["openweb"].comment("c", "x")], "has_next": True}}
    ]  # type: ignore[attr-defined]
    return [*(json.dumps(each).encode() for each in told), disqus({"hasNext": True}, "1", "2")]


def test_an_empty_thread_is_empty() -> None:
    assert () == in_thread_order([], {})


Told = tuple[tuple[str, str], ...]


def paged(*answers: tuple[list[int], Told]) -> Walk:
    """A walk over the pages of a WordPress: the ids of each, and its headers."""
    walk = Walk(WordPress(), REF)
    for ids, headers in answers:
        request = walk.next()
        assert request is not None
        body = json.dumps([WordPressSite.comment(n) for n in ids]).encode()
        walk.answered(request, replace(exchange(body), headers=headers), "<urn:uuid:1>")
    return walk


def totals(count: int, pages: int) -> Told:
    return ("X-WP-Total", str(count)), ("X-WP-TotalPages", str(pages))


def test_a_thread_whose_count_changes_while_it_is_paged_is_not_complete() -> None:
    """The 101st became the 100th when one was deleted, and stands in no page that was read."""
    first, second = list(range(1, 101)), list(range(102, 151))
    walk = paged((first, totals(150, 2)), (second, totals(149, 2)))
    found = walk.read().thread
    assert ("end", 149, 149, False) == (
        found.stop_reason,
        found.captured_count,
        found.declared_count,
        found.complete,
    )
    steady = paged((first, totals(149, 2)), (second, totals(149, 2)))
    assert steady.read().thread.complete


def test_without_a_count_a_full_page_is_not_the_end_and_no_thread_is_complete() -> None:
    walk = paged((list(range(1, 101)), ()), (list(range(101, 106)), ()))
    assert walk.next() is None
    found = walk.read().thread
    assert (105, None, False) == (found.captured_count, found.declared_count, found.complete)


def test_an_empty_list_without_a_count_is_no_empty_thread() -> None:
    assert not paged(([], ())).read().thread.complete
    assert paged(([], totals(0, 0))).read().thread.complete


def test_the_one_answer_of_a_whole_thread_needs_no_count() -> None:
    body = json.dumps({"comments": [{"id": "a", "text": "A"}]}).encode()
    assert walked(Remark42(), lambda request: body).read().thread.complete


def test_a_comment_whose_id_cannot_be_one_is_missed() -> None:
    comments = [{"id": "a", "text": "A"}, {"id": "b" * 301, "text": "B"}]
    body = json.dumps({"comments": comments}).encode()
    found = walked(Remark42(), lambda request: body).read().thread
    assert (1, False) == (found.captured_count, found.complete)


def test_a_thread_with_a_long_name_is_asked_for_by_it_to_the_end() -> None:
    name = "thread/" + "ü" * 60
    walk = Walk(Disqus(), REF)
    embed = walk.next()
    assert embed is not None
    told = disqus({"hasNext": True}, "1").replace(b'"id": "5"', f'"id": "{name}"'.encode())
    walk.answered(embed, exchange(told), "<urn:uuid:1>")
    for cursor in ("1:0:0", "2:0:0"):
        request = walk.next()
        assert request is not None
        assert [name] == parse_qs(urlsplit(request.url).query)["thread"]
        more = listed({"hasNext": True, "next": cursor}, cursor)
        walk.answered(request, exchange(more), "<urn:uuid:1>")


def test_a_comment_without_words_is_deleted_only_where_its_system_says_so() -> None:
    ref = replace(REF, provider="openweb")
    comments = [{"id": "gif", "content": [{"type": "gif"}]}, {"id": "gone", "deleted": True}]
    told = {"conversation": {"messages_count": 2, "comments": comments}}
    walk = Walk(OpenWeb(), ref)
    request = walk.next()
    assert request is not None
    walk.answered(request, exchange(json.dumps(told).encode()), "<urn:uuid:1>")
    assert [("gif", False), ("gone", True)] == [(c.id, c.deleted) for c in walk.read().items]


def test_a_conversation_of_which_answers_were_left_out_is_told_as_that() -> None:
    whole = OpenWebSite.comment("c1", "First", (OpenWebSite.comment("c2", "An answer"),))
    cut = {**whole, "replies_count": 2}
    stops = []
    for comment in (whole, cut):
        told = {"conversation": {"messages_count": 2, "comments": [comment]}}
        walk = Walk(OpenWeb(), replace(REF, provider="openweb"))
        request = walk.next()
        assert request is not None
        walk.answered(request, exchange(json.dumps(told).encode()), "<urn:uuid:1>")
        stops.append((walk.read().thread.stop_reason, walk.read().thread.complete))
    assert [("end", True), ("unsupported", False)] == stops
