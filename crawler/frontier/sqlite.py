"""The frontier in a file of the collection, `crawl/frontier.sqlite`; several processes may use it.

Every change is one `BEGIN IMMEDIATE` transaction, so that no two processes pick the same lead. An
object belongs to the thread that made it. `schema` says why an acknowledgement needs no fsync.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.times import parse_warc_date, warc_date
from archive.urls import article_key, fetchable
from crawler.frontier.base import (
    URGENCY,
    Ceiling,
    Counts,
    Kind,
    Lead,
    Lease,
    Outcome,
    Put,
    Run,
    Verdict,
)
from crawler.frontier.owners import Owner, is_dead, this_process
from crawler.frontier.room import Room
from crawler.frontier.rows import as_text, host_of, lead_of, moment, outcome_of, run_of
from crawler.frontier.schema import connect, told, transaction

_FOLDED: frozenset[Kind] = frozenset({"seed", "page", "article"})
"""Kinds of which URL variants (tracking parameters, AMP, print) count as one."""

_QUEUES = """
WITH RECURSIVE each (queue) AS (
    SELECT MIN(queue) FROM url WHERE run = :run AND state = 'todo'
    UNION ALL
    SELECT (SELECT MIN(queue) FROM url WHERE run = :run AND state = 'todo' AND queue > each.queue)
    FROM each WHERE each.queue IS NOT NULL
)
SELECT queue, (
    SELECT MIN(due) FROM url WHERE run = :run AND state = 'todo' AND url.queue = each.queue
) AS due
FROM each WHERE queue IS NOT NULL ORDER BY due
"""
"""Queues with waiting leads and the first due date of each: a step a queue, not a step a URL."""

_WAITING = """
SELECT * FROM url WHERE run = ? AND state = 'todo' AND queue = ? AND due <= ?
ORDER BY due, id LIMIT ?
"""

_FREE = "UPDATE url SET state = 'todo', owner = NULL, token = NULL, until = NULL"

_RELEASE = f"{_FREE}, attempts = MAX(attempts - 1, 0) WHERE token = ?"

_DUE_AGAIN = """
UPDATE url SET due = ? WHERE run = ? AND kind = ? AND state = 'todo' AND visits = 0 AND due > ?
"""

_INSERT = """
INSERT INTO url (run, url, fold, kind, queue, via, hops, parent, modified, meta, due)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_ACK = """
UPDATE url SET state = ?, kind = ?, meta = ?, due = ?, verdict = ?, reason = ?, visited_at = ?,
    visits = visits + 1, attempts = 0, owner = NULL, token = NULL, until = NULL
WHERE token = ?
"""


