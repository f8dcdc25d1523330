"""The contract with Scrapy's and Twisted's private names: every block equals what the server logged.

When a release of Scrapy moves a name, `test_every_private_name_is_still_there` says which.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import socket
import ssl
import subprocess
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from archive.verify import verify_warc
from archive.warc.http import entity_chunks, read_head
from archive.warc.reader import scan
from tests.crawler.wire_records import blocks, check_exact, logged, pairs, records
from tests.servers.odd import ANSWERS, PAGE, Answer, OddServer, large_answer
from tests.servers.proxy import RecordingProxy


def private_names(*taken_away: str) -> list[str]:
    """What is said to have moved, in a process of its own, of which names may be taken away."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.crawler.private_names", *taken_away],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1] if done.stdout.strip() else []


def test_every_private_name_is_still_there() -> None:
    assert private_names() == [], "crawler/wire/ leans on these names, which have moved"


def test_a_private_name_that_moves_is_named() -> None:
    taken = [
        "scrapy.core.downloader.handlers.http11 _ScrapyAgent",
        "scrapy.core.downloader.handlers.http11:_LenientHTTP11ClientProtocol dataReceived",
        "scrapy.core.downloader.handlers.http11:HTTP11DownloadHandler() _contextFactory",
        "scrapy.core.downloader.handlers.http11:_ResponseReader() _bodybuf",
        "twisted.web.client:_RetryingHTTP11ClientProtocol() _newConnection",
        "scrapy.core.downloader:Downloader() slots",
        "scrapy.core.downloader:Downloader _start_slot_gc",
        "scrapy.resolver dnscache",
    ]
    assert private_names(*taken) == taken


def crawl(directory: Path, plan: dict[str, Any], **environment: str) -> list[dict[str, Any]]:
    """What the crawl of a plan printed, a dict a request."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.crawler.wire_crawl", str(directory)],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def results(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What became of the requests, without the memory."""
    return [each for each in told if "url" in each]


def memory(told: list[dict[str, Any]]) -> int:
    """KiB that the process took beyond what it had before its first request."""
    return next(each["peak"] - each["idle"] for each in told if "idle" in each)


def plan_for(server: OddServer) -> dict[str, Any]:
    requests: list[dict[str, Any]] = [{"url": server.url(path)} for path in ANSWERS]
    requests.append({"url": server.url("/echo"), "method": "POST", "body": "a=1&b=%FF"})
    requests.append({"url": server.url("/plain"), "method": "HEAD"})
    return {"requests": requests, "settings": {"DOWNLOAD_TIMEOUT": 10}}


def test_every_block_over_http_equals_what_the_server_logged(
    odd_server: OddServer, tmp_path: Path
) -> None:
    crawl(tmp_path, plan_for(odd_server))
    check_exact(odd_server, tmp_path)
    assert len(odd_server.exchanges) > len(ANSWERS)


def test_every_block_over_https_equals_what_the_server_logged(
    odd_server_tls: OddServer, tmp_path: Path
) -> None:
    crawl(tmp_path, plan_for(odd_server_tls))
    check_exact(odd_server_tls, tmp_path)
    assert len(odd_server_tls.exchanges) > len(ANSWERS)


