"""wget --warc-file asked for the same URLs: every response block that it keeps is equal to ours.

The server's answers do not depend on what a client sends, so that two clients get the same bytes.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.warc.reader import scan
from tests.crawler.test_wire import crawl
from tests.servers.odd import ANSWERS, OddServer

WGET = shutil.which("wget")
pytestmark = pytest.mark.skipif(WGET is None, reason="no wget on this machine: run tools/interop")


@pytest.fixture(scope="module")
def server() -> Iterator[OddServer]:
    running = OddServer()
    running.start()
    yield running
    running.stop()


def kept(directory: Path) -> dict[str, set[bytes]]:
    """The response blocks in the WARCs of a directory, by URL."""
    found: dict[str, set[bytes]] = {}
    for path in sorted(directory.glob("*.warc.gz")):
        for record in scan(path):
            if record.rec_type == "response":
                found.setdefault(record.url, set()).add(record.block.read())
    return found


@pytest.fixture(scope="module")
def theirs(server: OddServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[bytes]]:
    assert WGET is not None
    place = tmp_path_factory.mktemp("wget")
    urls = [server.url(path) for path in ANSWERS]
    command = [WGET, "--quiet", f"--warc-file={place}/theirs", "--tries=1", "--timeout=2"]
    command += [
        "--max-redirect=0",
        "--no-http-keep-alive",
        "--output-document=/dev/null",
        "--no-config",
    ]
    # it ends with a status for the answers that are errors
    subprocess.run([*command, *urls], cwd=place, timeout=60, check=False)
    return kept(place)


@pytest.fixture(scope="module")
def ours(server: OddServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[bytes]]:
    place = tmp_path_factory.mktemp("ours")
    requests = [{"url": server.url(path)} for path in ANSWERS]
    crawl(place, {"requests": requests, "settings": {"DOWNLOAD_TIMEOUT": 5}})
    return kept(place)


ALTERED = {
    "/odd-headers": "wget joins folded header lines",
    "/early-hints": "wget leaves out interim answers",
    "/interim": "wget leaves out interim answers",
    "/interim-at-once": "wget leaves out interim answers",
    "/chunk-extensions": "wget leaves out the trailers behind the last chunk",
    "/chunk-extensions-long": "wget leaves out the trailers behind the last chunk",
}
"""Where wget does not keep what was sent; the contract test of the wire holds ours to it."""


def test_every_block_that_wget_keeps_is_equal_to_ours(
    server: OddServer, theirs: dict[str, set[bytes]], ours: dict[str, set[bytes]]
) -> None:
    different = {url for url, blocks in theirs.items() if not blocks <= ours.get(url, set())}
    assert {server.url(path) for path in ALTERED} == different
    assert len(theirs) - len(different) >= 25, "wget kept too little to compare"


def test_where_they_differ_ours_is_what_the_server_sent(
    server: OddServer, theirs: dict[str, set[bytes]], ours: dict[str, set[bytes]]
) -> None:
    for path in ALTERED:
        sent = {one.response for one in server.exchanges if one.path == path}
        url = server.url(path)
        assert (True, False) == (ours[url] <= sent, theirs[url] <= sent), path
