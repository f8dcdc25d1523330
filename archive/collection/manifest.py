"""The manifest: size and SHA-256 of every closed file of warc/ and records/, and who noted them when.

    fixity/manifest-WRITER.jsonl    truth: appended to by one writer, synced, never rewritten

Each line carries the SHA-256 of the line before it in its file, so that a line that was changed or
taken out shows. A `seal` names the last line of every manifest; whoever keeps its SHA-256 elsewhere,
or holds the key that signed it, can show later that nothing below it was changed since.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from archive import jsonl
from archive.collection.layout import Layout
from archive.errors import BrokenRecord

FIXITY_SCHEMA = "microfiche/fixity/1"
_FILE = re.compile(r"(?:warc|records)/[^/\0]+", re.DOTALL)
"""What a line may name: it must not lead out of the collection."""

_SHA256 = re.compile(r"[0-9a-f]{64}")

Why = Literal["closed", "imported", "repaired", "added", "purged"]
"""`added`: the file is older than the manifest; nothing tells what it was before it was hashed."""


class FileLine(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="fixity"):
    """A file as it was when it was hashed."""

    schema: str = FIXITY_SCHEMA
    file: str
    """Relative to the collection, as in `warc/NAME`."""
    bytes: int
    sha256: str | None
    """64 hexadecimal digits; None where the file was taken away on purpose."""
    hashed_at: str
    writer: str
    why: Why
    replaces: str | None = None
    """The SHA-256 that the file had before it was rewritten on purpose."""
    previous: str | None
    """SHA-256 of the line before in this manifest, without its newline; None in the first."""


class Head(msgspec.Struct, frozen=True):
    """How far a manifest reached."""

    lines: int
    sha256: str
    """Of its last line then."""


class Seal(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="seal"):
    """What all manifests held at a time. It is named by the SHA-256 of its own line."""

    schema: str = FIXITY_SCHEMA
    sealed_at: str
    writer: str
    heads: Mapping[str, Head]
    """Name of a manifest to where it ended, of those that have grown since the seal before."""
    after: str | None
    """The seal before."""
    previous: str | None


class SealSignature(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="signature"):
    """A signature of a seal, over the text `sha256:` and the seal's 64 digits."""

    schema: str = FIXITY_SCHEMA
    seal: str
    signed_at: str
    writer: str
    public_key: str
    """SubjectPublicKeyInfo (RFC 5280), DER in base64."""
    signature: str
    """ECDSA with SHA-256, DER (RFC 3279) in base64, as `openssl dgst -verify` takes it."""
    previous: str | None


Line = FileLine | Seal | SealSignature


@dataclass(frozen=True, slots=True)
class Entry:
    """A line and where it stands."""

    manifest: Path
    offset: int
    digest: str
    """SHA-256 of the line as it stands there."""
    line: Line


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line of a manifest."""

    manifest: Path
    offset: int | None
    is_chain: bool
    """The line can be read, but does not follow the one before it."""
    message: str


@dataclass(slots=True)
class Manifest:
    """Every line of every manifest, and what is wrong with them."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def files(self) -> dict[str, list[FileLine]]:
        """File to its lines, in no certain order."""
        found: dict[str, list[FileLine]] = {}
        for entry in self.entries:
            if isinstance(entry.line, FileLine):
                found.setdefault(entry.line.file, []).append(entry.line)
        return found


def standing(lines: Iterable[FileLine]) -> list[FileLine]:
    """Of one file's lines those that no purge replaces, one a digest; two contradict each other."""
    lines = list(lines)
    replaced = {line.replaces for line in lines if line.why == "purged"} - {None}
    return list({line.sha256: line for line in lines if line.sha256 not in replaced}.values())


def read_manifest(layout: Layout) -> Manifest:
    """The lines of every manifest, in order within each; faults are told, never raised."""
    manifest = Manifest()
    for path in manifests(layout):
        previous: str | None = None
        try:
            for offset, raw in jsonl.lines_of(path):
                _read_line(path, offset, raw, previous, manifest)
                previous = line_digest(raw)
        except (BrokenRecord, OSError) as error:
            manifest.faults.append(Fault(path, None, False, str(error)))
    return manifest


def _read_line(
    path: Path, offset: int, raw: bytes, previous: str | None, manifest: Manifest
) -> None:
    try:
        line: Line = msgspec.json.decode(raw, type=Line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        fault = f"not a line of a manifest: {error}"
        manifest.faults.append(Fault(path, offset, False, fault))
        return
    unknown = _fault_of(line)
    if unknown is not None:
        manifest.faults.append(Fault(path, offset, False, unknown))
        return
    if line.previous != previous:
        fault = f"follows the line {line.previous}, but {previous} stands before it"
        manifest.faults.append(Fault(path, offset, True, fault))
    manifest.entries.append(Entry(path, offset, line_digest(raw), line))


def _fault_of(line: Line) -> str | None:
    """Why a line can be read and is none of ours."""
    if line.schema != FIXITY_SCHEMA:
        return f"has the schema {line.schema!r}, not {FIXITY_SCHEMA}"
    if not isinstance(line, FileLine):
        return None
    if not _FILE.fullmatch(line.file) or line.file.endswith(("/.", "/..")):
        return f"names {line.file!r}, which is no file of warc/ or records/"
    digests = [value for value in (line.sha256, line.replaces) if value is not None]
    if not all(_SHA256.fullmatch(value) for value in digests):
        return f"has a SHA-256 of {line.file} that is none"
    return None


def manifests(layout: Layout) -> list[Path]:
    """The manifests, by name; a collection older than they are has none."""
    return sorted(layout.fixity.glob("manifest-*.jsonl")) if layout.fixity.is_dir() else []


def line_digest(raw: bytes) -> str:
    """SHA-256 of a line without its newline."""
    return hashlib.sha256(raw).hexdigest()
