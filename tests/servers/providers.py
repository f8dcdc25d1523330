"""The comment systems beside WordPress, as their programs answer: shapes as known, words invented.

Each gives one thread with what tells a reader of it right from wrong: a second page, an answer to an
answer, a deleted comment, votes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from crawler.demo.http1 import Answer, Request
from tests.servers.site import answer
from tests.servers.threads import ThreadSite, as_json

KEY = "k3y-of-a-user"


class DisqusSite:
    """One thread of 120 posts at Disqus: 50 in the embed's page, all to who has a key."""

    head = ""
    body = (
        "</p><div id=disqus_thread></div><script>var disqus_config = function () {"
        "this.page.url = 'https://courier.example/bridge'; this.page.identifier = 'bridge 7'; };"
        "(function() { s.src = 'https://courier.disqus.com/embed.js'; })();</script><p>"
    )

    def __init__(self, site: ThreadSite) -> None:
        self.posts = [self.post(number) for number in range(1, 121)]
        self.posts[1] |= {"parent": 1, "message": "<p>I answer <b>you</b>.</p>"}
        self.posts[2] |= {"isDeleted": True, "message": "<p>secret</p>"}
        site.route("/embed/comments/", self._embed)
        site.route("/api/3.0/threads/listPosts.json", self._listed)
        self.settings = {"https://disqus.com": site.base_url, "api_key": KEY}

    @staticmethod
    def post(number: int) -> dict[str, object]:
        return {
            "id": str(number),
            "parent": None,
            "author": {
                "name": f"Reader {number}",
                "isAnonymous": number % 2 == 0,
                "profileUrl": "",
            },
            "createdAt": f"2026-11-20T10:{number // 60:02d}:{number % 60:02d}",
            "message": f"<p>Post {number}.</p>",
            "raw_message": f"Post {number}.",
            "likes": number,
            "dislikes": 1,
            "isDeleted": False,
        }

    def _embed(self, request: Request, query: Mapping[str, str]) -> Answer:
        assert ("courier", "bridge 7", "https://courier.example/bridge") == (
            query["f"],
            query["t_i"],
            query["t_u"],
        )
        told = {
            "code": 0,
            "cursor": {"total": 120, "hasNext": True, "next": "1:0:0"},
            "response": {"thread": {"id": "55", "posts": 120}, "posts": self.posts[-50:]},
        }
        page = f'<script type="text/json" id="disqus-threadData">{json.dumps(told)}</script>'
        return answer(f"<!doctype html><title>x</title><div id=main></div>{page}".encode())

    def _listed(self, request: Request, query: Mapping[str, str]) -> Answer:
        if query.get("api_key") != KEY:
            return as_json({"code": 5, "response": "Invalid API key"}, status=401)
        assert ("55", "asc", "100") == (query["thread"], query["order"], query["limit"])
        if "cursor" not in query:
            cursor = {"hasNext": True, "next": "100:0:0"}
            return as_json({"code": 0, "cursor": cursor, "response": self.posts[:100]})
        cursor = {"hasNext": False, "next": "120:0:0"}
        return as_json({"code": 0, "cursor": cursor, "response": self.posts[100:]})


class Remark42Site:
    """One thread of a site's own Remark42."""

    def __init__(self, site: ThreadSite) -> None:
        self.head = ""
        self.body = (
            f"</p><div id=remark42></div><script>var remark_config = {{ host: '{site.base_url}/own',"
            "site_id: 'courier', components: ['embed'] }};</script><p>"
        ).replace("}}", "}")
        self.page = ""
        site.route("/own/api/v1/find", self._found)
        self.settings = {site.base_url: site.base_url}

    def _found(self, request: Request, query: Mapping[str, str]) -> Answer:
        assert ("courier", "time", "plain") == (query["site"], query["sort"], query["format"])
        self.page = query["url"]
        user = {"name": "Ana", "id": "github_1"}
        written = "2026-11-20T10:00:00.5+01:00"
        return as_json(
            {
                "comments": [
                    {"id": "a", "pid": "", "text": "<p>One</p>", "user": user, "time": written},
                    {"id": "c", "pid": "b", "text": "<p>Three</p>", "user": user, "time": written},
                    {
                        "id": "b",
                        "pid": "a",
                        "text": "",
                        "user": user,
                        "time": written,
                        "delete": True,
                    },
                ],
                "info": {"count": 3},
            }
        )


class OpenWebSite:
    """A conversation of OpenWeb in two parts."""

    head = (
        "<script async data-spotim-module='spotim-launcher' data-post-id='bridge-7' "
        "src='https://launcher.spot.im/spot/sp_Courier'></script>"
    )
    body = ""

    def __init__(self, site: ThreadSite) -> None:
        site.route("/v1.0.0/conversation/read", self._read)
        self.settings = {"https://api-2-0.spot.im": site.base_url}

    @staticmethod
    def comment(
        name: str, text: str, replies: tuple[dict[str, object], ...] = ()
    ) -> dict[str, object]:
        return {
            "id": name,
            "user_id": "u_1",
            "time": 1763632800,
            "content": [{"type": "text", "text": text}],
            "replies": list(replies),
            "replies_count": len(replies),
            "rank": {"ranks_up": 4, "ranks_down": 2},
        }

    def _read(self, request: Request, query: Mapping[str, str]) -> Answer:
        assert "POST" == request.method
        asked = json.loads(request.body)
        assert ("sp_Courier", "bridge-7", "sp_Courierbridge-7", "oldest") == (
            request.header("x-spot-id"),
            request.header("x-post-id"),
            asked["conversation_id"],
            asked["sort_by"],
        )
        inner = self.comment("c3", "An answer to an answer")
        first = self.comment("c1", "First", (self.comment("c2", "An answer", (inner,)),))
        gone = {**self.comment("c4", ""), "content": [], "deleted": True}
        is_first = asked["offset"] == 0
        return as_json(
            {
                "conversation": {
                    "messages_count": 5,
                    "has_next": is_first,
                    "offset": 2,
                    "comments": [first, gone] if is_first else [self.comment("c5", "Fifth")],
                    "users": {"u_1": {"user_name": "ines", "display_name": "Inês"}},
                }
            }
        )


