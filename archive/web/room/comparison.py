"""Two revisions of an article against each other, word by word."""

from __future__ import annotations

from starlette.requests import Request

from archive import history
from archive.collection import Collection, Revision
from archive.diff import Comparison, document, headings
from archive.records import Capture
from archive.times import timestamp14
from archive.web.desk import desk_of
from archive.web.pages import view_path
from archive.web.room.rows import body_rows, other_events
from archive.web.room.shown import Shown, revision_asked

_LAYOUTS = ("side", "inline")


def comparison(request: Request) -> Shown:
    """`diff`'s JSON; without from and to, the last two revisions. Raises NotInCollection."""
    with desk_of(request).collection() as collection:
        article_id = collection.find_article(request.path_params["article_id"])
        revisions = collection.revisions(article_id)
        old, new = _sides(request, collection, article_id, revisions)
        found = _compared(collection, old, new)
    if found is None:
        return _nothing_to_compare(new, revisions)
    return Shown("comparison.html", document(found), _values(request, found, old, new, revisions))


def _sides(
    request: Request, collection: Collection, article_id: str, revisions: list[Revision]
) -> tuple[Revision, Revision]:
    to = collection.revision(article_id, revision_asked(request.query_params.get("to")))
    asked = revision_asked(request.query_params.get("from"))
    if asked is not None:
        return collection.revision(article_id, asked), to
    return revisions[max(0, to.number - 2)], to


def _compared(collection: Collection, old: Revision, new: Revision) -> Comparison | None:
    if old.number == new.number:
        return history.comments_since(collection, new)
    return history.compared(collection, old, new)


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
    request: Request, found: Comparison, old: Revision, new: Revision, revisions: list[Revision]
) -> dict[str, object]:
    layout = request.query_params.get("view", "side")
    return {
        "found": found,
        "old": old,
        "new": new,
        "revisions": revisions,
        "layout": layout if layout in _LAYOUTS else "side",
        "rows": body_rows(old.article, new.article, found.events),
        "others": other_events(found.events),
        "words": headings,
        "look": _look,
        "silent": sum(1 for event in found.events if event.silent),
    }


def _look(capture: Capture | None) -> str | None:
    return view_path(timestamp14(capture.fetched_at), capture.url) if capture else None
