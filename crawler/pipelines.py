"""Item pipelines: thin wraps around the one reading path, then validation, then the record.

    NormalizeArticle, NormalizeCaptions, NormalizeComments   items to records (crawler.reading)
    Validate                                                  what a record must hold, as warnings
    Record                                                    append, make durable, acknowledge

`PageItem` is what FEEDS and `-o` export: url, page type, article, comments.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast
from urllib.parse import urlsplit

from archive.drift import ARTICLE, LAYOUT, is_lost, site_at
from archive.errors import ArchiveError, CollectionError
from archive.records import Capture, PageRecords, as_json
from archive.warc.exchange import Exchange
from archive.warc.rows import CaptureRow
from crawler.items import ArticleItem, CommentItem
from crawler.reading import (
    Reading,
    Source,
    Step,
    begun,
    with_article,
    with_captions,
    with_comments,
)
from crawler.sites import site_for

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.frontier import Lease
    from crawler.session import Session


class Settle(Protocol):
    """Acknowledges a recorded page."""

    def __call__(
        self, item: PageItem, published: str | None, failure: str | None
    ) -> Awaitable[None]: ...


@dataclass(slots=True, kw_only=True)
class Inside:
    """What the pipelines need of a page and nobody exports."""

    lease: Lease
    exchange: Exchange
    capture: Capture
    reading: Reading | None
    """None for 304: there was nothing to read."""
    records: PageRecords | None
    tried: tuple[CaptureRow, ...]
    """Failed answers of the same URL before this one."""
    not_followed: str | None
    settle: Settle
    not_kept: str | None = None
    """Why an article is captured and not recorded: it is outside what the user asked for."""


@dataclass(kw_only=True, repr=False)
class PageItem:
    """A page on its way to the collection."""

    url: str
    page_type: str
    article: ArticleItem | dict[str, Any] | None = None
    """What the page says; once normalised, the record as JSON values."""
    comments: list[CommentItem] | list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._inside: Inside | None = None  # no field: it is not exported

    def __repr__(self) -> str:
        """Short, because Scrapy logs items."""
        return f"<{self.page_type} {self.url}>"

    def within(self, **inside: Any) -> PageItem:
        """The item with what the pipelines need."""
        self._inside = Inside(**inside)
        return self

    @property
    def inside(self) -> Inside:
        """What the pipelines need."""
        assert self._inside is not None
        return self._inside


class _Pipeline:
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Any:
        return cls(crawler)

    @property
    def session(self) -> Session:
        return cast("Any", self.crawler.spider).session  # type: ignore[no-any-return]


class _Normalize(_Pipeline):
    """One step of normalizing (crawler.reading), taken as a pipeline."""

    step: Step

    def process_item(self, item: PageItem) -> PageItem:
        page = item.inside
        if page.reading is not None:
            site = site_for(page.exchange.url)
            source = Source(page.reading, page.exchange, page.capture, site)
            page.records = type(self).step(page.records or begun(source), source)
        return item


class NormalizeArticle(_Normalize):
    """The article as a record."""

    step = staticmethod(with_article)


class NormalizeCaptions(_Normalize):
    """Its photos: caption and credit told apart."""

    step = staticmethod(with_captions)


class NormalizeComments(_Normalize):
    """Its comments as records."""

    step = staticmethod(with_comments)


_Check = Callable[[PageRecords], str | None]

CHECKS: dict[str, _Check] = {
    "headline": lambda page: None if page.article and page.article.headline else "no headline",
    "body": lambda page: None if page.article and page.article.article_body else "no text",
    "date": lambda page: None if page.article and page.article.date_published else "no date",
}
"""What every article record should hold; what one lacks is counted and shown, never a loss."""


class Validate(_Pipeline):
    """Warns of records that lack what every article has."""

    def process_item(self, item: PageItem) -> PageItem:
        records = item.inside.records
        if records is not None and records.article is not None:
            item.warnings = [found for check in CHECKS.values() if (found := check(records))]
            for warning in item.warnings:
                self.session.summary.counts[f"warning: {warning}"] += 1
            site = site_for(item.inside.exchange.url)
            self.session.summary.drift.add(
                records.article, has_layouts=site is not None and bool(site.layouts)
            )
        elif records is not None and is_lost(records.outcome, item.inside.exchange.status):
            self._count_lost(item.inside.exchange.url)
        return item

    def _count_lost(self, url: str) -> None:
        """Count a page that is no article where one was, or where the site file knows of one."""
        site = site_for(url)
        pattern = site.article_pattern if site else None
        of_article = pattern is not None and pattern.search(urlsplit(url).path)
        if of_article or self.session.is_known(url):
            self.session.summary.drift.add_lost(url, site.name if site else site_at(url))

    def close_spider(self) -> None:
        """Give Scrapy's stats what was counted of each site and field, as shares of its pages."""
        stats = self.crawler.stats
        assert stats is not None
        for site, name, counted in self.session.summary.drift.rows():
            about = f"microfiche/{site}/{name}"
            if name in (ARTICLE, LAYOUT):
                what = "not_article" if name == ARTICLE else "unknown_layout"
                stats.set_value(f"microfiche/{site}/{what}", round(1 - counted.fill, 3))
                continue
            stats.set_value(f"{about}/fill", round(counted.fill, 3))
            stats.set_value(f"{about}/disagreement", round(counted.share(counted.disagreed), 3))
            stats.set_value(f"{about}/rule_missed", round(counted.share(counted.missed), 3))
        for site, fields in self.session.summary.drift.sites.items():
            stats.set_value(f"microfiche/{site}/articles", fields[ARTICLE].filled)
        found = self.session.summary.alarms
        stats.set_value("microfiche/alarms", len(found))
        for alarm in found:
            logging.getLogger(__name__).error("alarm: %s", alarm)


class Record(_Pipeline):
    """Appends the records, waits until they are durable, then acknowledges the URL."""

    async def process_item(self, item: PageItem) -> PageItem:
        page = item.inside
        assert page.records is not None
        failure = None
        page.not_kept = self._not_kept(page.records)
        if page.not_kept or self.session.options.archive_only:
            await self.session.durable()
            await page.settle(item, None, None)
            return item
        try:
            await self.session.record(page.records, page.capture)
            await self.session.record_failed(
                page.tried, page.capture.request_url, page.lease.lead.via
            )
        except CollectionError as error:
            self.session.stop_for(error)
            raise
        except ArchiveError as error:
            failure = f"could not be recorded: {error}"
            self.session.summary.unrecorded += 1
        article = page.records.article
        await page.settle(item, article.date_published if article else None, failure)
        item.article = as_json(article) if article else None
        item.comments = [as_json(comment) for comment in page.records.comments]
        return item

    def _not_kept(self, records: PageRecords) -> str | None:
        """What an article turned out to be may be outside what its URL promised."""
        article, options = records.article, self.session.options
        if article is None:
            return None
        day = (article.date_published or "")[:10]
        if options.until and day > options.until.date().isoformat():
            return f"published {day}, later than --until {options.until.date()}"
        if options.since and day and day < options.since.date().isoformat():
            return f"published {day}, earlier than --since {options.since.date()}"
        beyond = self.session.beyond_articles()
        self.session.articles += beyond is None  # taken at once: others are on their way too
        return beyond
