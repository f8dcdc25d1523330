"""The answer for a URL that has no capture to show: what is there instead, or that it is withdrawn."""

from __future__ import annotations

from rapidfuzz.distance import Prefix
from starlette.requests import Request
from starlette.responses import Response

from archive.collection import Collection
from archive.errors import Withdrawn
from archive.urls import surt
from archive.warc.rows import CaptureRow
from archive.web.pages import memento_path, of_the_web, page

_PAGES = frozenset({"text/html", "application/xhtml+xml", "warc/revisit"})
_SHOWN = 12
_LOOKED_AT = 5000


def absent(request: Request, collection: Collection, url: str) -> Response:
    """404, with the captured pages of the site whose URLs are most alike; 451 (RFC 7725) where the
    URL or all of its captures are withdrawn."""
    collection.refuse_withdrawn(url)
    if collection.withheld_captures(url):
        raise Withdrawn(f"{url}: its captures are withdrawn; they are not shown")
    near = [(row, memento_path(row.timestamp, row.url)) for row in nearby(collection, url)]
    return page(request, "absent.html", 404, url=url, near=near)


def alike(collection: Collection, url: str) -> list[CaptureRow]:
    """The captures of other URLs of the same article that have an address of the web; none where
    the URL is withdrawn, wholly or in part."""
    if collection.withheld_captures(url) or not of_the_web(url):
        return []
    return [row for row in collection.captures_alike(url) if of_the_web(row.url)]


def nearby(collection: Collection, url: str) -> list[CaptureRow]:
    """Captured pages on the same host, the most alike URL first; the latest capture of each."""
    key = surt(url)
    latest: dict[str, CaptureRow] = {}
    for row in collection.captures_matching(url, "host", limit=_LOOKED_AT):
        if row.status == 200 and row.mime in _PAGES and of_the_web(row.url):
            latest[row.urlkey] = row
    ordered = sorted(latest, key=lambda other: (-Prefix.similarity(key, other), len(other)))
    return [latest[other] for other in ordered[:_SHOWN]]
