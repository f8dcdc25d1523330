"""The records: what the collection keeps of an article, a visit and a comment. Frozen and typed.

JSONL keys are snake_case spellings of schema.org terms; where schema.org has none, the field's
usual word. `None` is "not known", an empty tuple is "looked, and there are none". A time with a
time of day is UTC, ISO 8601 with Z; a date without one stays `YYYY-MM-DD`.

`encode` and `decode` are the only ways between a record and its JSON line.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import msgspec

from archive.errors import BrokenRecord

ARTICLE_SCHEMA = "microfiche/article/1"
OBSERVATION_SCHEMA = "microfiche/observation/1"
COMMENT_SCHEMA = "microfiche/comment/1"
ALIAS_SCHEMA = "microfiche/alias/1"
WITHDRAWAL_SCHEMA = "microfiche/withdrawal/1"

_RecordT = TypeVar("_RecordT")

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One exchange kept: where in the archive a record was read from."""

    request_url: str
    """The URL first asked for, before redirects."""
    url: str
    """The URL that answered (WARC-Target-URI)."""
    fetched_at: str
    """Start of the fetch, equal to WARC-Date to the last digit."""
    status: int
    warc_filename: str
    """The file's final name, without `.open`, below warc/."""
    warc_offset: int
    warc_record_id: str
    payload_digest: str | None
    """`sha1:` base32 over the entity (transfer-encoding removed); None for an answer without one."""
    redirects: tuple[str, ...] = ()
    """URLs passed on the way, first asked first; without `url` itself."""
    via: str | None = None
    """The page, feed or sitemap that named the URL; None for what the user named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBy:
    """Which reader made a record. Where it differs, like is compared with like by reading again."""

    reader: str
    """Version of the reading code."""
    layout: str
    """`generic` or `SITE/LAYOUT@DIGEST` of the layout; then `[ZONE]`, `+N` where the site has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """What decides whether an article changed; see `digests_of`."""

    text: str
    images: str
    meta: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    name: str | None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A person named in the byline."""

    name: str
    name_raw: str
    url: str | None = None
    role: str | None = None
    """As printed, e.g. "Moscow correspondent" or "Photographs by"; None where none is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """An agency or outlet named in the byline."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    in_language: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    url: str
    text: str


BlockType = Literal[
    "paragraph", "heading", "quote", "list", "table", "correction", "image", "embed"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of the body. Which fields it has follows from its type: see BLOCK_FIELDS."""

    type: BlockType
    text: str | None = None
    level: int | None = None
    """1 to 6, of a heading."""
    cite: str | None = None
    ordered: bool | None = None
    items: tuple[str, ...] | None = None
    rows: tuple[tuple[str, ...], ...] | None = None
    ref: str | None = None
    """The id of an image in `image`."""
    provider: str | None = None
    url: str | None = None
    links: tuple[Link, ...] = ()


