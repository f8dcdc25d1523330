"""Components that fail where nothing should: named with `-s`, they show that no fault hangs a crawl."""

from __future__ import annotations

from typing import Any

from scrapy.exceptions import DropItem


class InPipeline:
    """A pipeline of the user's that fails for every page."""

    def process_item(self, item: Any) -> Any:
        raise RuntimeError("injected")


class DropsAll:
    """A pipeline of the user's that wants no page."""

    def process_item(self, item: Any) -> Any:
        raise DropItem("not wanted")


class InRequest:
    """A middleware that fails for every page, before it is asked for."""

    def process_request(self, request: Any) -> None:
        if "story" in request.url:
            raise RuntimeError("injected")


class _Breaks:
    """Breaks a part of the session when the first page is asked for."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Any:
        return cls(crawler)

    def process_request(self, request: Any) -> None:
        if "story" in request.url:
            self.breaks(self.crawler.spider.session)

    def breaks(self, session: Any) -> None:
        raise NotImplementedError


def _fails(*arguments: Any, **named: Any) -> Any:
    raise RuntimeError("injected")


class InSync(_Breaks):
    """Nothing becomes durable any more."""

    def breaks(self, session: Any) -> None:
        session.writer.sync_files = _fails


class InWrite(_Breaks):
    """No answer can be written any more."""

    def breaks(self, session: Any) -> None:
        session.writer.write = _fails


class InLease(_Breaks):
    """The frontier gives nothing out any more."""

    def breaks(self, session: Any) -> None:
        session.frontier.lease = _fails


class InAck(_Breaks):
    """The frontier takes nothing back any more."""

    def breaks(self, session: Any) -> None:
        session.frontier.ack = _fails
