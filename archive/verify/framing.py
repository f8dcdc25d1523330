"""Whose fault it is that bodies are not in chunks, though their heads say so: the answers of a file
together tell what one alone does not.

A server may say "chunked" and send something else, and a file that keeps what it sent is exact. A
program that takes the chunks away and leaves the head as it was takes them all away: where a file
has such bodies and not a single one in chunks, it was the program. Our own writer keeps the bytes as
they came from the wire: its records (archive.verify.own) do not count.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.verify.findings import Problem
from archive.verify.record import Told


class Framing:
    """What the answers of a file say of their bodies, and how those are."""

    def __init__(self) -> None:
        self._in_chunks = 0
        self._in_none = 0

    def see(self, record: Told, is_chunked: bool | None, *, is_ours: bool) -> None:
        """Remember a record; `is_chunked` is None where nothing says that its body is."""
        if is_chunked is not None and record.rec_type == "response":
            self._in_chunks += is_chunked
            self._in_none += not (is_chunked or is_ours)

    def problems(self) -> Iterator[Problem]:
        """What can be said once the whole file was seen."""
        if self._in_none > 1 and not self._in_chunks:
            text = f"{self._in_none} answers say that they are chunked, and none of them is"
            yield Problem("chunks-removed", text)
