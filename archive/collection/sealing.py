"""Seals: what all manifests held at a time, in one line, whose SHA-256 can be kept elsewhere or signed.

A seal names the last line of every manifest that has grown since the seal before, and that seal; so
it covers, through the chains, every line that was there. A manifest that is taken away as a whole,
or cut short, breaks no chain of its own, but the seal.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.collection.fixity import ManifestWriter
from archive.collection.layout import Layout, new_writer_id
from archive.collection.manifest import (
    Entry,
    FileLine,
    Head,
    Manifest,
    Seal,
    SealSignature,
    manifests,
    read_manifest,
)
from archive.files import naming

Sign = Callable[[str], tuple[str, str]]
"""Gives the public key and the signature of a text, both in base64."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal, by the SHA-256 of its line."""

    name: str
    entry: Entry
    seal: Seal


def seals(manifest: Manifest) -> list[Sealed]:
    """Every seal, each behind the one that it follows where that is here."""
    found = [
        Sealed(entry.digest, entry, entry.line)
        for entry in manifest.entries
        if isinstance(entry.line, Seal)
    ]
    return sorted(found, key=lambda each: (each.seal.sealed_at, each.name))


def signatures(manifest: Manifest) -> Iterator[tuple[Entry, SealSignature]]:
    """Every signature of a seal."""
    for entry in manifest.entries:
        if isinstance(entry.line, SealSignature):
            yield entry, entry.line


def seal_text(name: str) -> str:
    """What is signed of a seal."""
    return f"sha256:{name}"


def heads(manifest: Manifest) -> dict[str, Head]:
    """Name of every manifest to where it ends."""
    counts: dict[str, Head] = {}
    for entry in manifest.entries:
        name = entry.manifest.name
        lines = counts[name].lines if name in counts else 0
        counts[name] = Head(lines + 1, entry.digest)
    return counts


def covered_by(manifest: Manifest, names: Iterable[str]) -> dict[str, Head]:
    """How far the seals of these names, and those that they follow, cover each manifest."""
    known = {each.name: each.seal for each in seals(manifest)}
    left, seen, covered = list(names), set[str](), dict[str, Head]()
    while left:
        name = left.pop()
        if name in seen or name not in known:
            continue
        seen.add(name)
        for path, head in known[name].heads.items():
            if path not in covered or covered[path].lines < head.lines:
                covered[path] = head
        after = known[name].after
        left += [after] if after else []
    return covered


def sealed_heads(manifest: Manifest) -> dict[str, Head]:
    """How far all seals together cover each manifest."""
    return covered_by(manifest, [each.name for each in seals(manifest)])


def divided(
    manifest: Manifest, covered: Mapping[str, Head]
) -> tuple[list[FileLine], list[FileLine]]:
    """The lines of files that a cover reaches, and those that it does not."""
    count: dict[str, int] = {}
    inside: list[FileLine] = []
    outside: list[FileLine] = []
    for entry in manifest.entries:
        name = entry.manifest.name
        count[name] = count.get(name, 0) + 1
        if isinstance(entry.line, FileLine):
            reach = covered[name].lines if name in covered else 0
            (inside if count[name] <= reach else outside).append(entry.line)
    return inside, outside


def _make_durable(path: Path) -> None:
    """A living writer may not have synced its last line yet; a seal must not name what a crash
    could still take back."""
    with naming(path), path.open("rb") as file:
        os.fsync(file.fileno())


def append_seal(layout: Layout, sign: Sign | None = None) -> str:
    """Seal what all manifests hold now, and sign the seal; its name. Durable when it returns."""
    manifest = read_manifest(layout)
    for path in manifests(layout):
        _make_durable(path)
    covered, known = sealed_heads(manifest), seals(manifest)
    grown = {name: head for name, head in heads(manifest).items() if covered.get(name) != head}
    with ManifestWriter(layout, new_writer_id()) as writer:
        name = writer.seal(grown, known[-1].name if known else None)
        if sign is not None:
            public_key, signature = sign(seal_text(name))
            writer.sign(name, public_key, signature)
    return name
