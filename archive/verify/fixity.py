"""Checks the files of a collection against its manifest: what was noted when they were closed.

`verify_fixity` reads every file whole, several at a time; `verify_manifest` looks only whether the
files are there, and at the manifest itself. A manifest beside the files shows what
happened to them by accident; against somebody who can rewrite both, only a seal that is kept
elsewhere or was signed says anything (`seal`, `trusted`).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from archive import jsonl
from archive.collection.fixity import hashed
from archive.collection.layout import Layout, check
from archive.collection.manifest import (
    FileLine,
    Manifest,
    manifests,
    read_manifest,
    standing,
)
from archive.collection.sealing import covered_by, divided, sealed_heads
from archive.errors import CollectionError
from archive.files import is_held
from archive.verify.findings import Finding, Problem, finding
from archive.verify.noted import closed, verify_noted
from archive.verify.seals import demanded, trusted_seals, verify_seals

Tick = Callable[[int], None]
"""Told, from several threads, how many more bytes were read."""


@dataclass(slots=True)
class Compared:
    """What `verify_fixity` has compared."""

    files: int = 0
    bytes: int = 0


def verify_fixity(
    root: Path,
    tick: Tick = lambda more: None,
    compared: Compared | None = None,
    *,
    seal: str | None = None,
    trusted: bytes | None = None,
) -> Iterator[Finding]:
    """Every file against its line in the manifest. Raises CollectionMissing, CollectionTooNew.

    `seal` is the SHA-256 of a seal that has to be here; `trusted` the SubjectPublicKeyInfo of the key
    that has to have signed one.
    """
    layout = check(Layout(root))
    files = closed(layout)  # before the manifest is read: it is noted once it is closed
    manifest = read_manifest(layout)
    yield from _manifest(layout, manifest)
    yield from verify_noted(layout, files, manifest)
    yield from demanded(layout, manifest, seal, trusted)
    wanted = seal is not None or trusted is not None
    names = trusted_seals(manifest, seal, trusted) if wanted else None
    covered = sealed_heads(manifest) if names is None else covered_by(manifest, names)
    inside, outside = divided(manifest, covered)
    if wanted:
        yield from _replaced(layout, manifest, inside)
    if outside and covered:
        name = "the seal asked for" if wanted else "the last seal"
        text = f"{len(outside)} files were noted after {name}, which does not cover them"
        yield finding(str(layout.fixity), Problem("fixity-unsealed", text))
    yield from _compare_files(layout, manifest, tick, compared or Compared())


def _replaced(layout: Layout, manifest: Manifest, sealed: list[FileLine]) -> Iterator[Finding]:
    """Sealed files of which a line that is not sealed says something else since: whoever can write
    to the collection can write such a line."""
    now = manifest.files()
    before: dict[str, list[FileLine]] = {}
    for line in sealed:
        before.setdefault(line.file, []).append(line)
    for name, lines in sorted(before.items()):
        was = {line.sha256 for line in standing(lines)}
        if was != {line.sha256 for line in standing(now[name])}:
            said = ", ".join(sorted(str(digest) for digest in was))
            text = f"was sealed with SHA-256 {said}; a line that was not sealed says otherwise"
            yield finding(str(layout.root / name), Problem("fixity-seal", text))


def verify_manifest(layout: Layout) -> Iterator[Finding]:
    """The manifest itself, and whether its files are there with their sizes, and no others: without
    reading them."""
    files = closed(layout)
    manifest = read_manifest(layout)
    yield from _manifest(layout, manifest)
    yield from verify_noted(layout, files, manifest)
    for path, line in _lines(layout, manifest):
        fault = _misfit(path, line)
        if fault:
            yield finding(str(path), fault)


def bytes_to_read(root: Path) -> int:
    """The size of all files that `verify_fixity` reads."""
    layout = check(Layout(root))
    lines = _lines(layout, read_manifest(layout))
    return sum(line.bytes for path, line in lines if _misfit(path, line) is None)


def _manifest(layout: Layout, manifest: Manifest) -> Iterator[Finding]:
    for fault in manifest.faults:
        rule = "fixity-chain" if fault.is_chain else "fixity-line"
        yield finding(str(fault.manifest), Problem(rule, fault.message, fault.offset))
    yield from verify_seals(manifest)
    for path in manifests(layout):
        torn = None if is_held(path) else jsonl.torn_tail(path)
        if torn is not None:
            yield finding(str(path), Problem("jsonl-torn", "half a last line", torn))
    for name, lines in sorted(manifest.files().items()):
        left = standing(lines)
        if len(left) != 1:
            said = ", ".join(sorted(str(line.sha256) for line in left)) or "a circle of changes"
            text = f"has lines that contradict each other: {said}"
            yield finding(str(layout.root / name), Problem("fixity-line", text))
        elif left[0].why == "purged":
            yield finding(str(layout.root / name), Problem("fixity-purged", _purged(left[0])))


def _purged(line: FileLine) -> str:
    became = "taken away" if line.sha256 is None else f"rewritten, it had {line.replaces} before"
    return f"on purpose, {line.hashed_at}, {became}"


def _lines(layout: Layout, manifest: Manifest) -> list[tuple[Path, FileLine]]:
    """The files whose lines agree, and the one that stands."""
    found = ((name, standing(lines)) for name, lines in sorted(manifest.files().items()))
    return [(layout.root / name, lines[0]) for name, lines in found if len(lines) == 1]


def _misfit(path: Path, line: FileLine) -> Problem | None:
    """What a file's name and size say against its line."""
    if line.sha256 is None:
        text = "is here, and was taken away on purpose; purge again"
        return Problem("fixity-changed", text) if path.exists() else None
    try:
        size = path.stat().st_size
    except OSError as error:
        text = f"is in the manifest since {line.hashed_at} and is gone ({error.strerror})"
        return Problem("fixity-missing", text)
    text = f"has {size} bytes, {line.bytes} when it was noted {line.hashed_at}"
    return Problem("fixity-changed", text) if size != line.bytes else None


def _compare_files(
    layout: Layout, manifest: Manifest, tick: Tick, compared: Compared
) -> Iterator[Finding]:
    stopped = threading.Event()

    def count(more: int) -> None:
        if stopped.is_set():
            raise CollectionError("the comparison was interrupted")
        tick(more)

    def compare(noted: tuple[Path, FileLine]) -> Problem | None:
        path, line = noted
        return _misfit(path, line) or _compare(path, line, count)

    noted = _lines(layout, manifest)
    pool = ThreadPoolExecutor(os.cpu_count() or 1)
    try:
        for (path, line), problem in zip(noted, pool.map(compare, noted), strict=True):
            if problem:
                yield finding(str(path), problem)
            elif line.sha256 is not None:
                compared.files += 1
                compared.bytes += line.bytes
    finally:
        stopped.set()  # Ctrl-C does not wait for the end of large files
        pool.shutdown(cancel_futures=True)


def _compare(path: Path, line: FileLine, tick: Tick) -> Problem | None:
    if line.sha256 is None:
        return None
    try:
        _, found = hashed(path, tick)
    except CollectionError as error:
        return Problem("fixity-changed", f"cannot be read: {error}")
    if found == line.sha256:
        return None
    text = f"has SHA-256 {found}, {line.sha256} when it was noted {line.hashed_at}"
    if line.why == "purged" and found == line.replaces:
        text = f"is as it was before it was purged on {line.hashed_at}; purge again"
    return Problem("fixity-changed", text)
