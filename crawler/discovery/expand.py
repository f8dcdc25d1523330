"""The leads that one answered page gives: what the crawl calls once per page. Pure.

    front page      articles, sections, its feeds, and the robots.txt that names its sitemaps
    section         articles; with --since the rest of its list (rel=next)
    feed            its entries
    sitemap         its entries, or its children
    robots.txt      sitemaps
    article         requisites, and nothing else
    stylesheet      what it names

Links on an article page are never followed, and listings only within one hop of what the user
named; so a TARGET that is an article gives requisites and nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from re import Pattern
from urllib.parse import urljoin

from archive.times import warc_date
from archive.urls import scope_key
from archive.warc.exchange import Exchange
from crawler.discovery.feeds import FeedEntry, feed_entries
from crawler.discovery.links import PageLink, page_links, robots_sitemaps
from crawler.discovery.requisites import Requisites, css_requisites, page_requisites
from crawler.discovery.scope import DEPTH, FROM, LISTING_HOPS, SITE, Refused, Scope
from crawler.discovery.shape import shape_of
from crawler.discovery.sitemaps import SitemapEntry, read_sitemap
from crawler.errors import BadFeed
from crawler.extraction.document import Document
from crawler.frontier.base import Kind, Lead, host_key

MAX_CSS_NEST = 4
HOW = "how"
"""Key in a requisite's meta of what it is on its page."""
PATH = "path"
"""Key in a lead's meta of `path_of` it."""
_NEST = "nest"
_SITEMAP_NAME = re.compile(r"sitemap[^/?]{0,200}\.(?:xml\.gz|txt(?:\.gz)?)(?:\?|$)", re.IGNORECASE)
_SINGLY = 20
"""Refusals for one reason that are listed one by one; beyond it their number is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A URL that is not followed, or a source of many, and why."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What was wrong with a page, feed or sitemap; the crawl goes on."""

    url: str
    message: str
    fatal: bool = False
    """Nothing could be read of it at all (BadFeed)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """What an answer leads to, in the order in which it is worth fetching."""

    leads: tuple[Lead, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """Everything that the leads of one answer depend on."""

    exchange: Exchange
    lead: Lead
    page_type: str
    image_urls: Sequence[str] | None
    patterns: Sequence[Pattern[str]]
    scope: Scope
    now: datetime
    document: Document | None

    def child(
        self,
        url: str,
        kind: Kind,
        *,
        meta: Mapping[str, str],
        modified: datetime | None = None,
        parent: str | None = None,
    ) -> Lead:
        """A lead that this answer named; inherits the site that its seed led to, and the path."""
        inherited = self.lead.meta.get(SITE, "")
        site = scope_key(self.exchange.url) if self.lead.kind == "seed" else inherited
        path = path_of(self.lead, _redirects(self.exchange)) + _hop(
            self.lead.kind, self.page_type, kind
        )
        return Lead(
            url=url,
            kind=kind,
            via=self.exchange.url,
            hops=self.lead.hops + 1,
            parent=parent,
            modified=modified,
            meta={n: value for n, value in {SITE: site, PATH: path, **meta}.items() if value},
        )


def path_of(lead: Lead, redirects: int) -> str:
    """The hops from what the user named to the answer to a lead, a letter each.

    `hopsFromSeed` (WARC/1.1 section 6.6), with the letters that Heritrix uses: L a link, E what a
    page embeds, R a redirect, M named by a feed, a sitemap or robots.txt, P robots.txt itself.
    """
    return lead.meta.get(PATH, "") + "R" * redirects


def _redirects(exchange: Exchange) -> int:
    return 0 if exchange.url == exchange.request_url else 1 + len(exchange.redirects)


def _hop(asked_as: Kind, page_type: str, kind: Kind) -> str:
    if kind == "requisite":
        return "E"
    if kind == "robots":
        return "P"
    is_list = page_type in ("feed", "sitemap") or asked_as in ("feed", "sitemap", "robots")
    return "M" if is_list else "L"


def expand(
    exchange: Exchange,
    lead: Lead,
    page_type: str,
    *,
    scope: Scope,
    now: datetime,
    image_urls: Sequence[str] | None = (),
    patterns: Sequence[Pattern[str]] = (),
    document: Document | None = None,
) -> Expansion:
    """What the answer to `lead` leads to. Never raises for what a page contains.

    `page_type` is what `reading` says; `image_urls` the images that it chose, None where it did not
    read the page; `patterns` what a site says of the paths of its articles; `document` the page as
    `reading` parsed it.
    """
    answer = _Answer(
        exchange=exchange,
        lead=lead,
        page_type=page_type,
        image_urls=image_urls,
        patterns=patterns,
        scope=scope,
        now=now,
        document=document,
    )
    source = _source_of(answer)
    if source is None:
        return Expansion()
    try:
        found, warnings = source(answer)
    except BadFeed as error:
        problem = Problem(url=exchange.url, message=str(error), fatal=True)
        return Expansion(problems=(problem,))
    problems = tuple(Problem(url=exchange.url, message=warning) for warning in warnings)
    return _within(scope, found, exchange.url, now, problems)


_Found = tuple[list[Lead], tuple[str, ...]]


def _source_of(answer: _Answer) -> Callable[[_Answer], _Found] | None:
    """Who reads the leads of this answer; None for what leads nowhere."""
    exchange, lead = answer.exchange, answer.lead
    if exchange.status >= 400:
        return None
    if lead.kind == "robots":
        return _of_robots
    if lead.kind == "requisite":
        return _of_stylesheet if exchange.content_type == "text/css" else None
    if lead.kind in ("feed", "sitemap") and answer.page_type not in _SOURCES:
        return _of_feed if lead.kind == "feed" else _of_sitemap
    if lead.kind == "feed" and answer.page_type in _LISTINGS:
        return _of_feed  # HTML where a feed was promised: the reader of feeds says so
    if lead.kind == "sitemap" and answer.page_type in _LISTINGS:
        return _of_sitemap
    if lead.kind == "seed" and answer.page_type == "other" and _SITEMAP_NAME.search(exchange.url):
        return _of_sitemap  # gzipped or a list of URLs: no reader of pages knows it
    if answer.page_type in _LISTINGS and lead.hops > LISTING_HOPS:
        return None
    return _SOURCES.get(answer.page_type)


def _within(
    scope: Scope, found: Iterable[Lead], source: str, now: datetime, problems: tuple[Problem, ...]
) -> Expansion:
    """The leads that the scope lets in; the others with their reason, many of a kind as one."""
    kept: dict[str, Lead] = {}
    refused: dict[str, str] = {}
    for lead in found:
        decision = scope.decide(lead, now)
        if isinstance(decision, Refused):
            refused.setdefault(lead.url, decision.reason)
        else:
            kept.setdefault(lead.url, lead)
    skipped = _summed(refused, source)
    return Expansion(leads=tuple(kept.values()), skipped=skipped, problems=problems)


def _summed(refused: Mapping[str, str], source: str) -> tuple[Skipped, ...]:
    counts = Counter(refused.values())
    many = {reason for reason, count in counts.items() if count > _SINGLY}
    single = [Skipped(url=url, reason=why) for url, why in refused.items() if why not in many]
    summed = [
        Skipped(url=source, reason=f"{counts[why]} URLs that it names: {why}") for why in many
    ]
    return (*single, *sorted(summed, key=lambda each: each.reason))


def _of_front_page(answer: _Answer) -> _Found:
    leads, warnings = _of_listing(answer, follow_sections=answer.lead.hops == 0)
    if answer.lead.hops == 0:
        robots = urljoin(answer.exchange.url, "/robots.txt")
        leads.insert(0, answer.child(robots, "robots", meta={}))
    return leads, warnings


def _of_section(answer: _Answer) -> _Found:
    return _of_listing(answer, follow_sections=False)


def _of_listing(answer: _Answer, *, follow_sections: bool) -> _Found:
    """Feeds, then articles, then sections of this host (other hosts of a domain are its shops and
    other editions); links to other domains are no candidates at all."""
    links = page_links(answer.exchange, answer.document)
    feeds = [answer.child(url, "feed", meta={}) for url in links.feeds]
    articles: list[Lead] = []
    sections: list[Lead] = []
    for link in links.links:
        lead = _of_link(answer, link)
        if lead is None or not answer.scope.inside(lead):
            continue
        (articles if lead.kind == "article" else sections).append(lead)
    more = _of_next(answer, links.next_page)
    return [*feeds, *articles, *(sections if follow_sections else []), *more], links.warnings


def _of_link(answer: _Answer, link: PageLink) -> Lead | None:
    shape = shape_of(link.url, anchor=link.text, patterns=answer.patterns)
    if shape.looks == "article":
        meta = {FROM: "page", "title": link.text}
        return answer.child(link.url, "article", meta=meta)
    same_host = host_key(link.url) == host_key(answer.exchange.url)
    if shape.looks in ("section", "front_page") and same_host:
        return answer.child(link.url, "page", meta={FROM: "page"})
    return None


def _of_next(answer: _Answer, url: str | None) -> list[Lead]:
    """The list's next page, when the user asks for what is older than its first."""
    if url is None or answer.scope.since is None:
        return []
    return [replace(answer.child(url, "page", meta={FROM: "page"}), hops=answer.lead.hops)]


