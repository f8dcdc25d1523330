"""The captures of any URL, and one of them in a frame with the time of its capture above it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from starlette.requests import Request

from archive.collection import Collection
from archive.errors import BadInput, NotInCollection
from archive.times import from_timestamp14
from archive.warc.rows import CaptureRow
from archive.web.desk import desk_of, rest_of
from archive.web.pages import memento_path, of_the_web, raw_path, view_path
from archive.web.replay.absent import alike, nearby
from archive.web.replay.address import VIEW, archived_url, in_header, parse_address
from archive.web.replay.choosing import choose
from archive.web.room.shown import Shown, rest_behind
from archive.web.room.timeline import capture_timeline

_NOT_REPLAYED = {"view": None, "memento": None, "raw": None}


def captures(request: Request) -> Shown:
    """`{url, captures, same_article, other_methods, nearby}`. Where the URL itself has no capture,
    `same_article` has those of other URLs of the same article; 404 where there are none either, with
    what else is there of the host. `other_methods`: what POST and the like were answered, which is
    not replayed."""
    url = archived_url(rest_of(request, rest_behind(request, "captures")))
    with desk_of(request).collection() as collection:
        rows = collection.captures(url)
        if not rows:
            collection.refuse_withdrawn(url)
        others = [] if rows else alike(collection, url)
        near = [] if rows or others else nearby(collection, url)
        unasked = collection.answers_to_others(url)
        article_id = _article(collection, url)
    document = {
        "url": url,
        "captures": [_listed(row) for row in rows],
        "same_article": [_listed(row) for row in others],
        "other_methods": [
            {**_listed(row), **_NOT_REPLAYED, "method": row.method} for row in unasked
        ],
        "article_id": article_id,
        "nearby": [row.url for row in near],
    }
    values = {
        "rows": [(row, _listed(row)) for row in reversed(rows or others)],
        "is_other": bool(others),
        "years": _by_year(rows or others),
        "timeline": capture_timeline(rows or others),
        "nearby": [(row, f"/captures/{in_header(row.url)}") for row in near],
    }
    return Shown("captures.html", document, values, 200 if rows or others else 404)


def view(request: Request) -> Shown:
    """`{url, capture, previous, next}`: the bar above a memento. Raises NotInCollection."""
    where = parse_address(rest_of(request, rest_behind(request, "view")))
    if where is None:
        raise BadInput(f"{request.url.path}: expected /view/TIMESTAMP/URL")
    with desk_of(request).collection() as collection:
        rows = [row for row in collection.captures(where.url) if of_the_web(row.url)]
        row = choose(rows, from_timestamp14(where.timestamp), VIEW)
        article_id = _article(collection, where.url)
        others = []
        if row is None:
            collection.refuse_withdrawn(where.url)
            others = alike(collection, where.url)
        if row is None or row.timestamp != where.timestamp:
            collection.refuse_withheld(where.url, where.timestamp)
    if row is None:
        said = f"; {others[-1].url}, of the same article, was" if others else ""
        raise NotInCollection(f"{where.url}: was never captured{said}")
    at = rows.index(row)
    before = rows[at - 1] if at else None
    after = rows[at + 1] if at + 1 < len(rows) else None
    document = {
        "url": row.url,
        "capture": _listed(row),
        "previous": _listed(before) if before else None,
        "next": _listed(after) if after else None,
        "article_id": article_id,
    }
    return Shown("view.html", document, {"number": at + 1, "total": len(rows), "row": row})


def _listed(row: CaptureRow) -> dict[str, object]:
    return {
        "url": row.url,
        "timestamp": row.timestamp,
        "date": row.date,
        "status": row.status,
        "mime": row.mime,
        "digest": row.digest,
        "rec_type": row.rec_type,
        "truncated": row.truncated,
        "length": row.length,
        "warc_filename": row.filename,
        "warc_offset": row.offset,
        "warc_record_id": row.record_id,
        "origin": row.origin or "unknown",
        "view": view_path(row.timestamp, row.url),
        "memento": memento_path(row.timestamp, row.url),
        "raw": raw_path(row.timestamp, row.url),
    }


def _by_year(rows: Sequence[CaptureRow]) -> list[tuple[str, int]]:
    return [(year, len(list(group))) for year, group in groupby(rows, lambda r: r.timestamp[:4])]


def _article(collection: Collection, url: str) -> str | None:
    try:
        return collection.find_article(url)
    except NotInCollection:  # a picture or a front page: only an article has a page of its own
        return None
