"""The answer for a URL that was never captured: what is there instead."""

from __future__ import annotations

from rapidfuzz.distance import Prefix
from starlette.requests import Request
from starlette.responses import Response

from archive.collection import Collection
from archive.urls import surt
from archive.warc.rows import CaptureRow
from archive.web.pages import memento_path, of_the_web, page

_PAGES = frozenset({"text/html", "application/xhtml+xml", "warc/revisit"})
_SHOWN = 12
_LOOKED_AT = 5000


def absent(request: Request, collection: Collection, url: str) -> Response:
    """404, with the captured pages of the site whose URLs are most alike."""
    near = [(row, memento_path(row.timestamp, row.url)) for row in nearby(collection, url)]
    return page(request, "absent.html", 404, url=url, near=near)


def nearby(collection: Collection, url: str) -> list[CaptureRow]:
    """Captured pages on the same host, the most alike URL first; the latest capture of each."""
    key = surt(url)
    latest: dict[str, CaptureRow] = {}
    for row in collection.captures_matching(url, "host", limit=_LOOKED_AT):
        if row.status == 200 and row.mime in _PAGES and of_the_web(row.url):
            latest[row.urlkey] = row
    ordered = sorted(latest, key=lambda other: (-Prefix.similarity(key, other), len(other)))
    return [latest[other] for other in ordered[:_SHOWN]]
