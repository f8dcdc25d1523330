"""Viafoura: the section of the site by POST, its container of the page, then comments and answers.

bootstrap   POST, of the site's domain: the id of its section
container   of the page's id: the id of its container, and how many comments it has
comments    newest first, paged by the last one's id
replies     of a comment whose answers the page of comments does not hold
user        a name, of who wrote: comments name their authors by id alone
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from archive.warc.exchange import Exchange
from crawler.comments.base import Answer, Capabilities, Post, ThreadRef, ThreadRequest
from crawler.comments.markers import marker_of, ref_by
from crawler.comments.values import (
    an_object,
    count_of,
    is_short,
    json_of,
    label_of,
    moment_of,
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

API = "https://api.viafoura.co"
COMMENTS = "https://livecomments.viafoura.co"
USERS = "https://iam.viafoura.co"
PER_PAGE = 100
_UUID = re.compile(r"[0-9a-fA-F-]{8,64}")
_IN_URL = re.compile(r"/v4/livecomments/(?P<section>[^/?]+)/(?P<container>[^/?]+)/")


class Viafoura:
    """Viafoura's live comments."""

    name = "viafoura"
    capabilities = Capabilities(
        fetched="every comment and answer, 100 a request, and the names of who wrote",
        unreachable="names beyond the bound on requests: comments come before names",
        votes=True,
        deleted=True,
    )

    def detect(self, page: Page) -> ThreadRef | None:
        """The site's domain and the page's container."""
        ref = ref_by(page, marker_of(self.name))
        if ref is None:
            return None
        document = page.document
        box = document.first("[vf-container-id]", "[data-vf-container-id]")
        named = attribute(box, "vf-container-id") or attribute(box, "data-vf-container-id")
        named = named or attribute(document.first("meta[name='vf:container_id']"), "content")
        host = (urlsplit(page.document.url).hostname or "").removeprefix("www.")
        domain = attribute(page.document.first("meta[name='vf:domain']"), "content")
        return ThreadRef(provider=self.name, site=domain or host, thread=ref.thread or named)

    def first_requests(self, ref: ThreadRef) -> Sequence[ThreadRequest]:
        """The site's section."""
        if not ref.site or not ref.thread:
            return ()
        url = f"{API}/v2/{quote(ref.site, safe='')}/bootstrap/v2?session=false"
        return (ThreadRequest(part="bootstrap", url=url, method="POST"),)

    def parse(self, request: ThreadRequest, exchange: Exchange, ref: ThreadRef) -> Answer:
        """What the answer to one of the five kinds of requests says."""
        found = an_object(json_of(exchange))
        kind = request.part.partition(" ")[0]
        if kind == "bootstrap":
            return _section(found, ref)
        if kind == "container":
            return _container(found, request)
        if kind == "user":
            return _user(found, request)
        return _comments(found, request)


def _section(found: dict[str, Any], ref: ThreadRef) -> Answer:
    section = _uuid(an_object(an_object(found.get("result")).get("sectionTree")).get("uuid"))
    if section is None:
        return Answer(stop="error")
    url = with_query(
        f"{COMMENTS}/v4/livecomments/{section}/contentcontainer/id", container_id=ref.thread
    )
    return Answer(following=(ThreadRequest(part="container", url=url),))


def _container(found: dict[str, Any], request: ThreadRequest) -> Answer:
    place, container = _IN_URL.search(request.url), _uuid(found.get("content_container_uuid"))
    if place is None or container is None:
        return Answer(stop="error")
    return Answer(
        following=(_page(place["section"], container, None),),
        declared_count=count_of(found.get("total_visible_content")),
    )


def _comments(found: dict[str, Any], request: ThreadRequest) -> Answer:
    """A page of comments, or of the answers to one."""
    place = _IN_URL.search(request.url)
    if place is None or "contents" not in found:
        return Answer(stop="error")
    section, container = place["section"], place["container"]
    of = request.of
    nodes = objects(found["contents"])
    last = _uuid(nodes[-1].get("content_uuid")) if nodes else None
    following = [] if of else list(_unseen(nodes, section, container))
    if found.get("more_available") is True and last is not None:
        following.append(_page(section, container, last, of))
    posts = tuple(post for each in nodes if (post := _post(each, container)) is not None)
    authors = {name for post in posts if (name := _uuid(post.item.author_id))}
    following += [_name(section, each) for each in sorted(authors)]
    return Answer(
        posts=posts, following=tuple(following), is_short=is_short(found["contents"], posts)
    )


def _unseen(nodes: list[dict[str, Any]], section: str, container: str) -> Iterator[ThreadRequest]:
    """The requests for answers that a page of comments counts and does not hold."""
    parents = {name_of(n.get("content_uuid")): name_of(n.get("parent_uuid")) for n in nodes}
    held: Counter[str | None] = Counter()
    for name in parents:
        above, steps = parents.get(name), 0
        while above in parents and steps < 50:
            held[above] += 1
            above, steps = parents.get(above), steps + 1
    for node in nodes:
        name = _uuid(node.get("content_uuid"))
        is_top = parents.get(name) in (None, container)
        if name and is_top and (count_of(node.get("total_replies")) or 0) > held[name]:
            yield _page(section, container, None, name)


def _page(section: str, container: str, last: str | None, of: str | None = None) -> ThreadRequest:
    base = f"{COMMENTS}/v4/livecomments/{section}/{container}/comments"
    if of is not None:
        url = with_query(f"{base}/{of}", limit=PER_PAGE, starting_from=last)
        return ThreadRequest(part=part("replies", of=of, after=last), url=url, of=of)
    url = with_query(base, limit=PER_PAGE, reply_limit=5, sorted_by="newest", starting_from=last)
    return ThreadRequest(part=part("comments", after=last), url=url)


def _name(section: str, actor: str) -> ThreadRequest:
    url = f"{USERS}/v3/sections/{section}/users/{actor}"
    return ThreadRequest(part=part("user", id=actor), url=url, optional=True)


def _user(found: dict[str, Any], request: ThreadRequest) -> Answer:
    label = label_of(found.get("name"))
    actor = request.url.rpartition("/")[2]
    return Answer(authors={actor: label} if label else {})


def _post(node: dict[str, Any], container: str) -> Post | None:
    name, parent = name_of(node.get("content_uuid")), name_of(node.get("parent_uuid"))
    if name is None:
        return None
    markup, written = text_of(node.get("content")), node.get("date_created")
    item = CommentItem(
        id=name,
        text=plain(markup),
        html=markup,
        author_id=name_of(node.get("actor_uuid")),
        date_created=moment_of(written, 1000),
        date_raw=str(written) if moment_of(written, 1000) else None,
        upvote_count=count_of(node.get("total_likes")),
        downvote_count=count_of(node.get("total_dislikes")),
        deleted=node.get("content") is None,
        locator=f"$.contents[?(@.content_uuid=='{name}')].content",
    )
    return Post(item=item, parent=None if parent == container else parent)


def _uuid(value: object) -> str | None:
    """An id that may stand in the path of a URL."""
    name = name_of(value)
    return name if name and _UUID.fullmatch(name) else None
