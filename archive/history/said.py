"""What an article says, taken apart into items, and which of them an event is about.

An item is a text with the stream in which it stands: the headline, a body block, a caption, a photo's
file. Comparing two sets of items tells which texts came and which went, without aligning anything:
that is enough to know a text that comes back, or one that changes on every page of a site.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archive.diff import Event
from archive.diff.body import text_of
from archive.diff.fields import FIELDS
from archive.diff.posts import text_of_post
from archive.digest import short_id
from archive.records import Article, Block
from archive.renditions import image_file
from archive.urls import without_tracking

BODY = "body"
NOTICE = "notice"
_ORDER = "order"
_IMAGES_ORDER = "order of images"
_LEAVES = frozenset({"caption", "credit_text", "alt"})
_BY_FILE = frozenset({"image_added", "image_removed", "image_replaced"})


class Item(NamedTuple):
    """A text in a stream: a field's path, `body`, `notice`, `caption`, `image`, `links`, `post`."""

    stream: str
    text: str


class Touched(NamedTuple):
    """The items that an event took away, and those that it brought."""

    went: frozenset[Item]
    came: frozenset[Item]


def items_of(article: Article) -> set[Item]:
    """Everything that the article says."""
    return {*_fields(article), *_blocks(article), *_images(article), *_orders(article)}


def _fields(article: Article) -> Iterator[Item]:
    for field in FIELDS:
        value = field.value(article)
        if value:
            yield Item(field.path, value)
    for notice in article.correction:
        yield Item(NOTICE, notice.text)
    for post in article.live_blog_update or ():
        yield Item("post", text_of_post(post))


def _blocks(article: Article) -> Iterator[Item]:
    for block in article.body.blocks:
        text = text_of(block)
        if text is not None:
            yield Item(NOTICE if block.type == "correction" else BODY, text)
        for link in block.links:
            yield Item("links", without_tracking(link.url))


def _images(article: Article) -> Iterator[Item]:
    for image in article.image:
        yield Item("image", image_file(image.content_url))
        for stream in _LEAVES:
            text = getattr(image, stream)
            if text:
                yield Item(stream, text)


def _orders(article: Article) -> tuple[Item, Item]:
    """In which order the blocks stand, and the images: what a move changes."""
    texts = (text_of(block) or "" for block in article.body.blocks)
    files = (image_file(image.content_url) for image in article.image)
    return Item(_ORDER, short_id(*texts)), Item(_IMAGES_ORDER, short_id(*files))


def touched(event: Event, old: Article, new: Article) -> Touched | None:
    """The items of an event between two articles; None where it is about none (comments)."""
    head, _, rest = event.path.strip("/").partition("/")
    if head == "comments" or event.path == "":
        return None
    if event.type == "block_moved":
        place = 1 if head == "image" else 0
        return _sides(_orders(old)[place], _orders(new)[place])
    if event.type == "link_changed":
        return _links(event)
    if head == "body":
        return Touched(
            _standing(event.old, event.position_from, old.body.blocks),
            _standing(event.new, event.position_to, new.body.blocks),
        )
    return _of_texts(_stream(event, head, rest), event)


def _stream(event: Event, head: str, rest: str) -> str:
    if head == "image":
        leaf = rest.rpartition("/")[2]
        return leaf if leaf in _LEAVES else "image"
    return {"correction": NOTICE, "live_blog_update": "post"}.get(head, event.path)


def _of_texts(stream: str, event: Event) -> Touched:
    texts = [event.old, event.new]
    if event.type in _BY_FILE:
        texts = [image_file(text) if text else None for text in texts]
    was, now = (Item(stream, text) if text else None for text in texts)
    return _sides(was, now)


def _sides(went: Item | None, came: Item | None) -> Touched:
    return Touched(frozenset([went] if went else ()), frozenset([came] if came else ()))


def _links(event: Event) -> Touched:
    urls = [[url for side in event.spans for url in side.old.split("\n") if url]]
    urls += [[url for side in event.spans for url in side.new.split("\n") if url]]
    went, came = (frozenset(Item("links", without_tracking(url)) for url in each) for each in urls)
    return Touched(went, came)


def _standing(text: str | None, position: int | None, blocks: tuple[Block, ...]) -> frozenset[Item]:
    """The blocks that an event's text is made of: one, or the parts of a split or a merge."""
    if text is None or position is None:
        return frozenset()
    parts: list[Item] = []
    length = -1
    for block in blocks[position:]:
        part = text_of(block)
        if part is not None:
            parts.append(Item(NOTICE if block.type == "correction" else BODY, part))
            length += len(part) + 1
        if length >= len(text):
            break
    is_whole = "\n".join(item.text for item in parts) == text
    return frozenset(parts) if is_whole else frozenset([Item(BODY, text)])
