"""warcio's reading, held to what we need of it: bounded headers, no invented ids or dates, silence.

A header has at most MAX_HEADER bytes, and so have the blank lines behind a record; a length is a
number of bytes that a file can have.

warcio prints to stderr what it finds wrong; here it is noted for who reads, and told with file and
offset (`archive.warc.reader.scan`).
"""

from __future__ import annotations

import re
import zlib
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ARC2WARCHeadersParser, ArcWarcRecordLoader

from archive.printable import one_line
from archive.times import from_timestamp14, warc_date
from archive.warc.http import MAX_HEAD

MAX_HEADER = 1 << 20
"""Bytes of a record's header, or of blank lines, beyond which a file is not read on."""
_LENGTH = re.compile(r"[0-9]{1,18}")
_SHOWN = 80
_LONGEST_REASON = 300
"""Characters of a fault: it may quote the file."""

_WITH_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+./-]*:[^\s]")
_LONGEST_LINE = 1 << 20
_LONGEST_PIECE = 1 << 16
"""Bytes of a WARC header line beyond which a file is not read on. warcio gives less of a long line
than it is asked for, so what is asked for is more."""
_URI = "WARC-Target-URI"


def records_of(stream: BinaryIO, *, with_heads: bool = False) -> Any:
    """warcio's iterator over records; ARC fields as WARC fields. `with_heads`: HTTP heads are read.

    A head of more than MAX_HEAD bytes is none: the record's stream then begins with it.
    """
    records: Any = _Records(stream, no_record_parse=not with_heads, arc2warc=True)
    records.strays = []
    records.reader.__class__ = _BoundedReader
    records.loader = _Loader()
    return records


class _Records(ArchiveIterator):  # type: ignore[misc]  # warcio has no types
    """warcio's iterator; `strays` are the lines that stand where the end of a record should be."""

    strays: list[bytes]

    def _consume_blanklines(self) -> tuple[bytes | None, int]:
        """The first line of the next record, and how many bytes stand before it."""
        size, is_first = 0, True
        while line := self.reader.readline():
            is_stray = is_first and bool(line.rstrip())
            if line.rstrip() and not is_stray:
                return line, size
            if is_stray:
                self.strays.append(line)
                self.err_count += 1
            size += len(line)
            is_first = False
        return None, size


class _Loader(ArcWarcRecordLoader):  # type: ignore[misc]
    """warcio's loader, for which a blank in a URI is a warning on stderr."""

    def __init__(self) -> None:
        super().__init__(verify_http=False, arc2warc=True)
        self.arc_parser = _ArcHeaders()
        self._passed = b""
        """What was read of a block in which no head was found."""

    def parse_record_stream(self, *arguments: Any, **named: Any) -> Any:
        self._passed = b""
        record = super().parse_record_stream(*arguments, **named)
        if self._passed:
            record.raw_stream = _Rejoined(self._passed, record.raw_stream)
        return record

    def _detect_type_load_headers(self, stream: Any, *arguments: Any, **named: Any) -> Any:
        stream.left = MAX_HEADER
        found = super()._detect_type_load_headers(stream, *arguments, **named)
        stream.left = MAX_HEADER
        length = found[1].get_header("Content-Length")
        if length is not None and not _LENGTH.fullmatch(length):
            raise ArchiveLoadFailed(f"a length that is none: {length[:_SHOWN]!r}")
        return found

    def load_http_headers(self, rec_type: Any, uri: Any, stream: Any, length: Any) -> Any:
        if uri is None:
            return None  # where warcio would fail
        begun = _Begun(stream)
        try:
            return super().load_http_headers(rec_type, uri, begun, length)
        except _NoHeadError:
            self._passed = bytes(begun.passed)
            return None

    def _ensure_target_uri_format(self, rec_headers: Any) -> Any:
        uri = rec_headers.get_header(_URI)
        if uri is not None and " " in uri:
            rec_headers.replace_header(_URI, uri.replace(" ", "%20"))
        return super()._ensure_target_uri_format(rec_headers)


class _NoHeadError(Exception):
    """What was taken for a head is longer than any."""


class _Begun:
    """A block of which a bounded head is read."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.passed = bytearray()

    def readline(self) -> bytes:
        left = MAX_HEAD - len(self.passed)
        line: bytes = self._stream.readline(left)
        self.passed += line
        if len(self.passed) >= MAX_HEAD:
            raise _NoHeadError
        return line


class _Rejoined:
    """A block whose beginning was read already."""

    def __init__(self, begin: bytes, stream: Any) -> None:
        self._begin = begin
        self._stream = stream

    def read(self, size: int) -> bytes:
        piece, self._begin = self._begin[:size], self._begin[size:]
        return piece or bytes(self._stream.read(size))


class _BoundedReader(DecompressingBufferedReader):  # type: ignore[misc]
    """warcio's reader, which would gather lines of any length and number before looking at them."""

    left = MAX_HEADER
    """Bytes of lines that may still be read before the next record's header is at its end."""

    def readline(self, length: int | None = None) -> bytes:
        if length is not None:
            return bytes(super().readline(length))
        line = bytes(super().readline(_LONGEST_LINE))
        if len(line) >= _LONGEST_PIECE and not line.endswith(b"\n"):
            raise ArchiveLoadFailed(f"a header line longer than {_LONGEST_PIECE} bytes")
        self.left -= len(line)
        if self.left < 0:
            raise ArchiveLoadFailed(f"a header, or blank lines, of more than {MAX_HEADER} bytes")
        return line

    def _decompress(self, data: bytes) -> bytes:
        """What is broken gives nothing, as in warcio: the record is then found to be cut off."""
        if not (self.decompressor and data and self.num_block_read):
            return bytes(super()._decompress(data))  # the first bytes tell whether it is gzip
        try:
            return bytes(self.decompressor.decompress(data))
        except zlib.error:
            return b""


class _ArcHeaders(ARC2WARCHeadersParser):  # type: ignore[misc]
    """ARC fields as WARC fields, without the random record id that warcio would give them.

    A line of an HTTP head ("Date: Wed, 04 ...") is none, which warcio takes for one. A record with a
    length that is none, or with a date that no calendar has, where warcio would make one, has no
    moment: it is not indexed. What follows it is looked at.
    """

    def _get_protocol_and_headers(self, headerline: str, parts: list[str]) -> Any:
        date, length = parts[2], parts[4]
        if not _WITH_SCHEME.match(headerline) or not (date.isascii() and date.isdigit()):
            raise ArchiveLoadFailed(f"no record begins here, but {headerline[:_SHOWN]!r}")
        is_sound = _LENGTH.fullmatch(length) is not None
        parts[2:] = ["1970", parts[3], length if is_sound else "0"]
        protocol, headers = super()._get_protocol_and_headers(headerline, parts)
        moment = _moment(date) if is_sound else ""
        given = {**dict(headers), "WARC-Date": moment}
        del given["WARC-Record-ID"]
        return protocol, list(given.items())


def _moment(digits: str) -> str:
    """The WARC-Date that they name; nothing where they name none."""
    try:
        moment = from_timestamp14(digits)
    except ValueError:
        return ""
    return warc_date(moment).replace(".000000", "")


def reason_of(error: BaseException) -> str:
    """Why a file cannot be read, in a line that does not pass on what the file says unseen."""
    if "non-chunked gzip" in str(error):
        return (
            "the records are compressed in one go, so that none can be found alone; unpack the file "
            "with gunzip, or run `warcio recompress`, and take what comes out"
        )
    said = str(error).strip()[:_LONGEST_REASON]
    return one_line(said.splitlines()[0]) if said else type(error).__name__
