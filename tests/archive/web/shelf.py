"""A collection for the reading room's tests: an invented paper, written through the real writer."""

from __future__ import annotations

import gzip
import struct
import zlib
from io import BytesIO
from pathlib import Path

from archive.collection import Collection
from archive.collection.writer import Writer, captured
from archive.records import (
    Article,
    Author,
    Block,
    Body,
    Capture,
    Comment,
    CommentAuthor,
    CommentThread,
    Image,
    PageRecords,
    Provenance,
    ReadBy,
    Rejected,
)
from archive.times import parse_warc_date
from archive.warc.exchange import WireExchange

SITE = "http://ledger.example"
STORY = f"{SITE}/news/quay"
FIRST = "2026-03-01T09:00:00.000000Z"
SECOND = "2026-03-02T15:30:00.000000Z"
THIRD = "2026-03-04T08:15:00.000000Z"
READ_BY = ReadBy(reader="1", layout="generic")


class Shelf:
    """Puts exchanges and readings into a collection."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer

    def put(
        self,
        url: str,
        body: bytes,
        at: str = FIRST,
        *,
        status: str = "200 OK",
        headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),),
    ) -> Capture:
        """One exchange, kept and indexed."""
        head = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("latin-1")
        length = f"Content-Length: {len(body)}\r\n\r\n".encode()
        response = f"HTTP/1.1 {status}\r\n".encode() + head + length + body
        written = self.writer.write(
            WireExchange(
                url=url,
                started=parse_warc_date(at),
                ip="192.0.2.7",
                request=b"GET / HTTP/1.1\r\nHost: ledger.example\r\n"
                + (b'If-None-Match: "1"\r\n\r\n' if status.startswith("304") else b"\r\n"),
                response=BytesIO(response),
                response_length=len(response),
            )
        )
        self.writer.sync()
        assert written.row is not None
        return captured(written.row)

    def read(self, capture: Capture, article: Article, comments: tuple[Comment, ...] = ()) -> None:
        """What a reading of a capture gave."""
        page = PageRecords(
            outcome="read",
            page_type="article",
            reason="test",
            article=article,
            comments=comments,
        )
        self.writer.append(page, capture, lambda _: None)
        self.writer.sync()

    def gone(self, capture: Capture) -> None:
        """A visit that found no page any more."""
        page = PageRecords(outcome="error", page_type="error", reason="404")
        self.writer.append(page, capture, lambda _: None)
        self.writer.sync()


def story(capture: Capture, headline: str, *texts: str, caption: str = "The quay.") -> Article:
    """An article as the reader gives it."""
    blocks = tuple(
        Block(type="paragraph", text=text) if text else Block(type="image", ref="img-1")
        for text in texts
    )
    return Article(
        reading=READ_BY,
        url=capture.url,
        headline=headline,
        alternative_headline="What the harbour office said, and what it did not.",
        byline="By Ines Falk and Oskar Brandt",
        author=(
            Author(name="Ines Falk", name_raw="Ines Falk"),
            Author(name="Oskar Brandt", name_raw="Oskar Brandt"),
        ),
        date_published="2026-03-01T08:30:00Z",
        date_published_precision="minute",
        in_language="en",
        article_body="\n\n".join(text for text in texts if text),
        body=Body(blocks=blocks),
        image=(
            Image(
                id="img-1",
                content_url=f"{SITE}/img/quay.png",
                caption=caption,
                credit_text="Mara Lind/The Ledger",
                alt="A quay at dawn",
            ),
        ),
        comment_thread=CommentThread(
            provider="inline", declared_count=3, captured_count=3, complete=True, stop_reason="end"
        ),
        capture=capture,
        provenance={
            "/headline": Provenance(
                source="json_ld",
                locator="$.headline",
                agree=("dom",),
                rejected=(Rejected(source="meta", value="Harbour | The Ledger", why="site name"),),
            )
        },
    )


def comment(number: int, text: str, capture: Capture, *, parent: int | None = None) -> Comment:
    """A reader's comment, inline in the page."""
    return Comment(
        comment_id=f"c{number}",
        provider="inline",
        identity="platform",
        parent_id=None if parent is None else f"c{parent}",
        depth=0 if parent is None else 1,
        position=number,
        author=CommentAuthor(name=f"Reader {number}"),
        date_created="2026-03-01T10:00:00Z",
        text=text,
        html=f"<p>{text}</p><script>steal()</script><img src=x onerror=steal()>",
        capture=capture,
    )


def fill(path: Path) -> None:
    """The whole paper: an article in two states, a page of every sort that replay must handle."""
    with Collection.create_or_open(path) as collection, collection.writer() as writer:
        shelf = Shelf(writer)
        _assets(shelf)
        _article(shelf)
        _odd_pages(shelf)


