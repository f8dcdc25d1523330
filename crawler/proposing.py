"""A layout proposed for a page: from where the generic reader found its fields.

The locators in an article's provenance are short paths for people. Here each is led back to its
node, and the node is named by what stays from page to page: ids, classes and attributes made of
words, alone or below one box around it. A selector is proposed only where it names exactly what was
read, and a layout only with rules that together read the page as the generic reader does.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from itertools import islice

from archive.records import Article, PageRecords, Provenance, as_json
from archive.warc.exchange import Exchange
from crawler.extraction.document import Document, Node, ancestors, parse
from crawler.extraction.layout import Layout
from crawler.extraction.selectors import nodes_of
from crawler.extraction.text import line_of
from crawler.reading import normalize, read
from crawler.sites import Site

_FIELDS = {
    # of a layout: where the record tells of its sources
    "headline": "/headline",
    "kicker": "/kicker",
    "standfirst": "/alternative_headline",
    "byline": "/byline",
    "date_published": "/date_published",
    "date_modified": "/date_modified",
    "section": "/article_section",
    "body": "/body",
}
_ABOUT_THE_READING = frozenset(
    {
        *("provenance", "extraction", "reading"),
        *("date_published_raw", "date_modified_raw", "date_published_zone", "date_modified_zone"),
    }
)
"""What of a record tells how it was read, and not what the page says."""
_NAMING = ("itemprop", "data-testid", "data-test", "data-qa", "data-component", "data-dot", "rel")
_PART = re.compile(r"[A-Z]?[a-z]+(?:[A-Z][a-z]+)*|[A-Z]+")
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_SHORT = frozenset({"txt", "btn", "img", "hdr", "ftr", "pg", "c", "o", "m", "b", "js", "hd", "ft"})
"""Words without a vowel, and prefixes, that people write."""
_STATES = re.compile(
    r"(?:^|[-_])(?:active|open|closed|hidden|visible|loaded|lazy|first|last|odd|even)$"
)
_SUFFIX = re.compile(r"__(?=[A-Za-z0-9]{5,8}$)[A-Za-z0-9]*[A-Z0-9]")
"""What a build adds: `Header_section__NokVo`."""
_TELLING_TAGS = ("h1", "main", "article", "time", "address")
_MOST_NAMES = 8
_MOST_SELECTORS = 300
_MOST_LEVELS = 6


def proposed(exchange: Exchange, name: str, domain: str) -> Layout | None:
    """The layout of an article's page; None where nothing of it can be named so that it stays."""
    generic = _read(exchange, None)
    article = generic.article
    if article is None:
        return None
    document = parse(exchange.body, exchange.url, exchange.charset)
    rules = {
        field: (selector,)
        for field, pointer in _FIELDS.items()
        if (selector := _selector_of(document, article, pointer)) is not None
    }
    fingerprint = tuple(rules[field][0] for field in ("headline", "body") if field in rules)
    if not fingerprint:
        return None
    year = (exchange.fetched_at or article.date_published or "")[:4]
    layout = Layout(name=year or "first", fingerprint=fingerprint, **rules)  # type: ignore[arg-type]
    return _agreeing(layout, exchange, generic, Site(name=name, domains=(domain,)))


def _read(exchange: Exchange, site: Site | None) -> PageRecords:
    return normalize(read(exchange, site), exchange, None, site)


def _agreeing(
    layout: Layout, exchange: Exchange, generic: PageRecords, site: Site
) -> Layout | None:
    """The layout with each rule beside which those before it still read what they read without it.

    Rules work together: a body that begins elsewhere has another standfirst above it.
    """
    said = _said(generic)
    kept = Layout(name=layout.name, fingerprint=layout.fingerprint)
    for field in _FIELDS:
        if not layout.selectors(field):
            continue
        more = dataclasses.replace(kept, **{field: layout.selectors(field)})  # type: ignore[arg-type]
        if _said(_read(exchange, dataclasses.replace(site, layouts=(more,)))) == said:
            kept = more
    return kept if any(kept.selectors(field) for field in _FIELDS) else None


def _said(records: PageRecords) -> dict[str, object]:
    """Everything that a page was found to say: every field, its comments, and the warnings."""
    article = records.article
    if article is None:
        return {}
    told = {
        name: value for name, value in as_json(article).items() if name not in _ABOUT_THE_READING
    }
    warnings = article.extraction.warnings if article.extraction else ()
    comments = [(each.text, each.author, each.date_created) for each in records.comments]
    return {**told, "comments": comments, "warnings": warnings}


def _selector_of(document: Document, article: Article, pointer: str) -> str | None:
    found = article.provenance.get(pointer)
    node = _node_of(document, found) if found else None
    return selector_for(document, node) if node is not None else None


def _node_of(document: Document, found: Provenance) -> Node | None:
    """The node that a value was read from, or one that says the same; None for metadata."""
    paths = [found.locator] if found.source in ("dom", "heuristic") else []
    paths += [each.partition(":")[2] for each in found.agree if each.startswith("dom:")]
    for path in paths:
        try:
            nodes = nodes_of(document, path)
        except ValueError:
            continue
        same = [node for node in nodes if found.raw and line_of(node) == found.raw]
        if len(nodes) == 1 or same:
            return (same or nodes)[0]
    return None


def selector_for(document: Document, node: Node) -> str | None:
    """A selector of stable names that names this node and no other; None where there is none."""
    for selector in islice(_candidates(node), _MOST_SELECTORS):
        if [each.mem_id for each in nodes_of(document, selector)] == [node.mem_id]:
            return selector
    return None


def _candidates(node: Node) -> Iterator[str]:
    """Selectors for a node, the simplest first: its own names, then below one box around it."""
    tag = str(node.tag)
    own = _names(node)
    yield from own
    yield from (f"{tag}{name}" for name in own)
    if tag in _TELLING_TAGS:
        yield tag
    around = [_names(box) for box in islice(ancestors(node), _MOST_LEVELS)]
    for names in around:
        yield from (f"{outer} {inner}" for outer in names for inner in [*own, tag])
    yield from (f"{outer} > {inner}" for outer in around[0] for inner in [*own, tag])


def _names(node: Node) -> list[str]:
    """What a node is called by that stays from page to page; a few."""
    attributes = node.attributes
    values = ((name, attributes.get(name) or "") for name in _NAMING)
    names = [f"[{name}='{value}']" for name, value in values if _is_stable(value)]
    if _is_stable(attributes.get("id") or ""):
        names.append(f"#{attributes['id']}")
    classes = (attributes.get("class") or "").split()
    return (names + [f".{each}" for each in classes if _is_stable(each)])[:_MOST_NAMES]


def _is_stable(name: str) -> bool:
    """Whether a name is words of people and not of a build: `story-title`, not `css-1x2y`, `e_bU`."""
    if not 3 <= len(name) <= 60 or _STATES.search(name) or _SUFFIX.search(name):
        return False
    parts = [part for part in re.split(r"[-_]+", name) if part]
    return all(map(_is_of_words, parts)) and any(len(part) > 2 for part in parts)


def _is_of_words(part: str) -> bool:
    """`title`, `articleBody`, `Teaser`, `FAQ`, `txt`; not `qACfp`, `1x2`, `jP`."""
    if not _PART.fullmatch(part):
        return False
    return all(_VOWEL.search(word) or word.lower() in _SHORT for word in _CAMEL.findall(part))
