"""The routes of the replay port. Sync functions: they read files, so they run in worker threads."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from archive.collection import Collection
from archive.errors import BadInput
from archive.times import from_timestamp14, utc_now
from archive.warc.http import first
from archive.warc.leading import location_in
from archive.warc.rows import CaptureRow
from archive.web.desk import desk_of, rest_of
from archive.web.replay import cdx, memento
from archive.web.replay.absent import absent, alike
from archive.web.replay.address import RAW, VIEW, Address, archived_url, in_header, parse_address
from archive.web.replay.answers import answer
from archive.web.replay.choosing import beyond, captured_in, choose, target_of
from archive.web.replay.viewing import is_markup, view_of

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def replay(request: Request) -> Response:
    """A memento: viewable, raw, or a requisite of a page."""
    rest = rest_of(request, "/replay/")
    where = parse_address(rest)
    if where is None:
        return _without_moment(request, rest)
    with desk_of(request).collection() as collection:
        rows = collection.captures(where.url)
        row = choose(rows, from_timestamp14(where.timestamp), where.modifier)
        if row is None:
            return _elsewhere(request, collection, where)
        if row.timestamp != where.timestamp:
            collection.refuse_withheld(where.url, where.timestamp)
        exact = Address(row.timestamp, where.modifier, row.url)
        if row.timestamp != where.timestamp and where.modifier in (VIEW, RAW):
            return _found(exact.path)
        return _Serving(request, collection, rows, row, exact).response()


def _elsewhere(request: Request, collection: Collection, where: Address) -> Response:
    """To the capture of another URL of the same article, under its own address and told as what it
    is; 404 where there is none, and for what belongs to a page."""
    row = None
    if where.modifier in (VIEW, RAW):
        collection.refuse_withdrawn(where.url)
        row = choose(
            alike(collection, where.url), from_timestamp14(where.timestamp), where.modifier
        )
    if row is None:
        return absent(request, collection, where.url)
    return _other(where.url, row, Address(row.timestamp, where.modifier, row.url).path)


def _other(url: str, row: CaptureRow, location: str) -> Response:
    """302 to what was captured of another URL, which is no memento of this one (RFC 7089, 4.5.4)."""
    said = (
        f"{url} was not captured. Of the same article, {row.url} was, on {row.date}: {location}\n"
    )
    links = f'<{in_header(url)}>; rel="original", <{in_header(row.url)}>; rel="alternate"'
    headers = {"Location": location, "Link": links, "Cache-Control": "no-cache"}
    return PlainTextResponse(said, 302, headers=headers)


class _Serving:
    """One capture being served."""

    def __init__(
        self,
        request: Request,
        collection: Collection,
        rows: list[CaptureRow],
        row: CaptureRow,
        where: Address,
    ) -> None:
        self.request = request
        self.collection = collection
        self.rows = rows
        self.row = row
        self.where = where

    def response(self) -> Response:
        """The archived answer in the manner that the address asks for."""
        if self.where.modifier == RAW:
            return self._raw()
        exchange = self.collection.load(self.row)
        if exchange.undecoded is not None:
            return self._raw()
        looked_up = captured_in(self.collection)
        view = view_of(exchange, self.row.timestamp, self.where.modifier, looked_up)
        own = self._headers(exchange.status, location_in(exchange.headers))
        if view.content_type is not None:
            own["Content-Type"] = view.content_type
        return answer(
            self.request,
            exchange.status,
            view.body,
            exchange.headers,
            own,
            is_safe_to_open=view.is_safe_to_open,
        )

    def _raw(self) -> Response:
        archived = self.collection.load_raw(self.row)
        own = self._headers(archived.status, location_in(archived.headers))
        coding = first(archived.headers, "Content-Encoding")
        if coding is not None and coding.isascii():
            own["Content-Encoding"] = coding.strip()
        kind = (first(archived.headers, "Content-Type") or "").partition(";")[0].strip().lower()
        return answer(
            self.request,
            archived.status,
            archived.entity,
            archived.headers,
            own,
            is_safe_to_open=not is_markup(kind),
        )

    def _headers(self, status: int, location: str | None) -> dict[str, str]:
        origin = desk_of(self.request).replay_origin(self.request.headers.get("host"))
        places = memento.Places(origin, self.row.url)
        headers = {
            "Memento-Datetime": memento.memento_datetime(self.row),
            "Link": memento.memento_link(places, self.rows, self.row.timestamp),
            "Content-Location": self.where.path,
        }
        if self.row.truncated is not None:
            headers["X-Archive-Truncated"] = in_header(self.row.truncated[:40])
        if status in _REDIRECTS and location is not None:
            leads_to = self._redirected(location)
            if leads_to is not None:
                headers["Location"] = leads_to
        return headers

    def _redirected(self, location: str) -> str | None:
        target = target_of(self.row, location)
        if target is None:
            return None
        other = beyond(self.rows, self.row, target)
        timestamp = other.timestamp if other else self.row.timestamp
        if other is not None and timestamp == self.row.timestamp:
            # both in one second: the address of the target would be this one
            return None
        return Address(timestamp, self.where.modifier, target).path


def timegate(request: Request) -> Response:
    """Negotiation in time, pattern 2.1 (RFC 7089, 4.2.1): 302 to the memento nearest in time."""
    url = archived_url(rest_of(request, "/timegate/"))
    varies = {"Vary": "accept-datetime", "Cache-Control": "no-cache"}
    try:
        moment = memento.accept_datetime(request.headers.get("Accept-Datetime")) or utc_now()
    except ValueError:
        message = "Accept-Datetime is not an HTTP date (RFC 9110, 5.6.7)\n"
        return PlainTextResponse(message, 400, headers=varies)
    with desk_of(request).collection() as collection:
        rows = collection.captures(url)
        row = choose(rows, moment, VIEW)
        if row is None:
            collection.refuse_withdrawn(url)
            row = choose(alike(collection, url), moment, VIEW)
            if row is None:
                response = absent(request, collection, url)
            else:
                response = _other(url, row, _places(request, row.url).memento(row.timestamp))
            response.headers.update(varies)
            return response
    places = _places(request, url)
    response = _found(places.memento(row.timestamp))
    response.headers.update(varies)
    response.headers["Link"] = memento.memento_link(places, rows, None)
    return response


def timemap(request: Request) -> Response:
    """All mementos of a resource as application/link-format (RFC 7089, 5)."""
    url = archived_url(rest_of(request, "/timemap/link/"))
    with desk_of(request).collection() as collection:
        rows = collection.captures(url)
        if not rows:
            collection.refuse_withdrawn(url)
            others = alike(collection, url)
            if others:
                last = others[-1]
                return _other(url, last, _places(request, last.url).timemap)
            return absent(request, collection, url)
    content = memento.timemap(_places(request, url), rows)
    headers = {"Content-Type": memento.LINK_FORMAT, "Cache-Control": "no-cache"}
    return Response(content, headers=headers)


def cdx_server(request: Request) -> Response:
    """Rows of the index; see archive.web.replay.cdx for the parameters."""
    query = cdx.parse_query(request.query_params.multi_items())
    with desk_of(request).collection() as collection:
        matching = collection.captures_matching(
            query.url, query.match, start=query.earliest, end=query.latest, limit=cdx.MAX_ROWS
        )
        if not matching and query.match == "exact":
            collection.refuse_withdrawn(query.url)
    rows = cdx.select(matching, query)
    content = "".join(f"{line}\n" for line in cdx.lines(rows, query))
    kind = "application/x-ndjson" if query.output == "json" else "text/x-cdxj"
    headers = {"Content-Type": f"{kind}; charset=utf-8"}
    if len(matching) >= cdx.MAX_ROWS:
        headers["X-Truncated"] = f"the first {cdx.MAX_ROWS} rows; narrow url=, from= or to="
    return Response(content, headers=headers)


def home(request: Request) -> Response:
    """The replay port has no home of its own; the room has."""
    return _found(desk_of(request).room_origin(request.headers.get("host")) + "/")


def _without_moment(request: Request, rest: str) -> Response:
    """`/replay/URL` leads to the latest capture, `/replay/*/URL` to the list of all."""
    if rest.startswith("*/"):
        origin = desk_of(request).room_origin(request.headers.get("host"))
        return _found(f"{origin}/captures/{in_header(archived_url(rest[2:]))}")
    if not rest.lower().startswith("http"):
        raise BadInput(f"/replay/{rest[:200]}: expected /replay/TIMESTAMP/URL")
    now = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    return _found(Address(now, VIEW, archived_url(rest)).path)


def _found(location: str) -> Response:
    return RedirectResponse(location, 302, headers={"Cache-Control": "no-cache"})


def _places(request: Request, url: str) -> memento.Places:
    return memento.Places(desk_of(request).replay_origin(request.headers.get("host")), url)


ROUTES = [
    Route("/", home),
    Route("/replay/{rest:path}", replay),
    Route("/timegate/{rest:path}", timegate),
    Route("/timemap/link/{rest:path}", timemap),
    Route("/cdx", cdx_server),
]
