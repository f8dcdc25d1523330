"""The header of a WARC/1.1 record, its id, and blocks of application/warc-fields."""

from __future__ import annotations

import os
from collections.abc import Iterable

Fields = list[tuple[str, str]]


def record_header(fields: Fields) -> bytes:
    """Version line, named fields and blank line (WARC/1.1 section 4), in UTF-8.

    A line break in a value would begin another field: it becomes a blank.
    """
    lines = "".join([f"{name}: {value}\r\n" for name, value in fields])
    if lines.count("\n") != len(fields) or lines.count("\r") != len(fields):
        lines = _folded(fields)
    return f"WARC/1.1\r\n{lines}\r\n".encode("utf-8", "replace")


def warc_fields(fields: Iterable[tuple[str, str]]) -> bytes:
    """A block of application/warc-fields (section 6.2)."""
    return _folded(fields).encode("utf-8", "replace")


def _folded(fields: Iterable[tuple[str, str]]) -> str:
    return "".join([f"{name}: {' '.join(value.split())}\r\n" for name, value in fields])


def record_id() -> str:
    """A new id: a random UUID (RFC 9562 section 5.4)."""
    value = int.from_bytes(os.urandom(16), "big")
    digits = f"{value & _RANDOM | _VERSION_4:032x}"
    groups = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return f"<urn:uuid:{'-'.join(groups)}>"


_RANDOM = ~(0xF << 76 | 0x3 << 62)
_VERSION_4 = 0x4 << 76 | 0x2 << 62
