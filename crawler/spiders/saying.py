"""What the WARC tells of the settings that a user gave: values only where no secret can be in them.

What is told here is in everything that is published. A proxy, a webhook, a path or an address may
stand in any setting, of add-ons too, so there is a list of those whose values are told, and not of
those whose values are not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scrapy.settings import SETTINGS_PRIORITIES

from crawler.options import one_line

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

UNTOLD = "(value not kept)"

_NAMES = """
DOWNLOAD_VERIFY_CERTIFICATES DOWNLOAD_MAXSIZE DOWNLOAD_TIMEOUT DOWNLOAD_FAIL_ON_DATALOSS
DOWNLOAD_TLS_MIN_VERSION DOWNLOAD_TLS_MAX_VERSION DOWNLOADER_CLIENT_TLS_METHOD
DNS_TIMEOUT DNSCACHE_ENABLED
ROBOTSTXT_OBEY DOWNLOAD_DELAY DOWNLOAD_DELAY_JITTER RANDOMIZE_DOWNLOAD_DELAY
CONCURRENT_REQUESTS CONCURRENT_REQUESTS_PER_DOMAIN CONCURRENT_ITEMS
RETRY_ENABLED RETRY_TIMES RETRY_HTTP_CODES REDIRECT_ENABLED REDIRECT_MAX_TIMES
METAREFRESH_ENABLED COOKIES_ENABLED COMPRESSION_ENABLED REFERER_ENABLED
HTTPCACHE_ENABLED HTTPPROXY_ENABLED
DEPTH_LIMIT URLLENGTH_LIMIT
CLOSESPIDER_ERRORCOUNT CLOSESPIDER_ITEMCOUNT CLOSESPIDER_PAGECOUNT
CLOSESPIDER_PAGECOUNT_NO_ITEM CLOSESPIDER_TIMEOUT CLOSESPIDER_TIMEOUT_NO_ITEM
MICROFICHE_COMMENT_REQUESTS MICROFICHE_COMMENT_SECONDS MICROFICHE_FETCH_COMMENTS
MICROFICHE_DELAY MICROFICHE_MAX_PAGES MICROFICHE_REQUISITES MICROFICHE_ROBOTS_AGE
MICROFICHE_WARC_SIZE MICROFICHE_WARC_AGE MICROFICHE_SYNC_DELAY
"""
_TOLD = frozenset(_NAMES.split())
"""The settings that change what is captured, and are a number, a truth or a version of TLS."""

_PLAIN = re.compile(
    r"[+-]?\d{1,15}(?:\.\d{1,9})?|\d{3}(?:, ?\d{3})*|true|false|none|TLS(?:v1(?:\.[0-3])?)?",
    re.ASCII | re.IGNORECASE,
)
_OWN = frozenset({"LOG_INSTALL_ROOT_HANDLER"})


def said(settings: BaseSettings) -> dict[str, str]:
    """The settings of the command line by name, with the values that may be told."""
    told: dict[str, str] = {}
    for name in sorted(settings):
        is_said = (settings.getpriority(name) or 0) >= SETTINGS_PRIORITIES["cmdline"]
        if is_said and name not in _OWN and name.isidentifier():
            told[name] = _told(name, str(settings.get(name)))
    return told


def _told(name: str, value: str) -> str:
    if name == "USER_AGENT":  # every request has it
        return one_line(value)
    return value if name in _TOLD and _PLAIN.fullmatch(value) else UNTOLD
