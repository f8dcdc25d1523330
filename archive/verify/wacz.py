"""Checks a WACZ package: the ZIP, its named resources, and the WARC files and index inside.

WACZ 1.1.1. Resources are hashed as streams; WARC files are checked in place (or, where the ZIP has
compressed them, from a temporary file). Text files are read line by line, lines of bounded length.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import lzma
import os
import shutil
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from archive.files import is_regular
from archive.times import timestamp14
from archive.verify.digests import labelled
from archive.verify.findings import Finding, Problem, finding, guarded
from archive.verify.record import Told
from archive.verify.signature import verify_signed
from archive.verify.warc import verify_stream

_PIECE = 1 << 20
_MAX_JSON = 64 << 20
_MAX_LINE = 16 << 20
_MAX_SAID = 20
"""Lines of one index of which the fault is told one by one."""

_MAX_UNPACKED = 64 << 20
_MAX_RATIO = 100
"""An entry that gives more than both, in bytes and in bytes for each byte, is not unpacked."""

_DATAPACKAGE = "datapackage.json"
_DIGEST = "datapackage-digest.json"
_PAGES = "pages/pages.jsonl"
_WARCS = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")
_INDEXES = (".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz")
_BROKEN = (
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
)

_Offsets = dict[str, dict[int, dict[str, str]]]
"""Name of a WARC below archive/ to its records by their offsets: what a line must say of each."""


def verify_wacz(path: Path, trusted: bytes | None = None) -> Iterator[Finding]:
    """What is wrong with a WACZ file. Raises nothing for a broken one.

    `trusted` is the SubjectPublicKeyInfo of the key that has to have signed it.
    """
    shown = str(path)
    try:
        if not is_regular(path):
            yield finding(shown, Problem("unreadable", "is no regular file"))
            return
        with zipfile.ZipFile(path) as package, path.open("rb") as file:
            yield from guarded(shown, _package(package, file, shown, trusted))
    except _BROKEN as error:
        yield finding(shown, Problem("wacz-zip", f"the ZIP cannot be read: {error}"))


def _package(
    package: zipfile.ZipFile, file: BinaryIO, shown: str, trusted: bytes | None
) -> Iterator[Finding]:
    if sum(info.compress_size for info in package.infolist()) > os.fstat(file.fileno()).st_size:
        yield finding(shown, Problem("wacz-zip", "entries of the ZIP lie over one another"))
        return
    entries = {info.filename: info for info in package.infolist() if not info.is_dir()}
    problems = [
        *_twice(package),
        *_described(package, entries, trusted),
        *_pages(package, entries),
    ]
    if any(problem.rule == "wacz-signed" for problem in problems):
        unlisted = [problem.message for problem in problems if problem.rule == "wacz-unlisted"]
        problems += [Problem("wacz-signature", f"{text}: it is not signed") for text in unlisted]
    yield from (finding(shown, problem) for problem in problems)
    offsets: _Offsets = {}
    for name in sorted(entries):
        if name.startswith("archive/") and name.lower().endswith(_WARCS):
            archived = _archived(package, file, entries[name], shown, offsets)
            yield from guarded(f"{shown}!{name}", archived)
        elif name.startswith("archive/"):
            text = f"{name} is no WARC file by its name: it was not checked"
            yield finding(shown, Problem("wacz-unchecked", text))
    if not offsets:
        yield finding(shown, Problem("wacz-archive", "archive/ holds no WARC file"))
    for problem in _indexes(package, entries, offsets):
        yield finding(shown, problem)


def _twice(package: zipfile.ZipFile) -> Iterator[Problem]:
    """Of two entries of one name a reader may take either, and only one is hashed."""
    counts = Counter(info.filename for info in package.infolist())
    for name, count in sorted(counts.items()):
        if count > 1:
            yield Problem("wacz-zip", f"{name} stands in the ZIP {count} times")


def _json(package: zipfile.ZipFile, name: str) -> Any:
    """Raises ValueError where it is no JSON object of reasonable size."""
    try:
        with package.open(name) as file:
            raw = file.read(_MAX_JSON + 1)
    except _BROKEN as error:
        raise ValueError(f"cannot be read: {error}") from error
    if len(raw) > _MAX_JSON:
        raise ValueError(f"larger than {_MAX_JSON} bytes")
    try:
        found = json.loads(raw)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(found, dict):
        raise ValueError("no JSON object")
    return found


def _described(
    package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], trusted: bytes | None
) -> Iterator[Problem]:
    if _DATAPACKAGE not in entries:
        yield Problem("wacz-datapackage", "there is no datapackage.json")
        return
    try:
        resources = _json(package, _DATAPACKAGE).get("resources")
    except ValueError as error:
        yield Problem("wacz-datapackage", f"datapackage.json: {error}")
        return
    listed: set[str] = set()
    for resource in resources if isinstance(resources, list) else []:
        name = resource.get("path") if isinstance(resource, dict) else None
        if isinstance(name, str) and name in listed:
            yield Problem("wacz-datapackage", f"datapackage.json names {name} more than once")
        elif isinstance(name, str):
            listed.add(name)
            yield from _resource(package, entries, name, resource)
    if not listed:
        yield Problem("wacz-datapackage", "datapackage.json names no resource")
    for name in sorted(set(entries) - listed - {_DATAPACKAGE, _DIGEST}):
        yield Problem("wacz-unlisted", f"{name} is not in datapackage.json")
    yield from _digest(package, entries, trusted)


def _resource(
    package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], name: str, said: dict[str, Any]
) -> Iterator[Problem]:
    if name not in entries:
        yield Problem("wacz-hash", f"{name} is named in datapackage.json and is not there")
        return
    size = entries[name].file_size
    length = said.get("bytes", _older(said).get("bytes", size))
    if length != size:
        yield Problem("wacz-hash", f"{name} has {size} bytes, not {length}")
        return
    if fault := _bomb(entries[name]):
        yield Problem("wacz-zip", fault)
        return
    algorithm, wanted = _said_hash(said)
    if algorithm not in hashlib.algorithms_guaranteed or algorithm.startswith("shake"):
        yield Problem("wacz-hash", f"{name} has no hash that can be computed")
        return
    try:
        _, found = _hashed(package, name, algorithm)
    except _BROKEN as error:
        yield Problem("wacz-hash", f"{name} cannot be read: {error}")
        return
    if found != wanted:
        yield Problem("wacz-hash", f"{name} has {algorithm}:{found}, not {algorithm}:{wanted}")


def _bomb(info: zipfile.ZipInfo) -> str | None:
    """Why an entry is not unpacked: it would be very much larger than what it is packed in."""
    size, packed = info.file_size, info.compress_size
    if size <= _MAX_UNPACKED or size <= _MAX_RATIO * packed:
        return None
    return f"{info.filename} is not unpacked, nor checked: {packed} bytes would give {size}"


def _said_hash(resource: dict[str, Any]) -> tuple[str, str]:
    """Algorithm and value; packages before 1.1 keep them apart, in `hashing` and `stats`."""
    text = str(resource.get("hash") or "")
    if ":" not in text:
        text = f"{resource.get('hashing', 'md5')}:{text or _older(resource).get('hash', '')}"
    algorithm, _, value = text.partition(":")
    return algorithm.lower().replace("-", ""), value.lower()


def _older(resource: dict[str, Any]) -> dict[str, Any]:
    stats = resource.get("stats")
    return stats if isinstance(stats, dict) else {}


def _hashed(package: zipfile.ZipFile, name: str, algorithm: str) -> tuple[int, str]:
    hasher, size = hashlib.new(algorithm, usedforsecurity=False), 0
    with package.open(name) as file:
        while piece := file.read(_PIECE):
            hasher.update(piece)
            size += len(piece)
    return size, hasher.hexdigest()


def _digest(
    package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], trusted: bytes | None
) -> Iterator[Problem]:
    if _DIGEST not in entries:
        yield Problem("wacz-digest", "there is no datapackage-digest.json")
        yield from verify_signed(None, "", trusted)
        return
    try:
        said = _json(package, _DIGEST)
    except ValueError as error:
        yield Problem("wacz-hash", f"datapackage-digest.json: {error}")
        return
    found = f"sha256:{_hashed(package, _DATAPACKAGE, 'sha256')[1]}"
    if said.get("hash") != found:
        yield Problem("wacz-hash", f"datapackage.json has {found}, not {said.get('hash')}")
    yield from verify_signed(said.get("signedData"), found, trusted)


def _pages(package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> Iterator[Problem]:
    if _PAGES not in entries:
        yield Problem("wacz-pages", f"there is no {_PAGES}")
        return
    try:
        with package.open(_PAGES) as file:
            for number, line in enumerate(_lines(file, entries[_PAGES]), 1):
                fault = _page_fault(line, number)
                if fault:
                    yield Problem("wacz-pages", f"{_PAGES}, line {number}: {fault}")
                    return
    except _BROKEN as error:
        yield Problem("wacz-pages", f"{_PAGES} cannot be read: {error}")


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


def _lines(file: Any, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The lines of an entry that are not blank. Raises OSError where it unpacks without end."""
    left = max(_MAX_UNPACKED, _MAX_RATIO * info.compress_size)
    while line := file.readline(_MAX_LINE):
        left -= len(line)
        if left < 0:
            raise OSError(f"more than {_MAX_RATIO} times as large unpacked")
        if line.strip():
            yield line


