"""Which part of a collection an export takes: by site, by time, by words, by URL.

Filters of different kinds narrow each other; several of one kind widen it. Times are those of the
captures, both ends included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.collection import Collection
from archive.collection.views import NEVER
from archive.errors import BadInput
from archive.times import timestamp14
from archive.urls import host_named, is_below

_DATE = re.compile(r"\d{4}(-\d\d){0,2}\Z")
_LAST = "99999999999999"
_ALL = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked for; without any, everything."""

    sites: tuple[str, ...] = ()
    """Hosts; those below them count."""
    since: str | None = None
    """A date or a time, as ISO 8601 has it, in UTC; of a coarse one its begin."""
    until: str | None = None
    """The same; of a coarse one its end."""
    words: str | None = None
    """Articles of which any revision holds all of them."""
    urls: tuple[str, ...] = ()
    """Articles by their URLs or ids."""
    start: str = field(init=False, default="")
    """`since` and `until` as 14 digits."""
    end: str = field(init=False, default=_LAST)

    def __post_init__(self) -> None:
        """Raises BadInput for what is no date, no host, or a search for nothing."""
        if self.since is not None:
            object.__setattr__(self, "start", _moment(self.since))
        if self.until is not None:
            is_coarse = _DATE.match(self.until.strip()) is not None
            digits = _moment(self.until)
            if is_coarse:
                digits = (self.until.strip().replace("-", "") + _LAST)[:14]
            object.__setattr__(self, "end", digits)
        object.__setattr__(self, "sites", tuple(_host(site) for site in self.sites))
        if self.words is not None and not any(c.isalnum() for c in self.words):
            raise BadInput(f"--search {self.words!r}: has no word to search for")

    def __bool__(self) -> bool:
        return self != Filters()

    def asked(self) -> dict[str, object]:
        """What is asked for, by the options' names."""
        said = {
            "site": list(self.sites),
            "since": self.since,
            "until": self.until,
            "search": self.words,
            "url": list(self.urls),
        }
        return {name: value for name, value in said.items() if value}

    @property
    def names_articles(self) -> bool:
        """Whether articles are asked for, not whatever a site showed."""
        return self.words is not None or bool(self.urls)

    def has_time(self, date: str) -> bool:
        """Whether a WARC-Date is in the range; what is no date is in none that has an end."""
        if not self.start and self.end == _LAST:
            return True
        try:
            return self.start <= timestamp14(date) <= self.end
        except ValueError:
            return False

    @property
    def last_moment(self) -> str:
        """The end of the range as text that sorts among sort keys (archive.times)."""
        if self.end == _LAST:
            return NEVER
        year, *rest = self.end[:4], *(self.end[i : i + 2] for i in range(4, 14, 2))
        return "{}-{}-{}T{}:{}:{}.999999Z".format(year, *rest)

    def has_site(self, url: str) -> bool:
        """Whether a URL is of one of the sites."""
        return not self.sites or is_below(url, self.sites)

    def article_ids(self, collection: Collection) -> Iterator[str]:
        """The articles, the one seen first at first. Raises NotInCollection for an unknown URL."""
        wanted = self._named(collection)
        query = (
            "SELECT article_id, url FROM observations GROUP BY article_id "
            "ORDER BY min(fetched_at), article_id"
        )
        for row in collection.index.rows(query):
            if (wanted is None or row["article_id"] in wanted) and self.has_site(row["url"]):
                yield row["article_id"]

    def _named(self, collection: Collection) -> set[str] | None:
        """Those that words and URLs leave; None where neither is asked for."""
        named: set[str] | None = None
        if self.urls:
            named = {collection.find_article(url) for url in self.urls}
        if self.words is not None:
            found = {hit.article_id for hit in collection.search(self.words, _ALL)}
            named = found if named is None else named & found
        return named


def _moment(text: str) -> str:
    try:
        return timestamp14(text)
    except ValueError as error:
        raise BadInput(f"{text}: is no date; write 2026-11-22 or 2026-11-22T08:00:00Z") from error


def _host(site: str) -> str:
    host = host_named(site)
    if host is None:
        raise BadInput(f"--site {site!r}: names no host; write example.com")
    return host


EVERYTHING = Filters()
