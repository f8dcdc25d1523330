"""What a page says of itself in `<meta>`, `<link>`, microdata and RDFa: names to values.

Names are lower case. Sources: Open Graph (ogp.me), article:*, Dublin Core, Twitter cards, Parsely,
HTML microdata (HTML standard, section 5) as far as an article's own properties go.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.extraction.candidates import Candidate
from crawler.extraction.document import Document, Node, ancestors, attribute, css_path
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
    known: dict[int, bool] = {}
    for node in document.css("[itemprop], [property]"):
        _add_property(node, found, known)
    return found


def property_value(node: Node) -> str | None:
    """The value of a microdata property (HTML standard, 5.2.4), else the text."""
    given = attribute(node, "content") or attribute(node, "datetime")
    name = _VALUE_ATTRIBUTES.get(node.tag or "")
    return given or (attribute(node, name) if name else None) or line_of(node) or None


def _add_property(node: Node, found: Metadata, known: dict[int, bool]) -> None:
    attributes = node.attributes
    names = attributes.get("itemprop") or attributes.get("property") or ""
    if node.tag == "meta" and not attributes.get("itemprop"):
        return
    if _belongs_to_another(node, known):
        return
    for name in names.split():
        key = name.rpartition(":")[2].rpartition("/")[2].lower()
        if len(found.properties.setdefault(key, [])) < _MOST_VALUES:
            found.properties[key].append(node)


def _belongs_to_another(node: Node, known: dict[int, bool]) -> bool:
    """Whether the property is of a comment, an organisation, a person … inside the article.

    `known` keeps it of what stands in a box, by the box's `mem_id`: properties share their boxes.
    """
    passed: list[int] = []
    found: bool | None = False
    for around in ancestors(node):
        name = around.mem_id
        found = known[name] if name in known else _holds_another(around)
        passed.append(name)
        if found is not None:
            break
    known.update(dict.fromkeys(passed, bool(found)))
    return bool(found)


def _holds_another(box: Node) -> bool | None:
    """Whether a box is a thing beside the article; None where it is no thing of its own."""
    attributes = box.attributes
    kind = (attributes.get("itemtype") or attributes.get("typeof") or "").lower()
    if kind:
        return not kind.rstrip("/").endswith(("article", "posting", "webpage", "creativework"))
    if attributes.get("itemscope", "absent") != "absent":
        return attributes.get("itemprop") is not None
    return None
