"""Collections to export: two captured articles with WARC files, and one filled with odd texts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

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
    Correction,
    Image,
    LivePost,
    Organization,
    PageRecords,
    Provenance,
    Publisher,
    ReadBy,
    Translation,
)
from archive.times import parse_warc_date
from archive.warc.exchange import WireExchange

MORNING, NOON, EVENING = (f"2026-03-0{day}T09:00:00.000000Z" for day in (1, 2, 3))
FRONT = "http://ledger.example/"
QUAY, LIVE = "http://ledger.example/quay", "http://ledger.example/live"
STYLE = "http://ledger.example/style.css"
READ = ReadBy(reader="1", layout="generic")

Fetch = Callable[[str, bytes, str], Capture]


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three crawls: an edited article, a live-blog seen once, a stylesheet that answers 304 later."""
    path = tmp_path_factory.mktemp("export") / "ledger"
    for moment, text in (
        (MORNING, "The quay is closed."),
        (NOON, "The quay is open."),
        (EVENING, "The quay is open."),
    ):
        with Collection.create_or_open(path) as collection, collection.writer() as writer:
            fetched(writer, FRONT, b"<title>Ledger</title>", moment)
            if moment == MORNING:
                fetched(writer, STYLE, b"p { color: black }", moment)
            if moment == NOON:
                answered(writer, STYLE, b"HTTP/1.1 304 Not Modified\r\n\r\n", moment)
            capture = fetched(writer, QUAY, text.encode(), moment)
            append(writer, quay(text, capture), comments_at(moment, capture))
            if moment == NOON:
                append(writer, live_blog(fetched(writer, LIVE, b"live", moment)), ())
    return path


@pytest.fixture
def collection(crawled: Path, tmp_path: Path) -> Path:
    """A copy, in a directory of its own, so that exports can stand beside it."""
    return Path(shutil.copytree(crawled, tmp_path / "ledger"))


@pytest.fixture
def opened(crawled: Path) -> Iterator[Collection]:
    with Collection.open(crawled) as found:
        yield found


def fetched(writer: Writer, url: str, body: bytes, moment: str) -> Capture:
    response = (
        b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: "1"\r\nContent-Length: %d\r\n\r\n%s'
        % (
            len(body),
            body,
        )
    )
    return answered(writer, url, response, moment)


def answered(writer: Writer, url: str, response: bytes, moment: str) -> Capture:
    path = url.removeprefix("http://ledger.example")
    condition = 'If-None-Match: "1"\r\n' if b" 304 " in response[:16] else ""
    written = writer.write(
        WireExchange(
            url=url,
            started=parse_warc_date(moment),
            ip="192.0.2.7",
            request=f"GET {path} HTTP/1.1\r\nHost: ledger.example\r\n{condition}\r\n".encode(),
            response=BytesIO(response),
            response_length=len(response),
        )
    )
    writer.sync()
    assert written.row is not None
    return captured(written.row)


def append(writer: Writer, article: Article, comments: tuple[Comment, ...]) -> None:
    assert article.capture is not None
    page = PageRecords(
        outcome="read", page_type="article", reason="test", article=article, comments=comments
    )
    writer.append(page, article.capture, lambda _: None)
    writer.sync()


def quay(text: str, capture: Capture) -> Article:
    """An article with everything; its texts are what a spreadsheet or a page might run."""
    return Article(
        reading=READ,
        url=QUAY,
        canonical_url=QUAY,
        publisher=Publisher(name="The Ledger", url=FRONT),
        headline='=HYPERLINK("http://evil.example")',
        alternative_headline="'Quoted'",
        description='line one\nline two, "quoted"\r\n</script><script>alert(1)</script>',
        author=(Author(name="Ann Berg", name_raw="ANN BERG", role="Port correspondent"),),
        source_organization=(Organization(name="LNS"),),
        byline="By ANN BERG, Port correspondent, LNS",
        dateline="LINDENAU",
        location_created="Lindenau",
        date_published="2026-03-01",
        date_published_raw="1 March 2026",
        date_published_precision="day",
        date_modified="2026-03-01T08:30:00Z",
        date_modified_raw="2026-03-01T09:30:00+01:00",
        date_modified_precision="second",
        date_modified_zone="offset",
        in_language="en",
        article_section=("City", "Port"),
        work_translation=(Translation(in_language="de", url="http://ledger.example/de/kai"),),
        is_accessible_for_free=False,
        article_body=text,
        body=Body(
            blocks=(
                Block(type="paragraph", text=text),
                Block(type="list", text="a\nb", ordered=True, items=("a", "b")),
                Block(type="image", ref="img-1"),
            )
        ),
        image=(
            Image(
                id="img-1",
                content_url="http://ledger.example/quay.jpg",
                caption="-1 metre at the quay",
                credit_text="Jo Lund / LNS",
                credit_raw="(Photo: Jo Lund / LNS)",
                alt="A quay",
                width=640,
            ),
        ),
        correction=(Correction(text="An earlier version misnamed the quay."),),
        comment_count=7,
        comment_thread=CommentThread(
            provider="inline", declared_count=7, captured_count=2, complete=True, stop_reason="end"
        ),
        capture=capture,
        provenance={"/headline": Provenance(source="json_ld", locator="$.headline")},
    )


def live_blog(capture: Capture) -> Article:
    return Article(
        type="live_blog",
        reading=READ,
        url=LIVE,
        headline="Storm, live",
        live_blog_update=(
            LivePost(id="p1", headline="Ferries stop", text="All ferries are in port."),
        ),
        capture=capture,
    )


def comments_at(moment: str, capture: Capture) -> tuple[Comment, ...]:
    """Two on the first day, an answer instead of the second one later."""
    first = comment("c1", "First!", capture, author=CommentAuthor(name="Reader", id="r1"))
    if moment == MORNING:
        return first, comment("c2", "@all +1", capture, position=1)
    answer = comment("c3", "No.", capture, position=1, parent_id="c1", depth=1, upvote_count=-3)
    return first, answer


def comment(key: str, text: str, capture: Capture, **fields: object) -> Comment:
    return Comment(
        comment_id=key,
        provider="inline",
        identity="platform",
        text=text,
        capture=capture,
        **fields,  # type: ignore[arg-type]
    )
