"""The leases of a crawl that are out: taken from the frontier as there is room, and told back."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from archive.times import utc_now, warc_date
from crawler.frontier import Lease
from crawler.frontier.base import host_key
from crawler.middlewares import LONGEST_RETRY_AFTER
from crawler.session import Session
from crawler.spiders.following import SINGLY

_OUT_AT_ONCE = 128
"""Politely a host has one out, which mostly waits: slow hosts must not keep the others from it."""
_PER_HOST = 96
"""On one's own servers: those that are fetched, eight at a time, and those that become durable: as
many as come while two groups are synced, else the syncs would hold the crawl up."""
_BATCH = 16
"""So many are taken from the frontier together: a transaction a batch, not one a URL."""
_LEASE_SECONDS = 3600.0
"""Longer than three attempts, each after the longest wait for a host."""
_IDLE_SECONDS = 0.5


class Leases:
    """What is out, of one crawl."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._out: dict[str, Lease] = {}
        self._wake = asyncio.Event()
        self._back = 0
        self._beyond = 0

    def __len__(self) -> int:
        return len(self._out)

    def __contains__(self, lease: Lease) -> bool:
        return lease.token in self._out

    def take(self) -> list[Lease]:
        """As many as there is room for, not given out yet."""
        self._back = 0
        room = _OUT_AT_ONCE - len(self._out)
        if room <= 0:
            return []
        return self._session.frontier.lease(
            self._session.run,
            now=utc_now(),
            limit=room,
            per_host=self._per_host(),
            lease_s=_LEASE_SECONDS,
        )

    def give_out(self, lease: Lease) -> bool:
        """Whether it is asked for; what is beyond a ceiling is acknowledged without."""
        if self._is_beyond(lease):
            return False
        self._out[lease.token] = lease
        return True

    def _per_host(self) -> int:
        """No more pages of a host than articles are still wanted: others would be fetched in vain."""
        if self._session.options.is_polite:
            return 1
        most = self._session.options.max_articles or 0
        wanted = most - self._session.articles
        return min(_PER_HOST, wanted) if wanted > 0 else _PER_HOST

    def _is_beyond(self, lease: Lease) -> bool:
        """Whether enough articles were recorded: what is left of pages is then not asked for."""
        reason = self._session.beyond_articles()
        if reason is None or lease.lead.kind not in ("seed", "page", "article"):
            return False
        if self._beyond < SINGLY:
            self._session.summary.skipped.setdefault(lease.lead.url, reason)
        self._beyond += 1
        self._session.frontier.ack(lease, now=utc_now(), outcome="skipped", reason=reason)
        return True

    def came_back(self, lease: Lease) -> None:
        """Another may go out: at once where hosts are given time, else with a batch of others."""
        self._out.pop(lease.token, None)
        self._back += 1
        is_batch = self._back >= _BATCH or len(self._out) < _BATCH
        if is_batch or self._session.options.is_polite:
            self._wake.set()

    def wake(self) -> None:
        """End a pause."""
        self._wake.set()

    async def pause(self) -> None:
        """Until something comes back, or until the next URL may be due."""
        self._session.writer.close_due()
        self._wake.clear()
        try:
            await asyncio.wait_for(self._wake.wait(), _IDLE_SECONDS)
        except TimeoutError:
            return

    def must_wait_long(self) -> bool:
        """Whether every host that is left asked for more peace than a crawl has patience for."""
        now = utc_now()
        due = self._session.frontier.next_due(self._session.run, now=now)
        if due is None or due <= now + timedelta(seconds=LONGEST_RETRY_AFTER):
            return False
        left = self._session.frontier.counts(self._session.run).todo
        reason = (
            f"{left} URLs are left until {warc_date(due)[:19]}Z, as their host asks (Retry-After); "
            "the same command goes on with them then"
        )
        waiting = [url for url in self._session.target_urls if self._is_left_alone(url)]
        for url in waiting or self._session.target_urls:
            self._session.summary.skipped.setdefault(url, reason)
            self._session.summary.visited.setdefault(url, False)
        return True

    def _is_left_alone(self, url: str) -> bool:
        return host_key(url) in self._session.left_alone
