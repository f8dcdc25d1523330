"""Sites that print their readers' comments in pages, with links from one to the next: the shapes that
are known of several systems, with invented words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from crawler.demo.http1 import Answer, Request
from tests.servers.site import story
from tests.servers.threads import ThreadSite

PER_PAGE = 3


class Printed:
    """The comments of one article, a few on each page."""

    counts_in: ClassVar[str]
    """How the URL of a page differs from the article's."""

    def __init__(self, site: ThreadSite, name: str, count: int) -> None:
        self.site, self.name = site, name
        self.numbers = list(range(1, count + 1))
        self.declared: int | None = None
        """What the pages say that there are, where that is not so."""
        self.head = ""
        self.answers: dict[str, Answer] = {}
        """Page to what is answered in its place."""
        for number in range(len(self.pages) + 1):
            self._route(number)

    @property
    def path(self) -> str:
        """The article's own."""
        return f"/{self.name}"

    @property
    def pages(self) -> list[list[int]]:
        """The comments of each page, the first written first."""
        return [self.numbers[at : at + PER_PAGE] for at in range(0, len(self.numbers), PER_PAGE)]

    def url_of(self, number: int) -> str:
        """A page's path and query: 0 is the article's own."""
        return f"{self.path}{self.counts_in.format(number)}" if number else self.path

    def shown_at(self, number: int) -> int:
        """Which of `pages` a page shows."""
        return max(0, min(number, len(self.pages)) - 1)

    def links(self, number: int) -> str:
        """The pager of a page."""
        links = (f"<a href='{self.url_of(n)}'>{n}</a>" for n in range(2, len(self.pages) + 1))
        return f"<nav class=pager>{' '.join(links)}</nav>"

    def comment(self, number: int) -> str:
        """A comment as it is printed."""
        return (
            f"<div class=comment id=comment-{number}><span class=username>Reader {number}</span>"
            f"<time datetime='2026-11-20T10:{number:02d}:00Z'>20 November</time>"
            f"<div class=comment-text><p>{self.text(number)}</p></div></div>"
        )

    @staticmethod
    def text(number: int) -> str:
        """What a reader wrote."""
        return f"The bridge was closed for {number} days, and nobody told us why."

    def _route(self, number: int) -> None:
        path, _, query = self.url_of(number).partition("?")
        if number and query:
            return  # one path for all of them
        self.site.route(path, lambda request, given: self._answer(number, request, given))

    def _answer(self, number: int, request: Request, query: Mapping[str, str]) -> Answer:
        given = [int(value) for value in query.values() if value.isdigit()]
        number = self.number_of(given[0]) if given else number
        failed = self.answers.get(str(number))
        return failed or self._page(number)

    def number_of(self, value: int) -> int:
        """The page that a number in a query names."""
        return value

    def _page(self, number: int) -> Answer:
        shown = self.pages[self.shown_at(number)] if self.pages else []
        listed = "".join(map(self.comment, shown))
        declared = len(self.numbers) if self.declared is None else self.declared
        count = f"<h3>{declared} comments</h3>" if declared >= 0 else ""
        box = f"<div id=comments>{count}{listed}{self.links(number)}</div>"
        return story(f"News of {self.name}", head=self.head, body=f"</p>{box}<p>")


class LatestFirst(Printed):
    """WordPress whose articles show the latest page of comments and lead to older ones."""

    counts_in = "/comment-page-{}/"

    def shown_at(self, number: int) -> int:
        return (number or len(self.pages)) - 1

    def links(self, number: int) -> str:
        older = (number or len(self.pages)) - 1
        link = f"<a href='{self.url_of(older)}#comments'>Older Comments</a>" if older else ""
        return f"<nav class=comment-navigation><div class=nav-previous>{link}</div></nav>"

    def comment(self, number: int) -> str:
        return (
            f"<li class=comment id=comment-{number}><cite class=fn>Reader {number}</cite>"
            f"<p>{self.text(number)}</p></li>"
        )


class EldestFirst(Printed):
    """WordPress whose articles show the first page, with numbers in the query."""

    counts_in = "?cpage={}"

    def links(self, number: int) -> str:
        after = max(number, 1) + 1
        link = f"<a href='{self.url_of(after)}#comments'>Newer Comments</a>"
        return link if after <= len(self.pages) else ""


class FromZero(Printed):
    """Drupal: its second page is `page=1`."""

    counts_in = "?page={}"

    def url_of(self, number: int) -> str:
        return f"{self.path}?page={number - 1}" if number > 1 else self.path

    def number_of(self, value: int) -> int:
        return value + 1

    def links(self, number: int) -> str:
        links = (
            f"<li class=pager__item><a href='{self.url_of(n)}'>Page {n}</a></li>"
            for n in range(1, len(self.pages) + 1)
        )
        return f"<ul class=pager>{''.join(links)}</ul>"


class ByComments(Printed):
    """SPIP: its links count comments."""

    counts_in = "?debut_forums={}"

    def url_of(self, number: int) -> str:
        begin = (number - 1) * PER_PAGE
        return f"{self.path}?debut_forums={begin}" if number > 1 else self.path

    def number_of(self, value: int) -> int:
        return value // PER_PAGE + 1


class BehindThePath(Printed):
    """XenForo: `/page-2`, in a pager beside the box of the comments; none has a count."""

    counts_in = "/page-{}"

    def _page(self, number: int) -> Answer:
        posts = "".join(
            f"<article class='message message--post' id=js-post-{n} data-content=post-{n}>"
            f"<h4 class=message-name><a class=username>Reader {n}</a></h4>"
            f"<time datetime='2026-11-20T10:{n:02d}:00Z'>20 November</time>"
            f"<div class=message-content><div class=bbWrapper>{self.text(n)}</div></div></article>"
            for n in self.pages[self.shown_at(number)]
        )
        pager = "".join(
            f"<li class=pageNav-page><a href='{self.url_of(n)}'>{n}</a></li>"
            for n in range(2, len(self.pages) + 1)
        )
        nav = f"<nav class=pageNavWrapper><ul class=pageNav-main>{pager}</ul></nav>"
        body = f"<div class=comments><div class=block-body>{posts}</div>{nav}</div>"
        return story(f"News of {self.name}", body=f"</p>{body}<p>")
