"""What kind of answer a body is, whatever its Content-Type says: HTML, a feed, a sitemap, other.

After the WHATWG's MIME Sniffing standard (section 7), with the roots of feeds and sitemaps added:
feeds come as text/html, pages as text/xml, and JSON as either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEAD = 4096
_MARKS = (
    (b"%PDF-", "a PDF document"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "gzip data that no header declares"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data that no header declares"),
    (b"wOF", "a font"),
    (b"ID3", "an audio file"),
    (b"\x00\x00\x01\x00", "an icon"),
)
_ROOT = re.compile(rb"<([A-Za-z][\w.:-]{0,40})")
_PROLOGUE = re.compile(
    rb"(?:\xef\xbb\xbf|\s|<\?[^>]{0,500}>|<!--.{0,2000}?-->|<!DOCTYPE[^>]{0,500}>)+", re.S | re.I
)
_FEED_ROOTS = frozenset({b"rss", b"feed", b"rdf:rdf"})
_SITEMAP_ROOTS = frozenset({b"urlset", b"sitemapindex"})
_MEDIA = re.compile(
    r"(?:image|audio|video|font)/|application/(?:pdf|zip|octet-stream|wasm)|text/css|.*javascript"
)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", ""})
_JSON_START = re.compile(rb"\s*[\[{]\s*[\"{\[\]}]")


@dataclass(frozen=True, slots=True)
class Kind:
    """`html`, `feed`, `sitemap` or `other`, the sentence that says why, and what was odd."""

    page_type: str
    reason: str
    warning: str | None = None


def kind_of(content_type: str, body: bytes) -> Kind:
    """What a body is. `content_type` is the media type in lower case, empty where none was sent."""
    head = body[:_HEAD]
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Kind("other", f"the body is {name}")
    xml = _xml_kind(head, content_type)
    if xml is not None:
        return xml
    if _MEDIA.match(content_type) and not _looks_like_html(head):
        return Kind("other", f"sent as {content_type}")
    if _JSON_START.match(head):
        return _json_kind(head, content_type)
    if content_type in _HTML_TYPES or _looks_like_html(head):
        return _html_kind(head, content_type)
    return Kind("other", f"sent as {content_type}")


def _xml_kind(head: bytes, content_type: str) -> Kind | None:
    root = _root_of(head)
    sent = f", sent as {content_type}" if content_type else ""
    if root in _FEED_ROOTS:
        return Kind("feed", f"the root element is {root.decode('ascii')}{sent}")
    if root in _SITEMAP_ROOTS:
        return Kind("sitemap", f"the root element is {root.decode('ascii')}{sent}")
    return None


def _root_of(head: bytes) -> bytes:
    prologue = _PROLOGUE.match(head)
    root = _ROOT.match(head, prologue.end() if prologue else 0)
    return root[1].lower() if root else b""


def _json_kind(head: bytes, content_type: str) -> Kind:
    if b"jsonfeed.org/version" in head:
        return Kind("feed", "a JSON feed")
    return Kind("other", f"JSON, sent as {content_type or 'nothing'}")


def _looks_like_html(head: bytes) -> bool:
    lower = head.lower()
    return b"<html" in lower or b"<!doctype html" in lower or b"<body" in lower


def _html_kind(head: bytes, content_type: str) -> Kind:
    if b"<" not in head and _is_binary(head):
        return Kind("other", "the body is neither text nor a known kind of file")
    odd = None if content_type in _HTML_TYPES else f"HTML sent as {content_type}"
    return Kind("html", "an HTML page", odd)


def _is_binary(head: bytes) -> bool:
    """MIME Sniffing standard, 3: binary data bytes."""
    binary = sum(1 for byte in head if byte < 0x20 and byte not in b"\t\n\x0c\r\x1b")
    return binary > len(head) * 0.05
