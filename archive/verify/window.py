"""Reading forward with a look ahead, and a block of a known length within it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import BinaryIO

from archive.errors import BrokenWarc

_PIECE = 1 << 16
_VERSION = re.compile(rb"WARC/\d\.\d+\r*\n")


class Window:
    """A stream that can be looked ahead into; `position` counts the bytes taken."""

    def __init__(self, stream: BinaryIO, position: int = 0) -> None:
        self._stream = stream
        self._buffer = b""
        self.position = position

    def peek(self, size: int) -> bytes:
        """The next bytes without taking them: `size` of them unless the stream ends before."""
        while len(self._buffer) < size and (piece := self._stream.read(_PIECE)):
            self._buffer += piece
        return self._buffer[:size]

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end."""
        if not self._buffer:
            self._buffer = self._stream.read(_PIECE)
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        self.position += len(taken)
        return taken

    def readline(self, limit: int) -> bytes:
        """Up to and with the next LF, at most `limit` bytes."""
        end = self.peek(min(limit, 512)).find(b"\n")
        if end < 0:
            end = self.peek(limit).find(b"\n")
        return self.read(limit if end < 0 else end + 1)

    def skip_blank(self) -> None:
        """Take line breaks."""
        while self.peek(1) in (b"\r", b"\n"):
            self.read(1)

    def skip_to_version(self) -> None:
        """Take everything up to what looks like the next record, or to the end."""
        while self.peek(_PIECE):
            match = _VERSION.search(self._buffer)
            if match is not None:
                self.read(match.start())
                return
            self.read(max(1, len(self._buffer) - 16))


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
