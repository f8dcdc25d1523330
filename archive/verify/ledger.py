"""What a collection's files hold, written down while they are checked: a temporary SQLite file.

Memory stays bounded whatever the collection's size; questions between the files are SQL.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.digest import EMPTY_SHA1, usual_label
from archive.records import Alias, Article, Comment, Observation, Withdrawal
from archive.times import parse_warc_date
from archive.verify.record import Told
from archive.warc.http import first
from archive.warc.rows import PAYLOAD_SHA256, WITHDRAWAL_ID, cut_reason, mime_of

_TABLES = """
CREATE TABLE records (
    filename TEXT, offset INTEGER, record_id TEXT, rec_type TEXT, url TEXT, date TEXT, moment TEXT,
    digest TEXT, status INTEGER, refers_to_url TEXT, refers_to_moment TEXT, refers_to TEXT,
    refers_to_date TEXT, mime TEXT, etag TEXT, last_modified TEXT, payload_sha256 TEXT,
    truncated TEXT, claimed TEXT, PRIMARY KEY (filename, offset)
) WITHOUT ROWID;
CREATE TABLE lines (
    segment TEXT, offset INTEGER, kind TEXT, id TEXT, digest BLOB, PRIMARY KEY (segment, offset)
) WITHOUT ROWID;
CREATE TABLE seen (kind TEXT, key TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE wanted (
    segment TEXT, offset INTEGER, revision_id TEXT, PRIMARY KEY (segment, offset)
) WITHOUT ROWID;
CREATE TABLE articles (segment TEXT, offset INTEGER, article_id TEXT);
CREATE TABLE removed (file TEXT, withdrawal_id TEXT, PRIMARY KEY (file, withdrawal_id))
WITHOUT ROWID;
CREATE TABLE tombstones (file TEXT, offset INTEGER, withdrawal_id TEXT);
CREATE TABLE listed (filename TEXT, offset INTEGER, PRIMARY KEY (filename, offset)) WITHOUT ROWID;
CREATE TABLE files (filename TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE named (article_id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX by_target ON records (url, moment);
CREATE INDEX by_digest ON records (digest);
CREATE INDEX by_claim ON records (claimed) WHERE claimed IS NOT NULL;
CREATE INDEX by_sha256 ON records (payload_sha256);
CREATE INDEX by_id ON records (record_id);
"""

_ANSWERS = frozenset({"response", "resource"})
PURGED = "purged"
"""The type of what stands in place of a record that was purged."""

_ADD_RECORD = f"INSERT OR IGNORE INTO records VALUES ({','.join('?' * 19)})"

_MOST_APART = 3
"""Names besides its own under which a writer's file is looked for."""

AnyRecord = Article | Observation | Comment | Alias | Withdrawal


class Ledger:
    """Records of WARC files and lines of JSONL segments."""

    def __init__(self, path: Path | None = None) -> None:
        # "": a temporary file of SQLite's own
        self.db = sqlite3.connect(str(path or ""), isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.execute("PRAGMA synchronous = OFF")
        self.db.execute("PRAGMA journal_mode = OFF")
        self.db.executescript(_TABLES)
        self._is_indexed = False
        self._withdrawals: dict[str, tuple[str, str, str, int]] = {}
        self._purged: dict[str, tuple[int, int]] = {}
        """Withdrawal to the number of records, and of lines, that its purge says it removed."""

    def take(self, path: Path) -> None:
        """Take over the WARC records of a ledger that another process left in a file."""
        self.db.execute("ATTACH ? AS other", (str(path),))
        self.db.execute("INSERT OR IGNORE INTO records SELECT * FROM other.records")
        self.db.execute("INSERT INTO tombstones SELECT * FROM other.tombstones")
        self.db.execute("DETACH other")

    def add_record(self, filename: str, record: Told) -> None:
        """Note a WARC record under the file's final name."""
        refers_to = record.get("WARC-Refers-To-Date")
        said = record.get("WARC-Payload-Digest")
        claimed = usual_label(said) if said else None
        digest = record.found_digest if record.rec_type in _ANSWERS else claimed
        values = (
            filename,
            record.offset,
            record.record_id,
            PURGED if record.get(WITHDRAWAL_ID) else record.rec_type,
            record.url,
            record.get("WARC-Date"),
            moment(record.get("WARC-Date")),
            digest,
            record.status,
            (record.get("WARC-Refers-To-Target-URI") or "").strip("<>") or None,
            moment(refers_to) if refers_to else None,
            record.get("WARC-Refers-To"),
            refers_to,
            *_answer(record),
            claimed if claimed not in (digest, None if digest else EMPTY_SHA1) else None,
        )
        self.db.execute(_ADD_RECORD, values)
        if withdrawal := record.get(WITHDRAWAL_ID):
            self.add_tombstone(f"warc/{filename}", record.offset, withdrawal)

    def add_tombstone(self, file: str, offset: int, withdrawal_id: str | None) -> None:
        """Note what stands in place of what was purged; a short line names no withdrawal."""
        self.db.execute("INSERT INTO tombstones VALUES (?,?,?)", (file, offset, withdrawal_id))

    def add_withdrawal(self, segment: str, offset: int, withdrawal: Withdrawal) -> None:
        """Note how far a withdrawal is, and which files a purge says that it changed."""
        last = (withdrawal.recorded_at, withdrawal.state, segment, offset)
        before = self._withdrawals.get(withdrawal.withdrawal_id, ("", "", "", 0))
        if last[0] >= before[0]:
            self._withdrawals[withdrawal.withdrawal_id] = last
        if withdrawal.state in ("purging", "purged") and withdrawal.removed is not None:
            rows = [(file, withdrawal.withdrawal_id) for file in withdrawal.removed.files]
            self.db.executemany("INSERT OR IGNORE INTO removed VALUES (?,?)", rows)
            removed = withdrawal.removed
            before_records, before_lines = self._purged.get(withdrawal.withdrawal_id, (0, 0))
            self._purged[withdrawal.withdrawal_id] = (
                max(before_records, removed.warc_records),
                max(before_lines, removed.lines),
            )

    def unfinished(self) -> Iterator[tuple[str, str, int]]:
        """Withdrawal, segment and offset of the purges that were begun and have not ended."""
        for withdrawal_id, (_, state, segment, offset) in self._withdrawals.items():
            if state == "purging":
                yield withdrawal_id, segment, offset

    def forged(self) -> Iterator[sqlite3.Row]:
        """Tombstones that no purge says it put there."""
        yield from self.db.execute(
            "SELECT * FROM tombstones WHERE NOT EXISTS (SELECT 1 FROM removed WHERE "
            "removed.file = tombstones.file AND "
            "removed.withdrawal_id = coalesce(tombstones.withdrawal_id, removed.withdrawal_id)) "
            "ORDER BY file, offset"
        )

    def forget_tombstones(self, rows: Iterable[sqlite3.Row]) -> None:
        """Count these no more."""
        places = [(row["file"], row["offset"]) for row in rows]
        self.db.executemany("DELETE FROM tombstones WHERE file = ? AND offset = ?", places)

    def too_many(self) -> Iterator[tuple[str, str, int, int]]:
        """Withdrawals that more names as its remover than its purge says: withdrawal, the last file
        that names it, how many do and how many it says. Short lines name none: they count last."""
        said = dict(self._purged)
        nameless = -sum(lines for _, lines in said.values())
        for row in self.db.execute(
            "SELECT withdrawal_id, max(file) AS file, file LIKE 'records/%' AS is_line, "
            "count(*) AS count FROM tombstones GROUP BY withdrawal_id, is_line "
            "ORDER BY withdrawal_id IS NULL, withdrawal_id, is_line"
        ):
            removed = said.get(row["withdrawal_id"], (0, 0))[row["is_line"]]
            nameless += row["count"] if row["is_line"] else 0
            if row["withdrawal_id"] in said and row["count"] > removed:
                yield row["withdrawal_id"], row["file"], row["count"], removed
            elif row["withdrawal_id"] is None and nameless > 0:
                lines = sum(lines for _, lines in said.values())
                yield "", row["file"], lines + nameless, lines

    def lengths(self) -> Iterator[sqlite3.Row]:
        """File, offset and the offset of the next record of the file; None behind the last one."""
        yield from self.db.execute(
            "SELECT filename, offset, lead(offset) OVER (PARTITION BY filename ORDER BY offset) "
            "AS following FROM records"
        )

    def add_file(self, filename: str) -> None:
        """Note a WARC file, whatever it holds."""
        self.db.execute("INSERT OR IGNORE INTO files VALUES (?)", (filename,))

    def has_file(self, filename: str) -> bool:
        """Whether there is a WARC file of this name."""
        query = "SELECT 1 FROM files WHERE filename = ?"
        return self.db.execute(query, (filename,)).fetchone() is not None

    def add_index_line(self, filename: str, offset: int) -> None:
        """Note that an index has a line for a record."""
        self.db.execute("INSERT OR IGNORE INTO listed VALUES (?,?)", (filename, offset))

    def without_line(self) -> Iterator[sqlite3.Row]:
        """Answers that can be found by URL and time, and for which no index has a line.

        A revisit by 304 may be left out, which some players would show as an empty page.
        """
        for row in self.db.execute(
            "SELECT filename, offset, record_id, url, date FROM records WHERE url != '' "
            "AND rec_type IN ('response', 'revisit', 'resource') "
            "AND NOT (rec_type = 'resource' AND mime = 'application/warc-fields') "
            "AND NOT (rec_type = 'revisit' AND status IS 304) "
            "AND NOT EXISTS (SELECT 1 FROM listed WHERE listed.filename = records.filename "
            "AND listed.offset = records.offset) ORDER BY filename, offset"
        ):
            if is_moment(row["date"] or ""):
                yield row

    def length_of(self, filename: str, offset: int) -> int | None:
        """From a record to the next one of its file; None of the last one."""
        query = "SELECT min(offset) FROM records WHERE filename = ? AND offset > ?"
        following: int | None = self.db.execute(query, (filename, offset)).fetchone()[0]
        return None if following is None else following - offset

    def moments_of(self, url: str) -> set[str]:
        """The seconds in which a URL was captured."""
        self._index()
        query = (
            "SELECT moment FROM records WHERE url = ? "
            "AND rec_type IN ('response', 'revisit', 'resource')"
        )
        return {row["moment"][:19] for row in self.db.execute(query, (url,))}

    def _index(self) -> None:
        if not self._is_indexed:
            self.db.executescript(_INDEXES)
            self._is_indexed = True

    def record_at(self, filename: str, offset: int) -> sqlite3.Row | None:
        """The record that begins there."""
        query = "SELECT * FROM records WHERE filename = ? AND offset = ?"
        row: sqlite3.Row | None = self.db.execute(query, (filename, offset)).fetchone()
        return row

    def captured_at(self, filename: str, offset: int, record_id: str) -> sqlite3.Row | None:
        """As `record_at`, of a capture: where another file had taken the name when the writer closed
        its own, the record is in the one called `2-NAME` (archive.files.publish_apart)."""
        found = self.record_at(filename, offset)
        if found is not None and found["record_id"] in (record_id, None):
            return found
        for number in range(2, 2 + _MOST_APART):
            apart = self.record_at(f"{number}-{filename}", offset)
            if apart is not None and apart["record_id"] == record_id:
                return apart
        return found

    def add_line(self, segment: str, offset: int, kind: str, identity: str, line: bytes) -> None:
        """Note a line of JSONL."""
        values = (segment, offset, kind, identity, line_digest(line))
        self.db.execute("INSERT OR IGNORE INTO lines VALUES (?,?,?,?,?)", values)

    def add_name(self, article_id: str) -> None:
        """Note that an article's id is the hash of a URL that is known to be the article."""
        self.db.execute("INSERT OR IGNORE INTO named VALUES (?)", (article_id,))

    def want_article(self, segment: str, offset: int, article_id: str) -> None:
        """Note that a line names an article."""
        self.db.execute("INSERT INTO articles VALUES (?,?,?)", (segment, offset, article_id))

    def nameless_articles(self) -> Iterator[sqlite3.Row]:
        """The first line of each article that no alias gives its id."""
        yield from self.db.execute(
            "SELECT segment, min(offset) AS offset, article_id FROM articles "
            "WHERE article_id NOT IN (SELECT article_id FROM named) "
            "GROUP BY article_id ORDER BY segment, offset"
        )

    def is_new(self, kind: str, key: str) -> bool:
        """Whether a key of this kind is seen for the first time."""
        return self.db.execute("INSERT OR IGNORE INTO seen VALUES (?,?)", (kind, key)).rowcount > 0

    def want_revision(self, segment: str, offset: int, revision_id: str) -> None:
        """Note that a line names a revision."""
        self.db.execute(
            "INSERT OR IGNORE INTO wanted VALUES (?,?,?)", (segment, offset, revision_id)
        )

    def missing_revisions(self) -> Iterator[sqlite3.Row]:
        """Lines that name a revision which no line of articles-* holds."""
        yield from self.db.execute(
            "SELECT segment, offset, revision_id FROM wanted WHERE revision_id NOT IN "
            "(SELECT id FROM lines WHERE kind = 'articles') ORDER BY segment, offset"
        )

    def ids_in_two_files(self) -> Iterator[sqlite3.Row]:
        """Every record whose id a record of an earlier file has, and that file."""
        yield from self.db.execute(
            "SELECT record_id, filename, offset, url, min_file FROM records JOIN ("
            "SELECT record_id, min(filename) AS min_file FROM records WHERE record_id IS NOT NULL "
            "GROUP BY record_id HAVING count(DISTINCT filename) > 1) USING (record_id) "
            "WHERE filename > min_file ORDER BY filename, offset"
        )

    def revisits(self) -> Iterator[sqlite3.Row]:
        """Every revisit record."""
        self._index()
        query = "SELECT * FROM records WHERE rec_type = 'revisit' ORDER BY filename, offset"
        yield from self.db.execute(query).fetchall()

    def is_purged(self, record_id: str | None) -> bool:
        """Whether a record of this id was removed by `withdraw --purge`."""
        query = "SELECT 1 FROM records WHERE rec_type = ? AND refers_to = ? LIMIT 1"
        return self.db.execute(query, (PURGED, record_id)).fetchone() is not None

    def close(self) -> None:
        """Forget everything."""
        self.db.close()


def _answer(record: Told) -> tuple[str | None, ...]:
    """What an index holds of an answer besides: see the columns."""
    headers, kind, strong = record.headers, record.rec_type, record.get(PAYLOAD_SHA256)
    return (
        mime_of(kind, record.get("Content-Type"), headers),
        first(headers, "ETag"),
        first(headers, "Last-Modified"),
        (strong and usual_label(strong)) if kind == "revisit" else record.found_sha256,
        cut_reason(kind, record.get("WARC-Truncated"), record.get("WARC-Segment-Number")),
    )


def moment(date: str | None) -> str:
    """A WARC-Date so that equal moments are equal texts; the text itself where it is none."""
    try:
        return parse_warc_date(date or "").isoformat()
    except ValueError:
        return date or ""


def is_moment(date: str) -> bool:
    """Whether a WARC-Date is one."""
    try:
        parse_warc_date(date)
    except ValueError:
        return False
    return True


def line_digest(line: bytes) -> bytes:
    """SHA-256 of a line without its end."""
    return hashlib.sha256(line.rstrip(b"\n")).digest()
