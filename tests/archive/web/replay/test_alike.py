"""What is answered where a URL itself was not captured, and what is never taken for a GET's answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from archive.collection import Collection
from archive.collection.withdrawals import withdraw
from archive.warc.exchange import WireExchange
from archive.warc.indexing import rows_of
from tests.archive import warcs
from tests.archive.collection.kept import URL, Kept, day, put, wire
from tests.archive.warcs import Record
from tests.archive.web.conftest import serving

MAILED = f"{URL}?utm_source=mail"
SHARED = f"{URL}?fbclid=abc"
FORM = "https://ledger.example/form"


def asked_by(method: str, body: bytes, at: str) -> WireExchange:
    exchange = wire(FORM, body, at)
    return replace(exchange, request=exchange.request.replace(b"GET", method.encode(), 1))


def fill(path: Path) -> None:
    kept = Kept(path)
    put(kept.writer, wire(MAILED, b"<h1>Mailed</h1>", day(1)))
    put(kept.writer, wire(SHARED, b"<h1>Shared</h1>", day(3)))
    put(kept.writer, wire(f"{URL}/amp", b"<h1>Fast</h1>", day(3)))
    put(kept.writer, wire(f"{URL}?id=2", b"<h1>Another</h1>", day(3)))
    put(kept.writer, wire(FORM, b"<h1>Fill in</h1>", day(1)))
    put(kept.writer, asked_by("POST", b"<h1>Sent</h1>", day(2)))
    put(kept.writer, asked_by("OPTIONS", b"<h1>Options</h1>", day(3)))
    kept.close()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("alike") / "collection"
    fill(made)
    return made


@pytest.fixture(scope="module")
def ports(path: Path) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    with (
        serving(path) as room,
        httpx.Client(base_url=room.urls[0]) as one,
        httpx.Client(base_url=room.urls[1]) as two,
    ):
        yield one, two


@pytest.mark.parametrize(
    ("asked", "at", "found"),
    [
        (f"/replay/20260301090000/{URL}", "20260301090000", MAILED),
        (f"/replay/20260305id_/{URL}", "20260303090000id_", SHARED),
        (f"/replay/20260305/{URL}?gclid=1", "20260303090000", SHARED),
        (f"/timegate/{URL}", "20260303090000", SHARED),
    ],
)
def test_what_was_captured_under_another_address_is_told_as_that(
    ports: tuple[httpx.Client, httpx.Client], asked: str, at: str, found: str
) -> None:
    answer = ports[1].get(asked)
    assert (302, True) == (
        answer.status_code,
        answer.headers["location"].endswith(f"/replay/{at}/{found}"),
    )
    assert f'<{found}>; rel="alternate"' in answer.headers["link"]
    assert "memento-datetime" not in answer.headers
    assert "was not captured" in answer.text
    assert found in answer.text


def test_a_timemap_leads_to_that_of_the_other_address(
    ports: tuple[httpx.Client, httpx.Client],
) -> None:
    answer = ports[1].get(f"/timemap/link/{URL}", follow_redirects=True)
    assert (200, 1) == (answer.status_code, len(answer.history))
    assert f'<{SHARED}>; rel="original"' in answer.text


@pytest.mark.parametrize("url", [f"{URL}?id=3", f"{URL}-two", "https://ledger.example/"])
def test_another_article_does_not_stand_for_it(
    ports: tuple[httpx.Client, httpx.Client], url: str
) -> None:
    statuses = [ports[1].get(f"{way}{url}").status_code for way in ("/replay/2026/", "/timegate/")]
    assert [404, 404] == statuses
    assert 404 == ports[0].get(f"/api/captures/{url}").status_code


def test_a_picture_is_not_looked_for_elsewhere(ports: tuple[httpx.Client, httpx.Client]) -> None:
    assert 404 == ports[1].get(f"/replay/20260301090000im_/{URL}").status_code


def test_the_room_lists_the_other_addresses_as_such(
    ports: tuple[httpx.Client, httpx.Client],
) -> None:
    told = ports[0].get(f"/api/captures/{URL}").json()
    assert ([], [MAILED, SHARED]) == (
        told["captures"],
        [one["url"] for one in told["same_article"]],
    )
    page = ports[0].get(f"/captures/{URL}").text
    assert "Not captured under this address" in page
    assert SHARED in page
    assert SHARED in ports[0].get(f"/api/view/20260301090000/{URL}").json()["error"]


def test_what_is_withdrawn_is_found_under_no_address(tmp_path: Path) -> None:
    fill(tmp_path / "c")
    with Collection.create_or_open(tmp_path / "c") as collection:
        withdraw(collection, URL, "asked")
    with serving(tmp_path / "c") as room, httpx.Client(base_url=room.urls[1]) as client:
        found = {
            client.get(f"{way}{URL}").status_code for way in ("/replay/2026id_/", "/timegate/")
        }
    assert {451} == found


@pytest.mark.parametrize("modifier", ["", "id_"])
@pytest.mark.parametrize("stamp", ["20260302090000", "20260303090000"])
def test_what_post_and_options_were_answered_is_not_shown_for_the_page(
    ports: tuple[httpx.Client, httpx.Client], stamp: str, modifier: str
) -> None:
    answer = ports[1].get(f"/replay/{stamp}{modifier}/{FORM}", follow_redirects=True)
    assert (200, "Fill in") == (answer.status_code, answer.text.partition("<h1>")[2][:7])
    lines = ports[1].get(f"/cdx?url={FORM}").text
    assert 1 == len(lines.splitlines())


def test_the_room_says_that_they_are_kept(ports: tuple[httpx.Client, httpx.Client]) -> None:
    told = ports[0].get(f"/api/captures/{FORM}").json()
    assert (1, ["POST", "OPTIONS"]) == (
        len(told["captures"]),
        [one["method"] for one in told["other_methods"]],
    )
    assert {None} == {one["memento"] for one in told["other_methods"]}
    assert "an answer to POST" in ports[0].get(f"/captures/{FORM}").text


def posted(answer: Record, named: bool) -> Record:
    names = (("WARC-Concurrent-To", answer.header("WARC-Record-ID") or ""),) if named else ()
    return Record(
        (
            ("WARC-Type", "request"),
            ("WARC-Record-ID", warcs.record_id(f"post {named}")),
            ("WARC-Date", warcs.DATE),
            ("WARC-Target-URI", answer.header("WARC-Target-URI") or ""),
            ("Content-Type", "application/http; msgtype=request"),
            *names,
        ),
        b"POST /form HTTP/1.1\r\nHost: www.example.com\r\n\r\n",
    )


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("is_before", [True, False])
def test_the_method_is_found_in_files_of_other_programs(
    tmp_path: Path, named: bool, is_before: bool
) -> None:
    answer, other = warcs.response(FORM), warcs.response("https://ledger.example/other")
    request = posted(answer, named)
    records = [other, request, answer, other] if is_before else [other, answer, request, other]
    path = tmp_path / "x.warc.gz"
    path.write_bytes(warcs.members([warcs.warcinfo(), *records]))
    assert [None, "POST", None] == [row.method for row in rows_of(path, path.name)]


def test_the_index_says_of_the_method_what_the_files_say(path: Path) -> None:
    with Collection.open(path) as collection:
        known = collection.index.all_captures("ORDER BY filename, offset")
    files = sorted((path / "warc").glob("*.warc.gz"))
    assert known == [row for file in files for row in rows_of(file, file.name)]
