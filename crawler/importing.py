"""Takes somebody else's WARC into a collection: the file as it came, and what its pages say.

The file is read to its end first, as it will be read from then on: what that cannot be done with is
refused, and never stands in the collection. It is then copied under its own name, never rewritten; a
name that another file has, or is going to have, gets the first digits of its SHA-256 before it.
Importing the same bytes twice, under whatever name, adds no file: the manifest of the collection knows
them. logs/imports.jsonl says where each file came from.

A revisit whose original is in no file yet is not recorded: it waits, and is read when the file with
the original is imported, whichever comes first.
"""

from __future__ import annotations

import dataclasses
import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from archive import cdxj
from archive.collection import Collection, Writer, mementos
from archive.collection.arrivals import log
from archive.collection.failures import failure_over
from archive.collection.layout import Layout
from archive.collection.lock import exclusive
from archive.collection.manifest import read_manifest
from archive.errors import ArchiveError, BadInput, BrokenWarc, OriginalMissing
from archive.files import is_held, naming, publish
from archive.warc.indexing import rows_of
from archive.warc.reader import readable
from archive.warc.rows import IMPORTED, CaptureRow
from crawler.rereading import append_rows, pages_of
from crawler.unpacking import Unpacked, unpacked

_TEMPORARY = ".import.tmp"
_LEFT_OVER_AFTER = 60
"""Seconds; in the moment between making and locking it a copy looks like one left over."""

_FAULTS_TOLD = 10

_WAITS = 3600
"""Seconds until others have copied what they import."""


@dataclass(slots=True, kw_only=True)
class Imported:
    """What became of a file."""

    file: str
    """As it was named: a path or a URL."""
    name: str
    """Below warc/."""
    inside: str | None = None
    """The entry of a WACZ that it was."""
    url: str | None = None
    """The URL that answered, where it was fetched."""
    sha256: str = ""
    captures: int = 0
    observations: int = 0
    waiting: int = 0
    """Revisits whose original is in no file of the collection."""
    known: bool = False
    """The same bytes were there before."""
    note: str | None = None
    """What was done to it before it was kept, or is wrong with it as a whole."""
    broken: str | None = None
    """Where and why the file could not be read; what is whole behind that place is read."""


Progress = Callable[[int], None]


def silent(done: int) -> None:
    """Progress that nobody watches."""


def import_any(
    collection: Collection,
    path: Path,
    scratch: Path,
    progress: Progress = silent,
    *,
    given: str | None = None,
    url: str | None = None,
) -> Iterator[Imported]:
    """Import every WARC and ARC that a file is or holds, one after another.

    `given` is how the user named it, `url` what answered. Raises BadInput for what holds none.
    """
    refused: list[str] = []
    for each in _unpacked(collection.layout, path, scratch):
        result = Imported(
            file=_as_text(given or str(path)),
            name=each.name,
            inside=each.inside,
            url=url,
            note=each.note,
        )
        try:
            _import(collection, each.path, result, progress)
        except BadInput as error:
            refused.append(str(error))
        except (ArchiveError, OSError, sqlite3.Error):
            raise
        except Exception as error:  # noqa: BLE001  # whatever hostile bytes bring about
            refused.append(failure_over(collection.layout, _said(result), error))
        else:
            yield result
        finally:
            if each.path != path:
                each.path.unlink(missing_ok=True)
    if refused:
        raise BadInput("; ".join(refused))


def _unpacked(layout: Layout, path: Path, scratch: Path) -> Iterator[Unpacked]:
    """As `unpacked`; a fault of our own refuses the file, and is noted."""
    try:
        yield from unpacked(path, scratch)
    except (ArchiveError, OSError):
        raise
    except Exception as error:  # whatever hostile bytes bring about
        raise BadInput(failure_over(layout, str(path), error)) from error


def _as_text(name: str) -> str:
    """A file's name, which may be any bytes, as text that can be written down."""
    return os.fsencode(name).decode("utf-8", "replace")


def import_file(collection: Collection, path: Path, progress: Progress = silent) -> Imported:
    """Copy a WARC or ARC into warc/, index it and record its articles in order of time.

    Of a package every file in it; the numbers are then those of all. Raises BadInput for what is no
    WARC or ARC.
    """
    with tempfile.TemporaryDirectory(prefix="microfiche-import-") as scratch:
        first, *others = import_any(collection, path, Path(scratch), progress)
    for each in others:
        first.captures += each.captures
        first.observations += each.observations
        first.waiting += each.waiting
    return first


def _import(collection: Collection, path: Path, result: Imported, progress: Progress) -> None:
    read = _read(path, _said(result))
    result.sha256 = _sha256(path)
    with collection.writer() as writer:
        _take(collection, writer, path, result)
        if not result.known:  # else it may be a file of our own, which its writer notes
            writer.note_import(result.name)
        if result.name != path.name:  # what has no id has one that rests on the name
            read = _read(collection.layout.warc / result.name, _said(result))
        _index(collection, read, result)
        pages = pages_of(collection, result.name)
        result.waiting = sum(
            1 for row in pages if row.filename == result.name and not _is_resolved(collection, row)
        )
        result.observations = append_rows(collection, writer, _counted(pages, progress))
        log(collection.layout, dataclasses.asdict(result))


