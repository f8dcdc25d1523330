"""An article item made a record: dates in UTC, persons and organisations apart, blocks frozen.

Pure: the same item, exchange time and site zone always give the same record. What changes on every
visit (clocks, counters) is kept out of the fields that are digested.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from archive.records import (
    Article,
    Author,
    Block,
    Body,
    Correction,
    Link,
    LivePost,
    Media,
    Organization,
    Provenance,
    Publisher,
    ReadBy,
    Translation,
)
from archive.states import derived_post_id
from crawler.extraction.date_words import is_counted_back
from crawler.items import ArticleItem, BlockItem, Candidate, LinkItem, LivePostItem, MediaItem
from crawler.normalize.authors import chosen_authors
from crawler.normalize.bylines import parties_of, printed_byline
from crawler.normalize.captions import image_id
from crawler.normalize.date_choice import ChosenDate, Clock, chosen_date
from crawler.normalize.datelines import Dateline, agency_of, dateline_of
from crawler.normalize.dates import parse_date

_LONGEST_DATE = 80
_TEXT_TYPES = ("paragraph", "heading", "quote", "list", "correction")
_TYPES = ("news_article", "live_blog", "opinion", "gallery", "video")


def normalize_article(item: ArticleItem, *, clock: Clock, reading: ReadBy) -> Article:
    """The record of an item. Images, ids, digests, capture and comments are the caller's to add."""
    record = _with_dates(_about(item, reading), item, clock)
    record = _with_text(_with_names(record, item), item)
    return dataclasses.replace(
        record,
        live_blog_update=_live(item.live_blog_update, clock),
        comment_count=item.comment_count,
        comment_thread=item.comment_thread,
    )


def _about(item: ArticleItem, reading: ReadBy) -> Article:
    """The fields that are kept as the page says them."""
    return Article(
        type=item.type if item.type in _TYPES else "news_article",  # type: ignore[arg-type]
        reading=reading,
        url=item.url,
        canonical_url=item.canonical_url,
        publisher=_publisher(item),
        headline=item.headline,
        headline_seo=item.headline_seo,
        kicker=item.kicker,
        alternative_headline=item.alternative_headline,
        description=item.description,
        in_language=item.in_language,
        article_section=tuple(item.article_section),
        keywords=tuple(item.keywords),
        work_translation=tuple(
            Translation(in_language=each.in_language, url=each.url)
            for each in item.work_translation
        ),
        is_accessible_for_free=item.is_accessible_for_free,
        related_link=tuple(_links(item.related_link)),
        provenance=dict(item.provenance),
    )


def _with_dates(record: Article, item: ArticleItem, clock: Clock) -> Article:
    clock = clock.ordered_by(item.date_published, item.date_modified)
    published = chosen_date(item.date_published, clock, item.date_modified)
    modified = chosen_date(item.date_modified, clock)
    _note_date(record.provenance, "/date_published", published, item.date_published)
    _note_date(record.provenance, "/date_modified", modified, item.date_modified)
    return dataclasses.replace(
        record,
        date_published=published.parsed.value if published else None,
        date_published_raw=_raw(published, item.date_published),
        date_published_precision=published.parsed.precision if published else None,
        date_published_zone=published.parsed.zone_origin if published else None,
        date_modified=modified.parsed.value if modified else None,
        date_modified_raw=_raw(modified, item.date_modified),
        date_modified_precision=modified.parsed.precision if modified else None,
        date_modified_zone=modified.parsed.zone_origin if modified else None,
    )


def _with_names(record: Article, item: ArticleItem) -> Article:
    authors = chosen_authors(item)
    _note(record.provenance, "/author", authors.provenance)
    _note(record.provenance, "/source_organization", authors.organizations_provenance)
    return dataclasses.replace(
        record,
        author=tuple(
            Author(name=one.name, name_raw=one.raw, url=authors.url(one), role=one.role)
            for one in authors.persons
        ),
        source_organization=tuple(Organization(name=name) for name in authors.organizations),
        byline=printed_byline(item.byline) if item.byline else None,
    )


def _with_text(record: Article, item: ArticleItem) -> Article:
    blocks = tuple(_blocks(item.blocks, len(item.image)))
    dateline = _dateline(item, blocks)
    if dateline is not None:
        _note(record.provenance, "/dateline", _of_dateline(item, dateline))
        record = _with_agency(record, dateline.text)
    notices = [block.text for block in blocks if block.type == "correction" and block.text]
    return dataclasses.replace(
        record,
        dateline=dateline.text if dateline else None,
        location_created=dateline.place if dateline else None,
        article_body=article_body(blocks),
        body=Body(blocks=blocks),
        video=tuple(_media(item.video)),
        audio=tuple(_media(item.audio)),
        correction=tuple(Correction(text=text) for text in notices or item.correction),
    )


