"""Full-text search over every revision: what editors removed is found too."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from archive.collection.views import latest_reading
from archive.index import Index

_WORD = re.compile(r"\"([^\"]*)\"|(\S+)")
_MOST_TERMS = 64

_MATCHES = """
SELECT r.id, r.article_id, r.revision_id, bm25(words, 8, 4, 1, 2) AS rank
FROM words JOIN revisions r ON r.id = words.rowid
WHERE words MATCH ? AND NOT EXISTS (
    SELECT 1 FROM revisions newer WHERE newer.revision_id = r.revision_id
    AND (newer.segment, newer.offset) > (r.segment, r.offset)
    AND newer.superseded_reader = r.reader AND newer.superseded_layout = r.layout
)
ORDER BY rank, r.fetched_at, r.revision_id
"""
_SNIPPET = """
SELECT snippet(words, -1, '[', ']', ' … ', 24) FROM words WHERE words MATCH ? AND rowid = ?
"""


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
    best: dict[str, sqlite3.Row] = {}
    for row in index.rows(_MATCHES, (query,)):
        best.setdefault(row["article_id"], row)
        if len(best) == limit:
            break
    return [
        _hit(index, row["revision_id"], _snippet(index, query, row["id"])) for row in best.values()
    ]


def _snippet(index: Index, query: str, rowid: int) -> str:
    found: str = index.rows(_SNIPPET, (query, rowid))[0][0]
    return found


def fts_query(words: str) -> str:
    """The words as an FTS5 query in which nothing is an operator."""
    terms = [quoted or bare for quoted, bare in _WORD.findall(_plain(words))]
    kept = [term.replace('"', " ").strip() for term in terms[:_MOST_TERMS]]
    return " ".join(f'"{term}"' for term in kept if any(c.isalnum() for c in term))


def _plain(words: str) -> str:
    """Without NUL, and without the halves of surrogates that a shell's arguments may hold."""
    return words.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


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
