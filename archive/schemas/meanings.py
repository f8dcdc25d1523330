"""What each field of a record means: its docstring in archive.records, or the line given here.

A field has one or the other, never both; a test holds that. The docstrings say what needs a
sentence; this table has the words for the rest, for readers who do not see the code.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from collections.abc import Mapping
from functools import cache

from archive import records

_NONE = re.compile(r"\bNone\b")
_EXACT = "Times are UTC, ISO 8601 with Z; a date without a time of day is `YYYY-MM-DD`."

MEANINGS: Mapping[str, str] = {
    "Capture.status": "HTTP status of the answer.",
    "Capture.warc_offset": "Where the record begins in the file, in bytes.",
    "Capture.warc_record_id": "WARC-Record-ID, with its angle brackets.",
    "Digests.text": "`sha256:` over headline, standfirst, byline, dateline, body and corrections.",
    "Digests.images": "`sha256:` over the images' files, captions, credits and alt texts.",
    "Digests.meta": "`sha256:` over dates, section, keywords, canonical URL, paywall and links.",
    "Publisher.name": "The outlet's name.",
    "Publisher.url": "Its home page.",
    "Author.name": "The name, normalised.",
    "Author.name_raw": "The name as printed.",
    "Author.url": "The author's page.",
    "Organization.name": "The name as printed.",
    "Translation.in_language": "BCP 47.",
    "Translation.url": "The article in that language.",
    "Link.url": "Where it leads, absolute.",
    "Link.text": "The words that are linked.",
    "Block.type": "What kind of block it is; the other keys follow from it.",
    "Block.text": "The text as read; of a list or table, its items or rows, a line each; of a "
    "quotation, one of its paragraphs.",
    "Block.cite": "Who or what is quoted, at the last paragraph of a quote.",
    "Block.ordered": "Whether the items are numbered, of a list.",
    "Block.items": "The texts of a list's items.",
    "Block.rows": "The texts of a table's cells, row by row.",
    "Block.provider": "Whose embed it is, e.g. `youtube`.",
    "Block.url": "What an embed shows.",
    "Block.links": "The links in the block, in order; the key is left out where there are none.",
    "Body.blocks": "The body, block by block, in the order of the page.",
    "ImageCandidate.url": "The file's URL.",
    "ImageCandidate.width": "In pixels, as the page says (`w` of srcset).",
    "ImageCandidate.density": "As the page says (`x` of srcset).",
    "ImageCandidate.media": "The media query under which the page offers it.",
    "ImageCandidate.type": "Its media type.",
    "Image.content_url": "The file that was chosen of the candidates.",
    "Image.caption": "The caption without the credit.",
    "Image.credit_text": "Who took or owns the picture, without label and brackets.",
    "Image.alt": "The alternative text.",
    "Image.width": "In pixels, as the page says.",
    "Image.height": "In pixels, as the page says.",
    "Image.candidates": "Every file that the page offers for it.",
    "Media.url": "The file or the player's URL.",
    "Media.provider": "Whose player it is.",
    "Media.caption": "The caption.",
    "Correction.text": "The notice as printed.",
    "Correction.date": "When it was made, where the notice says so.",
    "LivePost.headline": "The post's own headline.",
    "LivePost.text": "The post's text as the page shows it, a paragraph a line; as JSON-LD tells it "
    "where the page shows none of the posts.",
    "LivePost.date_published": f"When it was posted. {_EXACT}",
    "LivePost.date_published_raw": "The time as printed.",
    "LivePost.author": "Who wrote the post.",
    "CommentThread.declared_count": "How many comments the page, or the provider, says there are.",
    "CommentThread.captured_count": "How many were read at this visit.",
    "CommentThread.complete": "Whether every comment that was shown has been read.",
    "CommentThread.stop_reason": "Why reading ended: `end` where there were no more, `limit` at a "
    "bound of ours or because the crawl was stopped, `auth` where a key or a login is wanted, "
    "`robots` where robots.txt forbids it, `unsupported` where it was not asked for.",
    "Extraction.software": "Name and version of the software that read the page.",
    "Extraction.layout": "The layout that was used; see `reading`.",
    "Extraction.warnings": "What the reader was not sure of.",
    "Rejected.source": "Where the value was found.",
    "Rejected.why": "Why it was not taken.",
    "Provenance.source": "The kind of place where the value was found.",
    "Provenance.raw": "The value as found, where it was normalised.",
    "Provenance.agree": "The other sources that have the same value.",
    "Provenance.rejected": "Other values that were found and not believed.",
    "Provenance.confidence": "0 to 1.",
    "Article.schema": "Name and version of this record.",
    "Article.type": "What kind of article it is.",
    "Article.article_id": "24 hexadecimal digits; the same for every revision.",
    "Article.revision_id": "24 hexadecimal digits; names this state of the article.",
    "Article.reading": "Which reader made this line; of several, the newest counts.",
    "Article.url": "The URL at which it was read.",
    "Article.canonical_url": "The URL that the page calls its own (rel=canonical).",
    "Article.publisher": "The outlet.",
    "Article.headline": "What the page's heading says, without the site's name. A kicker that the "
    "page's own titles join to it is a part of it (`Kicker: headline`).",
    "Article.kicker": "The line above the headline; null where none is, or where it is a part of the "
    "headline.",
    "Article.description": "The summary that the page gives to search engines and readers of links.",
    "Article.author": "The persons of the byline, in order; agencies are in `source_organization`.",
    "Article.source_organization": "Agencies and outlets named as authors; the outlet itself if alone.",
    "Article.byline": "The byline as printed.",
    "Article.dateline": "The dateline as printed; it stands in the first paragraph as well.",
    "Article.location_created": "The place that the dateline names.",
    "Article.date_published": f"When the page says it was published. {_EXACT}",
    "Article.date_published_raw": "The date as the page has it.",
    "Article.date_published_precision": "How exact it is; `day` for a date without a time.",
    "Article.date_modified": f"When the page says it was changed last. {_EXACT}",
    "Article.date_modified_raw": "The date as the page has it.",
    "Article.date_modified_precision": "How exact it is.",
    "Article.date_modified_zone": "Where the zone came from.",
    "Article.article_section": "The sections it is filed under, the widest first.",
    "Article.keywords": "Tags, as the page has them.",
    "Article.work_translation": "The same article in other languages.",
    "Article.is_accessible_for_free": "False behind a paywall; null where the page does not say.",
    "Article.body": "The body as blocks.",
    "Article.image": "The article's pictures, in the order of the page.",
    "Article.video": "Videos that the body embeds; where it shows none, those JSON-LD says it has.",
    "Article.audio": "Audio files that the body embeds; where it shows none, those of JSON-LD.",
    "Article.correction": "Correction notices.",
    "Article.related_link": "Links to other articles of the site that the page calls related, or has "
    "as teasers inside the text; not part of it, and not digested. At most 50.",
    "Article.comment_thread": "How much of the comments was to be had at this capture.",
    "Article.capture": "The WARC record that it was read from.",
    "Article.extraction": "How it was read.",
    "Observation.schema": "Name and version of this record.",
    "Observation.observation_id": "24 hexadecimal digits.",
    "Observation.article_id": "The article that was visited.",
    "Observation.url": "The URL that answered.",
    "Observation.fetched_at": "When it was fetched; equal to WARC-Date.",
    "Observation.outcome": (
        "What the visit found; `not_modified` for a 304 of a state that is here; `error` for an "
        "answer that shows no state of the page: a failure, a part, one that "
        "broke off, or a page that stands in its place (a block, consent, login or error page)."
    ),
    "Observation.reason": "Why, in words.",
    "Observation.revision_id": "The revision that was shown; null where none was.",
    "Observation.reading": "Which reader read the page.",
    "Observation.changed": "What differs from the visit before; empty for the first.",
    "Observation.compared_with": "The revision that `changed` was found against, the one before at the "
    "time of writing; null for the first, and where nothing was read.",
    "Observation.like_with_like": "Whether one reader read both sides; false where the earlier capture "
    "could not be read again, so that `changed` may be the reader's work; null where nothing was "
    "compared.",
    "Observation.comment_thread": "How much of the comments was to be had.",
    "Observation.capture": "The WARC record of the visit.",
    "CommentAuthor.name": "The name as shown.",
    "CommentAuthor.id": "The platform's id of the person.",
    "CommentAuthor.url": "The person's page.",
    "CommentAuthor.anonymous": "Whether the page says that the person is not named.",
    "Comment.schema": "Name and version of this record.",
    "Comment.type": "Always `comment`.",
    "Comment.comment_id": "The platform's id, or a derived one: see `identity`.",
    "Comment.article_id": "The article that is commented on.",
    "Comment.provider": "The platform; `inline` for comments in the page's markup, `json_ld` in its "
    "JSON-LD.",
    "Comment.identity": "Whether the platform gave the id or it was derived from order and text.",
    "Comment.parent_id": "The comment that it answers.",
    "Comment.root_id": "The comment that began the exchange.",
    "Comment.depth": "0 for a comment on the article, 1 for an answer to it, and so on.",
    "Comment.author": "Who wrote it.",
    "Comment.date_created": f"When it was written; relative times count from the fetch. {_EXACT}",
    "Comment.date_created_raw": "The time as printed.",
    "Comment.text": "The text.",
    "Comment.html": "The markup, reduced to what is harmless; null for none, and for too much.",
    "Comment.upvote_count": "Votes for it.",
    "Comment.downvote_count": "Votes against it.",
    "Comment.state": "`no_longer_shown`: gone from a thread that was read to its end both times; "
    "`deleted`: the page says so.",
    "Comment.capture": "The WARC record of the page that it stood below; where a provider was asked, "
    "the locator of `/text` in provenance begins with the id of the record of its answer.",
    "Comment.provenance": "JSON pointer of the field to its provenance.",
    "Alias.schema": "Name and version of this record.",
    "Alias.article_id": "The article.",
    "Alias.url": "The URL that is the same article.",
    "Alias.relation": "How that is known.",
    "Alias.since": "Since when: the time of the capture that showed it.",
    "Alias.capture": "The WARC record that showed it.",
    "Removed.warc_records": "Records of WARC and ARC files.",
    "Withdrawal.schema": "Name and version of this record.",
    "Withdrawal.type": "Always `withdrawal`.",
    "Withdrawal.withdrawal_id": "24 hexadecimal digits.",
    "Withdrawal.subject": "Whether an article or URL is taken back, or one comment.",
    "Withdrawal.comment_id": "The comment; null for a URL.",
    "Withdrawal.reason": "Why, as the librarian wrote it; shown by `withdraw --list` only.",
}


def meaning(kind: type, field: str) -> str | None:
    """What a field means, in one paragraph, in the words of JSON; None where nothing is said."""
    name = f"{kind.__name__}.{field}"
    said = docstrings().get(name) or MEANINGS.get(name)
    return _NONE.sub("null", said) if said else None


@cache
def docstrings() -> Mapping[str, str]:
    """`Class.field` to the docstring below the field, of every dataclass of archive.records."""
    module = ast.parse(inspect.getsource(records))
    found: dict[str, str] = {}
    for kind in module.body:
        if isinstance(kind, ast.ClassDef) and dataclasses.is_dataclass(getattr(records, kind.name)):
            found |= {f"{kind.name}.{name}": text for name, text in _below_fields(kind)}
    return found


def _below_fields(kind: ast.ClassDef) -> list[tuple[str, str]]:
    found = []
    for field, below in zip(kind.body, kind.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            text = _text(below)
            if text is not None:
                found.append((field.target.id, " ".join(text.split())))
    return found


def _text(statement: ast.stmt) -> str | None:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        value = statement.value.value
        return value if isinstance(value, str) else None
    return None
