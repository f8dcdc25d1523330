"""Checks of our own: no validator is enough, and each sees what others pass over.

    findings.py    the findings and the table of rules, each with its section
    window.py      reading forward with a look ahead
    walk.py        a WARC file's structure, record by record
    record.py      a record as the rules see it
    blocks.py      a block read once: digests, head, framing; digests.py has the hashers, chunks.py
                   the body without its chunks
    shapes.py      headers in which nothing is wrong, by their pattern; sound.py: such records
    fields.py      rules for named fields
    contents.py    rules for digests and HTTP messages
    places.py      which field may stand in which record; segments
    links.py       rules for the records of a file together; framing.py whether it keeps chunks,
                   own.py whether what we wrote has its digests
    warc.py        a WARC or ARC file, whoever wrote it; arc.py has the rules for ARC
    wacz.py        a WACZ package
    parallel.py    many files in many processes
    collection.py  a collection: segments.py has JSONL against WARC, indexed.py the index against
                   both, ledger.py what was seen, tombstones.py what was purged, fixity.py,
                   noted.py and seals.py the manifest

Checks return findings; a broken file never raises. What only a package or a collection needs is
imported when one is checked.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from archive.errors import BadInput
from archive.files import is_regular
from archive.verify.findings import RULES, Finding, Progress, Rule, Severity, bounded, silent
from archive.verify.parallel import Tell, in_order
from archive.verify.warc import OnRecord, ignore, verify_warc

__all__ = [
    "RULES",
    "Finding",
    "Rule",
    "Severity",
    "files_of",
    "verify_collection",
    "verify_file",
    "verify_files",
    "verify_wacz",
    "verify_warc",
]


def files_of(path: Path) -> list[Path]:
    """See archive.verify.collection."""
    from archive.verify import collection

    return collection.files_of(path)


def verify_collection(path: Path, progress: Progress = silent, jobs: int = 1) -> Iterator[Finding]:
    """What is wrong with a collection; see archive.verify.collection."""
    from archive.verify import collection

    return bounded(collection.verify_collection(path, progress, jobs))


def verify_wacz(path: Path, trusted: bytes | None = None) -> Iterator[Finding]:
    """What is wrong with a WACZ package; see archive.verify.wacz."""
    from archive.verify import wacz

    return wacz.verify_wacz(path, trusted)


def verify_file(
    path: Path, trusted: bytes | None = None, on_record: OnRecord = ignore
) -> Iterator[Finding]:
    """What is wrong with a WARC, ARC or WACZ file; `trusted` is the key that has to have signed it.

    Of very many findings of one rule the last one says how many more there are.
    Raises BadInput for a WARC or ARC that is to be signed: it has no place for a signature.
    """
    if path.suffix.lower() in (".wacz", ".zip") or _is_zip(path):
        return bounded(verify_wacz(path, trusted))
    if trusted is not None:
        raise BadInput(f"{path}: only WACZ packages are signed; leave --key away")
    return bounded(verify_warc(path, on_record))


def _is_zip(path: Path) -> bool:
    """By its first bytes (APPNOTE, 4.3.6): a package may have any name."""
    try:
        if not is_regular(path):
            return False
        with path.open("rb") as file:
            return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    except OSError:
        return False  # the check of it says why


def verify_files(
    paths: Sequence[Path], progress: Progress = silent, jobs: int = 1, trusted: bytes | None = None
) -> Iterator[Finding]:
    """What is wrong with files, in their order; checked in that many processes at a time."""
    for found in in_order(partial(_all_of, trusted=trusted), paths, jobs, progress):
        yield from found


def _all_of(path: Path, tell: Tell, trusted: bytes | None) -> list[Finding]:
    return list(verify_file(path, trusted, lambda record: tell(record.offset)))
