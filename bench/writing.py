"""The writer alone, against warcio's own and FastWARC's: `python bench/writing.py [RESPONSES]`.

Each writes the same exchanges: gzipped answers of 20 KB with their requests. Printed is the CPU
time of one exchange, the least of the rounds, and its ratio to warcio's. Nothing is synced here, and
no file is closed: that is a crawl's (bench/crawl.py).

    microfiche: response, request   both records as gzip members, in one write; SHA-1 and SHA-256 of
                                    the payload, SHA-256 of each block; the look-up of an earlier
                                    capture, and the index row made
    … and metadata record           the same with the third record, that a crawl writes of a page
    … and index                     the same with the rows in the index, committed in groups of eight
    warcio                          response and request; SHA-1 of payload and block; gzip level 9, as
                                    it is given
    FastWARC                        response and request; its own digests (SHA-1 of the block); gzip
                                    level 1
"""

from __future__ import annotations

import argparse
import gzip
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from time import process_time

import newspaper
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.collection import Collection
from archive.warc.exchange import WireExchange

PAGE = {"via": "http://news.example/", "hopsFromSeed": "1", "kind": "article"}
"""What a crawl's metadata record says."""
_GROUP = 8
"""Exchanges that a crawl makes durable, and then known to the index, together."""


def exchanges(number: int) -> list[WireExchange]:
    """Answered requests, each with another body."""
    return [_exchange(each) for each in range(number)]


def _exchange(number: int) -> WireExchange:
    body = gzip.compress(newspaper.page(number).encode(), 6)
    path = newspaper.name(number)
    answer = (
        b"HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Sun, 22 Nov 2026 08:00:00 GMT\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nLast-Modified: Sun, 22 Nov 2026 07:00:00 GMT\r\n"
        b'Connection: keep-alive\r\nETag: W/"65f-%d"\r\nContent-Encoding: gzip\r\n'
        b"Content-Length: %d\r\n\r\n" % (number, len(body))
    ) + body
    request = (
        f"GET /{path} HTTP/1.1\r\nAccept: text/html,application/xhtml+xml\r\nAccept-Language: *\r\n"
        "Accept-Encoding: gzip, deflate, br, zstd\r\nUser-Agent: bench\r\nHost: news.example\r\n\r\n"
    )
    return WireExchange(
        url=f"http://news.example/{path}",
        started=datetime.now(UTC),
        ip="192.0.2.1",
        request=request.encode(),
        response=BytesIO(answer),
        response_length=len(answer),
        seconds=0.1,
    )


def ours(
    directory: Path, written: list[WireExchange], page: dict[str, str] | None
) -> tuple[float, float]:
    """CPU seconds of our writer: of the records, and of their index rows."""
    records = index = 0.0
    with Collection.create_or_open(directory) as collection, collection.writer() as writer:
        for start in range(0, len(written), _GROUP):
            begun = process_time()
            for exchange in written[start : start + _GROUP]:
                writer.write(exchange, page)
            between = process_time()
            writer.know(writer.taken())
            records += between - begun
            index += process_time() - between
    return records, index


def _pairs(directory: Path, written: list[WireExchange]) -> dict[str, float]:
    records, _ = ours(directory, written, None)
    return {"microfiche: response, request": records}


def _pages(directory: Path, written: list[WireExchange]) -> dict[str, float]:
    records, index = ours(directory, written, PAGE)
    return {"… and metadata record": records, "… and index": records + index}


def warcio(directory: Path, written: list[WireExchange]) -> dict[str, float]:
    """CPU seconds of warcio, given the HTTP heads parsed, as its documentation has it."""
    with (directory / "w.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        begun = process_time()
        for exchange in written:
            head, _, body = exchange.response.read().partition(b"\r\n\r\n")
            answer = writer.create_warc_record(
                exchange.url,
                "response",
                payload=BytesIO(body),
                length=len(body),
                http_headers=_parsed(head),
            )
            asked = _parsed(exchange.request.partition(b"\r\n\r\n")[0])
            request = writer.create_warc_record(exchange.url, "request", http_headers=asked)
            writer.write_request_response_pair(request, answer)
        return {"warcio": process_time() - begun}


def _parsed(head: bytes) -> StatusAndHeaders:
    first, *lines = head.decode("latin-1").split("\r\n")
    protocol, _, rest = first.partition(" ")
    return StatusAndHeaders(rest, [tuple(each.split(": ", 1)) for each in lines], protocol)


def fastwarc(directory: Path, written: list[WireExchange]) -> dict[str, float]:
    """CPU seconds of FastWARC, given raw blocks."""
    with (directory / "f.warc.gz").open("wb") as file:
        stream = GzipWriter(file, 1)
        begun = process_time()
        for exchange in written:
            for kind, block in (
                (WarcRecordType.response, exchange.response.read()),
                (WarcRecordType.request, exchange.request),
            ):
                record = WarcRecord()
                record.init_headers(kind, content_length=len(block))
                record.headers["WARC-Target-URI"] = exchange.url
                record.set_bytes_content(block)
                record.write(stream, checksum_data=True)
        return {"FastWARC": process_time() - begun}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The WARC writer against its peers.")
    parser.add_argument("responses", nargs="?", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    written = exchanges(asked.responses)
    least: dict[str, float] = {}
    for _ in range(asked.rounds):
        for program in (_pairs, _pages, warcio, fastwarc):
            fresh = [replace(each, response=BytesIO(each.response.getvalue())) for each in written]
            with tempfile.TemporaryDirectory() as name:
                for title, cost in program(Path(name), fresh).items():
                    each = cost / asked.responses * 1000
                    least[title] = min(each, least.get(title, each))
    print(f"{'':32}{'CPU ms an exchange':>20}{'to warcio':>11}")
    for title, cost in least.items():
        print(f"{title:32}{cost:20.3f}{cost / least['warcio']:11.2f}")


if __name__ == "__main__":
    main()
