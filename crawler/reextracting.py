"""Reads the archive again with today's reader.

A revision that reads differently gets a line {same revision_id, newer reading, supersedes}; views use
the latest. Captures that no crawl has read (`--archive-only`, a reader that failed then) are read now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from archive.collection import Collection, Writer, recovery
from archive.records import Article, PageRecords, storable
from archive.states import digests_of
from crawler.rereading import answered_elsewhere, append_rows, rereader


@dataclass(slots=True, kw_only=True)
class Reextracted:
    """What reading again gave."""

    revisions: int = 0
    newer: int = 0
    """Revisions that have a newer reading now."""
    unreadable: int = 0
    """Revisions whose capture gives no article any more; their record stands."""
    recorded: int = 0
    """Captures that had no observation and have one now."""
    read_on: int = 0
    """Visits whose comments are read to a later end now: their answers are in another file."""


def reextract(
    collection: Collection, progress: Callable[[int], None] = lambda done: None
) -> Reextracted:
    """Read everything again that has an older reading, and what was never read."""
    result = Reextracted()
    with collection.writer() as writer:
        for stored in _stored(collection):
            result.revisions += 1
            _read_again(collection, writer, stored, result)
            progress(result.revisions)
        writer.sync()
        result.recorded = append_rows(collection, writer, recovery.unobserved(collection.index))
        result.read_on = append_rows(collection, writer, answered_elsewhere(collection))
    return result


def _stored(collection: Collection) -> Iterator[Article]:
    """Every revision line, those too that are of one state by the reading until now."""
    for article in collection.articles():
        yield from collection.readings(article.article_id)


def _read_again(
    collection: Collection, writer: Writer, stored: Article, result: Reextracted
) -> None:
    assert stored.capture is not None
    page: PageRecords | None = rereader(collection)(stored.capture)
    if page is None or page.article is None:
        result.unreadable += 1
        return
    newer = _as_revision(storable(page.article), stored)
    if newer.reading == stored.reading:
        return
    writer.append_line("articles", newer)
    result.newer += 1


def _as_revision(read: Article, stored: Article) -> Article:
    """The new reading under the revision's own name."""
    return replace(
        read,
        article_id=stored.article_id,
        revision_id=stored.revision_id,
        capture=stored.capture,
        digests=digests_of(read),
        supersedes=stored.reading,
    )
