"""Records what crosses the wire: Scrapy's HTTP/1.1 handler with a protocol that keeps every byte.

    recording   the bytes of a connection, as they pass
    handler     the download handler: one exchange after the other into the session's writer
    fetched     from recorded bytes to the exchange that is written and the answer that is read
    failures    what a failed fetch is called
    resolver    names to addresses, under the address policy
    slots       the downloader's queues

Every private name of Scrapy and Twisted that microfiche leans on is in this package, and
tests/crawler/private_names.py holds the contract: it says which name moved when a release moves one.
- `_LenientHTTP11ClientProtocol`, `_ScrapyAgent` with `_cb_bodyready` and `_cb_bodydone`,
  `HTTP11DownloadHandler._pool` and the other attributes set in its `__init__`
  (scrapy.core.downloader.handlers.http11)
- `HTTPConnectionPool._factory`, `_RetryingHTTP11ClientProtocol` (twisted.web.client)
- `Downloader.slots`, `Downloader._start_slot_gc` and `Slot` (scrapy.core.downloader)
- `dnscache` (scrapy.resolver), `CrawlerProcess.crawlers` (scrapy.crawler)

Rules: the record is written whether the exchange succeeds or fails; nothing is parsed before it is
recorded; a silent retry on a stale connection is an exchange of its own; only http/1.1 is offered,
because HTTP/2 frames have no form in WARC.
"""

from crawler.wire.failures import told
from crawler.wire.fetched import (
    FETCHED,
    KEPT_ONLY,
    LENT,
    PAGE,
    ROBOTS,
    SECONDS,
    THREAD,
    TRIED,
    UNTIL,
    Fetched,
    lent_to,
    unreadable,
)
from crawler.wire.handler import WireHandler
from crawler.wire.resolver import GuardedResolver
from crawler.wire.slots import (
    GivenBack,
    give_back,
    give_back_late,
    give_back_waiting,
    give_back_when_late,
    hold,
    known_slot,
    slot_of,
)

__all__ = [
    "FETCHED",
    "KEPT_ONLY",
    "LENT",
    "PAGE",
    "ROBOTS",
    "SECONDS",
    "THREAD",
    "TRIED",
    "UNTIL",
    "Fetched",
    "GivenBack",
    "GuardedResolver",
    "WireHandler",
    "give_back",
    "give_back_late",
    "give_back_waiting",
    "give_back_when_late",
    "hold",
    "known_slot",
    "lent_to",
    "slot_of",
    "told",
    "unreadable",
]
