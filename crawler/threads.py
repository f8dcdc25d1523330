"""Which answers an archive holds of the comments that were fetched for a page.

Each of them says in its own record which page's record it was fetched for, and which part it is
(archive.warc.rows.COMMENTS_OF): so they are found after a crash, in an index that is built anew, and
in a file that is imported. What came from elsewhere is never taken for an answer to our own request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial

from archive.collection import Collection
from archive.collection.views import FURTHEST
from archive.errors import ArchiveError
from archive.index.store import IN_TIME
from archive.records import CommentThread, Observation, decode
from archive.times import parse_warc_date
from archive.warc.rows import IMPORTED, CaptureRow
from crawler.comments import BY_NAME, KeptAnswer, KeptThread, Stop
from crawler.own_files import are_of_one_crawl, next_file, writer_of

_LONGEST = timedelta(days=1)
"""After the page: a thread that was broken off is read on by the next crawl."""


def kept_thread(
    collection: Collection, page: CaptureRow, stops: Mapping[str, Stop] | None = None
) -> KeptThread:
    """What is kept of the thread of a page; `stops` says why there is no more of a provider, where
    that is known better than by the page's observation."""
    rows = {row.part: row for row in _answers(collection, page) if row.part}  # the last one counts
    return KeptThread(
        names=frozenset(rows),
        load=partial(_loaded, collection, rows),
        stops={**_observed_stops(collection, page), **(stops or {})},
    )


def _answers(collection: Collection, page: CaptureRow) -> list[CaptureRow]:
    """The answers that were fetched for a page, the nearest to it last."""
    where = f"WHERE tied_to = ? AND part IS NOT NULL ORDER BY {IN_TIME}"
    rows = collection.index.all_captures(where, (page.record_id,))
    files = {row.filename: row for row in rows}
    names = {name for name, row in files.items() if _may_answer(collection, row, page)}
    found = [row for row in rows if row.filename in names and _is_in_time(row, page)]
    return sorted(_undisputed(found, page), key=partial(_nearness, page))


def files_after(collection: Collection, page: CaptureRow) -> list[str]:
    """The files other than the page's own that may say how its thread ended: those in which it was
    answered, and the next one of who wrote the last of them."""
    answered = [row.filename for row in _answers(collection, page)]
    elsewhere = [name for name in dict.fromkeys(answered) if name != page.filename]
    after = next_file(collection, answered[-1]) if answered else None
    return [*elsewhere, *([after] if after else [])]


def is_of_provider(thread: CommentThread) -> bool:
    """Whether a thread was fetched of a provider, or was to be."""
    return thread.provider in BY_NAME and thread.stop_reason != "unsupported"


def _is_in_time(row: CaptureRow, page: CaptureRow) -> bool:
    after = parse_warc_date(row.date) - parse_warc_date(page.date)
    return timedelta(0) <= after <= _LONGEST


def _may_answer(collection: Collection, row: CaptureRow, page: CaptureRow) -> bool:
    """Whether who fetched the page may have fetched the answer: of imports the page's own file, and
    where a crawl of ours wrote that, files of such a crawl, which may have read the thread on."""
    if row.filename == page.filename or row.origin != page.origin:
        return row.filename == page.filename
    return row.origin != IMPORTED or are_of_one_crawl(collection, row.filename, page.filename)


def _undisputed(rows: list[CaptureRow], page: CaptureRow) -> Iterator[CaptureRow]:
    """Without the parts of which imported files other than the page's say different things: one of
    them may be anybody's."""
    said: dict[str | None, set[str | None]] = {}
    for row in rows:
        if _is_of_others(row, page):
            said.setdefault(row.part, set()).add(row.digest)
    for row in rows:
        if not _is_of_others(row, page) or len(said[row.part]) == 1:
            yield row


def _is_of_others(row: CaptureRow, page: CaptureRow) -> bool:
    return row.origin == IMPORTED and row.filename != page.filename


def _nearness(page: CaptureRow, row: CaptureRow) -> tuple[bool, bool]:
    """How much an answer counts where there are several of one part: the page's own file tells
    before any other."""
    is_writers = writer_of(row.filename) == writer_of(page.filename)
    return row.filename == page.filename, is_writers


def _loaded(collection: Collection, rows: dict[str, CaptureRow], name: str) -> KeptAnswer | None:
    try:
        exchange = collection.load(rows[name])
    except ArchiveError:
        return None
    return KeptAnswer(exchange=exchange, source=rows[name].record_id)


def _observed_stops(collection: Collection, page: CaptureRow) -> Mapping[str, Stop]:
    """Why the thread was read no further, as the visit's observation has it."""
    query = (
        f"SELECT record FROM main.observations WHERE warc_record_id = ? ORDER BY {FURTHEST} LIMIT 1"
    )
    rows = collection.index.rows(query, (page.record_id,))
    thread = decode(rows[0]["record"], Observation).comment_thread if rows else None
    if thread is None or thread.stop_reason in ("end", "unsupported"):
        return {}
    return {thread.provider: thread.stop_reason}
