"""What a page says of itself in `<meta>`, `<link>`, microdata and RDFa: names to values.

Names are lower case. Sources: Open Graph (ogp.me), article:*, Dublin Core, Twitter cards, Parsely,
HTML microdata (HTML standard, section 5) as far as an article's own properties go.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.extraction.candidates import Candidate
from crawler.extraction.document import Document, Node, ancestors, attribute, css_path
from crawler.extraction.identity import Identity
from crawler.extraction.text import line_of, one_line

_MOST_VALUES = 50
_VALUE_ATTRIBUTES = {
    "meta": "content",
    "link": "href",
    "a": "href",
    "time": "datetime",
    "img": "src",
    "data": "value",
}
_LONGEST_VALUE = 20_000


@dataclass(slots=True)
class Metadata:
    """`<meta>` by name, and `itemprop`/`property` nodes of the article by property."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    properties: dict[str, list[Node]] = field(default_factory=dict)
    identity: Identity | None = None
    """What the page calls itself; None where no page was read."""

    def first(self, *names: str) -> str | None:
        """The first value of the first of these meta names that has any."""
        for name in names:
            if values := self.metas.get(name):
                return values[0]
        return None

    def every(self, *names: str) -> list[str]:
        """All values of these meta names, each once."""
        found = [value for name in names for value in self.metas.get(name, ())]
        return list(dict.fromkeys(found))

    def candidates(self, *names: str) -> list[Candidate]:
        """The values of meta names as candidates, in this order of names."""
        return [
            Candidate(value, "meta", name) for name in names for value in self.metas.get(name, ())
        ]

    def microdata(self, *names: str) -> list[Candidate]:
        """The values of microdata and RDFa properties as candidates."""
        nodes = [node for name in names for node in self.properties.get(name, ())]
        pairs = [(node, property_value(node)) for node in nodes]
        return [Candidate(value, "microdata", css_path(node)) for node, value in pairs if value]


def metadata(document: Document) -> Metadata:
    """The metadata of a page."""
    found = Metadata()
    for node in document.css("meta[content], meta[value]"):
        attributes = node.attributes
        given = attributes.get("content") or attributes.get("value") or ""
        value = one_line(given[:_LONGEST_VALUE])
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (attributes.get(key) or "").strip().lower()
            if name and value and len(found.metas.setdefault(name, [])) < _MOST_VALUES:
                found.metas[name].append(value)
    found.identity = Identity(document, found.metas)
    scopes = _Scopes()
    for node in document.css("[itemprop], [property]"):
        _add_property(node, found, scopes)
    _leave_out_others(found, scopes)
    return found


def property_value(node: Node) -> str | None:
    """The value of a microdata property (HTML standard, 5.2.4), else the text."""
    given = attribute(node, "content") or attribute(node, "datetime")
    name = _VALUE_ATTRIBUTES.get(node.tag or "")
    return given or (attribute(node, name) if name else None) or line_of(node) or None


_NO_SCOPE, _ANOTHER = 0, -1


@dataclass(slots=True)
class _Scopes:
    """The things that properties belong to: `mem_id` of an article's box, or one of the above."""

    known: dict[int, int] = field(default_factory=dict)
    """By the `mem_id` of a box, whose what stands in it is: properties share their boxes."""
    of_property: dict[int, int] = field(default_factory=dict)


def _add_property(node: Node, found: Metadata, scopes: _Scopes) -> None:
    attributes = node.attributes
    names = attributes.get("itemprop") or attributes.get("property") or ""
    if node.tag == "meta" and not attributes.get("itemprop"):
        return
    scope = _scope_of(node, scopes.known)
    if scope == _ANOTHER:
        return
    scopes.of_property[node.mem_id] = scope
    for name in names.split():
        key = name.rpartition(":")[2].rpartition("/")[2].lower()
        if len(found.properties.setdefault(key, [])) < _MOST_VALUES:
            found.properties[key].append(node)


def _scope_of(node: Node, known: dict[int, int]) -> int:
    """The article that a property is of; `_ANOTHER`: a comment, an organisation, a person in it."""
    passed: list[int] = []
    found: int | None = _NO_SCOPE
    for around in ancestors(node):
        name = around.mem_id
        found = known[name] if name in known else _scope_at(around)
        passed.append(name)
        if found is not None:
            break
    whose = _NO_SCOPE if found is None else found
    known.update(dict.fromkeys(passed, whose))
    return whose


def _scope_at(box: Node) -> int | None:
    """Whose the properties right in a box are; None where it is no thing of its own."""
    attributes = box.attributes
    kind = (attributes.get("itemtype") or attributes.get("typeof") or "").lower().rstrip("/")
    if kind.endswith(("article", "posting")):
        return box.mem_id
    if kind:
        return _NO_SCOPE if kind.endswith(("webpage", "creativework")) else _ANOTHER
    if attributes.get("itemscope", "absent") != "absent":
        return _ANOTHER if attributes.get("itemprop") is not None else _NO_SCOPE
    return None


def _leave_out_others(found: Metadata, scopes: _Scopes) -> None:
    """Leave out the properties of the articles that are other pages'."""
    titles: dict[int, str | None] = {}
    urls: dict[int, list[str]] = {}
    for node in (*found.properties.get("headline", ()), *found.properties.get("name", ())):
        scope = scopes.of_property[node.mem_id]
        titles.setdefault(scope, property_value(node))
        urls.setdefault(scope, []).extend(_links_of(node))
    for name in ("url", "mainentityofpage"):
        for node in found.properties.get(name, ()):
            address = attribute(node, "itemid") or property_value(node) or ""
            urls.setdefault(scopes.of_property[node.mem_id], []).append(address)
    own = found.identity
    others = {
        scope
        for scope, title in titles.items()
        if scope > _NO_SCOPE and own is not None and own.is_another(title, urls.get(scope, ()))
    }
    if not others:
        return
    for name, nodes in found.properties.items():
        kept = [node for node in nodes if scopes.of_property[node.mem_id] not in others]
        found.properties[name] = kept


def _links_of(headline: Node) -> list[str]:
    """Where a headline leads that is a link, holds one or is right in one."""
    inner = headline.css_first("a[href]") if headline.tag != "meta" else None
    links = [each for each in (headline, headline.parent, inner) if each is not None]
    return [url for each in links if each.tag == "a" and (url := attribute(each, "href"))]
