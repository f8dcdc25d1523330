"""Articles as schema.org JSON-LD, a document a line: what was printed, and the capture it is from.

`null` and empty lists are left out, as JSON-LD has it. A `<` is written as an escape, so that a line
can be put into a page's script element and stays data. Names: https://schema.org/NewsArticle,
/Comment, /CorrectionComment, /ImageObject, /LiveBlogPosting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from archive.collection import Collection, Revision
from archive.export.contents import revisions_in
from archive.export.filters import EVERYTHING, Filters
from archive.export.target import Advance, Exported, File, new_file, silent
from archive.records import (
    Article,
    Author,
    Capture,
    Comment,
    Correction,
    Image,
    LivePost,
    Media,
)

_TYPES = {
    "news_article": "NewsArticle",
    "live_blog": "LiveBlogPosting",
    "opinion": "OpinionNewsArticle",
    "gallery": "NewsArticle",
    "video": "NewsArticle",
}
_SHOWN = ("visible", "edited")

Node = dict[str, Any]


def export_jsonld(
    collection: Collection,
    path: Path,
    advance: Advance = silent,
    filters: Filters = EVERYTHING,
    *,
    all_revisions: bool = False,
) -> Exported:
    """Write the latest revision of each article, or every one, a line each.

    Raises BadInput where `path` exists.
    """
    count = 0
    with new_file(path) as temporary:
        with temporary.open("wb") as file:
            for document in documents(collection, advance, filters, all_revisions=all_revisions):
                file.write(line_of(document))
                count += 1
        size = temporary.stat().st_size
    return Exported(
        format="jsonld", path=path, files=(File(path=path.name, bytes=size, rows=count),)
    )


def documents(
    collection: Collection,
    advance: Advance = silent,
    filters: Filters = EVERYTHING,
    *,
    all_revisions: bool = False,
) -> Iterator[Node]:
    """The documents of a collection, the article seen first at first, then by revision.

    Of a range of time, the latest is the latest that was seen in it.
    A revision's comments are those shown when it was last observed; the latest one's, those of now.
    """
    found = list(filters.article_ids(collection))
    for done, article_id in enumerate(found, start=1):
        known = collection.revisions(article_id)
        seen = revisions_in(known, filters)
        for revision in seen if all_revisions else seen[-1:]:
            at = None if revision is known[-1] else revision.last_observed
            yield document_of(revision, collection.comments(article_id, at))
        advance(done, len(found))


def line_of(document: Node) -> bytes:
    """A document as one line of JSON."""
    return msgspec.json.encode(document).replace(b"<", b"\\u003c") + b"\n"


def document_of(revision: Revision, comments: Iterable[Comment]) -> Node:
    """The JSON-LD document of a revision with the comments that were shown."""
    article = revision.article
    return _node(
        _TYPES[article.type],
        {
            "@context": "https://schema.org",
            "identifier": [
                _identifier("microfiche:article_id", revision.article_id),
                _identifier("microfiche:revision_id", revision.revision_id),
            ],
            "version": revision.number,
            **_printed(article),
            **_parts(article),
            "commentCount": article.comment_count,
            "comment": [_comment(one) for one in comments if one.state in _SHOWN],
            **_evidence(revision.capture),
        },
    )


def _node(kind: str, properties: Mapping[str, Any]) -> Node:
    """A node without the properties that are not known or have no value."""
    given = {name: value for name, value in properties.items() if value not in (None, "", [], {})}
    context = {"@context": given.pop("@context")} if "@context" in given else {}
    return {**context, "@type": kind, **given}


def _identifier(name: str, value: str) -> Node:
    return _node("PropertyValue", {"propertyID": name, "value": value})


def _printed(article: Article) -> Node:
    return {
        "url": article.url,
        "mainEntityOfPage": article.canonical_url,
        "headline": article.headline,
        "alternativeHeadline": article.alternative_headline,
        "description": article.description,
        "articleBody": article.article_body,
        "dateline": article.dateline if article.type != "live_blog" else None,
        "locationCreated": _named("Place", article.location_created),
        "datePublished": article.date_published,
        "dateModified": article.date_modified,
        "inLanguage": article.in_language,
        "articleSection": list(article.article_section),
        "keywords": list(article.keywords),
        "isAccessibleForFree": article.is_accessible_for_free,
    }


def _parts(article: Article) -> Node:
    publisher = article.publisher
    return {
        "author": [_person(author) for author in article.author],
        "sourceOrganization": [
            _named("Organization", agency.name) for agency in article.source_organization
        ],
        "publisher": _named("Organization", publisher.name, publisher.url) if publisher else None,
        "image": [_image(image) for image in article.image],
        "video": [_media("VideoObject", video) for video in article.video],
        "audio": [_media("AudioObject", audio) for audio in article.audio],
        "correction": [_correction(correction) for correction in article.correction],
        "workTranslation": [
            _node("NewsArticle", {"inLanguage": other.in_language, "url": other.url})
            for other in article.work_translation
        ],
        "liveBlogUpdate": [_post(post) for post in article.live_blog_update or ()],
    }


def _named(kind: str, name: str | None, url: str | None = None) -> Node | None:
    return _node(kind, {"name": name, "url": url}) if name or url else None


def _person(author: Author) -> Node:
    return _node("Person", {"name": author.name, "jobTitle": author.role, "url": author.url})


def _image(image: Image) -> Node:
    return _node(
        "ImageObject",
        {
            "contentUrl": image.content_url,
            "caption": image.caption,
            "creditText": image.credit_text,
            "description": image.alt,
            "width": _pixels(image.width),
            "height": _pixels(image.height),
        },
    )


def _pixels(number: int | None) -> Node | None:
    if number is None:
        return None
    return _node("QuantitativeValue", {"value": number, "unitCode": "E37"})


def _media(kind: str, media: Media) -> Node:
    provider = _named("Organization", media.provider)
    return _node(kind, {"url": media.url, "caption": media.caption, "provider": provider})


def _correction(correction: Correction) -> Node:
    return _node("CorrectionComment", {"text": correction.text, "datePublished": correction.date})


def _post(post: LivePost) -> Node:
    return _node(
        "BlogPosting",
        {
            "identifier": post.id,
            "headline": post.headline,
            "articleBody": post.text,
            "datePublished": post.date_published,
            "author": [_person(author) for author in post.author],
        },
    )


def _comment(comment: Comment) -> Node:
    author = comment.author
    parent = comment.parent_id
    return _node(
        "Comment",
        {
            "identifier": comment.comment_id,
            "parentItem": _node("Comment", {"identifier": parent}) if parent else None,
            "author": _named("Person", author.name, author.url) if author else None,
            "text": comment.text,
            "dateCreated": comment.date_created,
            "upvoteCount": comment.upvote_count,
            "downvoteCount": comment.downvote_count,
        },
    )


def _evidence(capture: Capture) -> Node:
    """The WARC record that the revision was read from; its id is a URI, given in `isBasedOn`."""
    record_id = capture.warc_record_id.strip("<>")
    return {
        "isBasedOn": record_id,
        "archivedAt": _node(
            "WebPage",
            {
                "url": capture.url,
                "dateCreated": capture.fetched_at,
                "identifier": [
                    _identifier("WARC-Record-ID", record_id),
                    _identifier("WARC-Payload-Digest", capture.payload_digest or ""),
                    _identifier("microfiche:warc_offset", str(capture.warc_offset)),
                ],
                "encoding": _node(
                    "MediaObject",
                    {
                        "contentUrl": f"warc/{capture.warc_filename}",
                        "encodingFormat": "application/warc",
                    },
                ),
            },
        ),
    }