AT_ONCE = {"CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 64}


def plan_at_once(server: OddServer) -> dict[str, Any]:
    """Six hundred requests, 64 at a time; odd answers in between."""
    odd = [path for path in ANSWERS if path not in ("/dropped", "/reset", "/stale")]
    urls = [server.url(f"/numbered?n={n}") for n in range(600)]
    for at, path in enumerate(odd):
        urls.insert(at * 13, server.url(f"{path}?at={at}"))
    return {"requests": [{"url": url} for url in urls], "settings": AT_ONCE}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_of_64_requests_at_a_time_every_answer_is_kept_with_its_own_request(
    request: pytest.FixtureRequest, scheme: str, tmp_path: Path
) -> None:
    server = request.getfixturevalue("odd_server_tls" if scheme == "https" else "odd_server")
    server.gather = 64
    crawl(tmp_path, plan_at_once(server))
    check_exact(server, tmp_path)
    used = Counter(each.connection for each in server.exchanges)
    assert len(used) >= 64
    assert max(used.values()) > 1, "no connection was used twice"


def test_what_goes_through_a_proxy_is_kept_as_it_went_to_the_proxy(
    odd_server: OddServer, recording_proxy: tuple[RecordingProxy, str], tmp_path: Path
) -> None:
    proxy, place = recording_proxy
    crawl(tmp_path, plan_for(odd_server), http_proxy=f"http://{place}", no_proxy="")
    answered = [(each.request, each.response) for each in proxy.exchanges if each.response]
    assert Counter(answered) == Counter(pairs(tmp_path))
    assert all(request.split(b" ")[1].startswith(b"http://") for request, _ in answered)
    assert len(answered) > 40


def test_what_goes_through_a_tunnel_is_kept_as_it_went_to_the_origin(
    odd_server_tls: OddServer, recording_proxy: tuple[RecordingProxy, str], tmp_path: Path
) -> None:
    proxy, place = recording_proxy
    crawl(tmp_path, plan_for(odd_server_tls), https_proxy=f"http://{place}", no_proxy="")
    check_exact(odd_server_tls, tmp_path)
    assert proxy.connects
    assert not any(b"CONNECT" in block for block in blocks(tmp_path, "request"))


def test_a_proxy_is_told_and_its_address_is_not_given_for_the_origins(
    odd_server: OddServer, recording_proxy: tuple[RecordingProxy, str], tmp_path: Path
) -> None:
    _, place = recording_proxy
    plan = {"requests": [{"url": odd_server.url("/plain")}]}
    crawl(tmp_path, plan, http_proxy=f"http://{place}", no_proxy="")
    found = list(records(tmp_path))
    assert [record.field("WARC-IP-Address") for record, _ in found] == [None] * 4
    assert [f"proxy: http://{place}".encode() in block for _, block in found][-1]


def test_the_password_of_a_proxy_is_kept_nowhere(
    odd_server: OddServer, recording_proxy: tuple[RecordingProxy, str], tmp_path: Path
) -> None:
    proxy, place = recording_proxy
    body = "proxy-authorization: stays\r\n"
    posted = {"url": odd_server.url("/echo"), "method": "POST", "body": body}
    plan = {"requests": [{"url": odd_server.url("/plain")}, posted]}
    crawl(tmp_path, plan, http_proxy=f"http://reader:hunter2@{place}", no_proxy="")
    line = b"Proxy-Authorization: Basic cmVhZGVyOmh1bnRlcjI=\r\n"
    sent = [each.request for each in proxy.exchanges]
    assert all(line in each for each in sent)
    assert Counter(each.replace(line, b"") for each in sent) == Counter(blocks(tmp_path, "request"))
    everything = b"".join(repr((record, block)).encode() for record, block in records(tmp_path))
    assert not any(secret in everything for secret in (b"hunter2", b"cmVhZGVy"))


def test_a_tunnel_that_the_proxy_refuses_is_told_by_the_proxys_answer(
    odd_server_tls: OddServer, recording_proxy: tuple[RecordingProxy, str], tmp_path: Path
) -> None:
    proxy, place = recording_proxy
    proxy.refuses = True
    plan = {"requests": [{"url": odd_server_tls.url("/plain")}]}
    crawl(tmp_path, plan, https_proxy=f"http://a:b@{place}", no_proxy="")
    kinds = {record.rec_type for record, _ in records(tmp_path)}
    assert kinds == {"warcinfo", "metadata"}
    assert all(b"403" in block for block in blocks(tmp_path, "metadata"))


def test_the_servers_certificate_is_named_by_its_fingerprint(
    odd_server_tls: OddServer, tmp_path: Path
) -> None:
    crawl(tmp_path, {"requests": [{"url": odd_server_tls.url("/dropped")}]})
    address = ("127.0.0.1", int(odd_server_tls.url("").rpartition(":")[2]))
    shown = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(address))
    line = f"tlsCertificate: sha256:{hashlib.sha256(shown).hexdigest()}".encode()
    said = blocks(tmp_path, "metadata")
    assert said
    assert all(line in block for block in said)
    chain = f"tlsChain: {base64.b64encode(shown).decode()}".encode()
    assert [1, *[0] * (len(said) - 1)] == [block.count(chain) for block in said]


