"""The pages of a WACZ package: what a reader of it may open, from our records.

json-pages-1.0 (WACZ 1.1.1, 5.1.3): a header, then a line for every capture of an article's page and
of a front page. The text of an article stands with the first capture of each of its revisions, so
that a search finds every state once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from archive.collection import Collection, Revision
from archive.digest import short_id
from archive.export.contents import Story, shown_by, stories
from archive.export.filters import EVERYTHING, Filters
from archive.export.target import silent
from archive.urls import is_front_page
from archive.warc.rows import CaptureRow

IsPage = Callable[[str, int], bool]
"""Whether the capture in a file, at an offset, is a page of the package."""

_LONGEST_FRONT_PATH = 24
_HTML = ("text/html", "application/xhtml+xml", "warc/revisit")
_SHOWN = (200, 304)


@dataclass(frozen=True, slots=True)
class Pages:
    """The lines without their header, and what the package says of them."""

    path: Path
    count: int
    has_text: bool
    main: dict[str, Any] | None
    """The page to open first: the latest capture of the shortest front page, else any page."""

    def header(self) -> bytes:
        """The first line."""
        return _line(
            {
                "format": "json-pages-1.0",
                "id": "pages",
                "title": "Articles and front pages",
                "hasText": self.has_text,
            }
        )


def pages_of(
    collection: Collection, is_page: IsPage, path: Path, filters: Filters = EVERYTHING
) -> Pages:
    """Write the pages that are in the package to `path`."""
    count, has_text, first, front = 0, False, None, None
    with path.open("wb") as file:
        for page in _pages(collection, is_page, filters):
            file.write(_line(page))
            count += 1
            has_text = has_text or "text" in page
            first = first or page
            if is_front_page(page["url"]) and (front is None or _rank(page) >= _rank(front)):
                front = page
    return Pages(path, count, has_text, front or first)


def _rank(page: dict[str, Any]) -> tuple[int, str]:
    return -len(page["url"]), page["ts"]


def _line(page: dict[str, Any]) -> bytes:
    return msgspec.json.encode(page) + b"\n"


def _pages(collection: Collection, is_page: IsPage, filters: Filters) -> Iterator[dict[str, Any]]:
    told: set[str] = set()
    for row in _front_pages(collection):
        if is_page(row.filename, row.offset) and row.record_id not in told:
            told.add(row.record_id)  # an imported file may hold a record that another holds
            title = row.url.partition("://")[2].strip("/")
            yield _page(row.record_id, row.url, row.date, f"Front page: {title}")
    for story in stories(collection, silent, filters):
        yield from _story_pages(story, is_page)


def _front_pages(collection: Collection) -> list[CaptureRow]:
    """The captures of front pages, oldest first."""
    rows = collection.index.captures(
        f"WHERE length(urlkey) - instr(urlkey, ')/') <= {_LONGEST_FRONT_PATH} "
        f"AND part IS NULL AND mime IN ({', '.join('?' for _ in _HTML)}) "
        f"AND status IN ({', '.join('?' for _ in _SHOWN)}) ORDER BY date, id",
        (*_HTML, *_SHOWN),
    )
    return [row for row in rows if is_front_page(row.url)]


def _story_pages(story: Story, is_page: IsPage) -> Iterator[dict[str, Any]]:
    told: set[str] = set()
    for observation in story.observations:
        revision = shown_by(observation, story.revisions)
        capture = observation.capture
        if revision is None or capture is None:
            continue
        if not is_page(capture.warc_filename, capture.warc_offset):
            continue
        page = _page(capture.warc_record_id, capture.url, capture.fetched_at, _title(revision))
        if revision.revision_id not in told and revision.article.article_body:
            page["text"] = revision.article.article_body
        told.add(revision.revision_id)
        yield page


def _title(revision: Revision) -> str:
    return revision.article.headline or revision.article.url


def _page(record_id: str, url: str, moment: str, title: str) -> dict[str, Any]:
    return {"id": short_id(record_id, url), "url": url, "ts": moment, "title": title}
