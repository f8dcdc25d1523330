"""The two applications: the room, and the replay port that the room frames."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from archive.errors import (
    ArchiveError,
    BadInput,
    BrokenRecord,
    BrokenWarc,
    CollectionError,
    NotInCollection,
    UndecodableBody,
    Withdrawn,
)
from archive.web.desk import Desk
from archive.web.hosts import HostCheck, Hosts
from archive.web.pages import json_document, page, templates
from archive.web.policy import Policy, PolicyHeaders, replay_policy, room_policy
from archive.web.replay.routes import ROUTES as REPLAY_ROUTES
from archive.web.room.routes import ROUTES as ROOM_ROUTES

_STATUSES: Mapping[type[ArchiveError], int] = {
    Withdrawn: 451,
    NotInCollection: 404,
    BadInput: 400,
    BrokenWarc: 502,
    BrokenRecord: 502,
    UndecodableBody: 502,
    CollectionError: 503,
}


def room_app(desk: Desk, bound: str) -> ASGIApp:
    """The reading room, to be served on `desk.room_port` of the host `bound`."""
    inner = Starlette(
        routes=ROOM_ROUTES,
        exception_handlers={ArchiveError: _said_on_a_page, HTTPException: _no_such_page},
    )
    return _guarded(inner, desk, bound, lambda host: room_policy(desk.replay_origin(host)))


def replay_app(desk: Desk, bound: str) -> ASGIApp:
    """Archived content, to be served on `desk.replay_port` of the host `bound`."""
    inner = Starlette(routes=REPLAY_ROUTES, exception_handlers={ArchiveError: _said_in_a_line})
    return _guarded(inner, desk, bound, lambda host: replay_policy(desk.replay_origin(host)))


def _guarded(app: Starlette, desk: Desk, bound: str, policy: Policy) -> ASGIApp:
    """The application inside the two guards, so that no answer of its own leaves without them."""
    app.state.desk = desk
    app.state.templates = templates()
    return PolicyHeaders(HostCheck(app, Hosts(bound)), policy)


def _status(error: Exception) -> int:
    return next((status for kind, status in _STATUSES.items() if isinstance(error, kind)), 500)


def _said_on_a_page(request: Request, error: Exception) -> Response:
    return _answer(request, _status(error), str(error))


def _no_such_page(request: Request, error: Exception) -> Response:
    """The router's own refusals: no such address, or not by this method."""
    assert isinstance(error, HTTPException)
    wrong = "there is no page here" if error.status_code == 404 else error.detail
    answer = _answer(request, error.status_code, f"{request.url.path}: {wrong}")
    answer.headers.update(error.headers or {})
    return answer


def _answer(request: Request, status: int, message: str) -> Response:
    if request.url.path.startswith("/api/"):
        return json_document({"error": message}, status)
    return page(request, "error.html", status, message=message, status=status)


def _said_in_a_line(request: Request, error: Exception) -> Response:
    return PlainTextResponse(f"{error}\n", _status(error))
