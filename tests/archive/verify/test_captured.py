"""What the crawl records is held to the rules, and read by other programs as we read it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from archive.verify import Finding, verify_warc
from tests.archive import warcs
from tests.servers.bad import BadServer
from tests.servers.odd import ANSWERS, Answer, OddServer

RECORDER = Path(__file__).parents[2] / "crawler" / "wire_crawl.py"
BAD = ["/cut-gzip", "/not-gzip", "/truncated", "/longer-than-declared", "/bad-length", "/not-http"]


@pytest.fixture
def captured(tmp_path: Path, odd_server: OddServer, bad_server: BadServer) -> list[Finding]:
    """The findings in the WARC of exactly recorded odd and broken answers."""
    asked = [{"url": odd_server.url(path)} for path in ANSWERS]
    asked += [{"url": odd_server.url(path), "method": "HEAD"} for path in ("/plain", "/chunked")]
    asked += [{"url": bad_server.url(path)} for path in BAD]
    return recorded(tmp_path, asked)


def recorded(directory: Path, asked: list[dict[str, str]]) -> list[Finding]:
    """The findings in the WARC of what was answered."""
    plan = json.dumps({"requests": asked, "settings": {"RETRY_ENABLED": False}})
    run = [sys.executable, RECORDER, directory]
    subprocess.run(run, input=plan.encode(), capture_output=True, check=True)
    return [found for path in directory.glob("*.warc.gz") for found in verify_warc(path)]


def test_what_servers_do_wrong_is_a_warning_at_most(captured: list[Finding]) -> None:
    assert [] == [found for found in captured if found.severity == "error"]


def test_what_servers_do_wrong_is_told(captured: list[Finding]) -> None:
    told = {found.rule for found in captured}
    assert {"content-encoding", "http-head"} == told


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
TRAILERS = b"".join(b"X-%d: %s\r\n" % (number, b"t" * 9_000) for number in range(60))
FRAMED = {
    "/zeros": (HEAD + b"0" * 30 + b"5\r\nferry\r\n" + b"0" * 30 + b"\r\n\r\n", None),
    "/long-extension": (HEAD + b"5;" + b"x" * 300 + b"\r\nferry\r\n0\r\n\r\n", None),
    "/trailers": (HEAD + b"5\r\nferry\r\n0\r\n" + TRAILERS + b"\r\n", None),
    "/hexadecimal": (HEAD + b"0x5\r\nferry\r\n0\r\n\r\n", "transfer-encoding"),
    "/negative": (HEAD + b"-5\r\nferry\r\n0\r\n\r\n", "transfer-encoding"),
    "/two-lengths": (
        HEAD.replace(
            b"Transfer-Encoding: chunked", b"Content-Length: 5\r\nContent-Length: 6"
        ).replace(b"text/html", b"text/html\r\nContent-Encoding: gzip")
        + b"The ferry sails again.",
        "content-encoding",
    ),
    "/later": (b"HTTP/1.9 200 OK\r\nContent-Length: 5\r\n\r\nferry", "http-head"),
}
"""What is sent before the connection is closed, and what is said of it."""


def test_what_servers_do_to_the_framing_is_a_warning_at_most(tmp_path: Path) -> None:
    server = OddServer(answers={path: Answer((raw,), "close") for path, (raw, _) in FRAMED.items()})
    server.start()
    asked = {path: server.url(path) for path in FRAMED}
    found = recorded(tmp_path, [{"url": url} for url in asked.values()])
    server.stop()
    assert {("warning", rule, asked[path]) for path, (_, rule) in FRAMED.items() if rule} == {
        (one.severity, one.rule, one.url) for one in found
    }


def test_the_words_about_a_status_line_are_true(tmp_path: Path) -> None:
    path = tmp_path / "test.warc.gz"
    head = warcs.response(block=warcs.http("HTTP/1.9 200 OK"))
    path.write_bytes(warcs.members([warcs.warcinfo(), head]))
    (one,) = verify_warc(path)
    assert "status line b'HTTP/1.9 200 OK' is neither of HTTP/1.0 nor HTTP/1.1" == one.message


def test_a_peer_indexes_the_writers_files_as_the_collection_has_them(pristine: Path) -> None:
    indexer = Path(sys.executable).with_name("cdxj-indexer")
    for warc in pristine.glob("warc/*.warc.gz"):
        run = subprocess.run([indexer, "-s", warc], capture_output=True, check=True)
        assert run.stdout == (pristine / "index" / "cdxj" / f"{warc.name}.cdxj").read_bytes()


def test_a_peer_checks_the_writers_digests(pristine: Path) -> None:
    checker = Path(sys.executable).with_name("fastwarc")
    for warc in pristine.glob("warc/*.warc.gz"):
        subprocess.run([checker, "check", warc], capture_output=True, check=True)