def _with_agency(record: Article, dateline: str) -> Article:
    """The agency of the dateline as source, where nobody else is named as author."""
    agency = agency_of(dateline)
    if agency is None or record.author or record.source_organization:
        return record
    _note(record.provenance, "/source_organization", record.provenance["/dateline"])
    return dataclasses.replace(record, source_organization=(Organization(name=agency),))


def article_body(blocks: Iterable[Block]) -> str:
    """The texts of paragraphs, headings, quotes, lists and corrections, a blank line between."""
    return "\n\n".join(block.text for block in blocks if block.type in _TEXT_TYPES and block.text)


def _note(provenance: dict[str, Provenance], pointer: str, value: Provenance | None) -> None:
    if value is not None:
        provenance[pointer] = value


def _note_date(
    provenance: dict[str, Provenance],
    pointer: str,
    chosen: ChosenDate | None,
    candidates: list[Candidate],
) -> None:
    """Where a date stood; of one that nobody could read, where the text stood that is kept."""
    if chosen is not None:
        provenance[pointer] = chosen.provenance
    elif (first := _unread(candidates)) is not None:
        provenance[f"{pointer}_raw"] = Provenance(
            source=first.source, locator=first.locator, raw=first.raw, confidence=0.0
        )


def _publisher(item: ArticleItem) -> Publisher | None:
    if item.publisher_name is None and item.publisher_url is None:
        return None
    return Publisher(name=item.publisher_name, url=item.publisher_url)


def _raw(chosen: ChosenDate | None, candidates: list[Candidate]) -> str | None:
    """The date as written; of candidates that none could read as a date, the first that is one."""
    if chosen is not None:
        return chosen.raw
    unread = _unread(candidates)
    return unread.value if unread is not None else None


def _unread(candidates: list[Candidate]) -> Candidate | None:
    """The first candidate that says a date which nobody can read, and nothing else: `2 days ago`
    without a capture, a date after it, what markup declares. A text of the page is none."""
    return next((each for each in candidates if _may_be_dated(each)), None)


def _may_be_dated(candidate: Candidate) -> bool:
    text = candidate.raw or candidate.value
    if candidate.source in ("json_ld", "meta", "microdata", "layout"):
        return len(text) <= _LONGEST_DATE
    timeless = parse_date(text, fetched_at=None, zone=None) is not None
    return len(text) <= _LONGEST_DATE and (timeless or is_counted_back(text))


def _dateline(item: ArticleItem, blocks: tuple[Block, ...]) -> Dateline | None:
    paragraphs = [block.text for block in blocks if block.type == "paragraph" and block.text]
    if item.dateline:
        return dateline_of(item.dateline) or Dateline(item.dateline, item.dateline)
    return next((found for text in paragraphs[:2] if (found := dateline_of(text))), None)


def _of_dateline(item: ArticleItem, dateline: Dateline) -> Provenance:
    """Its paragraph; a dateline is told by its form alone."""
    paragraphs = [block for block in item.blocks if block.type == "paragraph" and block.text]
    place = next((each.locator for each in paragraphs if dateline.text in (each.text or "")), "")
    return Provenance(source="heuristic", locator=place, raw=dateline.text, confidence=0.7)


def _blocks(items: Iterable[BlockItem], images: int) -> Iterable[Block]:
    """The blocks; image blocks refer to the page's images, of which there are so many."""
    for item in items:
        if item.type == "image" and (item.image is None or item.image >= images):
            continue
        yield Block(
            type=item.type,
            text=item.text,
            level=item.level,
            cite=item.cite,
            ordered=item.ordered,
            items=tuple(item.items) if item.items is not None else None,
            rows=tuple(tuple(row) for row in item.rows) if item.rows is not None else None,
            ref=image_id(item.image + 1) if item.image is not None else None,
            provider=item.provider,
            url=item.url,
            links=tuple(_links(item.links)),
        )


def _links(items: Iterable[LinkItem]) -> Iterable[Link]:
    return (Link(url=item.url, text=item.text) for item in items)


def _media(items: Iterable[MediaItem]) -> Iterable[Media]:
    return (Media(url=each.url, provider=each.provider, caption=each.caption) for each in items)


def _live(items: list[LivePostItem] | None, clock: Clock) -> tuple[LivePost, ...] | None:
    if items is None:
        return None
    return tuple(_post(item, clock) for item in items)


def _post(item: LivePostItem, clock: Clock) -> LivePost:
    parsed = clock.read(item.date_published) if item.date_published else None
    persons = [name for line in item.authors for name in parties_of(line).persons]
    return LivePost(
        id=item.id or derived_post_id(parsed.value if parsed else None, item.text),
        headline=item.headline,
        text=item.text,
        date_published=parsed.value if parsed else None,
        date_published_raw=item.date_published,
        author=tuple(Author(name=name.name, name_raw=name.raw, role=name.role) for name in persons),
    )
