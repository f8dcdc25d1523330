"""Two states of an article against each other, word by word."""

from __future__ import annotations

from typing import get_args
from urllib.parse import urlencode

from starlette.requests import Request

from archive.collection import Collection, Revision
from archive.diff import Comparison, document
from archive.diff.page import Place, View, fragment
from archive.diff.state import State
from archive.records import Capture
from archive.sights import Sight, between, sight, sights
from archive.times import timestamp14
from archive.web.desk import desk_of
from archive.web.pages import view_path
from archive.web.room.shown import Shown


def comparison(request: Request) -> Shown:
    """`diff`'s JSON; without from and to, the last two revisions. Raises NotInCollection, BadInput.

    `from` and `to` are what the command takes: a revision's number or id, a capture, a time.
    """
    asked = request.query_params
    with desk_of(request).collection() as collection:
        article_id = collection.find_article(request.path_params["article_id"])
        revisions = collection.revisions(article_id)
        old, new = _sides(collection, article_id, asked.get("from"), asked.get("to"))
        found = between(collection, old, new)
    if not found.events and old.revision.number == new.revision.number:
        return _nothing_to_compare(new.revision, revisions)
    return Shown("comparison.html", document(found), _values(request, found, (old, new), revisions))


def _sides(
    collection: Collection, article_id: str, from_: str | None, to: str | None
) -> tuple[Sight, Sight]:
    """The two states; those that were chosen the wrong way round are turned."""
    if not from_:
        return sights(collection, article_id, None, to or None)
    one, other = sight(collection, article_id, from_), sight(collection, article_id, to or None)
    return (other, one) if one.moment > other.moment else (one, other)


def _nothing_to_compare(revision: Revision, revisions: list[Revision]) -> Shown:
    known = {
        "article_id": revision.article_id,
        "url": revision.article.url,
        "from": {"number": revision.number, "revision_id": revision.revision_id},
        "to": {"number": revision.number, "revision_id": revision.revision_id},
        "events": [],
    }
    return Shown("single.html", known, {"revision": revision, "revisions": revisions})


def _values(
    request: Request, found: Comparison, sides: tuple[Sight, Sight], revisions: list[Revision]
) -> dict[str, object]:
    old, new = sides
    view = _view(request.query_params.get("view"))
    place = Place(link=_look, article=f"/article/{found.article_id}", form="pick", view=view)
    states = (State(old.seen.article), State(new.seen.article))
    return {
        "found": found,
        "old": old.revision,
        "new": new.revision,
        "revisions": revisions,
        "view": view,
        "asked": urlencode(
            {
                name: request.query_params[name]
                for name in ("from", "to")
                if name in request.query_params
            }
        ),
        "fragment": fragment(found, *states, place),
    }


def _view(asked: str | None) -> View:
    return next((view for view in get_args(View) if view == asked), "fit")


def _look(capture: Capture) -> str | None:
    return view_path(timestamp14(capture.fetched_at), capture.url)
