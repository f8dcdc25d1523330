"""Whether every closed file has the line that whoever closed it has left in the manifest.

A writer notes each file before it ends cleanly: in a collection that was made with manifests a closed
file without a line was never noted only where its writer died, which its marker then says. Else the
line was taken away: with the whole manifest, or with the last lines of it, which no chain protects.
A line that was made later (`microfiche fixity`, a purge) says what the file was from then on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.collection.fixity import (
    closed_files,
    is_owed,
    is_unended,
    live_writers,
    name_of,
    writer_of,
)
from archive.collection.layout import Layout, keeps_manifests
from archive.collection.manifest import FileLine, Manifest, manifests
from archive.verify.findings import Finding, Problem, finding

_MOST_NAMED = 3
_BY_ITS_WRITER = frozenset({"closed", "imported", "repaired"})


@dataclass(frozen=True, slots=True)
class Closed:
    """The closed files, and who owes lines: taken before the manifest is read."""

    files: list[Path]
    live: set[str]


def closed(layout: Layout) -> Closed:
    """What has to be noted by now."""
    live = live_writers(layout)
    return Closed(closed_files(layout), live)


def verify_noted(layout: Layout, wanted: Closed, manifest: Manifest) -> Iterator[Finding]:
    """Files without a line, and files whose first line came late."""
    known = manifest.files()
    missing = [path for path in wanted.files if name_of(layout, path) not in known]
    missing = [p for p in missing if writer_of(p) not in wanted.live and not is_owed(layout, p)]
    if keeps_manifests(layout):
        yield from _missing(layout, missing)
        for name, lines in sorted(known.items()):
            if late := _late(lines):
                yield finding(str(layout.root / name), Problem("fixity-late", late))
        return
    if missing:
        yield finding(str(layout.fixity), Problem("fixity-unlisted", _counted(layout, missing)))
    if late_files := sorted(name for name, lines in known.items() if _late(lines)):
        text = f"{_several(late_files)}: what they were before they were noted, nothing tells"
        yield finding(str(layout.fixity), Problem("fixity-older", text))


def _missing(layout: Layout, missing: list[Path]) -> Iterator[Finding]:
    gone: dict[str, list[Path]] = {}
    for path in missing:
        writer = writer_of(path)
        if writer is None:
            text = "is not in the manifest; `microfiche fixity` adds it as it is now"
            yield finding(str(path), Problem("fixity-unlisted", text))
        elif is_unended(layout, path):
            text = "is not in the manifest: its writer died, `microfiche repair` notes it"
            yield finding(str(path), Problem("fixity-unlisted", text))
        else:
            gone.setdefault(writer, []).append(path)
    if gone and not manifests(layout):
        text = "no manifest is here, and every writer of this collection leaves one"
        yield finding(str(layout.fixity), Problem("fixity-gone", text))
        return
    for writer, paths in sorted(gone.items()):
        path = layout.fixity / f"manifest-{writer}.jsonl"
        fault = "has no line (or no more) of" if path.exists() else "is not here, the manifest of"
        text = f"{fault} {_several([name_of(layout, each) for each in paths])}"
        yield finding(str(path), Problem("fixity-gone", text))


def _late(lines: list[FileLine]) -> str | None:
    """Why the lines of a file do not tell what it was when it was closed; None where they do."""
    if any(line.why in _BY_ITS_WRITER for line in lines):
        return None
    first = min(lines, key=lambda line: line.hashed_at)
    by = "when it was purged" if first.why == "purged" else "by `microfiche fixity`"
    return f"was noted {by}, on {first.hashed_at}, and by nobody before"


def _counted(layout: Layout, missing: list[Path]) -> str:
    names = _several([name_of(layout, path) for path in missing])
    return f"not in the manifest: {names}; `microfiche fixity` adds them as they are now"


def _several(names: list[str]) -> str:
    """How many files, and some of their names."""
    shown = ", ".join(names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    count = f"{len(names)} file{'s' if len(names) > 1 else ''}"
    return f"{count}: {shown}" + (f" and {more} more" if more > 0 else "")
