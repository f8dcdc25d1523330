"""What looks as if it had been purged: whether a purge of this collection says that it did it.

A file that was imported may hold tombstones of another collection's purges, which cannot be held to
anything here: they are taken as they came, where the file still has the bytes that the manifest
noted when it was imported.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.collection.fixity import hashed
from archive.collection.layout import Layout
from archive.collection.manifest import FileLine, read_manifest, standing
from archive.errors import CollectionError
from archive.verify.findings import Finding, Problem, finding
from archive.verify.ledger import Ledger

_OURS = frozenset({"closed", "repaired"})


def verify_tombstones(layout: Layout, ledger: Ledger) -> Iterator[Finding]:
    """Tombstones that no purge made, more of them than it made, and purges that have not ended."""
    _believe_imported(layout, ledger)
    for row in ledger.forged():
        text = f"no purge of the withdrawal {row['withdrawal_id'] or '(unnamed)'} changed this file"
        yield finding(str(layout.root / row["file"]), Problem("purged-forged", text, row["offset"]))
    for withdrawal_id, file, count, said in ledger.too_many():
        whose = f"of the withdrawal {withdrawal_id} says" if withdrawal_id else "of all says"
        text = f"{count} places say that a purge removed them; that {whose} {said}"
        yield finding(str(layout.root / file), Problem("purged-forged", text))
    for withdrawal_id, segment, offset in ledger.unfinished():
        text = f"the purge of the withdrawal {withdrawal_id} was begun and has not ended"
        path = layout.records / f"{segment}.jsonl"
        yield finding(str(path), Problem("purge-unfinished", text, offset))


def _believe_imported(layout: Layout, ledger: Ledger) -> None:
    """Forget the tombstones of other collections; each is told already, as `purged`."""
    rows = list(ledger.forged())
    known = read_manifest(layout).files() if rows else {}
    for file in sorted({row["file"] for row in rows}):
        if _is_as_imported(layout, file, known.get(file, [])):
            ledger.forget_tombstones([row for row in rows if row["file"] == file])


def _is_as_imported(layout: Layout, file: str, lines: list[FileLine]) -> bool:
    """Whether the file has the bytes that it was imported with, or that a purge here left of them."""
    whys = {line.why for line in lines}
    left = standing(lines)
    if "imported" not in whys or whys & _OURS or len(left) != 1:
        return False
    try:
        return hashed(layout.root / file)[1] in (left[0].sha256, left[0].replaces)
    except CollectionError:
        return False  # the check of the file says why
