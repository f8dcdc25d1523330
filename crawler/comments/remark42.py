"""Remark42, which sites host themselves: one answer holds the whole thread (`/api/v1/find`).

Its `score` is the votes for less the votes against, so that neither is known alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin

from archive.warc.exchange import Exchange
from crawler.comments.base import Answer, Capabilities, Post, ThreadRef, ThreadRequest
from crawler.comments.markers import marker_of, ref_by
from crawler.comments.said import said
from crawler.comments.values import (
    an_object,
    count_of,
    is_short,
    is_web,
    json_of,
    label_of,
    name_of,
    objects,
    plain,
    text_of,
    with_query,
)
from crawler.extraction.page import Page
from crawler.items import CommentItem


class Remark42:
    """A site's own Remark42."""

    name = "remark42"
    capabilities = Capabilities(
        fetched="the whole thread in one answer",
        unreachable="votes for and against apart (only their difference is given), edit history",
        deleted=True,
        in_one=True,
    )

    def detect(self, page: Page) -> ThreadRef | None:
        """The host, the site and the URL of `remark_config`."""
        ref = ref_by(page, marker_of(self.name))
        if ref is None:
            return None
        return ThreadRef(
            provider=self.name,
            site=ref.site or "remark",
            base=_host(page),
            url=said(page, "remark_config.url")
            or page.document.url.partition("#")[0].partition("?")[0],
        )

    def first_requests(self, ref: ThreadRef) -> Sequence[ThreadRequest]:
        """The one request."""
        if ref.base is None:
            return ()
        url = with_query(
            f"{ref.base}/api/v1/find", site=ref.site, url=ref.url, sort="time", format="plain"
        )
        return (ThreadRequest(part="find", url=url),)

    def parse(self, request: ThreadRequest, exchange: Exchange, ref: ThreadRef) -> Answer:
        """The comments of the thread."""
        found = an_object(json_of(exchange))
        if "comments" not in found:
            return Answer(stop="error")
        posts = tuple(p for each in objects(found["comments"]) if (p := _post(each)) is not None)
        return Answer(
            posts=posts,
            is_short=is_short(found["comments"], posts),
            declared_count=count_of(an_object(found.get("info")).get("count")),
        )


def _host(page: Page) -> str | None:
    try:
        host = urljoin(page.document.base_url, said(page, "host") or "")
    except ValueError:
        return None
    return host.rstrip("/") if said(page, "host") and is_web(host) else None


def _post(node: dict[str, Any]) -> Post | None:
    name = name_of(node.get("id"))
    if name is None:
        return None
    user, deleted = an_object(node.get("user")), node.get("delete") is True
    markup = None if deleted else text_of(node.get("text"))
    item = CommentItem(
        id=name,
        text=plain(markup),
        html=markup,
        author_name=label_of(user.get("name")),
        author_id=name_of(user.get("id")),
        date_created=text_of(node.get("time")),
        deleted=deleted,
        edited=isinstance(node.get("edit"), dict),
        locator=f"$.comments[?(@.id=='{name}')].text",
    )
    return Post(item=item, parent=name_of(node.get("pid")))
