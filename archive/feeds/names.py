"""What both kinds of feed are called and how old they are."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence

from archive.collection import Collection
from archive.feeds.entries import EPOCH, Entry, Feed, clean


def feed_of(
    collection: Collection,
    asked: Mapping[str, object],
    *,
    url: str | None = None,
    home: str | None = None,
) -> Feed:
    """The feed of what is asked for in a collection; `asked` has what narrows it, by option."""
    name = clean(collection.path.resolve().name)
    return Feed(title=f"Edits: {name}", id=feed_id(collection, asked), url=url, home=home)


def feed_id(collection: Collection, asked: Mapping[str, object]) -> str:
    """The same for the same question to the same collection, wherever it stands and is served.

    A collection is told by its first segment of visits, whose name is of no other; an empty one by
    its path.
    """
    visits = collection.index.rows("SELECT min(name) FROM segments WHERE kind = 'observations'")
    first = visits[0][0] or str(collection.path.resolve())
    said = json.dumps({key: value for key, value in asked.items() if value}, sort_keys=True)
    return uuid.uuid5(uuid.NAMESPACE_URL, f"microfiche:feed/{first}/{said}").urn


def newest(entries: Sequence[Entry]) -> str:
    """When the newest of the entries was first seen; the epoch for a feed that is empty."""
    return max((entry.updated for entry in entries), default=EPOCH)
