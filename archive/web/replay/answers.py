"""Answers made of archived exchanges: which archived headers act, and which are only shown.

A browser acts on a few headers only, in ARCHIVED_KEPT; every archived header is there to be read,
spelt `X-Archive-Orig-NAME`. So no cookie, no policy, no redirect to the live web passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from archive.errors import BrokenWarc
from archive.web.replay.ranges import NotSatisfiable, requested

ARCHIVED_KEPT = frozenset({"content-type", "content-language", "last-modified"})
_BODILESS = frozenset({204, 205, 304})
_DOCUMENTS = frozenset({"document", "iframe", "frame", "object", "embed"})
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")
_NOT_IN_VALUE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")

Pairs = Iterable[tuple[str, str]]


def answer(
    request: Request,
    status: int,
    body: bytes,
    archived: Pairs,
    own: dict[str, str],
    *,
    is_safe_to_open: bool,
) -> Response:
    """The answer with its archived headers, cut to the range that was asked for.

    What is not safe to open is saved when a browser goes to it: in markup that was not rewritten
    `rel=preconnect` would reach the live web, and no policy stops that.
    """
    response = _ranged(request, status, body)
    for name, value in _safe(archived):
        if name.lower() in ARCHIVED_KEPT:
            response.headers[name] = value
        response.headers.append(f"X-Archive-Orig-{name}", value)
    response.headers.update(own)
    response.headers["Cache-Control"] = "no-cache"
    if not is_safe_to_open and request.headers.get("Sec-Fetch-Dest") in _DOCUMENTS:
        response.headers["Content-Disposition"] = "attachment"
    if request.headers.get("Sec-Fetch-Dest") == "font":
        # a sandboxed page asks for its fonts across origins; only a font can be had this way
        response.headers["Access-Control-Allow-Origin"] = "null"
    return response


def _ranged(request: Request, status: int, body: bytes) -> Response:
    if status < 200:
        raise BrokenWarc(f"{request.url.path}: was answered with {status}, an interim answer only")
    if status != 200:
        return Response(b"" if status in _BODILESS else body, status)
    try:
        span = requested(request.headers.get("Range"), len(body))
    except NotSatisfiable as error:
        return Response(b"", 416, headers={"Content-Range": str(error)})
    if span is None:
        return Response(body, 200, headers={"Accept-Ranges": "bytes"})
    start, stop = span
    content_range = f"bytes {start}-{stop - 1}/{len(body)}"
    headers = {"Accept-Ranges": "bytes", "Content-Range": content_range}
    return Response(body[start:stop], 206, headers=headers)


def _safe(archived: Pairs) -> Iterable[tuple[str, str]]:
    for name, value in archived:
        if _NAME.fullmatch(name):
            yield name, _NOT_IN_VALUE.sub(" ", value).strip()
