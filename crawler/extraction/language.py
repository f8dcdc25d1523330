"""The language of an article: as its page declares it, and what its text says of that."""

from __future__ import annotations

import re

from archive.records import Provenance, Source
from crawler.extraction.candidates import chosen
from crawler.extraction.document import Document, Node, attribute
from crawler.extraction.json_ld import plain_text
from crawler.extraction.language_words import are_neighbours, language_of, scripts_languages
from crawler.extraction.page import Page
from crawler.items import Candidate

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?$")
_NOT_LANGUAGES = frozenset({"und", "mul", "zxx", "xx", "utf", "eng-us"})
_LEAST_TEXT = 300
"""Characters of a text in Latin letters from which on its language is certain."""
_KINDS = {
    **{"iw": "he", "in": "id", "mo": "ro", "fil": "tl", "prs": "fa", "arz": "ar", "yue": "zh"},
    **{"eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it"},
    **{"rus": "ru", "por": "pt", "nld": "nl", "zho": "zh", "jpn": "ja", "kor": "ko", "ara": "ar"},
    **{"gsw": "de", "nds": "de", "lb": "de", "tur": "tr", "pol": "pl", "fas": "fa", "per": "fa"},
}
_ANOTHER_LANGUAGE = "the text is in another language"
_ANOTHER_SCRIPT = "the text is in another script"


def language(page: Page, text: str) -> tuple[Candidate, Provenance] | None:
    """The BCP 47 tag of the article's language; a region only where markup gives it.

    `text` is the article's, or as much as is known. A declared language gives way where the text is
    in a script that the language is not written in, or is certainly in another language.
    """
    declared = _declared(page)
    possible = scripts_languages(text)
    told = language_of(text) if len(text) >= _LEAST_TEXT or possible is not None else None
    fitting = [each for each in declared if _fits(_base(each.value), possible, told)]
    heard = [Candidate(told, "heuristic", "text")] if told is not None and not fitting else []
    offered = [*fitting, *heard]
    if not offered:
        return None
    others = [*offered[1:], *(each for each in declared if each not in fitting)]
    why = _ANOTHER_SCRIPT if possible is not None else _ANOTHER_LANGUAGE
    return chosen(offered[0], others, _base, why if len(fitting) < len(declared) else None)


def _fits(base: str, possible: frozenset[str] | None, told: str | None) -> bool:
    """Whether a text of this script and language can be in the declared one."""
    if possible is not None and base not in possible:
        return False
    return told is None or base == told or are_neighbours(base, told) or _same(base, told)


def _same(base: str, told: str) -> bool:
    """Whether a code means the language that another code means, or a kind of it."""
    return _KINDS.get(base) == told


def _declared(page: Page) -> list[Candidate]:
    """The languages that the page names, nearest to the article first."""
    root = page.document.first("html")
    article_lang = _article_with_language(page.document)
    meta = page.meta.first("content-language", "language", "dc.language")
    offered: list[tuple[Source, str, str | None]] = [
        ("dom", "article[lang]", attribute(article_lang, "lang")),
        ("dom", "html[lang]", attribute(root, "lang") or attribute(root, "xml:lang")),
        ("json_ld", "$.inLanguage", plain_text((page.article or {}).get("inLanguage"))),
        ("meta", "content-language", meta),
        ("meta", "og:locale", page.meta.first("og:locale")),
    ]
    candidates = []
    for source, locator, raw in offered:
        tag = language_tag(raw, region=locator != "og:locale")
        if raw and tag:
            candidates.append(Candidate(tag, source, locator, raw if raw != tag else None))
    return candidates


def _article_with_language(document: Document) -> Node | None:
    """The first `<article>` with a language of its own, else the first box of an article's text."""
    named = [node for nodes in document.valued.get("lang", {}).values() for node in nodes]
    articles = [node for node in named if node.tag == "article"]
    texts = [node for node in named if node.attributes.get("itemprop") == "articleBody"]
    return min(articles or texts, key=lambda node: document.order[node.mem_id], default=None)


def _base(tag: str) -> str:
    return tag.partition("-")[0]


def language_tag(raw: str | None, *, region: bool = True) -> str | None:
    """A language tag in its canonical case (RFC 5646, 2.1.1); None for what is none."""
    match = _LANGUAGE.match((raw or "").split(",")[0].strip())
    if match is None or match[1].lower() in _NOT_LANGUAGES:
        return None
    parts = [match[1].lower()]
    parts += [match[2].title()] if match[2] else []
    parts += [match[3].upper()] if match[3] and region else []
    return "-".join(parts)
