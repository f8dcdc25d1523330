"""Scrapy's scheduler, for a crawl whose order is the frontier's: first come, first served.

What waits here was leased a moment ago, so that Scrapy's priority queues, request fingerprints and
dupefilter would only repeat the frontier's work.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from scrapy.core.scheduler import BaseScheduler

if TYPE_CHECKING:
    from scrapy import Request


class InOrder(BaseScheduler):
    """Gives requests back in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: deque[Request] = deque()

    def has_pending_requests(self) -> bool:
        return bool(self._waiting)

    def enqueue_request(self, request: Request) -> bool:
        self._waiting.append(request)
        return True

    def next_request(self) -> Request | None:
        return self._waiting.popleft() if self._waiting else None
