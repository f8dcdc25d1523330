"""What nobody reads is not even decoded: it is kept, and read when somebody asks."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from scrapy import Request

from archive.warc.exchange import WireExchange
from crawler.wire import KEPT_ONLY
from crawler.wire.fetched import fetched_of
from tests.archive.collection.kept import Kept, put
from tests.commands import crawl, microfiche
from tests.servers.site import Site, answer, story

PAGE = b"<h1>Ferry</h1>"


@pytest.mark.parametrize(("is_kept_only", "body"), [(True, b""), (False, PAGE)])
def test_the_body_is_looked_at_only_where_somebody_reads_it(
    tmp_path: Path, is_kept_only: bool, body: bytes
) -> None:
    packed = gzip.compress(PAGE)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
    block = head + b"Content-Length: %d\r\n\r\n" % len(packed) + packed
    wire = WireExchange(
        url="http://a.example/story",
        started=datetime(2026, 11, 22, tzinfo=UTC),
        ip=None,
        request=b"GET /story HTTP/1.1\r\nHost: a.example\r\n\r\n",
        response=BytesIO(block),
        response_length=len(block),
    )
    kept = Kept(tmp_path / "c")
    row = put(kept.writer, wire)
    request = Request(wire.url, meta={KEPT_ONLY: is_kept_only})
    fetched = fetched_of(request, wire, row)
    assert fetched.exchange is not None
    assert (200, body) == (fetched.exchange.status, fetched.exchange.body)
    assert PAGE == kept.collection.load(row).body
    kept.close()


def test_a_crawl_that_keeps_only_settles_what_no_reader_could_read(tmp_path: Path) -> None:
    broken = answer(b"\x1f\x8b" + bytes(30), headers=(("Content-Encoding", "gzip"),))
    paths = ("/2026/11/22/ferry-to-run-hourly", "/2026/11/22/quay-closed-for-repair")
    links = "".join(f"<h2><a href='{path}'>Ferry to run hourly again</a></h2>" for path in paths)
    pages = {"/": answer(f"<h1>The Ledger</h1>{links}".encode()), paths[0]: story()}
    with Site({**pages, paths[1]: broken}) as site:
        done = crawl(tmp_path / "c", site.url("/"), options=("--archive-only",))
        assert (0, [], 0) == (done.status, done.json["failed"], done.json["articles_new"])
        assert set(paths) <= set(site.paths())
        url = site.url(paths[0])
    assert 0 == microfiche("reextract", "--collection", tmp_path / "c").status
    listed = microfiche("articles", "--json", "--collection", tmp_path / "c").lines
    assert [url] == [one["url"] for one in listed if one["revisions"]]
