"""The index file: opened, filled from lines and rows, and held to what the truth really holds.

One connection a thread. A row is added once, whoever adds it first: by (segment, offset) or, for
captures, by (filename, offset).

What is withdrawn is not there for whoever asks (archive.index.withheld): `captures`, `revisions`,
`observations` and `comments` are then views of the tables, which are `main.captures` and so on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any

from archive.errors import BrokenRecord, CollectionError, CollectionFull, CollectionReadOnly
from archive.index.schema import TABLES, VERSION
from archive.index.withheld import Withheld
from archive.jsonl import Position
from archive.records import Alias, Article, Comment, Observation, Withdrawal
from archive.times import sort_key
from archive.wal import begin_wal
from archive.warc.rows import CRAWLED, CaptureRow

ORIGIN = "(SELECT origin FROM segments WHERE name = filename)"
"""Where the file of a capture comes from."""
IN_TIME = f"timestamp, rtrim(date, 'Z'), {ORIGIN} IS NOT '{CRAWLED}', filename, offset"
"""Order of captures: a fraction of a second may be there or not; of the same moment the collection's
own come first; ties are the same after a rebuild."""
OURS = f"{ORIGIN} = '{CRAWLED}'"
"""Of a query for captures: this collection's own crawls wrote them."""
LATEST_FIRST = "timestamp DESC, rtrim(date, 'Z') DESC, filename DESC, offset DESC"

_CAPTURE_FIELDS = tuple(field.name for field in fields(CaptureRow) if field.name != "origin")
_CAPTURE_COLUMNS = ", ".join(_CAPTURE_FIELDS)
_capture_values = attrgetter(*_CAPTURE_FIELDS)
_CAPTURE_MARKS = ", ".join("?" for _ in _CAPTURE_FIELDS)
_HAS_PAYLOAD = (
    "SELECT 1 FROM main.captures WHERE payload_sha256 = ? AND rec_type = 'response' LIMIT 1"
)
_BUSY_MS = 60_000
_WORDS_HELD = 64
"""Revisions whose words a change holds back at most."""


