"""Other programs' files, checked and imported: `python bench/interoperability.py [DIRECTORY]`.

Prints the table of docs/interoperability.md: for every WARC, ARC and WACZ file below the directory
(default: ../shared/corpora/warcs beside the repository) what `verify` says, what `import` and
`reextract` make of it, and how many records two other readers find. The counts of captures are of
responses, revisits and resources.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from archive.collection import Collection
from archive.errors import ArchiveError
from archive.verify import RULES, verify_file
from archive.verify.warc import verify_warc
from crawler.importing import import_file
from crawler.reextracting import reextract

CORPORA = Path(__file__).parents[2] / "shared/corpora/warcs"
NAMES = re.compile(r"\.(?:warc|arc)(?:\.gz|\.zst)?(?:\.bad)?\Z|\.wacz\Z")
CAPTURES = frozenset({"response", "revisit", "resource"})
_SOFTWARE = re.compile(rb"^software:[ \t]*(.+?)\r?$", re.MULTILINE | re.IGNORECASE)


@dataclass(slots=True)
class Outcome:
    """What became of one file."""

    name: str
    """Below the directory."""
    writer: str = "not said"
    records: int = 0
    found: Counter[str] = field(default_factory=Counter)
    """Findings by rule."""
    captures: int = 0
    others: tuple[int, int] | None = None
    """Captures that warcio and FastWARC read; None for a package."""
    observations: int = 0
    articles: int = 0
    unread: str = ""
    """What could not be imported, and why."""


def files_below(directory: Path) -> list[Path]:
    """Every web archive there, by name."""
    return sorted(path for path in directory.rglob("*") if NAMES.search(path.name))


def outcome(path: Path, directory: Path) -> Outcome:
    """Check, import and read again one file, in a collection of its own."""
    result = Outcome(str(path.relative_to(directory)), writer=software(path))
    if path.suffix == ".wacz":
        result.found = Counter(found.rule for found in verify_file(path))
    else:
        seen: list[int] = []
        found = verify_warc(path, lambda record: seen.append(record.offset))
        result.found = Counter(one.rule for one in found)
        result.records = len(seen)
        result.others = (by_warcio(path), by_fastwarc(path))
    with tempfile.TemporaryDirectory() as place:
        _import(Path(place), path, result)
    return result


def _import(place: Path, path: Path, result: Outcome) -> None:
    with Collection.create_or_open(place / "collection") as collection:
        try:
            done = import_file(collection, path)
        except ArchiveError as error:
            result.unread = _shown(str(error), path, place)
        else:
            result.captures, result.observations = done.captures, done.observations
            result.unread = _shown(done.broken or "", path, place)
        reextract(collection)
        result.articles = sum(1 for _ in collection.articles())


def _shown(message: str, path: Path, place: Path) -> str:
    """A message without the folders of this machine."""
    for shown in (f"{place}/collection/warc/", f"{path.parent}/", f"{path.name}: "):
        message = message.replace(shown, "")
    return message


def software(path: Path) -> str:
    """What a file says of who wrote it."""
    found: list[str] = []
    if path.suffix == ".wacz":
        with suppress(zipfile.BadZipFile, KeyError, ValueError), zipfile.ZipFile(path) as package:
            said = json.loads(package.read("datapackage.json"))
            found.append(str(said.get("software") or ""))
    elif ".arc" in path.name:
        return "ARC"
    else:
        found += list(_said(path))[:1]
    return found[0] if found and found[0] else "not said"


def _said(path: Path) -> Iterator[str]:
    with path.open("rb") as file, suppress(Exception):
        for record in ArchiveIterator(file, no_record_parse=True):
            block = record.raw_stream.read(1 << 16)
            if record.rec_type != "warcinfo":
                return
            if match := _SOFTWARE.search(block):
                yield match[1].decode("utf-8", "replace").strip()


def by_warcio(path: Path) -> int:
    """Captures that warcio reads before it gives up."""
    count = 0
    with path.open("rb") as file, suppress(Exception):
        for record in ArchiveIterator(file, arc2warc=True):
            record.raw_stream.read(-1)
            count += record.rec_type in CAPTURES
    return count


def by_fastwarc(path: Path) -> int:
    """Captures that FastWARC reads before it gives up; it knows no ARC."""
    count = 0
    with suppress(Exception):
        for record in FastIterator(str(path), parse_http=False):
            record.reader.read()
            count += str(record.record_type) in CAPTURES
    return count


def table(outcomes: list[Outcome]) -> str:
    """Markdown."""
    heads = ("File", "Written by", "Records", "verify", "Captures", "warcio / FastWARC")
    heads += ("Observations", "Articles", "Not imported")
    lines = [heads, tuple("---" for _ in heads), *map(_row, outcomes)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _row(one: Outcome) -> tuple[str, ...]:
    others = "" if one.others is None else "{} / {}".format(*one.others)
    numbers = (one.captures, one.observations, one.articles)
    captures, observations, articles = (str(number) for number in numbers)
    records = str(one.records) if one.others else ""
    shown = (one.name, _cell(one.writer), records, findings(one), captures, others)
    return (*shown, observations, articles, _cell(one.unread))


def findings(one: Outcome) -> str:
    """`error: rule (count), … · warning: …`"""
    parts = []
    for severity in ("error", "warning", "info"):
        of = [rule for rule in RULES if rule in one.found and RULES[rule].severity == severity]
        if of:
            counted = ", ".join(f"{rule} {one.found[rule]}" for rule in of)
            parts.append(
                f"**{severity}**: {counted}" if severity == "error" else f"{severity}: {counted}"
            )
    return "; ".join(parts) or "nothing"


def _cell(text: str) -> str:
    return text[:220].replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def rows_of(markdown: str) -> dict[str, list[str]]:
    """Name of a file to the cells of its line in a page that has the table."""
    lines = [line for line in markdown.splitlines() if line.startswith("| ")]
    cells = [line.strip("| ").split(" | ") for line in lines[2:]]
    return {row[0]: row for row in cells}


def main() -> None:
    """Print the table."""
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPORA
    print(table([outcome(path, directory) for path in files_below(directory)]))


if __name__ == "__main__":
    main()
