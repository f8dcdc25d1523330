"""Real pages served in two editions, crawled twice: what was edited is told, and nothing else.

The pages are read from ../shared/corpora, beside the checkout; without that folder the tests skip.
Nothing of it is in the project. `planted` edits change the markup of a page by hand, in one
paragraph each; `captured twice` are pages that others saved days apart (see
tests/archive/diff/recaptures.json for the labels).
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from archive.records import Article, Block
from archive.warc.exchange import Exchange
from crawler.reading import normalize, read
from tests.commands import ROOT, crawl, within

CORPORA = Path(os.environ.get("MICROFICHE_CORPORA", ROOT.parent / "shared/corpora"))
RECAPTURES = ROOT / "tests/archive/diff/recaptures.json"
SIGNIFICANT = 0.2
EVERY = 3
"""Of the pages captured twice with the same text, each third."""


@dataclass(frozen=True)
class Page:
    """A page's two editions, and the events that a reader must be told of."""

    first: bytes
    second: bytes
    kinds: frozenset[str]
    """Significant ones; empty where nobody edited anything."""
    other: bool = False
    """Whether the second is so different that its events are not listed."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing on stderr."""

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """Without a charset: the pages declare theirs, or lie."""
        return "text/html"


def _numbers(text: str) -> str:
    return re.sub(r"(?<![\w.,])(\d)(\d)(?![\w.,])", lambda m: f"{m[1]}{(int(m[2]) + 3) % 10}", text)


def _word_more(text: str) -> str:
    first, _, rest = text.partition(" ")
    return f"{first} hereafterwards {rest}"


def _gone(_: str) -> str:
    return ""


EDITS: tuple[tuple[Callable[[str], str], frozenset[str]], ...] = (
    (_numbers, frozenset({"block_edited", "number_changed"})),
    (_word_more, frozenset({"block_edited"})),
    (_gone, frozenset({"block_removed"})),
)


def planted() -> Iterator[tuple[str, Page]]:
    """Pages with one paragraph edited in their markup, each kind of edit on four of them."""
    wanted = [edit for edit in EDITS for _ in range(4)]
    for path in sorted((CORPORA / "pages/fundus").glob("*.html.gz")):
        body = gzip.decompress(path.read_bytes())
        for edit in dict.fromkeys(wanted):
            changed = _planted(body, *edit)
            if changed is not None:
                yield path.name.removesuffix(".html.gz"), changed
                wanted.remove(edit)
                break
        if not wanted:
            return


def _planted(body: bytes, change: Callable[[str], str], kinds: frozenset[str]) -> Page | None:
    article = _article(body)
    for block in article.body.blocks[1:-1] if article else ():
        text = _plain(block)
        if text and change(text) != text and _is_in_markup(body, text.encode()):
            return Page(body, body.replace(text.encode(), change(text).encode()), kinds)
    return None


def _is_in_markup(body: bytes, text: bytes) -> bool:
    """Whether it stands once, right behind a tag, and not in a script's article body."""
    before = body.partition(text)[0]
    in_script = before.rfind(b"<script") > before.rfind(b"</script")
    return body.count(text) == 1 and before.rstrip().endswith(b">") and not in_script


def _plain(block: Block) -> str | None:
    """A paragraph's text, where it can stand in markup as it is."""
    text = block.text or ""
    usable = block.type == "paragraph" and 80 < len(text) and not re.search(r"[&<>\"'“”„«»]", text)
    return text if usable else None


def _article(body: bytes) -> Article | None:
    url = "https://paper.example/2026/a-story"
    exchange = Exchange(
        request_url=url,
        url=url,
        fetched_at="2026-11-22T10:00:00Z",
        status=200,
        headers=(("Content-Type", "text/html"),),
        body=body,
    )
    return normalize(read(exchange, None), exchange, None, None).article


def captured_twice() -> Iterator[tuple[str, Page]]:
    """Pages that others saved twice."""
    labels = json.loads(RECAPTURES.read_text())
    same = [one for one in labels if one["text"] == "same"][::EVERY]
    for one in [*same, *(one for one in labels if one["text"] == "differs")]:
        sides = (CORPORA / "versions" / one[side] for side in ("old", "new"))
        first, second = (gzip.decompress(path.read_bytes()) for path in sides)
        name = re.sub(r"\W+", "-", one["old"].partition("/")[2].lower())
        yield name, Page(first, second, frozenset(), one["text"] == "differs")


@dataclass(frozen=True)
class Crawled:
    """A collection of both editions, and its pages by URL."""

    path: Path
    pages: dict[str, Page]

    def events(self, url: str) -> list[dict[str, Any]]:
        """The significant events of an article's last two revisions."""
        found = within("diff", url, "--json", "--collection", self.path).json["events"]
        return [event for event in found if event["significance"] >= SIGNIFICANT]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    if not (CORPORA / "versions").is_dir():
        pytest.skip(f"no pages captured twice at {CORPORA}")
    directory = tmp_path_factory.mktemp("editions")
    pages = {f"2026/{name}.html": page for name, page in [*planted(), *captured_twice()]}
    handler = partial(_Quiet, directory=str(directory / "www"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    root = f"http://127.0.0.1:{server.server_port}/"
    (directory / "targets").write_text("".join(f"{root}{name}\n" for name in pages))
    try:
        for edition in ("first", "second"):
            _publish(directory / "www", pages, edition)
            done = crawl(
                directory / "collection",
                options=("--input", directory / "targets", "--no-requisites"),
            )
            assert done.json["captures"] >= len(pages), done.out + done.err
        yield Crawled(directory / "collection", {root + name: page for name, page in pages.items()})
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _publish(directory: Path, pages: dict[str, Page], edition: str) -> None:
    shutil.rmtree(directory, ignore_errors=True)
    for name, page in pages.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(getattr(page, edition))


def test_planted_edits_are_told_and_nothing_else(crawled: Crawled) -> None:
    told = {
        url: frozenset(event["type"] for event in crawled.events(url))
        for url, page in crawled.pages.items()
        if page.kinds
    }
    assert {url: crawled.pages[url].kinds for url in told} == told
    assert len(told) == 12


def test_of_pages_captured_twice_those_that_differ_are_told(crawled: Crawled) -> None:
    silent, alarms = [], []
    known = {one["url"] for one in within("articles", "--json", "--collection", crawled.path).lines}
    for url, page in crawled.pages.items():
        if page.kinds or url not in known:
            continue
        events = crawled.events(url)
        if page.other and not events:
            silent.append(url)
        elif not page.other and events:
            alarms.append(url)
    assert [] == silent
    assert len(alarms) <= 1, alarms
