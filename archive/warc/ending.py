"""Where an answer ends, found while its bytes come: what `http.read_head` and `http.is_whole` say of
an answer that is there, as these bytes pass (RFC 9112 section 6.3)."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from io import BytesIO
from typing import Literal

from archive.warc.chunks import Chunks
from archive.warc.http import (
    MAX_HEAD,
    Head,
    all_values,
    content_length,
    is_status_line,
    read_head,
)

State = Literal["open", "until-close", "ended", "no-http", "long-head"]
"""open: more is to come; until-close: only the connection's close ends it; ended: nothing of it is
missing; no-http, long-head: it is not read as HTTP, the second for MAX_HEAD."""


def ends_at(pieces: Iterable[bytes], *, is_head: bool) -> int | None:
    """How many bytes of an answer are its own; None where only the connection's close ends it."""
    ending, fed = Ending(is_head=is_head), 0
    for piece in pieces:
        fed += len(piece)
        state = ending.feed(piece)
        if state != "open":
            return fed - ending.behind if state == "ended" else None
    return None


class Ending:
    """Takes the bytes of an answer piece by piece; `state` says where it stands."""

    def __init__(self, *, is_head: bool) -> None:
        """`is_head`: HEAD was asked, and no body follows."""
        self.state: State = "open"
        self._is_head = is_head
        self._held = bytearray()
        self._reading = self._read()
        next(self._reading)

    @property
    def behind(self) -> int:
        """How many bytes of those that were fed stand behind the end; 0 before it is found."""
        return len(self._held) if self.state == "ended" else 0

    def feed(self, data: bytes) -> State:
        """The state after these bytes; what follows the end is passed over."""
        if self.state == "open":
            self._held += data
            next(self._reading, None)
        return self.state

    def _read(self) -> Generator[None, None, None]:
        head = yield from self._final_head()
        if head is None:
            return
        if self._is_head or head.status in (204, 304):
            self.state = "ended"
        elif "chunked" in [each.lower() for each in all_values(head.headers, "Transfer-Encoding")]:
            yield from self._chunks()
        elif (length := content_length(head.headers)) is not None:
            yield from self._skip(length)
            self.state = "ended"
        else:
            self.state = "until-close"

    def _final_head(self) -> Generator[None, None, Head | None]:
        """None, and the state says why, where there is none."""
        left = MAX_HEAD
        lines: list[bytes] = []
        while True:
            line = yield from self._line(left)
            left -= len(line)
            if left <= 0:
                self.state = "long-head"
                return None
            is_blank = line in (b"\r\n", b"\n")
            if not lines and not is_blank and not is_status_line(line):
                self.state = "no-http"
                return None
            if lines or not is_blank:
                lines.append(line)
            if lines and is_blank:
                head = read_head(BytesIO(b"".join(lines)))
                if head is not None:
                    return head
                lines = []

    def _chunks(self) -> Generator[None, None, None]:
        """What says "chunked" and is not ends with its connection; where chunks go astray in the
        midst, nobody knows any more what is missing."""
        chunks = Chunks()
        while True:
            piece = bytes(self._held)
            chunks.feed(piece)
            self._held[:] = piece[len(piece) - chunks.behind :]
            if chunks.is_whole or chunks.is_plain:
                self.state = "ended" if chunks.is_whole else "until-close"
                return
            yield

    def _line(self, limit: int) -> Generator[None, None, bytes]:
        """Up to and with the next LF, at most `limit` bytes."""
        seen = 0
        while (end := self._held.find(b"\n", seen, limit)) < 0 and len(self._held) < limit:
            seen = len(self._held)
            yield
        size = end + 1 or limit
        line = bytes(self._held[:size])
        del self._held[:size]
        return line

    def _skip(self, size: int) -> Generator[None, None, None]:
        while len(self._held) < size:
            size -= len(self._held)
            self._held.clear()
            yield
        del self._held[:size]
