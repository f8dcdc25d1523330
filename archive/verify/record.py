"""A record's header and block as the rules see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from archive.verify.window import Block, WholeBlock
from archive.warc.http import Headers
from archive.warc.rows import PAYLOAD_SHA256, WITHDRAWAL_ID

_SOUND_VERSIONS = frozenset({b"WARC/1.0\r\n", b"WARC/1.1\r\n"})
_MAX_HEADER = 1 << 16
KEPT = 4096
"""Bytes of a block's beginning that rules look at."""
_END = b"\r\n\r\n"
_NO_BLOCK = WholeBlock(b"", 0, 0)
_SPELLED = frozenset(
    {
        "WARC-Type",
        "WARC-Record-ID",
        "WARC-Date",
        "Content-Length",
        "Content-Type",
        "WARC-Concurrent-To",
        "WARC-Block-Digest",
        "WARC-Payload-Digest",
        "WARC-IP-Address",
        "WARC-Refers-To",
        "WARC-Refers-To-Target-URI",
        "WARC-Refers-To-Date",
        "WARC-Target-URI",
        "WARC-Truncated",
        "WARC-Warcinfo-ID",
        "WARC-Filename",
        "WARC-Profile",
        "WARC-Identified-Payload-Type",
        "WARC-Segment-Number",
        "WARC-Segment-Origin-ID",
        "WARC-Segment-Total-Length",
        "WARC-Protocol",
        "WARC-Cipher-Suite",
        PAYLOAD_SHA256,
        WITHDRAWAL_ID,
    }
)
_SPELLINGS = {name.lower(): name for name in _SPELLED}


def spelled(name: str) -> str:
    """A field's name as the standard spells it; of a field that it does not know, lower case."""
    if name in _SPELLED:
        return name
    lower = name.lower()
    return _SPELLINGS.get(lower, lower)


@dataclass(slots=True)
class Record:
    """A record's header, and its block to be read."""

    offset: int
    version: str
    fields: tuple[tuple[str, str], ...]
    block: Block | WholeBlock
    length: int
    """What Content-Length says; 0 where it says nothing."""
    status: int | None = None
    """Of the HTTP answer, once the block was read; None where none can be read."""
    found_digest: str | None = None
    """SHA-1 of the payload, as far as it was asked for, whatever the record says; None of an empty
    one."""
    found_sha256: str | None = None
    """SHA-256 of the payload, as far as it was asked for; None of an empty one."""
    headers: Headers = ()
    """Of the HTTP answer, once the block was read."""
    is_head: bool = False
    """Whether it is a request that asks with HEAD; known once the block was read."""
    kept: bytes = b""
    """The block's first bytes, once it was read."""
    values: dict[str, str] = field(init=False)
    """First value of each field, by its name as the standard spells it, else in lower case."""
    get: Callable[[str], str | None] = field(init=False)
    """The first value of a field."""
    rec_type: str = field(init=False)
    """WARC-Type; empty where there is none."""

    def __post_init__(self) -> None:
        self.values = {spelled(name): value for name, value in reversed(self.fields)}
        self.get = self.values.get
        self.rec_type = self.values.get("WARC-Type", "")

    @property
    def record_id(self) -> str | None:
        return self.get("WARC-Record-ID")

    @property
    def url(self) -> str:
        """Target URI, without the angle brackets of old writers."""
        return (self.get("WARC-Target-URI") or "").strip("<>")

    @property
    def related(self) -> list[str]:
        """Every WARC-Concurrent-To: the one field that may be repeated (section 5.7)."""
        if "WARC-Concurrent-To" not in self.values:
            return []
        return [value for name, value in self.fields if spelled(name) == "WARC-Concurrent-To"]


class Told(Protocol):
    """What is told of a record once it was checked, whichever way it was read."""

    offset: int
    rec_type: str
    status: int | None
    is_head: bool

    @property
    def record_id(self) -> str | None: ...
    @property
    def url(self) -> str: ...
    @property
    def related(self) -> list[str]: ...
    @property
    def kept(self) -> bytes: ...
    @property
    def found_digest(self) -> str | None: ...
    @property
    def found_sha256(self) -> str | None: ...
    @property
    def headers(self) -> Headers: ...
    def get(self, name: str, /) -> str | None:
        """The first value of a field, by its name as the standard spells it."""
        ...


def whole_record(content: bytes, offset: int) -> Record | None:
    """The record of a small member in which nothing is wrong; None where something may be.

    What archive.verify.walk reads line by line is read in one go: most records are small and sound.
    """
    if content[:10] not in _SOUND_VERSIONS:
        return None
    end = content.find(b"\r\n\r\n", 8, _MAX_HEADER)
    fields = _sound_fields(content[10:end]) if end > 0 else None
    if fields is None:
        return None
    record = Record(offset, content[5:8].decode("ascii"), fields, _NO_BLOCK, 0)
    length = record.values.get("Content-Length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 19):
        return None
    record.length = int(length)
    if len(content) != end + 8 + record.length or not content.endswith(_END):
        return None
    record.block = WholeBlock(content, end + 4, record.length)
    return record


def _sound_fields(header: bytes) -> tuple[tuple[str, str], ...] | None:
    """The fields of lines that are all `name: value`, in UTF-8 and ended by CRLF; else None."""
    try:
        lines = header.decode("utf-8").split("\r\n")
    except UnicodeDecodeError:
        return None
    if header.count(b"\n") != len(lines) - 1:
        return None
    fields: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or (name not in _SPELLED and name != name.strip()):
            return None
        fields.append((name, value.strip()))
    return tuple(fields)
