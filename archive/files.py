"""Files that hold truth: appended to, synced, renamed when they are whole, locked while written.

Every write of warc/ and records/ goes through `Appender`; every rename through `publish`. An OSError
that a user can act on becomes one of the errors of archive.errors and names the file.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from archive.errors import CollectionError, CollectionFull, CollectionReadOnly

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_HELD = {errno.ENOENT, errno.ELOOP, errno.ENXIO}
"""Nothing is there, a link leads in a circle, or it is a socket."""
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


def make_directory(directory: Path) -> None:
    """Make a directory, and those above it that are missing, with names that are durable."""
    with naming(directory):
        missing = [each for each in (directory, *directory.parents) if not each.exists()]
        directory.mkdir(parents=True, exist_ok=True)
    for made in reversed(missing):
        sync_directory(made.parent)


def publish(unfinished: Path, final: Path) -> None:
    """Give a whole and synced file its final name; never over another file."""
    with naming(final):
        if final.exists():
            raise CollectionError(f"{final}: exists already; it is not overwritten")
        unfinished.rename(final)
    sync_directory(final.parent)


def publish_apart(unfinished: Path, final: Path) -> Path:
    """As `publish`; where another file has the name, under the next free one: `2-NAME`, `3-NAME`…

    What was captured is never lost over a name. Returns what it is called.
    """
    names = (final.with_name(f"{number}-{final.name}") for number in count(2))
    free = next(path for path in chain([final], names) if not os.path.lexists(path))
    publish(unfinished, free)
    return free


def write_whole(path: Path, content: bytes) -> None:
    """Replace a derived file at once: readers see the old content or the new, never a part."""
    with unfinished(path) as file:
        file.write(content)


@contextmanager
def unfinished(path: Path) -> Iterator[BinaryIO]:
    """A file that replaces `path` at the end: whole and durable, or not at all.

    It is locked while it is written, so that `remove_unfinished` knows what a dead process left.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with naming(path):
        try:
            with temporary.open("wb") as file:
                _locked(file.fileno())
                yield file
                file.flush()
                os.fsync(file.fileno())
                temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    sync_directory(path.parent)


def remove_unfinished(directory: Path) -> None:
    """Remove what processes that died left under the names that files have before their own."""
    for path in directory.glob(".*.tmp"):
        with taken(path) as is_ours:
            if is_ours:
                path.unlink()


@contextmanager
def taken(path: Path) -> Iterator[bool]:
    """Hold the lock of a file that is there; False where it is gone or somebody else holds it."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    try:
        yield _locked(descriptor) and _is_at(descriptor, path)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_at(descriptor: int, path: Path) -> bool:
    """Whether the path still names the open file: it may have been renamed while we waited."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def locked_new(path: Path) -> int:
    """A descriptor of a file of this name, made where there is none, and locked.

    A new file is locked before it has its name, so that nobody ever finds it and takes it for one
    that a dead process left. Raises CollectionError where another process holds it.
    """
    is_new = not path.exists()
    opened = path.with_name(f".{path.name}.{os.getpid()}.tmp") if is_new else path
    with naming(path):
        descriptor = os.open(opened, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        if not _locked(descriptor) or not _is_at(descriptor, opened):
            os.close(descriptor)
            raise CollectionError(f"{path}: another process is writing it")
        if is_new:
            opened.rename(path)
    return descriptor


def is_regular(path: Path) -> bool:
    """Whether it is a file, or a link to one: opening a FIFO waits for a writer for ever.

    Raises OSError where there is none.
    """
    return stat.S_ISREG(path.stat().st_mode)


def is_held(path: Path) -> bool:
    """Whether a living process holds the file's lock. A lock dies with its process."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a FIFO must not stop who asks
    except OSError as error:
        if error.errno in _NOT_HELD:
            return False
        raise
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
    Once a sync has failed, all that follow fail: the system may have dropped the pages and would
    call the next one a success.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = locked_new(path)
        self.size = os.fstat(self._descriptor).st_size
        self._failure: CollectionError | None = None
        sync_directory(path.parent)

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
        with naming(self.path):
            os.ftruncate(self._descriptor, size)
        self.size = size

    def sync(self) -> None:
        """Wait until everything written so far is on the device."""
        if self._failure is not None:
            raise self._failure
        try:
            with naming(self.path):
                os.fsync(self._descriptor)
        except CollectionError as error:
            self._failure = error
            raise

    def publish(self, final: Path) -> Path:
        """Sync, give the file its final name while it is held, let go; see `publish_apart`."""
        self.sync()
        published = publish_apart(self.path, final)
        self.close()
        return published

    def close(self) -> None:
        """Sync and let go; what cannot be synced is let go too."""
        if self._descriptor < 0:
            return
        try:
            self.sync()
        finally:
            self.let_go()

    def let_go(self) -> None:
        """Close without a sync: what follows is a repair's to decide."""
        if self._descriptor >= 0:
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
