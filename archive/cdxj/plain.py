"""What a line says of a record as most are: small, in a gzip member of its own, written by the book.

Whatever has anything unusual to it (folded or odd header lines, bytes beyond ASCII, a length that
does not agree, no digest) is left to a general parser; so this one need not be lenient to agree with
it.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from archive.times import is_usual_date

_VALUE = rb"[!-~](?:[ -~]*[!-~])?"
_HEADER = re.compile(rb"WARC/1\.[01]\r\n((?:[A-Za-z][A-Za-z0-9-]*: %b\r\n)+)\r\n" % _VALUE)
_HTTP = re.compile(
    rb"HTTP/1\.[01] ([1-5]\d\d)(?: [ -~]*)?\r\n((?:[A-Za-z][A-Za-z0-9_-]*: ?(?:%b)?\r\n)*)\r\n"
    % _VALUE
)
_URL = re.compile(r"https?://[!-~]+")
_MEDIA_TYPE = re.compile(r"[^;\s]*")
_CONTENT_TYPE = re.compile(rb"(?i:content-type): ?([^\r\n]*)\r\n")
_PASSED_OVER = frozenset({"request", "warcinfo"})
_END = b"\r\n\r\n"
_LONGEST_HEADER = 1 << 16


class Described(NamedTuple):
    """What a record says of itself, as the fields of a line name it."""

    url: str
    date: str
    mime: str | None
    status: str | None
    digest: str


def plain(content: bytes) -> Described | Literal["unlisted"] | None:
    """What a member's record says; "unlisted" where it has no line; None where it is not plain."""
    header = _HEADER.match(content)
    if header is None or header.end() > _LONGEST_HEADER:
        return None
    pairs = [line.split(": ", 1) for line in header[1].decode("ascii").split("\r\n")[:-1]]
    fields = {name.lower(): value for name, value in reversed(pairs)}  # the first of a name counts
    if not _is_framed(content, header.end(), fields.get("content-length", "")):
        return None
    kind = fields.get("warc-type")
    if kind in _PASSED_OVER:
        return "unlisted"
    if kind == "metadata" and fields.get("content-type") == "application/warc-fields":
        return "unlisted"
    if kind in ("response", "revisit"):
        return _answer(content, header.end(), fields, is_revisit=kind == "revisit")
    return None


def _is_framed(content: bytes, start: int, length: str) -> bool:
    """Whether the member holds the block, the record's end, and no more."""
    return (
        length.isdigit()
        and start + int(length[:18]) + len(_END) == len(content)
        and content.endswith(_END)
    )


def _answer(
    content: bytes, start: int, fields: dict[str, str], *, is_revisit: bool
) -> Described | None:
    head = _HTTP.match(content, start, len(content) - len(_END))
    url = fields.get("warc-target-uri", "")
    date = fields.get("warc-date", "")
    digest = fields.get("warc-payload-digest")
    is_http = fields.get("content-type", "").startswith("application/http")
    if head is None or digest is None or not (is_http and _URL.fullmatch(url)):
        return None
    if not is_usual_date(date):
        return None
    status = head[1].decode("ascii")
    return Described(url, date, "warc/revisit" if is_revisit else _mime(head[2]), status, digest)


def _mime(headers: bytes) -> str | None:
    for line in headers.splitlines(keepends=True):
        if found := _CONTENT_TYPE.fullmatch(line):
            media_type = _MEDIA_TYPE.match(found[1].decode("ascii"))
            assert media_type is not None  # it may be empty
            return media_type[0]
    return None
