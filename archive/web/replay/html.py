"""An archived HTML document for viewing: its URLs lead to the replay port at the same moment.

Values are replaced where they stand; the rest of the document keeps its bytes. What would reach the
live web without being fetched as a resource (DNS hints) is cut, as is what would keep rewritten
resources from loading (integrity, crossorigin, the page's own policy). Scripts are not touched:
the sandbox of the answer keeps them from running.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.web.replay import address
from archive.web.replay.links import Base
from archive.web.replay.markup import Attribute, Tag, resolved, start_tags
from archive.web.replay.values import (
    ATTRIBUTES,
    as_written,
    decoded,
    is_bytes,
    is_late_stylesheet,
    new_value,
    rewrite_sheet,
)

_DEPTH = 3  # of documents inside srcdoc attributes


def rewrite_html(document: bytes, base: Base) -> bytes:
    """The document with its links rewritten, in the encoding it came in."""
    return _rewritten(document.decode("latin-1"), base, _DEPTH).encode("latin-1")


def rewrite_stylesheet(sheet: bytes, base: Base) -> bytes:
    """A stylesheet with its URLs rewritten, in the encoding it came in."""
    return rewrite_sheet(sheet.decode("latin-1"), base).encode("latin-1")


def _rewritten(document: str, base: Base, depth: int) -> str:
    tags = list(start_tags(document))
    base = _document_base(tags, base)
    pieces: list[str] = []
    position = 0
    for change in _changes(document, tags, base, depth):
        pieces.append(document[position : change.start])
        pieces.append(change.text)
        position = change.end
    pieces.append(document[position:])
    return "".join(pieces)


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    end: int
    text: str


def _document_base(tags: list[Tag], base: Base) -> Base:
    for tag in tags:
        if tag.name == "base" and (href := tag.get("href")):
            return base.moved(decoded(href, base))
    return base


def _changes(document: str, tags: list[Tag], base: Base, depth: int) -> Iterator[_Change]:
    for tag in tags:
        if _is_cut(tag):
            yield _Change(tag.start, tag.end, "")
            continue
        yield from _lazy_source(tag, base)
        for attribute in tag.attributes:
            yield from _attribute_change(tag, attribute, base, depth)
        if tag.name == "style":
            text = document[tag.end : tag.text_end]
            yield _Change(tag.end, tag.text_end, rewrite_sheet(text, base))


_HINTS = {"dns-prefetch", "preconnect", "prefetch", "prerender", "preload", "modulepreload"}
_KEPT_DIRECTIVES = {"content-type", "refresh", "content-language", "default-style"}


def _is_cut(tag: Tag) -> bool:
    if tag.name == "link":
        relations = (tag.get("rel") or "").lower().split()
        return not _HINTS.isdisjoint(relations) and not is_late_stylesheet(tag)
    if tag.name == "meta":
        directive = tag.get("http-equiv")
        return directive is not None and directive.strip().lower() not in _KEPT_DIRECTIVES
    return False


_CUT_ATTRIBUTES = {"integrity", "crossorigin", "ping", "nonce", "manifest", "sandbox", "csp"}
_OUTWARD = {"_blank", "_top", "_parent"}


def _attribute_change(tag: Tag, attribute: Attribute, base: Base, depth: int) -> Iterator[_Change]:
    if attribute.name in _CUT_ATTRIBUTES or _leads_out(attribute):
        yield _Change(attribute.start, attribute.end, "")
        return
    if not attribute.value:
        return
    value = resolved(attribute.value)
    if attribute.name == "srcdoc" and depth:
        new = _rewritten(value, base, depth - 1) if is_bytes(value) else value
    else:
        new = new_value(tag, attribute.name, value, base)
    if new != value:
        yield _Change(attribute.start, attribute.end, f'{attribute.name}="{as_written(new)}"')


def _leads_out(attribute: Attribute) -> bool:
    """The frame that shows the page has no windows to open: such links stay in the frame."""
    return attribute.name == "target" and (attribute.value or "").strip().lower() in _OUTWARD


_LAZY = {
    "data-src": "src",
    "data-lazy-src": "src",
    "data-original": "src",
    "data-srcset": "srcset",
    "data-lazy-srcset": "srcset",
}


def _lazy_source(tag: Tag, base: Base) -> Iterator[_Change]:
    """The real picture in front of a placeholder: of two equal attributes the first one counts."""
    if tag.name not in ("img", "source"):
        return
    at = tag.start + 1 + len(tag.name)
    for lazy, name in _LAZY.items():
        value = tag.get(lazy)
        if value and _is_placeholder(tag.get(name)):
            new = ATTRIBUTES[name](value, base, address.IMAGE)
            yield _Change(at, at, f' {name}="{as_written(new)}"')


def _is_placeholder(value: str | None) -> bool:
    return not value or value.lstrip().startswith(("data:", "about:"))
