"""What the tests of the core keep: exchanges as a wire gives them, and pages as a reader reads them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from archive.collection import Collection, Writer
from archive.collection.writer import captured
from archive.records import (
    Article,
    Block,
    Body,
    Capture,
    Comment,
    CommentThread,
    Digests,
    Outcome,
    PageRecords,
    ReadBy,
)
from archive.times import parse_warc_date
from archive.warc.exchange import Truncated, WireExchange
from archive.warc.rows import CaptureRow
from archive.warc.writer import Written

URL = "https://ledger.example/news/quay"
HTML = (("Content-Type", "text/html; charset=utf-8"), ("ETag", '"1"'))


def day(number: int) -> str:
    return f"2026-03-{number:02d}T09:00:00.000000Z"


def wire(
    url: str = URL,
    body: bytes = b"<p>The quay is closed.</p>",
    at: str = day(1),
    *,
    status: str = "200 OK",
    headers: tuple[tuple[str, str], ...] = HTML,
    condition: str = "",
    truncated: Truncated | None = None,
    raw: bytes | None = None,
) -> WireExchange:
    """One exchange; `raw` is the whole answer where it is to be an odd one."""
    head = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("latin-1")
    answer = f"HTTP/1.1 {status}\r\n".encode() + head + b"\r\n" + body if raw is None else raw
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return WireExchange(
        url=url,
        started=parse_warc_date(at),
        ip="192.0.2.7",
        request=f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n{condition}\r\n".encode(),
        response=BytesIO(answer),
        response_length=len(answer),
        truncated=truncated,
    )


def not_modified(url: str = URL, at: str = day(2)) -> WireExchange:
    return wire(
        url, b"", at, status="304 Not Modified", headers=(), condition='If-None-Match: "1"\r\n'
    )


def put(writer: Writer, exchange: WireExchange) -> CaptureRow:
    """Kept, durable and indexed."""
    written: Written = writer.write(exchange)
    writer.sync()
    assert written.row is not None
    return written.row


def article(text: str, *, reader: str = "1", complete: bool = True, said: int = 0) -> Article:
    return Article(
        reading=ReadBy(reader=reader, layout="generic"),
        url=URL,
        headline=text.partition(".")[0],
        article_body=text,
        body=Body(blocks=(Block(type="paragraph", text=text),)),
        comment_thread=CommentThread(
            provider="inline",
            declared_count=said,
            captured_count=said,
            complete=complete,
            stop_reason="end",
        ),
    )


def comments(*texts: str) -> tuple[Comment, ...]:
    """With platform ids that are their first words."""
    return tuple(
        Comment(
            comment_id=text.partition(" ")[0],
            provider="inline",
            identity="platform",
            text=text,
            position=position,
        )
        for position, text in enumerate(texts)
    )


def page(text: str, *said: str, reader: str = "1", complete: bool = True) -> PageRecords:
    return PageRecords(
        outcome="read",
        page_type="article",
        reason="test",
        article=article(text, reader=reader, complete=complete, said=len(said)),
        comments=comments(*said),
    )


def failed(outcome: Outcome = "error") -> PageRecords:
    return PageRecords(outcome=outcome, page_type="error", reason="status 500")


def never(capture: Capture) -> PageRecords | None:
    return None


Reread = Callable[[Capture], PageRecords | None]


class Kept:
    """A collection with one writer; `read` keeps a page and what was read from it."""

    def __init__(self, path: Path) -> None:
        self.collection = Collection.create_or_open(path)
        self.writer = self.collection.writer()

    def capture(self, at: str, text: str = "", url: str = URL, **known: object) -> Capture:
        row = put(self.writer, wire(url, f"<p>{text}{at}</p>".encode(), at))
        return captured(row, **known)

    def read(
        self,
        at: str,
        text: str,
        *said: str,
        reader: str = "1",
        reread: Reread = never,
        **known: object,
    ) -> Capture:
        """`known` goes to the capture: url, request_url, redirects."""
        capture = self.capture(at, text, **known)  # type: ignore[arg-type]
        self.writer.append(page(text, *said, reader=reader), capture, reread)
        return capture

    @property
    def article_id(self) -> str:
        return self.collection.find_article(URL)

    def texts(self) -> list[str]:
        return [one.article.article_body for one in self.collection.revisions(self.article_id)]

    def digests(self) -> list[Digests]:
        return [one.digests for one in self.collection.revisions(self.article_id)]

    def close(self) -> None:
        self.writer.close()
        self.collection.close()
