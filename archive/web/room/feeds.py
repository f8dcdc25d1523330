"""What editors changed, as feeds to follow: `/edits.atom` and `/edits.json`.

`?site=`, `?kind=`, `?min_significance=` and `?silent=1` narrow them, as the options of `microfiche
edits` of the same names do.

An answer's ETag is of what was asked and of how far the records were read: who asks again with it
hears 304 until something is recorded, and no history is walked for that. There is no Last-Modified:
an import adds edits that are older than the newest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

import archive
from archive.diff import EVENT_TYPES
from archive.errors import BadInput
from archive.feeds import Entry, Feed, atom, entry_of, feed_of, json_feed
from archive.history import Asked, Step, edits_between
from archive.urls import host_named, is_below
from archive.web.desk import desk_of

_ENTRIES = 50


def atom_feed(request: Request) -> Response:
    """The feed as Atom. Raises BadInput for a site, a kind or a weight that is none."""
    return _answer(request, atom, "application/atom+xml; charset=utf-8")


def feed_as_json(request: Request) -> Response:
    """The feed as JSON Feed; raises as `atom_feed`."""
    return _answer(request, _json, "application/feed+json")


def _json(feed: Feed, entries: list[Entry]) -> bytes:
    return msgspec.json.encode(json_feed(feed, entries))


def _answer(request: Request, write: Callable[[Feed, list[Entry]], bytes], form: str) -> Response:
    desk = desk_of(request)
    room = desk.room_origin(request.headers.get("host"))
    question = _question(request)
    address = f"{room}{request.url.path}{_query(question)}"
    with desk.collection() as collection:
        tag = _tag(address, collection.index.state())
        headers = {"Cache-Control": "no-cache", "ETag": tag}
        if _is_known(request, tag):
            return Response(status_code=304, headers=headers)
        steps = islice(edits_between(collection, _asked(question)), _ENTRIES)
        entries = [entry_of(step, room + path_of(step)) for step in steps]
        feed = feed_of(collection, question, url=address, home=f"{room}/")
    return Response(write(feed, entries), headers=headers | {"Content-Type": form})


def _tag(address: str, state: str) -> str:
    """An ETag: another version of the software may tell the same otherwise."""
    said = "\n".join((archive.__version__, address, state))
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _is_known(request: Request, tag: str) -> bool:
    known = request.headers.get("if-none-match", "").split(",")
    return not {tag, "*"}.isdisjoint(each.strip().removeprefix("W/") for each in known)


def _question(request: Request) -> dict[str, Any]:
    """What narrows the feed, in one form; other parameters tell nothing."""
    query = request.query_params
    kinds = sorted(set(query.getlist("kind")))
    for kind in set(kinds) - set(EVENT_TYPES):
        raise BadInput(f"kind={kind}: no kind of event; docs/edits.md lists them")
    return {
        "site": sorted({_host(name) for name in query.getlist("site")}),
        "kind": kinds,
        "min_significance": _weight(query.get("min_significance", "0")),
        "silent": query.get("silent") == "1",
    }


def _query(question: Mapping[str, Any]) -> str:
    said = {key: int(value) if value is True else value for key, value in question.items() if value}
    return f"?{urlencode(said, doseq=True)}" if said else ""


def _asked(question: Mapping[str, Any]) -> Asked:
    sites = question["site"]
    return Asked(
        has_site=lambda url: not sites or is_below(url, sites),
        kinds=frozenset(question["kind"]),
        min_significance=question["min_significance"],
        silent=question["silent"],
    )


def _host(name: str) -> str:
    host = host_named(name)
    if host is None:
        raise BadInput(f"site={name}: names no host")
    return host


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
