"""Rules for the records of a file together: ids, and what one record says of another.

Ids are remembered as hashes: a file may have some hundred thousand records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.verify.blocks import Facts
from archive.verify.findings import Problem
from archive.verify.places import Segments
from archive.verify.record import Record, spelled

_ERROR_FIELD = re.compile(rb"^[ \t]*\w*error\w*[ \t]*:", re.IGNORECASE | re.MULTILINE)
_ANSWERS = frozenset({"response", "revisit", "resource", "conversion"})


class Links:
    """What was seen of the records so far, in their order."""

    def __init__(self, filename: str) -> None:
        self._filename = filename.removesuffix(".open")
        self.count = 0
        self._ids: set[int] = set()
        self._warcinfos: set[int] = set()
        self._concurrent: list[tuple[int, str | None, str]] = []
        self._to_warcinfo: dict[str, tuple[int, str | None]] = {}
        self._requests: list[_Request] = []
        self._answered_ids: set[int] = set()
        self._answered_urls: set[int] = set()
        self._explained: set[int] = set()
        self._heads: set[int] = set()
        self._short: list[tuple[Problem, int, list[int]]] = []
        self._segments = Segments()

    def add(self, record: Record, facts: Facts) -> Iterator[Problem]:
        """Remember a record, and say what can be said at once."""
        self.count += 1
        yield from self._identity(record)
        if "WARC-Segment-Number" in record.values:
            yield from (_of(record, *found) for found in self._segments.add(record))
        if record.rec_type == "warcinfo":
            yield from self._warcinfo(record)
        elif self.count == 1:
            yield _of(record, "warcinfo-first", f"the first record is a {record.rec_type}")
        related = _related(record)
        self._concurrent += [(record.offset, record.record_id, value) for value in related]
        info = record.get("WARC-Warcinfo-ID")
        if info:
            self._to_warcinfo.setdefault(info, (record.offset, record.record_id))
        self._remember_answers(record, facts, related)

    def _identity(self, record: Record) -> Iterator[Problem]:
        if record.record_id is None:
            return
        key = hash(record.record_id)
        if key in self._ids:
            yield _of(record, "duplicate-id", "another record of the file has this id")
        self._ids.add(key)

    def _warcinfo(self, record: Record) -> Iterator[Problem]:
        self._warcinfos.add(hash(record.record_id))
        name = record.get("WARC-Filename")
        if name is None:
            return
        if name.endswith(".open"):
            yield _of(record, "filename-open", f"WARC-Filename {name!r} names an unfinished file")
        elif self.count == 1 and name != self._filename:
            yield _of(record, "filename", f"WARC-Filename is {name!r}")

    def _remember_answers(self, record: Record, facts: Facts, related: list[str]) -> None:
        keys = [hash(value) for value in related]
        own = hash(record.record_id)
        if record.rec_type in _ANSWERS:
            self._answered_ids.update(keys, [own])
            self._answered_urls.add(hash(record.url))
        elif record.rec_type == "request":
            self._requests.append(_Request(record, keys))
            if (facts.request_line or b"").startswith(b"HEAD "):
                self._heads.update(keys, [own])
        elif record.rec_type == "metadata" and _ERROR_FIELD.search(facts.kept):
            self._explained.update(keys, [hash(record.get("WARC-Refers-To"))])

    def hold(self, problem: Problem, record: Record) -> None:
        """Keep back a problem of a body without bytes: it may have answered HEAD."""
        related = [hash(value) for value in _related(record)]
        self._short.append((problem, hash(record.record_id), related))

    def problems(self) -> Iterator[Problem]:
        """What can be said once the whole file was seen."""
        for offset, record_id, target in self._concurrent:
            if hash(target) not in self._ids:
                text = f"WARC-Concurrent-To {target} is not in the file"
                yield Problem("concurrent-to", text, offset, record_id)
        for target, (offset, record_id) in self._to_warcinfo.items():
            if hash(target) not in self._warcinfos:
                text = f"WARC-Warcinfo-ID {target} is no warcinfo of the file"
                yield Problem("warcinfo-id", text, offset, record_id)
        yield from self._unanswered()
        for problem, own, related in self._short:
            if own not in self._heads and not self._heads.intersection(related):
                yield problem

    def _unanswered(self) -> Iterator[Problem]:
        for request in self._requests:
            keys = {request.key, *request.related}
            if keys & self._answered_ids or keys & self._explained:
                continue
            if not request.related and request.url in self._answered_urls:
                continue  # writers that do not link their records
            if request.related and not self._ids.intersection(request.related):
                continue  # said already: what it names is not there
            text = "a request without an answer, and without a metadata record that says why"
            yield Problem("unanswered", text, request.offset, request.record_id)


class _Request:
    __slots__ = ("key", "offset", "record_id", "related", "url")

    def __init__(self, record: Record, related: list[int]) -> None:
        self.offset = record.offset
        self.record_id = record.record_id
        self.key = hash(record.record_id)
        self.related = related
        self.url = hash(record.url)


def _related(record: Record) -> list[str]:
    """Every WARC-Concurrent-To: the one field that may be repeated (section 5.7)."""
    if "WARC-Concurrent-To" not in record.values:
        return []
    return [value for name, value in record.fields if spelled(name) == "WARC-Concurrent-To"]


def _of(record: Record, rule: str, message: str) -> Problem:
    return Problem(rule, message, record.offset, record.record_id, record.url)
