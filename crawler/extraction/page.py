"""A page with all that its fields are read from: document, outline, metadata, JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from crawler.extraction.document import Document
from crawler.extraction.identity import Identity
from crawler.extraction.json_ld import (
    JsonNode,
    LinkedData,
    linked_data,
    listed,
    plain_text,
    types_of,
)
from crawler.extraction.metadata import Metadata, metadata
from crawler.extraction.outline import Outline, outline

_MOST_SCRIPTS = 400
_LONGEST_SCRIPT = 20_000
_LONGEST_SCRIPTS = 200_000
_ORGANIZATIONS = frozenset({"NewsMediaOrganization", "Organization", "WebSite", "Corporation"})


@dataclass
class Page:
    """What every field's reader is given."""

    document: Document
    outline: Outline
    meta: Metadata
    linked: LinkedData
    fetched_at: str | None = None
    warnings: list[str] = field(default_factory=list)

    @cached_property
    def article(self) -> JsonNode | None:
        """The JSON-LD node of the page's own article."""
        return _main_article(self.linked, self.document.url, self.meta.identity)

    def may_be_own(self, node: JsonNode) -> bool:
        """Whether a JSON-LD node may be of this page: no list's, and not on another page alone."""
        if node is self.article:
            return True
        paths = _paths(node)
        own = {urlsplit(self.document.url).path.rstrip("/"), *_paths(self.article or {})}
        return not self.linked.is_of_list(node) and (not paths or not paths.isdisjoint(own))

    @cached_property
    def scripts(self) -> str:
        """The URLs and the beginnings of the page's scripts as one text."""
        pieces: list[str] = []
        room = _LONGEST_SCRIPTS
        for script in self.document.css("script")[:_MOST_SCRIPTS]:
            named = script.attributes
            lazy = named.get("data-src") or named.get("data-rocket-src")
            text = named.get("src") or lazy or script.text(deep=True) or ""
            pieces.append(text[: min(room, _LONGEST_SCRIPT)])
            room -= len(pieces[-1])
            if room <= 0:
                break
        return "\n".join(pieces)

    @cached_property
    def site_names(self) -> tuple[str, ...]:
        """The publisher's names as the page gives them, and its host's."""
        names = [
            self.meta.first("og:site_name"),
            self.meta.first("application-name", "al:ios:app_name"),
        ]
        publisher = self.linked.resolved(self.article.get("publisher")) if self.article else None
        names += [plain_text(each) for each in listed(publisher)]
        writers = self._organizations_that_write
        for node in self.linked.nodes[:200]:
            if types_of(node) & _ORGANIZATIONS:
                name = plain_text(node.get("name"))
                names += [] if name in writers else [name]
        names += [self.meta.first("publisher", "dc.publisher", "article:publisher")]
        host = (urlsplit(self.document.url).hostname or "").removeprefix("www.")
        names += [host, *_labels(host)]
        return tuple(dict.fromkeys(name for name in names if name and len(name) < 60))

    @property
    def _organizations_that_write(self) -> set[str | None]:
        """The organisations that JSON-LD calls authors: an agency among them is not the outlet."""
        given = listed(self.article.get("author")) if self.article else []
        return {plain_text(self.linked.resolved(each)) for each in given}


def page_of(document: Document, fetched_at: str | None = None, odd: Sequence[str] = ()) -> Page:
    """The page of a document; `odd` is what was odd about the answer that it came in."""
    linked = linked_data(document)
    return Page(
        document=document,
        outline=outline(document),
        meta=metadata(document),
        linked=linked,
        fetched_at=fetched_at,
        warnings=[*document.warnings, *odd, *linked.warnings],
    )


def _paths(node: JsonNode) -> set[str]:
    """The paths of the pages that a node says it is on."""
    return {path for url in _urls(node) if (path := urlsplit(url).path.rstrip("/"))}


def _labels(host: str) -> Iterable[str]:
    """The parts of a host that may be the outlet's name: `paper` of `news.paper.co.uk`."""
    return [label for label in host.split(".")[:-1] if len(label) > 3]


def _main_article(linked: LinkedData, url: str, identity: Identity | None) -> JsonNode | None:
    """The article node that names this page, else the first that may be its own.

    What a list holds, and what names another page and another headline, is of another story.
    """
    articles = [node for node in linked.articles() if node.get("headline") or node.get("name")]
    path = urlsplit(url).path.rstrip("/")
    for node in articles:
        if path and path in {urlsplit(each).path.rstrip("/") for each in _urls(node)}:
            return node
    own = (node for node in articles if not linked.is_of_list(node))
    own_only = [node for node in own if not _is_another(node, identity)]
    whole = [node for node in own_only if node.get("datePublished") or node.get("author")]
    return next(iter([*whole, *own_only]), None)


def _is_another(node: JsonNode, identity: Identity | None) -> bool:
    headline = plain_text(node.get("headline")) or plain_text(node.get("name"))
    return identity is not None and identity.is_another(headline, _urls(node))


def _urls(node: JsonNode) -> list[str]:
    page = node.get("mainEntityOfPage")
    named = [node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    return [each[:2000] for each in named if isinstance(each, str) and "[" not in each]
