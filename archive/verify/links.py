"""Rules for the records of a file together: ids, and what one record says of another.

Of a record that has found all that it names, and whose request is answered, only a few numbers are
kept, by the hash of its id: a file may have some hundred thousand records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archive.verify.findings import Problem
from archive.verify.places import Segments
from archive.verify.record import Record, Told

_ERROR_FIELD = re.compile(rb"^[ \t]*\w*error\w*[ \t]*:", re.IGNORECASE | re.MULTILINE)
_ANSWERS = frozenset({"response", "revisit", "resource", "conversion"})

_SEEN = 1
"""A record of the file has this id."""
_WARCINFO = 2
_SETTLED = 4
"""A request of this id is answered, or the error is noted: an answer has the id or names it."""
_HEAD = 8
"""A request that asks with HEAD has the id or names it."""


_MOST_OPEN = 20_000
"""Records at a time that wait for what they name: a hostile file may have any number of them."""


class Links:
    """What was seen of the records so far, in their order."""

    def __init__(self, filename: str) -> None:
        self._filename = filename.removesuffix(".open")
        self.count = 0
        self._marks: dict[int, int] = {}
        """Hash of an id to what is known of it."""
        self._awaited: dict[int, list[tuple[int, str | None, str]]] = {}
        """Hash of an id that WARC-Concurrent-To names and no record has so far, to the records."""
        self._waiting = 0
        """How many these are."""
        self._to_warcinfo: dict[str, tuple[int, str | None]] = {}
        self._open: dict[int, list[_Request]] = {}
        """Requests that are not settled, by the hash of their id, and of each id that they name; one
        that names none, by the hash of its URL too."""
        self._answered_urls: set[int] = set()
        self._unasked = 0
        """Records of which it is not asked whether what they name is there: too many waited."""
        self._short: list[tuple[Problem, int, list[int]]] = []
        self._segments = Segments()

    def add(self, record: Told) -> Sequence[Problem]:
        """Remember a record, and say what can be said at once."""
        self.count += 1
        own, kind = hash(record.record_id), record.rec_type
        related = record.related
        keys = [hash(value) for value in related]
        problems = self._identity(record, own)
        if kind == "warcinfo":
            problems += self._warcinfo(record, own)
        elif self.count == 1:
            problems.append(_of(record, "warcinfo-first", f"the first record is a {kind}"))
        for key, value in zip(keys, related, strict=True):
            if not self._marks.get(key, 0) & _SEEN:
                self._await(record, key, value)
        info = record.get("WARC-Warcinfo-ID")
        if info and info not in self._to_warcinfo and len(self._to_warcinfo) < _MOST_OPEN:
            self._to_warcinfo[info] = (record.offset, record.record_id)
        if kind in _ANSWERS:
            url = hash(record.url)
            self._answered_urls.add(url)
            self._settle((own, *keys))
            if self._open:
                self._close(url)
        elif kind == "request":
            self._request(record, own, keys)
        elif kind == "metadata" and _ERROR_FIELD.search(record.kept):
            self._settle((hash(record.get("WARC-Refers-To")), *keys))
        return problems

    def _await(self, record: Told, key: int, value: str) -> None:
        if self._waiting >= _MOST_OPEN:
            self._unasked += 1
            return
        self._waiting += 1
        self._awaited.setdefault(key, []).append((record.offset, record.record_id, value))

    def segment(self, record: Record) -> Iterator[Problem]:
        """What is wrong with a segment, in the light of those before."""
        if "WARC-Segment-Number" in record.values:
            yield from (_of(record, *found) for found in self._segments.add(record))

    def _identity(self, record: Told, own: int) -> list[Problem]:
        marks = self._marks.get(own, 0)
        if record.record_id is None:
            return []
        self._marks[own] = marks | _SEEN
        if self._awaited:
            self._waiting -= len(self._awaited.pop(own, ()))
        if marks & _SEEN:
            return [_of(record, "duplicate-id", "another record of the file has this id")]
        return []

    def _warcinfo(self, record: Told, own: int) -> Iterator[Problem]:
        self._mark((own,), _WARCINFO)
        name = record.get("WARC-Filename")
        if name is None:
            return
        if name.endswith(".open"):
            yield _of(record, "filename-open", f"WARC-Filename {name!r} names an unfinished file")
        elif self.count == 1 and name != self._filename:
            yield _of(record, "filename", f"WARC-Filename is {name!r}")

    def _mark(self, keys: Iterable[int], mark: int) -> None:
        for key in keys:
            self._marks[key] = self._marks.get(key, 0) | mark

    def _settle(self, keys: tuple[int, ...]) -> None:
        self._mark(keys, _SETTLED)
        if self._open:
            for key in keys:
                self._close(key)

    def _close(self, key: int) -> None:
        for request in tuple(self._open.get(key, ())):
            for each in request.keys:
                group = self._open[each]
                group.remove(request)
                if not group:
                    del self._open[each]

    def _request(self, record: Told, own: int, related: list[int]) -> None:
        keys = {own, *related}
        if record.is_head:
            self._mark(keys, _HEAD)
        if any(self._marks.get(key, 0) & _SETTLED for key in keys):
            return
        if not related:  # of writers that do not link their records
            url = hash(record.url)
            if url in self._answered_urls:
                return
            keys.add(url)
        if len(self._open) >= 2 * _MOST_OPEN:
            self._unasked += 1
            return
        request = _Request(record.offset, record.record_id, related, tuple(keys))
        for key in request.keys:
            self._open.setdefault(key, []).append(request)

    def hold(self, problem: Problem, record: Record) -> None:
        """Keep back a problem of a body without bytes: it may have answered HEAD."""
        related = [hash(value) for value in record.related]
        self._short.append((problem, hash(record.record_id), related))

    def problems(self) -> Iterator[Problem]:
        """What can be said once the whole file was seen."""
        for offset, record_id, target in sorted(
            (one for waiting in self._awaited.values() for one in waiting), key=lambda one: one[0]
        ):
            text = f"WARC-Concurrent-To {target} is not in the file"
            yield Problem("concurrent-to", text, offset, record_id)
        for target, (offset, record_id) in self._to_warcinfo.items():
            if not self._marks.get(hash(target), 0) & _WARCINFO:
                text = f"WARC-Warcinfo-ID {target} is no warcinfo of the file"
                yield Problem("warcinfo-id", text, offset, record_id)
        yield from self._unanswered()
        if self._unasked:
            text = f"{self._unasked:,} times not asked: more than {_MOST_OPEN:,} records waited"
            yield Problem("links-unasked", text)
        for problem, own, related in self._short:
            if not any(self._marks.get(key, 0) & _HEAD for key in (own, *related)):
                yield problem

    def _unanswered(self) -> Iterator[Problem]:
        left = {id(request): request for group in self._open.values() for request in group}
        for request in sorted(left.values(), key=lambda one: one.offset):
            if request.related and not any(
                self._marks.get(key, 0) & _SEEN for key in request.related
            ):
                continue  # said already: what it names is not there
            text = "a request without an answer, and without a metadata record that says why"
            yield Problem("unanswered", text, request.offset, request.record_id)


class _Request:
    __slots__ = ("keys", "offset", "record_id", "related")

    def __init__(
        self, offset: int, record_id: str | None, related: list[int], keys: tuple[int, ...]
    ) -> None:
        self.offset = offset
        self.record_id = record_id
        self.related = related
        self.keys = keys


def _of(record: Told, rule: str, message: str) -> Problem:
    return Problem(rule, message, record.offset, record.record_id, record.url)
