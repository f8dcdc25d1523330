"""WARC files built byte by byte, so that a test can break exactly one thing."""

from __future__ import annotations

import base64
import gzip
import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import zstandard

CRLF = b"\r\n"
DATE = "2026-11-22T17:35:47.123456Z"
PAGE = b"<!doctype html><title>Ferry</title><p>The ferry runs again.</p>"
REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


def sha1(payload: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(payload).digest()).decode("ascii")


def sha256(block: bytes) -> str:
    return "sha256:" + hashlib.sha256(block).hexdigest()


def record_id(name: str) -> str:
    """The same id for the same name."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>"


@dataclass(frozen=True)
class Record:
    """A record before it is bytes: header fields in order, block, and how it ends."""

    headers: tuple[tuple[str, str], ...]
    block: bytes
    version: str = "WARC/1.1"
    end: bytes = CRLF + CRLF
    length: int | None = None
    extra: bytes = b""
    """Bytes between the header and the block."""

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def with_header(self, name: str, value: str | None) -> Record:
        """With the field set in its place, added at the end, or (None) left out."""
        if value is None:
            kept = tuple(pair for pair in self.headers if pair[0].lower() != name.lower())
        elif self.header(name) is None:
            kept = (*self.headers, (name, value))
        else:
            kept = tuple(
                (key, value if key.lower() == name.lower() else old) for key, old in self.headers
            )
        return replace(self, headers=kept)

    def with_block(self, block: bytes, payload: bytes | None = None) -> Record:
        """With another block and the digests that are right for it."""
        changed = replace(self, block=block)
        if self.header("WARC-Block-Digest"):
            changed = changed.with_header("WARC-Block-Digest", sha256(block))
        if payload is not None:
            changed = changed.with_header("WARC-Payload-Digest", sha1(payload))
        return changed

    def raw(self) -> bytes:
        length = len(self.block) if self.length is None else self.length
        pairs = self.headers
        if self.header("Content-Length") is None and self.length != -1:
            pairs = (*pairs, ("Content-Length", str(length)))
        head = b"".join(f"{name}: {value}\r\n".encode() for name, value in pairs)
        return self.version.encode() + CRLF + head + CRLF + self.extra + self.block + self.end


def http(
    status_line: str = "HTTP/1.1 200 OK",
    headers: Iterable[tuple[str, str]] = (("Content-Type", "text/html; charset=utf-8"),),
    body: bytes = PAGE,
) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"{status_line}\r\n{head}\r\n".encode("latin-1") + body


def chunked(body: bytes, size: int = 20) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def warcinfo(filename: str = "test.warc.gz") -> Record:
    block = b"software: reference/1\r\nformat: WARC File Format 1.1\r\n"
    return Record(
        headers=(
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", record_id("warcinfo " + filename)),
            ("WARC-Date", DATE),
            ("WARC-Filename", filename),
            ("Content-Type", "application/warc-fields"),
            ("WARC-Block-Digest", sha256(block)),
        ),
        block=block,
    )


def response(
    url: str = "https://www.example.com/a?b=1",
    block: bytes | None = None,
    payload: bytes = PAGE,
    name: str = "response",
    filename: str = "test.warc.gz",
    extra: Mapping[str, str] | None = None,
    date: str = DATE,
) -> Record:
    block = http() if block is None else block
    return Record(
        headers=(
            ("WARC-Type", "response"),
            ("WARC-Record-ID", record_id(f"{name} {url} {date}")),
            ("WARC-Date", date),
            ("WARC-Target-URI", url),
            ("WARC-IP-Address", "127.0.0.1"),
            ("WARC-Warcinfo-ID", record_id("warcinfo " + filename)),
            ("Content-Type", "application/http; msgtype=response"),
            ("WARC-Block-Digest", sha256(block)),
            ("WARC-Payload-Digest", sha1(payload)),
            *(extra or {}).items(),
        ),
        block=block,
    )


def request(
    answer: Record, target: str = "/a?b=1", host: str = "www.example.com", name: str = "request"
) -> Record:
    block = f"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    uri, date = answer.header("WARC-Target-URI") or "", answer.header("WARC-Date") or ""
    return Record(
        headers=(
            ("WARC-Type", "request"),
            ("WARC-Record-ID", record_id(f"{name} {uri} {date}")),
            ("WARC-Date", date),
            ("WARC-Target-URI", uri),
            ("WARC-Warcinfo-ID", answer.header("WARC-Warcinfo-ID") or ""),
            ("WARC-Concurrent-To", answer.header("WARC-Record-ID") or ""),
            ("Content-Type", "application/http; msgtype=request"),
            ("WARC-Block-Digest", sha256(block)),
        ),
        block=block,
    )


def revisit(original: Record, date: str = "2026-11-22T21:00:00.000000Z") -> Record:
    """A later visit that found the same payload: the header block, and where the payload is."""
    head = original.block.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    url = original.header("WARC-Target-URI") or ""
    return Record(
        headers=(
            ("WARC-Type", "revisit"),
            ("WARC-Record-ID", record_id(f"revisit {url} {date}")),
            ("WARC-Date", date),
            ("WARC-Target-URI", url),
            ("WARC-Warcinfo-ID", original.header("WARC-Warcinfo-ID") or ""),
            ("WARC-Profile", REVISIT),
            ("WARC-Refers-To", original.header("WARC-Record-ID") or ""),
            ("WARC-Refers-To-Target-URI", url),
            ("WARC-Refers-To-Date", original.header("WARC-Date") or ""),
            ("Content-Type", "application/http; msgtype=response"),
            ("WARC-Block-Digest", sha256(head)),
            ("WARC-Payload-Digest", original.header("WARC-Payload-Digest") or ""),
        ),
        block=head,
    )


def metadata(of: Record, fields: bytes = b"error: connection refused\r\n") -> Record:
    uri, date = of.header("WARC-Target-URI") or "", of.header("WARC-Date") or ""
    return Record(
        headers=(
            ("WARC-Type", "metadata"),
            ("WARC-Record-ID", record_id(f"metadata {uri} {date}")),
            ("WARC-Date", date),
            ("WARC-Target-URI", uri),
            ("WARC-Warcinfo-ID", of.header("WARC-Warcinfo-ID") or ""),
            ("WARC-Concurrent-To", of.header("WARC-Record-ID") or ""),
            ("Content-Type", "application/warc-fields"),
            ("WARC-Block-Digest", sha256(fields)),
        ),
        block=fields,
    )


def resource(url: str = "urn:pageinfo:https://e.com/", block: bytes = b"{}") -> Record:
    return Record(
        headers=(
            ("WARC-Type", "resource"),
            ("WARC-Record-ID", record_id("resource " + url)),
            ("WARC-Date", DATE),
            ("WARC-Target-URI", url),
            ("Content-Type", "application/json"),
            ("WARC-Block-Digest", sha256(block)),
            ("WARC-Payload-Digest", sha1(block)),
        ),
        block=block,
    )


def reference() -> list[Record]:
    """A conformant file: plain, chunked, gzipped, with requests, a revisit and a failed request."""
    plain = response()
    framed_block = http(headers=[("Transfer-Encoding", "chunked")], body=chunked(PAGE))
    framed = response("https://www.example.com/framed", framed_block)
    packed_body = gzip.compress(PAGE, mtime=0)
    packed_block = http(
        headers=[("Content-Encoding", "gzip"), ("Content-Length", str(len(packed_body)))],
        body=packed_body,
    )
    packed = response("https://www.example.com/packed", packed_block, packed_body)
    lost = request(response("https://www.example.com/lost"), "/lost").with_header(
        "WARC-Concurrent-To", None
    )
    return [
        warcinfo(),
        plain,
        request(plain),
        framed,
        request(framed, "/framed"),
        packed,
        request(packed, "/packed"),
        revisit(plain),
        lost,
        metadata(lost),
    ]


def uncompressed(records: Iterable[Record]) -> bytes:
    return b"".join(record.raw() for record in records)


def members(records: Iterable[Record]) -> bytes:
    """A gzip member for each record."""
    return b"".join(gzip.compress(record.raw(), 1, mtime=0) for record in records)


def frames(records: Iterable[Record], dictionary: bytes | None = None) -> bytes:
    """A Zstandard frame for each record; with a dictionary, that in a skippable frame first."""
    trained = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    packer = zstandard.ZstdCompressor(level=1, dict_data=trained)
    head = b""
    if dictionary:
        head = b"\x5d\x2a\x4d\x18" + len(dictionary).to_bytes(4, "little") + dictionary
    return head + b"".join(packer.compress(record.raw()) for record in records)


@dataclass
class ArcFile:
    """An ARC/1 file: a version block and its URL records."""

    records: list[tuple[str, bytes]] = field(default_factory=list)

    def raw(self) -> bytes:
        head = b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n\n"
        line = f"filedesc://test.arc 0.0.0.0 20200101000000 text/plain {len(head)}\n"
        out = line.encode() + head + b"\n"
        for url, block in self.records:
            out += (
                f"{url} 127.0.0.1 20200101000000 text/html {len(block)}\n".encode() + block + b"\n"
            )
        return out
