"""A crawl, `--archive-only` and `reextract`, `import`, and what is rolled forward after a crash tell
the same of the same answers: broken ones, parts and those of a page that was taken down too."""

from __future__ import annotations

import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from socket import socket

import pytest

from archive.collection import Collection, recovery
from crawler.demo.http1 import read_request
from crawler.demo.loopback import HOST, LoopbackServer
from crawler.rereading import roll_forward
from tests.commands import crawl, microfiche, within

PATH = "/news/2026/11/22/the-western-pier-is-closed.html"
STATES = (
    "guarded",
    "failing",
    "walled",
    "first",
    "edited",
    "cut",
    "part",
    "unchanged",
    "gone",
    "other",
    "back",
)
"""What the server answers, a crawl each."""
CUT = "the answer broke off (disconnect)"
PART = "status 206: a part of the page, which was not asked for"
TOLD = [
    ("error", 200, "a page of Cloudflare's guard against robots", None),
    *[("error", 500, "status 500", None)] * 3,
    ("error", 200, "a page that asks who the reader is: it says “log in”", None),
    ("read", 200, None, 1),
    ("read", 200, None, 2),
    *[("error", 200, CUT, None)] * 3,
    ("error", 206, PART, None),
    ("not_modified", 304, "the server said that it is not modified", 2),
    ("error", 410, "status 410", None),
    ("error", 304, "answered 304, but what it refers to is not here", None),
    ("read", 200, None, 2),
]
"""Outcome, status, reason (but of what was read), and which revision was shown: 15 visits."""


def page(*more: str) -> bytes:
    paragraphs = [
        f"The harbour office said on day {n} that boats may use the eastern pier until the spring."
        for n in range(8)
    ]
    text = "".join(f"<p>{each}</p>" for each in (*paragraphs, *more))
    known = {
        "@type": "NewsArticle",
        "headline": "The western pier is closed",
        "datePublished": "2026-11-20T10:00:00Z",
    }
    return (
        f"<html><head><script type='application/ld+json'>{json.dumps(known)}</script></head>"
        f"<body><article><h1>The western pier is closed</h1>{text}</article></body></html>"
    ).encode()


def sized(status: str, body: bytes, *lines: str) -> bytes:
    head = "".join(f"{line}\r\n" for line in lines)
    length = f"Content-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
    return f"HTTP/1.1 {status}\r\n{head}{length}".encode() + body


EDITED = page("The repair of the western pier will take until the end of March, it said.")
GUARD = (
    b"<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
    b"<script>window._cf_chl_opt={};</script></body></html>"
)
WALL = (
    b"<html><head><title>Log in</title></head><body><h1>Log in to go on</h1><form method=post>"
    b"<input name=email><input name=password type=password><button>Log in</button></form></body></html>"
)
ANSWERS = {
    "guarded": sized("200 OK", GUARD),
    "walled": sized("200 OK", WALL),
    "failing": sized("500 Oops", b"oops"),
    "first": sized("200 OK", page(), 'ETag: "1"'),
    "edited": sized("200 OK", EDITED, 'ETag: "2"'),
    "cut": sized("200 OK", EDITED, 'ETag: "3"')[:-500],
    "part": sized("206 Partial Content", EDITED[:-300], "Content-Range: bytes 0-99/9999"),
    "unchanged": b'HTTP/1.1 304 Not Modified\r\nETag: W/"2"\r\n\r\n',
    "gone": sized("410 Gone", b"gone"),
    "other": b'HTTP/1.1 304 Not Modified\r\nETag: "9"\r\n\r\n',
    "back": sized("200 OK", EDITED, 'ETag: "2"'),
}


class Changing:
    """A server of one page, whose answer is that of its state."""

    def __init__(self) -> None:
        self.state = STATES[0]
        self._server = LoopbackServer(self._converse)

    def start(self) -> str:
        return f"http://{HOST}:{self._server.start()}{PATH}"

    def stop(self) -> None:
        self._server.stop()

    def _converse(self, connection: socket) -> None:
        with connection.makefile("rb") as stream:
            while (request := read_request(stream)) is not None:
                if request.target != PATH:
                    connection.sendall(sized("404 Not Found", b"none"))
                    continue
                connection.sendall(ANSWERS[self.state])
                if self.state == "cut":
                    return


def visits_of(path: Path) -> list[tuple[str, int | None, str | None, int | None]]:
    """As TOLD has them."""
    with Collection.open(path) as collection:
        [article] = collection.articles()
        numbers = {r.revision_id: r.number for r in collection.revisions(article.article_id)}
        return [
            (
                one.outcome,
                one.status,
                None if one.outcome == "read" else one.reason,
                numbers[one.revision_id] if one.revision_id else None,
            )
            for one in collection.observations(article.article_id)
        ]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Crawled in every state: with its records, and with `--archive-only`."""
    root = tmp_path_factory.mktemp("ways")
    live, only = root / "live", root / "only"
    server = Changing()
    url = server.start()
    with ThreadPoolExecutor(2) as together:
        for state in STATES:
            server.state = state
            done = [
                together.submit(crawl, live, url),
                together.submit(crawl, only, url, options=("--archive-only",)),
            ]
            assert not [each.result().err for each in done if "Traceback" in each.result().err]
    server.stop()
    return live, only


@pytest.fixture
def only(crawled: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of what has WARCs and no records."""
    copy = Path(shutil.copytree(crawled[1], tmp_path / "only"))
    with Collection.open(copy) as collection:
        assert [] == list(collection.articles())
    return copy


def test_a_crawl_records_every_visit(crawled: tuple[Path, Path]) -> None:
    assert TOLD == visits_of(crawled[0])


def test_reextract_records_the_same(only: Path) -> None:
    assert 0 == within("reextract", "--collection", only).status
    assert TOLD == visits_of(only)


def test_reextract_adds_nothing_to_what_a_crawl_recorded(
    crawled: tuple[Path, Path], tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(crawled[0], tmp_path / "live"))
    lines = {path.name for path in (copy / "records").iterdir()}
    assert 0 == within("reextract", "--collection", copy).status
    assert TOLD == visits_of(copy)
    assert lines == {path.name for path in (copy / "records").iterdir()}


def test_import_records_the_same(only: Path, tmp_path: Path) -> None:
    target = tmp_path / "imported"
    found = sorted((only / "warc").iterdir())
    done = microfiche("import", *found, "--collection", target)
    assert 0 == done.status, done.err
    assert TOLD == visits_of(target)


def test_what_dead_writers_left_gives_the_same(only: Path) -> None:
    for path in (only / "warc").iterdir():
        writer = re.search(r"-\d{5}-(.+)\.warc\.gz$", path.name)
        assert writer is not None
        (only / "crawl" / "writers" / writer[1]).touch()
    with Collection.create_or_open(only) as collection:
        dead = recovery.repair(collection.layout, collection.index).dead_writers
        assert len(STATES) == len(dead)
        for writer_id in dead:
            roll_forward(collection, writer_id)
    assert TOLD == visits_of(only)


def test_a_fragment_is_no_revision_in_any_way(only: Path) -> None:
    """What it lacks would be added text to the next whole answer."""
    within("reextract", "--collection", only)
    with Collection.open(only) as collection:
        [article] = collection.articles()
        shown = [one.changed for one in collection.revisions(article.article_id)]
    assert [(), ("text",)] == shown
