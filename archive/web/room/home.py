"""The room's first page: the sites that are kept, and what editors changed last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request

from archive import history
from archive.collection import ArticleSummary
from archive.web.desk import desk_of
from archive.web.pages import site as site_of
from archive.web.room.shown import Shown

_EDITS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site as the collection has it."""

    name: str
    articles: int
    revisions: int
    observations: int
    last_observed: str


def home(request: Request) -> Shown:
    """`{collection, articles, revisions, observations, sites, edits}`."""
    desk = desk_of(request)
    with desk.collection() as collection:
        articles = collection.articles()
        edits = history.latest_edits(collection, _EDITS)
    document = {
        "collection": desk.path.resolve().name,
        "articles": len(articles),
        "revisions": sum(one.revisions for one in articles),
        "observations": sum(one.observations for one in articles),
        "sites": sites(articles),
        "edits": edits,
    }
    return Shown("home.html", document, {"latest": articles[:12]})


def sites(articles: Iterable[ArticleSummary]) -> list[Site]:
    """The sites of the articles, the one with the most articles first."""
    groups: dict[str, list[ArticleSummary]] = {}
    for one in articles:
        groups.setdefault(site_of(one.url), []).append(one)
    listed = [_site(name, group) for name, group in groups.items()]
    return sorted(listed, key=lambda one: (-one.articles, one.name))


def _site(name: str, group: list[ArticleSummary]) -> Site:
    return Site(
        name=name,
        articles=len(group),
        revisions=sum(one.revisions for one in group),
        observations=sum(one.observations for one in group),
        last_observed=max(one.last_observed for one in group),
    )
