"""Which article a page is: by the keys of its URLs, and the aliases that say so since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.digest import short_id
from archive.index import Index
from archive.records import Alias, Capture
from archive.urls import article_key, is_front_page, same_site

Relation = Literal["first_seen", "redirect", "canonical", "join", "split"]


@dataclass(frozen=True, slots=True)
class Named:
    """A URL of the page and what it is to the article."""

    url: str
    relation: Relation


def names_of(capture: Capture, canonical_url: str | None) -> list[Named]:
    """The page's URLs, the surest first: the one that answered, those that led there, rel=canonical.

    A canonical URL counts only on the same registrable domain, and never when it is a front page.
    """
    names = [Named(capture.url, "first_seen")]
    asked = (capture.request_url, *capture.redirects)
    names += [Named(url, "redirect") for url in asked if url != capture.url]
    if canonical_url and _may_name(canonical_url, capture.url):
        names.append(Named(canonical_url, "canonical"))
    return names


def _may_name(canonical_url: str, url: str) -> bool:
    try:
        return same_site(canonical_url, url) and not is_front_page(canonical_url)
    except ValueError:
        return False


def known_article(index: Index, urls: Iterable[str]) -> str | None:
    """The article that one of these URLs is known to be; of several the one known longest."""
    found = [row for url in urls for row in _alias_rows(index, key_of(url))]
    return min(found, key=lambda row: (row[1], row[0]))[0] if found else None


def key_of(url: str) -> str:
    """The article key of a URL; of what is no web address (urn:, a mistake) the text itself."""
    try:
        return article_key(url)
    except ValueError:
        return url


def _alias_rows(index: Index, key: str) -> list[tuple[str, str]]:
    rows = index.rows("SELECT article_id, since FROM aliases WHERE key = ?", (key,))
    return [(row["article_id"], row["since"]) for row in rows]


def identify(index: Index, capture: Capture, canonical_url: str | None) -> tuple[str, list[Alias]]:
    """The page's article id, and the alias lines that are new.

    An article's id is the hash of the key of the first URL seen. A URL that was another article's
    until now joins it by a line of its own; nothing is rewritten.
    """
    names = names_of(capture, canonical_url)
    article_id = known_article(index, [name.url for name in names])
    if article_id is None:
        article_id = short_id(key_of(names[0].url))
    return article_id, _new_aliases(index, article_id, names, capture)


def _new_aliases(
    index: Index, article_id: str, names: Sequence[Named], capture: Capture
) -> list[Alias]:
    lines: dict[str, Alias] = {}
    for name in names:
        key = key_of(name.url)
        owners = [owner for owner, _ in _alias_rows(index, key)]
        if key in lines or article_id in owners:
            continue
        lines[key] = Alias(
            article_id=article_id,
            url=name.url,
            key=key,
            relation="join" if owners else name.relation,
            since=capture.fetched_at,
            capture=capture,
        )
    return list(lines.values())
