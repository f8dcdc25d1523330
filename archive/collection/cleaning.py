"""Traces of what is purged outside the truth: in the frontier, the crawl log and cut-off bytes.

None of it is evidence. What names a purged URL there goes; the rest stays as it is.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import zstandard

from archive.collection.layout import Layout
from archive.files import naming, sync_directory, write_whole
from archive.index import Index
from archive.index.withheld import Withheld
from archive.records import Withdrawal

_PIECE = 1 << 12
_MOST = 1 << 28
"""Bytes that are unpacked of a cut-off member."""
_URL = re.compile(rb"https?://[^\s\"'<>\\\x00-\x1f]+", re.I)
_ESCAPED = re.compile(rb"\\u([0-9a-fA-F]{4})")
_PACKED: dict[bytes, Callable[[], Any]] = {
    b"\x1f\x8b\x08": lambda: zlib.decompressobj(31),
    b"\x28\xb5\x2f\xfd": lambda: zstandard.ZstdDecompressor().decompressobj(),
}


def clean(layout: Layout, index: Index, withdrawal: Withdrawal, withheld: Withheld) -> None:
    """Remove what names the withdrawn URLs, or may hold a withdrawn comment."""
    urls = _urls(index, withdrawal, withheld)
    if withdrawal.subject == "url":
        _clean_frontier(layout.crawl / "frontier.sqlite", withheld)
        for log in sorted(layout.logs.glob("*.jsonl")):
            _clean_log(log, withheld)
    _clean_torn(layout.torn, {*urls, withdrawal.article_id or ""} - {""}, withheld)


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


def _clean_log(path: Path, withheld: Withheld) -> None:
    """Take out the lines that name a withdrawn URL, however it is spelled."""
    with naming(path):
        lines = path.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if not _names_one(line, withheld)]
    if len(kept) != len(lines):
        write_whole(path, b"".join(kept))


def _names_one(text: bytes, withheld: Withheld) -> bool:
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)).encode("utf-8", "replace"), text)
    urls = {found.decode("utf-8", "replace") for found in _URL.findall(plain)}
    return any(withheld.url(url) for url in urls)


def _clean_torn(directory: Path, named: Iterable[str], withheld: Withheld) -> None:
    """Remove cut-off bytes that name what is purged, packed or not."""
    marks = [text.encode("utf-8", "replace") for text in named]
    for path in sorted(directory.glob("*")):
        content = _unpacked(path)
        if any(mark in content for mark in marks) or _names_one(content, withheld):
            path.unlink()
    if directory.is_dir():
        sync_directory(directory)


def _unpacked(path: Path) -> bytes:
    """The bytes of a file, and what its members and frames give as far as they go."""
    raw = path.read_bytes()
    found = [raw]
    for magic, decoder in _PACKED.items():
        start = raw.find(magic)
        while start >= 0:
            found.append(_as_far_as_it_goes(raw[start:], decoder()))
            start = raw.find(magic, start + 1)
    return b"\n".join(found)


def _as_far_as_it_goes(packed: bytes, decoder: Any) -> bytes:
    found = bytearray()
    for start in range(0, len(packed), _PIECE):
        try:
            found += decoder.decompress(packed[start : start + _PIECE])
        except (zlib.error, zstandard.ZstdError):
            break
        if decoder.eof or len(found) > _MOST:
            break
    return bytes(found)
