"""Every private name of Scrapy and Twisted that crawler/wire/ leans on, and whether it is there.

`python -m tests.crawler.private_names` prints which have moved. With names after it, it takes each
of them away in turn and prints what is then said to have moved: the check can fail.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from scrapy.utils.reactor import install_reactor

install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")

_HTTP11 = "scrapy.core.downloader.handlers.http11"
_CLIENT = "twisted.web.client"

NAMES: dict[str, tuple[str, ...]] = {
    f"{_HTTP11}": (
        "HTTP11DownloadHandler",
        "_LenientHTTP11ClientProtocol",
        "_ScrapyAgent",
        "_ResponseReader",
    ),
    f"{_HTTP11}:_LenientHTTP11ClientProtocol": ("request", "dataReceived"),
    f"{_HTTP11}:_ScrapyAgent": ("_cb_bodydone", "_cb_bodyready", "download_request"),
    f"{_HTTP11}:_ScrapyAgent.__init__(": (
        "contextFactory",
        "bindAddress",
        "pool",
        "maxsize",
        "warnsize",
        "fail_on_dataloss",
        "crawler",
        "tls_verbose_logging",
    ),
    f"{_HTTP11}:HTTP11DownloadHandler()": (
        "_pool",
        "_contextFactory",
        "_bind_address",
        "_default_maxsize",
        "_default_warnsize",
        "_fail_on_dataloss",
        "_tls_verbose_logging",
    ),
    f"{_HTTP11}:HTTP11DownloadHandler()._pool": ("_factory", "getConnection"),
    f"{_HTTP11}:_ResponseReader()": ("_bodybuf",),
    "twisted.web._newclient:HTTP11ClientProtocol": (
        "_giveUp",
        "_parser",
        "_state",
        "connectionLost",
    ),
    "twisted.web._newclient:HTTPClientParser": ("MAX_LENGTH", "lineLengthExceeded"),
    "twisted.web._newclient:HTTPClientParser.__init__(": ("request",),
    f"{_CLIENT}": ("_HTTP11ClientFactory", "_RetryingHTTP11ClientProtocol"),
    f"{_CLIENT}:_HTTP11ClientFactory": ("buildProtocol",),
    f"{_CLIENT}:_HTTP11ClientFactory()": ("_quiescentCallback",),
    f"{_CLIENT}:_RetryingHTTP11ClientProtocol()": ("_clientProtocol", "_newConnection"),
    "scrapy.utils._download_handlers": ("wrap_twisted_exceptions",),
    "scrapy.core.downloader": ("Slot",),
    "scrapy.core.downloader:Slot()": ("delay", "lastseen", "queue", "close"),
    "scrapy.core.downloader:Downloader": ("_start_slot_gc",),
    "scrapy.core.downloader:Downloader()": ("slots",),
    "scrapy.resolver": ("dnscache",),
    "scrapy.resolver:dnscache": ("pop",),
    "scrapy.resolver:CachingThreadedResolver": ("from_crawler", "getHostByName"),
    "scrapy.crawler:CrawlerProcess": ("crawlers",),
    "scrapy.crawler:AsyncCrawlerProcess": ("crawlers",),
}
"""Owner to names. An owner with `()` is an instance, one that ends in `(` a call's keywords."""


def _crawler() -> Any:
    from scrapy import Spider
    from scrapy.utils.test import get_crawler

    crawler = get_crawler(Spider)
    crawler.spider = crawler._create_spider("any")
    return crawler


def _instance(owner: str) -> Any:
    """An object of the class, made as Scrapy or Twisted makes it."""
    module, _, name = owner.partition(":")
    made = getattr(importlib.import_module(module), name)
    arguments: dict[str, Callable[[], Any]] = {
        "HTTP11DownloadHandler": lambda: made(_crawler()),
        "Downloader": lambda: made(_crawler()),
        "Slot": lambda: made(1, 0.0, 0.0),
        "_HTTP11ClientFactory": lambda: made(lambda: None, "metadata"),
        "_RetryingHTTP11ClientProtocol": lambda: made(None, None),
        "_ResponseReader": lambda: made(None, None, None, 0, 0, True, None),
    }
    return arguments[name]()


def _owner(owner: str) -> Any:
    made, is_instance, rest = owner.partition("()")
    if is_instance:
        found = _instance(made)
        return getattr(found, rest[1:]) if rest else found
    module, _, path = owner.partition(":")
    found = importlib.import_module(module)
    for part in filter(None, path.split(".")):
        found = getattr(found, part)
    return found


def _has(owner: str, name: str) -> bool:
    if owner.endswith("("):
        return name in inspect.signature(_owner(owner[:-1])).parameters
    return hasattr(_owner(owner), name)


def moved() -> list[str]:
    """The names that are not where they were, each with its owner."""
    found = []
    for owner, names in NAMES.items():
        for name in names:
            try:
                is_there = _has(owner, name)
            except (AttributeError, ImportError) as error:
                is_there = False
                print(f"{owner}: {error}", file=sys.stderr)
            if not is_there:
                found.append(f"{owner} {name}")
    return found


@contextmanager
def without(owner: str, name: str) -> Iterator[None]:
    """The world after a release that has moved a name of a module, a class or an instance."""
    if "()" in owner:
        kind = _owner(owner.partition("()")[0])
        begin = kind.__init__

        def begin_without(self: Any, *given: Any, **named: Any) -> None:
            begin(self, *given, **named)
            vars(self).pop(name)

        kind.__init__ = begin_without
        yield
        kind.__init__ = begin
        return
    found = _owner(owner)
    places = [place for place in getattr(found, "__mro__", (found,)) if name in vars(place)]
    kept = [vars(place)[name] for place in places]
    for place in places:
        delattr(place, name)
    yield
    for place, value in zip(places, kept, strict=True):
        setattr(place, name, value)


def main() -> None:
    for taken in sys.argv[1:]:
        owner, _, name = taken.partition(" ")
        with without(owner, name):
            print(taken if taken in moved() else f"not noticed: {taken}")
    if not sys.argv[1:]:
        print("\n".join(moved()))


if __name__ == "__main__":
    main()
