"""What an XPath expression gives on a page: nodes and attributes, or a text, number or truth value.

Bounded: an expression may look at so many nodes, as the pages are hostile and rules may ask for all
nodes inside of all nodes; beyond that it gives nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple

from crawler.extraction.document import Document, Node, ancestors
from crawler.extraction.xpath.functions import (
    FUNCTIONS,
    LONGEST,
    OF_TEXTS,
    OF_THE_CONTEXT,
    ON_THE_CONTEXT,
    compared,
    item_text,
    number_of,
    text_of,
    truth_of,
)
from crawler.extraction.xpath.syntax import (
    Binary,
    Call,
    Expression,
    Literal,
    Path,
    Step,
    Union,
)

MOST_NODES = 300_000
_SIGNS_OF_A_NODE = 1000


class Attribute(NamedTuple):
    """An attribute of a node."""

    node: Node
    name: str
    value: str


class _Root:
    """The document itself, above `<html>`."""


Item = Node | Attribute | _Root
_ROOT = _Root()


class _TooMany(Exception):
    pass


@dataclass
class Budget:
    """How much may still be looked at: nodes, and a thousand signs of a text like a node."""

    left: int = MOST_NODES

    def spend(self, nodes: Iterable[Any]) -> Iterator[Any]:
        for node in nodes:
            self.left -= 1
            if self.left < 0:
                raise _TooMany
            yield node

    def text_of(self, value: Any) -> str:
        """A value as a text."""
        text = item_text(value[0]) if isinstance(value, list) and value else text_of(value)
        self.left -= len(text) // _SIGNS_OF_A_NODE
        if self.left < 0:
            raise _TooMany
        return text[:LONGEST]


@dataclass(frozen=True)
class _Context:
    document: Document
    budget: Budget
    item: Item
    position: int = 1
    size: int = 1


def evaluate(
    document: Document,
    expression: Expression,
    within: Node | None = None,
    budget: Budget | None = None,
) -> list[Any] | str | float | bool:
    """What an expression gives, nodes in order of the page. Never raises.

    A budget may be shared by many calls; when it is spent, they give nothing.
    """
    begin = within if within is not None else _ROOT
    context = _Context(document, budget if budget is not None else Budget(), begin)
    try:
        found = _value(expression, context)
    except _TooMany:
        return []
    if isinstance(found, list):
        return [item for item in found if not isinstance(item, _Root)]
    return found  # type: ignore[no-any-return]


def _value(expression: Expression, context: _Context) -> Any:
    match expression:
        case Literal(value):
            return value
        case Path():
            return _of_path(expression, context)
        case Union(parts):
            values = (_value(part, context) for part in parts)
            return _in_order(context, [item for each in values for item in _nodes(each)])
        case Binary():
            return _of_binary(expression, context)
        case Call():
            return _of_call(expression, context)


def _nodes(value: Any) -> list[Item]:
    """A value as nodes; a text or a number is none."""
    return value if isinstance(value, list) else []


def _of_binary(expression: Binary, context: _Context) -> Any:
    operator = expression.operator
    left = _value(expression.left, context)
    if operator in ("and", "or"):
        known = truth_of(left)
        if known == (operator == "or"):
            return known
        return truth_of(_value(expression.right, context))
    right = _value(expression.right, context)
    if operator in ("+", "-"):
        one, other = (number_of(_plain(each, context)) for each in (left, right))
        return one + other * (1 if operator == "+" else -1)
    return compared(operator, *(_texts(each, context) for each in (left, right)))


def _plain(value: Any, context: _Context) -> Any:
    """Nodes and texts as a text; a number or a truth value as it is."""
    return value if isinstance(value, float | bool) else context.budget.text_of(value)


def _texts(value: Any, context: _Context) -> Any:
    """The texts of nodes, which are compared; another value as it is."""
    if not isinstance(value, list):
        return value
    return [context.budget.text_of([item]) for item in context.budget.spend(value)]


def _of_call(expression: Call, context: _Context) -> Any:
    name, arguments = expression.name, expression.arguments
    if name in OF_THE_CONTEXT and not arguments:
        return float(context.position if name == "position" else context.size)
    function = FUNCTIONS[name][2]
    values = [_value(each, context) for each in arguments]
    if not values and name in ON_THE_CONTEXT:
        values = [[context.item]]
    if name in OF_TEXTS:
        values = [_plain(each, context) for each in values]
    return function(*values)


def _of_path(path: Path, context: _Context) -> list[Item]:
    items: list[Item] = [context.item]
    if path.is_absolute:
        items = [_ROOT]
    elif path.start is not None:
        items = _filtered(_nodes(_value(path.start, context)), path.predicates, context)
    for step in path.steps:
        items = _stepped(items, step, context)
    return items


def _stepped(items: list[Item], step: Step, context: _Context) -> list[Item]:
    """What a step leads to from each of some items, in order of the page, each once."""
    found: list[Item] = []
    for group in _groups(items, step, context):
        tested = [item for item in group if _passes(item, step)]
        found += _filtered(tested, step.predicates, context)
    is_sorted = len(items) == 1 and not step.is_deep and step.axis not in _BACKWARDS
    return found if is_sorted else _in_order(context, found)


_BACKWARDS = ("ancestor", "ancestor-or-self", "preceding-sibling")


def _groups(items: list[Item], step: Step, context: _Context) -> Iterator[list[Item]]:
    """The items to which a step's predicates are applied together, in the axis's own order."""
    spend = context.budget.spend
    if not step.is_deep:
        for item in items:
            yield list(spend(_along(step.axis, item, context)))
        return
    everything = _distinct(
        each for item in items for each in spend(_along("descendant-or-self", item, context))
    )
    if step.axis != "child":
        for item in everything:
            yield list(spend(_along(step.axis, item, context)))
        return
    # the children of all that is inside are all that is inside, by their parents
    begun = {item.mem_id for item in items if isinstance(item, Node)}
    nodes = [item for item in everything if isinstance(item, Node)]
    kept = [
        node for node in nodes if node.mem_id not in begun or _below_another(node, begun, spend)
    ]
    if not step.predicates:
        yield list(kept)
        return
    kept.sort(key=lambda node: node.parent.mem_id if node.parent is not None else 0)
    for _, group in groupby(kept, key=lambda node: node.parent.mem_id if node.parent else 0):
        yield list(group)


def _below_another(
    node: Node, begun: set[int], spend: Callable[[Iterable[Node]], Iterator[Node]]
) -> bool:
    return any(box.mem_id in begun for box in spend(ancestors(node)))


def _along(axis: str, item: Item, context: _Context) -> Iterable[Item]:  # noqa: PLR0912  # a table
    if isinstance(item, _Root):
        root = context.document.tree.root
        if root is None:
            return ()
        if axis == "child":
            return (root,)
        if axis in ("descendant", "descendant-or-self"):
            whole: list[Item] = [_ROOT] if axis.endswith("self") else []
            return [*whole, *_inside(root, itself=True)]
        return (_ROOT,) if axis in ("self", "ancestor-or-self") else ()
    if isinstance(item, Attribute):
        if axis in ("parent", "self"):
            return (item.node,) if axis == "parent" else (item,)
        return ()
    match axis:
        case "child":
            return item.iter(include_text=True)
        case "descendant":
            return _inside(item, itself=False)
        case "descendant-or-self":
            return _inside(item, itself=True)
        case "self":
            return (item,)
        case "parent":
            return (item.parent,) if item.parent is not None else ()
        case "ancestor":
            return ancestors(item)
        case "ancestor-or-self":
            return (item, *ancestors(item))
        case "attribute":
            return (Attribute(item, name, value or "") for name, value in item.attributes.items())
        case "following-sibling":
            return _siblings(item, "next")
        case _:
            return _siblings(item, "prev")


def _inside(node: Node, itself: bool) -> Iterator[Node]:
    for each in node.traverse(include_text=True):
        if itself or each.mem_id != node.mem_id:
            yield each


def _siblings(node: Node, way: str) -> Iterator[Node]:
    beside = getattr(node, way)
    while beside is not None:
        yield beside
        beside = getattr(beside, way)


def _passes(item: Item, step: Step) -> bool:
    test = step.test
    if isinstance(item, Attribute):
        return test in ("*", "node()", item.name)
    if isinstance(item, _Root):
        return test == "node()"
    if test == "node()":
        return True
    if test == "text()":
        return item.is_text_node
    if not item.is_element_node:
        return False
    return test in ("*", item.tag)


def _filtered(
    items: list[Item], predicates: tuple[Expression, ...], context: _Context
) -> list[Item]:
    for predicate in predicates:
        size = len(items)
        kept: list[Item] = []
        for position, item in enumerate(context.budget.spend(items), 1):
            inner = replace(context, item=item, position=position, size=size)
            found = _value(predicate, inner)
            is_number = isinstance(found, float) and not isinstance(found, bool)
            if found == position if is_number else truth_of(found):
                kept.append(item)
        items = kept
    return items


def _key(item: Item) -> object:
    if isinstance(item, Node):
        return item.mem_id
    return (item.node.mem_id, item.name) if isinstance(item, Attribute) else 0


def _distinct(items: Iterable[Item]) -> list[Item]:
    return list({_key(item): item for item in items}.values())


def _in_order(context: _Context, items: list[Item]) -> list[Item]:
    order = context.document.order

    def place(item: Item) -> int:
        node = item.node if isinstance(item, Attribute) else item
        return order.get(node.mem_id, 0) if isinstance(node, Node) else -1

    return sorted(_distinct(items), key=place)
