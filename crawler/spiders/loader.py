"""Spiders by name: `news` for any URL, and one for every site file."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from crawler.sites import all_sites
from crawler.spiders.news import NewsSpider

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings


class SiteSpiderLoader:
    """What `scrapy list` and `scrapy crawl` ask."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> SiteSpiderLoader:
        return cls()

    def load(self, spider_name: str) -> type[Spider]:
        if spider_name == NewsSpider.name:
            return NewsSpider
        known = {site.name for site in all_sites()}
        if spider_name not in known:
            raise KeyError(f"Spider not found: {spider_name}")
        return type(f"{spider_name.title()}Spider", (NewsSpider,), {"name": spider_name})

    def list(self) -> builtins.list[str]:
        return [NewsSpider.name, *sorted(site.name for site in all_sites())]

    def find_by_request(self, request: Request) -> builtins.list[str]:
        return [NewsSpider.name]