@pytest.mark.parametrize(
    ("setting", "expected"), [(False, b"no (DOWNLOAD_VERIFY_CERTIFICATES=0)"), (True, b"yes (")]
)
def test_it_is_told_whether_the_certificate_was_verified(
    odd_server_tls: OddServer, tmp_path: Path, setting: bool, expected: bytes
) -> None:
    plan = {
        "requests": [{"url": odd_server_tls.url("/half-headers")}],
        "settings": {"DOWNLOAD_VERIFY_CERTIFICATES": setting},
    }
    authority = tmp_path / "ca.pem"
    authority.write_bytes(odd_server_tls.ca_pem)
    crawl(tmp_path, plan, SSL_CERT_FILE=str(authority))
    said = blocks(tmp_path, "metadata")
    assert said
    assert all(b"tlsVerified: " + expected in block for block in said)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_silent_retry_on_a_stale_connection_is_two_exchanges(
    request: pytest.FixtureRequest, scheme: str, tmp_path: Path
) -> None:
    server = request.getfixturevalue("odd_server_tls" if scheme == "https" else "odd_server")
    plan = {
        "requests": [{"url": server.url("/stale")}, {"url": server.url("/plain")}],
        "settings": {"CONCURRENT_REQUESTS": 1, "RETRY_ENABLED": False},
    }
    told = results(crawl(tmp_path, plan))
    assert [each["status"] for each in told] == [200, 200]
    assert [(each.path, bool(each.response)) for each in server.exchanges] == [
        ("/stale", True),
        ("/plain", False),
        ("/plain", True),
    ]
    assert Counter(blocks(tmp_path, "request")) == Counter(e.request for e in server.exchanges)
    assert pairs(tmp_path) == logged(server)
    [error] = blocks(tmp_path, "metadata")
    assert b"the connection was closed before an answer came" in error


def test_an_answer_whose_framing_twisted_refuses_is_still_read(
    odd_server: OddServer, tmp_path: Path
) -> None:
    told = results(crawl(tmp_path, {"requests": [{"url": odd_server.url("/chunk-extensions")}]}))
    assert [(each["status"], each["length"]) for each in told] == [(200, len(PAGE))]


NOT_TAKEN = [
    "/latin1-name",
    "/blank-before-colon",
    "/empty-name",
    "/small-latin1-name",
    "/latin1-name-chunked",
    "/latin1-name-until-close",
    "/latin1-name-no-content",
    "/long-line",
    "/signed-length",
    "/two-lengths",
    "/blank-line-ahead",
    "/chunk-extensions-long",
]
"""Answers that Twisted's parser does not take, as another server sends them every day."""


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_answer_that_twisted_does_not_take_is_whole_and_read(
    request: pytest.FixtureRequest, scheme: str, tmp_path: Path
) -> None:
    server = request.getfixturevalue("odd_server_tls" if scheme == "https" else "odd_server")
    urls = [server.url(path) for path in NOT_TAKEN]
    told = results(crawl(tmp_path, {"requests": [{"url": url} for url in urls]}))
    assert {each["url"]: each.get("length") for each in told} == {
        server.url(path): len(entity_of(path)) for path in NOT_TAKEN
    }
    assert sorted(each.path for each in server.exchanges) == sorted(NOT_TAKEN)
    assert {reason for reason, _ in cut(tmp_path)} == {None}
    check_exact(server, tmp_path)


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def entity_of(path: str) -> bytes:
    """What a page of the odd server says, without the framing."""
    block = BytesIO(b"".join(ANSWERS[path].parts))
    head = read_head(block)
    assert head is not None
    return b"".join(entity_chunks(block, head.headers))


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    ("sent", "after", "settings", "reason"),
    [
        (
            b"HTTP/1.1 200 OK\r\nX-\xe9: a\r\nContent-Length: 99\r\n\r\nabc",
            "close",
            {},
            "disconnect",
        ),
        (b"HTTP/1.1 200 OK\r\nX-\xe9: a\r\nContent-Length: 99\r\n\r\nabc", "hang", {}, "time"),
        (
            b"HTTP/1.1 200 OK\r\nX-\xe9: a\r\nContent-Length: 99999\r\n\r\n" + b"a" * 90000,
            "hang",
            {"DOWNLOAD_MAXSIZE": 50000},
            "length",
        ),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * (600 << 10), "hang", {}, "length"),
        (b"SSH-2.0-no-web-server\r\n", "hang", {}, "unspecified"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nodd\r\n",
            "hang",
            {},
            "time",
        ),
    ],
    ids=["closed", "silent", "beyond the limit", "a head without end", "no HTTP", "no chunk"],
)
def test_why_an_answer_that_twisted_does_not_take_was_cut(
    request: pytest.FixtureRequest,
    scheme: str,
    sent: bytes,
    after: Any,
    settings: dict[str, Any],
    reason: str,
    tmp_path: Path,
) -> None:
    server = request.getfixturevalue("odd_server_tls" if scheme == "https" else "odd_server")
    server.answers["/cut"] = Answer((sent,), after)
    settings = {"DOWNLOAD_TIMEOUT": 2, "RETRY_ENABLED": False, **settings}
    crawl(tmp_path, {"requests": [{"url": server.url("/cut")}], "settings": settings})
    [(why, block)] = cut(tmp_path)
    assert why == reason
    assert sent.startswith(block)
    assert len(block) >= min(len(sent), 50000)


