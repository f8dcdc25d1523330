"""Where the articles come from: the project's own always, those of ../shared/corpora where they are.

Pages of the corpora are their publishers': they are read when a proof runs and kept nowhere.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from archive.records import Article
from archive.times import warc_date
from archive.warc.exchange import Exchange
from crawler.demo.edition import edition
from crawler.demo.page import Visit
from crawler.demo.site import pages
from crawler.reading import normalize, read
from tests.archive.diff.edits.invented import invented

CORPORA = (
    Path(os.environ.get("MICROFICHE_CORPORA", Path(__file__).parents[5] / "shared/corpora"))
    / "pages"
)
_NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def exchange(url: str, body: bytes, content_type: str = "text/html") -> Exchange:
    """An answer to read."""
    return Exchange(
        request_url=url,
        url=url,
        fetched_at=warc_date(_NOW),
        status=200,
        headers=(("Content-Type", content_type),),
        body=body,
    )


def article_of(page: Exchange) -> Article | None:
    """The article of a page by the generic reader; None where it reads none."""
    return normalize(read(page, None), page, None, None).article


def own() -> list[tuple[str, Article]]:
    """The project's own articles: invented ones, and the stories of the sample outlet."""
    found = [(page.url, article_of(page)) for page in own_pages()]
    return [*invented(), *((name, article) for name, article in found if article is not None)]


def own_pages() -> Iterator[Exchange]:
    """The article pages of the sample outlet."""
    issue = edition(1, now=_NOW, issued=_NOW, base_url="https://courier.example")
    found = pages(issue)
    for story in issue.stories:
        page = found[story.path(_NOW)]
        body = page.render(Visit(clock=_NOW, count=0))
        yield exchange(issue.url(story), body, page.content_type)


def corpus(half: str | None = None, every: int = 1, offset: int = 0) -> list[tuple[str, Article]]:
    """Articles of the corpora; `half` "tune" or "check" those of half of the publishers."""
    found = ((name, article_of(page)) for name, page in corpus_pages(half, every, offset))
    return [(name, article) for name, article in found if article is not None]


def corpus_pages(
    half: str | None = None, every: int = 1, offset: int = 0
) -> Iterator[tuple[str, Exchange]]:
    """Pages of the corpora, each `every`-th."""
    for path in sorted(CORPORA.glob("*/*.html.gz"))[offset::every]:
        name = path.name.removesuffix(".html.gz")
        gold = json.loads(path.with_name(f"{name}.json").read_text(encoding="utf-8"))
        if half is None or half == half_of(gold["publisher"]):
            url = gold.get("url") or "http://page.invalid/article"
            yield f"{path.parent.name}/{name}", exchange(url, gzip.decompress(path.read_bytes()))


def half_of(publisher: str) -> str:
    """The half a publisher belongs to: rules are made on one and believed by the other."""
    return ("tune", "check")[zlib.crc32(publisher.encode()) % 2]
