"""Full-text search over every revision: what editors removed is found too."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.collection.views import latest_reading
from archive.index import Index

_WORD = re.compile(r"\"([^\"]*)\"|(\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    article_id: str
    url: str
    headline: str | None
    date_published: str | None
    revision_id: str
    snippet: str
    """Plain text around the words, which stand in [brackets]."""


def search(index: Index, words: str, limit: int = 50) -> list[SearchHit]:
    """Articles that hold all the words, best first; "quoted words" stand together."""
    query = fts_query(words)
    if not query:
        return []
    rows = index.rows(
        "SELECT r.article_id, r.revision_id, "
        "snippet(words, -1, '[', ']', ' … ', 24) AS snippet, bm25(words, 8, 4, 1, 2) AS rank "
        "FROM words JOIN revisions r ON r.id = words.rowid WHERE words MATCH ? ORDER BY rank",
        (query,),
    )
    best = {row["article_id"]: row for row in reversed(rows)}
    ordered = sorted(best.values(), key=lambda row: row["rank"])[:limit]
    return [_hit(index, row["revision_id"], row["snippet"]) for row in ordered]


def fts_query(words: str) -> str:
    """The words as an FTS5 query in which nothing is an operator."""
    terms = [quoted or bare for quoted, bare in _WORD.findall(words.replace("\0", " "))]
    kept = [term.replace('"', " ").strip() for term in terms]
    return " ".join(f'"{term}"' for term in kept if any(c.isalnum() for c in term))


def _hit(index: Index, revision_id: str, snippet: str) -> SearchHit:
    article = latest_reading(index, revision_id)
    return SearchHit(
        article_id=article.article_id,
        url=article.url,
        headline=article.headline,
        date_published=article.date_published,
        revision_id=revision_id,
        snippet=snippet,
    )
