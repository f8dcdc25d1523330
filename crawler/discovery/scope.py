"""Which leads a crawl follows, and why it does not follow the others.

By default: the registrable domain of what the user named (for IP addresses, host and port), and the
domains of its site file; feeds; news-sitemap entries of the last 48 hours; the front page and one
hop of section pages; older sitemaps only with --since. Entries of a feed that the user named are
followed wherever they lead: naming it means its entries. Requisites may come from anywhere.

A reason is a sentence for the summary. It says which option would let the URL in, where one would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from archive.urls import scope_key
from crawler.discovery.dates import w3c_date
from crawler.discovery.shape import date_in_path
from crawler.frontier.base import Ceiling, Kind, Lead

NEWS_WINDOW = timedelta(hours=48)
MAX_PAGES = 1000
MAX_SITEMAP_DEPTH = 3
LISTING_HOPS = 1

SITE = "site"
"""Meta key: the scope key of the seed's answer, for seeds that redirect to another domain."""
FROM = "from"
"""Meta key: what named the lead: `feed`, `named_feed`, `news_sitemap`, `sitemap` or `page`."""
DEPTH = "depth"
"""Meta key: how many sitemap indexes lead to this one."""

_PAGES: frozenset[Kind] = frozenset({"seed", "page", "article"})
_NEWS_NAME = re.compile(r"news|latest|recent|today|48h", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refused:
    """A lead that is not followed."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What one crawl may fetch."""

    keys: frozenset[str]
    """Scope keys (archive.urls.scope_key) that are inside."""
    since: date | None = None
    until: date | None = None
    max_pages: int | None = MAX_PAGES
    max_articles: int | None = None
    requisites: bool = True

    @classmethod
    def of(
        cls,
        targets: tuple[str, ...],
        *,
        domains: tuple[str, ...] = (),
        since: date | None = None,
        until: date | None = None,
        max_pages: int | None = MAX_PAGES,
        max_articles: int | None = None,
        requisites: bool = True,
    ) -> Scope:
        """The scope of target URLs; `domains` are those of their site files."""
        named = {scope_key(target) for target in targets}
        listed = {scope_key(f"https://{domain}/") for domain in domains}
        return cls(
            keys=frozenset(named | listed),
            since=since,
            until=until,
            max_pages=max_pages,
            max_articles=max_articles,
            requisites=requisites,
        )

    def decide(self, lead: Lead, now: datetime) -> Refused | None:
        """Why the lead is not followed; None where it is."""
        if lead.kind in ("seed", "comments"):
            return None
        if lead.kind == "requisite":
            return None if self.requisites else Refused("requisites are left out")
        if not self.inside(lead):
            return Refused(f"outside {', '.join(sorted(self.keys))}")
        rule = _RULES.get(lead.kind)
        reason = rule(self, lead, now) if rule else None
        return Refused(reason) if reason else None

    def ceilings(self) -> tuple[Ceiling, ...]:
        """The most pages and articles, as the frontier counts them."""
        bounds: list[Ceiling] = []
        if self.max_articles is not None:
            reason = f"more than --max-articles {self.max_articles}"
            kinds: frozenset[Kind] = frozenset({"article"})
            bounds.append(Ceiling(kinds=kinds, most=self.max_articles, reason=reason))
        if self.max_pages is not None:
            reason = f"more than {self.max_pages} pages (--max-pages)"
            bounds.append(Ceiling(kinds=_PAGES, most=self.max_pages, reason=reason))
        return tuple(bounds)

    def inside(self, lead: Lead) -> bool:
        """Whether the lead's host is one that the crawl is about."""
        key = scope_key(lead.url)
        named = lead.meta.get(FROM) == "named_feed"
        return named or key in self.keys or key == lead.meta.get(SITE)

    def _article_refusal(self, lead: Lead, now: datetime) -> str | None:
        said = lead.meta.get("publication_date") or lead.meta.get("lastmod")
        moment = w3c_date(said)
        day = moment.date() if moment else date_in_path(urlsplit(lead.url).path)
        if self.until and day and day > self.until:
            return f"of {day}, later than --until {self.until}"
        if self.since:
            early = day is not None and day < self.since
            return f"of {day}, earlier than --since {self.since}" if early else None
        if lead.meta.get(FROM) in ("sitemap", "news_sitemap"):
            return _staleness(moment or _start_of(day), now)
        return None

    def _page_refusal(self, lead: Lead, now: datetime) -> str | None:
        if lead.hops <= LISTING_HOPS:
            return None
        return "a section page more than one hop from what was named"

    def _sitemap_refusal(self, lead: Lead, now: datetime) -> str | None:
        depth = int(lead.meta.get(DEPTH, "0"))
        if depth > MAX_SITEMAP_DEPTH:
            return f"sitemap indexes nested deeper than {MAX_SITEMAP_DEPTH}"
        moment = w3c_date(lead.meta.get("lastmod"))
        if depth == 0 or (self.since and (moment is None or moment.date() >= self.since)):
            return None
        if self.since:
            return f"a sitemap not changed since --since {self.since}"
        is_news = _NEWS_NAME.search(urlsplit(lead.url).path) is not None
        return None if is_news and moment is None else _staleness(moment, now)


_RULES: Mapping[Kind, Callable[[Scope, Lead, datetime], str | None]] = {
    "article": Scope._article_refusal,
    "page": Scope._page_refusal,
    "sitemap": Scope._sitemap_refusal,
}


def _start_of(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def _staleness(moment: datetime | None, now: datetime) -> str | None:
    """Why an entry of this date is too old, when only the latest news is wanted."""
    if moment is None:
        return "in a sitemap that gives no date (--since lets it in)"
    coarse = moment.time() == datetime.min.time()
    window = NEWS_WINDOW + timedelta(days=1) if coarse else NEWS_WINDOW
    return None if moment >= now - window else "older than 48 hours (--since reaches back)"
