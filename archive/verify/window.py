"""Reading forward with a look ahead, and a block of a known length within it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import BinaryIO

from archive.errors import BrokenWarc

_PIECE = 1 << 16
_VERSION = re.compile(rb"WARC/\d\.\d{1,4}\r{0,8}\n")
_LONGEST_VERSION = 20
_BLANK = re.compile(rb"[\r\n]+")


class Window:
    """A stream that can be looked ahead into; `position` counts the bytes taken."""

    def __init__(self, stream: BinaryIO, position: int = 0) -> None:
        self._stream = stream
        self._buffer = b""
        self._taken = 0
        """Bytes of the buffer that are taken; they are cut off only when more is read."""
        self.position = position

    def peek(self, size: int) -> bytes:
        """The next bytes without taking them: `size` of them unless the stream ends before."""
        self._fill(size)
        return self._buffer[self._taken : self._taken + size]

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end."""
        self._fill(1)
        return self._take(size)

    def readline(self, limit: int) -> bytes:
        """Up to and with the next LF, at most `limit` bytes."""
        end = self._buffer.find(b"\n", self._taken, self._taken + limit)
        if end < 0:
            self._fill(limit)
            end = self._buffer.find(b"\n", self._taken, self._taken + limit)
        return self._take(limit if end < 0 else end + 1 - self._taken)

    def skip_blank(self) -> None:
        """Take line breaks."""
        while self._fill(1) and (match := _BLANK.match(self._buffer, self._taken)):
            self._take(match.end() - match.start())

    def skip_to_version(self) -> None:
        """Take everything up to what looks like the next record, or to the end."""
        while ready := self._fill(_LONGEST_VERSION):
            match = _VERSION.search(self._buffer, self._taken)
            if match is not None:
                self._take(match.start() - self._taken)
                return
            self._take(max(1, ready - _LONGEST_VERSION + 1))

    def _fill(self, size: int) -> int:
        """Read until `size` bytes are there, or the stream ends; how many are there."""
        ready = len(self._buffer) - self._taken
        if ready >= size:
            return ready
        pieces = [self._buffer[self._taken :]]
        self._buffer, self._taken = pieces[0], 0
        while ready < size and (piece := self._stream.read(_PIECE)):
            pieces.append(piece)
            ready += len(piece)
        self._buffer = b"".join(pieces)
        return ready

    def _take(self, size: int) -> bytes:
        taken = self._buffer[self._taken : self._taken + size]
        self._taken += len(taken)
        self.position += len(taken)
        return taken


class WholeBlock:
    """The block of a record that is in memory."""

    missing = 0
    error = None

    def __init__(self, content: bytes, start: int, length: int) -> None:
        self.bytes = memoryview(content)[start : start + length]


class Block:
    """The block of a record: a stream (archive.warc.http.Stream) of at most `length` bytes.

    Where the file breaks off inside, the stream ends there and `error` says why.
    """

    def __init__(self, window: Window, length: int) -> None:
        self._window = window
        self.missing = length
        """Bytes not yet read; above zero at the end where the file has fewer than it says."""
        self.error: BrokenWarc | None = None

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return b"".join(iter(lambda: self.read(_PIECE), b""))
        return self._taken(self._window.read, min(size, self.missing))

    def readline(self, size: int = -1) -> bytes:
        limit = min(self.missing, _PIECE if size < 0 else size)
        return self._taken(self._window.readline, limit)

    def drain(self) -> None:
        """Read what is left."""
        while self.read(_PIECE):
            pass

    def _taken(self, take: Callable[[int], bytes], limit: int) -> bytes:
        if limit <= 0 or self.error is not None:
            return b""
        try:
            piece = take(limit)
        except BrokenWarc as error:
            self.error = error
            return b""
        self.missing -= len(piece)
        return piece
