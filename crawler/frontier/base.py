"""The interface of a frontier, and the values that pass through it.

A run is one crawl: its URLs, each known once, each with a date when it is due.

    put      names URLs; those the run knows already are not added again
    lease    hands out due URLs, for a time; nobody else is given them until that time is over
    ack      says that what a URL gave is recorded, and when the URL is due again (or never)
    release  gives a URL back unfetched
    block    keeps everybody away from a host for a while (Retry-After, 429, 503)

Delivery is at least once: a lease that is neither acknowledged nor given back is handed out again
when it runs out, or at once where its process is known to be dead. So whatever is written for a URL
must be harmless when written twice, and is written before `ack`.

Only what a server with one queue a host can give as well is asked here: URLs of a host come in the
order of their due dates and there is no other priority (URGENCY makes it one of dates); a lease
cannot be prolonged, so it is longer than the longest fetch. Every time is an aware datetime, and
the clock is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal, Protocol
from urllib.parse import urlsplit

Kind = Literal["seed", "robots", "feed", "sitemap", "page", "article", "comments", "requisite"]
"""What a URL is fetched as: `seed` is what the user named, `page` any page that lists others."""

Verdict = Literal["done", "failed", "skipped"]
"""How a visit ended: recorded; no answer, or not recordable; not to be fetched after all."""

URGENCY: Mapping[Kind, timedelta] = {
    "robots": timedelta(hours=5),
    "seed": timedelta(hours=4),
    "feed": timedelta(hours=3),
    "sitemap": timedelta(hours=3),
    "requisite": timedelta(hours=2),
    "comments": timedelta(hours=2),
    "article": timedelta(hours=1),
    "page": timedelta(0),
}
"""How much earlier than now a new URL is due: an article's requisites before the next article."""

DEFAULT_PORTS: Mapping[str, int] = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A URL to fetch, and how we came to it."""

    url: str
    kind: Kind
    via: str | None = None
    """The page, feed or sitemap that named it; None for what the user named."""
    hops: int = 0
    """Steps from what the user named."""
    parent: str | None = None
    """The article page that needs it, of a requisite or of comments."""
    modified: datetime | None = None
    """When it last changed, as a feed or sitemap says: later than the last visit makes it due."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """What else was said of it: `title`, `publication_date`, `lastmod`, `etag`, …"""

    @property
    def host(self) -> str:
        """`host:port`, the port always given."""
        return host_key(self.url)

    @property
    def queue(self) -> str:
        """The queue it waits in: its host, and requisites apart from pages."""
        return f"{self.host} requisites" if self.kind == "requisite" else self.host


@lru_cache(maxsize=4096)  # asked several times for every request
def host_key(url: str) -> str:
    """`host:port` of an absolute http(s) URL, the port always given, lower case."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return f"{shown}:{parts.port or DEFAULT_PORTS.get(parts.scheme, 0)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl of certain targets, possibly by several processes."""

    id: int
    key: str
    begun: datetime
    resumed: bool
    """An unfinished run goes on: what remains is still to be fetched. False where nothing was put
    yet, though another process may have begun the run a moment ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A lead that is ours until a certain time."""

    lead: Lead
    token: str
    """Names this handing out; an acknowledgement under an older token is not taken."""
    until: datetime
    attempt: int
    """1 for the first time this lead is handed out since it became due."""
    visits: int
    """How often it has been acknowledged before."""
    visited_at: datetime | None
    """When it was last acknowledged in this run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """No more than `most` URLs of these kinds in a run."""

    kinds: frozenset[Kind]
    most: int
    reason: str
    """Why a URL above it is left out: a sentence for the summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What became of the leads that were put."""

    new: int
    moved: int
    """Known ones that are due earlier now."""
    over: tuple[tuple[Lead, str], ...] = ()
    """Those above a ceiling, with the ceiling's reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How the last visit of a URL ended."""

    url: str
    kind: Kind
    via: str | None
    verdict: Verdict
    reason: str | None
    at: datetime
    meta: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many URLs of a run stand where. `failed` and `skipped` are done with, too."""

    todo: int = 0
    leased: int = 0
    done: int = 0
    failed: int = 0
    skipped: int = 0
    by_kind: Mapping[Kind, Mapping[str, int]] = field(default_factory=dict)
    """Kind to state to number."""

    @property
    def left(self) -> int:
        """Those that are not done with."""
        return self.todo + self.leased


class Frontier(Protocol):
    """What a crawl needs of a frontier; the module's docstring says what the calls mean."""

    def begin(self, run_key: str, settings: Mapping[str, str], *, now: datetime) -> Run:
        """The unfinished run of this key, or a fresh one."""
        ...

    def finish(self, run: Run, *, now: datetime) -> bool:
        """Closes a run with nothing left; False, and it stays open, where something is left, or
        where nothing was put yet: whoever began it is about to."""
        ...

    def put(
        self,
        run: Run,
        leads: Iterable[Lead],
        *,
        now: datetime,
        due: datetime | None = None,
        ceilings: Iterable[Ceiling] = (),
    ) -> Put:
        """Adds the leads that the run does not know, due at `due` (None: at once).

        A known one that waits is moved to `due` if that is earlier, and to now if it was modified
        after its last visit. Variants of an article's URL count as one.
        """
        ...

    def lease(
        self, run: Run, *, now: datetime, limit: int, per_host: int = 1, lease_s: float = 600
    ) -> list[Lease]:
        """Up to `limit` due leads; a queue has at most `per_host` out at a time, over all runs."""
        ...

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
        """Takes the lead off, or sets it for `next_at`; False where the lease is no longer ours.

        `kind` is what the URL turned out to be; `meta` is laid over the lead's.
        """
        ...

    def release(self, lease: Lease) -> bool:
        """Gives the lead back unfetched, due as before; False where it is no longer ours."""
        ...

    def block(self, host: str, until: datetime) -> None:
        """Hands out nothing of `host:port`, requisites included, before `until`, in any run."""
        ...

    def counts(self, run: Run) -> Counts: ...

    def next_due(self, run: Run, *, now: datetime) -> datetime | None:
        """When the next waiting lead is due, blocks considered; None where none waits.

        A lead that was never visited waits for a block alone, even where the clock was set back.

        It may be past, where all that is due waits for a queue with its full number out.
        """
        ...

    def outcomes(self, run: Run) -> Iterator[Outcome]:
        """How each visited URL's last visit ended, oldest first."""
        ...

    def open_runs(self) -> list[Run]:
        """The runs that are not finished."""
        ...

    def retract(self, run: Run, urls: Iterable[str], *, now: datetime) -> int:
        """Takes back acknowledgements of what turned out not to be recorded; how many there were.

        The URLs are due at once, as if their last visit had not been.
        """
        ...
