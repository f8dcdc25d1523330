"""Rows of the frontier's tables as values, and values as rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime

from archive.times import parse_warc_date
from crawler.frontier.base import Lead, Outcome, Run


def host_of(queue: str) -> str:
    return queue.partition(" ")[0]


def as_text(meta: Mapping[str, str]) -> str:
    return json.dumps(dict(meta), ensure_ascii=False, sort_keys=True)


def moment(text: str | None) -> datetime | None:
    return parse_warc_date(text) if text else None


def run_of(row: sqlite3.Row, *, resumed: bool) -> Run:
    return Run(id=row["id"], key=row["key"], begun=parse_warc_date(row["begun"]), resumed=resumed)


def lead_of(row: sqlite3.Row) -> Lead:
    return Lead(
        url=row["url"],
        kind=row["kind"],
        via=row["via"],
        hops=row["hops"],
        parent=row["parent"],
        modified=moment(row["modified"]),
        meta=json.loads(row["meta"]),
    )


def outcome_of(row: sqlite3.Row) -> Outcome:
    return Outcome(
        url=row["url"],
        kind=row["kind"],
        via=row["via"],
        verdict=row["verdict"],
        reason=row["reason"],
        at=parse_warc_date(row["visited_at"]),
        meta=json.loads(row["meta"]),
    )
