"""JSON-LD of a page, as far as it can be read (JSON-LD 1.1, section 7.1: embedding in HTML).

Rules: one broken script never loses another; what is nearly JSON (`lenient_json`; HTML entities, a
CDATA or comment wrapper) is read; size, number of scripts and number of nodes are bounded;
`{"@id": …}` is followed inside the page only.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from crawler.extraction.document import Document, Node
from crawler.extraction.lenient_json import lenient_values
from crawler.extraction.text import one_line, words

MAX_SCRIPT = 2 * 1024 * 1024
MAX_SCRIPTS = 60
MAX_NODES = 3000

ARTICLE_TYPES = words(
    "Article NewsArticle BlogPosting LiveBlogPosting ReportageNewsArticle AnalysisNewsArticle "
    "AskPublicNewsArticle BackgroundNewsArticle OpinionNewsArticle ReviewNewsArticle Report "
    "AdvertiserContentArticle SatiricalArticle ScholarlyArticle TechArticle SocialMediaPosting "
    "DiscussionForumPosting Posting"
)
_WRAPPER = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*$")
_ENTITIES = re.compile(r"[{\[]\s{0,200}(?:\{\s{0,200})?&(?:quot|#34|#x22);", re.I)
_MARKUP = re.compile(r"<[^<>]{1,500}>")

_PROPERTIES = {
    name.lower(): name
    for name in words(
        "headline alternativeHeadline name description articleBody articleSection datePublished "
        "dateModified dateCreated author creator publisher keywords image inLanguage url "
        "mainEntityOfPage isAccessibleForFree hasPart"
    )
}
"""schema.org's own spelling of the properties that are read (`headLine` is one page's)."""

JsonNode = dict[str, Any]


@dataclass(slots=True)
class LinkedData:
    """Every node of a page's JSON-LD in order of the page, and the nodes by their `@id`."""

    nodes: list[JsonNode] = field(default_factory=list)
    by_id: dict[str, JsonNode] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    of_lists: set[int] = field(default_factory=set)
    """`id` of every node that an `ItemList` holds, at any depth."""

    def is_of_list(self, node: JsonNode) -> bool:
        """Whether a node is one of a list's: a teaser of another page, unless it names this one."""
        return id(node) in self.of_lists

    def resolved(self, value: object) -> object:
        """The node that `{"@id": …}` points to in this page, or the value itself."""
        if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
            return self.by_id.get(str(value.get("@id")), value)
        return value

    def articles(self) -> list[JsonNode]:
        """The nodes that are articles, nearest to the top of their script first."""
        return [node for node in self.nodes if types_of(node) & ARTICLE_TYPES]


def _type_of(script: Node) -> str:
    return (script.attributes.get("type") or "").lower()


def linked_data(document: Document) -> LinkedData:
    """The JSON-LD of a page."""
    found = LinkedData()
    scripts = (each for each in document.css("script") if "ld+json" in _type_of(each))
    for script in islice(scripts, MAX_SCRIPTS):
        text = script.text(deep=True)
        for value in _values(text, found.warnings):
            _collect(value, found)
    return found


def types_of(node: JsonNode) -> set[str]:
    """The node's types without their namespace."""
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return {name.rpartition("/")[2].rpartition(":")[2] for name in names if isinstance(name, str)}


def plain_text(value: object) -> str | None:
    """A JSON value as one line of text: entities and tags undone; None where there is none."""
    if isinstance(value, dict):
        value = value.get("@value", value.get("name"))
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    text = html.unescape(html.unescape(str(value)[:20_000]))
    return one_line(_MARKUP.sub(" ", text) if "<" in text else text) or None


def listed(value: object) -> list[object]:
    """A value that may be one thing, several or none, as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _values(text: str, warnings: list[str]) -> Iterator[object]:
    if len(text) > MAX_SCRIPT:
        warnings.append("a JSON-LD script is too long and was not read")
        return
    if not text.strip():
        return
    bare = _WRAPPER.sub("", _WRAPPER.sub("", text.strip().lstrip("\ufeff"))).strip().rstrip(";")
    for attempt in (text, bare):
        try:
            yield json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return
    yield from _mended(html.unescape(bare) if _ENTITIES.match(bare) else bare, warnings)


def _mended(text: str, warnings: list[str]) -> Iterator[object]:
    """What can be read of a script that is no JSON."""
    read = lenient_values(text)
    whole = [value for value in read.values if value]
    yield from whole
    if read.broken or not whole:
        told = ": read as far as it is certain" if whole else ""
        warnings.append(f"a JSON-LD script is broken{told}")


def _collect(value: object, found: LinkedData) -> None:
    """Add every node in a value, breadth first: what stands at the top comes first."""
    queue: list[object] = [value]
    for each in queue:
        if len(found.nodes) >= MAX_NODES or len(queue) > MAX_NODES * 20:
            found.warnings.append("JSON-LD has too many nodes: the rest is not read")
            return
        if isinstance(each, list):
            if id(each) in found.of_lists:
                found.of_lists.update(map(id, each))
            queue.extend(each)
        elif isinstance(each, dict):
            _add(each, found)
            inner = [value for value in each.values() if isinstance(value, dict | list)]
            if found.is_of_list(each) or "ItemList" in types_of(each):
                found.of_lists.update(map(id, inner))
            queue.extend(inner)


def _add(node: JsonNode, found: LinkedData) -> None:
    found.nodes.append(node)
    if types_of(node) & ARTICLE_TYPES:
        _name_as_schema_org(node)
    name = node.get("@id")
    if isinstance(name, str) and (len(node) > 2 or name not in found.by_id):
        found.by_id.setdefault(name, node)
        if len(node) > len(found.by_id[name]):
            found.by_id[name] = node


def _name_as_schema_org(node: JsonNode) -> None:
    """Give an article's properties the names that schema.org spells otherwise."""
    for key in list(node):
        name = _PROPERTIES.get(key.rpartition(":")[2].rpartition("/")[2].lower())
        if name is not None and name not in node:
            node[name] = node[key]
