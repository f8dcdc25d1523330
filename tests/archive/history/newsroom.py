"""A collection filled visit by visit, with what its pages said and answered at the time."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

from archive.collection import Collection
from archive.history import Step, edits_between
from archive.history.stream import Asked
from archive.records import (
    Article,
    Author,
    Block,
    Body,
    Capture,
    Outcome,
    PageRecords,
    ReadBy,
)
from tests.archive.diff.crafted import kinds

SITE = "courier.example"
TEXTS = (
    "The harbour of Lindenau reopened on Monday after two weeks of repairs, the port said.",
    "About 1,500 people came to watch the first ferry leave, according to Mayor Anna Berg.",
    "The repairs cost 2.5 million euros and were paid by the state.",
    "Critics say that the work came too late. They had warned of cracks in the quay for years.",
)

Reread = Callable[[Capture], "PageRecords | None"]


def at(day: int, hour: int = 8) -> str:
    return f"2026-03-{day:02}T{hour:02}:00:00.000000Z"


def url_of(name: str, site: str = SITE) -> str:
    return f"https://{site}/news/{name}"


def article(*texts: str, **fields: object) -> Article:
    texts = texts or TEXTS
    whole = Article(
        reading=ReadBy(reader="1", layout="generic"),
        url=url_of("harbour"),
        in_language="en",
        headline="Harbour reopens",
        article_body="\n\n".join(texts),
        body=Body(blocks=tuple(Block(type="paragraph", text=text) for text in texts)),
    )
    return dataclasses.replace(whole, **fields)  # type: ignore[arg-type]


def author(name: str) -> Author:
    return Author(name=name, name_raw=name)


def never(capture: Capture) -> PageRecords | None:
    return None


class Newsroom:
    """Pages as they were seen; visits of one moment are told apart by their articles."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.collection = Collection.create_or_open(path)
        self.writer = self.collection.writer()

    def read(
        self,
        moment: str,
        found: Article | None = None,
        name: str = "harbour",
        *,
        site: str = SITE,
        url: str | None = None,
        asked: str | None = None,
        reread: Reread = never,
    ) -> None:
        """A visit that read an article; `asked` is the URL before a redirect."""
        url = url or url_of(name, site)
        found = dataclasses.replace(found or article(), url=url)
        page = PageRecords(outcome="read", page_type="article", reason="", article=found)
        self.writer.append(page, self.capture(moment, url, asked=asked), reread)

    def answer(
        self,
        moment: str,
        status: int,
        outcome: Outcome = "error",
        name: str = "harbour",
        *,
        url: str | None = None,
        asked: str | None = None,
    ) -> None:
        """A visit that read none; `asked` is the URL before a redirect."""
        page = PageRecords(outcome=outcome, page_type="error", reason=f"status {status}")
        url = url or url_of(name)
        self.writer.append(page, self.capture(moment, url, status, asked), never)

    def capture(
        self, moment: str, url: str, status: int = 200, asked: str | None = None
    ) -> Capture:
        return Capture(
            request_url=asked or url,
            redirects=(asked,) if asked else (),
            url=url,
            fetched_at=moment,
            status=status,
            warc_filename="crawl.warc.gz",
            warc_offset=crc32(f"{url}{moment}".encode()) % 10_000,
            warc_record_id=f"<urn:visit:{url}@{moment}>",
            payload_digest=None,
        )

    @property
    def article_id(self) -> str:
        """Of the article at the usual address."""
        return self.collection.find_article(url_of("harbour"))

    def steps(self, asked: Asked | None = None) -> list[Step]:
        """Every step, oldest first, those too that are no edit."""
        found = list(edits_between(self.collection, asked or Asked(marked=True)))
        return found[::-1]

    def told(self) -> list[list[str]]:
        """The kinds of the edits, step by step, oldest first."""
        return [kinds(step.edits) for step in self.steps(Asked())]

    def close(self) -> None:
        self.writer.close()
        self.collection.close()
