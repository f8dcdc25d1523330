"""Checks the JSONL segments of a collection against themselves and against the WARC files."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from archive import jsonl
from archive.digest import EMPTY_SHA1, short_id, usual_label
from archive.errors import BrokenRecord
from archive.files import is_held
from archive.records import (
    Alias,
    Article,
    Capture,
    Comment,
    Observation,
    Withdrawal,
    decode,
    is_purged,
)
from archive.states import digests_of, revision_id
from archive.urls import key_of
from archive.verify.findings import Problem
from archive.verify.ledger import PURGED, AnyRecord, Ledger, moment

KINDS: Mapping[str, type] = {
    "articles": Article,
    "observations": Observation,
    "comments": Comment,
    "aliases": Alias,
    "withdrawals": Withdrawal,
}


def verify_segment(path: Path, size: int, ledger: Ledger) -> Iterator[Problem]:
    """What is wrong with a segment's first `size` bytes (uncompressed)."""
    name = jsonl.segment_name(path)
    kind = name.partition("-")[0]
    if kind not in KINDS:
        yield Problem("jsonl-line", "is no segment of a kind that is known")
        return
    try:
        for offset, line in jsonl.lines_of(path):
            if offset >= size:
                return
            yield from _line(line, offset, name, kind, ledger)
        yield from _tail(path)
    except (BrokenRecord, OSError) as error:
        yield Problem("jsonl-line", str(error))


def _tail(path: Path) -> Iterator[Problem]:
    if is_held(path):
        return  # its writer may be in the middle of a line
    torn = jsonl.torn_tail(path)
    if torn is not None:
        yield Problem("jsonl-torn", "half a last line", torn)


def _line(line: bytes, offset: int, name: str, kind: str, ledger: Ledger) -> Iterator[Problem]:
    if is_purged(line):
        ledger.add_tombstone(f"records/{name}.jsonl.gz", offset, _withdrawal_of(line))
        yield Problem("purged", "a line was removed by `withdraw --purge`", offset)
        return
    try:
        record: AnyRecord = decode(line, KINDS[kind])
    except BrokenRecord as error:
        yield Problem("jsonl-line", str(error), offset)
        return
    identity, key = _identity(record, line)
    ledger.add_line(name, offset, kind, identity, line)
    if isinstance(record, Withdrawal):
        ledger.add_withdrawal(name, offset, record)
    if not ledger.is_new(kind, key):
        yield Problem("jsonl-duplicate", f"{identity} stands here again", offset)
    if isinstance(record, Article):
        yield from _revision(record, offset)
    if isinstance(record, Alias):
        yield from _alias(record, offset, ledger)
    elif isinstance(record, Article | Observation | Comment) and record.article_id:
        ledger.want_article(name, offset, record.article_id)
    if isinstance(record, Observation) and record.revision_id is not None:
        ledger.want_revision(name, offset, record.revision_id)
    if isinstance(record, Observation):
        yield from _status(record, offset)
    if not isinstance(record, Withdrawal) and record.capture is not None:
        yield from _capture(record.capture, offset, ledger)


def _withdrawal_of(line: bytes) -> str | None:
    """The withdrawal that a purged line names; one that was too short for that names none."""
    try:
        named = json.loads(line).get("withdrawal_id")
    except ValueError:
        return ""  # no line that a purge writes
    return named if named is None or isinstance(named, str) else ""


def _status(seen: Observation, offset: int) -> Iterator[Problem]:
    if seen.capture is not None and seen.status != seen.capture.status:
        text = f"an observation of status {seen.status}, its capture's is {seen.capture.status}"
        yield Problem("capture", text, offset, seen.capture.warc_record_id)


def _digest(row: sqlite3.Row, capture: Capture) -> str | None:
    """Of the record's payload; the capture's own where no head tells where the payload begins, and
    where it is what the record says of itself: so it was noted before payloads were digested."""
    said = capture.payload_digest
    is_claim = said is not None and usual_label(said) in (row["claimed"], row["digest"])
    is_empty = row["digest"] is None and said == EMPTY_SHA1
    is_known = row["digest"] is not None or row["status"] is not None
    return row["digest"] if is_known and not is_claim and not is_empty else said


def _alias(alias: Alias, offset: int, ledger: Ledger) -> Iterator[Problem]:
    if alias.article_id == short_id(alias.key):
        ledger.add_name(alias.article_id)
    expected = key_of(alias.url)
    if alias.key != expected:
        text = f"the key of {alias.url} is {alias.key!r}, by today's rules {expected!r}"
        yield Problem("alias-key", text, offset, url=alias.url)


def _identity(record: AnyRecord, line: bytes) -> tuple[str, str]:
    """The record's id, and a key that no other line of its kind may have."""
    if isinstance(record, Article):
        reading = f"{record.reading.reader}\n{record.reading.layout}"
        return record.revision_id, f"{record.revision_id}\n{reading}"
    if isinstance(record, Observation):
        return record.observation_id, record.observation_id
    key = hashlib.sha256(line).hexdigest()
    if isinstance(record, Withdrawal):
        return record.withdrawal_id, key
    return (record.comment_id if isinstance(record, Comment) else record.url), key


def _revision(article: Article, offset: int) -> Iterator[Problem]:
    if article.digests is None or article.capture is None:
        yield Problem("jsonl-line", "a revision without digests or capture", offset)
        return
    found = digests_of(article)
    for part in ("text", "images", "meta"):
        said, is_now = getattr(article.digests, part), getattr(found, part)
        if said != is_now:
            text = f"revision {article.revision_id}: digest of {part} is {said}, found {is_now}"
            yield Problem("digests", text, offset)
    if article.supersedes is not None:
        return  # a newer reading keeps the id that the first reading gave
    expected = revision_id(article.article_id, article.capture, article.digests)
    if article.revision_id != expected:
        text = f"revision {article.revision_id} should have the id {expected}"
        yield Problem("revision-id", text, offset)


def _capture(capture: Capture, offset: int, ledger: Ledger) -> Iterator[Problem]:
    row = ledger.captured_at(capture.warc_filename, capture.warc_offset, capture.warc_record_id)
    where = f"{capture.warc_filename} at {capture.warc_offset}"
    if row is None:
        text = f"the capture of {capture.url} names {where}: no record begins there"
        yield Problem("capture", text, offset, capture.warc_record_id)
        return
    if row["rec_type"] == PURGED:
        text = f"the record in {where}, of {capture.url}, was removed by `withdraw --purge`"
        yield Problem("purged", text, offset, capture.warc_record_id)
        return
    pairs = (
        ("id", capture.warc_record_id, row["record_id"] or capture.warc_record_id),  # ARC has none
        ("URL", capture.url, row["url"]),
        ("date", moment(capture.fetched_at), row["moment"]),
        ("status", capture.status, capture.status if row["status"] is None else row["status"]),
        ("payload digest", capture.payload_digest, _digest(row, capture)),
    )
    for what, said, found in pairs:
        if said != found:
            text = f"the record in {where} has the {what} {found}, its capture says {said}"
            yield Problem("capture", text, offset, capture.warc_record_id)