BLOCK_FIELDS: Mapping[str, tuple[str, ...]] = {
    "paragraph": ("text",),
    "heading": ("text", "level"),
    "quote": ("text", "cite"),
    "list": ("text", "ordered", "items"),
    "table": ("text", "rows"),
    "correction": ("text",),
    "image": ("ref",),
    "embed": ("provider", "url"),
}
"""The keys of each block type in JSON, beside `type`; `links` stands where a block has any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageCandidate:
    """One of the files that a page offers for an image."""

    url: str
    width: int | None = None
    density: float | None = None
    media: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    id: str
    """`img-1`, `img-2`, … in order of the page."""
    content_url: str
    caption: str | None = None
    credit_text: str | None = None
    credit_raw: str | None = None
    """The credit as printed, with label and brackets."""
    alt: str | None = None
    width: int | None = None
    height: int | None = None
    candidates: tuple[ImageCandidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A video or an audio file that the page embeds."""

    url: str
    provider: str | None = None
    caption: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    text: str
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePost:
    """One post of a live-blog."""

    id: str
    """The page's own id, or one derived from date and text."""
    headline: str | None
    text: str
    date_published: str | None = None
    date_published_raw: str | None = None
    author: tuple[Author, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentThread:
    """How much of the comments was to be had."""

    provider: str
    """`inline` for comments in the page's markup, `json_ld` in its JSON-LD; else the system that the
    page would load them from, as in docs/comments.md."""
    declared_count: int | None
    captured_count: int
    complete: bool
    stop_reason: Literal["end", "limit", "auth", "error", "robots", "unsupported"]
    since: str | None = None
    """Only comments after this moment were asked for, by a visit that knew the others already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    software: str
    profile: str
    """The site file's name, or `generic`."""
    layout: str
    warnings: tuple[str, ...] = ()


Source = Literal["json_ld", "meta", "microdata", "layout", "dom", "heuristic", "api"]
"""`api`: an answer of a comment provider; the locator begins with the id of its record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    source: Source
    value: str
    """At most 200 characters."""
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a field's value was found, who agreed, and what was not believed."""

    source: Source
    locator: str
    """A JSON path, a meta name or a CSS path."""
    raw: str | None = None
    agree: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    confidence: float = 1.0


Precision = Literal["second", "minute", "day", "month", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One revision of an article, complete."""

    schema: str = ARTICLE_SCHEMA
    type: Literal["news_article", "live_blog", "opinion", "gallery", "video"] = "news_article"
    article_id: str = ""
    revision_id: str = ""
    reading: ReadBy
    digests: Digests | None = None
    """None only before `collection.append` has computed them."""
    supersedes: ReadBy | None = None
    """The reading of the same revision that this line replaces (reextract)."""
    url: str
    canonical_url: str | None = None
    publisher: Publisher | None = None
    headline: str | None = None
    headline_seo: str | None = None
    """A declared title (JSON-LD, Open Graph) worded otherwise than the headline; null without."""
    kicker: str | None = None
    alternative_headline: str | None = None
    """The standfirst."""
    description: str | None = None
    author: tuple[Author, ...] = ()
    source_organization: tuple[Organization, ...] = ()
    byline: str | None = None
    dateline: str | None = None
    location_created: str | None = None
    date_published: str | None = None
    date_published_raw: str | None = None
    date_published_precision: Precision | None = None
    date_published_zone: str | None = None
    """Where the zone came from: `offset`, `site`, `name`; `capture` for a date that is told by the
    capture ("2 hours ago", "3 May"), which is never compared; None for another date without time."""
    date_modified: str | None = None
    date_modified_raw: str | None = None
    date_modified_precision: Precision | None = None
    date_modified_zone: str | None = None
    in_language: str | None = None
    """BCP 47."""
    article_section: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    work_translation: tuple[Translation, ...] = ()
    is_accessible_for_free: bool | None = None
    article_body: str = ""
    """Texts of paragraphs, headings, quotes, lists and corrections, a blank line between."""
    body: Body = Body(blocks=())
    image: tuple[Image, ...] = ()
    video: tuple[Media, ...] = ()
    audio: tuple[Media, ...] = ()
    correction: tuple[Correction, ...] = ()
    live_blog_update: tuple[LivePost, ...] | None = None
    """None where the page is no live-blog."""
    related_link: tuple[Link, ...] = ()
    comment_count: int | None = None
    """As the page declares it."""
    comment_thread: CommentThread | None = None
    capture: Capture | None = None
    extraction: Extraction | None = None
    provenance: dict[str, Provenance] = dataclasses.field(default_factory=dict)
    """JSON pointer of the field to its provenance."""


Outcome = Literal["read", "not_article", "not_modified", "error", "extraction_failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One visit to an article's page: what it was, the revision it showed, what changed."""

    schema: str = OBSERVATION_SCHEMA
    observation_id: str
    article_id: str
    url: str
    fetched_at: str
    status: int | None
    """None where no answer came."""
    outcome: Outcome
    reason: str | None = None
    revision_id: str | None = None
    reading: ReadBy | None = None
    changed: tuple[Literal["text", "images", "meta", "comments"], ...] = ()
    compared_with: str | None = None
    like_with_like: bool | None = None
    comment_thread: CommentThread | None = None
    capture: Capture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAuthor:
    name: str | None
    id: str | None = None
    url: str | None = None
    anonymous: bool | None = None


CommentState = Literal["visible", "edited", "deleted", "no_longer_shown", "withdrawn"]
"""`withdrawn` is said by views only: no line of records/ has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A reader's comment when first seen, changed, or no longer shown."""

    schema: str = COMMENT_SCHEMA
    type: Literal["comment"] = "comment"
    comment_id: str
    article_id: str = ""
    provider: str
    identity: Literal["platform", "derived"]
    parent_id: str | None = None
    root_id: str | None = None
    depth: int = 0
    position: int = 0
    """0-based place in the thread as shown."""
    author: CommentAuthor | None = None
    date_created: str | None = None
    date_created_raw: str | None = None
    text: str
    html: str | None = None
    upvote_count: int | None = None
    downvote_count: int | None = None
    state: CommentState = "visible"
    capture: Capture | None = None
    provenance: dict[str, Provenance] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A URL that is the same article, and since when we think so."""

    schema: str = ALIAS_SCHEMA
    article_id: str
    url: str
    key: str
    """The article key of the URL; see archive.urls."""
    relation: Literal["first_seen", "redirect", "canonical", "join", "split"]
    since: str
    capture: Capture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """How much a purge removed; never what."""

    warc_records: int
    lines: int
    """Of JSONL, articles, observations, comments and aliases together."""
    files: tuple[str, ...]
    """The WARC files and segments in which something was replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What is taken back: an article or URL, or one comment. The last line of an id counts."""

    schema: str = WITHDRAWAL_SCHEMA
    type: Literal["withdrawal"] = "withdrawal"
    withdrawal_id: str
    subject: Literal["url", "comment"]
    url: str | None = None
    """What was asked to be withdrawn; of a comment, the URL of its article."""
    comment_id: str | None = None
    article_id: str | None = None
    """The article that the URL was known as, or that the comment stands under."""
    article_ids: tuple[str, ...] = ()
    """All that is withdrawn with it: articles that were joined to it, its further pages."""
    urls: tuple[str, ...] = ()
    """Every URL by which the article was known then."""
    reason: str
    withdrawn_at: str
    """When it was withdrawn first."""
    recorded_at: str
    """When this line was written."""
    state: Literal["withdrawn", "restored", "purging", "purged"] = "withdrawn"
    """`purging` stands before the first byte is removed, `purged` when all are."""
    removed: Removed | None = None
    """Of `purging` and `purged`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecords:
    """What one reading of one page gives the collection; ids are provisional until appended."""

    outcome: Outcome
    page_type: str
    reason: str
    article: Article | None = None
    comments: tuple[Comment, ...] = ()
    comment_thread: CommentThread | None = None
    """The thread as it was fetched for a page that was not modified, and so gave no article."""


SCHEMAS: Mapping[str, type] = {
    "article": Article,
    "observation": Observation,
    "comment": Comment,
    "alias": Alias,
    "withdrawal": Withdrawal,
}


def as_json(record: object) -> dict[str, Any]:
    """A record as plain JSON values. Blocks carry only the keys of their type."""
    plain: dict[str, Any] = msgspec.to_builtins(record)
    body = plain.get("body")
    if isinstance(body, dict):
        body["blocks"] = [_block_json(block) for block in body["blocks"]]
    return plain


def _block_json(block: dict[str, Any]) -> dict[str, Any]:
    keys = ("type", *BLOCK_FIELDS[block["type"]])
    kept = {key: block[key] for key in keys}
    if block["links"]:
        kept["links"] = block["links"]
    return kept


def encode(record: object) -> bytes:
    """One line of JSON without its newline."""
    return msgspec.json.encode(as_json(record))


def storable(record: _RecordT) -> _RecordT:
    """The record as UTF-8 can hold it: half a surrogate pair, which JSON-LD may spell out, becomes
    U+FFFD. Digests are of what is stored."""
    try:
        msgspec.json.encode(record)
    except UnicodeEncodeError:
        return msgspec.convert(_scrubbed(msgspec.to_builtins(record)), type(record))
    return record


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_scrubbed(key): _scrubbed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_scrubbed(item) for item in value]
    return value


def decode(line: bytes | str, kind: type[_RecordT]) -> _RecordT:
    """The record of a JSON line. Unknown keys are passed over; raises BrokenRecord."""
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise BrokenRecord(f"not a {kind.__name__.lower()} record: {error}") from error


def without_content(comment: Comment) -> Comment:
    """The comment's place in its thread and in the archive, without what it says and who said it."""
    return dataclasses.replace(
        comment,
        author=None,
        date_created=None,
        date_created_raw=None,
        text="",
        html=None,
        upvote_count=None,
        downvote_count=None,
        provenance={},
    )


PURGED = b'{"type":"purged"'
"""How a line of JSONL begins that stands for a line which was purged; padded to its length."""


def is_purged(line: bytes) -> bool:
    """Whether a line stands for one that was purged: it is no record, and no fault."""
    return line.startswith(PURGED)


def json_schema(kind: type) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record type, from its dataclass."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **msgspec.json.schema(kind),
    }


Reread = Callable[[Capture], "PageRecords | None"]
"""Reads a capture of the collection again with today's reader; None where it cannot be read."""
