"""pywb replays every record of two crawls: by our CDXJ beside our WARCs, and by our WACZ."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.warc.rows import CaptureRow
from tests.edited import Edited
from tests.interop.conftest import program

_SECONDS = 30


@dataclass(frozen=True)
class Replayed:
    """What pywb answers for a capture, without its own additions."""

    status: int
    moment: str
    """Memento-Datetime as 14 digits."""
    body: bytes
    location: str | None


@dataclass(frozen=True)
class Pywb:
    port: int

    def replay(self, collection: str, row: CaptureRow) -> Replayed:
        """The archived bytes of a capture, as a client gets them that takes every coding."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS)
        codings = {"Accept-Encoding": "gzip, deflate, br, zstd"}
        client.request("GET", f"/{collection}/{row.timestamp}id_/{row.url}", headers=codings)
        answer = client.getresponse()
        body = answer.read()
        client.close()
        moment = parsedate_to_datetime(answer.headers["Memento-Datetime"])
        stamp = moment.strftime("%Y%m%d%H%M%S")
        return Replayed(answer.status, stamp, body, answer.headers["Location"])


@pytest.fixture(scope="module")
def pywb(
    edited_once: Edited, package: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pywb]:
    """pywb over `kept`, the collection's own files, and `packed`, what it made of our WACZ."""
    place = tmp_path_factory.mktemp("pywb")
    (place / "config.yaml").write_text(
        "collections:\n  kept:\n"
        f"    index_paths: {edited_once.path}/index/cdxj/\n"
        f"    archive_paths: {edited_once.path}/warc/\n"
    )
    for words in (("init", "packed"), ("add", "--unpack-wacz", "packed", package)):
        manager = [program("wb-manager"), *words]
        subprocess.run(manager, cwd=place, capture_output=True, timeout=60, check=True)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [program("wayback"), "-b", "127.0.0.1", "-p", str(port), "-d", place]
    with (place / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait_for(port, server, place / "log")
        yield Pywb(port)
    finally:
        server.terminate()
        server.wait(_SECONDS)


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(_SECONDS * 10):
        assert server.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"pywb does not listen: {log.read_text()}")


@pytest.fixture(scope="module")
def rows(edited_once: Edited) -> list[CaptureRow]:
    """Every capture but those of which pywb shows another of the same URL and the same second, as
    14 digits name no more: the failed answer before the whole one, which was asked for at once."""
    with Collection.open(edited_once.path) as collection:
        found = collection.index.captures("ORDER BY filename, offset")
    seconds = Counter((row.url, row.timestamp) for row in found)
    return [row for row in found if seconds[row.url, row.timestamp] == 1]


def test_two_crawls_hold_every_kind_of_capture(rows: list[CaptureRow]) -> None:
    kinds = {(row.rec_type, row.status) for row in rows}
    expected = {("response", 200), ("response", 301), ("revisit", 200), ("revisit", 304)}
    assert expected <= kinds


def test_every_record_is_replayed_by_our_index(
    pywb: Pywb, rows: list[CaptureRow], edited_once: Edited
) -> None:
    """Of a visit that was answered 304, pywb gives that answer, which has no body."""
    wrong = []
    with Collection.open(edited_once.path) as collection:
        for row in rows:
            ours = collection.load_raw(row)
            body = b"" if row.status == 304 else ours.entity
            found = pywb.replay("kept", row)
            if (row.status, row.timestamp, body) != (found.status, found.moment, found.body):
                wrong.append((row.url, row.rec_type, row.status, found.status, found.moment))
    assert [] == wrong
    assert len(rows) > 100


def test_every_record_of_the_package_is_replayed_with_its_content(
    pywb: Pywb, rows: list[CaptureRow], edited_once: Edited
) -> None:
    """A visit answered 304 too: by what it confirmed, under the time at which that was sent."""
    wrong = []
    with Collection.open(edited_once.path) as collection:
        for row in rows:
            ours = collection.load_raw(row)
            found = pywb.replay("packed", row)
            is_right = (ours.status, ours.entity) == (found.status, found.body)
            if not is_right or (row.status != 304 and found.moment != row.timestamp):
                wrong.append((row.url, row.rec_type, row.status, found.status, found.moment))
    assert [] == wrong


def test_redirects_lead_to_where_they_led(pywb: Pywb, rows: list[CaptureRow]) -> None:
    moved = [row for row in rows if row.status == 301]
    led = [pywb.replay("kept", row).location for row in moved]
    assert moved
    assert all(
        place and place.endswith(str(row.location)) for row, place in zip(moved, led, strict=True)
    )
