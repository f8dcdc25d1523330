"""How the visit of each lease ended: acknowledged when what its URL gave is recorded and durable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request

from archive.times import utc_now
from archive.warc.rows import CaptureRow
from crawler.errors import AddressRefused
from crawler.frontier import Lead, Lease, Verdict
from crawler.middlewares import RobotsUnreachable
from crawler.pipelines import PageItem
from crawler.reading import STAND_INS
from crawler.revisit import AgeProportional, VisitOutcome, VisitState, retry_after
from crawler.session import Session
from crawler.spiders.leasing import Leases
from crawler.wire import FETCHED, TRIED, Fetched, told

if TYPE_CHECKING:
    from twisted.python.failure import Failure

LEASE = "microfiche_lease"
"""Key in Request.meta of the lease that it is made for."""
UNREAD = ("requisite", "robots")
"""Kinds of URLs of which no page is read."""


class Settling:
    """Acknowledges the leases of one crawl."""

    def __init__(self, session: Session, leases: Leases) -> None:
        self._session = session
        self._leases = leases

    async def record_failed(self, request: Request | None) -> None:
        """The visits that gave no page, where the URL is an article's: what a reader of the WARC
        would find there."""
        if request is None or request.meta[LEASE].lead.kind in UNREAD:
            return
        rows = {row.record_id: row for row in request.meta.get(TRIED, ())}
        fetched: Fetched | None = request.meta.get(FETCHED)
        if fetched is not None:
            rows[fetched.row.record_id] = fetched.row
        lease: Lease = request.meta[LEASE]
        first_asked = (request.meta.get("redirect_urls") or [request.url])[0]
        await self._session.record_failed(rows.values(), first_asked, lease.lead.via)

    def give_back(self, lease: Lease) -> None:
        """Stopped before its turn came: for the next crawl."""
        self._session.frontier.release(lease)
        self._leases.came_back(lease)

    def is_refused(self, request: Request, error: BaseException | None) -> bool:
        """Whether it was not to be fetched, rather than not to be had."""
        is_private = (urlsplit(request.url).hostname or "") in self._session.addresses.refused
        is_ignored = isinstance(error, IgnoreRequest) and not isinstance(error, RobotsUnreachable)
        return is_private or is_ignored or isinstance(error, AddressRefused)

    def reason(self, request: Request, failure: Failure) -> str:
        host = urlsplit(request.url).hostname or ""
        return self._session.addresses.refused.get(host) or told(failure.value)

    async def settle(
        self,
        lease: Lease,
        outcome: Any = "done",
        reason: str | None = None,
        row: CaptureRow | None = None,
    ) -> None:
        """Acknowledge what is durable; `row` is what a requisite gave."""
        await self._session.durable()
        if lease.lead.kind == "requisite":
            told = f"{outcome} {reason}" if row is None else _answered(lease.lead, row)
            self._session.describe(self._session.requisites.settled(lease.lead.url, told))
        self.acknowledge(lease, outcome, reason, VisitOutcome(status=None))

    async def settle_page(self, item: PageItem, published: str | None, failure: str | None) -> None:
        """Acknowledge a page that was recorded, with the time of its next visit."""
        page = item.inside
        status = page.exchange.status
        header = page.exchange.header("Retry-After")
        visit = VisitOutcome(
            status=status,
            page_type=_type_of(item),
            published=_moment(published),
            retry_after=retry_after(header, utc_now()) if status >= 400 else None,
        )
        outcome, reason = _outcome(item, failure)
        self.acknowledge(page.lease, outcome, reason, visit)

    def acknowledge(
        self, lease: Lease, outcome: Any, reason: str | None, visit: VisitOutcome
    ) -> None:
        due, meta = self._next_visit(lease, visit) if self._session.options.watch else (None, None)
        self._session.acknowledge(lease, outcome, reason, next_at=due, meta=meta)
        self._leases.came_back(lease)

    def _next_visit(
        self, lease: Lease, visit: VisitOutcome
    ) -> tuple[datetime | None, dict[str, str] | None]:
        if lease.lead.kind in UNREAD:
            return None, None
        now = utc_now()
        state = VisitState.from_meta(lease.lead.meta, page_type=lease.lead.kind, now=now)
        policy = AgeProportional(shortest=timedelta(seconds=self._session.options.min_revisit))
        due = policy.next_due(state, visit, now)
        return due, state.after(visit).to_meta()


def _outcome(item: PageItem, failure: str | None) -> tuple[Verdict, str | None]:
    """How the visit of a page ended, and why it gave nothing where it did."""
    page = item.inside
    if failure:
        return "failed", failure
    if page.exchange.status >= 400:
        return "failed", f"answered {page.exchange.status}"
    if page.not_followed or page.not_kept:
        return "skipped", page.not_followed or page.not_kept
    if page.reading is None:
        return "done", None
    if page.reading.failed:
        return "failed", page.reading.reason
    if item.page_type in ("other", "redirect", *STAND_INS):
        return "skipped", page.reading.reason
    return "done", None


def _type_of(item: PageItem) -> str | None:
    """What the page is, for its next visit; of an unmodified one, what it was before."""
    records = item.inside.records
    if item.page_type == "not_modified":
        return records.page_type if records else None
    return None if item.page_type in ("error", *STAND_INS) else item.page_type


def _answered(lead: Lead, row: CaptureRow) -> str:
    """What became of a requisite, as `crawler.requisites` tells it."""
    moved = f" redirected to {row.url}" if row.url != lead.url else ""
    return f"{row.status or '-'} {row.record_id}{moved}"


def _moment(published: str | None) -> datetime | None:
    if not published:
        return None
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
