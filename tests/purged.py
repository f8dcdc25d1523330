"""What is left in a collection of something that was purged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive.collection import Collection
from archive.verify import verify_collection
from archive.warc.members import members_of
from archive.warc.reader import exchange_from, scan

STORY = "ferry-fire-inquiry"


def url_of(path: Path) -> str:
    with Collection.open(path) as collection:
        return next(one.url for one in collection.articles() if STORY in one.url)


def body_of(path: Path) -> bytes:
    """A sentence that stands in the article and nowhere else."""
    with Collection.open(path) as collection:
        article = collection.revision(collection.find_article(url_of(path))).article
    texts = [
        block.text for block in article.body.blocks if block.type == "paragraph" and block.text
    ]
    return texts[2].encode()[:60]


def contents(path: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file as it is, what is in it where it is compressed, and every body decoded."""
    for file in sorted(path.rglob("*")):
        if not file.is_file():
            continue
        yield file, file.read_bytes()
        if file.suffix in (".gz", ".zst"):
            with file.open("rb") as opened:
                for member in members_of(opened):
                    yield file, member.stream.read()
        if ".warc" in file.name and file.parent.name == "warc":
            for record in scan(file):
                answer = exchange_from(record) if record.rec_type == "response" else None
                yield file, answer.body if answer else b""


def files_with(path: Path, text: bytes) -> set[str]:
    return {file.name for file, content in contents(path) if text in content}


def records_of(path: Path) -> dict[tuple[str, int], bytes]:
    """File and offset to record, as it is in the file, of what is no tombstone."""
    found: dict[tuple[str, int], bytes] = {}
    for file in sorted((path / "warc").iterdir()):
        raw = file.read_bytes()
        records = [(r.offset, r.field("Withdrawal-ID")) for r in scan(file)]
        ends = [offset for offset, _ in records[1:]] + [len(raw)]
        for (offset, withdrawal), end in zip(records, ends, strict=True):
            if withdrawal is None:
                found[file.name, offset] = raw[offset:end]
    return found


def tombstones(path: Path) -> int:
    return sum(
        record.field("Withdrawal-ID") is not None
        for file in (path / "warc").iterdir()
        for record in scan(file)
    )


def severities(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in verify_collection(path):
        found.setdefault(one.severity, set()).add(one.rule)
    return found
