"""From when on the comments of an article are asked for, where its system can say what is new.

What is not asked for is not seen to have vanished, and a comment that is approved late is dated when it
was written: so all of them are asked for once a day, and always where they are few.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from archive.collection.identity import known_article
from archive.collection.views import whole_visit
from archive.index import Index
from archive.times import parse_warc_date, warc_date
from crawler.comments import CommentProvider

FEW_COMMENTS = 100
"""Threads up to this size are asked for whole at every visit: it is one request."""
WHOLE_EVERY = timedelta(days=1)
"""How often a longer thread is asked for whole; what is new is asked for from as long before the last
whole visit."""


def comments_since(
    index: Index, url: str, provider: CommentProvider, *, now: datetime
) -> str | None:
    """The moment after which the comments of an article are asked for; None for all of them."""
    article_id = known_article(index, [url])
    if article_id is None or not provider.capabilities.incremental:
        return None
    last = whole_visit(index, article_id, warc_date(now))
    thread = last.comment_thread if last else None
    if last is None or thread is None or thread.provider != provider.name:
        return None
    seen = parse_warc_date(last.fetched_at)
    is_small = thread.captured_count <= FEW_COMMENTS
    if is_small or not thread.complete or now - seen > WHOLE_EVERY:
        return None
    return (seen - WHOLE_EVERY).strftime("%Y-%m-%dT%H:%M:%SZ")
