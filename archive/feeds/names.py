"""What both kinds of feed are called and how old they are."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from archive.feeds.entries import Entry, Feed

_NEVER = "1970-01-01T00:00:00Z"


def feed_id(feed: Feed) -> str:
    """An id that stays as long as the feed's address, or without one its title, does."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"microfiche:feed/{feed.url or feed.title}").urn


def newest(entries: Sequence[Entry]) -> str:
    """When the newest of the entries was first seen; the epoch for a feed that is empty."""
    return max((entry.updated for entry in entries), default=_NEVER)
