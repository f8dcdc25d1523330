"""Traces of what is purged outside the truth: in the frontier, the crawl log and cut-off bytes.

None of it is evidence. What names a purged URL there goes; the rest stays as it is.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from archive.collection.layout import Layout
from archive.files import naming, sync_directory, write_whole
from archive.index import Index
from archive.index.withheld import Withheld
from archive.records import Withdrawal

_PIECE = 1 << 12
_MOST = 1 << 28
"""Bytes that are unpacked of a cut-off member."""


def clean(layout: Layout, index: Index, withdrawal: Withdrawal, withheld: Withheld) -> None:
    """Remove what names the withdrawn URLs, or may hold a withdrawn comment."""
    urls = _urls(index, withdrawal, withheld)
    if withdrawal.subject == "url":
        _clean_frontier(layout.crawl / "frontier.sqlite", withheld)
        for log in sorted(layout.logs.glob("*.jsonl")):
            _clean_log(log, urls)
    _clean_torn(layout.torn, {*urls, withdrawal.article_id or ""} - {""})


def _urls(index: Index, withdrawal: Withdrawal, withheld: Withheld) -> set[str]:
    """As they were captured; tracking parameters and all."""
    named = {withdrawal.url, *withdrawal.urls} - {None}
    rows = index.rows("SELECT DISTINCT url FROM main.captures")
    found = {str(row["url"]) for row in rows if withheld.url(row["url"])}
    return {str(url) for url in named} | found


def _clean_frontier(path: Path, withheld: Withheld) -> None:
    """The crawler finds the URL again where a page still names it, and skips it."""
    if not path.exists():
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete = ON")
        rows = db.execute("SELECT id, url, via, parent FROM url").fetchall()
        for identity, url, via, parent in rows:
            if withheld.url(url):
                db.execute("DELETE FROM url WHERE id = ?", (identity,))
            elif any(named and withheld.url(named) for named in (via, parent)):
                db.execute("UPDATE url SET via = NULL, parent = NULL WHERE id = ?", (identity,))
        db.execute("VACUUM")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _clean_log(path: Path, urls: Iterable[str]) -> None:
    """Take out the lines that name a URL."""
    named = [url.encode("utf-8", "replace") for url in urls]
    with naming(path):
        lines = path.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if not any(url in line for url in named)]
    if len(kept) != len(lines):
        write_whole(path, b"".join(kept))


def _clean_torn(directory: Path, named: Iterable[str]) -> None:
    """Remove cut-off bytes that name what is purged, packed or not."""
    marks = [text.encode("utf-8", "replace") for text in named]
    for path in sorted(directory.glob("*")):
        content = _unpacked(path)
        if any(mark in content for mark in marks):
            path.unlink()
    if directory.is_dir():
        sync_directory(directory)


def _unpacked(path: Path) -> bytes:
    """The bytes of a file, and what its gzip members give as far as they go."""
    raw = path.read_bytes()
    found, start = [raw], raw.find(b"\x1f\x8b\x08")
    while start >= 0:
        found.append(_as_far_as_it_goes(raw[start:]))
        start = raw.find(b"\x1f\x8b\x08", start + 1)
    return b"\n".join(found)


def _as_far_as_it_goes(packed: bytes) -> bytes:
    decoder, found = zlib.decompressobj(31), bytearray()
    for start in range(0, len(packed), _PIECE):
        try:
            found += decoder.decompress(packed[start : start + _PIECE])
        except zlib.error:
            break
        if decoder.eof or len(found) > _MOST:
            break
    return bytes(found)
