"""Opens a session: from the targets of our command line, or from Scrapy's settings."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.settings import SETTINGS_PRIORITIES

from archive.drift_alarms import limits
from archive.urls import fetchable
from crawler.comment_settings import CommentSettings, settings_in
from crawler.comments import FETCHED
from crawler.errors import BadSetting, BadTarget
from crawler.options import CrawlOptions
from crawler.session import Session
from crawler.sites import all_sites, ftr_directory
from crawler.spiders.saying import said

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
    try:
        place = urlsplit(guess).netloc
        if "://" not in target and ("." not in place or "@" in place):
            names = ", ".join(site.name for site in all_sites())
            raise BadTarget(f"{target}: neither a URL nor a site; the sites are: {names}")
        return [fetchable(guess)]
    except ValueError as error:
        raise BadTarget(f"{target}: {error}") from error


def session_for(options: CrawlOptions) -> Session:
    """An open session. Raises BadTarget, CollectionError."""
    return Session(options, target_urls(options.targets))


def with_settings(options: CrawlOptions, settings: BaseSettings) -> CrawlOptions:
    """The options with what only Scrapy's settings say; what the WARC tells of itself is true then.

    MICROFICHE_HOSTS     host to address, instead of DNS
    MICROFICHE_WARC_SIZE bytes at which a WARC is closed and the next begun
    MICROFICHE_WARC_AGE  seconds after which it is
    MICROFICHE_SYNC_DELAY   seconds that writes wait for others, to be synced together
    MICROFICHE_ALARM     limits as `--alarm` takes them, a comma between
    MICROFICHE_FTR       a checkout of ftr-site-config, as `--ftr` names it
    MICROFICHE_COMMENTS     keys and places for comment systems; the environment's, where not given
    MICROFICHE_COMMENT_REQUESTS   most requests for a thread at one visit
    MICROFICHE_COMMENT_SECONDS    most seconds for a thread at one visit, up to 600
    USER_AGENT, ROBOTSTXT_OBEY   where the user changed them

    Raises BadSetting.
    """
    if settings.getbool("AUTOTHROTTLE_ENABLED"):
        raise BadSetting(
            "AUTOTHROTTLE_ENABLED=1 cannot be had: a crawl waits by itself, longer where a host "
            "answers slowly; leave it out, and set the least wait in seconds with --delay"
        )
    if checkout := settings.get("MICROFICHE_FTR"):
        os.environ["MICROFICHE_FTR"] = str(Path(checkout).resolve())
        ftr_directory()
    said_limits = tuple(settings.getlist("MICROFICHE_ALARM"))
    is_renamed = (settings.getpriority("USER_AGENT") or 0) >= SETTINGS_PRIORITIES["cmdline"]
    return replace(
        options,
        comment_settings=_comment_settings(settings),
        max_comment_requests=settings.getint(
            "MICROFICHE_COMMENT_REQUESTS", options.max_comment_requests
        ),
        max_comment_seconds=min(
            settings.getfloat("MICROFICHE_COMMENT_SECONDS", options.max_comment_seconds),
            options.max_comment_seconds,
        ),
        hosts={**options.hosts, **settings.getdict("MICROFICHE_HOSTS")},
        warc_max_bytes=settings.getint("MICROFICHE_WARC_SIZE", options.warc_max_bytes),
        warc_max_seconds=settings.getfloat("MICROFICHE_WARC_AGE", options.warc_max_seconds),
        sync_delay=settings.getfloat("MICROFICHE_SYNC_DELAY", options.sync_delay),
        user_agent=settings.get("USER_AGENT") if is_renamed else None,
        obeys_robots=settings.getbool("ROBOTSTXT_OBEY"),
        said=said(settings),
        limits=limits(said_limits) if said_limits else options.limits,
    )


def _comment_settings(settings: BaseSettings) -> CommentSettings:
    """Keys and the like for comment systems. Raises BadSetting."""
    text = settings.get("MICROFICHE_COMMENTS") or os.environ.get("MICROFICHE_COMMENTS") or ""
    asked = {each.name: each.capabilities.needs for each in FETCHED}
    try:
        return settings_in(text, asked)
    except ValueError as error:
        raise BadSetting(f"MICROFICHE_COMMENTS {error}") from error


_DOORS = {
    "TELNETCONSOLE_ENABLED": "scrapy.extensions.telnet.TelnetConsole",
    "REMOTE_CONTROL_ENABLED": "scrapy.extensions.remote_control.RemoteControl",
}


def open_doors(settings: BaseSettings) -> None:
    """List the extensions that let somebody into the process, where they are switched on."""
    listed = settings.getwithbase("EXTENSIONS")
    for name, extension in _DOORS.items():
        if settings.getbool(name) and extension not in listed:
            settings["EXTENSIONS_BASE"].set(extension, 0)


def options_from(settings: BaseSettings, spider: str, url: str | None) -> CrawlOptions:
    """The options of `scrapy crawl`: settings MICROFICHE_* and `-a url=`."""
    targets = [url] if url else list(settings.getlist("MICROFICHE_TARGETS"))
    if not targets and spider != "news":
        targets = [spider]
    if not targets:
        raise BadTarget("scrapy crawl news: name a URL with -a url=URL")
    options = CrawlOptions(
        collection=Path(settings.get("MICROFICHE_COLLECTION") or "collection"),
        targets=tuple(targets),
        delay=settings.getfloat("MICROFICHE_DELAY", settings.getfloat("DOWNLOAD_DELAY", 2.0)),
        contact=settings.get("MICROFICHE_CONTACT") or os.environ.get("MICROFICHE_CONTACT"),
        max_pages=settings.getint("MICROFICHE_MAX_PAGES", 1000),
        requisites=settings.getbool("MICROFICHE_REQUISITES", True),
        comments=settings.getbool("MICROFICHE_FETCH_COMMENTS", True),
    )
    return with_settings(options, settings)
