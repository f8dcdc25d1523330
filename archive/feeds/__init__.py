"""Edits as feeds that any reader follows: Atom (RFC 4287) and JSON Feed 1.1, the diff in each entry."""

from archive.feeds.atom import atom
from archive.feeds.entries import Entry, Feed, entry_of
from archive.feeds.json_feed import json_feed
from archive.feeds.names import feed_of

__all__ = ["Entry", "Feed", "atom", "entry_of", "feed_of", "json_feed"]