def test_a_chunked_body_without_its_last_line_was_cut(
    odd_server: OddServer, tmp_path: Path
) -> None:
    odd_server.answers["/cut"] = Answer((CHUNKED + b"3\r\nabc\r\n0\r\n",), "close")
    crawl(tmp_path, {"requests": [{"url": odd_server.url("/cut")}]})
    assert {"disconnect"} == {why for why, _ in cut(tmp_path)}
    assert [] == [found for path in tmp_path.glob("*.warc.gz") for found in verify_warc(path)]


def test_an_answer_with_a_long_chunk_extension_ends_where_it_ends(
    odd_server: OddServer, tmp_path: Path
) -> None:
    extended = b"1\r\na\r\n2;x=" + b"a" * 300_000 + b"\r\nbc\r\n0\r\n\r\n"
    odd_server.answers["/extended"] = Answer((CHUNKED + extended,))
    told = crawl(tmp_path, {"requests": [{"url": odd_server.url("/extended")}]})
    assert [(200, 3)] == [(each["status"], each["length"]) for each in results(told)]
    assert [CHUNKED + extended] == blocks(tmp_path, "response")
    assert [] == [found for path in tmp_path.glob("*.warc.gz") for found in verify_warc(path)]


def test_of_much_behind_an_answer_a_part_is_kept_and_the_number_told(
    odd_server: OddServer, tmp_path: Path
) -> None:
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
    odd_server.answers["/behind"] = Answer((whole + b"z" * 20_000,), "close")
    crawl(tmp_path, {"requests": [{"url": odd_server.url("/behind")}]})
    assert [whole] == blocks(tmp_path, "response")
    [said] = blocks(tmp_path, "metadata")
    fields = dict(line.split(b": ", 1) for line in said.splitlines())
    assert b"z" * 4096 == base64.b64decode(fields[b"bytesBehind"])
    assert 0 < int(fields[b"bytesBehindMore"]) <= 20_000 - 4096


CHUNKED_TWICE = CHUNKED + b"3\r\nabc\r\n0\r\n\r\n"
BEHIND = {
    "length": b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
    "chunks": CHUNKED_TWICE,
    "last chunk alone": CHUNKED + b"0\r\n\r\n",
    "trailers": CHUNKED + b"3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n",
    "no content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "not taken by Twisted": b"HTTP/1.1 200 OK\r\nX-\xe9: a\r\nContent-Length: 3\r\n\r\nabc",
}
"""Answers that more may follow at once; the end of each is its own to say (RFC 9112 section 6.3)."""


