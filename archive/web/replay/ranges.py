"""Byte ranges (RFC 9110, 14): one range is answered with 206, several with the whole."""

from __future__ import annotations

import re

_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*")


class NotSatisfiable(ValueError):
    """The range begins beyond the end: 416."""


def requested(header: str | None, length: int) -> tuple[int, int] | None:
    """First byte and the byte behind the last one; None where the whole is to be sent.

    A suffix longer than the body is the whole body (14.1.2). Raises NotSatisfiable.
    """
    match = _RANGE.fullmatch(header or "")
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        start, stop = max(0, length - int(match[2])), length
    else:
        start = int(match[1])
        stop = min(length, int(match[2]) + 1) if match[2] else length
        if match[2] and int(match[2]) < start:
            return None
    if start >= length or start >= stop:
        raise NotSatisfiable(f"bytes */{length}")
    return start, stop
