"""Comment items as records: ids as the platform gives them, dates, sanitised markup (pure).

A comment without a platform's id has a provisional one, `comment-POSITION`, until
`archive.collection.alignment` gives it a lasting one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from urllib.parse import urlsplit

import nh3

from archive.records import Capture, Comment, CommentAuthor, CommentState
from crawler.items import CommentItem
from crawler.normalize.dates import parse_date

_TAGS = {"a", "b", "blockquote", "br", "code", "del", "em", "i", "li", "ol", "p", "pre", "s"}
_MORE_TAGS = {"strong", "sub", "sup", "u", "ul"}
_ATTRIBUTES = {"a": {"href"}}
_SCHEMES = {"http", "https", "mailto"}
_MOST_TAGS = 500
_LONGEST_MARKUP = 50_000
"""Characters. Nobody writes a comment of more; putting its tags in order takes time by their square."""


def normalize_comments(
    items: Sequence[CommentItem],
    *,
    capture: Capture | None,
    zone: str | None = None,
    languages: Sequence[str] = (),
) -> tuple[Comment, ...]:
    """The records in the items' order; relative dates count from `capture`, else stay None."""
    ids = _ids(items)
    roots = _roots(items)
    fetched_at = capture.fetched_at if capture is not None else None
    comments = []
    for index, item in enumerate(items):
        date = parse_date(item.date_created, fetched_at=fetched_at, zone=zone, languages=languages)
        comment = _comment(item, ids[index], date.value if date else None, capture)
        parent = item.parent
        comments.append(
            dataclasses.replace(
                comment,
                parent_id=ids[parent] if parent is not None else item.answers,
                root_id=ids[roots[index]] if parent is not None else None,
            )
        )
    return tuple(comments)


def sanitised(html: str | None) -> str | None:
    """A comment's own markup reduced to text-level tags and links; None for nothing left, and for more
    markup than a comment may have."""
    if not html or len(html) > _LONGEST_MARKUP or html.count("<") > _MOST_TAGS:
        return None
    clean = nh3.clean(
        html, tags=_TAGS | _MORE_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None
    )
    return clean.strip() or None


def _comment(
    item: CommentItem, comment_id: str, date: str | None, capture: Capture | None
) -> Comment:
    return Comment(
        comment_id=comment_id,
        provider=item.provider,
        identity="platform" if item.id else "derived",
        depth=item.depth,
        position=item.position,
        author=_author(item),
        date_created=date,
        date_created_raw=item.date_raw or item.date_created,
        text=_text(item.text),
        html=sanitised(item.html),
        upvote_count=item.upvote_count,
        downvote_count=item.downvote_count,
        state=_state(item),
        capture=capture,
        provenance=dict(item.provenance),
    )


def _ids(items: Sequence[CommentItem]) -> list[str]:
    """One id a comment; an id that a page gives twice is told apart by its second place."""
    ids: list[str] = []
    taken: set[str] = set()
    for index, item in enumerate(items):
        name = item.id or f"comment-{index + 1}"
        while name in taken:
            name = f"{name}~{index + 1}"
        taken.add(name)
        ids.append(name)
    return ids


def _roots(items: Sequence[CommentItem]) -> list[int]:
    """For each comment the index of the first one of its branch; parents come before replies."""
    roots: list[int] = []
    for index, item in enumerate(items):
        parent = item.parent
        roots.append(roots[parent] if parent is not None and parent < index else index)
    return roots


def _author(item: CommentItem) -> CommentAuthor | None:
    if item.author_name is None and item.author_id is None:
        return None
    url = item.author_url if _is_web(item.author_url) else None
    return CommentAuthor(
        name=item.author_name, id=item.author_id, url=url, anonymous=item.anonymous
    )


def _is_web(url: str | None) -> bool:
    try:
        return urlsplit(url or "").scheme in ("http", "https")
    except ValueError:
        return False  # a host that is none


def _state(item: CommentItem) -> CommentState:
    if item.deleted:
        return "deleted"
    return "edited" if item.edited else "visible"


def _text(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
