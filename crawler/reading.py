"""The one reading path: `read` tells what a page is and says, `normalize` makes records of it.

Both are pure: no Scrapy, no network, no clock. The live crawl, `import`, `reextract`, the rolling
forward after a crash and `extract` take this path and no other.
"""

from __future__ import annotations

import copy
import dataclasses
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import archive
from archive.records import (
    Article,
    Capture,
    Extraction,
    Outcome,
    PageRecords,
    ReadBy,
)
from archive.urls import article_id
from archive.warc.exchange import Exchange
from archive.warc.leading import location_in
from crawler.comments import ThreadRead, ThreadRef, beside, sought, thread_of
from crawler.extraction.article import read_article
from crawler.extraction.candidates import folded
from crawler.extraction.comments import read_comments
from crawler.extraction.document import Document, parse
from crawler.extraction.outline import set_aside_comments
from crawler.extraction.page import Page, page_of
from crawler.extraction.page_type import page_type_of
from crawler.extraction.sniff import Kind, kind_of
from crawler.items import ArticleItem, CommentItem
from crawler.normalize.article import normalize_article
from crawler.normalize.captions import image_provenance, normalize_images
from crawler.normalize.comments import normalize_comments
from crawler.normalize.date_choice import Clock
from crawler.normalize.days import language_at
from crawler.sites import Site

READER = "3"
"""Version of the reading code: raised whenever the same page could give another record."""

ARTICLES = ("article", "live_blog")
STAND_INS = ("blocked", "consent", "login", "not_found", "shell")
"""Pages that stand in another's place: such an answer shows no state of what was asked for."""


@dataclass(slots=True)
class Reading:
    """What a page is, why, and what it says where it is an article."""

    page_type: str
    """article | live_blog | front_page | section | gallery | search | feed | sitemap | other | error
    | redirect, and STAND_INS"""
    reason: str
    article: ArticleItem | None = None
    comments: list[CommentItem] = field(default_factory=list)
    thread: ThreadRef | None = None
    """The thread that is to be had beside what the page shows; None where there is no other."""
    beside: ThreadRef | None = None
    """The thread of another system than the one whose comments the page prints."""
    failed: bool = False
    """The page may be an article, but could not be read."""
    document: Document | None = None
    """The page as it was parsed, of HTML: for what it leads to. Large: not to be kept for long."""


@contextmanager
def collections_put_off() -> Iterator[None]:
    """Without the garbage collector, which looks through a page's nodes again and again.

    What it is for, objects in a circle, a reading does not make; what there is waits till after.
    """
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()


@collections_put_off()
def read(exchange: Exchange, site: Site | None) -> Reading:
    """What an answer is and says. Never raises for what a page holds."""
    refused = _refused(exchange)
    if refused is not None:
        return refused
    kind = kind_of(exchange.content_type, exchange.body)
    if kind.page_type != "html":
        return Reading(kind.page_type, kind.reason)
    return _read_html(exchange, site, kind)


_BROKEN_OFF = {
    "segmented": "kept in several segments (WARC/1.1, 7), which are not put together here"
}


def failure_of(status: int | None, truncated: str | None) -> str | None:
    """Why an answer, whatever its body says, shows no state of a page; None where it may.

    A part of a page is never read: compared with the whole one, it would be an edit that nobody
    made. `status` is None where the answer is no HTTP; `truncated` as WARC-Truncated has it.
    """
    if status is not None and status >= 400:
        return f"status {status}"
    if status == 206:
        return "status 206: a part of the page, which was not asked for"
    if truncated and (status is None or status < 300 or status == 304):
        return _BROKEN_OFF.get(truncated, f"the answer broke off ({truncated})")
    return None


def _refused(exchange: Exchange) -> Reading | None:
    """The reading of an answer that is no page."""
    status = exchange.status
    failure = failure_of(status, exchange.truncated)
    if failure is not None:
        return Reading("error", failure)
    if 300 <= status < 400:
        target = location_in(exchange.headers)
        return Reading("redirect", f"status {status}" + (f" to {target}" if target else ""))
    if exchange.undecoded:
        return Reading("other", f"the body could not be decoded: {exchange.undecoded}", failed=True)
    if not exchange.body.strip():
        return Reading("other", "the body is empty", failed=True)
    return None


def _read_html(exchange: Exchange, site: Site | None, kind: Kind) -> Reading:
    document = parse(exchange.body, exchange.url, exchange.charset)
    odd = [kind.warning] if kind.warning else []
    if exchange.mislabelled:
        odd.append(exchange.mislabelled)
    page = page_of(document, exchange.fetched_at, odd)
    layout = site.layout(document, exchange.fetched_at) if site else None
    thread = read_comments(page, layout)
    owners = document.claims.owners
    set_aside_comments(page.outline, lambda node: owners.get(node.mem_id) == "comment")
    found = read_article(page, layout)
    decided = page_type_of(page, found, site.article_pattern if site else None)
    if decided.page_type not in ARTICLES:
        return Reading(decided.page_type, decided.reason, document=document)
    item = found.item
    ref, other = sought(page, thread, layout, item.headline), beside(page, thread)
    item.comment_thread = thread_of(thread, ref, other)
    item.comment_count = thread.declared_count
    if thread.declared_at is not None:
        item.provenance["/comment_count"] = thread.declared_at
    if site is not None:
        item.profile, item.layout = site.name, site.layout_id(layout)
        if site.layouts and layout is None:
            item.warnings.append("layout: the page has none of its site's")
        item = _amended(site, item, page)
    return Reading(
        decided.page_type,
        decided.reason,
        item,
        thread.items,
        thread=ref,
        beside=other,
        document=document,
    )


