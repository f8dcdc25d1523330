"""The exceptions of the crawler.

CrawlerError                  what a user can be told in a sentence
+-- BadTarget                 a TARGET is neither a site's name nor a URL (exit status 2)
+-- BadSetting                a setting of Scrapy's cannot be had (exit status 2)
+-- BadSite                   a site file cannot be used
+-- BadFeed                   a feed or sitemap cannot be read; the message names its URL
+-- AddressRefused            a host leads to an address that the crawl must not reach
+-- CrawlFailed               the crawl could not start, or had to stop (exit status 3)
"""


class CrawlerError(Exception):
    """What a user can be told in a sentence."""

    exit_status = 1


class BadTarget(CrawlerError):
    """A TARGET is neither a site's name nor a URL."""

    exit_status = 2


class BadSetting(CrawlerError):
    """A setting of Scrapy's cannot be had."""

    exit_status = 2


class BadSite(CrawlerError):
    """A site file cannot be used."""

    exit_status = 2


class BadFeed(CrawlerError):
    """A feed or sitemap cannot be read."""


class CrawlFailed(CrawlerError):
    """The crawl could not start, or had to stop."""

    exit_status = 3


class AddressRefused(CrawlerError):
    """A host leads to an address that the crawl must not reach."""
