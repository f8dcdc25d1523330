"""The functions of XPath 1.0 (4) that rules use, and three of 2.0, on values that are ready.

A value is a text, a number, a truth value, or a list of nodes, whose text is the first one's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from crawler.extraction.document import Node

LONGEST = 200_000


def text_of(value: Any) -> str:
    """A value as a text (4.2)."""
    if isinstance(value, list):
        return item_text(value[0])[:LONGEST] if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return str(value)


def item_text(item: Any) -> str:
    """The text of a node or an attribute, which may be that of the whole page."""
    if isinstance(item, Node):
        return (item.text_content if item.is_text_node else item.text(deep=True)) or ""
    return str(item.value)


def number_of(value: Any) -> float:
    """A value as a number (4.4); NaN where it is none."""
    if isinstance(value, bool):
        return float(value)
    try:
        return value if isinstance(value, float) else float(text_of(value).strip())
    except ValueError:
        return math.nan


def truth_of(value: Any) -> bool:
    """A value as a truth value (4.3)."""
    return bool(value) and not (isinstance(value, float) and math.isnan(value))


def _spaced(value: Any) -> str:
    return " ".join(text_of(value).split())


def _substring(text: Any, begin: Any, length: Any = math.inf) -> str:
    first, most = number_of(begin), number_of(length)
    if math.isnan(first) or math.isnan(most):
        return ""
    end = math.inf if math.isinf(most) else round(first) + round(most)
    start = max(1, round(first)) - 1
    whole = text_of(text)
    return whole[start : len(whole) if math.isinf(end) else max(0, int(end) - 1)]


def _translated(text: Any, signs: Any, others: Any) -> str:
    by, instead = text_of(signs), text_of(others)
    table: dict[int, str | None] = {}
    for place, sign in enumerate(by):
        table.setdefault(ord(sign), instead[place] if place < len(instead) else None)
    return text_of(text).translate(table)


def _before(text: Any, mark: Any) -> str:
    head, found, _ = text_of(text).partition(text_of(mark)) if text_of(mark) else ("", "", "")
    return head if found else ""


def _after(text: Any, mark: Any) -> str:
    return text_of(text).partition(text_of(mark))[2] if text_of(mark) else text_of(text)


def _name(nodes: Any) -> str:
    first = nodes[0] if isinstance(nodes, list) and nodes else None
    return (first.tag or "") if isinstance(first, Node) else getattr(first, "name", "")


FUNCTIONS: Mapping[str, tuple[int, int, Callable[..., Any]]] = {
    # name: least and most arguments, and what it gives
    "contains": (2, 2, lambda text, part: text_of(part) in text_of(text)),
    "starts-with": (2, 2, lambda text, part: text_of(text).startswith(text_of(part))),
    "ends-with": (2, 2, lambda text, part: text_of(text).endswith(text_of(part))),
    "not": (1, 1, lambda value: not truth_of(value)),
    "boolean": (1, 1, truth_of),
    "true": (0, 0, lambda: True),
    "false": (0, 0, lambda: False),
    "normalize-space": (1, 1, _spaced),
    "string": (1, 1, text_of),
    "string-length": (1, 1, lambda value: float(len(text_of(value)))),
    "number": (1, 1, number_of),
    "concat": (2, 50, lambda *texts: "".join(map(text_of, texts))[:LONGEST]),
    "substring": (2, 3, _substring),
    "substring-before": (2, 2, _before),
    "substring-after": (2, 2, _after),
    "translate": (3, 3, _translated),
    "lower-case": (1, 1, lambda value: text_of(value).lower()),
    "upper-case": (1, 1, lambda value: text_of(value).upper()),
    "count": (1, 1, lambda nodes: float(len(nodes)) if isinstance(nodes, list) else math.nan),
    "name": (1, 1, _name),
    "local-name": (1, 1, _name),
}


def refused(name: str, arguments: int) -> str | None:
    """Why a function cannot be called with so many arguments; None where it can."""
    if name in OF_THE_CONTEXT and not arguments:
        return None
    if name not in FUNCTIONS:
        return f"the function {name}() is not read"
    least, most, _ = FUNCTIONS[name]
    if least <= arguments <= most or (not arguments and name in ON_THE_CONTEXT):
        return None
    return f"{name}() has {arguments} arguments"


OF_THE_CONTEXT = ("position", "last")
ON_THE_CONTEXT = ("normalize-space", "string", "string-length", "name", "local-name", "number")
"""Functions that without an argument are about the context node."""


OF_TEXTS = frozenset(FUNCTIONS) - {
    *("not", "boolean", "true", "false", "count", "name", "local-name")
}
"""Functions whose arguments are texts or numbers, and not nodes as such."""


def compared(operator: str, left: Any, right: Any) -> bool:
    """A comparison (3.4); of nodes, which come as their texts, whether it holds for any of them.

    Of two sets of nodes no pairs are made: there may be a million.
    """
    if isinstance(left, list) and isinstance(right, list) and left and right:
        if operator == "=":
            return not set(left).isdisjoint(right)
        if operator == "!=":
            return len({*left, *right}) > 1
        return _holds(operator, *_nearest(operator, left, right))
    return any(_holds(operator, one, other) for one in _each(left) for other in _each(right))


def _nearest(operator: str, left: list[str], right: list[str]) -> tuple[float, float]:
    """The pair of numbers for which a comparison holds if it does for any."""
    ones, others = (
        [each for each in map(number_of, texts) if not math.isnan(each)] for texts in (left, right)
    )
    one, other = (min, max) if operator.startswith("<") else (max, min)
    return one(ones, default=math.nan), other(others, default=math.nan)


def _each(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _holds(operator: str, one: Any, other: Any) -> bool:
    if operator in ("=", "!="):
        if isinstance(one, bool) or isinstance(other, bool):
            same = truth_of(one) == truth_of(other)
        elif isinstance(one, float) or isinstance(other, float):
            same = number_of(one) == number_of(other)
        else:
            same = text_of(one) == text_of(other)
        return same == (operator == "=")
    first, second = number_of(one), number_of(other)
    return {
        "<": first < second,
        "<=": first <= second,
        ">": first > second,
        ">=": first >= second,
    }[operator]
