"""Text that was encoded twice (UTF-8 taken for Windows-1252 and encoded again): `mended`.

It is undone only where there is no doubt: a page must have several such sequences, and in a run of
text that is mended every sign beyond ASCII must be part of one. `é` in a run leaves it as it is: a
page that has both was put together from two sources, of which one is whole.
"""

from __future__ import annotations

import re
from itertools import islice

_LEAST = 4
"""Sequences that a page must have."""
_IN_BYTES = re.compile(rb"\xc3[\x82-\xb4][\xc2\xc5\xc6\xcb\xe2]")
"""The beginning of such a sequence in UTF-8."""
_HIGH = {bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
_FOLLOWING = "".join(re.escape(sign) for sign, byte in _HIGH.items() if byte < 0xC0)
_TWICE = re.compile(rf"(?:[Â-ß][{_FOLLOWING}]|[à-ï][{_FOLLOWING}]{{2}}|[ð-ô][{_FOLLOWING}]{{3}})")
_RUN = re.compile(r"[^<>\x00-\x7f]+(?:[^<>]{0,200}[^<>\x00-\x7f]+){0,500}")
"""A run of text between tags, from its first sign beyond ASCII to its last."""
_BEYOND = re.compile(r"[^\x00-\x7f]")


def is_suspect(body: bytes) -> bool:
    """Whether bytes in UTF-8 have as many of such sequences as `mended` asks for: a cheap look."""
    found = _IN_BYTES.finditer(body)
    return sum(1 for _ in islice(found, _LEAST)) == _LEAST


def mended(text: str) -> tuple[str, int]:
    """The text of a page with what was encoded twice put right, and in how many places."""
    counted = 0

    def put_right(run: re.Match[str]) -> str:
        nonlocal counted
        whole, places = _undone(run[0])
        counted += places
        return whole

    whole = _RUN.sub(put_right, text)
    return (whole, counted) if counted >= _LEAST else (text, 0)


def _undone(run: str) -> tuple[str, int]:
    """A run decoded once more; as it is, with 0, where anything in it speaks against that."""
    places = 0
    pieces: list[str] = []
    at = 0
    for match in _TWICE.finditer(run):
        between = run[at : match.start()]
        decoded = _decoded(match[0])
        if decoded is None or _BEYOND.search(between):
            return run, 0
        pieces += [between, decoded]
        places, at = places + 1, match.end()
    if _BEYOND.search(run[at:]):
        return run, 0
    return "".join([*pieces, run[at:]]), places


def _decoded(sequence: str) -> str | None:
    try:
        return bytes(_HIGH[sign] for sign in sequence).decode("utf-8")
    except ValueError:
        return None
