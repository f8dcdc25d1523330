"""What of a file can be taken into a collection: itself, the WARCs in a WACZ, or what one member of
gzip or Zstandard hides.

A file is known by its first bytes, not by its name: programs and servers name them as they like.
What has to be unpacked is unpacked to a temporary directory, in pieces and within bounds.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, Protocol, cast

from archive.collection.recovery import WARC_SUFFIXES
from archive.errors import BadInput, BrokenWarc
from archive.printable import file_name, one_line
from archive.warc.members import GZIP, ZSTD, members_of

_PIECE = 1 << 20
_MOST_TIMES = 300
"""How many times larger than packed a file may be: HTML in WARCs is packed some ten times."""
_LEAST = 64 << 20
_MAX_DATAPACKAGE = 64 << 20
_FAULTS_TOLD = 10
_ZIP = b"PK\x03\x04"
_PACKED = (".warc.gz", ".warc.zst")
_ENDINGS = sorted(WARC_SUFFIXES, key=len, reverse=True)
_LONGEST_LINE = 1 << 16
_LENGTH = re.compile(rb"[0-9]{1,18}")
_BEGINNINGS = {b"WARC/": ".warc", b"filedesc": ".arc"}
_BROKEN_GZIP = (OSError, EOFError, zlib.error)
_BROKEN_ZIP = (*_BROKEN_GZIP, zipfile.BadZipFile, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """A WARC or ARC file, and what happened before it was one."""

    path: Path
    name: str
    """To be kept under; it has the suffix of what it is."""
    inside: str | None = None
    """The entry of a WACZ that it was."""
    note: str | None = None
    """What was done to it, or is wrong with it; None where it is as it came."""


def unpacked(path: Path, scratch: Path) -> Iterator[Unpacked]:
    """The WARC and ARC files that a file is or holds, one after another.

    Each must be taken before the next is asked for. Raises BadInput, with the reason, for what is
    none and holds none.
    """
    if path.is_dir():
        raise BadInput(f"{path}: is a directory")
    if not path.is_file():
        raise BadInput(f"{path}: no such file")
    with path.open("rb") as file:
        begin = file.read(8)
    if not begin:
        raise BadInput(f"{path}: is empty")
    if begin.startswith(_ZIP) or path.suffix.lower() == ".wacz":
        yield from _of_package(path, scratch)
    else:
        yield _of_file(path, scratch)


def _of_file(path: Path, scratch: Path) -> Unpacked:
    suffix = _suffix(path)
    name = path.name if path.name.endswith(WARC_SUFFIXES) else f"{path.name}{suffix}"
    name = file_name(name, next(one for one in _ENDINGS if name.endswith(one)))
    if suffix in _PACKED and _has_shared_member(path):
        return _plain(path, name, scratch)
    return Unpacked(path=path, name=name)


def _suffix(path: Path) -> str:
    """By the first bytes. Raises BadInput for what is neither WARC nor ARC."""
    with path.open("rb") as file:
        packed = file.read(4)
        file.seek(0)
        try:
            first = next(members_of(file), None)  # none where all frames are to be skipped
            begin = first.stream.read(8) if first is not None else b""
        except BrokenWarc as error:
            raise BadInput(f"{path}: is not readable as WARC or ARC: {error}") from error
    for beginning, suffix in _BEGINNINGS.items():
        if begin.startswith(beginning):
            packing = ".gz" if packed[:2] == GZIP else ".zst" if packed == ZSTD else ""
            return suffix + packing
    said = f"it begins with {begin!r}" if begin else "it holds nothing"
    raise BadInput(f"{path}: is not readable as WARC or ARC: {said}")


# -- one member for many records -------------------------------------------------------------------


def _has_shared_member(path: Path) -> bool:
    """Whether some member holds several records, which then cannot be read alone."""
    with path.open("rb") as file, suppress(BrokenWarc):  # a fault is told when the file is read
        return any(_holds_several(member.stream) for member in members_of(file))
    return False


def _holds_several(stream: IO[bytes]) -> bool:
    """Whether another record follows the first."""
    left = 0
    while line := stream.readline(_LONGEST_LINE).strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length" and _LENGTH.fullmatch(value.strip()):
            left = int(value)
    while left and (piece := stream.read(min(left, _PIECE))):
        left -= len(piece)
    return stream.read(16).lstrip(b"\r\n").startswith(b"WARC/")


def _plain(path: Path, name: str, scratch: Path) -> Unpacked:
    """The records without compression: in a plain file each can be read by its offset."""
    packing = "gzip member" if name.endswith(".gz") else "Zstandard frame"
    target = scratch / name.removesuffix(".gz").removesuffix(".zst")
    note = f"its records shared one {packing}: kept unpacked, the records as they were"
    with path.open("rb") as file, target.open("wb") as plain:
        try:
            _copy(_Members(file), plain, path, path.stat().st_size)
        except (BrokenWarc, *_BROKEN_GZIP) as error:
            note += f"; what follows a fault is lost ({error})"
    return Unpacked(path=target, name=target.name, note=note)


class _Members:
    """What the members of a file hold, one after another."""

    def __init__(self, file: IO[bytes]) -> None:
        self._pieces = self._all(cast(BinaryIO, file))

    @staticmethod
    def _all(file: BinaryIO) -> Iterator[bytes]:
        for member in members_of(file):
            while piece := cast(_Readable, member.stream).read1(_PIECE):
                yield piece

    def read1(self, _size: int, /) -> bytes:
        return next(self._pieces, b"")


# -- WACZ ------------------------------------------------------------------------------------------


def _of_package(path: Path, scratch: Path) -> Iterator[Unpacked]:
    try:
        with zipfile.ZipFile(path) as package:
            said = _said(package)
            entries = [one for one in package.infolist() if _is_warc(one)]
            if not entries:
                raise BadInput(f"{path}: is a ZIP without a WARC file below archive/")
            bad: list[str] = []
            for entry in entries:
                try:
                    found = _of_entry(path, package, entry, said.get(entry.filename), scratch)
                except (BadInput, *_BROKEN_ZIP) as error:
                    bad.append(str(error))
                else:
                    yield found
            if bad:
                raise BadInput("; ".join(bad[:_FAULTS_TOLD]))
    except _BROKEN_ZIP as error:
        raise BadInput(f"{path}: cannot be read as WACZ: {error}") from error


def _is_warc(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    return name.startswith("archive/") and name.endswith(WARC_SUFFIXES)


def _of_entry(
    path: Path, package: zipfile.ZipFile, entry: zipfile.ZipInfo, said: str | None, scratch: Path
) -> Unpacked:
    name = PurePosixPath(entry.filename).name
    target = scratch / file_name(name, next(one for one in _ENDINGS if name.endswith(one)))
    try:
        with package.open(entry) as packed, target.open("wb") as file:
            digest = _copy(cast(_Readable, packed), file, path, entry.compress_size)
        found = _of_file(target, scratch)
    except (BadInput, *_BROKEN_ZIP) as error:
        target.unlink(missing_ok=True)
        reason = str(error).replace(f"{target}: ", "").replace(f"{path}: ", "")
        raise BadInput(f"{path}: {one_line(entry.filename)}: {reason}") from error
    notes = [found.note] if found.note else []
    if said is not None and said != digest:
        notes.append("its bytes are not those that datapackage.json names: it was changed since")
    return Unpacked(
        path=found.path,
        name=found.name,
        inside=one_line(entry.filename),
        note="; ".join(notes) or None,
    )


def _said(package: zipfile.ZipFile) -> dict[str, str]:
    """SHA-256 of the entries by datapackage.json; empty where it cannot be read."""
    try:
        with package.open("datapackage.json") as file:
            described: Any = json.loads(file.read(_MAX_DATAPACKAGE))
        resources = described["resources"]
        return {
            each["path"]: each["hash"]
            for each in resources
            if str(each.get("hash")).startswith("sha256:") and isinstance(each.get("path"), str)
        }
    except (KeyError, ValueError, TypeError, AttributeError):
        return {}


class _Readable(Protocol):
    """What can be read in pieces."""

    def read1(self, size: int, /) -> bytes:
        """At most `size` bytes, what there is before a fault too; none at the end."""
        ...


def _copy(source: _Readable, target: IO[bytes], path: Path, packed: int) -> str:
    """Copy within bounds; `sha256:` of what was copied. Raises BadInput for a bomb."""
    most = max(_LEAST, packed * _MOST_TIMES)
    hasher, done = hashlib.sha256(), 0
    while piece := source.read1(_PIECE):
        done += len(piece)
        if done > most or shutil.disk_usage(Path(target.name).parent).free < _LEAST:
            raise BadInput(f"{path}: unpacks to more than {done} bytes, which is not taken")
        target.write(piece)
        hasher.update(piece)
    return f"sha256:{hasher.hexdigest()}"
