"""Pages from templates, JSON documents, and how values are written for people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import nh3
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from archive.records import as_json
from archive.times import parse_warc_date
from archive.urls import scope_key
from archive.web.desk import desk_of
from archive.web.replay.address import IMAGE, RAW, VIEW, Address, in_header

_COMMENT_TAGS = {"p", "br", "b", "strong", "i", "em", "blockquote", "ul", "ol", "li", "code", "pre"}


def templates() -> Environment:
    """The templates' environment: everything is escaped, a misspelt name is an error."""
    environment = Environment(
        loader=PackageLoader("archive.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        moment=moment,
        day=day,
        site=site,
        path=in_header,
        clean=clean,
        plural=plural,
    )
    return environment


def page(request: Request, template: str, http_status: int = 200, /, **values: Any) -> Response:
    """A page of the room or of the replay port."""
    desk = desk_of(request)
    host = request.headers.get("host")
    body = request.app.state.templates.get_template(template).render(
        room=desk.room_origin(host),
        replay=desk.replay_origin(host),
        collection_name=desk.path.resolve().name,
        **values,
    )
    headers = {"Cache-Control": "no-cache", "Content-Type": "text/html; charset=utf-8"}
    return Response(body, http_status, headers=headers)


def json_document(value: object, status: int = 200) -> Response:
    """One JSON document; records as the command line prints them."""
    body = msgspec.json.encode(plain(value))
    headers = {"Cache-Control": "no-cache", "Content-Type": "application/json"}
    return Response(body, status, headers=headers)


def plain(value: object) -> object:
    """The value in JSON's own types."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value if value is None or isinstance(value, str | int | float) else as_json(value)


# Addresses of captures; None for a capture that the replay port has no address for.


def of_the_web(url: str) -> bool:
    """Whether a URL is http(s): an archive may hold `dns:`, `ftp:` or `urn:` records too."""
    return url.lower().startswith(("http://", "https://"))


def view_path(timestamp: str, url: str) -> str | None:
    """The room's page that frames a memento."""
    return f"/view/{timestamp}/{in_header(url)}" if of_the_web(url) else None


def image_path(timestamp: str, url: str) -> str | None:
    """An archived picture on the replay port."""
    return _replay_path(timestamp, IMAGE, url)


def memento_path(timestamp: str, url: str) -> str | None:
    """A viewable memento on the replay port."""
    return _replay_path(timestamp, VIEW, url)


def raw_path(timestamp: str, url: str) -> str | None:
    """The archived bytes on the replay port."""
    return _replay_path(timestamp, RAW, url)


def _replay_path(timestamp: str, modifier: str, url: str) -> str | None:
    return Address(timestamp, modifier, url).path if of_the_web(url) else None


# Filters ------------------------------------------------------------------------------------


def moment(text: str | None) -> str:
    """`12 Nov 2019, 10:04 UTC`, with seconds where there are any; a date without time keeps to its
    day; what is no date stays."""
    when = _parsed(text)
    if when is None:
        return text or ""
    if len(text or "") <= 10:
        return f"{when:%-d %b %Y}"
    return f"{when:%-d %b %Y, %H:%M:%S} UTC" if when.second else f"{when:%-d %b %Y, %H:%M} UTC"


def day(text: str | None) -> str:
    """`12 Nov 2019`."""
    when = _parsed(text)
    return text or "" if when is None else f"{when:%-d %b %Y}"


def _parsed(text: str | None) -> datetime | None:
    try:
        return parse_warc_date(text) if text else None
    except ValueError:  # a date as the page prints it
        return None


def site(url: str) -> str:
    """The site that a URL belongs to."""
    try:
        return scope_key(url)
    except ValueError:  # no host in it
        return url


def clean(html: str) -> Markup:
    """A comment's markup without anything that acts, loads or leads away."""
    return Markup(nh3.clean(html, tags=_COMMENT_TAGS, attributes={}))


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 revision`, `2 revisions`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