class Index:
    """A connection to index/index.sqlite."""

    def __init__(self, path: Path, *, read_only: bool = False, everything: bool = False) -> None:
        """`everything`: what is withdrawn too, for who checks or removes it."""
        self.path = path
        self._words: list[tuple[int | None, str, str, str, str]] = []
        """Rows of the full-text index that the change under way has still to add."""
        self._is_step = False
        self._withheld: Withheld | None = None
        with self._named():
            if read_only:
                uri = f"file:{_quoted(path)}?mode=ro"
                self.db = sqlite3.connect(uri, uri=True, isolation_level=None)
            else:
                self.db = sqlite3.connect(path, isolation_level=None)
            self.db.row_factory = sqlite3.Row
            self.db.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
            self.db.execute("PRAGMA temp_store = MEMORY")
            if not read_only:
                self._prepare()
        self._withheld = None if everything else Withheld(self.db)

    def _prepare(self) -> None:
        begin_wal(self.db)  # derived: the truth is synced before it
        with self.change():
            if self.version() == 0:
                for statement in TABLES.split(";"):
                    self.db.execute(statement)
                self.db.execute(f"PRAGMA user_version = {VERSION}")

    def version(self) -> int:
        """The schema's version; 0 for an empty file."""
        with self._named():
            return int(self.db.execute("PRAGMA user_version").fetchone()[0])

    @property
    def is_current(self) -> bool:
        """Whether the file has the schema that this software knows."""
        return self.version() == VERSION

    def close(self) -> None:
        """Close the connection."""
        self.db.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """One transaction; changes inside a change belong to the outer one."""
        if self.db.in_transaction:
            yield
            return
        with self._named():
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._add_words()
                self.db.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    @contextmanager
    def step(self) -> Iterator[None]:
        """A part of a change that can be taken back alone; outside of one, a change of its own."""
        if not self.db.in_transaction:
            with self.change():
                yield
            return
        if len(self._words) >= _WORDS_HELD:
            self._add_words()
        words = len(self._words)
        self._is_step = True
        with self._named():
            self.db.execute("SAVEPOINT step")
            try:
                yield
            except BaseException:
                del self._words[words:]
                if self.db.in_transaction:  # a full disk may have ended it
                    self.db.execute("ROLLBACK TO step")
                    self._forget_views()
                raise
            finally:
                self._is_step = False
                if self.db.in_transaction:
                    self.db.execute("RELEASE step")

    def _add_words(self) -> None:
        """Not in a step: its savepoint would write the full-text index out for every page."""
        words, self._words = self._words, []
        if not words:
            return
        self.db.executemany(
            "INSERT INTO words (rowid, headline, standfirst, body, captions) VALUES (?, ?, ?, ?, ?)",
            words,
        )

    def _roll_back(self) -> None:
        """A full disk may have ended the transaction already."""
        self._words = []
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")
            self._forget_views()

    def _forget_views(self) -> None:
        if self._withheld is not None:
            self._withheld.forget()  # its views went with the transaction

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise _index_error(self.path, error) from error
        except sqlite3.DatabaseError as error:
            raise CollectionError(
                f"{self.path}: is damaged ({error}); delete index/ and run `microfiche rebuild`"
            ) from error

    # -- filling ---------------------------------------------------------------------------------

    def add_captures(self, rows: Iterable[CaptureRow]) -> None:
        """Add index rows of WARC records."""
        with self.change():
            self.db.executemany(
                f"INSERT OR IGNORE INTO main.captures ({_CAPTURE_COLUMNS}) VALUES ({_CAPTURE_MARKS})",
                map(_capture_values, rows),
            )

    def add_line(self, record: object, line: bytes, position: Position) -> None:
        """Add the row of one JSONL line and count its segment up to it.

        Raises BrokenRecord for a record that lacks what every one has.
        """
        if isinstance(record, Article | Comment) and record.capture is None:
            raise BrokenRecord("a record without its capture")
        if isinstance(record, Article) and record.digests is None:
            raise BrokenRecord("a revision without its digests")
        with self.change():
            if len(self._words) >= _WORDS_HELD and not self._is_step:
                self._add_words()
            _ADDERS[type(record)](self, record, line, position)
            self.count(position.segment, _KINDS[type(record)], position.end)

    def _add_article(self, article: Article, line: bytes, position: Position) -> None:
        assert article.capture is not None
        assert article.digests is not None
        cursor = self._insert(
            "revisions",
            position,
            line,
            article_id=article.article_id,
            revision_id=article.revision_id,
            fetched_at=sort_key(article.capture.fetched_at),
            text=article.digests.text,
            images=article.digests.images,
            meta=article.digests.meta,
            reader=article.reading.reader,
            layout=article.reading.layout,
            superseded_reader=article.supersedes.reader if article.supersedes else None,
            superseded_layout=article.supersedes.layout if article.supersedes else None,
            url=article.url,
            headline=article.headline,
            date_published=article.date_published,
        )
        if cursor.rowcount:
            self._words.append((cursor.lastrowid, *words_of(article)))

    def _add_observation(self, seen: Observation, line: bytes, position: Position) -> None:
        self._insert(
            "observations",
            position,
            line,
            observation_id=seen.observation_id,
            article_id=seen.article_id,
            fetched_at=sort_key(seen.fetched_at),
            url=seen.url,
            status=seen.status,
            outcome=seen.outcome,
            revision_id=seen.revision_id,
            warc_record_id=seen.capture.warc_record_id if seen.capture else None,
        )

    def _add_comment(self, comment: Comment, line: bytes, position: Position) -> None:
        assert comment.capture is not None
        self._insert(
            "comments",
            position,
            line,
            comment_id=comment.comment_id,
            article_id=comment.article_id,
            fetched_at=sort_key(comment.capture.fetched_at),
        )

    def _add_alias(self, alias: Alias, line: bytes, position: Position) -> None:
        self._insert(
            "aliases",
            position,
            line,
            key=alias.key,
            article_id=alias.article_id,
            url=alias.url,
            relation=alias.relation,
            since=sort_key(alias.since),
        )

    def _add_withdrawal(self, withdrawal: Withdrawal, line: bytes, position: Position) -> None:
        self._insert(
            "withdrawals",
            position,
            line,
            withdrawal_id=withdrawal.withdrawal_id,
            recorded_at=sort_key(withdrawal.recorded_at),
        )

    def _insert(
        self, table: str, position: Position, line: bytes, **columns: object
    ) -> sqlite3.Cursor:
        names = ", ".join(("segment", "offset", "record", *columns))
        marks = ", ".join("?" for _ in range(3 + len(columns)))
        return self.db.execute(
            f"INSERT OR IGNORE INTO main.{table} ({names}) VALUES ({marks})",
            (position.segment, position.offset, line, *columns.values()),
        )

    # -- what has been read of the truth ---------------------------------------------------------

    def count(self, segment: str, kind: str, size: int, origin: str | None = None) -> None:
        """Note that a segment is indexed up to `size`, and where it comes from if that is known. What
        was imported stays so."""
        with self.change():
            self.db.execute(
                "INSERT INTO segments (name, kind, size, origin) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (name) DO UPDATE SET size = max(size, excluded.size), "
                "origin = iif(origin = 'imported', origin, coalesce(excluded.origin, origin))",
                (segment, kind, size, origin),
            )

    def origin(self, filename: str) -> str | None:
        """Where a WARC file comes from; None where that is not known."""
        with self._named():
            query = "SELECT origin FROM segments WHERE name = ?"
            found = self.db.execute(query, (filename,)).fetchone()
        return found[0] if found else None

    def origins(self) -> dict[str, str | None]:
        """WARC file to where it comes from, of all that are indexed."""
        with self._named():
            return dict(self.db.execute("SELECT name, origin FROM segments WHERE kind = 'warc'"))

    def counted(self, segment: str) -> int | None:
        """Bytes of a segment that are indexed; None where it is unknown."""
        with self._named():
            query = "SELECT size FROM segments WHERE name = ?"
            found = self.db.execute(query, (segment,)).fetchone()
        return int(found[0]) if found else None

    def state(self) -> str:
        """What changes with every line of records that is indexed, and stays where none was added."""
        rows = self.db.execute("SELECT name, size FROM segments WHERE kind != 'warc' ORDER BY name")
        newest = self.db.execute("SELECT max(id) FROM observations").fetchone()[0]
        return " ".join([str(newest), *(f"{name}:{size}" for name, size in rows)])

    def segment_names(self) -> list[str]:
        """Every segment that rows were read from."""
        with self._named():
            return [row[0] for row in self.db.execute("SELECT name FROM segments ORDER BY name")]

    def take_back(self, segment: str, size: int) -> int:
        """Remove the rows that claim more of a segment than its first `size` bytes; how many."""
        removed = 0
        with self.change():
            self._add_words()
            self.db.execute(
                "DELETE FROM words WHERE rowid IN "
                "(SELECT id FROM main.revisions WHERE segment = ? AND offset >= ?)",
                (segment, size),
            )
            for table in ("revisions", "observations", "comments", "aliases", "withdrawals"):
                removed += self.db.execute(
                    f"DELETE FROM main.{table} WHERE segment = ? AND offset >= ?", (segment, size)
                ).rowcount
            removed += self.db.execute(
                "DELETE FROM main.captures WHERE filename = ? AND offset >= ?", (segment, size)
            ).rowcount
            self.db.execute(
                "UPDATE segments SET size = min(size, ?) WHERE name = ?", (size, segment)
            )
            self.db.execute("DELETE FROM segments WHERE name = ? AND size = 0", (segment,))
        return removed

    # -- asking ----------------------------------------------------------------------------------

    def rows(self, query: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        with self._named():
            if self._withheld is not None:
                self._withheld.refresh()
            return self.db.execute(query, values).fetchall()

    def captures(self, where: str, values: Sequence[object] = ()) -> list[CaptureRow]:
        """Capture rows; `where` is the query from WHERE on."""
        query = f"SELECT {_CAPTURE_COLUMNS}, {ORIGIN} AS origin FROM captures {where}"
        return [CaptureRow(**dict(row)) for row in self.rows(query, values)]

    def has_payload(self, payload_sha256: str) -> bool:
        """Whether a response record with this payload is known, withheld or not."""
        with self._named():
            return self.db.execute(_HAS_PAYLOAD, (payload_sha256,)).fetchone() is not None

    def all_captures(self, where: str, values: Sequence[object] = ()) -> list[CaptureRow]:
        """Capture rows, those too that are withheld: never to be shown."""
        query = f"SELECT {_CAPTURE_COLUMNS}, {ORIGIN} AS origin FROM main.captures {where}"
        return [CaptureRow(**dict(row)) for row in self.rows(query, values)]

    @property
    def withheld(self) -> Withheld:
        """What is withdrawn, as it stands now."""
        with self._named():
            if self._withheld is not None:
                self._withheld.refresh()
                return self._withheld
            found = Withheld(self.db)
            found.load()
            return found


_ADDERS: dict[type, Any] = {
    Article: Index._add_article,
    Observation: Index._add_observation,
    Comment: Index._add_comment,
    Alias: Index._add_alias,
    Withdrawal: Index._add_withdrawal,
}
_KINDS: dict[type, str] = {
    Article: "articles",
    Observation: "observations",
    Comment: "comments",
    Alias: "aliases",
    Withdrawal: "withdrawals",
}


def columns_of(record: object) -> dict[str, Any]:
    """The columns that the row of a record has besides its place and its text."""
    probe = _Probe()
    _ADDERS[type(record)](probe, record, b"", None)
    return probe.columns


class _Probe:
    """Stands for an index where only the columns of a row are asked for."""

    rowcount = 0

    def __init__(self) -> None:
        self.columns: dict[str, Any] = {}

    def _insert(self, table: str, position: None, line: bytes, **columns: object) -> _Probe:
        self.columns = columns
        return self


def words_of(article: Article) -> tuple[str, str, str, str]:
    """What the full-text index holds of a revision: headline, standfirst, body, captions."""
    captions = [f"{image.caption or ''} {image.credit_text or ''}" for image in article.image]
    live = [f"{post.headline or ''} {post.text}" for post in article.live_blog_update or ()]
    return (
        article.headline or "",
        article.alternative_headline or "",
        "\n".join([article.article_body, *live]),
        "\n".join(captions),
    )


def _index_error(path: Path, error: sqlite3.OperationalError) -> CollectionError:
    text = str(error)
    if "full" in text:
        return CollectionFull(f"{path}: no space left on the device; free some and run again")
    if "readonly" in text or "unable to open" in text:
        return CollectionReadOnly(f"{path}: cannot be written or opened ({text})")
    return CollectionError(f"{path}: {text}")


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("?", "%3f").replace("#", "%23")
