"""Which records of a file have a line, and what it says: as cdxj-indexer has it.

Responses, revisits, resources and metadata (not application/warc-fields); fields url, mime, status,
digest, length, offset, filename, all texts. One thing is not as there: a digest that the record does
not give is computed over the entity, with the transfer-encoding removed (WARC/1.1 section 5.9).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from archive.cdxj.lines import CdxjLine
from archive.cdxj.plain import Described, plain
from archive.digest import chunks_of, sha1_base32
from archive.errors import BrokenWarc
from archive.times import timestamp14
from archive.urls import surt
from archive.warc.iterating import reason_of, records_of
from archive.warc.members import GZIP, members_of
from archive.warc.reader import readable

_INDEXED = frozenset({"response", "revisit", "resource", "metadata"})
_MEDIA_TYPE = re.compile(r"[^;\s]*")
_BROKEN = (
    ArchiveLoadFailed,
    EOFError,
    OSError,
    ValueError,
    zlib.error,
)


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
            raise BrokenWarc(f"{path}: not readable as WARC or ARC: {reason_of(error)}") from error


def _lines(file: BinaryIO, filename: str) -> Iterator[CdxjLine]:
    """By plain records as far as they go, each other by warcio, which knows all."""
    start: int | None = file.tell()
    while start is not None:
        start = yield from _plain_lines(file, start, filename)
        if start is not None:
            start = yield from _other_lines(file, start, filename)


def _plain_lines(
    file: BinaryIO, start: int, filename: str
) -> Generator[CdxjLine, None, int | None]:
    """Those of plain records; the offset of the first that is not plain, None at the end."""
    file.seek(start)
    for member in members_of(file):
        said = plain(member.content) if member.content is not None else None
        if said is None:
            return member.offset
        if isinstance(said, Described):
            where = member.offset, member.end() - member.offset
            yield _line(said, where, filename)
    return None


def _other_lines(
    file: BinaryIO, start: int, filename: str
) -> Generator[CdxjLine, None, int | None]:
    """That of the next record, and of all that follow where members are not compressed; the offset
    behind it, None at the end.

    The record behind it is looked at: whether a member ends with its record is told only then.
    """
    file.seek(start)
    is_compressed = file.read(len(GZIP)) == GZIP
    file.seek(start)
    with closing(records_of(file, with_heads=True)) as records:
        try:
            for number, record in enumerate(records):
                if number and is_compressed:
                    return int(records.get_record_offset())
                if _is_indexed(record):
                    said = _described(record)
                    where = records.get_record_offset(), records.get_record_length()
                    yield _line(said, where, filename)
        except _BROKEN as error:
            raise BrokenWarc(
                f"{file.name}: not readable as WARC or ARC: {reason_of(error)}",
                offset=records.offset,
            ) from error
    return None


def _zstd_lines(file: BinaryIO, filename: str) -> Iterator[CdxjLine]:
    """warcio knows no Zstandard: it is given each frame decompressed."""
    for member in members_of(file):
        with closing(records_of(member.stream, with_heads=True)) as records:
            found = [_described(record) for record in records if _is_indexed(record)]
        where = member.offset, member.end() - member.offset
        yield from (_line(said, where, filename) for said in found)


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


def _described(record: Any) -> Described:
    """What a record says of itself; its stream is read where it gives no digest."""
    headers = record.rec_headers
    return Described(
        url=headers.get_header("WARC-Target-URI") or "",
        date=headers.get_header("WARC-Date") or "",
        mime=_mime(record),
        status=_status(record),
        digest=headers.get_header("WARC-Payload-Digest") or _computed_digest(record),
    )


def _line(said: Described, where: tuple[int, int], filename: str) -> CdxjLine:
    offset, length = where
    return CdxjLine(
        urlkey=surt(said.url),
        timestamp=timestamp14(said.date),
        url=said.url,
        mime=said.mime,
        status=said.status,
        digest=said.digest,
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
