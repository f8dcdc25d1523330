"""Where a WARC of the collection comes from: its own crawls, or an import.

The manifest says it, line by line in a chain of hashes: who closed a file, or copied it into warc/,
noted why. A file's name says nothing: anybody may give a file the name of a writer. Where no line
tells (a collection older than its manifest, a file put there by hand) it is not known: such a file is
not shown as imported, but nothing is asked or left out because of it either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.collection.layout import Layout
from archive.collection.manifest import FileLine, read_manifest
from archive.warc.rows import CRAWLED, IMPORTED

_OURS = frozenset({"closed", "repaired"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file comes from."""

    origin: str | None
    """`crawled`, `imported`, or None where nothing tells."""
    imported_at: str | None = None
    """When the manifest noted the import."""

    @property
    def told(self) -> dict[str, str | None]:
        """As JSON has it: `origin` is crawled, imported or unknown."""
        return {"origin": self.origin or "unknown", "imported_at": self.imported_at}

    @property
    def is_imported(self) -> bool:
        """Whether somebody else's file brought it."""
        return self.origin == IMPORTED


def origin_of(lines: Iterable[FileLine]) -> Origin:
    """What the lines of one file tell; an import counts for more than a claim to be our own."""
    lines = list(lines)
    imports = [line.hashed_at for line in lines if line.why == "imported"]
    if imports:
        return Origin(IMPORTED, min(imports))
    return Origin(CRAWLED if any(line.why in _OURS for line in lines) else None)


def origins(layout: Layout) -> dict[str, Origin]:
    """Name below warc/ to origin, of every file that the manifest names."""
    files = read_manifest(layout).files()
    return {
        name.removeprefix("warc/"): origin_of(lines)
        for name, lines in files.items()
        if name.startswith("warc/")
    }
