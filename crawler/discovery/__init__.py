"""Discovery: what a page, feed or sitemap leads to. Pure functions over answered bytes.

feeds       entries of RSS, Atom and JSON Feed
sitemaps    entries and children of sitemaps, news sitemaps among them
links       links of a page, and what kind of page a URL looks like
requisites  what an archived article page needs to be shown again
scope       which leads a crawl follows, and why not the others
expand      all of it for one answer: the leads it gives
"""

from crawler.discovery.expand import Expansion, expand
from crawler.discovery.feeds import Feed, FeedEntry, feed_entries
from crawler.discovery.links import PageLink, PageLinks, page_links, robots_sitemaps
from crawler.discovery.requisites import css_requisites, page_requisites
from crawler.discovery.scope import Refused, Scope
from crawler.discovery.shape import UrlShape, shape_of
from crawler.discovery.sitemaps import Sitemap, SitemapEntry, read_sitemap

__all__ = [
    "Expansion",
    "Feed",
    "FeedEntry",
    "PageLink",
    "PageLinks",
    "Refused",
    "Scope",
    "Sitemap",
    "SitemapEntry",
    "UrlShape",
    "css_requisites",
    "expand",
    "feed_entries",
    "page_links",
    "page_requisites",
    "read_sitemap",
    "robots_sitemaps",
    "shape_of",
]
