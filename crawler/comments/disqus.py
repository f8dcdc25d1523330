"""Disqus: the page of comments that its embed loads without a key, the others by the user's own key.

The embed's page holds its first posts as JSON. API v3 (`threads/listPosts`) gives all of them, oldest
first, by a cursor; it counts requests by key (1,000 an hour), and refuses a key that is another's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from archive.warc.exchange import Exchange
from crawler.comments.base import Answer, Capabilities, Post, Stop, ThreadRef, ThreadRequest
from crawler.comments.markers import marker_of, ref_by
from crawler.comments.said import said
from crawler.comments.values import (
    an_object,
    count_of,
    is_short,
    json_of,
    label_of,
    name_of,
    objects,
    part,
    plain,
    text_of,
    with_query,
)
from crawler.extraction.document import parse
from crawler.extraction.page import Page
from crawler.items import CommentItem

BASE = "https://disqus.com"
_AUTH = frozenset({4, 5, 9, 11, 12})
"""Codes of API v3 that mean: not with this key."""
_KEY = (("api_key", "api_key"),)
_EMBED = "embed"


class Disqus:
    """Disqus' embed and its API."""

    name = "disqus"
    capabilities = Capabilities(
        fetched="the first page, some 50 comments; with a key all, 100 a request",
        needs={"api_key": "all comments, by your own key of the Disqus API"},
        unreachable="without a key, what is beyond the first page",
        votes=True,
        deleted=True,
    )

    def detect(self, page: Page) -> ThreadRef | None:
        """The forum's short name, and the identifier and URL by which the page names its thread."""
        ref = ref_by(page, marker_of(self.name))
        if ref is None:
            return None
        thread = ref.thread if ref.thread and "://" not in ref.thread else None
        return ThreadRef(
            provider=self.name,
            site=ref.site or said(page, "disqusShortname", "shortname"),
            thread=thread
            or said(page, "this.page.identifier", "disqus_identifier", "disqusIdentifier"),
            url=said(page, "this.page.url", "disqus_url", "disqusUrl") or page.document.url,
        )

    def first_requests(self, ref: ThreadRef) -> Sequence[ThreadRequest]:
        """The page that the embed loads."""
        if ref.site is None:
            return ()
        url = with_query(
            f"{BASE}/embed/comments/",
            base="default",
            f=ref.site,
            t_i=ref.thread,
            t_u=ref.url,
            s_o="default",
        )
        return (ThreadRequest(part=_EMBED, url=url),)

    def parse(self, request: ThreadRequest, exchange: Exchange, ref: ThreadRef) -> Answer:
        """The posts of the embed's page, or of a page of the API."""
        if request.part == _EMBED:
            return _embedded(exchange)
        found = an_object(json_of(exchange))
        if stop := _refusal(found):
            return Answer(stop=stop)
        thread = request.of or ""
        cursor = an_object(found.get("cursor"))
        more = _listed(thread, text_of(cursor.get("next"))) if cursor.get("hasNext") else None
        posts = _posts(found.get("response"))
        return Answer(
            posts=posts,
            following=(more,) if more is not None else (),
            is_short=is_short(found.get("response"), posts),
        )


def _embedded(exchange: Exchange) -> Answer:
    document = parse(exchange.body, exchange.url, exchange.charset)
    script = document.first("script#disqus-threadData")
    if script is None:
        return Answer(stop="error")
    found = an_object(json.loads(script.text(deep=True)))
    if stop := _refusal(found):
        return Answer(stop=stop)
    response, cursor = an_object(found.get("response")), an_object(found.get("cursor"))
    thread = an_object(response.get("thread"))
    name = name_of(thread.get("id"))
    more = (_listed(name, None),) if cursor.get("hasNext") and name else ()
    declared = count_of(thread.get("posts"))
    posts = _posts(response.get("posts"))
    return Answer(
        posts=posts,
        is_short=is_short(response.get("posts"), posts),
        following=more,
        declared_count=declared if declared is not None else count_of(cursor.get("total")),
    )


def _listed(thread: str, cursor: str | None) -> ThreadRequest:
    url = with_query(
        f"{BASE}/api/3.0/threads/listPosts.json",
        thread=thread,
        limit=100,
        order="asc",
        cursor=cursor,
    )
    name = part("posts", thread=thread, cursor=cursor)
    return ThreadRequest(part=name, url=url, of=thread, needs=_KEY)


def _refusal(found: dict[str, Any]) -> Stop | None:
    code = found.get("code")
    if code in (0, None):
        return None
    return "auth" if code in _AUTH else "error"


def _posts(found: object) -> tuple[Post, ...]:
    return tuple(post for each in objects(found) if (post := _post(each)) is not None)


def _post(node: dict[str, Any]) -> Post | None:
    number = name_of(node.get("id"))
    if number is None:
        return None
    author = an_object(node.get("author"))
    markup, written = text_of(node.get("message")), text_of(node.get("createdAt"))
    deleted = node.get("isDeleted") is True
    item = CommentItem(
        id=number,
        text="" if deleted else plain(markup) or text_of(node.get("raw_message")) or "",
        html=None if deleted else markup,
        author_name=label_of(author.get("name")),
        author_id=name_of(author.get("id")),
        author_url=text_of(author.get("profileUrl")),
        anonymous=author.get("isAnonymous") if author.get("isAnonymous") in (True, False) else None,
        date_created=f"{written}Z" if written and len(written) == 19 else written,
        date_raw=written,
        upvote_count=count_of(node.get("likes")),
        downvote_count=count_of(node.get("dislikes")),
        deleted=deleted,
        edited=node.get("isEdited") is True,
        locator=f"$..[?(@.id=='{number}')].message",
    )
    return Post(item=item, parent=name_of(node.get("parent")))
