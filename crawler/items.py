"""Items: what a page says, verbatim. Mutable dataclasses that itemadapter accepts.

Rules of this file:
- texts are as printed, in whitespace normal form (`extraction.text`), nothing else is changed:
  dates, bylines, captions and credits are taken apart by `crawler.normalize`, never here;
- `None` is "the page does not say", an empty list is "looked, and there are none";
- no item keeps a DOM node: where something stood is told by its `locator`, a CSS path;
- `provenance` maps the JSON pointer of a record's field to where the value was found.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.records import BlockType, CommentThread, ImageCandidate, Provenance, Source


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that some source gives for a field; `locator` says where it stood."""

    value: str
    source: Source
    locator: str
    raw: str | None = None
    """As it stood there, where `value` is not that."""


@dataclass(slots=True, kw_only=True)
class LinkItem:
    """A link: `url` absolute, `text` as printed."""

    url: str
    text: str


@dataclass(slots=True, kw_only=True)
class BlockItem:
    """One block of the body. Which fields it has follows from its type, as in records.Block."""

    type: BlockType
    text: str | None = None
    level: int | None = None
    cite: str | None = None
    ordered: bool | None = None
    items: list[str] | None = None
    rows: list[list[str]] | None = None
    image: int | None = None
    """Of an image block: the index in `ArticleItem.image`."""
    provider: str | None = None
    url: str | None = None
    links: list[LinkItem] = field(default_factory=list)
    locator: str = ""


@dataclass(slots=True, kw_only=True)
class ImageItem:
    """A photo as the page shows it."""

    candidates: list[ImageCandidate] = field(default_factory=list)
    """Every file that the page offers for it, absolute URLs, in the page's order; never empty."""
    caption: str | None = None
    """The caption as printed. The credit may still be glued to it."""
    credit_raw: str | None = None
    """The credit as printed, where the page keeps it apart or it could be told from the caption."""
    alt: str | None = None
    width: int | None = None
    height: int | None = None
    locator: str = ""
    provenance: dict[str, Provenance] = field(default_factory=dict)
    """Pointers below the image: `/caption`, `/credit_text`, `/content_url`."""


@dataclass(slots=True, kw_only=True)
class MediaItem:
    """A video or audio file, or a player that the page embeds."""

    url: str
    provider: str | None = None
    caption: str | None = None


@dataclass(slots=True, kw_only=True)
class CommentItem:
    """One reader's comment as the page shows it."""

    text: str
    html: str | None = None
    """The comment's own markup, not sanitised."""
    id: str | None = None
    """The platform's id; None where the page gives none."""
    parent: int | None = None
    """Index in the same list of the comment that this one answers."""
    answers: str | None = None
    """The platform's id of the comment that this one answers, where that one is not in the list."""
    depth: int = 0
    position: int = 0
    author_name: str | None = None
    author_id: str | None = None
    author_url: str | None = None
    anonymous: bool | None = None
    date_created: str | None = None
    """As printed or as in its `datetime` attribute: `3 days ago`, `2019-11-12T10:00:00+05:00`."""
    date_raw: str | None = None
    """As the platform gives it, where `date_created` is not that: seconds, a time without a zone."""
    upvote_count: int | None = None
    downvote_count: int | None = None
    deleted: bool = False
    """The page itself says that the comment was deleted."""
    edited: bool = False
    """The page itself says that the comment was edited."""
    provider: str = "inline"
    locator: str = ""
    provenance: dict[str, Provenance] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class LivePostItem:
    """One post of a live-blog."""

    id: str | None
    """The page's own id; None where it has none."""
    headline: str | None
    text: str
    date_published: str | None = None
    authors: list[str] = field(default_factory=list)
    locator: str = ""


@dataclass(slots=True, kw_only=True)
class AuthorItem:
    """An author as markup names one (JSON-LD, microdata, a link); bylines are not split here."""

    name: str
    url: str | None = None
    role: str | None = None
    organization: bool = False
    """The markup itself calls it an organisation."""
    person: bool = False
    """The markup itself calls it a person."""


@dataclass(slots=True, kw_only=True)
class AuthorsItem:
    """Every author that one source names."""

    source: Source
    locator: str
    authors: list[AuthorItem]
    below: bool = False
    """Whether it stands below the body or in a box about a person, where others are named as well."""


@dataclass(slots=True, kw_only=True)
class TranslationItem:
    in_language: str
    url: str


@dataclass(slots=True, kw_only=True)
class ArticleItem:
    """What an article page says."""

    url: str
    type: str = "news_article"
    """A value of records.Article.type."""
    layout: str = "generic"
    """`generic`, or `SITE/LAYOUT@DIGEST`."""
    profile: str = "generic"
    """The site's name, or `generic`."""
    canonical_url: str | None = None
    publisher_name: str | None = None
    publisher_url: str | None = None
    publisher_names: list[str] = field(default_factory=list)
    """Every name by which the page calls its outlet: none of them is a person."""
    headline: str | None = None
    headline_seo: str | None = None
    kicker: str | None = None
    alternative_headline: str | None = None
    description: str | None = None
    byline: str | None = None
    """The whole line as printed, with `By` and roles."""
    author: list[AuthorsItem] = field(default_factory=list)
    """What each source names, the most trusted first; normalize chooses and takes names apart."""
    dateline: str | None = None
    """Only where markup names one; the first paragraph's own is found by normalize."""
    date_published: list[Candidate] = field(default_factory=list)
    """As written, the most trusted first: only normalize can tell which of them is a date."""
    date_modified: list[Candidate] = field(default_factory=list)
    in_language: str | None = None
    article_section: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    work_translation: list[TranslationItem] = field(default_factory=list)
    is_accessible_for_free: bool | None = None
    blocks: list[BlockItem] = field(default_factory=list)
    image: list[ImageItem] = field(default_factory=list)
    video: list[MediaItem] = field(default_factory=list)
    audio: list[MediaItem] = field(default_factory=list)
    live_blog_update: list[LivePostItem] | None = None
    """None where the page is no live-blog."""
    correction: list[str] = field(default_factory=list)
    """Notices that only JSON-LD gives; those that the page shows are blocks."""
    related_link: list[LinkItem] = field(default_factory=list)
    comment_count: int | None = None
    comment_thread: CommentThread | None = None
    warnings: list[str] = field(default_factory=list)
    provenance: dict[str, Provenance] = field(default_factory=dict)
