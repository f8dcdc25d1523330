"""Walks over a WARC file, record by record, and says what is wrong with its structure.

A record is given with its block unread; whoever takes it reads the block before going on. After a
fault the walk goes on with the next thing that looks like a record, so that one broken place does
not hide the others.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import zstandard

from archive.errors import BrokenWarc
from archive.verify.findings import Problem
from archive.verify.record import Record, whole_record
from archive.verify.shapes import Shapes
from archive.verify.sound import Sound, sound_record
from archive.verify.window import Block, Window
from archive.warc.members import (
    GZIP,
    ZSTD,
    Member,
    leading_dictionary,
    members_of,
    zstd_decoder,
)

_VERSION = re.compile(rb"WARC/(\d+\.\d+)(\r*\n)\Z")
_KNOWN_VERSIONS = frozenset({"1.0", "1.1", "0.17", "0.18"})
_END = b"\r\n\r\n"
_MAX_LINE = 1 << 16
_MAX_HEADER = 1 << 20
_SEARCHED = 1 << 16
_BEGIN = 4096
_MAGIC = re.compile(re.escape(GZIP) + rb"\x08|" + re.escape(ZSTD))
_BEGINNINGS = (b"WARC/", b"filed")


def walk(file: BinaryIO, shapes: Shapes) -> Iterator[Record | Sound | Problem]:
    """Records and problems in the order of a seekable file; a record of a known shape in which
    nothing is wrong comes as such."""
    while True:
        last: Member | None = None
        begin = file.tell()
        try:
            for member in members_of(file):
                if last is not None and last.compressed and not member.compressed:
                    raise _Stray("bytes that belong to no member", offset=member.offset)
                last = member
                content = member.content
                sound = sound_record(content, member.offset, shapes) if content else None
                if sound is not None:
                    yield sound
                    continue
                yield from _member(file, member)
            return
        except BrokenWarc as error:
            at = error.offset or 0
            following = _next_member(file, max(at, begin) + 1)  # a broken dictionary is before it
            yield Problem(_broken_rule(error, following), str(error), at)
            if following is None:
                return
            file.seek(following)


class _Stray(BrokenWarc):
    """Bytes between or behind the members."""


def _broken_rule(error: BrokenWarc, following: int | None) -> str:
    if isinstance(error, _Stray):
        return "stray-bytes"
    cut_off = "cut off" in str(error)
    return "torn" if cut_off and following is None else "member-broken"


def _next_member(file: BinaryIO, start: int) -> int | None:
    """The offset of the next member that begins with a record; None where there is none."""
    position = start
    while True:
        file.seek(position)
        piece = file.read(_SEARCHED)
        for match in _MAGIC.finditer(piece):
            if _begins_record(file, position + match.start()):
                return position + match.start()
        if len(piece) < _SEARCHED:
            return None
        position += len(piece) - 3


def _begins_record(file: BinaryIO, offset: int) -> bool:
    file.seek(offset)
    begin = file.read(_BEGIN)
    try:
        if begin.startswith(ZSTD):
            return _zstd_begin(file, offset, begin) in _BEGINNINGS
        return zlib.decompressobj(31).decompress(begin, 5) in _BEGINNINGS
    except (zlib.error, zstandard.ZstdError, BrokenWarc):
        return False


def _zstd_begin(file: BinaryIO, offset: int, begin: bytes) -> bytes:
    """The first bytes that a frame gives; its first block, of at most 128 KiB, is needed for them."""
    zstandard.get_frame_parameters(begin)
    dictionary = leading_dictionary(file)
    file.seek(offset)
    with zstd_decoder(dictionary).stream_reader(file, read_size=_BEGIN, closefd=False) as reader:
        return reader.read(5)


def _member(file: BinaryIO, member: Member) -> Iterator[Record | Problem]:
    whole = whole_record(member.content, member.offset) if member.content else None
    if whole is not None:
        yield whole
        return
    window = Window(member.stream, 0 if member.compressed else member.offset)
    count = 0
    while window.peek(1):
        offset = member.offset if member.compressed else window.position
        yield from _record(window, offset, member.compressed)
        count += 1
    if member.compressed and count > 1:
        yield _many_records(file, member, count)


def _many_records(file: BinaryIO, member: Member, count: int) -> Problem:
    file.seek(member.end())
    whole = member.offset == 0 and not file.read(1)
    rule = "one-member-file" if whole else "one-record-per-member"
    return Problem(rule, f"{count} records in one compressed member", member.offset)


def _record(window: Window, offset: int, compressed: bool) -> Iterator[Record | Problem]:
    line = window.readline(_MAX_LINE)
    match = _VERSION.match(line)
    if match is None:
        yield Problem("version-line", f"no record begins here, but {line[:60]!r}", offset)
        window.skip_to_version()
        return
    fields, problems = _fields(window)
    version = match[1].decode("ascii")
    if version not in _KNOWN_VERSIONS:
        problems.append(("version-line", f"WARC/{version} is not a version of the format"))
    if match[2] != b"\r\n":
        ends = "CR " * match[2].count(b"\r") + "LF"
        problems.append(("header-line", f"lines end with {ends}, not with CRLF"))
    length = _length(fields, problems)
    block = Block(window, length or 0)
    record = Record(offset, version, tuple(fields), block, length or 0)
    yield from (
        Problem(rule, text, offset, record.record_id, record.url) for rule, text in problems
    )
    yield record
    block.drain()
    if block.error is not None:
        raise block.error
    if length is None:
        window.skip_to_version()
        return
    yield from (
        Problem(rule, text, offset, record.record_id, record.url)
        for rule, text in _ending(window, record, compressed)
    )


def _fields(window: Window) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The named fields up to the blank line, and what is wrong with their lines."""
    fields: list[tuple[str, str]] = []
    problems: list[tuple[str, str]] = []
    total = 0
    while line := window.readline(_MAX_LINE):
        total += len(line)
        if not line.strip(b"\r\n"):
            return fields, problems
        if total > _MAX_HEADER:
            break
        _add_field(line, fields, problems)
    problems.append(("header-line", "the header has no end"))
    return fields, problems


