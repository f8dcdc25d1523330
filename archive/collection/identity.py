"""Which article a page is: by the keys of its URLs, and the aliases that say so since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.digest import short_id
from archive.index import Index
from archive.records import Alias, Capture
from archive.urls import is_front_page, key_of, page_number, same_site

_MOST_JOINS = 8
"""Articles joined to articles that are followed."""

Relation = Literal["first_seen", "redirect", "canonical", "join", "split"]


@dataclass(frozen=True, slots=True)
class Named:
    """A URL of the page and what it is to the article."""

    url: str
    relation: Relation


def names_of(capture: Capture, canonical_url: str | None) -> list[Named]:
    """The page's URLs, the surest first: the one that answered, those that led there, rel=canonical.

    A front page names no article, whatever it leads to; a canonical URL counts only on the same
    registrable domain.
    """
    names = [Named(capture.url, "first_seen")]
    asked = (capture.request_url, *capture.redirects)
    names += [Named(url, "redirect") for url in asked if url != capture.url and _is_page(url)]
    if canonical_url and _may_name(canonical_url, capture.url):
        names.append(Named(canonical_url, "canonical"))
    return names


def _is_page(url: str) -> bool:
    try:
        return not is_front_page(url)
    except ValueError:
        return False


def _may_name(canonical_url: str, url: str) -> bool:
    try:
        is_part = page_number(url) != page_number(canonical_url)  # page 2 is not page 1
        return not is_part and same_site(canonical_url, url) and not is_front_page(canonical_url)
    except ValueError:
        return False


def known_article(index: Index, urls: Iterable[str]) -> str | None:
    """The article that one of these URLs is known to be; of several the one known longest."""
    return _longest_known(index, {owner for url in urls if (owner := _owner(index, key_of(url)))})


def _article_of(index: Index, names: Sequence[Named]) -> str | None:
    """The article that a page is known to be.

    A URL that has only ever led on (/latest, a short link) names no article of its own: it may
    lead to another one every day. One that was an article's itself does, wherever it leads now.
    """
    keys = [key_of(name.url) for name in names if not _has_led_on(index, name)]
    return _longest_known(index, {owner for key in keys if (owner := _owner(index, key))})


def _has_led_on(index: Index, name: Named) -> bool:
    relations = {row.relation for row in _alias_rows(index, key_of(name.url))}
    return name.relation == "redirect" and relations == {"redirect"}


def _owner(index: Index, key: str) -> str | None:
    """The article that a key belongs to: a join or split decides, the last one; then who was first.

    An article whose first URL was joined to another goes with it, all its URLs.
    """
    owner = _named_by(_alias_rows(index, key))
    for _ in range(_MOST_JOINS):
        query = (
            "SELECT key FROM aliases WHERE article_id = ? AND relation = 'first_seen' "
            "ORDER BY since LIMIT 1"
        )
        found = index.rows(query, (owner,)) if owner else []
        further = _named_by(_alias_rows(index, found[0]["key"])) if found else owner
        if further == owner:
            break
        owner = further
    return owner


def _named_by(rows: Sequence[_Owner]) -> str | None:
    decided = [row for row in rows if row.relation in ("join", "split")]
    if decided:
        return max(decided, key=lambda row: (row.since, row.article_id)).article_id
    return min(((row.since, row.article_id) for row in rows), default=("", None))[1]


def _longest_known(index: Index, articles: Iterable[str]) -> str | None:
    query = "SELECT min(since) FROM aliases WHERE article_id = ?"
    known = [(str(index.rows(query, (one,))[0][0]), one) for one in articles]
    return min(known)[1] if known else None


@dataclass(frozen=True, slots=True)
class _Owner:
    article_id: str
    since: str
    relation: Relation


def _alias_rows(index: Index, key: str) -> list[_Owner]:
    rows = index.rows("SELECT article_id, since, relation FROM aliases WHERE key = ?", (key,))
    return [_Owner(row["article_id"], row["since"], row["relation"]) for row in rows]


def identify(index: Index, capture: Capture, canonical_url: str | None) -> tuple[str, list[Alias]]:
    """The page's article id, and the alias lines that are new.

    An article's id is the hash of the key of the first URL seen. A URL that was another article's
    until now joins it by a line of its own; nothing is rewritten.
    """
    names = names_of(capture, canonical_url)
    article_id = _article_of(index, names)
    if article_id is None:
        article_id = short_id(key_of(names[0].url))
    return article_id, _new_aliases(index, article_id, names, capture)


def _new_aliases(
    index: Index, article_id: str, names: Sequence[Named], capture: Capture
) -> list[Alias]:
    lines: dict[str, Alias] = {}
    for name in names:
        key = key_of(name.url)
        owners = [row.article_id for row in _alias_rows(index, key)]
        if key in lines or _owner(index, key) == article_id or _has_led_on(index, name):
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
