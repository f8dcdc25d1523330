"""The exceptions of the archive.

    ArchiveError                  what a user can be told in a sentence
    +-- CollectionError           a collection cannot be opened or written (exit status 3)
    |   +-- CollectionMissing
    |   +-- CollectionLocked      the message names who holds the lock
    |   +-- CollectionTooNew      written by a newer format than this software knows
    |   +-- CollectionReadOnly
    |   +-- CollectionFull        no space left on the device
    +-- NotInCollection           an article, revision or capture that was asked for (exit status 1)
    |   +-- Withdrawn             it was here, or would be, and was taken back
    +-- BadInput                  what the user named cannot be used (exit status 2)
    +-- BrokenWarc                a file is not readable as WARC or ARC from an offset on
    |   +-- OriginalMissing       a revisit's original is in no file of the collection
    +-- BrokenRecord              a line of JSONL is not a record
    +-- UndecodableBody           Content-Encoding could not be undone, or would be too large

A message names the URL or the file, the line or offset where there is one, and what to do.
"""


class ArchiveError(Exception):
    """What a user can be told in a sentence."""

    exit_status = 1


class CollectionError(ArchiveError):
    """A collection cannot be opened or written."""

    exit_status = 3


class CollectionMissing(CollectionError):
    """There is no collection at this path."""


class CollectionLocked(CollectionError):
    """Another process repairs, rebuilds or migrates the collection."""


class CollectionTooNew(CollectionError):
    """The collection's format is newer than this software."""


class CollectionReadOnly(CollectionError):
    """The collection cannot be written."""


class CollectionFull(CollectionError):
    """The device that holds the collection has no space left."""


class NotInCollection(ArchiveError):
    """An article, revision or capture that was asked for is not here."""


class Withdrawn(NotInCollection):
    """What was asked for is withdrawn: nothing of it is shown."""


class BadInput(ArchiveError):
    """What the user named cannot be used."""

    exit_status = 2


class BrokenWarc(ArchiveError):
    """A file is not readable as WARC or ARC from `offset` on."""

    def __init__(self, message: str, *, offset: int | None = None) -> None:
        super().__init__(message)
        self.offset = offset


class OriginalMissing(BrokenWarc):
    """A revisit refers to a record that no file of the collection holds, yet."""


class BrokenRecord(ArchiveError):
    """A line of JSONL is not a record."""


class UndecodableBody(ArchiveError):
    """A Content-Encoding could not be undone, or the result would be too large."""
