"""What a crawl was asked to do, as one value: from the command line or from Scrapy's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from archive.drift_alarms import Limits
from archive.urls import without_userinfo
from crawler.comment_settings import CommentSettings


def one_line(text: str) -> str:
    """The text for a header and for a warcinfo: in one line, without controls.

    Anything else would let a contact forge headers or fields of the archive.
    """
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """The options of one crawl."""

    collection: Path
    targets: tuple[str, ...]
    """URLs, and names of sites."""
    delay: float = 2.0
    """Seconds; the least wait between two pages of a host. 0 switches every wait off."""
    contact: str | None = None
    """Whom a site's owner can ask; one line, see `one_line`."""
    user_agent: str | None = None
    """Sent instead of our own name."""
    obeys_robots: bool = True
    max_articles: int | None = None
    max_pages: int | None = 1000
    max_seconds: float | None = None
    since: datetime | None = None
    until: datetime | None = None
    requisites: bool = True
    archive_only: bool = False
    """Keep the WARC and read nothing."""
    comments: bool = True
    """Fetch the comments that a page would load; those in its markup are read in any case."""
    max_comments: int = 5000
    """Comments of a thread beyond which no further part is asked for."""
    max_comment_requests: int = 100
    """Requests for a thread at one visit."""
    max_comment_seconds: float = 600.0
    """Time for a thread at one visit; a visit is acknowledged within 20 minutes
    (crawler.frontier.truth), so that it is never more."""
    comment_settings: CommentSettings = field(default_factory=CommentSettings)
    """What the user gives for comment systems: keys, ids, other places."""
    limits: Limits = field(default_factory=Limits)
    """Shares of records beyond which the crawl ends with an alarm."""
    dry_run: bool = False
    """Fetch listings only, into a collection that is thrown away, and say what would be fetched."""
    watch: bool = False
    """Never complete: visit again when due."""
    min_revisit: float = 900.0
    """Seconds; the shortest time between two visits of an article under `watch`."""
    hosts: Mapping[str, str] = field(default_factory=dict)
    """Host to address, instead of DNS."""
    said: Mapping[str, str] = field(default_factory=dict)
    """Settings that the user gave with -s, without secrets."""
    sync_delay: float = 0.02
    """Seconds that a group of writes waits for more before it is synced."""
    warc_max_bytes: int = 1 << 30
    warc_max_seconds: float = 24 * 3600.0
    """Age at which a WARC is closed and the next begun, under an idle `watch` too."""

    def __post_init__(self) -> None:
        for name in ("contact", "user_agent"):
            text = getattr(self, name)
            if text is not None:
                object.__setattr__(self, name, one_line(text) or None)

    @property
    def run_key(self) -> str:
        """Names the run: the same targets go on where an interrupted crawl of them stopped."""
        kind = "watch" if self.watch else "crawl"
        return "\n".join((kind, *sorted(without_userinfo(target) for target in self.targets)))

    @property
    def is_polite(self) -> bool:
        """Whether hosts are given time between requests."""
        return self.delay > 0
