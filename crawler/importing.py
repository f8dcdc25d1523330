"""Takes somebody else's WARC into a collection: the file as it came, and what its pages say.

The file is copied under its own name, never rewritten; a name that is taken by other bytes gets the
first digits of its SHA-256 before it. Importing the same file twice does nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive import cdxj
from archive.collection import Collection
from archive.collection.recovery import WARC_SUFFIXES
from archive.errors import BadInput, BrokenWarc
from archive.files import naming, publish
from archive.times import sort_key
from archive.warc.reader import rows_of, until_broken
from archive.warc.rows import CaptureRow
from crawler.rereading import append_rows

READABLE = ("text/html", "application/xhtml+xml", "warc/revisit", "-")


@dataclass(slots=True, kw_only=True)
class Imported:
    """What became of a file."""

    file: str
    name: str
    """Below warc/."""
    captures: int = 0
    observations: int = 0
    known: bool = False
    """The same bytes were there before."""
    broken: str | None = None
    """Where and why the file could not be read further."""


def import_file(
    collection: Collection, path: Path, progress: Callable[[int], None] = lambda done: None
) -> Imported:
    """Copy a WARC or ARC into warc/, index it and record its articles in order of time.

    Raises BadInput for what is no WARC or ARC.
    """
    _check_is_warc(path)
    name, known = _copied(collection, path)
    result = Imported(file=str(path), name=name, known=known)
    rows = _indexed(collection, name, result)
    result.captures = len(rows)
    pages = sorted((row for row in rows if _may_be_page(row)), key=lambda row: sort_key(row.date))
    with collection.writer() as writer:
        writer.note_import(name)
        result.observations = append_rows(collection, writer, _counted(pages, progress))
    return result


def _counted(rows: Iterable[CaptureRow], progress: Callable[[int], None]) -> Iterator[CaptureRow]:
    for number, row in enumerate(rows, 1):
        yield row
        progress(number)


def _may_be_page(row: CaptureRow) -> bool:
    return row.mime in READABLE or (row.status or 0) >= 400


def _check_is_warc(path: Path) -> None:
    if path.is_dir():
        raise BadInput(f"{path}: is a directory; name the files in it")
    if not path.is_file():
        raise BadInput(f"{path}: no such file")
    if not path.name.endswith(WARC_SUFFIXES):
        suffixes = ", ".join(WARC_SUFFIXES)
        raise BadInput(f"{path}: not named as a WARC or ARC ({suffixes})")
    try:
        first = next(rows_of(path, path.name), None)
    except BrokenWarc as error:
        if not error.offset:
            raise BadInput(f"{path}: is not readable as WARC or ARC: {error}") from error
        return
    if first is None and path.stat().st_size == 0:
        raise BadInput(f"{path}: is empty")


def _copied(collection: Collection, path: Path) -> tuple[str, bool]:
    """The file's name below warc/, and whether the same bytes were there already."""
    directory = collection.layout.warc
    digest = _sha256(path)
    for name in (path.name, f"{digest[:12]}-{path.name}"):
        target = directory / name
        if not target.exists():
            _copy(path, target)
            return name, False
        if _sha256(target) == digest:
            return name, True
    raise BadInput(f"{path}: cannot be named below {directory}")


def _copy(path: Path, target: Path) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with naming(target), path.open("rb") as source, temporary.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        publish(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _indexed(collection: Collection, name: str, result: Imported) -> list[CaptureRow]:
    path = collection.layout.warc / name
    rows, broken = until_broken(rows_of(path, name))
    result.broken = str(broken) if broken else None
    with collection.index.change():
        collection.index.add_captures(rows)
        collection.index.count(name, "warc", path.stat().st_size)
    lines, _ = until_broken(cdxj.lines_of(path))
    cdxj.write(collection.layout.cdxj / f"{name}.cdxj", lines)
    return rows
