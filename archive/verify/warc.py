"""Checks one WARC or ARC file, whoever wrote it, in one pass and in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from archive.errors import BrokenWarc
from archive.files import is_regular
from archive.verify.arc import walk_arc
from archive.verify.blocks import Facts, read_block
from archive.verify.clock import Clock
from archive.verify.contents import CONTENT_RULES, CONTENT_RULES_OF, OVER_CHUNKS
from archive.verify.fields import FIELD_RULES, FIELD_RULES_OF
from archive.verify.findings import Finding, Problem, finding, guarded
from archive.verify.framing import Framing
from archive.verify.links import Links
from archive.verify.own import Own
from archive.verify.record import Record, Told
from archive.verify.shapes import Shapes
from archive.verify.sound import Sound
from archive.verify.walk import walk
from archive.verify.window import WholeBlock
from archive.warc.members import members_of

_BUFFER = 1 << 20
_NAMES = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")

OnRecord = Callable[[Told], None]
"""Called with every record of a WARC file once it was checked; its block is read."""


def ignore(record: Told) -> None:
    """For who wants findings only."""


def verify_warc(
    path: Path, on_record: OnRecord = ignore, *, closed: str | None = None
) -> Iterator[Finding]:
    """What is wrong with a .warc, .warc.gz, .warc.zst, .arc or .arc.gz file.

    `closed` is when it had all its records (as WARC-Date is written), where that is known.
    Raises nothing for a broken file: that is what findings are for.
    """
    try:
        if not is_regular(path):
            yield finding(str(path), Problem("unreadable", "is no regular file"))
            return
        with path.open("rb", buffering=_BUFFER) as file:
            found = verify_stream(file, str(path), path.name, on_record, closed=closed)
            yield from guarded(str(path), found)
    except OSError as error:
        yield finding(str(path), Problem("unreadable", f"cannot be read: {error.strerror}"))


def verify_stream(
    file: BinaryIO,
    shown: str,
    name: str,
    on_record: OnRecord = ignore,
    *,
    closed: str | None = None,
) -> Iterator[Finding]:
    """As verify_warc, of a seekable stream; `name` is what WARC-Filename should be."""
    kind = _kind(file, name)
    if kind == "warc":
        problems = _warc_problems(file, name, on_record, Clock(closed))
    elif kind == "arc":
        problems = walk_arc(file, on_record)
    else:
        problems = iter([Problem("unreadable", "is no WARC, ARC or WACZ file", 0)])
    for problem in problems:
        yield finding(shown, problem)


def _kind(file: BinaryIO, name: str) -> str | None:
    """By the first bytes, where they say nothing by the name."""
    start = _first_bytes(file)
    file.seek(0)
    if start.startswith(b"WARC/"):
        return "warc"
    plain = name.removesuffix(".open")
    if start.startswith(b"filedesc:") or plain.endswith((".arc", ".arc.gz")):
        return "arc"
    return "warc" if plain.endswith(_NAMES) else None


def _first_bytes(file: BinaryIO) -> bytes:
    try:
        for member in members_of(file):
            return member.stream.read(16)
    except BrokenWarc:
        return b""
    return b""


def _warc_problems(
    file: BinaryIO, name: str, on_record: OnRecord, clock: Clock
) -> Iterator[Problem]:
    links, shapes, framing, own = Links(name), Shapes(), Framing(), Own()
    broken = False
    for item in walk(file, shapes):
        if isinstance(item, Sound):
            if item.is_digest_framed:
                at = (item.offset, item.record_id, item.url)
                yield Problem("payload-digest-framed", OVER_CHUNKS, *at)
            yield from links.add(item)
            has_payload = item.rec_type == "response" and len(item.payload) > 0
            yield from own.faults(item, has_payload=has_payload)
            framing.see(item, True if item.framed is not None else None, is_ours=own.is_ours)
            clock.add(item)
            on_record(item)
        elif isinstance(item, Problem):
            broken = True
            yield item
        else:
            facts = read_block(item, is_noted=on_record is not ignore)
            yield from _record_problems(item, facts, links, shapes)
            yield from links.add(item)
            yield from links.segment(item)
            yield from own.faults(item, has_payload=_has_payload(item, facts))
            framing.see(item, facts.is_chunked, is_ours=own.is_ours)
            if item.block.error is None:
                clock.add(item)
                on_record(item)
    if not links.count and not broken:
        yield Problem("no-records", "the file has no record", 0)
    yield from links.problems()
    yield from framing.problems()
    yield from clock.problems()


def _has_payload(record: Record, facts: Facts) -> bool:
    """Of an answer that is here whole; where no head tells, nobody knows where a payload begins."""
    is_known = facts.head is not None and not facts.is_torn
    return record.rec_type == "response" and is_known and facts.payload.length > 0


def _record_problems(
    record: Record, facts: Facts, links: Links, shapes: Shapes
) -> Iterator[Problem]:
    kind = record.rec_type
    found = [one for rule in FIELD_RULES_OF.get(kind, FIELD_RULES) for one in rule(record)]
    if not found and isinstance(record.block, WholeBlock):
        shapes.learn(record)
    checks = CONTENT_RULES_OF.get(kind, CONTENT_RULES)
    found += [one for check in checks for one in check(record, facts)]
    for rule, message in found:
        problem = Problem(rule, message, record.offset, record.record_id, record.url)
        if rule == "http-length" and not facts.framed.length:
            links.hold(problem, record)
        else:
            yield problem
