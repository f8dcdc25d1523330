"""`microfiche show URL`: an article for reading, as its latest revision has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from rich.padding import Padding
from rich.text import Text

from archive.cli.options import collection_option, json_option, out, print_json
from archive.collection import Collection, Revision
from archive.collection.origins import Origin
from archive.diff.headings import address, moment
from archive.diff.printing import Part, print_parts
from archive.printable import one_line, printable
from archive.records import Article, Block, Comment, Image, LivePost, as_json

_DEEPEST = 8
"""Levels of answers that are set in further; deeper ones stand at the last."""


@click.command("show")
@click.argument("url")
@json_option
@collection_option
def command(url: str, as_json: bool, collection_dir: Path) -> None:
    """Print an article for reading: headline, byline, text, captions and credits, comments.

    URL is the article's address or id. The latest revision is shown.
    """
    with Collection.open(collection_dir) as collection:
        revision = collection.revision(collection.find_article(url))
        comments = collection.comments(revision.article_id)
        origin = collection.origin(revision.capture.warc_filename)
    if as_json:
        print_json(_document(revision, comments, origin))
        return
    print_parts(out(), _parts(revision, comments, origin))


def _document(revision: Revision, comments: list[Comment], origin: Origin) -> dict[str, object]:
    return {
        "article": as_json(revision.article),
        "comments": [as_json(comment) for comment in comments],
        "revision": {
            "number": revision.number,
            "revision_id": revision.revision_id,
            "first_observed": revision.first_observed,
            "last_observed": revision.last_observed,
            **origin.told,
        },
    }


def _parts(revision: Revision, comments: list[Comment], origin: Origin) -> Iterator[Part]:
    article = revision.article
    yield from _head(article)
    yield from _body(article)
    for post in article.live_blog_update or ():
        yield from _post(post)
    yield from _thread(article, comments)
    yield from _foot(revision, origin)


def _head(article: Article) -> Iterator[Part]:
    if article.kicker:
        yield Text(one_line(article.kicker), style="dim")
    yield Text(one_line(article.headline or "(no headline)"), style="bold")
    if article.alternative_headline:
        yield Text(one_line(article.alternative_headline), style="italic")
    if article.byline:
        yield Text(one_line(article.byline))
    dates = [("Published", article.date_published), ("Modified", article.date_modified)]
    said = [f"{name} {moment(date)}" for name, date in dates if date]
    if said:
        yield Text("; ".join(said), style="dim")


def _body(article: Article) -> Iterator[Part]:
    images = {image.id: image for image in article.image}
    for block in article.body.blocks:
        if block.type == "image":
            image = images.pop(block.ref or "", None)
            if image is not None:
                yield _image(image)
        else:
            yield from _block(block)
    for image in images.values():
        yield _image(image)


def _block(block: Block) -> Iterator[Part]:
    yield Text("")
    if block.type == "heading":
        yield Text(one_line(block.text or ""), style="bold")
    elif block.type == "quote":
        cite = f"\n— {block.cite}" if block.cite else ""
        yield _inset(printable(f"{block.text or ''}{cite}"), 4)
    elif block.type == "list":
        for number, item in enumerate(block.items or (), start=1):
            mark = f"{number}." if block.ordered else "•"
            yield _inset(f"{mark} {one_line(item)}", 2)
    elif block.type == "table":
        for row in block.rows or ():
            yield _inset(" | ".join(one_line(cell) for cell in row), 2)
    elif block.type == "embed":
        yield Text(one_line(f"[{block.provider or 'embed'}: {block.url or ''}]"), style="dim")
    else:
        style = "italic" if block.type == "correction" else ""
        yield Text(printable(block.text or ""), style=style)


def _image(image: Image) -> Part:
    words = [
        image.caption or image.alt or "",
        f"({image.credit_text})" if image.credit_text else "",
    ]
    said = " ".join(word for word in words if word)
    return _inset(f"\n[Photo] {one_line(said)}\n{one_line(image.content_url)}", 4, "dim")


def _post(post: LivePost) -> Iterator[Part]:
    yield Text("")
    head = " ".join(part for part in (_when(post.date_published), post.headline) if part)
    yield Text(one_line(head), style="bold")
    yield Text(printable(post.text))


def _when(text: str | None) -> str:
    return moment(text) if text else ""


def _thread(article: Article, comments: list[Comment]) -> Iterator[Part]:
    if not comments and not article.comment_count:
        return
    shown = sum(1 for comment in comments if comment.state in ("visible", "edited"))
    declared = article.comment_count
    of = f" of {declared} that the page counts" if declared not in (None, shown) else ""
    yield Text(f"\nComments: {shown}{of}", style="bold")
    for comment in comments:
        yield from _comment(comment)


def _comment(comment: Comment) -> Iterator[Part]:
    name = comment.author.name if comment.author and comment.author.name else "anonymous"
    if comment.state == "withdrawn":
        name = ""
    date = _when(comment.date_created) or comment.date_created_raw or ""
    state = "" if comment.state == "visible" else f"[{comment.state.replace('_', ' ')}]"
    head = "  ".join(part for part in (name, date, state) if part)
    indent = 2 * (1 + min(comment.depth, _DEEPEST))
    yield Text("")
    yield _inset(one_line(head), indent, "dim")
    yield _inset(printable(comment.text), indent)


def _inset(text: str, indent: int, style: str = "") -> Padding:
    return Padding(Text(text, style=style), (0, 0, 0, indent), expand=False)


def _foot(revision: Revision, origin: Origin) -> Iterator[Part]:
    capture = revision.capture
    url = address(capture.url, revision.article.canonical_url)
    yield Text("")
    seen = f"{moment(revision.first_observed)} to {moment(revision.last_observed)}"
    yield Text(f"Revision {revision.number}, seen {seen}", style="dim")
    yield Text(one_line(url), style="dim")
    record = f"{capture.warc_filename} @ {capture.warc_offset} {capture.warc_record_id}"
    yield Text(one_line(record), style="dim")
    if origin.is_imported:
        when = f" on {moment(origin.imported_at)}" if origin.imported_at else ""
        yield Text(f"Imported{when}, not crawled by this collection", style="dim")