class SqliteFrontier:
    """A `Frontier` in one SQLite file."""

    def __init__(self, path: Path, *, owner: Owner | None = None) -> None:
        """Opens or creates the file; `owner` is whose leases these are (None: this process)."""
        self.path = path
        self._db = connect(path)
        self._owner = self._owner_id(owner or this_process())
        self._out: set[str] = set()
        self._latest: datetime | None = None

    def close(self) -> None:
        """Gives back what is still leased through this object, and closes the file."""
        try:
            with transaction(self._db, self.path):
                for token in self._out:
                    self._db.execute(_RELEASE, (token,))
        finally:
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def begin(self, run_key: str, settings: Mapping[str, str], *, now: datetime) -> Run:
        with transaction(self._db, self.path):
            found = self._db.execute(
                "SELECT * FROM run WHERE key = ? AND finished IS NULL", (run_key,)
            ).fetchone()
            if found is None:
                return self._fresh_run(run_key, settings, now)
            self._free_lost_leases(now)
            self._heed_clock(int(found["id"]), now)
            self._db.execute(
                "UPDATE run SET settings = ? WHERE id = ?", (as_text(settings), found["id"])
            )
            return run_of(found, resumed=self._is_begun(found["id"]))

    def finish(self, run: Run, *, now: datetime) -> bool:
        with transaction(self._db, self.path):
            changed = self._db.execute(
                "UPDATE run SET finished = ? WHERE id = ? "
                "AND EXISTS (SELECT 1 FROM url WHERE run = run.id) AND NOT EXISTS "
                "(SELECT 1 FROM url WHERE run = run.id AND state IN ('todo', 'leased'))",
                (warc_date(now), run.id),
            )
        return changed.rowcount > 0

    def put(
        self,
        run: Run,
        leads: Iterable[Lead],
        *,
        now: datetime,
        due: datetime | None = None,
        ceilings: Iterable[Ceiling] = (),
    ) -> Put:
        """See `Frontier.put`. ValueError for a lead whose URL is not fetchable."""
        leads = list(leads)
        if not leads:  # as of most articles, and counting what is there costs
            return Put(new=0, moved=0)
        new = moved = 0
        over: list[tuple[Lead, str]] = []
        with transaction(self._db, self.path):
            room = Room(self._count_by_kind(run), ceilings)
            for lead in leads:
                url = fetchable(lead.url)
                fold = article_key(url) if lead.kind in _FOLDED else None
                known = self._known(run, url, fold)
                if known is not None:
                    moved += self._move_forward(known, lead, now, due)
                elif (reason := room.refusal(lead.kind)) is not None:
                    over.append((lead, reason))
                else:
                    self._insert(run, lead, url, fold, due or now - URGENCY[lead.kind])
                    room.take(lead.kind)
                    new += 1
        return Put(new=new, moved=moved, over=tuple(over))

    def lease(
        self, run: Run, *, now: datetime, limit: int, per_host: int = 1, lease_s: float = 600
    ) -> list[Lease]:
        until = now + timedelta(seconds=lease_s)
        leases: list[Lease] = []
        with transaction(self._db, self.path):
            self._free_lost_leases(now)
            self._heed_clock(run.id, now)
            for queue, room in self._open_queues(run, now, per_host):
                wanted = (run.id, queue, warc_date(now), min(room, limit - len(leases)))
                for row in self._db.execute(_WAITING, wanted).fetchall():
                    leases.append(self._hand_out(row, until))
                if len(leases) >= limit:
                    break
        self._out.update(lease.token for lease in leases)
        return leases

    def ack(
        self,
        lease: Lease,
        *,
        now: datetime,
        outcome: Verdict = "done",
        reason: str | None = None,
        next_at: datetime | None = None,
        kind: Kind | None = None,
        meta: Mapping[str, str] | None = None,
    ) -> bool:
        values = (
            "todo" if next_at else outcome,
            kind or lease.lead.kind,
            as_text({**lease.lead.meta, **(meta or {})}),
            warc_date(next_at or now),
            outcome,
            reason,
            warc_date(now),
            lease.token,
        )
        return self._settle(lease, _ACK, values)

    def release(self, lease: Lease) -> bool:
        return self._settle(lease, _RELEASE, (lease.token,))

    def block(self, host: str, until: datetime) -> None:
        with transaction(self._db, self.path):
            self._db.execute(
                "INSERT INTO block VALUES (?, ?) ON CONFLICT DO UPDATE "
                "SET until = MAX(until, excluded.until)",
                (host, warc_date(until)),
            )

    def counts(self, run: Run) -> Counts:
        totals: dict[str, int] = defaultdict(int)
        by_kind: dict[Kind, dict[str, int]] = defaultdict(dict)
        with told(self.path):
            rows = self._db.execute(
                "SELECT kind, state, COUNT(*) AS n FROM url WHERE run = ? GROUP BY kind, state",
                (run.id,),
            ).fetchall()
        for row in rows:
            totals[row["state"]] += row["n"]
            by_kind[row["kind"]][row["state"]] = row["n"]
        return Counts(by_kind=dict(by_kind), **totals)

    def next_due(self, run: Run, *, now: datetime) -> datetime | None:
        with transaction(self._db, self.path):
            self._heed_clock(run.id, now)
            blocked = self._blocks()
            rows = self._db.execute(_QUEUES, {"run": run.id}).fetchall()
        dates = [max(row["due"], blocked.get(host_of(row["queue"]), "")) for row in rows]
        return parse_warc_date(min(dates)) if dates else None

    def outcomes(self, run: Run) -> Iterator[Outcome]:
        with told(self.path):
            rows = self._db.execute(
                "SELECT * FROM url WHERE run = ? AND visited_at IS NOT NULL "
                "ORDER BY visited_at, id",
                (run.id,),
            ).fetchall()
        return (outcome_of(row) for row in rows)

    def open_runs(self) -> list[Run]:
        with told(self.path):
            rows = self._db.execute("SELECT * FROM run WHERE finished IS NULL ORDER BY id")
            return [run_of(row, resumed=True) for row in rows]

    def retract(self, run: Run, urls: Iterable[str], *, now: datetime) -> int:
        taken_back = 0
        with transaction(self._db, self.path):
            for url in urls:
                taken_back += self._db.execute(
                    "UPDATE url SET state = 'todo', due = ?, visits = visits - 1, "
                    "visited_at = NULL, verdict = NULL, reason = NULL "
                    "WHERE run = ? AND url = ? AND visited_at IS NOT NULL AND state != 'leased'",
                    (warc_date(now), run.id, fetchable(url)),
                ).rowcount
        return taken_back

    # inside a transaction

    def _owner_id(self, owner: Owner) -> int:
        name = (owner.machine, owner.pid, owner.started)
        with transaction(self._db, self.path):
            self._db.execute(
                "INSERT INTO owner (machine, pid, started) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                name,
            )
            row = self._db.execute(
                "SELECT id FROM owner WHERE machine = ? AND pid = ? AND started = ?", name
            ).fetchone()
        return int(row["id"])

    def _fresh_run(self, run_key: str, settings: Mapping[str, str], now: datetime) -> Run:
        self._latest = now
        self._db.execute("DELETE FROM run WHERE key = ?", (run_key,))  # finished ones only
        row = self._db.execute(
            "INSERT INTO run (key, settings, begun) VALUES (?, ?, ?) RETURNING *",
            (run_key, as_text(settings), warc_date(now)),
        ).fetchone()
        return run_of(row, resumed=False)

    def _is_begun(self, run_id: int) -> bool:
        row = self._db.execute("SELECT 1 FROM url WHERE run = ? LIMIT 1", (run_id,)).fetchone()
        return row is not None

    def _free_lost_leases(self, now: datetime) -> None:
        self._db.execute(f"{_FREE} WHERE state = 'leased' AND until <= ?", (warc_date(now),))
        rows = self._db.execute(
            "SELECT * FROM owner WHERE id IN (SELECT owner FROM url WHERE state = 'leased') "
            "AND id != ?",
            (self._owner,),
        ).fetchall()  # our own are not asked after: we live
        for row in rows:
            owner = Owner(machine=row["machine"], pid=row["pid"], started=row["started"])
            if is_dead(owner):
                self._db.execute(f"{_FREE} WHERE state = 'leased' AND owner = ?", (row["id"],))

    def _heed_clock(self, run_id: int, now: datetime) -> None:
        """What was never visited was due when it was put. Where the clock has gone back since, it
        is due by the new one; asked where that may be: at the beginning, and when time runs back."""
        if self._latest is None or now < self._latest:
            for kind, before in URGENCY.items():
                due = (warc_date(now - before), run_id, kind, warc_date(now))
                self._db.execute(_DUE_AGAIN, due)
        self._latest = now

    def _count_by_kind(self, run: Run) -> dict[str, int]:
        return dict(
            self._db.execute(
                "SELECT kind, COUNT(*) FROM url WHERE run = ? GROUP BY kind", (run.id,)
            ).fetchall()
        )

    def _known(self, run: Run, url: str, fold: str | None) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._db.execute(
            "SELECT * FROM url WHERE run = ? AND (url = ? OR fold = ?)", (run.id, url, fold)
        ).fetchone()
        return row

    def _move_forward(
        self, known: sqlite3.Row, lead: Lead, now: datetime, due: datetime | None
    ) -> int:
        wanted = [due] if due else []
        if lead.modified and known["visited_at"] and lead.modified <= now:
            wanted += [now] if warc_date(lead.modified) > known["visited_at"] else []
        earliest = warc_date(min(wanted)) if wanted else known["due"]
        if known["state"] != "todo" or earliest >= known["due"]:
            return 0
        meta = as_text({**json.loads(known["meta"]), **lead.meta})
        self._db.execute(
            "UPDATE url SET due = ?, meta = ? WHERE id = ?", (earliest, meta, known["id"])
        )
        return 1

    def _insert(self, run: Run, lead: Lead, url: str, fold: str | None, due: datetime) -> None:
        modified = warc_date(lead.modified) if lead.modified else None
        queue = replace(lead, url=url).queue
        self._db.execute(
            _INSERT,
            (
                *(run.id, url, fold, lead.kind, queue, lead.via, lead.hops, lead.parent),
                *(modified, as_text(lead.meta), warc_date(due)),
            ),
        )

    def _blocks(self) -> dict[str, str]:
        return {row["host"]: row["until"] for row in self._db.execute("SELECT * FROM block")}

    def _open_queues(self, run: Run, now: datetime, per_host: int) -> list[tuple[str, int]]:
        """Queues with something due and room for more leases, the longest overdue first."""
        self._db.execute("DELETE FROM block WHERE until <= ?", (warc_date(now),))
        blocked = self._blocks()
        out = dict(
            self._db.execute(
                "SELECT queue, COUNT(*) FROM url WHERE state = 'leased' GROUP BY queue"
            ).fetchall()
        )
        rows = self._db.execute(_QUEUES, {"run": run.id}).fetchall()
        due = [row["queue"] for row in rows if row["due"] <= warc_date(now)]
        free = [(queue, per_host - out.get(queue, 0)) for queue in due]
        return [(queue, room) for queue, room in free if room > 0 and host_of(queue) not in blocked]

    def _hand_out(self, row: sqlite3.Row, until: datetime) -> Lease:
        token = uuid.uuid4().hex
        self._db.execute(
            "UPDATE url SET state = 'leased', owner = ?, token = ?, until = ?, "
            "attempts = attempts + 1 WHERE id = ?",
            (self._owner, token, warc_date(until), row["id"]),
        )
        return Lease(
            lead=lead_of(row),
            token=token,
            until=until,
            attempt=row["attempts"] + 1,
            visits=row["visits"],
            visited_at=moment(row["visited_at"]),
        )

    def _settle(self, lease: Lease, statement: str, values: tuple[object, ...]) -> bool:
        with transaction(self._db, self.path):
            changed = self._db.execute(statement, values)
        self._out.discard(lease.token)
        return changed.rowcount > 0
