"""A crawl through the environment's proxy, from the command line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from archive.warc.reader import scan
from crawler.demo import Outlet
from tests.commands import Done, microfiche
from tests.servers.odd import Answer, OddServer
from tests.servers.proxy import RecordingProxy

SECRETS = (b"hunter2", b"cmVhZGVyOmh1bnRlcjI")


def crawl(collection: Path, place: str, *arguments: str) -> Done:
    return microfiche(
        "crawl",
        *arguments,
        "--collection",
        collection,
        "--delay",
        0,
        "--json",
        "-s",
        "HTTPPROXY_ENABLED=1",
        http_proxy=f"http://reader:hunter2@{place}",
        no_proxy="",
    )


def contents(directory: Path) -> bytes:
    """Every byte of a collection, WARCs unpacked."""
    files = [path for path in directory.rglob("*") if path.is_file()]
    return b"".join(
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in files
    )


@pytest.fixture
def proxied(
    outlet: Outlet, recording_proxy: tuple[RecordingProxy, str], tmp_path: Path
) -> tuple[Path, RecordingProxy]:
    """The collection of a crawl, and the proxy it went through."""
    proxy, place = recording_proxy
    done = crawl(tmp_path / "c", place, outlet.base_url, "--max-articles", "2")
    assert done.status == 0, done.err
    assert done.json["articles_new"] == 2
    return tmp_path / "c", proxy


def test_a_crawl_through_a_proxy_is_evidence_that_verify_accepts(
    proxied: tuple[Path, RecordingProxy],
) -> None:
    collection, proxy = proxied
    asked = {each.request.split(b" ")[1].decode() for each in proxy.exchanges}
    kept = {
        record.url
        for path in (collection / "warc").iterdir()
        for record in scan(path)
        if record.rec_type == "request"
    }
    assert asked == kept
    checked = microfiche("verify", "--collection", collection, "--json")
    assert [line for line in checked.lines if line["severity"] == "error"] == []
    assert checked.status == 0


def test_no_file_of_a_collection_knows_the_proxys_password(
    proxied: tuple[Path, RecordingProxy],
) -> None:
    collection, proxy = proxied
    assert all(b"Proxy-Authorization" in each.request for each in proxy.exchanges)
    assert not any(secret in contents(collection) for secret in SECRETS)


def test_a_proxy_is_not_asked_for_the_private_place_that_a_public_page_leads_to(
    recording_proxy: tuple[RecordingProxy, str], tmp_path: Path
) -> None:
    proxy, place = recording_proxy
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://intranet/secret\r\nContent-Length: 0\r\n\r\n"
    server = OddServer(answers={"/": Answer((moved,))})
    server.start()
    proxy.ports["news.example.com"] = int(server.url("").rpartition(":")[2])
    done = crawl(tmp_path / "c", place, "http://news.example.com/")
    server.stop()
    asked = {each.request.split(b" ")[1] for each in proxy.exchanges}
    assert asked == {b"http://news.example.com/robots.txt", b"http://news.example.com/"}
    [failed] = [*done.json["failed"], *done.json["skipped"]]
    assert "intranet:80 is a private name that was not named as a target" in failed["reason"]
