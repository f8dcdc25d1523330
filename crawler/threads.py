"""Which answers an archive holds of the comments that were fetched for a page.

Each of them says in its own record which page's record it was fetched for, and which part it is
(archive.warc.rows.COMMENTS_OF): so they are found after a crash, in an index that is built anew, and
in a file that is imported. What came from elsewhere is never taken for an answer to our own request.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from archive.collection import Collection
from archive.errors import ArchiveError
from archive.index.store import IN_TIME
from archive.records import CommentThread, Observation, decode
from archive.times import parse_warc_date
from archive.warc.rows import CaptureRow
from crawler.comments import BY_NAME, KeptAnswer, KeptThread, Stop

_LONGEST = timedelta(days=1)
"""After the page: a thread that was broken off is read on by the next crawl."""


def kept_thread(collection: Collection, page: CaptureRow, stop: Stop | None = None) -> KeptThread:
    """What is kept of the thread of a page; `stop` says why there is no more, where that is known
    better than by the page's observation."""
    where = f"WHERE tied_to = ? AND part IS NOT NULL ORDER BY {IN_TIME}"
    found = collection.index.all_captures(where, (page.record_id,))
    rows = {row.part: row for row in found if row.part and _is_of(row, page)}  # the last one counts
    return KeptThread(
        names=frozenset(rows),
        load=partial(_loaded, collection, rows),
        stop=stop or _observed_stop(collection, page),
    )


def is_of_provider(thread: CommentThread) -> bool:
    """Whether a thread was fetched of a provider, or was to be."""
    return thread.provider in BY_NAME and thread.stop_reason != "unsupported"


def _is_of(row: CaptureRow, page: CaptureRow) -> bool:
    after = parse_warc_date(row.date) - parse_warc_date(page.date)
    return row.origin == page.origin and timedelta(0) <= after <= _LONGEST


def _loaded(collection: Collection, rows: dict[str, CaptureRow], name: str) -> KeptAnswer | None:
    try:
        exchange = collection.load(rows[name])
    except ArchiveError:
        return None
    return KeptAnswer(exchange=exchange, source=rows[name].record_id)


def _observed_stop(collection: Collection, page: CaptureRow) -> Stop | None:
    """Why the thread was read no further, as the visit's observation has it."""
    query = (
        "SELECT record FROM main.observations WHERE warc_record_id = ? "
        "ORDER BY segment DESC, offset DESC LIMIT 1"
    )
    rows = collection.index.rows(query, (page.record_id,))
    thread = decode(rows[0]["record"], Observation).comment_thread if rows else None
    if thread is None or thread.stop_reason in ("end", "unsupported"):
        return None
    return thread.stop_reason
