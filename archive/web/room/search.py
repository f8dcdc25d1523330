"""Full-text search over every revision: what editors removed is found too."""

from __future__ import annotations

import re

from starlette.requests import Request

from archive.web.desk import desk_of
from archive.web.room.shown import Shown

_MARK = re.compile(r"\[([^\[\]]*)\]")
_LIMIT = 50


def search(request: Request) -> Shown:
    """`{query, hits}`; without words, no hits."""
    # the full-text engine ends its query at a NUL
    words = request.query_params.get("q", "").replace("\0", " ").strip()
    with desk_of(request).collection() as collection:
        hits = collection.search(words, limit=_LIMIT) if words else []
    document = {"query": words, "hits": hits}
    marked = [(hit, marked_parts(hit.snippet)) for hit in hits]
    return Shown("search.html", document, {"hits": marked, "query": words, "limit": _LIMIT})


def marked_parts(snippet: str) -> list[tuple[str, bool]]:
    """The snippet's parts, each with whether it is a word that was looked for."""
    parts = _MARK.split(snippet)
    return [(part, place % 2 == 1) for place, part in enumerate(parts) if part]
