"""The comparison of two records that are no revisions of one article: other addresses, or files.

Rules
- Records with addresses that have none in common are of two articles; a file may have none.
- Two articles in different languages, or of which one names the other as its translation, are not
  compared: a comparison of words says nothing about them.
- Between two articles nothing is an edit: no event is silent, and readers' comments are left out.
"""

from __future__ import annotations

import dataclasses

from archive.diff.comparing import compare
from archive.diff.events import Comparison, Interval
from archive.diff.state import State
from archive.records import Article
from archive.urls import article_key

NOTE = "Two articles are compared, not two states of one: no difference is an edit."


def translated(old: Article, new: Article) -> str | None:
    """How the two are translations of each other, in a few words; None where they are not."""
    if _keys(old) & _keys(new):
        return None
    old_language, new_language = _language(old, new), _language(new, old)
    named = _named_in(old, new) or _named_in(new, old)
    if old_language and new_language and old_language != new_language:
        how = "one names the other as its translation" if named else "their languages differ"
        return f"{old_language} and {new_language}: {how}"
    if named and not (old_language and new_language):
        return "one names the other as its translation"
    return None


def compare_apart(old: State, new: State) -> Comparison:
    """What differs between two records; see the rules for two articles."""
    if _one_article(old.article, new.article):
        return compare(old.article, new.article, old.comments, new.comments)
    found = compare(old.article, new.article)
    events = tuple(dataclasses.replace(event, silent=False) for event in found.events)
    never = Interval(after=None, before=None)
    return dataclasses.replace(found, events=events, observed=never, notes=(NOTE, *found.notes))


def _one_article(old: Article, new: Article) -> bool:
    before, after = _keys(old), _keys(new)
    return old.article_id == new.article_id or not (before and after) or bool(before & after)


def _keys(article: Article) -> set[str]:
    return {key for key in map(_key, (article.url, article.canonical_url)) if key}


def _key(url: str | None) -> str | None:
    try:
        return article_key(url) if url else None
    except ValueError:  # a file, or no address at all
        return None


def _language(article: Article, other: Article) -> str | None:
    """The language declared, to script: `zh-hant`; else the one that the other names it by."""
    declared = article.in_language or next(
        (one.in_language for one in other.work_translation if _key(one.url) in _keys(article)), None
    )
    if not declared:
        return None
    first, *rest = declared.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), None)
    return f"{first}-{script}" if script else first


def _named_in(article: Article, other: Article) -> bool:
    keys = _keys(other)
    return any(_key(one.url) in keys for one in article.work_translation)
