"""Where an answer leads: the Location of a redirect, or the refresh of a page that has nothing else.

Such a stub often has the headline and the address of what it leads to, and nothing of its own. What
a page calls its canonical URL leads nobody anywhere, and articles with a text of their own name one.
"""

from __future__ import annotations

import re
from html import unescape

from archive.urls import without_userinfo
from archive.warc.exchange import exchange_of
from archive.warc.http import Head, Headers, Stream, first

MOST = 4096
"""Bytes of a payload as sent beyond which a page is not asked whether it only leads on."""

MOST_SHOWN = 300
"""Characters of visible text beyond which a page has something of its own to say."""

_MOST_DECODED = 1 << 16
"""Bytes of a decoded page beyond which it does not only lead on, whatever of it is visible."""

_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_META = re.compile(r"<meta\b[^>]{0,2000}", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<[^>]*>?")
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_WITH_USERINFO = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*@", re.I)
_NO_UTF8 = re.compile("[\udc80-\udcff]")
"""Bytes as surrogateescape decodes them."""
_REFRESH = re.compile(r"""\s*[\d.]*\s*[;,\s]\s*(?:url\s*=\s*)?["']?([^"'\s][^"']*)""", re.I)
"""HTML, 4.2.5.3: a time, then perhaps an address."""


def location_of(head: Head | None, block: Stream | None) -> str | None:
    """The Location of a redirect, or the address of the refresh of a page that has no text of its own.

    `block` is the whole answer, where its payload has at most MOST bytes; None else. A name and
    password in it are left out: they are not sent, and stand in the WARC.
    """
    said = _said_in(head, block)
    return without_userinfo(said) if said and _WITH_USERINFO.match(said) else said


def _said_in(head: Head | None, block: Stream | None) -> str | None:
    if head is None:
        return None
    if 300 <= head.status < 400 and head.status != 304:
        return location_in(head.headers)
    if block is None or head.status != 200 or not _is_page(head):
        return None
    page = exchange_of(block, request_url="", url="", fetched_at=None)
    if page is None or page.undecoded or len(page.body) > _MOST_DECODED:
        return None
    by_head = _refreshed(reference(first(head.headers, "Refresh") or ""))
    if by_head is None and b"refresh" not in page.body.lower():
        return None  # as nearly every page
    seen = _UNSEEN.sub(" ", page.body.decode("utf-8", "replace"))
    return (by_head or _led_by(seen)) if _is_bare(seen) else None


def location_in(headers: Headers) -> str | None:
    """The Location of an answer as a `reference`; None where it has none."""
    said = first(headers, "Location")
    return said and reference(said)


def reference(said: str) -> str:
    """The URL reference that a header's value names; `said` is its bytes decoded as Latin-1.

    A URI is ASCII (RFC 3986), and many servers send raw bytes nevertheless. Chromium 156, curl 7.88
    and wget 1.21 all percent-encode those as they are, whatever charset they are in (`%C3%B6` for an
    ö in UTF-8, `%F6` in Latin-1), since a server that sends them raw reads them so. The Fetch
    Standard's isomorphic decoding would ask for `%C3%83%C2%B6`, which no server knows. What is
    UTF-8 is left as characters here, so that a host name can become IDNA; `fetchable` encodes it.
    """
    if said.isascii():
        return said
    raw = said.encode("latin-1", "replace")
    text = raw.decode("utf-8", "surrogateescape")
    return _NO_UTF8.sub(lambda match: f"%{ord(match[0]) - 0xDC00:02X}", text)


def _is_page(head: Head) -> bool:
    media_type = (first(head.headers, "Content-Type") or "").partition(";")[0].strip().lower()
    return media_type in _TYPES


def _is_bare(seen: str) -> bool:
    """Whether a page, without what no browser shows, has hardly a text."""
    return len(" ".join(unescape(_TAG.sub(" ", seen)).split())) <= MOST_SHOWN


def _led_by(seen: str) -> str | None:
    for element in _META.findall(seen):
        said = {
            name.lower(): unescape(double or single or bare).strip()
            for name, double, single, bare in _ATTRIBUTE.findall(element)
        }
        if said.get("http-equiv", "").lower() == "refresh":
            target = _refreshed(said.get("content", ""))
            if target:
                return target
    return None


def _refreshed(said: str) -> str | None:
    found = _REFRESH.match(said)
    return found[1].strip() or None if found else None
