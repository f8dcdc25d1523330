"""The WARC files of one writer, one after another: records appended, each a gzip member.

- A file has its name to come with `.open` behind it while it is written, and begins with a warcinfo
  that names it without `.open`; every record names that warcinfo.
- What belongs together goes to the file in one write, and is held back until then; what is large
  goes on in pieces.
- What cannot be finished is cut off again by ftruncate, never by opening with 'wb'.
- Nothing is durable before `sync` has returned.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from archive.digest import chunks_of, sha256_hex
from archive.files import Appender
from archive.times import timestamp_of, utc_now, warc_date
from archive.warc.headers import Fields, record_header, record_id, warc_fields
from archive.warc.packing import gzip_member

_END = b"\r\n\r\n"
_HELD = 1 << 18
"""Bytes that are held back at most."""


class Segments:
    """Appends records to this writer's current file; begins a new one by size and by age."""

    def __init__(
        self,
        directory: Path,
        writer_id: str,
        warcinfo: Mapping[str, str],
        *,
        max_bytes: int,
        max_seconds: float,
        on_closed: Callable[[Path], None],
    ) -> None:
        self.name = ""
        """The final name of the current file."""
        self.warcinfo_id = ""
        self._directory = directory
        self._writer_id = writer_id
        self._warcinfo = warcinfo
        self._max_bytes = max_bytes
        self._max_seconds = max_seconds
        self._on_closed = on_closed
        self._serial = 0
        self._file: Appender | None = None
        self._held: list[bytes] = []
        self._held_bytes = 0
        self._begun: datetime = utc_now()
        self._guard = threading.Lock()

    @contextmanager
    def together(self, since: datetime | None = None) -> Iterator[None]:
        """All records that are appended inside, or none of them; `since`: when the first was begun.

        Raises CollectionFull and the like; whatever is raised, the file then ends where it ended
        before.
        """
        self.close_due()
        file = self._file or self._begin(since)
        with self._whole(file):
            yield

    @contextmanager
    def _whole(self, file: Appender) -> Iterator[None]:
        begin = file.size
        try:
            yield
            self._give(file)
        except BaseException:
            self._held, self._held_bytes = [], 0
            file.cut(begin)
            raise

    def append(
        self, fields: Fields, block: BinaryIO, length: int, head: int = 0
    ) -> tuple[int, int]:
        """Append a record, its digest and length added: its offset and its length in the file.

        The first `head` bytes of the block are known to be text.
        """
        file = self._file
        assert file is not None
        block.seek(0)
        fields.append(("WARC-Block-Digest", sha256_hex(chunks_of(block))))
        fields.append(("Content-Length", str(length)))
        block.seek(0)
        front = record_header(fields) + block.read(head)
        start = file.size + self._held_bytes
        for piece in gzip_member(front, block, _END):
            self._held.append(piece)
            self._held_bytes += len(piece)
            if self._held_bytes >= _HELD:
                self._give(file)
        return start, file.size + self._held_bytes - start

    def _give(self, file: Appender) -> None:
        """Let the file have what is held back."""
        held, self._held, self._held_bytes = self._held, [], 0
        file.write(b"".join(held))

    def close_due(self) -> None:
        """Close the file if it is full or old, though nothing more is written."""
        if self._file is not None and self._is_due(self._file):
            self.close()

    def _is_due(self, file: Appender) -> bool:
        age = (utc_now() - self._begun).total_seconds()
        return file.size >= self._max_bytes or age >= self._max_seconds

    def _begin(self, since: datetime | None) -> Appender:
        self._begun = utc_now()
        self._serial += 1
        stamp = timestamp_of(self._begun)
        self.name = f"microfiche-{stamp}-{self._serial:05d}-{self._writer_id}.warc.gz"
        self.warcinfo_id = record_id()
        self._file = file = Appender(self._directory / f"{self.name}.open")
        try:
            with self._whole(file):
                self._append_warcinfo(min(since or self._begun, self._begun))
        except BaseException:
            self._file = None  # it begins with its warcinfo or not at all
            file.path.unlink()
            file.close()
            raise
        return file

    def _append_warcinfo(self, date: datetime) -> None:
        """Its date is not later than that of the first record that it is about."""
        block = warc_fields(self._warcinfo.items())
        fields = [
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", self.warcinfo_id),
            ("WARC-Date", warc_date(date)),
            ("WARC-Filename", self.name),
            ("Content-Type", "application/warc-fields"),
        ]
        self.append(fields, BytesIO(block), len(block))

    def sync(self) -> None:
        """Wait until everything written before the call is durable. May run in a thread."""
        with self._guard:
            if self._file is not None:
                self._file.sync()

    def close(self) -> None:
        """Sync the file and give it its final name, or one like it where that is taken."""
        with self._guard:
            if self._file is None:
                return
            final = self._file.publish(self._directory / self.name)
            self._file = None
        self._on_closed(final)

    def let_go(self) -> None:
        """Leave the file as it is, for a repair: it could not be closed."""
        with self._guard:
            if self._file is not None:
                self._file.let_go()
                self._file = None