def _archived(
    package: zipfile.ZipFile,
    file: BinaryIO,
    info: zipfile.ZipInfo,
    shown: str,
    offsets: _Offsets,
) -> Iterator[Finding]:
    name = PurePosixPath(info.filename).name
    found = offsets.setdefault(name, {})

    def remember(record: Told) -> None:
        found[record.offset] = _told(record)

    if info.compress_type != zipfile.ZIP_STORED:
        yield finding(shown, Problem("wacz-stored", f"{info.filename} is compressed in the ZIP"))
    if fault := _bomb(info):
        yield finding(shown, Problem("wacz-zip", fault))
        return
    with _opened(package, file, info) as stream:
        for one in verify_stream(stream, f"{shown}!{info.filename}", name, remember):
            if one.rule != "filename":  # packing gives WARC files other names
                yield one


@contextmanager
def _opened(package: zipfile.ZipFile, file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[BinaryIO]:
    """An entry as a stream that can be moved in both directions at no cost."""
    if info.compress_type == zipfile.ZIP_STORED:
        yield io.BufferedReader(_Slice(file, _start(file, info), info.file_size), 1 << 20)
        return
    with tempfile.TemporaryFile() as copy:
        with package.open(info) as entry:
            shutil.copyfileobj(entry, copy, _PIECE)
        copy.seek(0)
        yield copy


def _start(file: BinaryIO, info: zipfile.ZipInfo) -> int:
    """Where an entry's bytes begin: behind its local header (APPNOTE, 4.3.7)."""
    file.seek(info.header_offset + 26)
    name, extra = file.read(2), file.read(2)
    return (
        info.header_offset + 30 + int.from_bytes(name, "little") + int.from_bytes(extra, "little")
    )


class _Slice(io.RawIOBase):
    """A part of a file as a file."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file = file
        self._start = start
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def readinto(self, target: Any) -> int:
        self._file.seek(self._start + self._position)
        piece = self._file.read(max(0, min(len(target), self._size - self._position)))
        target[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)


def _indexes(
    package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], offsets: _Offsets
) -> Iterator[Problem]:
    names = [name for name in sorted(entries) if name.startswith("indexes/")]
    names = [name for name in names if name.endswith(_INDEXES)]
    if not names:
        yield Problem("wacz-index", "indexes/ holds no index")
    for name in names:
        try:
            yield from _index(package, entries[name], offsets)
        except _BROKEN as error:
            yield Problem("wacz-index", f"{name} cannot be read: {error}")


def _index(package: zipfile.ZipFile, info: zipfile.ZipInfo, offsets: _Offsets) -> Iterator[Problem]:
    name, said, count = info.filename, 0, 0
    with package.open(name) as raw:
        file: Any = gzip.GzipFile(fileobj=raw) if name.endswith(".gz") else raw
        for number, line in enumerate(_lines(file, info), 1):
            if line.startswith((b"!meta", b" CDX")):
                continue
            count += 1
            fault = _line_fault(line, offsets)
            if fault and said < _MAX_SAID:
                said += 1
                yield Problem("wacz-index", f"{name}, line {number}: {fault}")
    if not count:
        yield Problem("wacz-index", f"{name} has no line")


def _line_fault(line: bytes, offsets: _Offsets) -> str | None:
    start = line.find(b" {")
    try:
        fields = json.loads(line[start:]) if start > 0 else None
        filename, offset = (fields or {}).get("filename"), int((fields or {}).get("offset", -1))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return "not a CDXJ line"
    if fields is None or not isinstance(filename, str):
        return "not a CDXJ line"
    if filename not in offsets:
        return f"names {filename!r}, which is not in archive/"
    if offset not in offsets[filename]:
        return f"no record of {filename} begins at {offset}"
    said = {**fields, "timestamp": line[:start].rpartition(b" ")[2].decode("utf-8", "replace")}
    for field, value in offsets[filename][offset].items():
        if field in said and not _agree(field, str(said[field]), value):
            return f"says {field} {str(said[field])[:200]!r} of a record that has {value!r}"
    return None


def _told(record: Told) -> dict[str, str]:
    """What an index line says of a record, as far as programs agree on it."""
    told = {"url": record.url}
    with suppress(ValueError):
        told["timestamp"] = timestamp14(record.get("WARC-Date") or "")
    if digest := record.get("WARC-Payload-Digest"):
        told["digest"] = digest
    if record.rec_type == "response" and record.status is not None:
        told["status"] = str(record.status)
    return told


def _agree(field: str, said: str, value: str) -> bool:
    """Whether an index says what the record does: writers add milliseconds to the timestamp, and
    leave the algorithm of a digest out, or take another one, which tells nothing here."""
    if field == "timestamp":
        return said[:14] == value
    if field != "digest":
        return said == value
    one, other = (labelled(text if ":" in text else f"sha1:{text}") for text in (said, value))
    return one.algorithm != other.algorithm or one.value == other.value
