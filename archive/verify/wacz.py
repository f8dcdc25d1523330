"""Checks a WACZ package: the ZIP, its named resources, and the WARC files and indexes inside.

WACZ 1.1.1. Resources are hashed as streams; WARC files are checked in place (or, where the ZIP has
compressed them, from a temporary file). Text files are read line by line, lines of bounded length.

    zipped.py      entries as streams, and what stands outside of them
    resources.py   datapackage.json, hashes; signature.py has the signature
    listed.py      indexes and pages against the records
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from archive.files import is_regular
from archive.verify.findings import Finding, Problem, finding, guarded
from archive.verify.ledger import Ledger
from archive.verify.listed import Packed, verify_indexes, verify_pages, warc_name
from archive.verify.record import Told
from archive.verify.resources import verify_resources
from archive.verify.revisits import verify_revisits
from archive.verify.warc import verify_stream
from archive.verify.zipped import BROKEN, bomb, opened, outside, overlaps, twice

_WARCS = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")


def verify_wacz(path: Path, trusted: bytes | None = None) -> Iterator[Finding]:
    """What is wrong with a WACZ file. Raises nothing for a broken one.

    `trusted` is the SubjectPublicKeyInfo of the key that has to have signed it.
    """
    shown = str(path)
    try:
        if not is_regular(path):
            yield finding(shown, Problem("unreadable", "is no regular file"))
            return
        with (
            zipfile.ZipFile(path) as package,
            path.open("rb") as file,
            closing(Ledger()) as ledger,
        ):
            yield from guarded(shown, _package(package, file, shown, trusted, ledger))
    except BROKEN as error:
        yield finding(shown, Problem("wacz-zip", f"the ZIP cannot be read: {error}"))


def _package(
    package: zipfile.ZipFile, file: BinaryIO, shown: str, trusted: bytes | None, ledger: Ledger
) -> Iterator[Finding]:
    if overlaps(package, file):
        yield finding(shown, Problem("wacz-zip", "entries of the ZIP lie over one another"))
        return
    entries = {info.filename: info for info in package.infolist() if not info.is_dir()}
    first = [*twice(package), *outside(package, file), *verify_resources(package, entries, trusted)]
    yield from (finding(shown, problem) for problem in first)
    warcs = [name for name in sorted(entries) if name.startswith("archive/")]
    faulty: set[str] = set()
    for name in warcs:
        if not name.lower().endswith(_WARCS):
            text = f"{name} is no WARC file by its name: it was not checked"
            yield finding(shown, Problem("wacz-unchecked", text))
            continue
        archived = _archived(package, file, entries[name], shown, ledger)
        for one in guarded(f"{shown}!{name}", archived):
            if one.severity == "error":
                faulty.add(warc_name(entries[name]))
            yield one
    warcs = [name for name in warcs if name.lower().endswith(_WARCS)]
    if not warcs:
        yield finding(shown, Problem("wacz-archive", "archive/ holds no WARC file"))
    names = {warc_name(entries[name]) for name in warcs if name.endswith((".gz", ".zst"))}
    packed = Packed(package, file, entries, ledger, frozenset(names - faulty))
    for check in (verify_pages, verify_indexes, _revisits):
        yield from (finding(shown, problem) for problem in check(packed))


def _archived(
    package: zipfile.ZipFile, file: BinaryIO, info: zipfile.ZipInfo, shown: str, ledger: Ledger
) -> Iterator[Finding]:
    name = warc_name(info)
    ledger.add_file(name)

    def remember(record: Told) -> None:
        ledger.add_record(name, record)

    if info.compress_type != zipfile.ZIP_STORED:
        yield finding(shown, Problem("wacz-stored", f"{info.filename} is compressed in the ZIP"))
    if fault := bomb(info):
        yield finding(shown, Problem("wacz-zip", fault))
        return
    with opened(package, file, info) as stream:
        for one in verify_stream(stream, f"{shown}!{info.filename}", name, remember):
            if one.rule != "filename":  # packing gives WARC files other names
                yield one


def _revisits(packed: Packed) -> Iterator[Problem]:
    """Revisits of what the package does not hold: nothing can be shown of them from it alone."""
    for name, found in verify_revisits(packed.ledger, {}, "package"):
        is_missing = found.rule in ("revisit-unresolved", "purged")
        text = f"{name} at {found.offset}: {found.message}"
        rule = "wacz-revisit" if is_missing else found.rule
        yield Problem(rule, text, None, found.record_id, found.url)
