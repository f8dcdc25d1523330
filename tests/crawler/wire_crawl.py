"""A crawl in a process of its own that only records: `python wire_crawl.py DIRECTORY < PLAN`.

PLAN is JSON: {"requests": [{"url", "method", "body"}], "settings": {...}, "reader": "raises"?}. On
stdout: what became of each request, a JSON line each; at the end {"idle", "peak"}, the memory of the
process before its first request and at most, in KiB.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

from archive.warc.writer import WarcWriter
from crawler.addresses import AddressPolicy


def resident(name: str) -> int:
    """VmRSS (now) or VmHWM (at most) of this process, in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


class NoOriginals:
    def by_payload(self, payload_sha256: str) -> None:
        return None

    def by_url(self, url: str, asked: tuple[str | None, str | None]) -> None:
        return None


class RecordingSession:
    def __init__(self, directory: Path, urls: list[str]) -> None:
        self.writer = WarcWriter(directory, "test", {"software": "test"}, originals=NoOriginals())
        self.addresses = AddressPolicy(urls)

    def write(self, wire: Any, page: Any) -> Any:
        return self.writer.write(wire, page)

    def stop_for(self, error: Exception) -> None:
        raise error


class PlannedSpider(scrapy.Spider):
    name = "planned"

    def __init__(self, plan: dict[str, Any], directory: Path, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plan = plan["requests"]
        self.reader = plan.get("reader")
        self.idle = 0
        self.session = RecordingSession(directory, [each["url"] for each in self.plan])

    async def start(self):  # type: ignore[no-untyped-def]
        Path("/proc/self/clear_refs").write_text("5")  # VmHWM counts from here
        self.idle = resident("VmRSS")
        for each in self.plan:
            yield scrapy.Request(
                each["url"],
                method=each.get("method", "GET"),
                body=each.get("body", ""),
                callback=self.parse,
                errback=self.failed,
                dont_filter=True,
                meta={"handle_httpstatus_all": True, **each.get("meta", {})},
            )

    def parse(self, response):  # type: ignore[no-untyped-def]
        if self.reader == "raises":
            raise ValueError("a reader that fails")
        fetched = response.meta["microfiche_fetched"]
        exchange = fetched.exchange
        told = {
            "url": response.url,
            "status": response.status,
            "length": len(exchange.body) if exchange else None,
            "undecoded": exchange.undecoded if exchange else None,
        }
        print(json.dumps(told), flush=True)

    def failed(self, failure):  # type: ignore[no-untyped-def]
        print(json.dumps({"url": failure.request.url, "error": repr(failure.value)}), flush=True)

    def closed(self, reason: str) -> None:
        print(json.dumps({"idle": self.idle, "peak": resident("VmHWM")}), flush=True)
        self.session.writer.close()


def main() -> None:
    directory = Path(sys.argv[1])
    plan = json.load(sys.stdin)
    settings = {
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "crawler.wire.WireHandler"),
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "COOKIES_ENABLED": False,
        "RETRY_TIMES": 1,
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_ITEMS": 4,
        "LOG_LEVEL": "ERROR",
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        },
        **plan.get("settings", {}),
    }
    process = AsyncCrawlerProcess(settings)
    process.crawl(PlannedSpider, plan=plan, directory=directory)
    process.start()


if __name__ == "__main__":
    main()