BEHIND_IT = {
    "bytes": b"<p>astray",
    "another answer": CHUNKED_TWICE,
    "another last chunk": b"astray\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("stray", BEHIND_IT.values(), ids=BEHIND_IT)
@pytest.mark.parametrize("name", BEHIND)
def test_what_comes_behind_the_end_of_an_answer_is_kept_beside_it(
    odd_server: OddServer, name: str, stray: bytes, tmp_path: Path
) -> None:
    odd_server.answers["/behind"] = Answer((BEHIND[name] + stray,), "close")
    crawl(tmp_path, {"requests": [{"url": odd_server.url("/behind")}]})
    assert blocks(tmp_path, "response") == [BEHIND[name]]
    [told] = blocks(tmp_path, "metadata")
    assert b"bytesBehind: " + base64.b64encode(stray) in told.splitlines()
    for path in tmp_path.glob("*.warc.gz"):
        assert [found.rule for found in verify_warc(path)] == []
        with path.open("rb") as file:
            for record in ArchiveIterator(file, WarcRecordType.response):
                is_chunked = b"chunked" in BEHIND[name]  # its digest there is over the chunks
                if record.headers.get("WARC-Payload-Digest") and not is_chunked:
                    assert record.verify_payload_digest()


def check_large(server: OddServer, directory: Path, path: str, size: int) -> None:
    """A body far beyond what is read is kept to the byte, and takes at most 40 MiB of memory."""
    told = crawl(directory, {"requests": [{"url": server.url(f"{path}?n={size}")}]})
    assert results(told)[0]["length"] == 0
    digests = []
    for warc in directory.glob("*.warc.gz"):
        for record in scan(warc):
            if record.rec_type == "response":
                digest = hashlib.sha1()
                while piece := record.block.read(65536):
                    digest.update(piece)
                digests.append(digest.hexdigest())
    assert digests == [server.exchanges[0].sha1]
    assert memory(told) <= 40 * 1024


def test_a_large_body_is_kept_whole_in_little_memory(odd_server: OddServer, tmp_path: Path) -> None:
    check_large(odd_server, tmp_path, "/large-chunked", 64 << 20)


def test_a_large_body_is_kept_whole_in_little_memory_over_https(
    odd_server_tls: OddServer, tmp_path: Path
) -> None:
    check_large(odd_server_tls, tmp_path, "/large", 64 << 20)


@pytest.mark.torture
@pytest.mark.timeout(600)
@pytest.mark.parametrize("path", ["/large", "/large-chunked"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_400_mb_are_kept_whole_in_little_memory(
    request: pytest.FixtureRequest, scheme: str, tmp_path: Path, path: str
) -> None:
    server = request.getfixturevalue("odd_server_tls" if scheme == "https" else "odd_server")
    check_large(server, tmp_path, path, 400 << 20)


def cut(directory: Path) -> list[tuple[str | None, bytes]]:
    """The WARC-Truncated and the block of every response record."""
    return [
        (record.field("WARC-Truncated"), block)
        for record, block in records(directory)
        if record.rec_type == "response"
    ]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_answer_beyond_the_largest_size_is_kept_up_to_there(
    request: pytest.FixtureRequest, scheme: str, tmp_path: Path
) -> None:
    server = request.getfixturevalue("odd_server_tls" if scheme == "https" else "odd_server")
    size, most = 6 << 20, 1 << 20
    paths = ("/large", "/large-chunked")
    crawl(
        tmp_path,
        {
            "requests": [{"url": server.url(f"{path}?n={size}")} for path in paths],
            "settings": {"DOWNLOAD_MAXSIZE": most, "RETRY_ENABLED": False},
        },
    )
    [(declared_reason, declared), (reason, block)] = sorted(cut(tmp_path), key=lambda each: each[1])
    assert (declared_reason, reason) == ("length", "length")
    assert b"".join(large_answer(size)).startswith(declared)
    assert b"".join(large_answer(size, is_chunked=True)).startswith(block)
    assert declared.startswith(next(large_answer(size)))
    assert len(block) > most


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_answer_that_does_not_end_is_kept_up_to_the_timeout(
    request: pytest.FixtureRequest, scheme: str, tmp_path: Path
) -> None:
    server = request.getfixturevalue("odd_server_tls" if scheme == "https" else "odd_server")
    settings = {"DOWNLOAD_TIMEOUT": 1, "RETRY_ENABLED": False}
    crawl(tmp_path, {"requests": [{"url": server.url("/unfinished")}], "settings": settings})
    assert cut(tmp_path) == [("time", server.exchanges[0].response)]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_answer_that_is_cut_off_is_marked_disconnected(
    request: pytest.FixtureRequest, scheme: str, tmp_path: Path
) -> None:
    server = request.getfixturevalue("odd_server_tls" if scheme == "https" else "odd_server")
    paths = ("/truncated-length", "/truncated-chunk", "/no-last-chunk", "/half-headers")
    requests = [{"url": server.url(path)} for path in paths]
    crawl(tmp_path, {"requests": requests, "settings": {"RETRY_ENABLED": False}})
    sent = Counter(("disconnect", each.response) for each in server.exchanges)
    assert Counter(cut(tmp_path)) == sent


def test_what_a_reader_makes_of_an_answer_does_not_matter_to_its_record(
    odd_server: OddServer, tmp_path: Path
) -> None:
    told = crawl(tmp_path, {**plan_for(odd_server), "reader": "raises"})
    assert not any("status" in each for each in told)
    check_exact(odd_server, tmp_path)


def test_a_request_without_an_answer_keeps_its_record_and_the_error(
    odd_server: OddServer, tmp_path: Path
) -> None:
    crawl(tmp_path, {"requests": [{"url": odd_server.url("/dropped")}]})
    assert blocks(tmp_path, "response") == []
    assert len(blocks(tmp_path, "request")) == len(odd_server.exchanges)
    assert all(b"error: " in block for block in blocks(tmp_path, "metadata"))


def test_the_files_are_what_other_readers_expect(odd_server: OddServer, tmp_path: Path) -> None:
    crawl(tmp_path, plan_for(odd_server))
    [path] = tmp_path.glob("*.warc.gz")
    checked = subprocess.run(
        [Path(sys.executable).with_name("fastwarc"), "check", path],
        capture_output=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout.count(b"FAIL")) == (0, 0)


def test_what_could_not_even_be_asked_keeps_a_record_of_why(
    odd_server_tls: OddServer, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    expected = {
        f"http://127.0.0.1:{port}/": "the connection was refused",
        "http://nowhere.invalid/": "the host's name cannot be resolved",
        odd_server_tls.url("/plain"): "the server's TLS certificate cannot be verified",
    }
    settings = {"DOWNLOAD_VERIFY_CERTIFICATES": True, "RETRY_ENABLED": False}
    crawl(tmp_path, {"requests": [{"url": url} for url in expected], "settings": settings})
    found = list(records(tmp_path))
    assert Counter(r.rec_type for r, _ in found) == {"warcinfo": 1, "metadata": 3}
    told = {record.url: block.decode() for record, block in found if record.rec_type == "metadata"}
    assert told.keys() == expected.keys()
    assert all(f"error: {why}" in told[url] for url, why in expected.items())
    assert all("fetchTimeMs: " in each for each in told.values())


@pytest.mark.parametrize(
    ("newest", "name"), [(ssl.TLSVersion.TLSv1_2, "tls/1.2"), (ssl.TLSVersion.TLSv1_3, "tls/1.3")]
)
def test_the_tls_that_was_agreed_on_is_told(
    newest: ssl.TLSVersion, name: str, tmp_path: Path
) -> None:
    server = OddServer(tls=True, newest_tls=newest)
    server.start()
    crawl(tmp_path, {"requests": [{"url": server.url("/plain")}, {"url": server.url("/gzip")}]})
    server.stop()
    found = [
        record for record, _ in records(tmp_path) if record.rec_type in ("request", "response")
    ]
    for record in found:
        told = [value for field, value in record.headers if field == "WARC-Protocol"]
        assert told == ["http/1.1", name]
        cipher = str(record.field("WARC-Cipher-Suite"))
        assert cipher.startswith("TLS_") == (name == "tls/1.3")
        assert len(cipher) > 10
    assert len(found) == 4
