"""The body that a layout's rule names, beside the one that the generic reader found.

A rule that no longer fits finds no body, or a scrap of one: then the generic reader's is taken.
"""

from __future__ import annotations

from crawler.extraction.body import Scope
from crawler.extraction.boilerplate import is_boilerplate
from crawler.extraction.document import Node
from crawler.extraction.outline import Box, Outline, Unit
from crawler.extraction.rules import NOTHING, Rules
from crawler.extraction.selectors import nodes_of

_LEAST_PROSE = 140
_SCRAP, _PART = 0.25, 0.5
_SCRAP_FOUND = "found a scrap of what the generic reader has"
_MOST_BOXES = 2000
_NO_TEXT = ("form", "nav", "button")


def layout_scope(rules: Rules, generic: Scope | None) -> Scope | None:
    """The scope of the first selector that names a body; else the generic reader's."""
    found = rules.page.outline
    scraps = 0
    for selector in rules.selectors("body"):
        scope = _scope_of(found, nodes_of(rules.page.document, selector), rules.excluded)
        if scope is None:
            continue
        if _is_scrap(scope, generic):
            scraps += 1
            continue
        if generic is not None and _prose(scope) < _prose(generic) * _PART:
            rules.miss("body", "found less than half of what the generic reader has")
        return scope
    rules.miss("body", _SCRAP_FOUND if scraps else NOTHING)
    return generic if scraps else _without(rules, generic)


def _is_scrap(scope: Scope, generic: Scope | None) -> bool:
    """Whether a rule's body is hardly any text where the generic reader has a whole article."""
    here, there = _prose(scope), _prose(generic) if generic else 0.0
    return here < there * _SCRAP or (here < _LEAST_PROSE <= there)


def _prose(scope: Scope) -> float:
    return sum(unit.prose for unit in scope.units)


def _without(rules: Rules, scope: Scope | None) -> Scope | None:
    """A scope without what a layout leaves out, where that leaves most of its prose."""
    if scope is None or not rules.excluded:
        return scope
    units = [unit for unit in scope.units if not _stands_in(unit, rules.excluded)]
    kept = Scope(scope.root, units)
    if _prose(kept) > _prose(scope) * _SCRAP:
        return kept
    rules.miss("exclude", "leaves nothing of the body")
    return scope


def _stands_in(unit: Unit, boxes: set[int]) -> bool:
    return any(box.node.mem_id in boxes for box in unit.box.lineage())


def _scope_of(found: Outline, nodes: list[Node], excluded: set[int]) -> Scope | None:
    """The scope that nodes make; None where there is no prose in them."""
    wanted = {node.mem_id for node in nodes[:_MOST_BOXES]}
    roots = [found.box_of[each] for each in wanted if each in found.box_of]
    if not any(box.all_prose for box in roots):
        return None
    units = [unit for unit in found.units if _is_of(unit, wanted, excluded)]
    if not any(unit.prose for unit in units):
        return None
    return Scope(_around(roots), units)


def _around(roots: list[Box]) -> Box:
    """The innermost box that holds all of some."""
    first, *others = (list(box.lineage())[::-1] for box in roots)
    depth = len(first)
    for lineage in others:
        pairs = zip(first[:depth], lineage, strict=False)
        depth = next((at for at, (one, two) in enumerate(pairs) if one is not two), depth)
        depth = min(depth, len(lineage))
    return first[depth - 1]


def _is_of(unit: Unit, wanted: set[int], excluded: set[int]) -> bool:
    """Whether a unit stands in a wanted box, and in nothing inside it that is not of the body."""
    is_of, structured = False, False
    for box in unit.box.lineage():
        if box.node.mem_id in excluded:
            return False
        if is_of:
            continue
        if box.node.mem_id in wanted:
            is_of = True
            continue
        if box.comments or box.furniture or box.tag in _NO_TEXT:
            return False
        structured = structured or box.tag in ("blockquote", "table")
        if unit.kind == "text" and box.tag in ("figure", "figcaption") and not structured:
            return False
    return is_of and (unit.box.node.mem_id in wanted or not is_boilerplate(unit))