def _said(result: Imported) -> str:
    """How a file is named to who gave it."""
    return f"{result.file}: {result.inside}" if result.inside else result.file


def _is_resolved(collection: Collection, row: CaptureRow) -> bool:
    try:
        mementos.original_of(collection.index, row)
    except OriginalMissing:
        return False
    return True


def _counted(rows: Iterable[CaptureRow], progress: Callable[[int], None]) -> Iterator[CaptureRow]:
    for number, row in enumerate(rows, 1):
        yield row
        progress(number)


class _Read(NamedTuple):
    """What is found in a file."""

    rows: list[CaptureRow]
    lines: list[cdxj.CdxjLine]
    faults: list[BrokenWarc]
    noted: list[str]


def _read(path: Path, said: str) -> _Read:
    """Everything that the indexes take from a file. Raises BadInput for what is no WARC or ARC."""
    noted: list[str] = []
    rows, faults = readable(path, lambda start: rows_of(path, path.name, start, noted.append))
    if faults and not faults[0].offset and not rows:
        raise BadInput(f"{said}: is not readable as WARC or ARC: {faults[0]}") from faults[0]
    return _Read(rows, cdxj.readable_lines(path), faults, noted)


def _take(collection: Collection, writer: Writer, path: Path, result: Imported) -> None:
    """Copy the file into warc/ and say under which name, or find the same bytes there.

    One import at a time does this, so that the same file, imported twice at once, is taken once.
    """
    layout = collection.layout
    with exclusive(layout.crawl / "import.lock", "import", wait_seconds=_WAITS):
        _remove_leftovers(layout.warc)
        result.name, result.known = _name(layout, result)
        writer.expect(dataclasses.asdict(result))
        if not result.known:
            _copy(path, layout.warc / result.name)


def _name(layout: Layout, result: Imported) -> tuple[str, bool]:
    """The name below warc/ for a file, and whether its bytes are there already, under any name."""
    for name in _with_digest(layout, result.sha256):
        if (layout.warc / name).is_file() and _sha256(layout.warc / name) == result.sha256:
            return name, True
    begin = result.sha256[:12]
    more = (f"{begin}-{number}-{result.name}" for number in count(2))
    taken = {_folded(path.name) for path in layout.warc.iterdir()}
    for name in chain([result.name, f"{begin}-{result.name}"], more):
        if _folded(name) not in taken:
            return name, False
        if (layout.warc / name).is_file() and _sha256(layout.warc / name) == result.sha256:
            return name, True
    raise AssertionError("there is always another name")


def _folded(name: str) -> str:
    """What two names have in common that some filesystem takes for one; a file that is being written
    has the name that it will have."""
    return unicodedata.normalize("NFC", name.removesuffix(".open")).casefold()


def _with_digest(layout: Layout, sha256: str) -> list[str]:
    """The files below warc/ of which the manifest says that they have the digest."""
    found = read_manifest(layout).files()
    names = [Path(file) for file, lines in found.items() if any(x.sha256 == sha256 for x in lines)]
    return sorted(name.name for name in names if name.parent.name == layout.warc.name)


def _copy(path: Path, target: Path) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}{_TEMPORARY}")
    try:
        with naming(target), path.open("rb") as source, temporary.open("wb") as copy:
            fcntl.flock(
                copy, fcntl.LOCK_EX | fcntl.LOCK_NB
            )  # so that nobody takes it for left over
            shutil.copyfileobj(source, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        publish(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _remove_leftovers(directory: Path) -> None:
    """Copies that a killed import did not finish: nobody holds them, and they are not new."""
    for path in directory.glob(f".*{_TEMPORARY}"):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _LEFT_OVER_AFTER and not is_held(path):
                path.unlink()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _bounded(noted: list[str]) -> list[str]:
    more = len(noted) - _FAULTS_TOLD
    return [*noted[:_FAULTS_TOLD], *([f"and {more} more; `microfiche verify`"] if more > 0 else [])]


def _mislabelled(rows: list[CaptureRow]) -> Iterator[str]:
    """That records have payloads of other digests than they say; what they say is not believed."""
    found = [row for row in rows if _is_mislabelled(row)]
    if found:
        yield (
            f"{len(found)} of {len(rows)} captures with another payload than WARC-Payload-Digest "
            f"says, the first at offset {found[0].offset}; `microfiche verify` tells each"
        )


def _is_mislabelled(row: CaptureRow) -> bool:
    """A digest of a part that was cut off, or in an algorithm that is not computed, tells nothing."""
    if row.rec_type == "revisit" or row.truncated or not row.claimed:
        return False
    return row.claimed.startswith("sha1:") or (
        row.claimed.startswith("sha256:") and row.claimed != row.payload_sha256
    )


def _index(collection: Collection, read: _Read, result: Imported) -> None:
    path = collection.layout.warc / result.name
    said = [*filter(None, [result.note]), *_bounded(read.noted), *_mislabelled(read.rows)]
    result.note = "; ".join(said) or None
    result.broken = "; ".join(map(str, read.faults[:_FAULTS_TOLD])) or None
    result.captures = len(read.rows)
    with collection.index.change():
        collection.index.add_captures(read.rows)
        origin = None if result.known else IMPORTED
        collection.index.count(result.name, "warc", path.stat().st_size, origin)
    cdxj.write(collection.layout.cdxj / f"{result.name}.cdxj", read.lines)