def _of_feed(answer: _Answer) -> _Found:
    feed = feed_entries(answer.exchange)
    named = "named_feed" if answer.lead.kind == "seed" else "feed"
    return [_of_entry(answer, entry, named) for entry in feed.entries], feed.warnings


def _of_entry(answer: _Answer, entry: FeedEntry, named: str) -> Lead:
    updated = entry.updated if entry.updated != entry.published else None
    meta = {
        FROM: named,
        "title": entry.title or "",
        "publication_date": warc_date(entry.published) if entry.published else "",
        "lastmod": warc_date(updated) if updated else "",
    }
    return answer.child(entry.url, "article", modified=updated, meta=meta)


def _of_sitemap(answer: _Answer) -> _Found:
    """Newest first: where the number of articles is bounded, the latest are wanted."""
    sitemap = read_sitemap(answer.exchange)
    if sitemap.is_index:
        depth = int(answer.lead.meta.get(DEPTH, "0")) + 1
        leads = [_of_child_sitemap(answer, entry, depth) for entry in sitemap.entries]
        return leads, sitemap.warnings
    entries = sorted(sitemap.entries, key=_latest, reverse=True)
    candidates = [entry for entry in entries if _may_be_article(answer, entry)]
    return [_of_sitemap_entry(answer, entry) for entry in candidates], sitemap.warnings


