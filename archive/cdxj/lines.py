"""A line is `URLKEY TIMESTAMP JSON`; lines are sorted as bytes (LC_ALL=C)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.errors import BrokenRecord
from archive.files import write_whole

_FIELDS = ("url", "mime", "status", "digest", "length", "offset", "filename")


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
