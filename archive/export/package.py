"""A WACZ package as it is written: a ZIP whose resources are hashed on their way in.

WACZ 1.1.1, 5.2: every file of the package is a resource of datapackage.json with its SHA-256 and its
size; datapackage-digest.json has the SHA-256 of datapackage.json. What readers seek in (WARC files,
compressed indexes) is stored, not deflated (section 3).
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from archive.digest import sha256_hex
from archive.export.signed import Sign
from archive.export.target import File

_ZIP64_FROM = 1 << 31
_STRANGE = re.compile(r"[^-a-z0-9._]")


class Package:
    """A ZIP that is being filled, and the resources it has so far."""

    def __init__(self, path: Path, created: datetime) -> None:
        """`created` is the time of every entry."""
        self.files: list[File] = []
        self._resources: list[dict[str, Any]] = []
        self._created = created
        self._zip = zipfile.ZipFile(path, "w", allowZip64=True)

    def add(
        self,
        name: str,
        pieces: Iterable[bytes],
        size: int,
        *,
        stored: bool,
        rows: int | Callable[[], int] | None = None,
    ) -> None:
        """Add a resource of about `size` bytes before compression; it need not be exact.

        `rows` is asked, where it is to be asked, when all pieces are written.
        """
        written, digest = self._write(name, pieces, size, stored=stored)
        counted = rows() if callable(rows) else rows
        self.files.append(File(path=name, bytes=written, rows=counted))
        self._resources.append(
            {"name": self._resource_name(name), "path": name, "hash": digest, "bytes": written}
        )

    def _resource_name(self, path: str) -> str:
        """A name as Data Package has them (v1, "name"): small letters, each once."""
        plain = _STRANGE.sub("-", path.rpartition("/")[2].lower())
        taken = {resource["name"] for resource in self._resources}
        names = chain([plain], (f"{number}-{plain}" for number in count(2)))
        return next(name for name in names if name not in taken)

    def describe(self, properties: Mapping[str, Any], sign: Sign | None = None) -> None:
        """Add datapackage.json and its digest, signed; nothing can be added afterwards."""
        package = {"profile": "data-package", "wacz_version": "1.1.1", **properties}
        raw = _json({**package, "resources": self._resources})
        self._write("datapackage.json", [raw], len(raw), stored=False)
        found = sha256_hex([raw])
        signed = {"signedData": sign(found, package["created"])} if sign else {}
        digest = _json({"path": "datapackage.json", "hash": found, **signed})
        self._write("datapackage-digest.json", [digest], len(digest), stored=False)

    def _write(
        self, name: str, pieces: Iterable[bytes], size: int, *, stored: bool
    ) -> tuple[int, str]:
        info = zipfile.ZipInfo(name, self._created.timetuple()[:6])
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        hasher, written = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=size >= _ZIP64_FROM) as entry:
            for piece in pieces:
                entry.write(piece)
                hasher.update(piece)
                written += len(piece)
        return written, f"sha256:{hasher.hexdigest()}"

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