def _add_field(line: bytes, fields: list[tuple[str, str]], problems: list[tuple[str, str]]) -> None:
    text = line.rstrip(b"\r\n").decode("utf-8", "replace")
    if "\ufffd" in text and b"\xef\xbf\xbd" not in line:
        problems.append(("header-line", f"not UTF-8: {line[:60]!r}"))
    name, colon, value = text.partition(":")
    if text[0] in " \t" and fields:
        fields[-1] = (fields[-1][0], f"{fields[-1][1]} {text.strip()}")
    elif not colon or not name or name != name.strip():
        problems.append(("header-line", f"not `name: value`: {text[:60]!r}"))
    else:
        fields.append((name, value.strip()))


def _length(fields: list[tuple[str, str]], problems: list[tuple[str, str]]) -> int | None:
    values = [value for name, value in fields if name.lower() == "content-length"]
    if not values:
        return None  # said by the rule for mandatory fields
    if not (values[0].isascii() and values[0].isdigit() and len(values[0]) < 19):
        problems.append(("content-length", f"not a number: {values[0][:40]!r}"))
        return None
    return int(values[0])


def _ending(window: Window, record: Record, compressed: bool) -> Iterator[tuple[str, str]]:
    """What is wrong behind the block; the window is left where the next record should begin."""
    if missing := record.block.missing:
        rule = "content-length" if compressed else "torn"
        yield rule, f"{missing} of the {record.length} bytes of the block are missing"
        return
    after = window.peek(4)
    if after == _END:
        window.read(4)
        after = window.peek(5)
        if after in (b"", b"WARC/"):
            return
    yield _wrong_ending(window, after)


def _wrong_ending(window: Window, after: bytes) -> tuple[str, str]:
    following = window.peek(64).lstrip(b"\r\n")
    if not following or following.startswith(b"WARC/"):
        window.skip_blank()
        return "record-end", f"the block is not followed by two CRLFs, but by {after!r}"
    start = window.position
    window.skip_to_version()
    skipped = window.position - start
    return "content-length", f"{skipped} bytes stand behind the end of the block: {after!r}…"
