"""Notes in the manifest what every closed file holds: by the writer that closed it, by import, by
repair, and by a purge before it rewrites one.

What is hashed is read back from the file, and from the device where the system lets go of the pages
it still holds; never from what a writer has in memory.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType

import msgspec

from archive.collection.failures import what_is_odd
from archive.collection.layout import Layout, new_writer_id
from archive.collection.manifest import (
    FileLine,
    Head,
    Line,
    Seal,
    SealSignature,
    Why,
    line_digest,
    read_manifest,
    standing,
)
from archive.files import Appender, is_held, naming
from archive.times import utc_now, warc_date

_PIECE = 1 << 20
_WRITER = re.compile(r"-(\d{14}[0-9a-f]{6})(?=[-.])")


def closed_files(layout: Layout) -> list[Path]:
    """The files that change no more: of warc/ and of records/, by name."""
    warcs = layout.warc.iterdir() if layout.warc.is_dir() else ()
    closed = [path for path in warcs if path.suffix != ".open" and what_is_odd(path) is None]
    closed += layout.records.glob("*.jsonl.gz")
    return sorted(path for path in closed if not path.name.startswith("."))


def name_of(layout: Layout, path: Path) -> str:
    """A file as the manifest names it."""
    return path.relative_to(layout.root).as_posix()


def live_writers(layout: Layout) -> set[str]:
    """The writers at work, who still owe the lines of what they have closed."""
    markers = layout.writers.iterdir() if layout.writers.is_dir() else ()
    return {path.name for path in markers if is_held(path)}


def writer_of(path: Path) -> str | None:
    """The writer that a file of ours is named after."""
    match = _WRITER.search(path.name)
    return match.group(1) if match else None


def is_unended(layout: Layout, path: Path) -> bool:
    """Whether the writer that the file is named after lives, or died: its marker is there."""
    writer = writer_of(path)
    return writer is not None and (layout.writers / writer).exists()


def is_owed(layout: Layout, path: Path) -> bool:
    """Whether a living writer has yet to note the file."""
    writer = writer_of(path)
    return writer is not None and is_held(layout.writers / writer)


def hashed(path: Path, tick: Callable[[int], None] = lambda more: None) -> tuple[int, str]:
    """Size and SHA-256 of what is on the device. `tick` is told of every piece's size."""
    hasher, size = hashlib.sha256(), 0
    with naming(path), path.open("rb", buffering=0) as file:
        _forget_pages(file.fileno())
        buffer = memoryview(bytearray(_PIECE))
        while read := file.readinto(buffer):
            hasher.update(buffer[:read])
            size += read
            tick(read)
    return size, hasher.hexdigest()


def _forget_pages(descriptor: int) -> None:
    """Ask the system to read from the device again; it may know no such thing."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


class ManifestWriter:
    """Appends to one writer's manifest; nothing is made before the first line."""

    def __init__(self, layout: Layout, writer_id: str) -> None:
        self._layout = layout
        self._writer = writer_id
        self._path = layout.fixity / f"manifest-{writer_id}.jsonl"
        self._file: Appender | None = None
        self._previous: str | None = None

    def record(self, path: Path, why: Why) -> FileLine:
        """Hash a closed file and note it; durable after `sync`."""
        size, digest = hashed(path)
        return self._note(path, size, digest, why)

    def record_rewritten(self, path: Path, source: Path | None, known: FileLine | None) -> None:
        """Note what `path`, of which `known` is the line, is about to become; see `record_purge`."""
        size, digest = hashed(source) if source else (0, None)
        replaces = known.sha256 if known else hashed(path)[1]
        if known is not None and known.sha256 == digest:
            replaces = known.replaces  # a purge that was interrupted is done again
        self._note(path, size, digest, "purged", replaces)

    def _note(
        self, path: Path, size: int, digest: str | None, why: Why, replaces: str | None = None
    ) -> FileLine:
        line = FileLine(
            file=name_of(self._layout, path),
            bytes=size,
            sha256=digest,
            hashed_at=warc_date(utc_now()),
            writer=self._writer,
            why=why,
            replaces=replaces,
            previous=self._previous,
        )
        self._append(line)
        return line

    def seal(self, heads: Mapping[str, Head], after: str | None) -> str:
        """Append a seal; its name."""
        now = warc_date(utc_now())
        seal = Seal(
            sealed_at=now, writer=self._writer, heads=heads, after=after, previous=self._previous
        )
        return self._append(seal)

    def sign(self, seal: str, public_key: str, signature: str) -> None:
        """Append a signature of a seal."""
        line = SealSignature(
            seal=seal,
            signed_at=warc_date(utc_now()),
            writer=self._writer,
            public_key=public_key,
            signature=signature,
            previous=self._previous,
        )
        self._append(line)

    def _append(self, line: Line) -> str:
        if self._file is None:
            with naming(self._layout.fixity):
                self._layout.fixity.mkdir(exist_ok=True)  # an older collection has none
            self._file = Appender(self._path)
        raw = msgspec.json.encode(line)
        self._file.write(raw + b"\n")
        self._previous = line_digest(raw)
        return self._previous

    def sync(self) -> None:
        """Wait until every line is durable."""
        if self._file is not None:
            self._file.sync()

    def close(self) -> None:
        """Sync and let go."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def let_go(self) -> None:
        """Leave the manifest as it is: it could not be closed."""
        if self._file is not None:
            self._file.let_go()
            self._file = None

    def __enter__(self) -> ManifestWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def record_purge(layout: Layout, rewritten: Mapping[Path, Path | None]) -> None:
    """Note that closed files of warc/ or records/ are rewritten on purpose, so that `verify` accepts
    the result and says so. Durable when it returns.

    `rewritten` leads from each file to the one that takes its place, in any directory; to None where
    it is taken away. Call this when those are whole and synced, and before they are renamed over the
    originals: a line without its rename is told as an unfinished purge (purge again), a rename
    without its line could not be told from a forgery.
    """
    known = read_manifest(layout).files()
    with ManifestWriter(layout, new_writer_id()) as manifest:
        for path, source in rewritten.items():
            lines = standing(known.get(name_of(layout, path), ()))
            manifest.record_rewritten(path, source, lines[0] if len(lines) == 1 else None)


def record_missing(layout: Layout, files: Iterable[Path], why: Why) -> Iterator[FileLine]:
    """Note those of the files that have no line; each line once it is durable."""
    files = list(files)
    known = read_manifest(layout).files() if files else {}
    with ManifestWriter(layout, new_writer_id()) as manifest:
        for path in files:
            if name_of(layout, path) not in known:
                line = manifest.record(path, why)
                manifest.sync()
                yield line
