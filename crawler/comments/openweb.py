"""OpenWeb (Spot.IM): a conversation read by POST, oldest first, answers inside what they answer.

Newer sites want a token that their page's script obtains: they answer 401 or 403, which is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from archive.warc.exchange import Exchange
from crawler.comments.base import Answer, Capabilities, Post, ThreadRef, ThreadRequest
from crawler.comments.markers import marker_of, ref_by
from crawler.comments.said import said
from crawler.comments.values import (
    an_object,
    count_of,
    json_of,
    label_of,
    moment_of,
    name_of,
    objects,
    part,
    plain,
    text_of,
)
from crawler.extraction.document import attribute
from crawler.extraction.page import Page
from crawler.items import CommentItem

BASE = "https://api-2-0.spot.im"
PER_PAGE = 100
_REPLIES = 100
_DEPTH = 15
_POST_ID = re.compile(
    r"setAttribute\([\"']data-post-id[\"']\s{0,20},\s{0,20}[\"']([^\"'<>\s]{1,200})[\"']\)"
)


class OpenWeb:
    """The API of OpenWeb's conversations."""

    name = "openweb"
    capabilities = Capabilities(
        fetched="every comment, 100 a request, with up to 100 answers to each",
        unreachable="sites that want a token of their page's script",
        votes=True,
        deleted=True,
    )

    def detect(self, page: Page) -> ThreadRef | None:
        """The site's id and the page's."""
        ref = ref_by(page, marker_of(self.name))
        if ref is None:
            return None
        node = page.document.first("[data-spotim-module][data-post-id]", "[data-post-id]")
        return ThreadRef(
            provider=self.name,
            site=ref.site or said(page, "spotId", "spot_id"),
            thread=ref.thread or attribute(node, "data-post-id") or _set(page),
        )

    def first_requests(self, ref: ThreadRef) -> Sequence[ThreadRequest]:
        """The conversation from its beginning."""
        return (_read(ref, 0),) if ref.site and ref.thread else ()

    def parse(self, request: ThreadRequest, exchange: Exchange, ref: ThreadRef) -> Answer:
        """The comments of a part of the conversation, and the names of those who wrote them."""
        conversation = an_object(an_object(json_of(exchange)).get("conversation"))
        if not conversation:
            return Answer(stop="error")
        comments = objects(conversation.get("comments"))
        posts, is_cut = _posts(comments)
        offset = count_of(conversation.get("offset"))
        more = conversation.get("has_next") is True and offset is not None
        return Answer(
            posts=posts,
            following=(_read(ref, offset),) if more and offset is not None else (),
            declared_count=count_of(conversation.get("messages_count")),
            authors=dict(_names(conversation.get("users"))),
            stop="unsupported" if is_cut else None,
        )


def _set(page: Page) -> str | None:
    """The page's id as a script of the page gives it to the launcher that it adds."""
    if match := _POST_ID.search(page.scripts):
        return match[1]
    return said(page, "postId", "post_id")


def _read(ref: ThreadRef, offset: int) -> ThreadRequest:
    wanted = {
        "conversation_id": f"{ref.site}{ref.thread}",
        "count": PER_PAGE,
        "offset": offset,
        "sort_by": "oldest",
        "child_count": _REPLIES,
        "depth": _DEPTH,
    }
    return ThreadRequest(
        part=part("read", offset=offset),
        url=f"{BASE}/v1.0.0/conversation/read",
        method="POST",
        headers=(
            ("Content-Type", "application/json"),
            ("x-spot-id", ref.site or ""),
            ("x-post-id", ref.thread or ""),
        ),
        body=json.dumps(wanted).encode(),
    )


def _posts(comments: list[dict[str, Any]]) -> tuple[tuple[Post, ...], bool]:
    """The comments with all that answer them, and whether some of those were left out."""
    posts: list[Post] = []
    left = [(each, None) for each in reversed(comments)]
    is_cut = False
    while left:
        node, parent = left.pop()
        post = _post(node, parent)
        if post is None:
            is_cut = True
            continue
        posts.append(post)
        replies = objects(node.get("replies"))
        is_cut = is_cut or (count_of(node.get("replies_count")) or 0) > len(replies)
        left += [(each, post.item.id) for each in reversed(replies)]  # type: ignore[misc]
    return tuple(posts), is_cut


def _post(node: dict[str, Any], inside: str | None) -> Post | None:
    name = name_of(node.get("id"))
    if name is None:
        return None
    rank, markup = an_object(node.get("rank")), "\n".join(_texts(node.get("content"))) or None
    deleted = node.get("deleted") is True  # one without words may be a picture
    written = node.get("time")
    item = CommentItem(
        id=name,
        text="" if deleted else plain(markup),
        html=None if deleted else markup,
        author_id=name_of(node.get("user_id")),
        date_created=moment_of(written),
        date_raw=str(written) if moment_of(written) else None,
        upvote_count=count_of(rank.get("ranks_up")),
        downvote_count=count_of(rank.get("ranks_down")),
        deleted=deleted,
        edited=node.get("edited") is True,
        locator=f"$..[?(@.id=='{name}')].content",
    )
    return Post(item=item, parent=inside or name_of(node.get("parent_id")))


def _texts(content: object) -> Iterator[str]:
    for each in objects(content):
        if text := text_of(each.get("text")):
            yield text


def _names(users: object) -> Iterator[tuple[str, str]]:
    for name, user in an_object(users).items():
        label = label_of(an_object(user).get("display_name"))
        label = label or label_of(an_object(user).get("user_name"))
        if label:
            yield name, label
