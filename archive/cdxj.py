"""CDXJ: the index that web archives share, one line for each record that can be replayed.

A line is `URLKEY TIMESTAMP JSON`; lines are sorted as bytes (LC_ALL=C). Which records have a line,
and what it says, is as cdxj-indexer has it: responses, revisits, resources and metadata (not
application/warc-fields); fields url, mime, status, digest, length, offset, filename, all texts.
One thing is not as there: a digest that the record does not give is computed over the entity, with
the transfer-encoding removed (WARC/1.1 section 5.9).
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from archive.digest import chunks_of, sha1_base32
from archive.errors import BrokenRecord, BrokenWarc
from archive.files import write_whole
from archive.times import timestamp14
from archive.urls import surt
from archive.warc.iterating import bounded
from archive.warc.members import members_of
from archive.warc.reader import readable

_FIELDS = ("url", "mime", "status", "digest", "length", "offset", "filename")
_INDEXED = frozenset({"response", "revisit", "resource", "metadata"})
_MEDIA_TYPE = re.compile(r"[^;\s]*")
_BROKEN = (
    ArchiveLoadFailed,
    AttributeError,  # warcio's answer to a response without WARC-Target-URI
    EOFError,
    OSError,
    ValueError,
    zlib.error,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CdxjLine:
    """One line; a field that the record does not give is None and left out of the JSON."""

    urlkey: str
    timestamp: str
    """14 digits."""
    url: str
    mime: str | None = None
    """Without parameters, as written; `warc/revisit` for revisits."""
    status: str | None = None
    digest: str | None = None
    """With its algorithm: `sha1:…`."""
    length: str
    """Bytes of the record in the file, compressed."""
    offset: str
    filename: str


def format_line(line: CdxjLine) -> str:
    """The line without its newline."""
    fields = {name: getattr(line, name) for name in _FIELDS}
    given = {name: value for name, value in fields.items() if value is not None}
    return f"{line.urlkey} {line.timestamp} {json.dumps(given)}"


def parse_line(text: str) -> CdxjLine:
    """The line of a text; fields that we do not know are passed over. Raises BrokenRecord."""
    head, brace, rest = text.rstrip("\r\n").partition(" {")
    urlkey, _, timestamp = head.rpartition(" ")
    try:
        fields = json.loads("{" + rest) if brace else None
    except ValueError as error:
        raise BrokenRecord(f"not a CDXJ line: {text[:200]!r}: {error}") from error
    if not isinstance(fields, dict) or not urlkey or not timestamp.isdigit():
        raise BrokenRecord(f"not a CDXJ line: {text[:200]!r}")
    known = {name: str(fields[name]) for name in _FIELDS if name in fields}
    if missing := {"url", "length", "offset", "filename"} - known.keys():
        raise BrokenRecord(f"a CDXJ line without {', '.join(sorted(missing))}: {text[:200]!r}")
    return CdxjLine(urlkey=urlkey, timestamp=timestamp, **known)


def readable_lines(path: Path) -> list[CdxjLine]:
    """The lines of every record of a file that can be read, behind damage too."""
    return readable(path, lambda start: lines_of(path, start=start))[0]


def lines_of(path: Path, filename: str | None = None, *, start: int = 0) -> Iterator[CdxjLine]:
    """The lines of a WARC or ARC file in the order of its records, from an offset on.

    `filename` is what the lines name the file; its own name if not given. A file that breaks off
    gives the lines before the break, then BrokenWarc.
    """
    name = path.name if filename is None else filename
    with path.open("rb") as file:
        file.seek(start)
        try:
            if path.name.endswith(".zst"):
                yield from _zstd_lines(file, name)
            else:
                yield from _lines(file, name)
        except _BROKEN as error:
            raise BrokenWarc(f"{path}: not readable as WARC or ARC: {error}") from error


def _lines(file: Any, filename: str) -> Iterator[CdxjLine]:
    with closing(bounded(ArchiveIterator(file, arc2warc=True))) as records:
        try:
            for record in records:
                if _is_indexed(record):
                    fields = _fields(record)
                    where = records.get_record_offset(), records.get_record_length()
                    yield _line(fields, where, filename)
        except _BROKEN as error:
            raise BrokenWarc(
                f"{file.name}: not readable as WARC or ARC: {error}", offset=records.offset
            ) from error


def _zstd_lines(file: BinaryIO, filename: str) -> Iterator[CdxjLine]:
    """warcio knows no Zstandard: it is given each frame decompressed."""
    for member in members_of(file):
        with closing(bounded(ArchiveIterator(member.stream, arc2warc=True))) as records:
            found = [_fields(record) for record in records if _is_indexed(record)]
        where = member.offset, member.end() - member.offset
        yield from (_line(fields, where, filename) for fields in found)


def _is_indexed(record: Any) -> bool:
    if record.rec_type not in _INDEXED or not _is_placed(record.rec_headers):
        return False
    fields_only = record.rec_headers.get_header("Content-Type") == "application/warc-fields"
    return not (fields_only and record.rec_type in ("resource", "metadata"))


def _is_placed(headers: Any) -> bool:
    """Whether URL and moment are known: without them there is no line to write."""
    try:
        timestamp14(headers.get_header("WARC-Date") or "")
    except ValueError:
        return False
    return bool(headers.get_header("WARC-Target-URI"))


def _fields(record: Any) -> dict[str, str | None]:
    """What a record says of itself; its stream is read where it gives no digest."""
    headers = record.rec_headers
    return {
        "url": headers.get_header("WARC-Target-URI") or "",
        "date": headers.get_header("WARC-Date") or "",
        "mime": _mime(record),
        "status": _status(record),
        "digest": headers.get_header("WARC-Payload-Digest") or _computed_digest(record),
    }


def _line(fields: dict[str, str | None], where: tuple[int, int], filename: str) -> CdxjLine:
    url, offset, length = fields["url"] or "", *where
    return CdxjLine(
        urlkey=surt(url),
        timestamp=timestamp14(fields["date"] or ""),
        url=url,
        mime=fields["mime"],
        status=fields["status"],
        digest=fields["digest"],
        length=str(length),
        offset=str(offset),
        filename=filename,
    )


def _mime(record: Any) -> str | None:
    if record.rec_type == "revisit":
        return "warc/revisit"
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    value = headers.get_header("Content-Type") if headers else None
    match = _MEDIA_TYPE.match(value) if value else None
    return match[0] if match else value


def _status(record: Any) -> str | None:
    if record.rec_type not in ("response", "revisit") or not record.http_headers:
        return None
    code: str = record.http_headers.get_statuscode()
    return code


def _computed_digest(record: Any) -> str:
    stream = record.raw_stream
    if record.http_headers and _is_chunked(record.http_headers):
        stream = ChunkedDataReader(stream)
    return sha1_base32(chunks_of(stream, 1 << 14))


def _is_chunked(headers: Any) -> bool:
    return "chunked" in (headers.get_header("Transfer-Encoding") or "").lower()


def write(path: Path, lines: Iterable[CdxjLine]) -> None:
    """Write an index: sorted as bytes, each line once, replaced at once and durable."""
    raw = sorted({format_line(line).encode("utf-8", "surrogateescape") for line in lines})
    write_whole(path, b"".join(line + b"\n" for line in raw))


def find(path: Path, urlkey: str) -> Iterator[CdxjLine]:
    """The lines of a sorted index with exactly this urlkey, oldest first, by binary search."""
    prefix = urlkey.encode("utf-8", "surrogateescape") + b" "
    with path.open("rb") as file:
        file.seek(_lower_bound(file, prefix))
        for raw in file:
            if not raw.startswith(prefix):
                return
            line = parse_line(raw.decode("utf-8", "surrogateescape"))
            if line.urlkey == urlkey:
                yield line


def _lower_bound(file: BinaryIO, prefix: bytes) -> int:
    """The offset of the first line that is not smaller than the prefix."""
    low, high = 0, file.seek(0, 2)
    while low < high:
        middle = (low + high) // 2
        start = _line_start(file, middle, low)
        file.seek(start)
        line = file.readline()
        if line < prefix:
            low = start + len(line)
        else:
            high = start
    return low


def _line_start(file: BinaryIO, position: int, floor: int) -> int:
    """Where the line that covers `position` begins, not before `floor`."""
    step = 4096
    while position > floor:
        begin = max(floor, position - step)
        file.seek(begin)
        cut = file.read(position - begin).rfind(b"\n")
        if cut >= 0:
            return begin + cut + 1
        position = begin
    return floor
