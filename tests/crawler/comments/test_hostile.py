"""What a page or an API says of its comments costs comments at most: no article, and no crawl."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from archive.warc.exchange import Exchange
from crawler.comments import BY_NAME, ThreadRef, detect
from crawler.extraction.document import parse
from crawler.extraction.page import page_of
from tests.crawler.comments.visited import Visited, open_site
from tests.servers.threads import ThreadSite, WordPressSite, as_json

NO_HOST = "http://[x"
EMBEDS = {
    "remark42": f"<div id=remark42></div><script>var remark_config={{host:'{NO_HOST}',site_id:'a'}}"
    "</script>",
    "coral": "<div id=coral_thread></div><script>Coral.createStreamEmbed("
    f"{{rootURL:'{NO_HOST}',storyID:'a'}})</script>",
    "wordpress": f"<link rel='https://api.w.org/' href='{NO_HOST}/wp-json/'><div id=respond></div>"
    "<link rel=shortlink href='/?p=71'>",
}


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visited]:
    """Articles of which each has one thing that is not as it should be."""
    with ExitStack() as stack:
        site = stack.enter_context(ThreadSite())
        known = Visited(tmp_path_factory.mktemp("hostile") / "c", open_site(site))
        names = ("link", "halves", "pages", "broken", "inwards")
        threads = {name: WordPressSite(site, 3, root=f"/{name}/wp-json/") for name in names}
        threads["link"].comments[1]["author_url"] = NO_HOST
        threads["halves"].comments[1]["content"] = {"rendered": "<p>Half \ud800 a pair.</p>"}
        threads["halves"].comments[2]["author_name"] = "Ann\udc00"
        endless = (("X-WP-TotalPages", "999999999"), ("X-WP-Total", "3"))
        for page in ("1", "2"):
            shown = threads["pages"].comments if page == "1" else []
            threads["pages"].fails[page] = as_json(shown, headers=endless)
        threads["broken"].fails["1"] = as_json({"of": "another shape"})
        inwards = (("Location", "http://127.0.0.2:9/"),)
        threads["inwards"].fails["1"] = as_json({}, status=302, headers=inwards)
        for name, thread in threads.items():
            known.publish(name, thread.head, thread.body)
        for name, markup in EMBEDS.items():
            known.publish(name, "", f"</p>{markup}<p>")
        known.crawl()
        yield known


@pytest.mark.parametrize("name", ["link", "halves", "pages", *EMBEDS])
def test_the_article_is_read_whatever_is_said_of_its_comments(visited: Visited, name: str) -> None:
    assert ["read"] == [each.outcome for each in visited.observations(name)]
    assert [] == visited.told[0]["failed"]


def test_an_author_whose_link_is_no_url_has_none(visited: Visited) -> None:
    assert ["Reader 1", "Reader 2", "Reader 3"] == [
        each.author.name for each in visited.comments("link") if each.author
    ]
    assert {None} == {each.author.url for each in visited.comments("link") if each.author}


def test_half_a_surrogate_pair_is_replaced(visited: Visited) -> None:
    found = visited.comments("halves")
    assert "Half \ufffd a pair." == found[1].text
    assert found[2].author is not None
    assert "Ann\ufffd" == found[2].author.name


def test_pages_are_asked_for_one_after_another_however_many_are_named(visited: Visited) -> None:
    assert 2 == len(visited.site.asked_of("/pages/wp-json/"))
    assert 3 == visited.thread("pages").captured_count


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("broken", "answered 200, and no comments that can be read (error)"),
        ("inwards", "redirected to http://127.0.0.2:9/: "),
    ],
)
def test_the_summary_says_why_an_answer_gave_none(visited: Visited, name: str, reason: str) -> None:
    found = [why for url, why in visited.skipped(0).items() if f"/{name}/" in url]
    assert [f"comments of {visited.urls[name]}: {reason}"] == [
        each[: len(f"comments of {visited.urls[name]}: {reason}")] for each in found
    ]


def test_a_billion_pages_name_one_next_request() -> None:
    ref = ThreadRef(provider="wordpress", thread="7", base="https://courier.example/wp/v2")
    provider = BY_NAME["wordpress"]
    [first] = provider.first_requests(ref)
    told = Exchange(
        request_url=first.url,
        url=first.url,
        fetched_at=None,
        status=200,
        headers=(("X-WP-TotalPages", "999999999"),),
        body=b'[{"id": 1}]',
    )
    [following] = provider.parse(first, told, ref).following
    assert "comments page=2" == following.part


@pytest.mark.parametrize("name", list(EMBEDS))
def test_a_place_that_is_no_url_is_not_asked(name: str) -> None:
    html = f"<html><body><h1>Bridge</h1><p>Closed.</p>{EMBEDS[name]}</body></html>"
    found = detect(page_of(parse(html.encode(), "https://paper.example/bridge")))
    assert [] == (list(BY_NAME[name].first_requests(found)) if found else [])