def _amended(site: Site, item: ArticleItem, page: Page) -> ArticleItem:
    """What a site's own method makes of an item; where it raises, the item as it was read."""
    if type(site).amend is Site.amend:
        return item
    amended = copy.deepcopy(item)
    try:
        site.amend(amended, page)
    except Exception as error:  # noqa: BLE001 - a site's code met a page it was not written for
        item.warnings.append(f"site: amend failed: {type(error).__name__}"[:200])
        return item
    return amended


def add_thread(reading: Reading, read: ThreadRead) -> None:
    """Let a thread that was fetched, or is kept, stand for what the page shows of it.

    Where nothing of it was to be had, the page's own comments stand, and the reason is told.
    """
    article = reading.article
    assert article is not None
    shown = article.comment_thread
    if not read.items and reading.comments and shown is not None:
        article.comment_thread = dataclasses.replace(
            shown, complete=False, stop_reason=read.thread.stop_reason
        )
        return
    article.comment_thread = read.thread
    if read.thread.complete and _is_of_two_systems(reading, read):
        article.comment_thread = dataclasses.replace(
            read.thread, complete=False, stop_reason="unsupported"
        )
    reading.comments = list(read.items)


def _is_of_two_systems(reading: Reading, read: ThreadRead) -> bool:
    """Whether the page prints comments beside another system's widget, and the thread that was
    fetched is one of the two alone. What that system prints itself is in its thread: most of it, since
    either may have been taken a moment later."""
    shown = reading.comments
    if reading.beside is None or read.thread.provider != reading.beside.provider:
        return reading.beside is not None
    fetched = {folded(each.text) for each in read.items}
    return sum(folded(each.text) in fetched for each in shown) < len(shown) / 2


@collections_put_off()
def normalize(
    reading: Reading, exchange: Exchange, capture: Capture | None, site: Site | None
) -> PageRecords:
    """The records of a reading: STEPS, one after another.

    `capture` is None for a bare file; ids are provisional.
    """
    source = Source(reading, exchange, capture, site)
    records = begun(source)
    for step in STEPS:
        records = step(records, source)
    return records


@dataclass(frozen=True, slots=True)
class Source:
    """What every step of normalizing takes from: a reading, and where it comes from."""

    reading: Reading
    exchange: Exchange
    capture: Capture | None
    site: Site | None


def begun(source: Source) -> PageRecords:
    """The outcome of a visit, before any record is made."""
    reading = source.reading
    outcome = _outcome(reading, source.exchange)
    return PageRecords(outcome=outcome, page_type=reading.page_type, reason=reading.reason)


def with_article(records: PageRecords, source: Source) -> PageRecords:
    """The article as a record, its photos and comments still to come."""
    item = source.reading.article
    if item is None:
        return records
    return dataclasses.replace(records, article=_article(item, source))


def with_captions(records: PageRecords, source: Source) -> PageRecords:
    """The article's photos, caption and credit told apart."""
    item = source.reading.article
    if records.article is None or item is None:
        return records
    images = normalize_images(item.image)
    told = records.article.provenance | image_provenance(item.image, images)
    article = dataclasses.replace(records.article, image=images, provenance=told)
    return dataclasses.replace(records, article=article)


def with_comments(records: PageRecords, source: Source) -> PageRecords:
    """The comments as records."""
    article, site = records.article, source.site
    if article is None:
        return records
    found = normalize_comments(
        source.reading.comments,
        capture=source.capture,
        zone=site.time_zone if site else None,
        languages=(article.in_language,) if article.in_language else (),
    )
    named = (dataclasses.replace(each, article_id=article.article_id) for each in found)
    return dataclasses.replace(records, comments=tuple(named))


Step = Callable[[PageRecords, Source], PageRecords]
STEPS: tuple[Step, ...] = (with_article, with_captions, with_comments)
"""What normalizing does, in order; each is an item pipeline of the live crawl too."""


def _outcome(reading: Reading, exchange: Exchange) -> Outcome:
    if reading.article is not None:
        return "read"
    if exchange.status == 304:
        return "not_modified"
    if reading.page_type in ("error", *STAND_INS):
        return "error"
    return "extraction_failed" if reading.failed else "not_article"


def _article(item: ArticleItem, source: Source) -> Article:
    clock = clock_of(item, source.exchange, source.site)
    reading = ReadBy(reader=READER, layout=item.layout)
    article = normalize_article(item, clock=clock, reading=reading)
    return dataclasses.replace(
        article,
        article_id=_provisional_id(source.exchange.request_url),
        capture=source.capture,
        extraction=Extraction(
            software=f"microfiche/{archive.__version__}",
            profile=item.profile,
            layout=item.layout,
            warnings=(*item.warnings, *_undated(item, article)),
        ),
    )


def _undated(item: ArticleItem, article: Article) -> list[str]:
    """Which of a layout's rules found something for a date that is none."""
    ruled = {"date_published": item.date_published, "date_modified": item.date_modified}
    return [
        f"layout: {name} rule found no date"
        for name, candidates in ruled.items()
        if candidates
        and candidates[0].source == "layout"
        and (chosen := article.provenance.get(f"/{name}")) is not None
        and not any(each.startswith("layout") for each in (chosen.source, *chosen.agree))
    ]


def _provisional_id(url: str) -> str:
    """The id by the URL alone; empty for a bare file, whose URL names no host."""
    try:
        return article_id(url)
    except ValueError:
        return ""


def clock_of(item: ArticleItem, exchange: Exchange, site: Site | None) -> Clock:
    """What the dates of a page are read against."""
    host = urlsplit(item.url).hostname or ""
    return Clock(
        fetched_at=exchange.fetched_at,
        zone=site.time_zone if site else None,
        languages=(language_at(host, item.in_language),) if item.in_language else (),
    )
