"""The routes of the room. What the replay port serves is only led to."""

from __future__ import annotations

from importlib.resources import files

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from archive.diff.page import style
from archive.web.desk import desk_of, rest_of
from archive.web.room.article import article
from archive.web.room.captures import captures, view
from archive.web.room.comparison import comparison
from archive.web.room.feeds import atom_feed, feed_as_json
from archive.web.room.home import home
from archive.web.room.search import search
from archive.web.room.shown import both
from archive.web.room.site import site


def to_replay(request: Request) -> Response:
    """The same target on the replay port: archived markup never runs in this origin."""
    origin = desk_of(request).replay_origin(request.headers.get("host"))
    return RedirectResponse(origin + rest_of(request, ""), 307)


def stylesheet(_request: Request) -> Response:
    """The room's own stylesheet."""
    return _css(files("archive.web").joinpath("static/style.css").read_bytes())


def comparison_stylesheet(_request: Request) -> Response:
    """That of a comparison, which has the same form in a file of its own."""
    return _css(style().encode("utf-8"))


def _css(sheet: bytes) -> Response:
    return Response(sheet, headers={"Content-Type": "text/css; charset=utf-8"})


ROUTES = [
    *both("/", home),
    *both("/search", search),
    *both("/site/{name}", site),
    *both("/article/{article_id}", article),
    *both("/diff/{article_id}", comparison),
    *both("/captures/{rest:path}", captures),
    *both("/view/{rest:path}", view),
    Route("/edits.atom", atom_feed),
    Route("/edits.json", feed_as_json),
    Route("/replay/{rest:path}", to_replay),
    Route("/timegate/{rest:path}", to_replay),
    Route("/timemap/{rest:path}", to_replay),
    Route("/cdx", to_replay),
    Route("/static/style.css", stylesheet),
    Route("/static/comparison.css", comparison_stylesheet),
]
