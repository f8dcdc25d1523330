"""WordPress: the comments of a post by the REST API that its core has, anybody's or WordPress.com's.

WordPress REST API handbook, "Comments": a list, oldest first, paged (`X-WP-TotalPages`, at most 100 a
page); who is not logged in is given what is approved. `after` is compared with the day a comment was
written, so that one that is approved later is found only by asking for all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from archive.warc.exchange import Exchange
from crawler.comments.base import Answer, Capabilities, Post, ThreadRef, ThreadRequest
from crawler.comments.values import (
    an_object,
    count_of,
    is_short,
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
from crawler.extraction.document import Document, attribute
from crawler.extraction.page import Page
from crawler.items import CommentItem

PER_PAGE = 100
"""The most that the API gives at a time."""
HOSTED = "https://public-api.wordpress.com"
_HOSTED_SITE = ".wordpress.com"
_POST_CLASS = re.compile(r"(?:^|\s)(?:postid|page-id)-(\d{1,12})(?:\s|$)")
_POST_LINK = re.compile(
    r"/wp/v2/(?:posts|pages|[a-z_-]{1,40})/(\d{1,12})(?:\?|$)|[?&]p=(\d{1,12})$"
)
_OPEN = (
    "#comments, #respond, #commentform, .comments-area, .comment-respond, #jetpack_remote_comment, "
    "#wpdcom, #wpcomm, .wp-block-comments, script[src*='comment-reply']"
)
"""What a page has that shows comments or takes them."""


class WordPress:
    """The REST API of WordPress."""

    name = "wordpress"
    capabilities = Capabilities(
        fetched="every approved comment, 100 a request",
        unreachable="comments that wait for approval; sites that switched the API off",
        in_markup=True,
        incremental=True,
    )

    def detect(self, page: Page) -> ThreadRef | None:
        """The post, where the page names the API and itself and has a place for comments."""
        document = page.document
        root = next(iter(document.valued.get("rel", {}).get("https://api.w.org/", ())), None)
        hosted = (urlsplit(document.url).hostname or "").endswith(_HOSTED_SITE)
        if (root is None and not hosted) or document.first(_OPEN) is None:
            return None
        post = _post_of(document)
        if post is None:
            return None
        if hosted:
            site = urlsplit(document.url).hostname or ""
            return ThreadRef(
                provider=self.name,
                site=site,
                thread=post,
                base=f"{HOSTED}/wp/v2/sites/{site}",
            )
        base = urljoin(document.base_url, attribute(root, "href") or "")
        if not is_web(base):
            return None
        return ThreadRef(provider=self.name, thread=post, base=f"{base}wp/v2")

    def first_requests(self, ref: ThreadRef) -> Sequence[ThreadRequest]:
        """The first page."""
        return (_page(ref, 1),) if ref.base and ref.thread else ()

    def parse(self, request: ThreadRequest, exchange: Exchange, ref: ThreadRef) -> Answer:
        """The comments of a page, and the next one: how many there are is only believed of that."""
        found = json_of(exchange)
        if not isinstance(found, list):
            return Answer(stop="error")
        number, pages = int(request.of or 1), count_of(exchange.header("X-WP-TotalPages"))
        more = len(found) >= PER_PAGE if pages is None else bool(found) and number < pages
        posts = tuple(post for each in objects(found) if (post := _post(each)) is not None)
        return Answer(
            posts=posts,
            is_short=is_short(found, posts),
            following=(_page(ref, number + 1),) if more else (),
            declared_count=count_of(exchange.header("X-WP-Total")),
        )


def _page(ref: ThreadRef, number: int) -> ThreadRequest:
    url = with_query(
        f"{ref.base}/comments",
        post=ref.thread,
        per_page=PER_PAGE,
        page=number,
        order="asc",
        orderby="date_gmt",
        after=ref.since,
    )
    name = part("comments", page=number, since=ref.since)
    return ThreadRequest(part=name, url=url, of=str(number))


def _post_of(document: Document) -> str | None:
    """The post's number, as the page's head, its body's class or its form for comments says."""
    for selector in ("link[rel='alternate'][type='application/json']", "link[rel='shortlink']"):
        link = document.first(f"{selector}[href]")
        if match := _POST_LINK.search(attribute(link, "href") or ""):
            return match[1] or match[2]
    if match := _POST_CLASS.search(attribute(document.first("body"), "class") or ""):
        return match[1]
    field = attribute(document.first("input[name='comment_post_ID']"), "value") or ""
    return field if field.isascii() and field.isdigit() and len(field) <= 12 else None


def _post(node: dict[str, object]) -> Post | None:
    number = name_of(node.get("id"))
    if number is None or node.get("type") not in (None, "comment", ""):
        return None  # pingbacks and trackbacks are no reader's words
    markup = text_of(an_object(node.get("content")).get("rendered"))
    written = text_of(node.get("date_gmt"))
    parent = name_of(node.get("parent"))
    item = CommentItem(
        id=_id(number),
        text=plain(markup),
        html=markup,
        author_name=label_of(node.get("author_name")),
        author_id=name_of(node.get("author")),
        author_url=text_of(node.get("author_url")),
        date_created=f"{written}Z" if written and len(written) == 19 else written,
        date_raw=written,
        locator=f"$[?(@.id=={number})].content.rendered",
    )
    return Post(item=item, parent=_id(parent) if parent else None)


def _id(number: str) -> str:
    """As WordPress names a comment in the markup of its pages, so that both are the same."""
    return f"comment-{number}"
