"""The contract with Scrapy's and Twisted's private names: every block equals what the server logged.

When a release of Scrapy moves a name, `test_every_private_name_is_still_there` says which.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archive.warc.reader import scan
from tests.servers.odd import ANSWERS, PAGE, OddServer

PRIVATE_NAMES = (
    "scrapy.core.downloader.handlers.http11:HTTP11DownloadHandler",
    "scrapy.core.downloader.handlers.http11:_LenientHTTP11ClientProtocol.request",
    "scrapy.core.downloader.handlers.http11:_LenientHTTP11ClientProtocol.dataReceived",
    "scrapy.core.downloader.handlers.http11:_ScrapyAgent._cb_bodyready",
    "scrapy.core.downloader.handlers.http11:_ResponseReader",
    "scrapy.utils._download_handlers:wrap_twisted_exceptions",
    "scrapy.core.downloader:Slot",
    "twisted.web.client:HTTPConnectionPool.getConnection",
    "twisted.web.client:_HTTP11ClientFactory.buildProtocol",
    "twisted.web.client:_RetryingHTTP11ClientProtocol",
)


@pytest.mark.parametrize("name", PRIVATE_NAMES)
def test_every_private_name_is_still_there(name: str) -> None:
    module, _, path = name.partition(":")
    found: Any = importlib.import_module(module)
    for part in path.split("."):
        assert hasattr(found, part), f"{name} moved: see crawler/wire/"
        found = getattr(found, part)


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


def blocks(directory: Path, kind: str) -> list[bytes]:
    """The blocks of every record of a type, in every WARC of a directory."""
    return [
        record.block.read()
        for path in sorted(directory.glob("*.warc.gz"))
        for record in scan(path)
        if record.rec_type == kind
    ]


def plan_for(server: OddServer) -> dict[str, Any]:
    requests: list[dict[str, Any]] = [{"url": server.url(path)} for path in ANSWERS]
    requests.append({"url": server.url("/echo"), "method": "POST", "body": "a=1&b=%FF"})
    requests.append({"url": server.url("/plain"), "method": "HEAD"})
    return {"requests": requests, "settings": {"DOWNLOAD_TIMEOUT": 10}}


def check_exact(server: OddServer, directory: Path) -> None:
    """Everything logged is kept to the byte. Beyond it only requests may be kept that went into a
    connection which the server had closed by then: they were sent again, and logged, on another."""
    logged = Counter(each.request for each in server.exchanges)
    answered = Counter(each.response for each in server.exchanges if each.response)
    kept = Counter(blocks(directory, "request"))
    assert answered == Counter(blocks(directory, "response"))
    assert logged - kept == Counter()
    assert set(kept - logged) <= set(logged)


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


def test_an_answer_whose_framing_twisted_refuses_is_still_read(
    odd_server: OddServer, tmp_path: Path
) -> None:
    told = crawl(tmp_path, {"requests": [{"url": odd_server.url("/chunk-extensions")}]})
    assert [(each["status"], each["length"]) for each in told] == [(200, len(PAGE))]


def test_a_large_body_is_kept_whole_and_not_read(odd_server: OddServer, tmp_path: Path) -> None:
    size = 20 << 20
    told = crawl(tmp_path, {"requests": [{"url": odd_server.url(f"/large?n={size}")}]})
    assert told[0]["length"] == 0
    [block] = blocks(tmp_path, "response")
    assert hashlib.sha1(block).hexdigest() == odd_server.exchanges[0].sha1


def test_a_cut_off_answer_is_marked_truncated(odd_server: OddServer, tmp_path: Path) -> None:
    crawl(tmp_path, {"requests": [{"url": odd_server.url("/truncated-length")}]})
    [path] = tmp_path.glob("*.warc.gz")
    reasons = {r.field("WARC-Truncated") for r in scan(path) if r.rec_type == "response"}
    assert reasons == {"disconnect"}


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
