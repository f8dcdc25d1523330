"""The structure of an ARC file (ARC/1.0, 1996): version block, URL records, lengths.

A URL record is one line: URL, IP address, 14-digit date, media type, (in version 2 more,) length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from archive.errors import BrokenWarc
from archive.times import from_timestamp14, warc_date
from archive.verify.blocks import read_block
from archive.verify.findings import Problem
from archive.verify.record import Record, Told
from archive.verify.window import Block, Window
from archive.warc.members import members_of

_HEADER = re.compile(rb"(\S.*) (\S+) (\d{4,14}) (\S+)(?: \S+){0,5}? (\d{1,18})\r?\n\Z")
_MAX_LINE = 1 << 16


def walk_arc(file: BinaryIO, on_record: Callable[[Told], None]) -> Iterator[Problem]:
    """What is wrong with the structure of an ARC file, compressed or not.

    `on_record` is called with each whole record as the response record that it stands for.
    """
    count = 0
    try:
        for member in members_of(file):
            window = Window(member.stream, 0 if member.compressed else member.offset)
            while window.peek(1):
                offset = member.offset if member.compressed else window.position
                yield from _record(window, offset, count, on_record)
                count += 1
    except BrokenWarc as error:
        rule = "torn" if "cut off" in str(error) else "member-broken"
        yield Problem(rule, str(error), error.offset)
    if not count:
        yield Problem("no-records", "the file has no record", 0)


def _record(
    window: Window, offset: int, count: int, on_record: Callable[[Told], None]
) -> Iterator[Problem]:
    line = window.readline(_MAX_LINE)
    match = _HEADER.match(line)
    if count == 0 and not line.startswith(b"filedesc://"):
        yield Problem("arc-version", f"no version block, but {line[:60]!r}", offset)
    if match is None or not _is_moment(match[3]):
        yield Problem("arc-header", f"not a URL record: {line[:80]!r}", offset)
        _skip_to_header(window)
        return
    block = Block(window, int(match[5]))
    record = _as_response(match, offset, block)
    read_block(record, is_noted=True)
    if block.error is not None:
        raise block.error
    on_record(record)
    yield from _ending(window, block, int(match[5]), offset)


def _is_moment(digits: bytes) -> bool:
    try:
        from_timestamp14(digits.decode("ascii"))
    except ValueError:
        return False
    return True


def _as_response(match: re.Match[bytes], offset: int, block: Block) -> Record:
    url, digits = match[1].decode("utf-8", "replace"), match[3].decode("ascii")
    kind = "warcinfo" if url.startswith("filedesc:") else "response"
    date = warc_date(from_timestamp14(digits)).replace(".000000", "")
    fields = [("WARC-Type", kind), ("WARC-Target-URI", url), ("WARC-Date", date)]
    if url.startswith("http"):
        fields.append(("Content-Type", "application/http; msgtype=response"))
    return Record(offset, "1.0", tuple(fields), block, int(match[5]))


def _ending(window: Window, block: Block, length: int, offset: int) -> Iterator[Problem]:
    if block.missing:
        yield Problem("torn", f"{block.missing} of {length} bytes are missing", offset)
        return
    following = window.peek(_MAX_LINE)
    window.skip_blank()
    if following and following[:1] not in b"\r\n":
        yield Problem("arc-length", f"behind {length} bytes stands {following[:40]!r}", offset)
        _skip_to_header(window)


def _skip_to_header(window: Window) -> None:
    while window.peek(1):
        line = window.peek(_MAX_LINE).partition(b"\n")[0] + b"\n"
        if _HEADER.match(line):
            return
        window.readline(_MAX_LINE)
