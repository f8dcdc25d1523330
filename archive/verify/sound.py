"""The short way for a record in which nothing is wrong, as most are: it is taken for sound only where
no rule could find anything; all others go the long way (archive.verify.record and what follows it).

A record is sound whose header matches a known shape (archive.verify.shapes) and whose block has the
digests that it says. An answer is one of HTTP/1.x from 200 on in its strictest form, with a body of
the promised length, or in chunks up to the very end, which begins as its Content-Encoding says. A
request asks for its URL, at its host, and has no body in chunks or encoded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from archive.verify.blocks import OWN, undecodable
from archive.verify.digests import is_digest, shown_digest
from archive.verify.record import KEPT
from archive.verify.shapes import Shape, Shapes
from archive.warc.http import Headers, content_codings, headers_of
from archive.warc.rows import PAYLOAD_SHA256

_END = b"\r\n\r\n"
_MAX_HEADER = 1 << 14
_LINES = rb"(?:[!-9;-~]+:[^\r\n]*+\r\n)*+\r\n"
_ANSWER = re.compile(rb"HTTP/1\.[01] ([2-9]\d\d)(?: [^\r\n]*)?\r\n" + _LINES)
_REQUEST = re.compile(rb"([A-Z]+) ([^ \r\n]+) HTTP/[^ \r\n]+\r\n" + _LINES)
_FRAMING = re.compile(
    rb"\n(content-length|content-encoding|transfer-encoding):[ \t]*([^\r\n]*)", re.IGNORECASE
)
_URL = re.compile(r"[^:/]+://([^/?#@]*)(/[^#]*)\Z")
_HOST = re.compile(rb"\nhost:[ \t]*([^\r\n]*)", re.IGNORECASE)
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})\r\n")
_USUAL = re.compile("sha1:[A-Z2-7]{32}")
_MOST_DIGITS = 18
_SAMPLE = 1 << 16


class Sound:
    """A record in which nothing is wrong; the same is told of it as of a Record."""

    __slots__ = (
        "body",
        "content",
        "framed",
        "is_digest_framed",
        "is_head",
        "offset",
        "payload",
        "rec_type",
        "record_id",
        "said",
        "shape",
        "start",
        "status",
        "stop",
    )

    def __init__(self, offset: int, shape: Shape, said: tuple[str, ...], content: bytes) -> None:
        self.offset = offset
        self.shape = shape
        self.said = said
        """The values of the fields, in their order."""
        self.content = content
        self.stop = len(content) - len(_END)
        self.start = self.stop - int(said[shape.places["Content-Length"]])
        """Where the block begins; it ends at `stop`."""
        self.rec_type = shape.rec_type
        self.record_id: str | None = said[shape.places["WARC-Record-ID"]]
        self.body = self.stop
        """Where the body of an HTTP message begins."""
        self.status: int | None = None
        self.is_head = False
        self.payload: bytes | memoryview = b""
        """Of an answer or request: transfer-encoding removed."""
        self.framed: memoryview | None = None
        """The payload as it lies in the block, in chunks."""
        self.is_digest_framed = False
        """The one thing that may be said of it: its payload digest is taken over the chunks, as
        some programs do (archive.verify.contents)."""

    def get(self, name: str) -> str | None:
        """The first value of a field."""
        place = self.shape.places.get(name)
        return None if place is None else self.said[place]

    @property
    def url(self) -> str:
        """Target URI."""
        return self.get("WARC-Target-URI") or ""

    @property
    def related(self) -> list[str]:
        """Every WARC-Concurrent-To."""
        return [self.said[place] for place in self.shape.related]

    @property
    def kept(self) -> bytes:
        """The block's first bytes."""
        return self.content[self.start : min(self.stop, self.start + KEPT)]

    @property
    def found_digest(self) -> str | None:
        """Of the payload of an answer; None where it has none."""
        if not (self.status and self.payload):
            return None
        said = self.get("WARC-Payload-Digest")
        if said and not self.is_digest_framed and _USUAL.fullmatch(said):
            return said  # as it was found to be
        return shown_digest(OWN, self.payload)

    @property
    def found_sha256(self) -> str | None:
        """Of the payload of an answer; None where it has none."""
        if not (self.status and self.payload):
            return None
        return self.get(PAYLOAD_SHA256) or shown_digest("sha256", self.payload)

    @property
    def headers(self) -> Headers:
        """Of the HTTP answer."""
        if self.rec_type != "response":
            return ()
        return headers_of(self.content[self.start : self.body].splitlines(keepends=True)[1:])


