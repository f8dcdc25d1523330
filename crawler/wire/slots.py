"""The downloader's queues: who waits for a host, until when, and what is given back."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from scrapy.core.downloader import Slot
from scrapy.exceptions import IgnoreRequest

from crawler.wire.fetched import UNTIL

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


_LONGEST = 60.0
"""Seconds that an answer may take, where nothing else is said."""


class GivenBack(IgnoreRequest):
    """The request's turn did not come in time, or before the crawl was stopped: nothing was sent."""


def slot_of(crawler: Crawler, key: str, concurrency: int) -> Slot:
    """The downloader's slot of a queue, made where there is none yet.

    Its next request goes out when `delay` seconds have passed since `lastseen`. Slots that have
    been idle for a minute after that are removed, as Scrapy does with its own.
    """
    assert crawler.engine is not None
    downloader = crawler.engine.downloader
    if key not in downloader.slots:
        downloader.slots[key] = Slot(concurrency, 0.0, 0.0)
        downloader._start_slot_gc()
    return downloader.slots[key]


def known_slot(crawler: Crawler, key: str) -> Slot | None:
    """The slot of a queue; None where nothing of it is or was waiting lately."""
    assert crawler.engine is not None
    slots: dict[str, Slot] = crawler.engine.downloader.slots
    return slots.get(key)


def hold(slot: Slot, seconds: float) -> None:
    """Let the slot's next request wait so long from now, whatever it waited for before."""
    slot.delay = seconds
    slot.lastseen = monotonic()


def give_back(slot: Slot, reason: Callable[[Request], IgnoreRequest]) -> None:
    """Fail every request that waits in a queue for its turn; those under way go on."""
    while slot.queue:
        request, waiting = slot.queue.popleft()
        waiting.errback(reason(request))


def give_back_waiting(crawler: Crawler) -> None:
    """Fail every request that waits for its turn with GivenBack."""
    assert crawler.engine is not None
    for slot in list(crawler.engine.downloader.slots.values()):
        give_back(slot, lambda _: GivenBack("the crawl was stopped before its turn came"))


def give_back_late(crawler: Crawler) -> None:
    """Fail every request that waits for its turn longer than it may (UNTIL) with GivenBack."""
    assert crawler.engine is not None
    for slot in list(crawler.engine.downloader.slots.values()):
        late = [each for each in slot.queue if _is_late(each[0])]
        for each in late:
            slot.queue.remove(each)
        for request, waiting in late:
            waiting.errback(_late(request))


def give_back_when_late(request: Request) -> None:
    """Raise GivenBack for a request that may not wait any longer; what is sent has the time left."""
    if _is_late(request):
        raise _late(request)
    until: float | None = request.meta.get(UNTIL)
    if until is not None:
        longest = float(request.meta.get("download_timeout") or _LONGEST)
        request.meta["download_timeout"] = min(longest, until - monotonic())


def _is_late(request: Request) -> bool:
    until: float | None = request.meta.get(UNTIL)
    return until is not None and monotonic() >= until


def _late(request: Request) -> GivenBack:
    return GivenBack("the time for it was over before its turn came")
