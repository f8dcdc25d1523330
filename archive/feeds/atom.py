"""Edits as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable

from feedgen.feed import FeedGenerator

import archive
from archive.feeds.entries import Entry, Feed
from archive.feeds.names import newest


def atom(feed: Feed, entries: Iterable[Entry]) -> bytes:
    """The feed as an XML document, entries in the order given; UTF-8."""
    listed = list(entries)
    made = FeedGenerator()
    made.id(feed.id)
    made.title(feed.title)
    made.updated(newest(listed))
    made.author(name="microfiche")
    made.generator("microfiche", archive.__version__)
    links = ((feed.url, "self"), (feed.home, "alternate"))
    made.link([{"href": url, "rel": rel} for url, rel in links if url is not None])
    for entry in listed:
        _add(made, entry)
    written: bytes = made.atom_str(pretty=True)
    return written


def _add(made: FeedGenerator, entry: Entry) -> None:
    one = made.add_entry(order="append")
    one.id(entry.id)
    one.title(entry.title)
    one.updated(entry.updated)
    one.link(href=entry.url, rel="alternate")
    one.summary(entry.text)
    one.content(entry.html, type="html")
    one.category([{"term": kind} for kind in entry.kinds])
    if entry.silent:
        one.category(term="silent")
