"""Which record a revisit repeats (WARC/1.1 section 6.7): the one place that decides, for replay,
extraction, export, withdrawal and `verify`.

What a revisit names comes first: a record id (WARC-Refers-To), then a URL and a date, then a payload
digest alone. Anybody may write any name and any digest into a file that is imported, so what is named
must also fit: its payload, as computed, must be the one that the revisit speaks of, by SHA-256 where
both are known. Among those that fit alike, the collection's own come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from archive.digest import EMPTY_SHA1
from archive.times import parse_warc_date
from archive.warc.rows import CRAWLED, IMPORTED

_MOST_STEPS = 8
"""Revisits of revisits that are followed."""
_SURE, _SAID, _UNTOLD = 2, 1, 0


class Referable(Protocol):
    """What is known of a record, as in archive.warc.rows.CaptureRow."""

    @property
    def url(self) -> str: ...
    @property
    def date(self) -> str: ...
    @property
    def filename(self) -> str: ...
    @property
    def offset(self) -> int: ...
    @property
    def record_id(self) -> str: ...
    @property
    def rec_type(self) -> str: ...
    @property
    def digest(self) -> str | None: ...
    @property
    def claimed(self) -> str | None: ...
    @property
    def payload_sha256(self) -> str | None: ...
    @property
    def origin(self) -> str | None: ...
    @property
    def refers_to(self) -> str | None: ...
    @property
    def refers_to_url(self) -> str | None: ...
    @property
    def refers_to_date(self) -> str | None: ...


R = TypeVar("R", bound=Referable)
R_co = TypeVar("R_co", bound=Referable, covariant=True)


class Records(Protocol[R_co]):
    """Where records are looked up: responses, resources and revisits, oldest first."""

    def of_id(self, record_id: str) -> Sequence[R_co]:
        """Those of an id."""

    def of_url(self, url: str) -> Sequence[R_co]:
        """Those of exactly a URL."""

    def of_digest(self, digest: str) -> Sequence[R_co]:
        """Responses and resources whose payload digest, computed or claimed, it is."""


def original(row: R, records: Records[R]) -> R | None:
    """The response or resource that a revisit repeats, by whatever other revisits; any other record
    itself. None where no record fits."""
    found: R | None = row
    for _ in range(_MOST_STEPS):
        if found is None or found.rec_type != "revisit":
            return found
        found = referred(found, records)
    return None


def referred(row: R, records: Records[R]) -> R | None:
    """What a revisit names and what fits: the best of them; else what has its digest."""
    for found in (_named(row, records), _alike(row, records)):
        ranked = list(_ranked(row, found))
        if ranked:
            return max(ranked, key=lambda each: each[0])[1]
    return None


def named(row: R, records: Records[R]) -> list[R]:
    """Every record that a revisit names by id, or by URL and date; whether it fits or not."""
    own = _place(row)
    return [one for one, rank in _named(row, records) if rank > 1 and _place(one) != own]


def _ranked(row: R, found: Iterator[tuple[R, int]]) -> Iterator[tuple[tuple[int, ...], R]]:
    """Those that fit, with what speaks for them; the first of equals is the oldest."""
    for one, named in found:
        agreed = _agreement(row, one)
        if agreed is None or agreed < _least(row, named) or _place(one) == _place(row):
            continue
        trust = 2 if one.origin == CRAWLED else 0 if one.origin == IMPORTED else 1
        yield (named, agreed, trust, one.rec_type != "revisit"), one


def _least(row: Referable, named: int) -> int:
    """How sure it must be: a name without a date, or none, is no more than a hint; and we know what
    we wrote."""
    if row.origin == CRAWLED:
        return _SURE
    return _UNTOLD if named > 1 else _SAID


def _named(row: R, records: Records[R]) -> Iterator[tuple[R, int]]:
    if row.refers_to:
        for one in records.of_id(row.refers_to):
            yield one, 3
    moment = _moment(row.refers_to_date)
    for one in records.of_url((row.refers_to_url or row.url).strip("<>")):
        if moment is None:
            if one.rec_type != "revisit":
                yield one, 1
        elif _moment(one.date) == moment:
            yield one, 2


def _alike(row: R, records: Records[R]) -> Iterator[tuple[R, int]]:
    if row.digest and row.digest != EMPTY_SHA1:
        for one in records.of_digest(row.digest):
            yield one, 0


def _agreement(row: Referable, one: Referable) -> int | None:
    """How sure it is that a record has the payload that a revisit speaks of; None where it has not.

    A digest that only the record claims counts for the revisits of others: there are programs that
    digest the chunks, in both.
    """
    is_answer = one.rec_type != "revisit"
    if row.payload_sha256 and (one.payload_sha256 or (is_answer and one.digest is None)):
        return _SURE if row.payload_sha256 == one.payload_sha256 else None
    said = row.digest
    if said is None or said == EMPTY_SHA1:  # of the 304 itself, as some programs have it
        return _UNTOLD
    found = one.digest or (EMPTY_SHA1 if is_answer else None)
    if said in (found, one.payload_sha256):
        return _SURE if is_answer else _SAID
    if said == one.claimed and row.origin != CRAWLED:
        return _SAID
    known = found if _algorithm(said) == "sha1" else one.payload_sha256
    return None if known and _algorithm(said) == _algorithm(known) else _UNTOLD


def _algorithm(label: str) -> str:
    return label.partition(":")[0]


def _moment(date: str | None) -> object:
    try:
        return parse_warc_date(date or "")
    except ValueError:
        return None


def _place(one: Referable) -> tuple[str, int]:
    return one.filename, one.offset