def sound_record(content: bytes, offset: int, shapes: Shapes) -> Sound | None:
    """The record of a small member; None where something may be wrong with it."""
    end = content.find(_END, 0, _MAX_HEADER) + len(_END)
    try:
        header = str(content[:end], "ascii")
    except UnicodeDecodeError:
        return None
    for shape in shapes.known:
        match = shape.match(header)
        if match is not None:
            record = Sound(offset, shape, match.groups(), content)
            if record.start == end and content.endswith(_END) and _is_sound(record):
                return record
            return None
    return None


def _is_sound(record: Sound) -> bool:
    """Whether the block is what the header says of it."""
    if not _BLOCKS[record.rec_type](record):
        return False
    digest = record.get("WARC-Block-Digest")
    if digest and not is_digest(digest, memoryview(record.content)[record.start : record.stop]):
        return False
    if record.rec_type == "metadata":
        return True
    digest = record.get(PAYLOAD_SHA256)
    if digest and not is_digest(digest, record.payload):
        return False
    digest = record.get("WARC-Payload-Digest")
    if not digest or is_digest(digest, record.payload):
        return True
    record.is_digest_framed = record.framed is not None and is_digest(digest, record.framed)
    return record.is_digest_framed


def _response(record: Sound) -> bool:
    content, stop = record.content, record.stop
    match = _ANSWER.match(content, record.start, stop)
    if match is None:
        return False
    record.status, body = int(match[1]), match.end()
    record.body = body
    framing = _FRAMING.findall(content, record.start, body)
    said = {name.lower(): value.strip() for name, value in framing}
    length, transfer = said.get(b"content-length"), said.get(b"transfer-encoding")
    if len(said) != len(framing) or (length is not None and transfer is not None):
        return False
    record.payload = memoryview(content)[body:stop]
    if length is not None and not _is_length(length, stop - body):
        return False
    if transfer is not None:
        entity = _dechunked(content, body, stop) if transfer.lower() == b"chunked" else None
        if entity is None:
            return False
        record.payload, record.framed = entity, memoryview(content)[body:stop]
    encoding = said.get(b"content-encoding")
    return encoding is None or _is_encoded(record.payload, encoding)


def _is_length(said: bytes, length: int) -> bool:
    return said.isdigit() and len(said) <= _MOST_DIGITS and int(said) == length


def _dechunked(content: bytes, start: int, stop: int) -> bytes | None:
    """The entity of a body in chunks without extensions and trailers, which ends at `stop`."""
    pieces: list[bytes] = []
    while match := _CHUNK.match(content, start, stop):
        size = int(match[1], 16)
        start = match.end() + size
        if content[start : start + 2] != b"\r\n":
            return None
        if not size:
            return b"".join(pieces) if start + 2 == stop else None
        pieces.append(content[match.end() : start])
        start += 2
    return None


def _is_encoded(payload: bytes | memoryview, encoding: bytes) -> bool:
    codings = content_codings((("Content-Encoding", encoding.decode("latin-1")),))
    return undecodable(payload[:_SAMPLE], codings) is None


def _request(record: Sound) -> bool:
    content, url = record.content, record.url
    match = _REQUEST.match(content, record.start, record.stop)
    if match is None:
        return False
    body = match.end()
    parts = _URL.match(url)
    if parts is None or parts[2].encode("ascii") != match[2]:
        return False
    named = _HOST.search(content, record.start, body)
    if named and named[1].decode("latin-1") != parts[1]:
        return False
    framing = _FRAMING.findall(content, record.start, body)
    if any(name.lower() != b"content-length" for name, _ in framing):
        return False
    record.is_head = match[1] == b"HEAD"
    record.payload = memoryview(content)[body : record.stop]
    return True


def _resource(record: Sound) -> bool:
    record.status = 200
    record.payload = memoryview(record.content)[record.start : record.stop]
    return True


def _metadata(record: Sound) -> bool:
    return True


_BLOCKS: Mapping[str, Callable[[Sound], bool]] = {
    "response": _response,
    "request": _request,
    "resource": _resource,
    "metadata": _metadata,
}
