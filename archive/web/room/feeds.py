"""What editors changed, as feeds to follow: `/edits.atom` and `/edits.json`.

`?site=`, `?kind=`, `?min_significance=` and `?silent=1` narrow them, as the options of `microfiche
edits` of the same names do.
"""

from __future__ import annotations

from itertools import islice
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from archive.diff import EVENT_TYPES
from archive.errors import BadInput
from archive.feeds import Entry, Feed, atom, entry_of, json_feed
from archive.history import Asked, Step, edits_between
from archive.web.desk import desk_of
from archive.web.pages import json_document, site

_ENTRIES = 50


def atom_feed(request: Request) -> Response:
    """The feed as Atom. Raises BadInput for a kind or a weight that is none."""
    feed, entries = _read(request)
    headers = {"Cache-Control": "no-cache", "Content-Type": "application/atom+xml; charset=utf-8"}
    return Response(atom(feed, entries), headers=headers)


def feed_as_json(request: Request) -> Response:
    """The feed as JSON Feed; raises as `atom_feed`."""
    answer = json_document(json_feed(*_read(request)))
    answer.headers["Content-Type"] = "application/feed+json"
    return answer


def _read(request: Request) -> tuple[Feed, list[Entry]]:
    desk = desk_of(request)
    room = desk.room_origin(request.headers.get("host"))
    asked = _asked(request)
    with desk.collection() as collection:
        steps = islice(edits_between(collection, asked), _ENTRIES)
        entries = [entry_of(step, room + path_of(step)) for step in steps]
    query = urlencode(list(request.query_params.multi_items()))
    address = f"{room}{request.url.path}" + (f"?{query}" if query else "")
    title = f"Edits: {desk.path.resolve().name}"
    return Feed(title=title, url=address, home=f"{room}/"), entries


def _asked(request: Request) -> Asked:
    query = request.query_params
    sites, kinds = frozenset(query.getlist("site")), frozenset(query.getlist("kind"))
    for kind in kinds - set(EVENT_TYPES):
        raise BadInput(f"kind={kind}: no kind of event; docs/edits.md lists them")
    return Asked(
        has_site=(lambda url: site(url) in sites) if sites else Asked().has_site,
        kinds=kinds,
        min_significance=_weight(query.get("min_significance", "0")),
        silent=query.get("silent") == "1",
    )


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = -1.0
    if not 0 <= weight <= 1:
        raise BadInput(f"min_significance={text}: a number from 0 to 1")
    return weight


def path_of(step: Step) -> str:
    """The room's page of a step: the comparison, or the article where there are no two revisions."""
    found = step.comparison
    numbers = (found.from_side.number, found.to_side.number)
    if None in numbers or numbers[0] == numbers[1]:
        return f"/article/{found.article_id}"
    return f"/diff/{found.article_id}?from={numbers[0]}&to={numbers[1]}"
