"""A state of an article as plain lines, for tools that compare lines.

Rules
- One line a field, a paragraph, an item or a row; nothing is wrapped. A line knows the JSON pointer
  of what it shows, so that a hunk can name its events.
- What makes no event makes no line: the size variant of an image's file, a link's tracking, images
  that no block of the body holds, the order in which readers' comments are shown.
- Archived text is neutralised (archive.printable).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.diff.fields import FIELDS
from archive.diff.headings import named
from archive.diff.state import State
from archive.printable import one_line, printable
from archive.records import Article, Block, Comment, Image, LivePost
from archive.renditions import image_file
from archive.urls import without_tracking

_SHOWN = ("visible", "edited")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end, and what it shows."""

    text: str
    path: str


def lines_of(state: State) -> list[Line]:
    """All lines of a state: its fields, the body, notices outside it, posts, comments."""
    return [
        *_fields(state.article),
        *_body(state.article),
        *_notices(state.article),
        *_posts(state.article.live_blog_update or ()),
        *_comments(state.comments),
    ]


def _fields(article: Article) -> Iterator[Line]:
    for field in FIELDS:
        value = field.value(article)
        if value:
            yield Line(f"{named(field.path)}: {one_line(value)}", field.path)


def _body(article: Article) -> Iterator[Line]:
    images = {image.id: (index, image) for index, image in enumerate(article.image)}
    for place, block in enumerate(article.body.blocks):
        path = f"/body/blocks/{place}"
        if block.type == "image":
            if block.ref in images:
                yield from _image(*images[block.ref])
            continue
        for text in _texts(block):
            yield from _lines(text, path)
        for link in block.links:
            yield Line(f"[Link] {one_line(without_tracking(link.url))}", path)


def _texts(block: Block) -> Iterator[str]:
    if block.type == "list":
        for number, item in enumerate(block.items or (), start=1):
            yield f"{f'{number}.' if block.ordered else '-'} {one_line(item)}"
    elif block.type == "table":
        for row in block.rows or ():
            yield " | ".join(one_line(cell) for cell in row)
    elif block.type == "embed":
        yield f"[Embed] {one_line(block.url or block.provider or '')}"
    elif block.type == "heading":
        yield f"{'#' * (block.level or 2)} {block.text or ''}"
    elif block.type == "quote":
        yield f"> {block.text or ''}"
        if block.cite:
            yield f"> — {block.cite}"
    else:
        yield f"[Correction] {block.text}" if block.type == "correction" else block.text or ""


def _image(index: int, image: Image) -> Iterator[Line]:
    path = f"/image/{index}"
    yield Line(f"[Photo] {one_line(image_file(image.content_url))}", path)
    facts = (("Caption", "caption"), ("Credit", "credit_text"), ("Description", "alt"))
    for name, field in facts:
        value = getattr(image, field)
        if value:
            yield Line(f"[{name}] {one_line(value)}", f"{path}/{field}")


def _notices(article: Article) -> Iterator[Line]:
    shown = {block.text for block in article.body.blocks if block.type == "correction"}
    for index, notice in enumerate(article.correction):
        if notice.text not in shown:
            yield from _lines(f"[Correction] {notice.text}", f"/correction/{index}")


def _posts(posts: tuple[LivePost, ...]) -> Iterator[Line]:
    for index, post in enumerate(posts):
        path = f"/live_blog_update/{index}"
        yield Line(f"[Post] {one_line(post.headline or '')}".rstrip(), path)
        yield from _lines(post.text, path)


def _comments(comments: tuple[Comment, ...]) -> Iterator[Line]:
    shown = (comment for comment in comments if comment.state in _SHOWN)
    for comment in sorted(shown, key=lambda one: (one.date_created or "", one.comment_id)):
        path = f"/comments/{comment.comment_id}"
        name = comment.author.name if comment.author and comment.author.name else "anonymous"
        yield Line(f"[Comment] {one_line(name)}", path)
        yield from _lines(comment.text, path)


def _lines(text: str, path: str) -> Iterator[Line]:
    for line in printable(text).split("\n"):
        yield Line(line, path)
