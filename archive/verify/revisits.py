"""Whether every revisit of a collection can be resolved, and to one record only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from archive.verify.digests import is_same
from archive.verify.findings import Problem
from archive.verify.ledger import Ledger, moment
from archive.warc.referring import named, original, referred

_REFERABLE = "rec_type IN ('response', 'resource', 'revisit')"
_ORDER = "ORDER BY moment, filename, offset"
_MOST = 5000
"""Records of one payload that are looked at."""


class _Row(NamedTuple):
    """A record of the ledger as archive.warc.referring sees it."""

    url: str
    date: str
    filename: str
    offset: int
    record_id: str
    rec_type: str
    digest: str | None
    claimed: str | None
    payload_sha256: str | None
    origin: str | None
    refers_to: str | None
    refers_to_url: str | None
    refers_to_date: str | None

    @property
    def place(self) -> tuple[str, int]:
        return self.filename, self.offset


@dataclass(frozen=True, slots=True)
class _Records:
    """The records of a ledger."""

    ledger: Ledger
    origins: Mapping[str, str | None]

    def row(self, found: sqlite3.Row) -> _Row:
        is_read = found["status"] is not None or found["rec_type"] == "revisit"
        return _Row(
            url=found["url"],
            date=found["date"] or "",
            filename=found["filename"],
            offset=found["offset"],
            record_id=found["record_id"] or "",
            rec_type=found["rec_type"],
            digest=found["digest"] if is_read else "unknown:",  # no head tells where it begins
            claimed=found["claimed"],
            payload_sha256=found["payload_sha256"],
            origin=self.origins.get(found["filename"]),
            refers_to=found["refers_to"],
            refers_to_url=found["refers_to_url"],
            refers_to_date=found["refers_to_date"],
        )

    def of_id(self, record_id: str) -> list[_Row]:
        return self._rows("record_id = ?", record_id)

    def of_url(self, url: str) -> list[_Row]:
        return self._rows("url = ?", url)

    def of_digest(self, digest: str) -> list[_Row]:
        where = "(digest = ?1 OR claimed = ?1 OR payload_sha256 = ?1) AND rec_type != 'revisit'"
        return self._rows(where, digest)

    def _rows(self, where: str, value: str) -> list[_Row]:
        query = f"SELECT * FROM records WHERE {where} AND {_REFERABLE} {_ORDER} LIMIT {_MOST}"
        return [self.row(found) for found in self.ledger.db.execute(query, (value,))]


def verify_revisits(
    ledger: Ledger, origins: Mapping[str, str | None], where: str = "collection"
) -> Iterator[tuple[str, Problem]]:
    """File and problem. `origins`: where each file comes from; `where`: what the ledger is of."""
    records = _Records(ledger, origins)
    for found in ledger.revisits():
        row = records.row(found)
        for rule, text in _faults(row, records, where):
            yield row.filename, Problem(rule, text, row.offset, row.record_id, row.url)


def _faults(row: _Row, records: _Records, where: str) -> Iterator[tuple[str, str]]:
    first, whole = referred(row, records), original(row, records)
    names = named(row, records)
    if whole is None and records.ledger.is_purged(row.refers_to):
        yield "purged", f"its original, {row.refers_to}, was removed by `withdraw --purge`"
    elif names and (whole is None or first not in names):
        text = (
            f"it has {_payload(row)}; what it refers to, {_place(names[0])}, {_payload(names[0])}"
        )
        yield "revisit-digest", text
    elif whole is None:
        target = f"{row.refers_to_url or row.url} of {moment(row.refers_to_date)}"
        yield "revisit-unresolved", f"refers to {target}, which is not in the {where}"
    elif not _is_like(row, whole):
        yield "revisit-digest", f"it has {_payload(row)}, its original {_payload(whole)}"
    else:
        others = [one for one in names if one.rec_type != "revisit" and not _is_like(one, whole)]
        if others:
            text = (
                f"names {_place(whole)}, and as well {_place(others[0])}, which has other content"
            )
            yield "revisit-ambiguous", text


def _is_like(one: _Row, other: _Row) -> bool:
    """Whether nothing speaks against the same payload."""
    if one.digest is not None and one.digest == other.claimed:
        return True
    is_same_sha1 = is_same(one.digest, other.digest)
    return is_same_sha1 and is_same(one.payload_sha256, other.payload_sha256)


def _payload(row: _Row) -> str:
    digests = [one for one in (row.digest, row.payload_sha256) if one and one != "unknown:"]
    return f"the payload {' and '.join(digests)}" if digests else "no payload digest"


def _place(row: _Row) -> str:
    return f"{row.record_id} in {row.filename} at {row.offset}"