def _latest(entry: SitemapEntry) -> str:
    moment = entry.publication_date or entry.lastmod
    return warc_date(moment) if moment else ""


def _may_be_article(answer: _Answer, entry: SitemapEntry) -> bool:
    """A general sitemap lists sections and imprints too; a news sitemap lists articles only."""
    return entry.is_news or shape_of(entry.url, patterns=answer.patterns).looks == "article"


def _of_child_sitemap(answer: _Answer, entry: SitemapEntry, depth: int) -> Lead:
    lastmod = warc_date(entry.lastmod) if entry.lastmod else ""
    meta = {DEPTH: str(depth), "lastmod": lastmod}
    return answer.child(entry.url, "sitemap", modified=entry.lastmod, meta=meta)


def _of_sitemap_entry(answer: _Answer, entry: SitemapEntry) -> Lead:
    meta = {
        FROM: "news_sitemap" if entry.is_news else "sitemap",
        "title": entry.title or "",
        "language": entry.language or "",
        "publication_date": warc_date(entry.publication_date) if entry.publication_date else "",
        "lastmod": warc_date(entry.lastmod) if entry.lastmod else "",
    }
    return answer.child(entry.url, "article", modified=entry.lastmod, meta=meta)


def _of_robots(answer: _Answer) -> _Found:
    sitemaps = robots_sitemaps(answer.exchange.body, answer.exchange.url)
    return [answer.child(url, "sitemap", meta={}) for url in sitemaps], ()


def _of_article(answer: _Answer) -> _Found:
    if not answer.scope.requisites:
        return [], ()
    needed = page_requisites(answer.exchange, answer.image_urls, answer.document)
    return _required(answer, needed, nest=0)


def _of_stylesheet(answer: _Answer) -> _Found:
    nest = int(answer.lead.meta.get(_NEST, "0")) + 1
    if nest > MAX_CSS_NEST:
        return [], (f"stylesheets nested deeper than {MAX_CSS_NEST} are not fetched",)
    return _required(answer, css_requisites(answer.exchange), nest=nest)


def _required(answer: _Answer, requisites: Requisites, *, nest: int) -> _Found:
    if not answer.scope.requisites:
        return [], ()
    parent = answer.lead.parent or answer.exchange.url
    meta = {_NEST: str(nest)} if nest else {}
    leads = [
        answer.child(url, "requisite", parent=parent, meta={**meta, HOW: requisites.how[url]})
        for url in requisites.urls
    ]
    return leads, requisites.warnings


_LISTINGS = frozenset({"front_page", "section"})

_SOURCES: Mapping[str, Callable[[_Answer], _Found]] = {
    "front_page": _of_front_page,
    "section": _of_section,
    "feed": _of_feed,
    "sitemap": _of_sitemap,
    "article": _of_article,
    "live_blog": _of_article,
}
