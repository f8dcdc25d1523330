"""warcio's reading, held to what we need of it: bounded lines, no invented ids, and silence.

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

_WITH_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+./-]*:[^\s]")
_LONGEST_LINE = 1 << 20
_LONGEST_PIECE = 1 << 16
"""Bytes of a WARC header line beyond which a file is not read on. warcio gives less of a long line
than it is asked for, so what is asked for is more."""
_URI = "WARC-Target-URI"


def records_of(stream: BinaryIO) -> Any:
    """A warcio iterator over records that are not parsed further; ARC fields as WARC fields."""
    records: Any = bounded(ArchiveIterator(stream, no_record_parse=True, arc2warc=True))
    records.loader.arc_parser = _ArcHeaders()
    return records


def bounded(records: Any) -> Any:
    """A warcio iterator that reads no header line longer than a bound, and prints nothing."""
    records.__class__ = _Records
    records.strays = []
    records.reader.__class__ = _BoundedReader
    records.loader.__class__ = _Loader
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

    def _ensure_target_uri_format(self, rec_headers: Any) -> Any:
        uri = rec_headers.get_header(_URI)
        if uri is not None and " " in uri:
            rec_headers.replace_header(_URI, uri.replace(" ", "%20"))
        return super()._ensure_target_uri_format(rec_headers)


class _BoundedReader(DecompressingBufferedReader):  # type: ignore[misc]
    """warcio's reader, which would gather a line of any length before looking at it."""

    def readline(self, length: int | None = None) -> bytes:
        if length is not None:
            return bytes(super().readline(length))
        line = bytes(super().readline(_LONGEST_LINE))
        if len(line) >= _LONGEST_PIECE and not line.endswith(b"\n"):
            raise ArchiveLoadFailed(f"a header line longer than {_LONGEST_PIECE} bytes")
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

    A line of an HTTP head ("Date: Wed, 04 ...") is none, which warcio takes for one.
    """

    def _get_protocol_and_headers(self, headerline: str, parts: list[str]) -> Any:
        if not _WITH_SCHEME.match(headerline):
            raise ArchiveLoadFailed(f"no record begins here, but {headerline[:80]!r}")
        protocol, headers = super()._get_protocol_and_headers(headerline, parts)
        return protocol, [pair for pair in headers if pair[0] != "WARC-Record-ID"]
