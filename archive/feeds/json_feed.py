"""Edits as a JSON Feed (https://www.jsonfeed.org/version/1.1/).

Each item carries the comparison's own document under `_microfiche`, the key for extensions: who
reads by program needs no markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.diff import document
from archive.feeds.entries import EPOCH, Entry, Feed


def json_feed(feed: Feed, entries: Iterable[Entry]) -> dict[str, Any]:
    """The feed as plain JSON values, items in the order given."""
    about = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "authors": [{"name": "microfiche"}],
        "items": [item_of(entry) for entry in entries],
    }
    return {key: value for key, value in about.items() if value is not None}


def item_of(entry: Entry) -> dict[str, Any]:
    """One entry as an item; what has no date is given none."""
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.text,
        "content_html": entry.html,
        "date_published": entry.updated,
        "tags": [*entry.kinds, *(["silent"] if entry.silent else [])],
        "_microfiche": {
            "about": "what was compared, as `microfiche diff --json` prints it",
            "significance": entry.significance,
            "silent": entry.silent,
            "diff": document(entry.comparison),
        },
    }
    if entry.updated == EPOCH:
        del item["date_published"]
    return item
