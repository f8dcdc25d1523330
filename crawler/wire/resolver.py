"""Names to addresses, under the crawl's address policy."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy.resolver import CachingThreadedResolver, dnscache
from scrapy.utils.datatypes import LocalCache
from twisted.internet import defer, error

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.addresses import AddressPolicy

_FORGET_ADDRESS = 600.0
"""Seconds that a resolved name is believed; Scrapy's cache believes it for as long as it runs."""


class GuardedResolver(CachingThreadedResolver):
    """Resolves names, and refuses those that lead where the crawl must not go.

    The policy is the session's. A name is resolved anew every ten minutes, because a `watch` runs
    for months and sites move; the address is checked every time.
    """

    def __init__(self, reactor: Any, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.process: Any = None
        self._resolved: LocalCache[str, float] = LocalCache(10_000)

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        resolver = super().from_crawler(crawler, reactor)
        resolver.process = crawler  # Scrapy passes the process, because a reactor has one resolver
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> Any:
        policy = self._policy()
        if policy is not None and name.lower() in policy.mapped:
            return defer.succeed(policy.mapped[name.lower()])
        self._forget(name)
        found = super().getHostByName(name, timeout)
        return found if policy is None else found.addCallback(self._checked, name, policy)

    def _policy(self) -> AddressPolicy | None:
        spiders = (each.spider for each in self.process.crawlers)
        sessions = (getattr(spider, "session", None) for spider in spiders)
        return next((session.addresses for session in sessions if session is not None), None)

    def _forget(self, name: str) -> None:
        if monotonic() - self._resolved.get(name, 0.0) > _FORGET_ADDRESS:
            dnscache.pop(name, None)
            self._resolved[name] = monotonic()

    def _checked(self, address: str, name: str, policy: AddressPolicy) -> str:
        refused = policy.refusal(name, address)
        if refused:
            raise error.DNSLookupError(refused)
        return address
