"""Whether an article is free to read, as far as its page says so: `is_free`.

Said by schema.org's `isAccessibleForFree` (of the article, or of the part that `hasPart` names as
paid), by `article:content_tier`, and by the names that publishing systems give such a flag. What a
page says nothing of stays unknown: no wall, box or script is taken for a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.records import Provenance, Source
from crawler.extraction.candidates import choose
from crawler.extraction.json_ld import JsonNode, listed
from crawler.extraction.page import Page
from crawler.items import Candidate

_YES = frozenset({"true", "yes", "1", "ja", "oui", "si"})
_NO = frozenset({"false", "no", "0", "nein", "non"})
_FREE_TIERS = frozenset({"free", "open", "unlocked"})
_PAID_TIERS = frozenset(
    {"locked", "metered", "premium", "paid", "abo", "subscriber", "subscription"}
)
_TIER = re.compile(r"(?:content[_-]?tier|article[_-]access[_-]status)$")
_PAID = re.compile(
    r"(?:^|[:._-])(?:is[_-]?)?(?:premium|paid(?:content)?|paywall(?:ed)?|behindpaywall)$"
)
_FREE = re.compile(r"(?:^|[:._-])is(?:accessibleforfree|free)$")
_MOST_ARTICLES = 5


def is_free(page: Page) -> tuple[Candidate, Provenance] | None:
    """`true` or `false` where the page says whether one must pay; None where it does not say."""
    articles = ([page.article] if page.article else []) + page.linked.articles()[:_MOST_ARTICLES]
    offered = [each for node in articles for each in _of_article(page, node)]
    for candidate in page.meta.microdata("isaccessibleforfree"):
        offered += _flag(candidate.value, "microdata", candidate.locator)
    return choose([*offered, *_of_metas(page)])


def _of_article(page: Page, node: JsonNode) -> Iterator[Candidate]:
    """What the article says of itself; where it says nothing, what its paid part does."""
    said = _flag(node.get("isAccessibleForFree"), "json_ld", "$.isAccessibleForFree")
    if said:
        yield from said
        return
    for part in listed(node.get("hasPart"))[:10]:
        whole = page.linked.resolved(part)
        value = whole.get("isAccessibleForFree") if isinstance(whole, dict) else None
        for each in _flag(value, "json_ld", "$.hasPart.isAccessibleForFree"):
            if each.value == "false":
                yield each


def _of_metas(page: Page) -> Iterator[Candidate]:
    for name, values in page.meta.metas.items():
        if _TIER.search(name):
            yield from _tier(values[0], name)
        elif _PAID.search(name):
            yield from (_turned(each) for each in _flag(values[0], "meta", name))
        elif _FREE.search(name):
            yield from _flag(values[0], "meta", name)


def _tier(value: str, name: str) -> Iterator[Candidate]:
    tier = value.strip().lower()
    if tier in _FREE_TIERS:
        yield Candidate("true", "meta", name, value)
    elif tier in _PAID_TIERS:
        yield Candidate("false", "meta", name, value)


def _flag(value: object, source: Source, locator: str) -> list[Candidate]:
    """A flag as `true` or `false`; nothing for what is none."""
    text = str(value).strip().lower().rpartition("/")[2]
    if text not in _YES and text not in _NO:
        return []
    said = "true" if text in _YES else "false"
    return [Candidate(said, source, locator)]


def _turned(flag: Candidate) -> Candidate:
    return Candidate("false" if flag.value == "true" else "true", flag.source, flag.locator)
