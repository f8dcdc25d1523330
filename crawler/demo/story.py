"""A story of the sample outlet, as its editors keep it: TOML below `content/`, read as values.

A body is a text of blocks with a blank line between: `## ` begins a heading, `> ` a quote (its
source after ` -- `), `- ` the items of a list, `| ` the rows of a table, `!! ` a correction notice;
`[photo 1]` stands where the first photo stands. `[words](slug)` in a paragraph links to a story.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from typing import Literal

import msgspec

ZONE = timezone(timedelta(hours=3), "UTC+3")
"""The outlet's clock, summer and winter."""

_PHOTO = re.compile(r"\[photo (\d+)\]$")

Language = Literal["en", "ru"]
Markup = Literal["json_ld", "microdata", "bare", "live"]
Charset = Literal["right", "declared_1251", "says_utf8", "says_latin1", "wrong_meta"]
"""How a page's bytes and its declared charset go together; see `charsets.py`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    name: str
    """The file's name without extension; it also decides what the picture shows."""
    caption: str
    credit: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    id: int
    author: str
    minutes: int
    """Minutes before the outlet's first edition."""
    text: str
    parent: int | None = None
    up: int = 0
    down: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post of the live-blog."""

    id: int
    minutes: int
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of the body; which fields are set follows from its kind."""

    kind: Literal["paragraph", "heading", "quote", "list", "table", "correction", "photo"]
    text: str = ""
    cite: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    photo: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    slug: str
    number: int
    language: Language
    section: str
    markup: Markup
    hours: float
    """Hours from its publication to the outlet's first edition."""
    headline: str
    standfirst: str
    byline: str
    """As printed."""
    body: str
    kicker: str = ""
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()
    comments: tuple[Comment, ...] = ()
    comments_as: Literal["threaded", "flat"] | None = None
    posts: tuple[Post, ...] = ()
    translation: str | None = None
    """The slug of the same story in the other language."""
    charset: Charset = "right"
    amp: bool = False
    fails_once: bool = False
    """Whether its page answers 500 the first time."""
    archived: bool = False
    """Whether only the older sitemap names it."""
    modified_hours: float | None = None

    def blocks(self) -> tuple[Block, ...]:
        """The body, block by block."""
        return tuple(block_of(text) for text in self.body.split("\n\n"))

    def path(self, now: datetime) -> str:
        """Where the story stands; `now` is when the outlet's first edition came out."""
        if self.language == "ru":
            return f"/ru/news/{self.number}-{self.slug}.html"
        return f"/en/{self.published(now):%Y/%m/%d}/{self.slug}"

    def published(self, now: datetime) -> datetime:
        """The time of publication, to the minute, on the outlet's clock."""
        return before(now, hours=self.hours)

    def modified(self, now: datetime) -> datetime:
        """The declared time of the last change."""
        hours = self.hours if self.modified_hours is None else self.modified_hours
        return before(now, hours=hours)


def before(now: datetime, *, hours: float = 0, minutes: int = 0) -> datetime:
    """A moment so long before `now`, to the minute, on the outlet's clock."""
    moment = now - timedelta(hours=hours, minutes=minutes)
    return moment.astimezone(ZONE).replace(second=0, microsecond=0)


def block_of(text: str) -> Block:
    """The block that a piece of a body's text is."""
    if photo := _PHOTO.match(text):
        return Block(kind="photo", photo=int(photo[1]))
    mark, _, rest = text.partition(" ")
    return _BLOCKS.get(mark, _paragraph)(rest if mark in _BLOCKS else text)


def _paragraph(text: str) -> Block:
    return Block(kind="paragraph", text=text.replace("\n", " "))


def _heading(text: str) -> Block:
    return Block(kind="heading", text=text)


def _quote(text: str) -> Block:
    words, _, cite = text.replace("\n", " ").partition(" -- ")
    return Block(kind="quote", text=words, cite=cite)


def _list(text: str) -> Block:
    return Block(kind="list", items=tuple(text.split("\n- ")))


def _table(text: str) -> Block:
    rows = (row.strip("| ").split(" | ") for row in text.split("\n"))
    return Block(kind="table", rows=tuple(tuple(row) for row in rows))


def _correction(text: str) -> Block:
    return Block(kind="correction", text=text.replace("\n", " "))


_BLOCKS: dict[str, Callable[[str], Block]] = {
    "##": _heading,
    ">": _quote,
    "-": _list,
    "|": _table,
    "!!": _correction,
}


def first_edition() -> tuple[Story, ...]:
    """Every story of the first edition, the newest first."""
    folder = files("crawler.demo") / "content"
    names = sorted(name.name for name in folder.iterdir() if name.name.endswith(".toml"))
    stories = (_story((folder / name).read_text(encoding="utf-8")) for name in names)
    return tuple(sorted(stories, key=lambda story: story.hours))


def _story(text: str) -> Story:
    fields = tomllib.loads(text)
    fields["body"] = fields["body"].strip("\n")
    return msgspec.convert(fields, Story)
