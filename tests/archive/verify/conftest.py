"""A collection by the real writer: two articles, two visits, a revisit, a failed request."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive.collection import Collection
from archive.collection.writer import Writer, captured
from archive.records import (
    Article,
    Block,
    Body,
    Capture,
    Comment,
    PageRecords,
    ReadBy,
)
from archive.times import parse_warc_date
from archive.warc.exchange import WireExchange

FIRST, SECOND = "2026-03-01T09:00:00.000000Z", "2026-03-02T15:30:00.500000Z"
QUAY, MARKET = "http://ledger.example/quay?id=1", "http://ledger.example/market"
CSS = "http://ledger.example/style.css"


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("verify") / "collection"
    for moment, text in ((FIRST, "The quay is closed."), (SECOND, "The quay is open.")):
        with Collection.create_or_open(path) as collection, collection.writer() as writer:
            read(writer, fetch(writer, QUAY, text.encode(), moment), text, comments=1)
            read(writer, fetch(writer, MARKET, b"Market day.", moment), "Market day.")
            fetch(writer, CSS, b"body { color: black }" * 9, moment)
            fail(writer, "http://ledger.example/lost", moment)
    return path


@pytest.fixture
def collection(pristine: Path, tmp_path: Path) -> Path:
    """A copy that a test may break."""
    return shutil.copytree(pristine, tmp_path / "collection")


def fetch(writer: Writer, url: str, body: bytes, moment: str) -> Capture:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    response = head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    written = writer.write(exchange(url, moment, response))
    writer.sync()
    assert written.row is not None
    return captured(written.row)


def fail(writer: Writer, url: str, moment: str) -> None:
    wire = exchange(url, moment, b"")
    wire.error = "connection refused"
    writer.write(wire)
    writer.sync()


def exchange(url: str, moment: str, response: bytes) -> WireExchange:
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    return WireExchange(
        url=url,
        started=parse_warc_date(moment),
        ip="192.0.2.7",
        request=f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode(),
        response=BytesIO(response),
        response_length=len(response),
    )


def read(writer: Writer, capture: Capture, text: str, *, comments: int = 0) -> None:
    article = Article(
        reading=ReadBy(reader="1", layout="generic"),
        url=capture.url,
        headline=text,
        article_body=text,
        body=Body(blocks=(Block(type="paragraph", text=text),)),
        capture=capture,
    )
    said = tuple(
        Comment(
            comment_id=f"c{number}",
            provider="inline",
            identity="platform",
            text=f"So it is: {text}",
            capture=capture,
        )
        for number in range(comments)
    )
    page = PageRecords(
        outcome="read", page_type="article", reason="test", article=article, comments=said
    )
    writer.append(page, capture, lambda _: None)
    writer.sync()
