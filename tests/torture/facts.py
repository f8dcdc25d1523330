"""What a collection has acknowledged, and what is wrong with one that was repaired after a crash."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive import jsonl
from archive.collection import Collection, recovery
from archive.errors import BrokenWarc
from archive.verify.collection import verify_collection
from archive.warc.reader import StoredRecord, scan
from archive.warc.recovery import whole_records
from crawler.rereading import roll_forward

TABLES = {
    "captures": "filename, offset, record_id, url, rec_type, digest, payload_sha256, length",
    "revisions": "segment, offset, record, revision_id, fetched_at",
    "observations": "segment, offset, record, observation_id, warc_record_id",
    "comments": "segment, offset, record, comment_id",
    "aliases": "segment, offset, record, key, url",
    "segments": "name, kind, size",
}


@dataclass(frozen=True)
class Acknowledged:
    """What must still be there after the crash."""

    visits: frozenset[str]
    """URLs that the frontier counts as done."""
    captures: frozenset[str]
    """Record ids of the index: it is told of what is durable only."""
    observations: frozenset[str]
    """Ids of the observations of acknowledged visits."""


NOTHING = Acknowledged(frozenset(), frozenset(), frozenset())


def acknowledged(path: Path, aside: Path) -> Acknowledged:
    """What the SQLite files say; read from copies, because to open one is to change it."""
    for name in ("crawl/frontier.sqlite", "index/index.sqlite"):
        for file in (path / name).parent.glob(f"{Path(name).name}*"):
            if not file.name.endswith("-shm"):
                aside.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, aside / file.name)
    visits = _column(aside / "frontier.sqlite", "SELECT url FROM url WHERE verdict = 'done'")
    captures = _column(aside / "index.sqlite", "SELECT record_id FROM captures")
    lines = _column(aside / "index.sqlite", "SELECT record FROM observations")
    seen = [json.loads(line) for line in lines]
    shutil.rmtree(aside, ignore_errors=True)
    return Acknowledged(
        frozenset(visits),
        frozenset(captures),
        frozenset(one["observation_id"] for one in seen if visits & _urls(one["capture"])),
    )


def _urls(capture: dict[str, object]) -> set[object]:
    return {capture["url"], capture["request_url"]}


def _column(path: Path, query: str) -> set[str]:
    if not path.exists():
        return set()
    with closing(sqlite3.connect(path)) as db:
        try:
            return {row[0] for row in db.execute(query)}
        except sqlite3.OperationalError as error:
            assert "no such table" in str(error), error  # noqa: PT017  # killed before it was made
            return set()


def whole(path: Path) -> dict[str, frozenset[object]]:
    """What stands whole in the files of warc/ and records/: by writer's file, records and lines.

    Hidden files are copies that a repair had not put in place yet; what they copy stands beside them.
    """
    found: dict[str, frozenset[object]] = {}
    for file in sorted((path / "warc").glob("[!.]*")) if (path / "warc").is_dir() else ():
        name = file.name.removesuffix(".open")
        found[name] = found.get(name, frozenset()) | frozenset(_records(file))
    for file in sorted((path / "records").glob("[!.]*")) if (path / "records").is_dir() else ():
        name = jsonl.segment_name(file)
        found[name] = found.get(name, frozenset()) | frozenset(_lines(file))
    return {name: content for name, content in found.items() if content}


def _records(file: Path) -> Iterator[object]:
    with file.open("rb") as opened:
        ranges = list(whole_records(opened))
        for start, end in ranges:
            opened.seek(start)
            yield gzip.decompress(opened.read(end - start))


def _lines(file: Path) -> Iterator[object]:
    """The lines that are JSON; a broken gzip has a whole plain file beside it."""
    content = file.read_bytes()
    if file.suffix == ".gz":
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError):
            return
    for line in content.split(b"\n")[:-1]:
        try:
            json.loads(line)
        except ValueError:
            continue
        yield line


def answered(path: Path, since: str) -> set[str]:
    """The URLs of which a whole answer of 200, fetched since a WARC-Date, is in a WARC file."""
    found: set[str] = set()
    for file in sorted((path / "warc").glob("*")):
        try:
            for record in scan(file):
                is_new = (record.field("WARC-Date") or "") >= since
                if record.rec_type == "response" and is_new and _status(record) == b"200":
                    found.add(record.url)
        except (BrokenWarc, IndexError):
            continue
    return found


def _status(record: StoredRecord) -> bytes:
    return record.block.readline(64).split()[1]


def repaired(path: Path) -> list[str]:
    """Repair a collection as every start of a crawl does; what was said."""
    with Collection.create_or_open(path) as collection:
        report = recovery.repair(collection.layout, collection.index)
        for writer_id in report.dead_writers:
            roll_forward(collection, writer_id)
    return [*report.done, *report.damaged]


def wrong(path: Path, known: Acknowledged, kept: dict[str, frozenset[object]]) -> list[str]:
    """What is wrong with a repaired collection."""
    found = [
        f"{each.rule}: {each.file}: {each.message}"
        for each in verify_collection(path)
        if each.severity == "error"
    ]
    now = whole(path)
    for name, content in kept.items():
        lost = content - now.get(name, frozenset())
        found += [f"{name}: lost {str(each)[:300]}" for each in lost]
    with Collection.open(path) as collection:
        index = collection.index
        for what, ids, query in (
            ("capture", known.captures, "SELECT record_id FROM captures"),
            ("observation", known.observations, "SELECT observation_id FROM observations"),
            ("visit", known.visits, "SELECT url FROM captures"),
        ):
            here = {row[0] for row in index.rows(query)}
            found += [f"the acknowledged {what} {one} is lost" for one in ids - here]
    found += [f"{left.name}: left" for left in _left_behind(path)]
    return found


def _left_behind(path: Path) -> Iterator[Path]:
    yield from (path / "warc").glob("*.open")
    yield from (path / "records").glob("*.jsonl")
    yield from (path / "crawl/writers").iterdir()


def index_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the index holds, in an order of its own."""
    with Collection.open(path) as collection:
        return {
            table: sorted(
                tuple(row) for row in collection.index.rows(f"SELECT {names} FROM {table}")
            )
            for table, names in TABLES.items()
        }


def rebuilt(path: Path, copy: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the index holds when it is built anew from the truth."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(path, copy)
    with Collection.create_or_open(copy) as collection:
        layout = collection.layout
    from archive.index import Index

    recovery.rebuild(layout, lambda: Index(layout.database), lambda what: None)
    found = index_of(copy)
    shutil.rmtree(copy)
    return found
