"""`srcset` attributes (HTML standard, 4.8.4.2.1 and the parsing rules of 4.8.4.3.10)."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 20_000
MOST_CANDIDATES = 60
_BLANKS = " \t\n\r\f"
_SEPARATORS = re.compile(r"[ \t\n\r\f,]+")
_URL = re.compile(r"[^ \t\n\r\f]+")
_PLAIN = re.compile(r"[^,()]+")


@dataclass(frozen=True, slots=True)
class SrcsetEntry:
    """One candidate as written: `url` is not yet absolute."""

    url: str
    width: int | None = None
    """Pixels, of a `w` descriptor."""
    density: float | None = None
    """Of an `x` descriptor."""


def parse_srcset(text: str) -> list[SrcsetEntry]:
    """The candidates in order. A comma inside a URL belongs to it, one at its end does not."""
    text = text[:LONGEST]
    entries: list[SrcsetEntry] = []
    at = 0
    while at < len(text) and len(entries) < MOST_CANDIDATES:
        at = _end_of(_SEPARATORS, text, at)
        end = _end_of(_URL, text, at)
        url = text[at:end]
        if url.endswith(","):
            descriptors, at = "", end
        else:
            descriptors, at = _descriptors(text, end)
        if url := url.rstrip(","):
            entries.append(_entry(url, descriptors))
    return entries


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _descriptors(text: str, at: int) -> tuple[str, int]:
    """What stands up to the next comma outside of parentheses, and where the next URL may begin."""
    end = _end_of(_PLAIN, text, at)
    if text[end : end + 1] not in ("(", ")"):
        return text[at:end].strip(_BLANKS), end + 1
    depth, end = 0, at
    while end < len(text) and (text[end] != "," or depth):
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    return text[at:end].strip(_BLANKS), end + 1


def _entry(url: str, descriptors: str) -> SrcsetEntry:
    width, density = None, None
    for descriptor in descriptors.split():
        number = _number(descriptor[:-1])
        if number is not None and descriptor[-1] == "w":
            width = int(number)
        elif number is not None and descriptor[-1] == "x":
            density = number
    return SrcsetEntry(url, width, density)


def _number(text: str) -> float | None:
    """A positive number of at most seven signs."""
    if not text or len(text) > 7 or not text.replace(".", "", 1).isascii():
        return None
    return float(text) if text.replace(".", "", 1).isdigit() else None
