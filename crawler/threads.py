"""Which answers an archive holds of the comments that were fetched for a page.

Each of them says in its own record which page's record it was fetched for, and which part it is
(archive.warc.rows.COMMENTS_OF): so they are found after a crash, in an index that is built anew, and
in a file that is imported. What came from elsewhere is never taken for an answer to our own request.
"""

from __future__ import annotations

import re
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

_WRITTEN = re.compile(r"microfiche-\d{14,20}-\d{5}-([^/]{1,200})\.warc(?:\.gz)?$")
_LONGEST = timedelta(days=1)
"""After the page: a thread that was broken off is read on by the next crawl."""


def kept_thread(collection: Collection, page: CaptureRow, stop: Stop | None = None) -> KeptThread:
    """What is kept of the thread of a page; `stop` says why there is no more, where that is known
    better than by the page's observation."""
    where = f"WHERE tied_to = ? AND part IS NOT NULL ORDER BY {IN_TIME}"
    found = collection.index.all_captures(where, (page.record_id,))
    mine = sorted((row for row in found if _is_of(row, page)), key=partial(_nearness, page))
    rows = {row.part: row for row in mine if row.part}  # the last, nearest one counts
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
    return _may_answer(row, page) and timedelta(0) <= after <= _LONGEST


def _may_answer(row: CaptureRow, page: CaptureRow) -> bool:
    """Whether who fetched the page may have fetched the answer: of imports the page's own file, and
    where a crawl of ours wrote that, files of such a crawl, which may have read the thread on."""
    if row.filename == page.filename or row.origin != page.origin:
        return row.filename == page.filename
    return row.origin != IMPORTED or None not in (_writer_of(row), _writer_of(page))


def _nearness(page: CaptureRow, row: CaptureRow) -> tuple[bool, bool]:
    """How much an answer counts where there are several of one part: anybody may name a file as we
    do, so the page's own file tells before any other."""
    return row.filename == page.filename, _writer_of(row) == _writer_of(page)


def _writer_of(row: CaptureRow) -> str | None:
    """The writer in the name that our crawls give to their files (archive.warc.segments)."""
    named = _WRITTEN.search(row.filename)
    return named[1] if named else None


def _loaded(collection: Collection, rows: dict[str, CaptureRow], name: str) -> KeptAnswer | None:
    try:
        exchange = collection.load(rows[name])
    except ArchiveError:
        return None
    return KeptAnswer(exchange=exchange, source=rows[name].record_id)


def _observed_stop(collection: Collection, page: CaptureRow) -> Stop | None:
    """Why the thread was read no further, as the visit's observation has it."""
    query = (
        f"SELECT record FROM main.observations WHERE warc_record_id = ? ORDER BY {FURTHEST} LIMIT 1"
    )
    rows = collection.index.rows(query, (page.record_id,))
    thread = decode(rows[0]["record"], Observation).comment_thread if rows else None
    if thread is None or thread.stop_reason in ("end", "unsupported"):
        return None
    return thread.stop_reason
