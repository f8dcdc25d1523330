"""Puts what an answer leads to into the frontier, and tells what of it is left out and why."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from archive.times import utc_now, warc_date
from archive.urls import article_key
from archive.warc.exchange import Exchange
from archive.warc.rows import CaptureRow
from crawler.discovery import Expansion, Scope, expand
from crawler.discovery.expand import HOW, PATH
from crawler.frontier import Lead, Put
from crawler.normalize.captions import best_candidate
from crawler.reading import Reading
from crawler.revisit import ARTICLES
from crawler.session import Session
from crawler.sites import site_for

_LISTINGS = ("front_page", "section", "feed", "sitemap")
AGAIN = timedelta(days=7)
"""How long after its first capture a crawl asks for an article that no listing names any more."""
SINGLY = 20
"""URLs above a ceiling that are listed one by one; beyond it their number is given."""


class Follower:
    """What the answers of one crawl lead to."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.scope = scope_of(session)

    def follow(
        self,
        exchange: Exchange,
        lead: Lead,
        page_type: str,
        reading: Reading | None = None,
        row: CaptureRow | None = None,
    ) -> str | None:
        """Put what the answer leads to; why nothing at all could be read of it, where that is so.

        Without a `reading` the page was not read: what it leads to is found in it nevertheless.
        """
        site = site_for(exchange.url)
        image_urls = None if reading is None else _images(reading)
        reading = reading or Reading(page_type, "not read")
        document, reading.document = reading.document, None  # not held until it is recorded
        expansion = expand(
            exchange,
            lead,
            page_type,
            scope=self.scope,
            now=utc_now(),
            image_urls=image_urls,
            document=document,
            patterns=(site.article_pattern,) if site and site.article_pattern else (),
        )
        put = self._put(expansion)
        self._tell_requisites(
            expansion, put, exchange, lead, row if page_type in ARTICLES else None
        )
        if lead.kind == "seed" and page_type in _LISTINGS:
            self._put(self._seen_before(exchange.url, page_type))
        return next((each.message for each in expansion.problems if each.fatal), None)

    def _seen_before(self, listing: str, page_type: str) -> Expansion:
        """The articles of the last days that this listing led to, in case it names them no more:
        an article that was taken down is seen only by asking for it. What this crawl has already
        observed, as where a redirect led, it does not ask for again."""
        since, begun = warc_date(utc_now() - AGAIN), warc_date(self._session.run.begun)
        leads = [
            Lead(url=url, kind="article", via=via, hops=1, meta={"from": "collection", PATH: "I"})
            for url, via in self._session.collection.lately_first_seen(since, begun)
            if page_type == "front_page" or via == listing
        ]
        return Expansion(leads=tuple(lead for lead in leads if self.scope.inside(lead)))

    def _tell_requisites(
        self,
        expansion: Expansion,
        put: Put,
        exchange: Exchange,
        lead: Lead,
        page: CaptureRow | None,
    ) -> None:
        """What an article or a stylesheet names is awaited, for the page's metadata record."""
        names = {e.url: e.meta[HOW] for e in expansion.leads if e.kind == "requisite"}
        requisites = self._session.requisites
        if lead.kind == "requisite":
            requisites.names(lead.url, names)
        elif page is not None and self.scope.requisites and not self._session.options.dry_run:
            self._session.describe(requisites.page(exchange.url, page.record_id, names))
        for over, reason in put.over:
            self._session.describe(requisites.settled(over.url, f"skipped {reason}"))

    def _put(self, expansion: Expansion) -> Put:
        session = self._session
        for skipped in expansion.skipped:
            session.summary.skipped.setdefault(skipped.url, skipped.reason)
        for problem in expansion.problems:
            session.summary.failed.setdefault(problem.url, problem.message)
        leads = [lead for lead in expansion.leads if not self._known_robots(lead)]
        if session.options.dry_run:
            leads = self._unplanned(leads)
        put = session.frontier.put(
            session.run, leads, now=utc_now(), ceilings=self.scope.ceilings()
        )
        self._tell_left_out(put)
        return put

    def _tell_left_out(self, put: Put) -> None:
        """What is above a ceiling, one by one; of a long list its number."""
        skipped = self._session.summary.skipped
        for lead, reason in put.over[:SINGLY]:
            skipped.setdefault(lead.url, reason)
        if len(put.over) > SINGLY:
            lead, reason = put.over[SINGLY]
            more = len(put.over) - SINGLY
            skipped.setdefault(lead.via or lead.url, f"{more} more URLs that it names: {reason}")

    def _unplanned(self, leads: list[Lead]) -> list[Lead]:
        """Of leads, those that a dry run fetches: listings. The others are planned, each once."""
        planned = self._session.planned
        known = {article_key(url) for url in planned}
        for lead in leads:
            if lead.kind == "article" and article_key(lead.url) not in known:
                known.add(article_key(lead.url))
                planned[lead.url] = lead
        return [lead for lead in leads if lead.kind in ("page", "feed", "sitemap", "robots")]

    def _known_robots(self, lead: Lead) -> bool:
        """robots.txt was fetched before the first page of its host: it is not fetched again."""
        exchange = self._session.robots.get(urlsplit(lead.url).netloc)
        if lead.kind != "robots" or exchange is None:
            return False
        self.follow(exchange, lead, "other")
        return True


def scope_of(session: Session) -> Scope:
    """The scope of a session's targets."""
    options = session.options
    domains = [d for url in session.target_urls if (s := site_for(url)) for d in s.domains]
    return Scope.of(
        session.target_urls,
        domains=tuple(domains),
        since=options.since.date() if options.since else None,
        until=options.until.date() if options.until else None,
        max_pages=options.max_pages,
        max_articles=options.max_articles,
        requisites=options.requisites,
    )


def _images(reading: Reading) -> tuple[str, ...]:
    article = reading.article
    if article is None:
        return ()
    return tuple(best_candidate(each.candidates).url for each in article.image if each.candidates)
