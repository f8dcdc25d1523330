"""What stands in a file in place of a record that was purged: a record of as many bytes.

So every other record keeps its offset, and every other byte of the file stays as it is. The tombstone
is a `metadata` record (WARC/1.1 section 6.6) of its own id, which refers to the removed record's id
(WARC-Refers-To) and names the withdrawal (`Withdrawal-ID`, an extension field). It has no URL, no
digest and nothing of the content. What bytes are left over are padding: in the block of a plain
record, in the block and the header comment of a gzip member (RFC 1952 section 2.3.1, FCOMMENT), in a
skippable Zstandard frame (RFC 8878 section 3.1.2).
"""

from __future__ import annotations

import struct
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

import zstandard

from archive.warc.rows import WITHDRAWAL_ID

Form = Literal["plain", "gzip", "zstd"]

_END = b"\r\n\r\n"
_STORED = 0xFFFF
_FCOMMENT = 0x10
_SKIPPABLE = 0x184D2A50
_PAD = b"padding: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What a tombstone says."""

    removed_id: str
    """WARC-Record-ID of the record that stood there."""
    withdrawal_id: str
    date: str
    """WARC-Date of the removal."""
    warcinfo_id: str | None = None


def tombstone(form: Form, length: int, said: Tombstone) -> bytes | None:
    """A tombstone of exactly `length` bytes; None where so few bytes cannot hold one."""
    pieces = pieces_of(form, length, said)
    return None if pieces is None else b"".join(pieces)


def pieces_of(form: Form, length: int, said: Tombstone) -> Iterator[bytes] | None:
    """The same, piece by piece: what stands in place of a film need not be held."""
    return _MAKERS[form](length, said)


_Rope = tuple[tuple[bytes, int], ...]
"""Bytes, and how often they follow each other."""


def _size(rope: _Rope) -> int:
    return sum(len(part) * times for part, times in rope)


def _cut(rope: _Rope, size: int) -> Iterator[bytes]:
    """The bytes of a rope in pieces of `size`; the last may be shorter."""
    held = bytearray()
    for part, times in rope:
        at_once = max(1, size // max(1, len(part)))
        for done in range(0, times, at_once):
            held += part * min(at_once, times - done)
            while len(held) >= size:
                yield bytes(held[:size])
                del held[:size]
    if held:
        yield bytes(held)


def _plain(length: int, said: Tombstone) -> Iterator[bytes] | None:
    record = _record(said, length)
    return None if record is None else _cut(record, _STORED)


def _gzip(length: int, said: Tombstone) -> Iterator[bytes] | None:
    return _stored_member(length, said) or _deflated_member(length, said)


def _stored_member(length: int, said: Tombstone) -> Iterator[bytes] | None:
    """Blocks that are not compressed, so that the length follows from the record's."""
    overhead = 10 + 8
    blocks = max(1, -(-(length - overhead) // (_STORED + 5)))
    size = length - overhead - 5 * blocks
    record = _record(said, size) if size > 0 else None
    if record is None:
        return None
    blocks = -(-size // _STORED)
    head = _gzip_head(length - overhead - size - 5 * blocks)
    return None if head is None else _stored(head, record, blocks)


def _stored(head: bytes, record: _Rope, blocks: int) -> Iterator[bytes]:
    """Blocks of RFC 1951 section 3.2.4 in a member."""
    yield head
    checksum = 0
    for number, part in enumerate(_cut(record, _STORED), 1):
        yield struct.pack("<BHH", number == blocks, len(part), len(part) ^ 0xFFFF) + part
        checksum = zlib.crc32(part, checksum)
    yield _gzip_end(checksum, _size(record))


def _deflated_member(length: int, said: Tombstone) -> Iterator[bytes] | None:
    rope = _record(said, None)
    assert rope is not None
    record = b"".join(_cut(rope, _STORED))
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = compressor.compress(record) + compressor.flush()
    head = _gzip_head(length - 18 - len(body))
    if head is None:
        return None
    return iter((head, body, _gzip_end(zlib.crc32(record), len(record))))


def _gzip_head(slack: int) -> bytes | None:
    """A member's head; what is missing of its length is a comment. None where less is left."""
    if slack < 0:
        return None
    comment = b" " * (slack - 1) + b"\0" if slack else b""
    flags = _FCOMMENT if slack else 0
    return struct.pack("<4BIBB", 0x1F, 0x8B, 8, flags, 0, 0, 255) + comment


def _gzip_end(checksum: int, size: int) -> bytes:
    return struct.pack("<II", checksum, size & 0xFFFFFFFF)


def _zstd(length: int, said: Tombstone) -> Iterator[bytes] | None:
    """A frame that is not compressed much, and a skippable one behind it.

    Where fewer bytes are left than a skippable frame's head has, the record is made longer.
    """
    shortest = _size(_record(said, None) or ())
    for size in range(shortest, shortest + 64):
        record = _record(said, size)
        frame = _COMPRESSOR.compress(b"".join(_cut(record, _STORED))) if record else b""
        left = length - len(frame)
        if left < 0:
            return None
        if record and left >= 8:
            head = struct.pack("<II", _SKIPPABLE, left - 8)
            return chain((frame, head), _cut(((b"\0", left - 8),), _STORED))
        if record and left == 0:
            return iter((frame,))
    return None


_COMPRESSOR = zstandard.ZstdCompressor(level=19, write_checksum=True)
_MAKERS = {"plain": _plain, "gzip": _gzip, "zstd": _zstd}


def _record(said: Tombstone, length: int | None) -> _Rope | None:
    """The record, of `length` bytes; the shortest for None."""
    block = b"purged: this record was withdrawn and removed\r\n"
    if length is None:
        return _headed(said, ((block, 1),), "")
    bare = _size(_headed(said, ((block, 1),), ""))
    if length < bare:
        return None
    for blank in ("", " "):  # one more digit of Content-Length may be one too many
        for missing in range(length - bare, max(-1, length - bare - 12), -1):
            made = _headed(said, _padded(block, missing), blank)
            if _size(made) == length:
                return made
    return None


def _padded(block: bytes, more: int) -> _Rope:
    """The block with so many bytes more, in lines of its fields."""
    line = len(_PAD) + 2
    if more < line:
        return ((block[:-2] + b" " * more + b"\r\n", 1),)
    full, rest = divmod(more, 80)
    if full and rest < line:
        full, rest = full - 1, rest + 80
    last = _PAD + b"." * (rest - line) + b"\r\n" if rest >= line else b""
    return (block, 1), (_PAD + b"." * (80 - line) + b"\r\n", full), (last, 1)


def _headed(said: Tombstone, block: _Rope, blank: str) -> _Rope:
    fields = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid4()}>"),
        ("WARC-Date", said.date),
        ("WARC-Refers-To", said.removed_id),
        (WITHDRAWAL_ID, said.withdrawal_id),
        ("Content-Type", blank + "application/warc-fields"),
        ("Content-Length", str(_size(block))),
    ]
    if said.warcinfo_id:
        fields.insert(5, ("WARC-Warcinfo-ID", said.warcinfo_id))
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields)
    return (f"WARC/1.1\r\n{lines}\r\n".encode(), 1), *block, (_END, 1)
