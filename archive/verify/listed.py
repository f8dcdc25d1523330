"""The indexes and pages of a WACZ package against the records of its WARC files (WACZ 1.1.1, sections
5.1.2 and 5.1.3): each line names a record and says what it is, and each answer has a line.

The records, and which of them have a line, are in a Ledger: memory stays bounded.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import unquote_plus

from archive.times import parse_warc_date, timestamp14
from archive.urls import surt
from archive.verify.digests import is_same
from archive.verify.findings import Problem
from archive.verify.ledger import Ledger, is_moment
from archive.verify.zipped import BROKEN, lines_of, opened

Entries = dict[str, zipfile.ZipInfo]

PAGES = "pages/pages.jsonl"
_INDEXES = (".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz")
_NO_TYPE = frozenset({"-", "unk", "", "warc/revisit"})
_MAX_SAID = 20
"""Lines of one index of which the fault is told one by one."""
_MAX_BLOCK = 16 << 20
"""Bytes of a block of a compressed index, packed."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A package that is read."""

    package: zipfile.ZipFile
    file: BinaryIO
    entries: Entries
    ledger: Ledger
    whole: frozenset[str]
    """Names of the compressed WARC files in which every record was found: lengths can be told."""


def verify_indexes(packed: Packed) -> Iterator[Problem]:
    """Where the indexes and the records disagree."""
    names = [name for name in sorted(packed.entries) if name.startswith("indexes/")]
    indexes = [name for name in names if name.endswith(_INDEXES)]
    if not indexes:
        yield Problem("wacz-index", "indexes/ holds no index")
        return
    for name in indexes:
        try:
            yield from _index(packed, packed.entries[name])
        except BROKEN as error:
            yield Problem("wacz-index", f"{name} cannot be read: {error}")
    for name in names:
        if name.endswith(".idx"):
            yield from _blocks(packed, name)
    for row in packed.ledger.without_line():
        text = f"no index has a line for {row['filename']} at {row['offset']}"
        yield Problem("wacz-unindexed", text, None, row["record_id"], row["url"])


def _index(packed: Packed, info: zipfile.ZipInfo) -> Iterator[Problem]:
    name, count = info.filename, 0
    said: dict[str, int] = {}
    with packed.package.open(name) as raw:
        file: Any = gzip.GzipFile(fileobj=raw) if name.endswith(".gz") else raw
        for number, line in enumerate(lines_of(file, info), 1):
            if line.startswith((b"!meta", b" CDX")):
                continue
            count += 1
            for rule, fault in _line_faults(line, packed):
                said[rule] = said.get(rule, 0) + 1
                if said[rule] <= _MAX_SAID:
                    yield Problem(rule, f"{name}, line {number}: {fault}")
    if not count:
        yield Problem("wacz-index", f"{name} has no line")


def _line_faults(line: bytes, packed: Packed) -> Iterator[tuple[str, str]]:
    start = line.find(b" {")
    fields = _object(line[start:]) if start > 0 else None
    try:
        filename, offset = (fields or {}).get("filename"), int((fields or {}).get("offset", -1))
    except (ValueError, TypeError, OverflowError):
        filename, offset = None, -1
    if fields is None or not isinstance(filename, str) or offset >= 1 << 63:
        yield "wacz-index", "not a CDXJ line"
        return
    record = packed.ledger.record_at(filename, offset)
    if record is None:
        known = packed.ledger.has_file(filename)
        fault = f"no record of {filename} begins at {offset}"
        yield "wacz-index", fault if known else f"names {filename!r}, which is not in archive/"
        return
    packed.ledger.add_index_line(filename, offset)
    key, _, timestamp = line[:start].decode("utf-8", "replace").partition(" ")
    said = {name: str(value) for name, value in fields.items()}
    if timestamp.strip():
        said["timestamp"] = timestamp.strip()[:14]
    for field, value in _told(record).items():
        if field in said and not _agree(field, said[field], value):
            yield "wacz-index", f"says {field} {said[field][:200]!r} of a record that has {value!r}"
    wanted = surt(record["url"])
    # programs escape differently, and put a request's body behind the query
    if unquote_plus(key) != unquote_plus(wanted) and "__wb_method" not in key:
        yield "wacz-key", f"has the key {key[:200]!r}, the record's URL gives {wanted[:200]!r}"
    length = packed.ledger.length_of(filename, offset) if filename in packed.whole else None
    if length is not None and said.get("length", "").isdigit() and int(said["length"]) != length:
        yield "wacz-index", f"says length {said['length'][:20]} of a record that has {length}"


