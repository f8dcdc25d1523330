"""What tells one state of an article from the next: the digests of its text, images and meta.

They are over normalised content with empty fields left out, so that a new field makes no article look
edited. What is not digested makes no revision: comment counts, related links, captures, provenance,
dates that are counted back from the capture.
"""

from __future__ import annotations

from archive.digest import content_digest, short_id
from archive.records import Article, Block, Capture, Digests, Image
from archive.renditions import image_file
from archive.urls import without_tracking


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


def derived_post_id(date: str | None, text: str) -> str:
    """The id of a live-blog's post that the page gives none, of its date and the text's beginning."""
    return short_id(date or "", text[:80])


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
