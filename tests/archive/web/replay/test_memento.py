"""Memento, RFC 7089, as a client sees it."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.archive.web.shelf import SITE, STORY

AT = "20260301090000"
_LINK = re.compile(r'<([^>]*)>((?:\s*;\s*\w+="[^"]*")*)')


def _links(value: str) -> dict[str, dict[str, str]]:
    """Relation to the link's parameters, its address as `href`."""
    found = {}
    for href, parameters in _LINK.findall(value):
        pairs = dict(re.findall(r'(\w+)="([^"]*)"', parameters))
        for relation in pairs["rel"].split():
            if relation != "memento":
                found[relation] = {"href": href, **pairs}
    return found


def test_a_memento_says_when_it_was(replay: httpx.Client) -> None:
    answer = replay.get(f"/replay/{AT}/{STORY}")
    assert "Sun, 01 Mar 2026 09:00:00 GMT" == answer.headers["memento-datetime"]


def test_a_memento_links_to_its_original_its_neighbours_and_the_ends(replay: httpx.Client) -> None:
    links = _links(replay.get(f"/replay/20260302153000/{STORY}").headers["link"])
    root = str(replay.base_url).rstrip("/")
    assert {
        "original": STORY,
        "timegate": f"{root}/timegate/{STORY}",
        "timemap": f"{root}/timemap/link/{STORY}",
        "first": f"{root}/replay/{AT}/{STORY}",
        "prev": f"{root}/replay/{AT}/{STORY}",
        "next": f"{root}/replay/20260304081500/{STORY}",
        "last": f"{root}/replay/20260304081500/{STORY}",
    } == {relation: link["href"] for relation, link in links.items()}


def test_a_lone_memento_is_first_and_last(replay: httpx.Client) -> None:
    answer = replay.get(f"/replay/{AT}im_/{SITE}/img/quay.png")
    assert 'rel="first last memento"' in answer.headers["link"]


@pytest.mark.parametrize(
    ("expected", "asked"),
    [
        (AT, "Sun, 01 Mar 2026 10:00:00 GMT"),
        (AT, "Mon, 01 Jan 1990 00:00:00 GMT"),
        ("20260302153000", "Mon, 02 Mar 2026 15:00:00 GMT"),
        ("20260304081500", "Fri, 01 Jan 2100 00:00:00 GMT"),
        ("20260304081500", None),
    ],
)
def test_the_timegate_leads_to_the_nearest_memento(
    replay: httpx.Client, expected: str, asked: str | None
) -> None:
    headers = {"Accept-Datetime": asked} if asked else {}
    answer = replay.get(f"/timegate/{STORY}", headers=headers)
    root = str(replay.base_url).rstrip("/")
    assert (302, f"{root}/replay/{expected}/{STORY}") == (
        answer.status_code,
        answer.headers["location"],
    )


def test_the_timegate_varies_and_is_no_memento(replay: httpx.Client) -> None:
    answer = replay.get(f"/timegate/{STORY}")
    assert ("accept-datetime", False) == (
        answer.headers["vary"],
        "memento-datetime" in answer.headers,
    )
    assert {"original", "timemap", "first", "last"} == set(_links(answer.headers["link"]))


def test_the_timegate_refuses_what_is_no_date(replay: httpx.Client) -> None:
    answer = replay.get(f"/timegate/{STORY}", headers={"Accept-Datetime": "yesterday"})
    assert (400, "accept-datetime") == (answer.status_code, answer.headers["vary"])


def test_the_timegate_of_an_unknown_resource_is_not_found(replay: httpx.Client) -> None:
    answer = replay.get(f"/timegate/{SITE}/none")
    assert (404, "accept-datetime") == (answer.status_code, answer.headers["vary"])


def test_the_timemap_lists_every_memento(replay: httpx.Client) -> None:
    answer = replay.get(f"/timemap/link/{STORY}")
    assert "application/link-format" == answer.headers["content-type"]
    assert 3 == len(re.findall(r'rel="[^"]*\bmemento"', answer.text))


def test_the_timemap_says_its_own_span(replay: httpx.Client) -> None:
    links = _links(replay.get(f"/timemap/link/{STORY}").text)
    own = links["self"]
    assert ("Sun, 01 Mar 2026 09:00:00 GMT", "Wed, 04 Mar 2026 08:15:00 GMT") == (
        own["from"],
        own["until"],
    )
    assert {"original", "self", "timegate", "first", "last"} == set(links)


def test_the_cdx_server_lists_a_host(replay: httpx.Client) -> None:
    answer = replay.get("/cdx", params={"url": "ledger.example", "matchType": "host", "limit": 3})
    assert 3 == len(answer.text.splitlines())


def test_the_cdx_server_names_a_parameter_that_it_cannot_use(replay: httpx.Client) -> None:
    answer = replay.get("/cdx", params={"url": "ledger.example", "matchType": "near"})
    assert (400, True) == (answer.status_code, "matchType=near" in answer.text)


def test_the_room_leads_to_the_replay_port(room: httpx.Client, replay: httpx.Client) -> None:
    answer = room.get(f"/replay/{AT}/{STORY}?a=%C3%A4")
    root = str(replay.base_url).rstrip("/")
    assert f"{root}/replay/{AT}/{STORY}?a=%C3%A4" == answer.headers["location"]
