"""What the crawl records is held to the rules, and read by other programs as we read it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from archive.verify import Finding, verify_warc
from tests.servers.bad import BadServer
from tests.servers.odd import ANSWERS, OddServer

RECORDER = Path(__file__).parents[2] / "crawler" / "wire_crawl.py"
BAD = ["/cut-gzip", "/not-gzip", "/truncated", "/longer-than-declared", "/bad-length", "/not-http"]


@pytest.fixture
def captured(tmp_path: Path, odd_server: OddServer, bad_server: BadServer) -> list[Finding]:
    """The findings in the WARC of exactly recorded odd and broken answers."""
    asked = [{"url": odd_server.url(path)} for path in ANSWERS]
    asked += [{"url": odd_server.url(path), "method": "HEAD"} for path in ("/plain", "/chunked")]
    asked += [{"url": bad_server.url(path)} for path in BAD]
    plan = json.dumps({"requests": asked, "settings": {"RETRY_ENABLED": False}})
    run = [sys.executable, RECORDER, tmp_path]
    subprocess.run(run, input=plan.encode(), capture_output=True, check=True)
    return [found for path in tmp_path.glob("*.warc.gz") for found in verify_warc(path)]


def test_what_servers_do_wrong_is_a_warning_at_most(captured: list[Finding]) -> None:
    assert [] == [found for found in captured if found.severity == "error"]


def test_what_servers_do_wrong_is_told(captured: list[Finding]) -> None:
    told = {found.rule for found in captured}
    assert {"content-encoding", "http-head"} == told


def test_a_peer_indexes_the_writers_files_as_the_collection_has_them(pristine: Path) -> None:
    indexer = Path(sys.executable).with_name("cdxj-indexer")
    for warc in pristine.glob("warc/*.warc.gz"):
        run = subprocess.run([indexer, "-s", warc], capture_output=True, check=True)
        assert run.stdout == (pristine / "index" / "cdxj" / f"{warc.name}.cdxj").read_bytes()


def test_a_peer_checks_the_writers_digests(pristine: Path) -> None:
    checker = Path(sys.executable).with_name("fastwarc")
    for warc in pristine.glob("warc/*.warc.gz"):
        subprocess.run([checker, "check", warc], capture_output=True, check=True)
