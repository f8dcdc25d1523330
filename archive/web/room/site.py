"""The articles of one site."""

from __future__ import annotations

from starlette.requests import Request

from archive.errors import NotInCollection
from archive.web.desk import desk_of
from archive.web.pages import site as site_of
from archive.web.room.shown import Shown

_A_PAGE = 100


def site(request: Request) -> Shown:
    """`{site, articles, page, pages}`; the one seen last first. Raises NotInCollection."""
    name: str = request.path_params["name"]
    number = _number(request.query_params.get("page"))
    with desk_of(request).collection() as collection:
        articles = [one for one in collection.articles() if site_of(one.url) == name]
    if not articles:
        raise NotInCollection(f"{name}: no article of this site is in the collection")
    shown = articles[(number - 1) * _A_PAGE : number * _A_PAGE]
    pages = -(-len(articles) // _A_PAGE)
    document = {"site": name, "articles": shown, "page": number, "pages": pages}
    return Shown("site.html", document, {"total": len(articles)})


def _number(text: str | None) -> int:
    return max(1, int(text)) if text and text.isascii() and text.isdigit() else 1
