"""Coral (Talk): the count is open; the comments are given to persisted queries only.

Coral refuses queries that its own scripts do not have ("persisted"), and their ids change with every
release: the user gives those of the site, from its `stream` script. Without them the count is all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from archive.warc.exchange import Exchange
from crawler.comments.base import Answer, Capabilities, Post, Stop, ThreadRef, ThreadRequest
from crawler.comments.markers import marker_of, ref_by
from crawler.comments.said import said
from crawler.comments.values import (
    an_object,
    count_of,
    is_web,
    json_of,
    label_of,
    name_of,
    objects,
    part,
    plain,
    text_of,
    with_query,
)
from crawler.extraction.document import attribute
from crawler.extraction.page import Page
from crawler.items import CommentItem

_EMBED = re.compile(r"(https?://[^\s\"'<>/]{1,200})/assets/js/embed\.js")
_COUNT, _STREAM = "count", "stream"


class Coral:
    """A site's own Coral, or one that is hosted for it."""

    name = "coral"
    capabilities = Capabilities(
        fetched="the number of comments; with the ids of its queries the comments",
        needs={
            "query_id": "the comments: the id of the persisted query of the site's stream",
            "page_query_id": "those after the first page: the id of its pagination query",
        },
        unreachable="without the ids the comments; what is shown only to who is logged in",
        votes=True,
        deleted=True,
    )

    def detect(self, page: Page) -> ThreadRef | None:
        """Where the site's Coral is, and the story's id and URL."""
        ref = ref_by(page, marker_of(self.name))
        if ref is None:
            return None
        embed = _EMBED.search(page.scripts)
        base = ref.site or said(page, "rootURL") or (embed[1] if embed else None)
        named = attribute(page.document.first("meta[name='cse-coral-id']"), "content")
        is_url = ref.thread is not None and "://" in ref.thread
        return ThreadRef(
            provider=self.name,
            thread=said(page, "storyID") or named or (None if is_url else ref.thread),
            base=base.rstrip("/") if base and is_web(base) else None,
            url=said(page, "storyURL") or (ref.thread if is_url else None) or page.document.url,
        )

    def first_requests(self, ref: ThreadRef) -> Sequence[ThreadRequest]:
        """The count, and the stream."""
        if ref.base is None:
            return ()
        count = with_query(
            f"{ref.base}/api/story/count",
            id=ref.thread,
            url=None if ref.thread else ref.url,
        )
        story = {"storyID": ref.thread, "storyURL": ref.url}
        stream = {**story, "commentsOrderBy": "CREATED_AT_ASC", "flattenReplies": True}
        return (
            ThreadRequest(part=_COUNT, url=count, optional=True),
            _query(ref, _STREAM, "query_id", stream),
        )

    def parse(self, request: ThreadRequest, exchange: Exchange, ref: ThreadRef) -> Answer:
        """The count, or the comments of a page."""
        found = an_object(json_of(exchange))
        if request.part == _COUNT:
            return Answer(declared_count=count_of(found.get("count")))
        story = an_object(an_object(found.get("data")).get("story"))
        comments = an_object(story.get("comments"))
        if not comments:
            return Answer(stop=_refusal(found))
        posts, is_cut = _posts(comments)
        info = an_object(comments.get("pageInfo"))
        cursor = text_of(info.get("endCursor"))
        more = info.get("hasNextPage") is True and cursor is not None
        return Answer(
            posts=posts,
            following=(_next(ref, name_of(story.get("id")), cursor or ""),) if more else (),
            stop="unsupported" if is_cut else None,
        )


def _next(ref: ThreadRef, story: str | None, cursor: str) -> ThreadRequest:
    variables = {
        "storyID": story or ref.thread,
        "count": 100,
        "cursor": cursor,
        "orderBy": "CREATED_AT_ASC",
        "flattenReplies": True,
    }
    return _query(ref, part("comments", cursor=cursor), "page_query_id", variables)


def _query(ref: ThreadRef, name: str, setting: str, variables: dict[str, Any]) -> ThreadRequest:
    text = json.dumps({key: value for key, value in variables.items() if value is not None})
    url = with_query(f"{ref.base}/api/graphql", query="", variables=text)
    return ThreadRequest(part=name, url=url, needs=(("id", setting),))


def _refusal(found: dict[str, Any]) -> Stop:
    codes = " ".join(
        str(an_object(each.get("extensions")).get("code")) for each in objects(found.get("errors"))
    )
    return "auth" if "AUTH" in codes.upper() else "error"


def _posts(comments: dict[str, Any]) -> tuple[tuple[Post, ...], bool]:
    """The comments of a connection with all that answer them, and whether some were left out."""
    posts: list[Post] = []
    left = [(each, None) for each in reversed(list(_nodes(comments)))]
    is_cut = False
    while left:
        node, inside = left.pop()
        post = _post(node, inside)
        if post is None:
            is_cut = True
            continue
        posts.append(post)
        replies = an_object(node.get("replies"))
        is_cut = is_cut or an_object(replies.get("pageInfo")).get("hasNextPage") is True
        left += [(each, post.item.id) for each in reversed(list(_nodes(replies)))]  # type: ignore[misc]
    return tuple(posts), is_cut


def _nodes(connection: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for edge in objects(connection.get("edges")):
        if node := an_object(edge.get("node")):
            yield node


def _post(node: dict[str, Any], inside: str | None) -> Post | None:
    name = name_of(node.get("id"))
    if name is None:
        return None
    author, markup = an_object(node.get("author")), text_of(node.get("body"))
    deleted = node.get("deleted") is True
    reactions = an_object(an_object(node.get("actionCounts")).get("reaction"))
    item = CommentItem(
        id=name,
        text="" if deleted else plain(markup),
        html=None if deleted else markup,
        author_name=label_of(author.get("username")),
        author_id=name_of(author.get("id")),
        date_created=text_of(node.get("createdAt")),
        upvote_count=count_of(reactions.get("total")),
        deleted=deleted,
        edited=an_object(node.get("editing")).get("edited") is True,
        locator=f"$..[?(@.id=='{name}')].body",
    )
    parent = name_of(an_object(node.get("parent")).get("id"))
    return Post(item=item, parent=parent or inside)
