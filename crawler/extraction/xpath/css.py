"""An XPath expression as a CSS selector, where it is a plain path of names and attributes.

//div[@class='a']                                        div[class='a']
//div[contains(@class, 'a')]/p                           div[class*='a'] > p
//*[contains(concat(' ', normalize-space(@class), ' '), ' a ')]   *[class~='a']
"""

from __future__ import annotations

import re

from crawler.extraction.xpath.syntax import Binary, Call, Expression, Literal, Path, Step, Union

_NAME = re.compile(r"[a-z][a-z0-9-]*|\*")
_ATTRIBUTE = re.compile(r"[a-z_][a-z0-9_-]*")
_SIGNS = {"contains": "*=", "starts-with": "^="}


def css_of(expression: Expression) -> str | None:
    """The selector that names the same nodes; None where CSS cannot say it."""
    if isinstance(expression, Union):
        parts = [css_of(part) for part in expression.parts]
        return None if None in parts else ", ".join(part for part in parts if part)
    if not isinstance(expression, Path) or not expression.is_absolute:
        return None
    steps = [_step(step) for step in expression.steps]
    if None in steps or not steps:
        return None
    selector = ""
    for step, said in zip(expression.steps, steps, strict=True):
        if not selector:
            if not step.is_deep and step.test != "html":
                return None
            selector = said or ""
        else:
            selector += f" {said}" if step.is_deep else f" > {said}"
    return selector


def _step(step: Step) -> str | None:
    if step.axis != "child" or not _NAME.fullmatch(step.test):
        return None
    conditions = [_condition(each) for each in step.predicates]
    if None in conditions:
        return None
    return step.test + "".join(each for each in conditions if each)


def _condition(expression: Expression) -> str | None:
    """A predicate as what stands behind a CSS name."""
    match expression:
        case Binary("and", left, right):
            one, other = _condition(left), _condition(right)
            return f"{one}{other}" if one and other else None
        case Binary("or", left, right):
            one, other = _condition(left), _condition(right)
            return f":is({one}, {other})" if one and other else None
        case Binary("=", left, Literal(value)) if isinstance(value, str):
            return _said(_attribute(left), "=", value)
        case Call("not", (inner,)):
            said = _condition(inner)
            return f":not({said})" if said else None
        case Call(name, (left, Literal(value))) if name in _SIGNS and isinstance(value, str):
            word = _word(name, left, value)
            return word or (_said(_attribute(left), _SIGNS[name], value) if value else None)
        case Path():
            named = _attribute(expression)
            return f"[{named}]" if named else None
    return None


def _word(name: str, left: Expression, value: str) -> str | None:
    """`contains(concat(' ', @class, ' '), ' word ')`."""
    if name != "contains" or not isinstance(left, Call) or left.name != "concat":
        return None
    word = value.strip()
    if len(left.arguments) != 3 or value != f" {word} " or not word or " " in word:
        return None
    first, middle, last = left.arguments
    if first != Literal(" ") or last != Literal(" "):
        return None
    if isinstance(middle, Call) and middle.name == "normalize-space" and len(middle.arguments) == 1:
        middle = middle.arguments[0]
    return _said(_attribute(middle), "~=", word)


def _attribute(expression: Expression) -> str | None:
    """The name of an attribute of the context node."""
    if not isinstance(expression, Path) or expression.is_absolute or expression.start:
        return None
    if len(expression.steps) != 1:
        return None
    step = expression.steps[0]
    if step.axis != "attribute" or step.predicates or not _ATTRIBUTE.fullmatch(step.test):
        return None
    return step.test


def _said(name: str | None, sign: str, value: str) -> str | None:
    if name is None or any(mark in value for mark in "'\\\n\r\f"):
        return None
    return f"[{name}{sign}'{value}']"
