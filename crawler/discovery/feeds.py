"""Entries of RSS, Atom and JSON Feed.

Feeds in the wild are broken: what can be read of one is used, and `warnings` say what was wrong.
BadFeed is for what gives nothing: HTML pages, entity declarations, other XML, other JSON.
"""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import feedparser
import msgspec

from archive.warc.exchange import Exchange
from crawler.discovery.dates import w3c_date
from crawler.discovery.targets import target_of
from crawler.discovery.xml import checked
from crawler.errors import BadFeed

MAX_ENTRIES = 2000
MAX_BYTES = 8 << 20
MAX_TAGS = 100_000
MAX_REFERENCES = 1_000_000
"""Character references; with these bounds the worst of feeds is read in a few seconds."""
_HARMLESS = (feedparser.NonXMLContentType, feedparser.CharacterEncodingOverride)
"""What feedparser reports of a feed's headers; half of all feeds are served so."""
_FAILURES = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What feedparser was seen to raise, by a fuzzer, where its own tolerance ends."""
_REFERENCE = re.compile(rb"&#([xX][0-9a-fA-F]{1,20}|[0-9]{1,20});?")
_JSON_FEED = "https://jsonfeed.org/version/"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry; what the feed does not say is None."""

    url: str
    title: str | None = None
    published: datetime | None = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed lists, in its own order, each URL once."""

    title: str | None
    language: str | None
    entries: tuple[FeedEntry, ...]
    warnings: tuple[str, ...] = ()


def feed_entries(exchange: Exchange) -> Feed:
    """The entries of an answered feed; raises BadFeed, naming the URL, for what is no feed."""
    url = exchange.url
    if exchange.undecoded:
        raise BadFeed(f"{url}: {exchange.undecoded}")
    body = checked(exchange.body, url, "a feed", MAX_BYTES)
    if body[:1] in (b"{", b"["):
        return _json_feed(body, url)
    if body.count(b"<") > MAX_TAGS or body.count(b"&") > MAX_REFERENCES:
        raise BadFeed(f"{url}: more than {MAX_TAGS} tags, too many for a feed")
    return _xml_feed(body, exchange)


def _xml_feed(body: bytes, exchange: Exchange) -> Feed:
    parsed = _parsed(body, exchange)
    error = parsed.get("bozo_exception")
    if not parsed.get("version") and not parsed.entries:
        raise BadFeed(f"{exchange.url}: neither RSS nor Atom" + (f" ({error})" if error else ""))
    links = [(_entry_link(entry), entry) for entry in parsed.entries[:MAX_ENTRIES]]
    entries = [(href, _xml_entry(entry)) for href, entry in links]
    harmless = error is None or isinstance(error, _HARMLESS)
    warnings = [] if harmless else [f"not well formed: {error}"]
    return _feed(exchange.url, parsed.feed, entries, warnings, len(parsed.entries))


def _parsed(body: bytes, exchange: Exchange) -> Any:
    """What feedparser makes of a feed; BadFeed where broken markup makes it fail itself."""
    headers = {
        "content-type": exchange.header("Content-Type") or "",
        "content-location": exchange.url,
    }
    try:
        return feedparser.parse(
            # never a bare text: feedparser would take it for a file name or URL
            io.BytesIO(_REFERENCE.sub(_possible, body)),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _FAILURES as error:
        raise BadFeed(f"{exchange.url}: too broken to read ({error!r})") from error


def _possible(reference: re.Match[bytes]) -> bytes:
    """A character reference, or U+FFFD where no such character exists: feedparser's fallback fails
    at those (HTML standard, 13.2.5.80)."""
    digits = reference[1]
    code = int(digits[1:], 16) if digits[:1] in b"xX" else int(digits)
    possible = code < 0x110000 and not 0xD800 <= code < 0xE000
    return reference[0] if possible else b"&#xFFFD;"


def _entry_link(entry: Any) -> str | None:
    """The article's URL; a redirector's link is passed over where the feed names the original."""
    original = entry.get("feedburner_origlink")
    href = original or entry.get("link") or entry.get("id")
    return str(href) if href else None


def _xml_entry(entry: Any) -> Mapping[str, Any]:
    # feedparser answers `updated` with `published`, and a warning, where it was not asked first
    updated = entry["updated_parsed"] if "updated_parsed" in entry else None  # noqa: SIM401
    return {
        "title": entry.get("title"),
        "published": _moment(entry.get("published_parsed")),
        "updated": _moment(updated),
    }


def _moment(parsed: Any) -> datetime | None:
    if not parsed:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _json_feed(body: bytes, url: str) -> Feed:
    """JSON Feed 1.1, https://jsonfeed.org/version/1.1"""
    try:
        feed = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadFeed(f"{url}: not a feed: broken JSON ({error})") from error
    if not isinstance(feed, dict) or not str(feed.get("version")).startswith(_JSON_FEED):
        raise BadFeed(f"{url}: JSON, but not a JSON Feed")
    listed = feed.get("items")
    items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    entries = [(_text(item.get("url")), _json_entry(item)) for item in items[:MAX_ENTRIES]]
    return _feed(url, feed, entries, [], len(items))


def _json_entry(item: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "title": _text(item.get("title")),
        "published": w3c_date(_text(item.get("date_published"))),
        "updated": w3c_date(_text(item.get("date_modified"))),
    }


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _feed(
    url: str,
    told: Mapping[str, Any],
    entries: Iterable[tuple[str | None, Mapping[str, Any]]],
    warnings: list[str],
    listed: int,
) -> Feed:
    kept: dict[str, FeedEntry] = {}
    unusable = 0
    for href, fields in entries:
        target = target_of(href, url)
        if target is None:
            unusable += 1
        else:
            kept.setdefault(target, FeedEntry(url=target, **fields))
    if unusable:
        warnings.append(f"{unusable} entries without a usable link")
    if listed > MAX_ENTRIES:
        warnings.append(f"lists {listed} entries, the first {MAX_ENTRIES} are used")
    return Feed(
        title=_text(told.get("title")),
        language=_text(told.get("language")),
        entries=tuple(kept.values()),
        warnings=tuple(warnings),
    )
