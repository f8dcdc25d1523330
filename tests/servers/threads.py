"""Comment systems as their programs answer: the shapes that are known of them, with invented words.

Each imitation is a table of routes for a `Site`: a path is answered whatever its query, the query is
the imitation's to read, as the real ones do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, urlsplit

from crawler.demo.http1 import Answer, Request
from tests.servers.site import Reply, Site, answer

Route = Callable[[Request, Mapping[str, str]], Answer]


class Routes(dict[str, Reply]):
    """Answers by the whole target, else by its path alone."""

    def get(self, target: str, default: Reply | None = None) -> Reply | None:  # type: ignore[override]
        return super().get(target) or super().get(urlsplit(target).path) or default


class ThreadSite(Site):
    """A site whose paths are answered whatever their query."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = Routes()

    def route(self, path: str, route: Route) -> None:
        """Answer a path by a function of the request and its query."""
        self.pages[path] = lambda request: route(request, query_of(request))

    def asked_of(self, path: str) -> list[str]:
        """The targets that were asked for below a path, in order."""
        return [target for target in self.paths() if urlsplit(target).path.startswith(path)]


def query_of(request: Request) -> dict[str, str]:
    """The query of a request, the last value of each name."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(request.target).query).items()}


def as_json(
    value: object, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()
) -> Answer:
    """A JSON answer."""
    return answer(
        json.dumps(value).encode(), status=status, kind="application/json", headers=headers
    )


class WordPressSite:
    """The comments of one post, by the REST API of WordPress."""

    def __init__(self, site: ThreadSite, count: int = 0, *, root: str = "/wp-json/") -> None:
        self.comments = [self.comment(number) for number in range(1, count + 1)]
        self.fails: dict[str, Answer] = {}
        """Page to what is answered in its place."""
        self.site, self.root = site, root
        site.route(f"{root}wp/v2/comments", self._answer)

    @staticmethod
    def comment(
        number: int, *, parent: int = 0, text: str = "", date: str = ""
    ) -> dict[str, object]:
        """A comment as the API gives it; numbers are in the order of time."""
        date = date or f"2026-11-20T{number // 60 % 24:02d}:{number % 60:02d}:00"
        return {
            "id": number,
            "post": 77,
            "parent": parent,
            "author": 0,
            "author_name": f"Reader {number}",
            "author_url": "",
            "date": date,
            "date_gmt": date,
            "content": {"rendered": f"<p>{text or f'Word number {number}.'}</p>\n"},
            "link": f"/bridge/#comment-{number}",
            "status": "approved",
            "type": "comment",
        }

    @property
    def head(self) -> str:
        """What the page of the post has in its head."""
        root = self.site.url(self.root)
        return (
            f"<link rel='https://api.w.org/' href='{root}'>"
            f"<link rel=alternate type='application/json' href='{root}wp/v2/posts/77'>"
        )

    body = "</p><div id=respond><h3>Leave a reply</h3></div><p>"

    def _answer(self, request: Request, query: Mapping[str, str]) -> Answer:
        assert query["post"] == "77"
        assert (query["order"], query["orderby"]) == ("asc", "date_gmt")
        page, size = int(query["page"]), int(query["per_page"])
        if failed := self.fails.get(query["page"]):
            return failed
        after = query.get("after", "").removesuffix("Z")
        shown = [each for each in self.comments if str(each["date_gmt"]) > after]
        pages = -(-len(shown) // size)
        if page > max(pages, 1):
            return as_json({"code": "rest_comment_invalid_page"}, status=400)
        headers = (("X-WP-Total", str(len(shown))), ("X-WP-TotalPages", str(pages)))
        return as_json(shown[(page - 1) * size : page * size], headers=headers)
