"""What is withdrawn and who may not see it: the one place that decides.

Where a collection has a withdrawal, every connection that asks sees `captures`, `revisions`,
`observations` and `comments` through temporary views that leave out what is withheld. A new query
therefore hides by default; who needs everything (a check, a purge) opens the index so, or names the
table (`main.captures`).

An article or URL hides: the captures of every URL by which the article is known, their variants and
further pages, the redirects that lead there over any hops, and what other writers keep of a page
under a URL around its own (urn:text:URL), whenever they are captured; and all its records. A page
that is an article of its own is never hidden because it leads there. A comment
hides its text and author in every line, and the captures of the article's pages from the visit before
it was first seen until it was no longer shown: their bytes hold it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import urljoin

from archive.records import Comment, Withdrawal, decode, encode, without_content
from archive.times import parse_warc_date, sort_key
from archive.urls import first_page, key_of, surt
from archive.warc.rows import CaptureRow

_LATEST = "SELECT record FROM main.withdrawals ORDER BY recorded_at, segment, offset"
_STAMP = (
    "SELECT (SELECT max(id) FROM main.withdrawals), (SELECT max(id) FROM main.aliases), "
    "(SELECT max(id) FROM main.comments)"
)
_IS_ANY = "SELECT EXISTS (SELECT 1 FROM main.withdrawals)"
_VIEWS = {
    "captures": "SELECT * FROM main.captures "
    "WHERE NOT withheld_capture(urlkey, url, date, location, "
    "CASE rec_type WHEN 'revisit' THEN digest END, tied_to)",
    "revisions": "SELECT * FROM main.revisions "
    "WHERE article_id NOT IN (SELECT article_id FROM temp.withheld_articles)",
    "observations": "SELECT * FROM main.observations "
    "WHERE article_id NOT IN (SELECT article_id FROM temp.withheld_articles)",
    "comments": "SELECT id, segment, offset, CASE WHEN withheld_comment(article_id, comment_id) "
    "THEN shown_of_comment(record) ELSE record END AS record, comment_id, article_id, fetched_at "
    "FROM main.comments "
    "WHERE article_id NOT IN (SELECT article_id FROM temp.withheld_articles)",
}
_SHOWN = ("visible", "edited")
_NEVER = "\uffff"
_AROUND = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:(?:[^/?#\s]*:)?(https?://.+)", re.I | re.S)
_MOST_HOPS = 20
_RECORD = """SELECT urlkey, url, date, location, CASE rec_type WHEN 'revisit' THEN digest END
FROM main.captures WHERE record_id = ?"""
_STUB = """SELECT location FROM main.captures WHERE (digest = ?1 OR claimed = ?1)
AND location IS NOT NULL AND rec_type != 'revisit' AND status = 200 LIMIT 1"""
_ANSWERS_OF = "SELECT url, date, location, digest FROM main.captures WHERE urlkey = ?"
_OWNERS = """SELECT DISTINCT article_id FROM main.aliases AS named
WHERE key = ? AND relation != 'redirect'
AND EXISTS (SELECT 1 FROM main.observations WHERE article_id = named.article_id)"""


def page_of(url: str) -> str:
    """The URL inside of another: other writers keep a page's text, picture or facts under
    `urn:text:URL`, `urn:view:URL`, `screenshot:URL`; any other URL as it is."""
    found = _AROUND.fullmatch(url)
    return found[1] if found else url


@dataclass(frozen=True, slots=True)
class _Span:
    """Captures of some pages in a time in which a comment stood on them."""

    keys: frozenset[str]
    after: str
    """Sort key of the last visit that did not show it; not withheld itself."""
    before: str
    """Sort key of the first visit that did not show it any more."""


@dataclass(slots=True)
class _Known:
    """What the withdrawals in force come to."""

    surts: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    comments: set[tuple[str, str]] = field(default_factory=set)
    spans: list[_Span] = field(default_factory=list)
    in_force: list[Withdrawal] = field(default_factory=list)


class Withheld:
    """What one connection must not show. `refresh` before each question."""

    def __init__(self, db: sqlite3.Connection, only: str | None = None) -> None:
        """`only`: the id of the one withdrawal that counts."""
        self._db = db
        self._only = only
        self._known = _Known()
        self._stamp: tuple[int | None, ...] | None = None
        self._key = lru_cache(1 << 16)(key_of)

    @property
    def in_force(self) -> list[Withdrawal]:
        """The withdrawals that are not restored, in their last state."""
        return self._known.in_force

    @property
    def articles(self) -> set[str]:
        """The ids of the articles of which nothing is shown."""
        return self._known.articles

    def article(self, article_id: str | None) -> bool:
        """Whether nothing is shown of an article."""
        return article_id in self._known.articles

    def comment(self, article_id: str, comment_id: str) -> bool:
        """Whether a comment's text and author are withheld."""
        return (article_id, comment_id) in self._known.comments

    def url(self, url: str) -> bool:
        """Whether a URL is withdrawn, whenever it is captured."""
        page = page_of(url)
        return self._is_named(page) or self._is_surt(page)

    def withdrawal_of(self, url: str) -> Withdrawal | None:
        """The withdrawal that withholds a URL, for a message."""
        if not self.url(url):
            return None
        for one in self.in_force:
            alone = Withheld(self._db, one.withdrawal_id)
            alone.load()
            if alone.url(url):
                return one
        return None

    def leading(self, row: CaptureRow) -> bool:
        """Whether a capture is withheld only because of where it leads."""
        return not row.tied_to and not self.url(row.url) and self.row(row)

    def row(self, row: CaptureRow) -> bool:
        """Whether a capture is withheld."""
        digest = row.digest if row.rec_type == "revisit" else None
        return self.capture(row.urlkey, row.url, row.date, row.location, digest, row.tied_to)

    def capture(
        self,
        urlkey: str,
        url: str,
        date: str,
        location: str | None = None,
        digest: str | None = None,
        tied_to: str | None = None,
    ) -> bool:
        """Whether a capture is withheld; `digest` is a revisit's, which leads where its page does."""
        known = self._known
        if tied_to and any(map(self._is_record_of, tied_to.split())):
            return True
        if location is None and digest and known.keys:
            location = self._location_of(digest)
        page = page_of(url)
        if urlkey in known.surts or self._is_named(page) or (page != url and self._is_surt(page)):
            return True
        if location and known.keys and self._leads_there(url, date, location):
            return True
        return any(
            span.after < sort_key(date) < span.before and self._is_key(page, span.keys)
            for span in known.spans
        )

    def _is_record_of(self, record_id: str) -> bool:
        """Whether the capture of that record is withheld."""
        rows = self._db.execute(_RECORD, (record_id,)).fetchall()
        return any(self.capture(*row) for row in rows)

    def _leads_there(self, url: str, date: str, location: str) -> bool:
        """Whether a redirect leads to what is withdrawn, by what its target answered then.

        Whatever is known as another article, here or on the way, stands for itself.
        """
        hops: set[str] = set()
        while location and len(hops) < _MOST_HOPS:
            if self._is_another(url):
                return False
            try:
                url = urljoin(url, location.strip())
                if self.url(url):
                    return True
                key = surt(url)
            except ValueError:  # a bracket that is no IPv6 address
                return False
            if key in hops:
                return False
            hops.add(key)
            url, location = self._answer(key, date) or (url, "")
        return False

    def _is_another(self, url: str) -> bool:
        """Whether a URL is that of an article that is not withheld."""
        owners = {row[0] for row in self._db.execute(_OWNERS, (self._key(url),)).fetchall()}
        return not owners <= self._known.articles

    def _answer(self, key: str, date: str) -> tuple[str, str] | None:
        """URL and Location of the capture that is the nearest in time."""
        rows = self._db.execute(_ANSWERS_OF, (key,)).fetchall()
        nearest = min(rows, key=lambda row: _apart(row[1], date), default=None)
        if nearest is None:
            return None
        return nearest[0], nearest[2] or self._location_of(nearest[3]) or ""

    def _location_of(self, digest: str | None) -> str | None:
        """Where the page with this digest leads: a revisit of it leads there too."""
        found = self._db.execute(_STUB, (digest,)).fetchone()
        return found[0] if found else None

    def _is_named(self, url: str) -> bool:
        return self._is_key(url, self._known.keys)

    def _is_key(self, url: str, keys: set[str] | frozenset[str]) -> bool:
        return bool(keys) and (self._key(url) in keys or self._key(first_page(url)) in keys)

    def _is_surt(self, url: str) -> bool:
        return bool(self._known.surts) and surt(url) in self._known.surts

    # -- the connection's views ------------------------------------------------------------------

    def refresh(self) -> None:
        """Take note of what was withdrawn, restored or newly known since the last question."""
        if self._stamp is None and not self._db.execute(_IS_ANY).fetchone()[0]:
            return  # as in nearly every collection, and asked at every question
        stamp = tuple(self._db.execute(_STAMP).fetchone())
        if stamp != self._stamp:
            self._stamp = stamp
            self.load()
            self._define()

    def forget(self) -> None:
        """The views may be gone: the next question makes them anew."""
        self._stamp = None

    def _define(self) -> None:
        execute = self._db.execute
        for name in _VIEWS:
            execute(f"DROP VIEW IF EXISTS temp.{name}")
        if not self._known.in_force:
            return
        execute("PRAGMA temp_store = MEMORY") if not self._db.in_transaction else None
        self._functions()
        execute("CREATE TEMP TABLE IF NOT EXISTS withheld_articles (article_id TEXT PRIMARY KEY)")
        execute("DELETE FROM temp.withheld_articles")
        self._db.executemany(
            "INSERT INTO temp.withheld_articles VALUES (?)",
            [(one,) for one in self._known.articles],
        )
        for name, query in _VIEWS.items():
            execute(f"CREATE TEMP VIEW {name} AS {query}")

    def _functions(self) -> None:
        def blanked(line: bytes) -> bytes:
            return encode(replace(without_content(decode(line, Comment)), state="withdrawn"))

        functions: dict[str, tuple[int, Callable[..., bool | bytes]]] = {
            "withheld_capture": (6, self.capture),
            "withheld_comment": (2, self.comment),
            "shown_of_comment": (1, blanked),
        }
        for name, (arguments, function) in functions.items():
            self._db.create_function(name, arguments, function)

    # -- what the withdrawals come to ------------------------------------------------------------

    def take(self, one: Withdrawal) -> None:
        """Let this one count and no other, though no line says so yet."""
        self._known = _Known(in_force=[one])
        self._add(one)

    def load(self) -> None:
        """Read the withdrawals and what of the collection they reach."""
        self._known = known = _Known()
        last: dict[str, Withdrawal] = {}
        for row in self._db.execute(_LATEST).fetchall():
            found = decode(row[0], Withdrawal)
            last[found.withdrawal_id] = found
        for one in last.values():
            if one.state != "restored" and self._only in (None, one.withdrawal_id):
                known.in_force.append(one)
                self._add(one)

    def _add(self, one: Withdrawal) -> None:
        urls = [one.url, *one.urls] if one.url else list(one.urls)
        keys, articles = self._reached({key_of(url) for url in urls}, set(one.article_ids))
        if one.subject == "url":
            self._known.surts |= {surt(url) for url in urls}
            self._known.keys |= keys
            self._known.articles |= articles
            return
        assert one.comment_id is not None
        for article_id in articles:
            self._known.comments.add((article_id, one.comment_id))
            self._known.spans += self._spans(article_id, one.comment_id, keys)

    def _reached(self, keys: set[str], articles: set[str]) -> tuple[set[str], set[str]]:
        """Every key and id of the same article: those that joined it since, and their URLs.

        A URL that has only ever led on (/latest) names no article: it may lead elsewhere by now.
        """
        while True:
            more = self._each(
                "SELECT key FROM main.aliases WHERE article_id = ? AND relation != 'redirect'",
                articles,
            )
            owners = self._each(
                "SELECT article_id FROM main.aliases WHERE key = ? AND relation != 'redirect'",
                keys | more,
            )
            if more <= keys and owners <= articles:
                return keys, articles
            keys, articles = keys | more, articles | owners

    def _each(self, query: str, values: Iterable[str]) -> set[str]:
        return {row[0] for value in values for row in self._db.execute(query, (value,)).fetchall()}

    def _spans(self, article_id: str, comment_id: str, keys: set[str]) -> list[_Span]:
        query = (
            "SELECT record, fetched_at FROM main.comments WHERE article_id = ? AND comment_id = ? "
            "ORDER BY fetched_at, segment, offset"
        )
        spans: list[_Span] = []
        pages, begun = set(keys), None
        for row in self._db.execute(query, (article_id, comment_id)).fetchall():
            line, moment = decode(row[0], Comment), row[1]
            if line.capture is not None and line.state in _SHOWN:
                pages.add(key_of(line.capture.url))
            if line.state in _SHOWN and begun is None:
                begun = self._visit_before(article_id, moment)
            elif line.state not in _SHOWN and begun is not None:
                spans.append(_Span(frozenset(), begun, moment))
                begun = None
        if begun is not None:
            spans.append(_Span(frozenset(), begun, _NEVER))
        return [replace(span, keys=frozenset(pages)) for span in spans]

    def _visit_before(self, article_id: str, moment: str) -> str:
        query = (
            "SELECT max(fetched_at) FROM main.observations WHERE article_id = ? AND fetched_at < ? "
            "AND outcome IN ('read', 'not_modified')"
        )
        found: str | None = self._db.execute(query, (article_id, moment)).fetchone()[0]
        return found or ""


def _apart(one: str, other: str) -> float:
    """Seconds between two WARC-Dates."""
    try:
        return abs((parse_warc_date(one) - parse_warc_date(other)).total_seconds())
    except ValueError:
        return float("inf")
