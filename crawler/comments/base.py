"""What a comment provider is, and the values that pass between it and whoever fetches.

A provider is four pure functions: whether a page uses it and as what (`detect`), which requests fetch
the thread (`first_requests`), what an answer says and what to ask next (`parse`), and what it can do
(`capabilities`). No network, no clock, no key: a request says by name what the user has to give, and
whoever sends it fills that in. So a thread is read alike from the wire and from a WARC.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from archive.records import CommentThread
from archive.warc.exchange import Exchange
from crawler.extraction.comment_pages import CommentPage
from crawler.extraction.comment_proof import ArticleSigns
from crawler.extraction.layout import Layout
from crawler.extraction.page import Page
from crawler.items import CommentItem

Stop = Literal["end", "limit", "auth", "error", "robots", "unsupported"]
"""Why a thread was read no further, as in records.CommentThread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRef:
    """A thread of a provider, as the page names it."""

    provider: str
    site: str | None = None
    """The site's name or id at the provider; None where the page does not say."""
    thread: str | None = None
    """The thread's id or URL at the provider; None where the page does not say."""
    base: str | None = None
    """Where the provider's programs answer, of one that sites host themselves: `https://host/path`,
    without a slash at its end."""
    url: str | None = None
    """The page's URL as the provider is given it."""
    declared_count: int | None = None
    pages: tuple[CommentPage, ...] = ()
    """The further pages of the thread that the article's page links to."""
    article: ArticleSigns | None = None
    """By what those prove that they are of the article."""
    layout: Layout | None = None
    """How the site's pages show comments, where a site's file says it."""
    since: str | None = None
    """Only comments after this moment are asked for: set by who visits again, never by a page."""
    otherwise: ThreadRef | None = None
    """Where the comments are to be had if nothing of them is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRequest:
    """A request that fetches a part of a thread."""

    part: str
    """Names the part, and stays the same whatever the key: `comments page=2`. One line of ASCII."""
    url: str
    method: Literal["GET", "POST"] = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    of: str | None = None
    """What the provider has to know of it to read the answer: a page's number, a thread's id."""
    needs: tuple[tuple[str, str], ...] = ()
    """Parameters that the user's settings have to give: name in the query, name of the setting."""
    optional: bool = False
    """The thread is whole without it: a count, a name."""
    is_link: bool = False
    """Every page of the thread has it: to meet it again is no circle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A comment of an answer, and the platform's id of the one that it answers."""

    item: CommentItem
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one answer of a provider gives."""

    posts: tuple[Post, ...] = ()
    following: tuple[ThreadRequest, ...] = ()
    declared_count: int | None = None
    """How many comments the thread has, as the provider says."""
    authors: Mapping[str, str] = field(default_factory=dict)
    """Id to name, where comments name their authors by id alone."""
    stop: Stop | None = None
    """Why the answer gives nothing, or not everything: `auth`, `error`."""
    is_lost: bool = False
    """It is of no thread that was asked for: what it leads to, and what was to be asked, is not."""
    is_short: bool = False
    """Some of its comments could not be taken: they have no id, or there are too many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What can be had of a provider; docs/comments.md shows it as a table."""

    fetched: str
    """What is asked for, in a few words; empty where nothing is."""
    needs: Mapping[str, str] = field(default_factory=dict)
    """What the user has to give: the name of the setting, and what is had by it."""
    unreachable: str = ""
    """What is not to be had, and why."""
    threaded: bool = True
    """Answers name what they answer."""
    votes: bool = False
    deleted: bool = False
    """It says where a comment was deleted."""
    in_markup: bool = False
    """Its pages print the comments themselves: where one shows that there are none, it is believed."""
    in_pages: bool = False
    """Its thread begins in the article's page, and goes on in pages like it."""
    in_one: bool = False
    """One answer holds the whole thread, so that it is whole without being counted."""
    incremental: bool = False
    """It can be asked for the comments after a moment."""


class CommentProvider(Protocol):
    """One system that serves comments."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def detect(self, page: Page) -> ThreadRef | None:
        """The page's thread at this provider; None where the page does not use it.

        For what a page holds it raises no more than `values.FAULTS`.
        """

    def first_requests(self, ref: ThreadRef) -> Sequence[ThreadRequest]:
        """What to fetch first; empty where the page does not say enough to fetch anything."""

    def parse(self, request: ThreadRequest, exchange: Exchange, ref: ThreadRef) -> Answer:
        """What the answer of status 200 to a request says.

        For what it holds it raises no more than `values.FAULTS`.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRead:
    """A thread as far as it was read: comments in thread order, what they answer before them."""

    items: tuple[CommentItem, ...]
    thread: CommentThread
