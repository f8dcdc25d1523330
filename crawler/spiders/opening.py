"""Opens a session: from the targets of our command line, or from Scrapy's settings."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.urls import fetchable
from crawler.errors import BadTarget
from crawler.options import CrawlOptions
from crawler.session import Session
from crawler.sites import all_sites

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def target_urls(targets: Iterable[str]) -> tuple[str, ...]:
    """The URLs that targets stand for: a URL for itself, a site's name for its sources.

    Raises BadTarget for what is neither.
    """
    urls: list[str] = []
    for target in targets:
        urls += _urls_of(target.strip())
    return tuple(dict.fromkeys(urls))


def _urls_of(target: str) -> list[str]:
    for site in all_sites():
        if site.name == target:
            return list(site.sources) or [f"https://{site.domains[0]}/"]
    guess = target if "://" in target else f"https://{target}"
    if "://" not in target and "." not in urlsplit(guess).netloc:
        names = ", ".join(site.name for site in all_sites())
        raise BadTarget(f"{target}: neither a URL nor a site; the sites are: {names}")
    try:
        return [fetchable(guess)]
    except ValueError as error:
        raise BadTarget(f"{target}: {error}") from error


def session_for(options: CrawlOptions) -> Session:
    """An open session. Raises BadTarget, CollectionError."""
    return Session(options, target_urls(options.targets))


def options_from(settings: BaseSettings, spider: str, url: str | None) -> CrawlOptions:
    """The options of `scrapy crawl`: settings MICROFICHE_* and `-a url=`."""
    targets = [url] if url else list(settings.getlist("MICROFICHE_TARGETS"))
    if not targets and spider != "news":
        targets = [spider]
    if not targets:
        raise BadTarget("scrapy crawl news: name a URL with -a url=URL")
    return CrawlOptions(
        collection=Path(settings.get("MICROFICHE_COLLECTION") or "collection"),
        targets=tuple(targets),
        delay=settings.getfloat("MICROFICHE_DELAY", settings.getfloat("DOWNLOAD_DELAY", 2.0)),
        contact=settings.get("MICROFICHE_CONTACT"),
        max_pages=settings.getint("MICROFICHE_MAX_PAGES", 1000),
        hosts=settings.getdict("MICROFICHE_HOSTS"),
        requisites=settings.getbool("MICROFICHE_REQUISITES", True),
    )
