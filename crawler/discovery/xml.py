"""What is refused before any XML parser sees it: HTML pages, entity declarations, too many bytes.

The prolog is walked by hand (XML 1.0 section 2.8), so that nothing can be hidden in a comment.
"""

from __future__ import annotations

import codecs
import re

from crawler.errors import BadFeed

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SKIPPED = ((b"<?", b"?>"), (b"<!--", b"-->"))
_MARK = re.compile(rb"\S")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype\s{1,99}html|html|head|body)[\s>/]", re.IGNORECASE)


def checked(body: bytes, url: str, what: str, limit: int) -> bytes:
    """The body without white space and byte-order mark before it, if it may be parsed.

    Raises BadFeed, naming the URL: empty, too large, an HTML page, or with entity declarations.
    `what` is what it should have been: "a feed", "a sitemap".
    """
    if len(body) > limit:
        raise BadFeed(f"{url}: larger than {limit >> 20} MiB, too large for {what}")
    plain = body.lstrip()
    if not plain:
        raise BadFeed(f"{url}: the answer is empty, not {what}")
    root = _after_prolog(plain)
    if _HTML.match(root):
        raise BadFeed(f"{url}: this is an HTML page, not {what}")
    if root[:9].lower() == b"<!doctype" and _ENTITY.search(root):
        raise BadFeed(f"{url}: declares XML entities, which are refused")
    return plain


def _after_prolog(body: bytes) -> bytes:
    """The document from its DOCTYPE or root element on, as ASCII: UTF-16 loses its NULs."""
    text = body
    for mark in _MARKS:
        text = text.removeprefix(mark)
    text = text.replace(b"\0", b"")
    position, before = _first_mark(text, 0), -1
    while position != before:
        before = position
        position = _first_mark(text, _skipped(text, position))
    return text[position:]


def _first_mark(text: bytes, position: int) -> int:
    """The position of the next byte that is no white space."""
    found = _MARK.search(text, position)
    return found.start() if found else len(text)


def _skipped(text: bytes, position: int) -> int:
    """The position after one processing instruction or comment; the same where there is none."""
    for opening, closing in _SKIPPED:
        if text.startswith(opening, position):
            end = text.find(closing, position + len(opening))
            return len(text) if end < 0 else end + len(closing)
    return position
