"""Captures of URLs that are not http(s), as imported archives hold them: shown, but led to nowhere.

The replay port knows http and https only; a link to anything else would be to another page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from archive.collection import Collection
from archive.web.pages import image_path, memento_path, raw_path, view_path
from tests.archive.web.conftest import serving
from tests.archive.web.shelf import FIRST, SECOND, SITE, THIRD, Shelf

FTP = "ftp://ledger.example/news/quay.html"
HTTP = f"{SITE}/news/quay.html"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    path = tmp_path_factory.mktemp("ftp") / "ledger"
    with Collection.create_or_open(path) as collection, collection.writer() as writer:
        shelf = Shelf(writer)
        shelf.put(FTP, b"<p>over ftp</p>", FIRST)
        shelf.put(FTP, b"<p>over ftp again</p>", SECOND)
        shelf.put(f"{FTP}?alone", b"<p>over ftp only</p>")
        shelf.put(HTTP, b"<p>over http</p>", THIRD)
    with serving(path) as room, httpx.Client(base_url=room.urls[0]) as client:
        yield client


@pytest.mark.parametrize("path_of", [view_path, memento_path, raw_path, image_path])
@pytest.mark.parametrize("url", [FTP, "urn:x:1", "dns:ledger.example", "file:///quay.html"])
def test_there_is_no_address_for_what_is_not_http(path_of, url: str) -> None:
    assert path_of("20260301090000", url) is None


def test_such_captures_are_listed_without_links(client: httpx.Client) -> None:
    rows = client.get(f"/api/captures/{HTTP}").json()["captures"]
    assert [(FTP, None), (FTP, None), (HTTP, f"/view/20260304081500/{HTTP}")] == [
        (row["url"], row["view"]) for row in rows
    ]


def test_the_page_of_captures_shows_them_all_and_links_to_those_of_http(
    client: httpx.Client,
) -> None:
    text = client.get(f"/captures/{HTTP}").text
    led = {link for link in re.findall(r'href="([^"]*)"', text) if "/view/" in link}
    assert (3, {f"/view/20260304081500/{HTTP}"}, False) == (
        text.count("<summary>record"),
        led,
        "None" in text or 'href="ftp' in text,
    )


def test_a_view_has_only_captures_of_http_beside_it(client: httpx.Client) -> None:
    shown = client.get(f"/api/view/2026/{HTTP}").json()
    assert (HTTP, None, None) == (shown["capture"]["url"], shown["previous"], shown["next"])


def test_what_is_nearby_is_of_http(client: httpx.Client) -> None:
    found = client.get(f"/api/captures/{SITE}/news/other").json()
    assert [HTTP] == found["nearby"]
