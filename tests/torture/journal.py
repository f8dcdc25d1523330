"""What journal.c tells, read: every change that a process made below a directory, in order."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEAD = struct.Struct("=6Q")
COUNTED = frozenset("cwtbrumd")
"""The kinds that count as a change of its own: an fsync counts when it begins."""


@dataclass(frozen=True, slots=True)
class Change:
    """One record; see journal.c for the kinds."""

    kind: str
    inode: int
    offset: int
    """Of a write; the new size of a truncate; the thread of an fsync."""
    path: str
    second: str
    content: bytes


def changes(journal: Path) -> Iterator[Change]:
    """The changes of a journal; half a last one, which a kill left, is left out."""
    with journal.open("rb") as file:
        while len(head := file.read(_HEAD.size)) == _HEAD.size:
            kind, inode, offset, *lengths = _HEAD.unpack(head)
            parts = [file.read(length) for length in lengths]
            if [len(part) for part in parts] != lengths:
                return
            path, second = parts[0].decode(), parts[1].decode()
            yield Change(chr(kind), inode, offset, path, second, parts[2])


def changes_in(journal: Path) -> int:
    """How many there are."""
    return sum(change.kind in COUNTED for change in changes(journal))
