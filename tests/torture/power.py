"""What a disk may hold after a power cut, at any moment of a journal (journal.py).

A file has its content of its last fsync, and of what was written later any pieces, of 512 or 4096
bytes: in any order, torn, with NULs where the file grew and its content did not come. A name that
was given or taken since its directory was synced may be as before or as after.

`strict` is what POSIX promises: of the pending names of each directory any may have happened.
`ext4` is what journaling file systems do: names change in the order in which they were changed, and
the fsync of any file makes all of them durable.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tests.torture.journal import Change, changes

Mode = Literal["strict", "ext4"]


@dataclass
class File:
    """A file's content on the device, and what is on its way there."""

    durable: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """(offset, content) of a write, (size, None) of a truncate."""
    gone: int = 0
    """How many of all changes are durable."""

    def sync(self, mark: int) -> None:
        """Everything up to the `mark`-th change of the file is on the device."""
        count = max(0, mark - self.gone)
        content = bytearray(self.durable)
        for change in self.pending[:count]:
            _apply(content, change)
        self.durable, self.pending = bytes(content), self.pending[count:]
        self.gone += count

    def live(self) -> bytes:
        """As the processes saw it."""
        content = bytearray(self.durable)
        for change in self.pending:
            _apply(content, change)
        return bytes(content)

    def crashed(self, chance: random.Random) -> bytes:
        """One of the contents that the device may hold."""
        content = bytearray(self.durable)
        reached = chance.choice((0, len(self.pending), chance.randint(0, len(self.pending))))
        share = chance.choice((0.0, 0.5, 0.9, 1.0))
        block = chance.choice((512, 4096))
        for number, (offset, written) in enumerate(self.pending):
            if written is None:
                if number < reached:
                    _apply(content, (offset, None))
                continue
            if number < reached:
                _grow(content, offset + len(written))
            for start, piece in _pieces(offset, written, block):
                if chance.random() < share:
                    content[start : start + len(piece)] = piece[: max(0, len(content) - start)]
        return bytes(content)


def _apply(content: bytearray, change: tuple[int, bytes | None]) -> None:
    offset, written = change
    if written is None:
        del content[offset:]
        _grow(content, offset)
    else:
        _grow(content, offset + len(written))
        content[offset : offset + len(written)] = written


def _grow(content: bytearray, size: int) -> None:
    content.extend(bytes(max(0, size - len(content))))


def _pieces(offset: int, written: bytes, block: int) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(written):
        end = min(len(written), at + block - (offset + at) % block)
        yield offset + at, written[at:end]
        at = end


DIRECTORY = None
Node = File | None
"""A file, or DIRECTORY."""


@dataclass(frozen=True)
class Naming:
    """One change of names: what is taken away and what is given."""

    taken: str | None
    given: str | None
    node: Node

    def within(self, directory: str) -> bool:
        paths = (self.taken, self.given)
        return any(path and path.rpartition("/")[0] == directory for path in paths)


def _rename(names: dict[str, Node], change: Naming) -> None:
    if change.taken:
        names.pop(change.taken, None)
    if change.given:
        names[change.given] = change.node


class Device:
    """The files below a directory, as a journal goes on."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self.live: dict[str, Node] = {}
        """Path to file, as the processes see it."""
        self.durable: dict[str, Node] = {}
        self.pending: list[Naming] = []
        self._by_inode: dict[int, File] = {}
        self._begun: dict[tuple[int, int], int] = {}
        self._directories: set[str] = set()

    @classmethod
    def of(cls, root: Path, mode: Mode, named: Path | None = None) -> Device:
        """A device that holds what is below a directory, durably; `named` is its name there."""
        made = cls(mode)
        for path in sorted(root.rglob("*")):
            name = str((named or root) / path.relative_to(root))
            made.durable[name] = DIRECTORY if path.is_dir() else File(path.read_bytes())
            made._directories |= {name} if path.is_dir() else set()
        made.live = dict(made.durable)
        return made

    def take(self, change: Change) -> None:
        """Go on by one change."""
        if change.kind in "comdur":
            self._named(change)
        elif change.kind == "s":
            self._sync_names(change.path)
        elif change.inode in self._by_inode:
            self._content(self._by_inode[change.inode], change)

    def _named(self, change: Change) -> None:
        kind, path = change.kind, change.path
        if kind == "o":
            node = self.live.get(path)
            if isinstance(node, File):
                self._by_inode[change.inode] = node
            return
        if kind == "c":
            self._by_inode[change.inode] = File()
            done = Naming(None, path, self._by_inode[change.inode])
        elif kind == "m":
            done = Naming(None, path, DIRECTORY)
            self._directories.add(path)
        elif kind == "r":
            done = Naming(path, change.second, self.live.get(path))
        else:
            done = Naming(path, None, None)
        _rename(self.live, done)
        self.pending.append(done)

    def _content(self, file: File, change: Change) -> None:
        match change.kind:
            case "w":
                file.pending.append((change.offset, change.content))
            case "t":
                file.pending.append((change.offset, None))
            case "b":
                mark = file.gone + len(file.pending)
                self._begun[change.inode, change.offset] = mark
            case "e":
                file.sync(self._begun.pop((change.inode, change.offset)))
                if self.mode == "ext4":
                    self._sync_names(None)

    def _sync_names(self, directory: str | None) -> None:
        everything = directory is None or self.mode == "ext4"
        left = []
        for change in self.pending:
            if everything or change.within(directory or ""):
                _rename(self.durable, change)
            else:
                left.append(change)
        self.pending = left

    def crashed(self, chance: random.Random) -> dict[str, bytes | None]:
        """One of the states that the device may hold: path to content, None for a directory."""
        names = dict(self.durable)
        for change in self._happened(chance):
            _rename(names, change)
        return {
            path: node.crashed(chance) if node else None
            for path, node in names.items()
            if not path.endswith("-shm") and self._is_reached(path, names)
        }

    def _is_reached(self, path: str, names: dict[str, Node]) -> bool:
        """Whether every directory above it is there."""
        above = path.rpartition("/")[0]
        while above in self._directories:
            if above not in names:
                return False
            above = above.rpartition("/")[0]
        return True

    def _happened(self, chance: random.Random) -> list[Naming]:
        """Some of the pending changes of names."""
        if self.mode == "ext4":
            return self.pending[: chance.randint(0, len(self.pending))]
        share = chance.choice((0.0, 0.5, 1.0))
        return [change for change in self.pending if chance.random() < share]

    def seen(self) -> dict[str, bytes | None]:
        """As the processes saw it."""
        return {
            path: node.live() if node else None
            for path, node in self.live.items()
            if not path.endswith("-shm")
        }


def written(state: dict[str, bytes | None], root: Path, place: Path) -> Path:
    """A state as files below `place`; `root` is what the journal's paths begin with."""
    place.mkdir()
    for path, content in sorted(state.items()):
        target = place / Path(path).relative_to(root)
        if content is None:
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return place


def replayed(journal: Path, device: Device) -> Iterator[Device]:
    """The device behind every change of a journal."""
    for change in changes(journal):
        device.take(change)
        yield device