PAGE = b"""<!DOCTYPE html>
<html><head><title>Quay</title><link rel="stylesheet" href="/style.css">
<link rel="preconnect" href="//live.example"></head>
<body><h1>%s</h1><img src="/img/quay.png" alt="quay">
<p><a href="/news/other?x=1&amp;y=2">More</a></p>
</body></html>"""


def _assets(shelf: Shelf) -> None:
    shelf.put(f"{SITE}/img/quay.png", png(320, 200), headers=(("Content-Type", "image/png"),))
    sheet = b'@import "more.css"; body { background: #fffbe8 url("img/quay.png") no-repeat 0 20em }'
    shelf.put(f"{SITE}/style.css", sheet, headers=(("Content-Type", "text/css"),))
    more = b"h1 { color: rgb(200, 0, 0) }"
    shelf.put(f"{SITE}/more.css", more, headers=(("Content-Type", "text/css"),))


def _article(shelf: Shelf) -> None:
    first = shelf.put(STORY, PAGE % b"Harbour office closes the quay")
    old = story(
        first,
        "Harbour office closes the quay",
        "The harbour office closed the old quay on Monday after 12 complaints.",
        "",
        "The repair is to cost 1.5 million crowns, the office said.",
        "Nobody was hurt, according to the office.",
        "Boats may use the western pier.",
    )
    shelf.read(
        first,
        old,
        (
            comment(0, "About time.", first),
            comment(1, "It was not in bad shape.", first, parent=0),
            comment(2, "Where are the boats to go?", first),
        ),
    )
    second = shelf.put(STORY, PAGE % b"Harbour office shuts the quay", SECOND)
    new = story(
        second,
        "Harbour office shuts the quay for a year",
        "Boats may use the western pier.",
        "The harbour office closed the old quay on Monday after 14 complaints.",
        "",
        "The repair is to cost 15 million crowns, the office said.",
        "A spokeswoman later said that the work would last until spring.",
        caption="The old quay at dawn.",
    )
    shelf.read(
        second, new, (comment(0, "About time.", second), comment(1, "No.", second, parent=0))
    )
    shelf.gone(shelf.put(STORY, b"gone", THIRD, status="404 Not Found"))


def _odd_pages(shelf: Shelf) -> None:
    html = (("Content-Type", "text/html"),)
    shelf.put(
        f"{SITE}/moved",
        b"",
        status="301 Moved Permanently",
        headers=(("Location", "/news/quay"), ("Set-Cookie", "session=1"), *html),
    )
    raw = (("Location", "/news/störung".encode().decode("latin-1")), *html)
    shelf.put(f"{SITE}/moved-raw", b"", status="302 Found", headers=raw)
    to_https = (("Location", "https://ledger.example/secure"), *html)
    shelf.put(f"{SITE}/secure", b"", status="301 Moved Permanently", headers=to_https)
    shelf.put("https://ledger.example/secure", b"<p>safe</p>", SECOND, headers=html)
    packed = gzip.compress(b"<html><a href=/x>packed</a></html>", mtime=0)
    shelf.put(f"{SITE}/packed", packed, headers=(*html, ("Content-Encoding", "gzip")))
    russian = '<meta charset="windows-1251"><a href="/поиск?q=мост">Мост</a>'.encode("cp1251")
    shelf.put(f"{SITE}/russian", russian, headers=html)
    shelf.put(f"{SITE}/film.mp4", bytes(range(256)) * 4, headers=(("Content-Type", "video/mp4"),))
    logo = (("Content-Type", "image/png"), ("ETag", '"1"'))
    shelf.put(f"{SITE}/logo.png", png(8, 8), headers=logo)
    shelf.put(f"{SITE}/logo.png", png(8, 8), SECOND, headers=logo)
    shelf.put(f"{SITE}/logo.png", b"", THIRD, status="304 Not Modified", headers=logo[1:])
    broken = (*html, ("Content-Encoding", "gzip"))
    shelf.put(f"{SITE}/broken", b"\x1f\x8b\x08<p>not gzip</p>", headers=broken)
    evil = (
        ("Set-Cookie", "a=b"),
        ("Service-Worker-Allowed", "/"),
        ("Link", "<http://live.example/x>; rel=preload"),
        ("Refresh", "0; url=http://live.example/"),
        ("Content-Security-Policy", "default-src *"),
        ("X-Odd", "bad\x01value"),
        *html,
    )
    shelf.put(f"{SITE}/headers", b"<p>headers</p>", headers=evil)


def png(width: int, height: int) -> bytes:
    """A picture with bands of colour."""
    rows = bytearray()
    for y in range(height):
        rows += b"\x00"
        for x in range(width):
            rows += bytes((30 + y, 90 + x // 4, 140 - y // 2))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum
