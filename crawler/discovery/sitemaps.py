"""Entries and children of sitemaps: urlset, sitemapindex, the news extension, plain text.

https://www.sitemaps.org/protocol.html; its bounds (50,000 entries, 50 MiB unpacked) are ours. The
file may be gzipped without any header saying so. Elements are told by their local names, since the
namespaces of many sitemaps are wrong.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from archive.urls import fetchable
from archive.warc.exchange import Exchange
from crawler.discovery.dates import w3c_date
from crawler.discovery.targets import target_of
from crawler.discovery.xml import checked
from crawler.errors import BadFeed

MAX_ENTRIES = 50_000
MAX_BYTES = 50 << 20
MAX_ELEMENTS = 1_000_000
MAX_DEPTH = 30
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapEntry:
    """A URL that a sitemap names; what it does not say is None."""

    url: str
    lastmod: datetime | None = None
    is_news: bool = False
    """Whether it carries the news extension."""
    publication_date: datetime | None = None
    title: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap lists, in its own order, each URL once."""

    is_index: bool
    """The entries are sitemaps, not pages."""
    entries: tuple[SitemapEntry, ...]
    warnings: tuple[str, ...] = ()


def read_sitemap(exchange: Exchange) -> Sitemap:
    """The entries of an answered sitemap; raises BadFeed, naming the URL, for what is none.

    An index that names itself is reported in `warnings` and the name left out.
    """
    url = exchange.url
    if exchange.undecoded:
        raise BadFeed(f"{url}: {exchange.undecoded}")
    body = checked(_unpacked(exchange.body, url), url, "a sitemap", MAX_BYTES)
    read = _xml(body, url) if b"<" in body[:8] else _plain(body, url)
    own = [entry for entry in read.entries if read.is_index and entry.url == fetchable(url)]
    if not own:
        return read
    others = tuple(entry for entry in read.entries if entry not in own)
    return replace(read, entries=others, warnings=(*read.warnings, "the index names itself"))


def _unpacked(body: bytes, url: str) -> bytes:
    """The body without gzip, of which the first member counts; bounded while unpacking."""
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, MAX_BYTES + 1)
    except zlib.error as error:
        raise BadFeed(f"{url}: broken gzip ({error})") from error
    if len(plain) > MAX_BYTES:
        raise BadFeed(f"{url}: unpacks to more than {MAX_BYTES >> 20} MiB")
    return plain


def _xml(body: bytes, url: str) -> Sitemap:
    entries: dict[str, SitemapEntry] = {}
    warnings: list[str] = []
    roots: list[str] = []
    try:
        for element in _elements(body, url, roots, warnings):
            entry = _entry(element, url)
            if entry is not None:
                entries.setdefault(entry.url, entry)
            if len(entries) >= MAX_ENTRIES:
                warnings.append(f"more than {MAX_ENTRIES} entries: the rest is not read")
                break
    except ParseError as error:
        if not entries:
            raise BadFeed(f"{url}: not a sitemap: {error}") from error
        warnings.append(f"not well formed: {error}")
    except (DefusedXmlException, LookupError, ValueError) as error:
        raise BadFeed(f"{url}: refused: {error}") from error
    if not roots or roots[0] not in ("urlset", "sitemapindex"):
        raise BadFeed(f"{url}: not a sitemap: its root is <{''.join(roots[:1])}>")
    return Sitemap(
        is_index=roots[0] == "sitemapindex",
        entries=tuple(entries.values()),
        warnings=tuple(warnings),
    )


def _elements(body: bytes, url: str, roots: list[str], warnings: list[str]) -> Iterator[Element]:
    """Each whole child of the root, cleared afterwards; the root's name goes to `roots`."""
    depth = 0
    root: Element | None = None
    events = iterparse(io.BytesIO(body), ("start", "end"), forbid_entities=True)
    for count, (event, element) in enumerate(events):
        depth += 1 if event == "start" else -1
        if count > 2 * MAX_ELEMENTS:
            warnings.append(f"more than {MAX_ELEMENTS} elements: the rest is not read")
            return
        if depth > MAX_DEPTH:
            raise BadFeed(f"{url}: elements nested deeper than {MAX_DEPTH}")
        if root is None:
            root = element
            roots.append(_local(element))
        elif event == "end" and depth == 1:
            yield element
            root.clear()


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _entry(element: Element, url: str) -> SitemapEntry | None:
    if _local(element) not in ("url", "sitemap"):
        return None
    fields = {_local(child): child for child in element}
    target = target_of(_text(fields.get("loc")), url)
    if target is None:
        return None
    entry = SitemapEntry(url=target, lastmod=w3c_date(_text(fields.get("lastmod"))))
    news = fields.get("news")
    return entry if news is None else _with_news(entry, news)


def _with_news(entry: SitemapEntry, news: Element) -> SitemapEntry:
    """The news extension: publication (name, language), publication_date, title."""
    fields = {_local(child): child for child in news.iter()}
    return replace(
        entry,
        is_news=True,
        publication_date=w3c_date(_text(fields.get("publication_date"))),
        title=_text(fields.get("title")),
        language=_text(fields.get("language")),
    )


def _text(element: Element | None) -> str | None:
    text = element.text if element is not None else None
    return text.strip() or None if text else None


def _plain(body: bytes, url: str) -> Sitemap:
    """A text sitemap: a URL a line, UTF-8."""
    lines = [line for line in body.decode("utf-8-sig", "replace").split("\n") if line.strip()]
    targets = [target_of(line, "") for line in lines[:MAX_ENTRIES]]
    found = dict.fromkeys(target for target in targets if target)
    unusable = targets.count(None)
    if not found:
        raise BadFeed(f"{url}: not a sitemap: neither XML nor a list of URLs")
    return Sitemap(
        is_index=False,
        entries=tuple(SitemapEntry(url=target) for target in found),
        warnings=(f"{unusable} lines are no URLs",) if unusable else (),
    )
