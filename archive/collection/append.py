"""Decides what a reading adds: an observation always, a revision when text, images or meta changed,
comment lines when theirs did. Reads the index, returns records, writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive.collection import views
from archive.collection.commenting import (
    comment_lines,
    is_further,
    known_later,
    restated_comments,
)
from archive.collection.identity import identify, known_article
from archive.digest import short_id
from archive.index import Index
from archive.records import (
    Alias,
    Article,
    Capture,
    Comment,
    Digests,
    Observation,
    PageRecords,
    Reread,
    storable,
)
from archive.states import digests_of, revision_id
from archive.urls import is_variant
from archive.warc.rows import CRAWLED

Part = Literal["text", "images", "meta"]
PARTS: tuple[Part, ...] = ("text", "images", "meta")


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """The lines that one reading adds, in the order in which they are written."""

    aliases: Sequence[Alias] = ()
    revision: Article | None = None
    restated: Article | None = None
    """The revision before, where history was inserted between it and a visit that still showed it."""
    comments: Sequence[Comment] = ()
    restated_comments: Sequence[Comment] = ()
    """The comments as the next visit found them, where inserted history says otherwise."""
    observation: Observation | None = None
    """None for a page that is no article and never was one."""
    is_known_state: bool = False
    """Whether `revision` is the state that the next line has already: a crawl that ran at the same
    time saw it a moment later, and wrote first. The two lines are one revision to every view."""
    comments_known: int = 0
    """How many of `comments` first say of a comment what a later line says already, likewise."""

    @property
    def is_new_article(self) -> bool:
        """Whether the article was seen for the first time."""
        return any(alias.relation == "first_seen" for alias in self.aliases)

    @property
    def is_new_revision(self) -> bool:
        """Whether the article has a revision more than before."""
        return self.revision is not None and not self.is_known_state

    @property
    def is_change(self) -> bool:
        """Whether anything is told that no other line tells."""
        return self.is_new_revision or len(self.comments) > self.comments_known

    @property
    def comments_new(self) -> int:
        """How many comments were seen for the first time."""
        return sum(one.state == "visible" for one in self.comments) - self.comments_known


def additions(index: Index, page: PageRecords, capture: Capture, reread: Reread) -> Additions:
    """What a page, read, adds to the collection; nothing where it was appended before.

    A redirect is a step to a page, and no visit of its own.
    """
    if page.page_type == "redirect":
        return Additions()
    if views.observed(index, capture):
        return _read_on(index, page, capture)
    if not capture.url.lower().startswith(("http://", "https://")):
        return Additions()  # somebody's WARC may hold anything; an article is a page of the web
    if index.withheld.url(capture.url):
        return Additions()  # withdrawn: what it says is not recorded
    page = replace(page, comments=tuple(storable(comment) for comment in page.comments))
    if page.article is None:
        return _without_article(index, page, capture)
    article = storable(page.article)
    return _with_article(index, page, article, capture, reread)


def _read_on(index: Index, page: PageRecords, capture: Capture) -> Additions:
    """What an observed visit gives whose comments were broken off, and are read to a later end now;
    nothing of any other. The observation is said again: its last line counts."""
    before = views.observation_of(index, capture)
    thread = page.article.comment_thread if page.article else page.comment_thread
    known = before.comment_thread if before else None
    if before is None or thread is None or known is None or not is_further(thread, known):
        return Additions()
    article_id = before.article_id
    if index.withheld.article(article_id):
        return Additions()
    comments = comment_lines(index, page.comments, article_id, thread, capture)
    changed = dict.fromkeys((*before.changed, *(("comments",) if comments else ())))
    again = replace(before, comment_thread=thread, changed=tuple(changed))
    return Additions(comments=comments, observation=again)


def _without_article(index: Index, page: PageRecords, capture: Capture) -> Additions:
    """A visit that showed no article is an observation where the URL is known as one."""
    urls = [capture.url, capture.request_url, *capture.redirects]
    article_id = known_article(index, urls)
    if article_id is None or index.withheld.article(article_id):
        return Additions()
    before = views.revision_before(index, article_id, capture.fetched_at)
    shown = before if page.outcome == "not_modified" else None
    again = _state_asked_by(index, shown, capture) if shown else None
    shown = again or shown
    observation = _observation(article_id, page, capture, shown)
    comments: list[Comment] = []
    if shown is not None:
        thread = page.comment_thread
        if thread is not None:
            comments = comment_lines(index, page.comments, article_id, thread, capture)
        else:
            thread = views.thread_before(index, article_id, capture.fetched_at)
        observation = replace(
            observation,
            reading=shown.reading,
            comment_thread=thread,
            changed=("comments",) if comments else (),
        )
    return Additions(observation=observation, revision=again, comments=comments)


def _state_asked_by(index: Index, before: Article, capture: Capture) -> Article | None:
    """What our 304 says is shown again, where another state stands before it that we never fetched:
    a 304 is an answer to what our own last visit saw, and no word on what others say was there."""
    assert before.capture is not None
    if index.origin(capture.warc_filename) != CRAWLED:
        return None
    if index.origin(before.capture.warc_filename) == CRAWLED:
        return None
    seen = views.revision_seen_by_us(index, before.article_id, capture)
    if seen is None or seen.digests == before.digests:
        return None
    return _completed(replace(seen, supersedes=None), before.article_id, capture)


def _observation(
    article_id: str, page: PageRecords, capture: Capture, shown: Article | None
) -> Observation:
    return Observation(
        observation_id=short_id(article_id, capture.warc_record_id),
        article_id=article_id,
        url=capture.url,
        fetched_at=capture.fetched_at,
        status=capture.status,
        outcome=page.outcome,
        reason=page.reason,
        revision_id=shown.revision_id if shown else None,
        capture=capture,
    )


def _with_article(
    index: Index, page: PageRecords, article: Article, capture: Capture, reread: Reread
) -> Additions:
    article_id, aliases = identify(index, capture, article.canonical_url)
    if index.withheld.article(article_id):
        return Additions(aliases=aliases)  # another URL of what is withdrawn: known, and hidden
    article = _completed(article, article_id, capture)
    # the capture's own revision may be there, where a crash kept its observation from being written
    before = views.revision_before(index, article_id, capture.fetched_at, but=article.revision_id)
    if before is not None and _is_other_variant(capture, before):
        return Additions(aliases=aliases, observation=_of_variant(page, article, before))
    compared = _compared(article, before, reread)
    changed = compared.changed
    thread = article.comment_thread
    comments = comment_lines(index, page.comments, article_id, thread, capture)
    shown = article if changed or before is None else before
    is_new = shown is article and not views.has_revision(index, article.revision_id)
    later = views.visit_after(index, article_id, capture.fetched_at)
    observation = replace(
        _observation(article_id, page, capture, shown),
        reading=article.reading,
        changed=(*changed, *(("comments",) if comments and before else ())),
        compared_with=before.revision_id if before else None,
        like_with_like=compared.like_with_like,
        comment_thread=article.comment_thread,
    )
    return Additions(
        aliases=aliases,
        revision=article if is_new else None,
        restated=_restated(index, before, later, reread) if is_new and before else None,
        comments=comments,
        restated_comments=restated_comments(index, article, comments, later),
        observation=observation,
        is_known_state=is_new and later is not None and views.is_next_state(index, article),
        comments_known=known_later(index, article, comments) if later else 0,
    )


def _is_other_variant(capture: Capture, before: Article) -> bool:
    """Whether this is the AMP or print page of an article that is known by its own page: what
    differs between the two no editor changed."""
    known = before.capture.url if before.capture else before.url
    return is_variant(capture.url) and not is_variant(known)


def _of_variant(page: PageRecords, article: Article, before: Article) -> Observation:
    assert article.capture is not None
    seen = _observation(article.article_id, page, article.capture, before)
    reason = "an AMP or print variant: seen, and not compared with the article's own page"
    return replace(seen, reason=reason, reading=article.reading)


def _restated(
    index: Index, before: Article, later: Observation | None, reread: Reread
) -> Article | None:
    """The earlier revision at a later visit that still showed it: its state returned by then."""
    if later is None or later.capture is None or later.revision_id != before.revision_id:
        return None
    again = reread(later.capture)
    shown = before
    if again is not None and again.article is not None:
        found = storable(again.article)
        shown = found if found.reading == before.reading else before
    return _completed(replace(shown, supersedes=None), before.article_id, later.capture)


def _completed(article: Article, article_id: str, capture: Capture) -> Article:
    digests = digests_of(article)
    return replace(
        article,
        article_id=article_id,
        capture=capture,
        digests=digests,
        revision_id=revision_id(article_id, capture, digests),
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    """What a reading gave beside the revision before it."""

    changed: tuple[Part, ...] = ()
    like_with_like: bool | None = None
    """None where there is no revision before."""


def _compared(article: Article, before: Article | None, reread: Reread) -> _Compared:
    """The parts that differ from the revision before, and whether like was compared with like.

    Where the predecessor was read by another reader its capture is read again first: a better
    reader never makes an edit. Where that capture cannot be read by this article's reader the
    stored record stands, and what differs from it is no proof that the page changed.
    """
    if before is None:
        return _Compared()
    assert before.digests is not None
    assert article.digests is not None
    if before.reading == article.reading:
        return _Compared(differing(before.digests, article.digests), like_with_like=True)
    again = reread(before.capture) if before.capture is not None else None
    found = again.article if again is not None else None
    if found is None or found.reading.reader != article.reading.reader:
        return _Compared(differing(before.digests, article.digests), like_with_like=False)
    return _Compared(differing(digests_of(storable(found)), article.digests), like_with_like=True)


def differing(old: Digests, new: Digests) -> tuple[Part, ...]:
    """The parts whose digests differ."""
    return tuple(part for part in PARTS if getattr(old, part) != getattr(new, part))
