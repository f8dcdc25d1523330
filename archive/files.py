"""Files that hold truth: appended to, synced, renamed when they are whole, locked while written.

Every write of warc/ and records/ goes through `Appender`; every rename through `publish`. An OSError
that a user can act on becomes one of the errors of archive.errors and names the file.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from archive.errors import CollectionError, CollectionFull, CollectionReadOnly

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Turn an OSError over `path` into a message that names it and says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise CollectionFull(
                f"{path}: no space left on the device; free some and run again, nothing is lost"
            ) from error
        if error.errno in _READ_ONLY:
            raise CollectionReadOnly(
                f"{path}: cannot be written ({error.strerror}); check owner and mount options"
            ) from error
        raise CollectionError(f"{path}: {error.strerror or error}") from error


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable: without it a rename may be lost with the power."""
    with naming(directory):
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def publish(unfinished: Path, final: Path) -> None:
    """Give a whole and synced file its final name; never over another file."""
    with naming(final):
        if final.exists():
            raise CollectionError(f"{final}: exists already; it is not overwritten")
        unfinished.rename(final)
    sync_directory(final.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Replace a derived file at once: readers see the old content or the new, never a part."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with naming(path):
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    sync_directory(path.parent)


def is_held(path: Path) -> bool:
    """Whether a living process holds the file's lock. A lock dies with its process."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


class Appender:
    """A file that only grows, held by this process.

    `write` puts bytes at the end or, where the device is full, leaves the file as it was.
    `sync` makes everything written before the call durable; it may run in another thread.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with naming(path):
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
            self.size = os.fstat(self._descriptor).st_size
        self._lock()
        sync_directory(path.parent)

    def _lock(self) -> None:
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._descriptor)
            raise CollectionError(f"{self.path}: another process is writing it") from error

    def write(self, content: bytes) -> int:
        """Append; the offset at which `content` begins."""
        start = self.size
        try:
            with naming(self.path):
                self._write_all(content)
        except CollectionError:
            self.cut(start)
            raise
        return start

    def _write_all(self, content: bytes) -> None:
        view = memoryview(content)
        while view:
            written = os.write(self._descriptor, view)
            self.size += written
            view = view[written:]

    def cut(self, size: int) -> None:
        """Take back what was appended after `size`: a record that could not be finished.

        By ftruncate on the open descriptor; opening with 'wb' would empty the file first.
        """
        os.ftruncate(self._descriptor, size)
        self.size = size

    def sync(self) -> None:
        """Wait until everything written so far is on the device."""
        with naming(self.path):
            os.fsync(self._descriptor)

    def close(self) -> None:
        """Sync and let go."""
        if self._descriptor < 0:
            return
        self.sync()
        os.close(self._descriptor)
        self._descriptor = -1

    def __enter__(self) -> Appender:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