def _object(text: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _told(record: Any) -> dict[str, str]:
    """What an index line says of a record, as far as programs agree on it."""
    told = {"url": record["url"]}
    if is_moment(record["date"] or ""):
        told["timestamp"] = timestamp14(record["date"])
    if record["digest"]:
        told["digest"] = record["digest"]
    if record["rec_type"] == "response" and record["status"] is not None:
        told |= {"status": str(record["status"]), "mime": record["mime"]}
    return told


def _agree(field: str, said: str, value: str) -> bool:
    """Whether an index says what the record does: writers leave the algorithm of a digest out, or
    take another one, which tells nothing here, and give no type where none is known."""
    if field == "mime":
        plain = said.partition(";")[0].strip().lower()
        return plain in _NO_TYPE or value in _NO_TYPE or plain == value
    if field != "digest":
        return said == value
    return is_same(*(text if ":" in text else f"sha1:{text}" for text in (said, value)))


# --- the blocks of a compressed index -----------------------------------------------------------------


def _blocks(packed: Packed, name: str) -> Iterator[Problem]:
    """Each line gives the first line of a gzip member of an index, its place, and its digest."""
    ends: dict[str, int] = {}
    faults = 0
    try:
        with packed.package.open(name) as file:
            for number, line in enumerate(lines_of(file, packed.entries[name]), 1):
                fault = None if line.startswith(b"!meta") else _block_fault(packed, line, ends)
                if fault and (faults := faults + 1) <= _MAX_SAID:
                    yield Problem("wacz-index", f"{name}, line {number}: {fault}")
    except BROKEN as error:
        yield Problem("wacz-index", f"{name} cannot be read: {error}")
    for index, end in ends.items():
        if not faults and end != packed.entries[index].file_size:
            text = (
                f"{name} reaches to {end} of the {packed.entries[index].file_size} bytes of {index}"
            )
            yield Problem("wacz-index", text)


def _block_fault(packed: Packed, line: bytes, ends: dict[str, int]) -> str | None:
    start = line.find(b" {")
    fields = _object(line[start:]) if start > 0 else None
    if fields is None:
        return "not a line of an index of blocks"
    name = f"indexes/{fields.get('filename') or 'index.cdx.gz'}"
    offset, length = fields.get("offset"), fields.get("length")
    if name not in packed.entries:
        return f"names {name}, which is not there"
    if not (isinstance(offset, int) and isinstance(length, int) and 0 < length <= _MAX_BLOCK):
        return "says no place"
    if offset != ends.get(name, 0):
        return f"a block at {offset}, the one before ends at {ends.get(name, 0)}"
    ends[name] = offset + length
    with opened(packed.package, packed.file, packed.entries[name]) as file:
        file.seek(offset)
        raw = file.read(length)
    said = fields.get("digest")
    if isinstance(said, str) and said != f"sha256:{hashlib.sha256(raw).hexdigest()}":
        return f"a block at {offset} of another digest"
    try:
        begin = zlib.decompressobj(31).decompress(raw, len(line) + 1)
    except zlib.error as error:
        return f"no block at {offset}: {error}"
    return None if begin.startswith(line[:start] + b" ") else f"another line begins at {offset}"


# --- pages --------------------------------------------------------------------------------------------


def verify_pages(packed: Packed) -> Iterator[Problem]:
    """Whether pages/pages.jsonl lists pages, and the records have them."""
    if PAGES not in packed.entries:
        yield Problem("wacz-pages", f"there is no {PAGES}")
        return
    try:
        with packed.package.open(PAGES) as file:
            for number, line in enumerate(lines_of(file, packed.entries[PAGES]), 1):
                fault = _page_fault(line, number)
                if fault:
                    yield Problem("wacz-pages", f"{PAGES}, line {number}: {fault}")
                    return
                yield from _page(packed.ledger, json.loads(line), number)
    except BROKEN as error:
        yield Problem("wacz-pages", f"{PAGES} cannot be read: {error}")


def _page_fault(line: bytes, number: int) -> str | None:
    try:
        page = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"no JSON: {error}"
    if not isinstance(page, dict):
        return "no JSON object"
    if number == 1 and "format" in page:
        return None
    missing = [name for name in ("url", "ts") if not page.get(name)]
    return f"a page without {' and '.join(missing)}" if missing else None


def _page(ledger: Ledger, page: dict[str, Any], number: int) -> Iterator[Problem]:
    url = str(page.get("url") or "")
    if not url:
        return
    moments = ledger.moments_of(url) or ledger.moments_of(url.partition("#")[0])
    if not moments:
        text = f"{PAGES}, line {number}: no record has the URL {url[:200]!r}"
        yield Problem("wacz-page", text, url=url)
    elif is_moment(str(page["ts"])) and _second(str(page["ts"])) not in moments:
        text = f"{PAGES}, line {number}: no record of {url[:200]!r} has the time {page['ts']!r}"
        yield Problem("wacz-page-time", text, url=url)


def _second(date: str) -> str:
    return parse_warc_date(date).isoformat()[:19]


def warc_name(info: zipfile.ZipInfo) -> str:
    """How an index names a WARC file."""
    return PurePosixPath(info.filename).name
