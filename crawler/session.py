"""One crawl: its collection, writer, frontier and scope, and what it has to tell at its end.

The wire, the middlewares, the pipelines and the spider meet here and nowhere else. Everything runs
in the event loop's thread but the syncing of files.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType

import archive
from archive.collection import Collection, purging, recovery
from archive.collection.identity import known_article
from archive.collection.writer import Originals
from archive.errors import ArchiveError, OriginalMissing
from archive.records import Capture, PageRecords
from archive.times import parse_warc_date, utc_now
from archive.urls import surt
from archive.warc.exchange import Exchange, WireExchange
from archive.warc.http import Headers
from archive.warc.rows import CaptureRow
from archive.warc.writer import Written
from crawler.addresses import AddressPolicy
from crawler.clocks import Clocks, future_captures
from crawler.committing import GroupCommit
from crawler.frontier import Kind, Lead, Lease, SqliteFrontier, Verdict
from crawler.frontier.truth import take_back
from crawler.options import CrawlOptions
from crawler.requisites import PageRequisites, Told
from crawler.rereading import FAILED, rereader, roll_forward, visit_of, visits_before
from crawler.summary import Summary

USER_AGENT = f"microfiche/{archive.__version__} (news archive{{contact}})"


class Session:
    """Opened before the crawl, closed after it; `with Session(options, targets) as session`."""

    def __init__(self, options: CrawlOptions, target_urls: tuple[str, ...]) -> None:
        """`target_urls`: the URLs behind the targets; a site's name stands for its sources."""
        self.options = options
        self.target_urls = target_urls
        self.summary = Summary(limits=options.limits)
        self.addresses = AddressPolicy(
            target_urls, options.hosts, lent=options.comment_settings.origins
        )
        self.robots: dict[str, Exchange] = {}
        """Host and port to the answer to its robots.txt, which names sitemaps."""
        self.articles = 0
        """Articles that this crawl has recorded or seen again."""
        self.clocks = Clocks()
        self.planned: dict[str, Lead] = {}
        """Under dry_run: URL to what would be fetched."""
        self.stopping: ArchiveError | None = None
        self.is_stopped = False
        """Nothing more is given out."""
        self.fault: str | None = None
        """A fault of our own that ended the crawl."""
        self.left_alone: dict[str, datetime] = {}
        """Host and port to until when it asked not to be bothered."""
        self.on_stop: Callable[[], None] = lambda: None
        self.on_progress: Callable[[], None] = lambda: None
        self._closed = False
        self._held = ExitStack()
        try:
            self._open(options)
        except BaseException:
            self._held.close()
            raise

    def _open(self, options: CrawlOptions) -> None:
        self.collection = self._held.enter_context(Collection.create_or_open(options.collection))
        self._originals = Originals(self.collection.index, self.collection.layout.warc)
        self._repair()
        self.summary.warnings += future_captures(self.collection.index, now=utc_now())
        self.writer = self._held.enter_context(
            self.collection.writer(
                warcinfo=self._warcinfo(),
                warc_max_bytes=options.warc_max_bytes,
                warc_max_seconds=options.warc_max_seconds,
            )
        )
        frontier = SqliteFrontier(self.collection.layout.crawl / "frontier.sqlite")
        self.frontier = self._held.enter_context(frontier)
        self._take_back()
        self.run = frontier.begin(options.run_key, {}, now=utc_now())
        self.requisites = PageRequisites(self.fetched_already)
        self._reread = rereader(self.collection)
        self._commit: GroupCommit | None = None

    @property
    def user_agent(self) -> str:
        """Names microfiche and whom to ask; or what the user sends instead."""
        contact = f"; {self.options.contact}" if self.options.contact else ""
        return self.options.user_agent or USER_AGENT.format(contact=contact)

    def _warcinfo(self) -> dict[str, str]:
        known = {
            "hostname": socket.gethostname(),
            "operator": self.options.contact or "",
            "robots": "obey" if self.options.obeys_robots else "ignore",
            "http-header-user-agent": self.user_agent,
            "settings": json.dumps(dict(self.options.said)) if self.options.said else "",
            "isPartOf": self.options.collection.resolve().name,
        }
        return {name: value for name, value in known.items() if value}

    def _repair(self) -> None:
        """What the last crash left is put right before anything is written."""
        report = recovery.repair(self.collection.layout, self.collection.index)
        purging.finish(self.collection, report)
        self.summary.repaired = [*report.done, *report.damaged]
        for writer_id in report.dead_writers:
            recorded = roll_forward(self.collection, writer_id)
            if recorded:
                self.summary.repaired.append(f"{writer_id}: {recorded} captures rolled forward")

    def _take_back(self) -> None:
        """Visits that the frontier has acknowledged and of which no capture tells are made again."""

        def last_capture(url: str) -> datetime | None:
            latest = "WHERE urlkey = ? ORDER BY timestamp DESC LIMIT 1"
            rows = self.collection.index.captures(latest, (surt(url),))
            return parse_warc_date(rows[0].date) if rows else None

        again = take_back(self.frontier, last_capture, now=utc_now())
        if again:
            self.summary.repaired.append(f"{again} visits without a capture are made again")

    def write(self, wire: WireExchange, page: Mapping[str, str]) -> Written:
        """Append an exchange to the WARC; durable after `durable`."""
        written = self.writer.write(wire, page)
        self.clocks.note(wire)
        if written.row is not None:
            self.summary.counts["captures"] += 1
        return written

    def describe(self, pages: Iterable[Told]) -> None:
        """Write what became of the requisites of pages; nothing waits for it to be durable."""
        for page in pages:
            self.writer.describe(page.url, page.record_id, page.fields)

    def fetched_already(self, url: str) -> str | None:
        """The outcome of a requisite that this run has fetched, as `crawler.requisites` has it."""
        latest = "WHERE urlkey = ? ORDER BY timestamp DESC LIMIT 1"
        rows = self.collection.index.captures(latest, (surt(url),))
        if not rows or rows[0].url != url or parse_warc_date(rows[0].date) < self.run.begun:
            return None
        return f"{rows[0].status or '-'} {rows[0].record_id}"

    async def durable(self) -> None:
        """Return once everything written so far is durable."""
        await self._group_commit.durable()

    @property
    def _group_commit(self) -> GroupCommit:
        if self._commit is None:
            self._commit = GroupCommit(self.writer, self.options.sync_delay)
        return self._commit

    async def record(self, page: PageRecords, capture: Capture) -> None:
        """Append what a page, read, adds; durable when this returns."""
        append = partial(self.writer.append, page, capture, self._reread)
        added = await self._group_commit.then(append)
        counts = self.summary.counts
        counts["articles_new"] += added.is_new_article
        counts["revisions_new"] += added.is_new_revision
        counts["comments_new"] += added.comments_new
        if added.observation is not None and page.outcome in ("read", "not_modified"):
            counts["unchanged"] += not added.is_change
        if added.aliases:
            await self._record_earlier(capture)
        await self.durable()

    async def record_failed(
        self, rows: Iterable[CaptureRow], request_url: str, via: str | None
    ) -> None:
        """Append the visits that these captures of answers without a page are of, by the same code
        that reads archives; nothing for what is not known as an article."""
        if self.options.archive_only or self.options.dry_run:
            return
        await self.durable()
        for row in rows:
            if not (self.is_known(row.url) or self.is_known(request_url)):
                continue
            try:
                page, capture = visit_of(
                    self.collection, row, {"request_url": request_url, "via": via}
                )
            except OriginalMissing:
                continue
            if page.outcome in FAILED:
                await self.record(page, capture)

    async def _record_earlier(self, capture: Capture) -> None:
        """Visits that failed before the URL was known as an article's, as an import has them."""
        for row in visits_before(self.collection, capture):
            await self.record_failed([row], row.url, capture.via)

    def beyond_articles(self) -> str | None:
        """Why no more articles are wanted; None while they are."""
        most = self.options.max_articles
        return f"more than --max-articles {most}" if most and self.articles >= most else None

    def withdrawn(self, url: str) -> str | None:
        """Why a URL is not fetched although it may be: it is withdrawn; None where it is not."""
        if not self.collection.index.withheld.url(url):
            return None
        return "withdrawn: it is neither fetched nor shown (`microfiche withdraw --list`)"

    def is_known(self, url: str) -> bool:
        """Whether the collection has records of the URL as an article."""
        return known_article(self.collection.index, [url]) is not None

    def validators(self, url: str, request: Headers | None = None) -> tuple[str | None, str | None]:
        """ETag and Last-Modified to ask with, where a 304 could be resolved here and would be about
        what these headers are answered with; else nothing."""
        if self._originals.of_url(url) is None:
            return None, None
        return self.collection.validators(url, request)

    def leave_alone(self, host: str, wait: timedelta) -> None:
        """Give out nothing of `host:port` for a while, in no crawl of the collection."""
        until = utc_now() + wait
        self.left_alone[host] = until
        self.frontier.block(host, until)

    def acknowledge(
        self,
        lease: Lease,
        outcome: Verdict = "done",
        reason: str | None = None,
        *,
        next_at: datetime | None = None,
        kind: Kind | None = None,
        meta: Mapping[str, str] | None = None,
    ) -> None:
        """Tell the frontier that what a URL gave is recorded, and note why where it gave nothing."""
        self.summary.settled(lease.lead, outcome, reason)
        self.frontier.ack(
            lease,
            now=utc_now(),
            outcome=outcome,
            reason=reason,
            next_at=next_at,
            kind=kind,
            meta=meta,
        )
        self.on_progress()

    def stop_for(self, error: ArchiveError) -> None:
        """The collection cannot be written any more: stop before anything is lost."""
        if self.stopping is None:
            self.stopping = error
            self.on_stop()

    def close(self) -> None:
        """Close everything; a run with nothing left is finished. Twice does no harm."""
        if self._closed:
            return
        self._closed = True
        try:
            if self.stopping is None:
                self.describe(self.requisites.rest())
            if self.stopping is None and not self.options.watch:
                self.frontier.finish(self.run, now=utc_now())
        finally:
            self._held.close()
        for name, given in self.writer.renamed:
            self.summary.repaired.append(
                f"{given}: is so called: another file took the name {name}"
            )

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