class CoralSite:
    """A story of a site's own Coral, which gives its comments to two persisted queries."""

    head = ""

    def __init__(self, site: ThreadSite) -> None:
        self.settings = {"query_id": "q-stream", "page_query_id": "q-more"}
        self.settings[site.base_url] = site.base_url
        self.body = (
            "</p><div id=coral_thread></div><script>Coral.createStreamEmbed({id: 'coral_thread',"
            f"rootURL: '{site.base_url}/talk', storyID: 'story-7'}});</script><p>"
        )
        site.route("/talk/api/story/count", lambda request, query: as_json({"count": 4}))
        site.route("/talk/api/graphql", self._graph)

    @staticmethod
    def edge(name: str, *replies: dict[str, object], **more: object) -> dict[str, object]:
        node = {
            "id": name,
            "body": f"<p>Body of {name}</p>",
            "createdAt": "2026-11-20T10:00:00.000Z",
            "author": {"id": "u", "username": "Iko"},
            "actionCounts": {"reaction": {"total": 3}},
            "replies": {"edges": list(replies), "pageInfo": {"hasNextPage": False}},
        }
        return {"node": {**node, **more}}

    def _graph(self, request: Request, query: Mapping[str, str]) -> Answer:
        asked = json.loads(query["variables"])
        if query.get("id") == "q-stream":
            assert "story-7" == asked["storyID"]
            edges = [self.edge("k1", self.edge("k2", parent={"id": "k1"}))]
            info = {"hasNextPage": True, "endCursor": "2026-11-20T10:00:00.000Z"}
        elif query.get("id") == "q-more":
            assert ("story-7", "2026-11-20T10:00:00.000Z") == (asked["storyID"], asked["cursor"])
            edges = [self.edge("k3", deleted=True, body=None), self.edge("k4")]
            info = {"hasNextPage": False, "endCursor": None}
        else:
            told = {"errors": [{"extensions": {"code": "RAW_QUERY_NOT_AUTHORIZED"}}]}
            return as_json(told)
        story = {"id": "story-7", "comments": {"edges": edges, "pageInfo": info}}
        return as_json({"data": {"story": story}})


class ViafouraSite:
    """A page's container at Viafoura: two pages of comments, answers beyond those, and two names."""

    head = (
        "<meta name='vf:container_id' content='bridge-7'>"
        "<meta name='vf:domain' content='courier.example'>"
    )
    body = "</p><vf-conversations></vf-conversations><p>"
    SECTION = "00000000-0000-4000-8000-000000000001"
    CONTAINER = "00000000-0000-4000-8000-000000000002"

    def __init__(self, site: ThreadSite) -> None:
        names = ("api", "livecomments", "iam")
        self.settings = {f"https://{name}.viafoura.co": site.base_url for name in names}
        below = f"/v4/livecomments/{self.SECTION}"
        place = f"{below}/{self.CONTAINER}/comments"
        site.route("/v2/courier.example/bootstrap/v2", self._bootstrap)
        container = {"content_container_uuid": self.CONTAINER, "total_visible_content": 4}
        site.route(f"{below}/contentcontainer/id", lambda request, query: as_json(container))
        site.route(place, self._comments)
        replies = {"more_available": False, "contents": [self.comment(3, 2), self.comment(4, 3)]}
        site.route(f"{place}/{self.uuid(2)}", lambda request, query: as_json(replies))
        for number in (1, 2):
            path = f"/v3/sections/{self.SECTION}/users/{self.actor(number)}"
            name = {"name": f"Person {number}"}
            site.route(path, lambda request, query, name=name: as_json(name))  # type: ignore[misc]

    def uuid(self, number: int) -> str:
        return f"10000000-0000-4000-8000-{number:012d}"

    def actor(self, number: int) -> str:
        return f"20000000-0000-4000-8000-{number:012d}"

    def comment(self, number: int, parent: int = 0, replies: int = 0) -> dict[str, object]:
        return {
            "content_uuid": self.uuid(number),
            "parent_uuid": self.uuid(parent) if parent else self.CONTAINER,
            "content": f"<p>Comment {number}</p>",
            "date_created": 1763632800000 + 1000 * number,
            "state": "visible",
            "actor_uuid": self.actor(2 - number % 2),
            "total_likes": number,
            "total_dislikes": 0,
            "total_replies": replies,
        }

    def _bootstrap(self, request: Request, query: Mapping[str, str]) -> Answer:
        assert "POST" == request.method
        return as_json({"result": {"sectionTree": {"uuid": self.SECTION}, "settings": {}}})

    def _comments(self, request: Request, query: Mapping[str, str]) -> Answer:
        if query.get("starting_from") == self.uuid(2):
            gone = self.comment(1)
            del gone["content"]
            return as_json({"more_available": False, "contents": [gone]})
        return as_json({"more_available": True, "contents": [self.comment(2, replies=2)]})


SYSTEMS = {
    "disqus": DisqusSite,
    "viafoura": ViafouraSite,
    "openweb": OpenWebSite,
    "coral": CoralSite,
    "remark42": Remark42Site,
}
