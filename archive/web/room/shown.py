"""A page and its JSON are one reading: a function gives both, two routes serve them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.web.pages import json_document, page


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows."""

    template: str
    document: object
    """The page as JSON."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """For the template, beside `document`."""
    status: int = 200


Reading = Callable[[Request], Shown]


def both(path: str, reading: Reading) -> list[Route]:
    """The page's route and, under /api, its JSON's."""

    def as_page(request: Request) -> Response:
        shown = reading(request)
        return page(request, shown.template, shown.status, document=shown.document, **shown.values)

    def as_json(request: Request) -> Response:
        shown = reading(request)
        return json_document(shown.document, shown.status)

    return [Route(path, as_page), Route(f"/api{path}", as_json)]


def revision_asked(text: str | None) -> int | str | None:
    """A revision's number or its id; None where none is asked for."""
    if not text:
        return None
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if is_number else text


def rest_behind(request: Request, name: str) -> str:
    """`/NAME/` or `/api/NAME/`, whichever this request's path starts with."""
    prefix = f"/{name}/"
    return f"/api{prefix}" if request.url.path.startswith("/api/") else prefix
