"""What tells one state of an article from the next: the digests of its text, images and meta.

They are over normalised content with empty fields left out, so that a new field makes no article look
edited. What is not digested makes no revision: comment counts, related links, captures, provenance,
dates that are counted back from the capture.
"""

from __future__ import annotations

import re

from archive.digest import content_digest, short_id
from archive.records import Article, Block, Capture, Digests, Image
from archive.urls import without_tracking

_SIZE_VARIANT = re.compile(r"[-_.@](?:\d{2,4}[x_]\d{2,4}|\d{2,4}w|\dx|scaled|thumb(?:nail)?)$")

_SIZE_SEGMENT = re.compile(
    r"(?:[a-z]{1,2}_?\d{2,4}|[a-z]{1,2}_[a-z]+)(?:,[a-z]{1,2}_?[a-z0-9.]+)*$|\d{2,4}[x_]\d{2,4}$|\d{2,4}w$",
    re.IGNORECASE,
)
"""A directory that says a size only: `w_800,h_450`, `800x450`, `640w`."""
_RASTER = frozenset({"jpg", "jpeg", "jpe", "png", "webp", "avif", "gif", "jxl", "heic"})


def revision_id(article_id: str, capture: Capture, digests: Digests) -> str:
    """The revision's id; appending the same thing twice gives the same one."""
    return short_id(article_id, capture.warc_record_id, digests.text, digests.images, digests.meta)


def digests_of(article: Article) -> Digests:
    """The three digests of an article over its normalised content (DESIGN, Identity)."""
    return Digests(
        text=content_digest(_text_fields(article)),
        images=content_digest({"image": [_image_fields(image) for image in article.image]}),
        meta=content_digest(_meta_fields(article)),
    )


def _text_fields(article: Article) -> dict[str, object]:
    blocks = [_block_text(block) for block in article.body.blocks if block.type != "image"]
    return {
        "headline": article.headline,
        "standfirst": article.alternative_headline,
        "byline": article.byline,
        "authors": [author.name for author in article.author],
        "agencies": [agency.name for agency in article.source_organization],
        "dateline": article.dateline,
        "blocks": blocks,
        "corrections": [correction.text for correction in article.correction],
        "live": [(post.id, post.headline, post.text) for post in article.live_blog_update or ()],
    }


def _block_text(block: Block) -> dict[str, object]:
    return {
        "type": block.type,
        "text": block.text,
        "level": block.level,
        "cite": block.cite,
        "ordered": block.ordered,
        "items": block.items,
        "rows": block.rows,
        "embed": block.url,
    }


def _image_fields(image: Image) -> dict[str, object]:
    return {
        "file": image_file(image.content_url),
        "caption": image.caption,
        "credit": image.credit_text,
        "alt": image.alt,
    }


def _meta_fields(article: Article) -> dict[str, object]:
    links = [
        [without_tracking(link.url) for link in block.links]
        for block in article.body.blocks
        if block.links
    ]
    return {
        "language": article.in_language,
        "date_published": lasting(article.date_published, article.date_published_zone),
        "date_modified": lasting(article.date_modified, article.date_modified_zone),
        "section": article.article_section,
        "keywords": sorted(article.keywords),
        "canonical_url": article.canonical_url,
        "translations": sorted(t.url for t in article.work_translation),
        "free": article.is_accessible_for_free,
        "links": links,
    }


def lasting(date: str | None, zone: str | None) -> str | None:
    """A date that the page says; None for one that was counted back from the capture ("2 hours
    ago"), which is another at every visit."""
    return None if zone == "capture" else date


def image_file(url: str) -> str:
    """What tells a new photo from another rendition of it: the path, without host (they are
    sharded), query, sizes and, of a photo's formats, the suffix.

    `/a/base_201-1200_800.jpg`, `/a/base_201-450_300.webp?w=3` and `/a/w_450,h_300/base_201.jpg`
    give one and the same name.
    """
    path = url.partition("#")[0].partition("?")[0]
    path = path.partition("://")[2].partition("/")[2] if "://" in path else path.lstrip("/")
    *directories, name = path.split("/")
    kept = [part for part in directories if part and not _SIZE_SEGMENT.match(part)]
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = suffix, "", ""
    shown = "" if suffix.lower() in _RASTER else dot + suffix
    return "/".join([*kept, _SIZE_VARIANT.sub("", stem) + shown])
