"""The chunks of a body taken away as it passes (RFC 9112 section 7.1), in time that grows with its
bytes alone, however small the chunks are."""

from __future__ import annotations

import re
from enum import Enum, auto

CHUNK_LINE = re.compile(rb"[ \t]*([0-9a-fA-F]++)[ \t]*(?:;[^\n]*)?\r?\n")
"""The first line of a chunk, of as many digits as it likes, zeros ahead included (RFC 9112, 7.1)."""
MAX_CHUNK = (1 << 64) - 1
"""Bytes of a chunk beyond which its size is none."""
_LONG_LINE = re.compile(rb"[ \t]*([0-9a-fA-F]++)[ \t]*;[^\n]*\Z")
_LINE = 1 << 16
"""Bytes of a line that are held until it ends. Extensions and trailers may be longer, nobody reads
them; of a longer line they are passed over, and what has no size by then is none."""


class _At(Enum):
    """What comes next."""

    SIZE = auto()
    DATA = auto()
    EXTENSION = auto()
    """The rest of a chunk's first line, which is a long one."""
    DATA_END = auto()
    TRAILER = auto()
    BEHIND = auto()
    """The body has ended."""
    NOWHERE = auto()
    """Something else stands where a chunk should begin."""
    PLAIN = auto()
    """The body is not in chunks, though it is said to be."""


class Chunks:
    """Takes a body piece by piece, and gives what the chunks carry; a body that is in none as it is."""

    def __init__(self) -> None:
        self.behind = 0
        """Bytes behind the end of the body."""
        self._at = _At.SIZE
        self._is_first = True
        self._left = 0
        self._is_mid_line = False
        """A line of the trailer is longer than what is held of one."""
        self._held: list[bytes] = []
        """The pieces of half a line, which are joined once: a line may come byte by byte."""
        self._held_size = 0

    @property
    def is_chunked(self) -> bool:
        """Whether the body begins with a chunk."""
        return not self._is_first

    @property
    def is_plain(self) -> bool:
        """Whether it is sure that the body is in no chunks, though it is said to be."""
        return self._at is _At.PLAIN

    @property
    def is_whole(self) -> bool:
        """Whether the body has its end, trailer included."""
        return self._at is _At.BEHIND

    def feed(self, piece: bytes) -> bytes:
        """What the piece carries; half a line is held until the next one."""
        if self._held:
            self._hold(piece)
            if b"\n" not in piece and self._held_size < _LINE:
                return b""
            piece = b"".join(self._held)
            self._held, self._held_size = [], 0
        given: list[bytes] = []
        at = 0
        while at < len(piece):
            if self._at is _At.SIZE:
                at = self._chunks(piece, at, given)
            else:
                at = self._step(piece, at, given)
            if self._held:
                break
        return b"".join(given)

    def end(self) -> bytes:
        """What is left once the body has ended: a body of half a line is not in chunks."""
        return b"".join(self._held) if self._at is _At.SIZE and self._is_first else b""

    def _hold(self, piece: bytes) -> None:
        self._held.append(piece)
        self._held_size += len(piece)

    def _chunks(self, piece: bytes, at: int, given: list[bytes]) -> int:
        """Pass over chunks that are there whole; the place behind them."""
        while match := CHUNK_LINE.match(piece, at, at + _LINE):
            size, start = int(match[1], 16), match.end()
            if size > MAX_CHUNK:
                break
            stop = start + size
            self._is_first = False
            if not size:
                self._at = _At.TRAILER
                return start
            if piece[stop : stop + 2] != b"\r\n":
                self._at, self._left = _At.DATA, size
                return start
            given.append(piece[start:stop])
            at = stop + 2
        line = piece[at : at + _LINE]
        if len(line) == _LINE and (match := _LONG_LINE.match(line)):
            self._left = int(match[1], 16)
            if self._left <= MAX_CHUNK:
                self._at, self._is_first = _At.EXTENSION, False
                return at + _LINE
        if b"\n" in line or len(line) == _LINE:
            self._at = _At.PLAIN if self._is_first else _At.NOWHERE
        else:
            self._hold(piece[at:])
        return at

    def _step(self, piece: bytes, at: int, given: list[bytes]) -> int:
        """Pass over what is no chunk as a whole; the place behind it."""
        if self._at is _At.DATA:
            part = piece[at : at + self._left]
            given.append(part)
            self._left -= len(part)
            self._at = _At.DATA if self._left else _At.DATA_END
            return at + len(part)
        if self._at is _At.EXTENSION:
            end = piece.find(b"\n", at) + 1
            if end:
                self._at = _At.DATA if self._left else _At.TRAILER
            return end or len(piece)
        if self._at in (_At.DATA_END, _At.TRAILER):
            return self._line(piece, at)
        if self._at is _At.PLAIN:
            given.append(piece[at:])
        elif self._at is _At.BEHIND:
            self.behind += len(piece) - at
        return len(piece)

    def _line(self, piece: bytes, at: int) -> int:
        end = piece.find(b"\n", at, at + _LINE) + 1
        if not end and len(piece) - at < _LINE:
            self._hold(piece[at:])
            return at
        line = piece[at : end or at + _LINE]
        if self._at is _At.DATA_END:
            self._at = _At.SIZE
        elif line in (b"\r\n", b"\n") and not self._is_mid_line:
            self._at = _At.BEHIND
        else:
            self._is_mid_line = not end
        return at + len(line)
