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
from dataclasses import dataclass
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
    return _MAKERS[form](length, said)


def _plain(length: int, said: Tombstone) -> bytes | None:
    return _record(said, length)


def _gzip(length: int, said: Tombstone) -> bytes | None:
    return _stored_member(length, said) or _deflated_member(length, said)


def _stored_member(length: int, said: Tombstone) -> bytes | None:
    """Blocks that are not compressed, so that the length follows from the record's."""
    overhead = 10 + 8
    blocks = max(1, -(-(length - overhead) // (_STORED + 5)))
    size = length - overhead - 5 * blocks
    record = _record(said, size) if size > 0 else None
    if record is None:
        return None
    parts = [record[at : at + _STORED] for at in range(0, len(record), _STORED)]
    body = b"".join(
        struct.pack("<BHH", at == len(parts) - 1, len(part), len(part) ^ 0xFFFF) + part
        for at, part in enumerate(parts)
    )
    return _member(body, record, length)


def _deflated_member(length: int, said: Tombstone) -> bytes | None:
    record = _record(said, None)
    assert record is not None
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return _member(compressor.compress(record) + compressor.flush(), record, length)


def _member(body: bytes, record: bytes, length: int) -> bytes | None:
    """A gzip member around deflated bytes; what is missing of the length is a comment."""
    slack = length - 18 - len(body)
    if slack < 0:
        return None
    comment = b" " * (slack - 1) + b"\0" if slack else b""
    head = struct.pack("<4BIBB", 0x1F, 0x8B, 8, _FCOMMENT if slack else 0, 0, 0, 255)
    return head + comment + body + struct.pack("<II", zlib.crc32(record), len(record) & 0xFFFFFFFF)


def _zstd(length: int, said: Tombstone) -> bytes | None:
    """A frame that is not compressed much, and a skippable one behind it.

    Where fewer bytes are left than a skippable frame's head has, the record is made longer.
    """
    shortest = len(_record(said, None) or b"")
    for size in range(shortest, shortest + 64):
        record = _record(said, size)
        frame = _COMPRESSOR.compress(record) if record else b""
        left = length - len(frame)
        if left < 0:
            return None
        if record and left >= 8:
            return frame + struct.pack("<II", _SKIPPABLE, left - 8) + bytes(left - 8)
        if record and left == 0:
            return frame
    return None


_COMPRESSOR = zstandard.ZstdCompressor(level=19, write_checksum=True)
_MAKERS = {"plain": _plain, "gzip": _gzip, "zstd": _zstd}


def _record(said: Tombstone, length: int | None) -> bytes | None:
    """The record, of `length` bytes; the shortest for None."""
    block = b"purged: this record was withdrawn and removed\r\n"
    if length is None:
        return _headed(said, block, "")
    bare = len(_headed(said, block, ""))
    if length < bare:
        return None
    for blank in ("", " "):  # one more digit of Content-Length may be one too many
        for missing in range(length - bare, max(-1, length - bare - 12), -1):
            made = _headed(said, _padded(block, missing), blank)
            if len(made) == length:
                return made
    return None


def _padded(block: bytes, more: int) -> bytes:
    """The block with so many bytes more, in lines of its fields."""
    line = len(_PAD) + 2
    if more < line:
        return block[:-2] + b" " * more + b"\r\n"
    full, rest = divmod(more, 80)
    if full and rest < line:
        full, rest = full - 1, rest + 80
    lines = (_PAD + b"." * (80 - line) + b"\r\n") * full
    if rest >= line:
        lines += _PAD + b"." * (rest - line) + b"\r\n"
    return block + lines


def _headed(said: Tombstone, block: bytes, blank: str) -> bytes:
    fields = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid4()}>"),
        ("WARC-Date", said.date),
        ("WARC-Refers-To", said.removed_id),
        (WITHDRAWAL_ID, said.withdrawal_id),
        ("Content-Type", blank + "application/warc-fields"),
        ("Content-Length", str(len(block))),
    ]
    if said.warcinfo_id:
        fields.insert(5, ("WARC-Warcinfo-ID", said.warcinfo_id))
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields)
    return f"WARC/1.1\r\n{lines}\r\n".encode() + block + _END
