"""Links of an HTML page: what it points to, which feeds it offers, and where its list goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.warc.exchange import Exchange
from crawler.discovery.targets import target_of
from crawler.extraction.document import Document, Node, attribute, parse
from crawler.extraction.text import one_line

MAX_LINKS = 5000
MAX_ANCHOR = 300
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "text/xml"}
)
_COMMENT_FEED = re.compile(r"/comments?/|comments?[-_]?(?:feed|rss)|(?:feed|rss)[-_/]comments?")
_SITEMAP_LINE = re.compile(
    r"^[ \t]{0,20}sitemap[ \t]{0,20}:(.{1,2000})$", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A link of a page; of several to one URL the first, with the longest text."""

    url: str
    text: str
    """What is printed on it, at most 300 characters; the image's alt where that is all."""
    rel: frozenset[str]
    position: int
    """0-based among the page's links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLinks:
    """What a page leads to, in its own order, each URL once."""

    links: tuple[PageLink, ...]
    feeds: tuple[str, ...]
    """Feeds the page declares (`link rel=alternate`), those of comments left out."""
    next_page: str | None
    """Where the list goes on (rel=next)."""
    warnings: tuple[str, ...] = ()


def page_links(exchange: Exchange, document: Document | None = None) -> PageLinks:
    """The links of an answered HTML page; a page without any gives empty tuples.

    `document` is the page, where it was parsed already.
    """
    document = document or parse(exchange.body, exchange.url, exchange.charset)
    anchors = document.css("a[href]")
    links: dict[str, PageLink] = {}
    for position, anchor in enumerate(anchors[:MAX_LINKS]):
        url = target_of(attribute(anchor, "href"), document.base_url)
        if url is None:
            continue
        text = one_line(anchor.text())[:MAX_ANCHOR] or _alt(anchor)
        known = links.get(url)
        if known is None or len(text) > len(known.text):
            at = position if known is None else known.position
            links[url] = PageLink(url=url, text=text, rel=_rel(anchor), position=at)
    more = [f"{len(anchors)} links: only the first {MAX_LINKS} are used"]
    return PageLinks(
        links=tuple(links.values()),
        feeds=_feeds(document),
        next_page=_next_page(document),
        warnings=tuple(document.warnings + (more if len(anchors) > MAX_LINKS else [])),
    )


def robots_sitemaps(body: bytes, url: str) -> tuple[str, ...]:
    """The sitemaps that a robots.txt at `url` names (RFC 9309 section 2.2.4), each once."""
    text = body[: 512 << 10].decode("utf-8", "replace").replace("\r", "\n")
    named = (target_of(match[1].partition("#")[0], url) for match in _SITEMAP_LINE.finditer(text))
    return tuple(dict.fromkeys(target for target in named if target))


def _rel(node: Node) -> frozenset[str]:
    return frozenset((attribute(node, "rel") or "").lower().split())


def _alt(anchor: Node) -> str:
    image = anchor.css_first("img[alt]")
    return (attribute(image, "alt") or "")[:MAX_ANCHOR]


def _feeds(document: Document) -> tuple[str, ...]:
    found: list[str] = []
    for node in document.css("link[href][type]"):
        kind = (attribute(node, "type") or "").lower()
        url = target_of(attribute(node, "href"), document.base_url)
        if url and kind in _FEED_TYPES and "alternate" in _rel(node):
            found.append(url)
    return tuple(dict.fromkeys(url for url in found if not _COMMENT_FEED.search(url.lower())))


def _next_page(document: Document) -> str | None:
    for node in document.css("link[rel][href], a[rel][href]"):
        if "next" in _rel(node):
            return target_of(attribute(node, "href"), document.base_url)
    return None
