"""An XPath expression taken apart (XPath 1.0, 2 and 3): `parsed` gives its tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from crawler.extraction.xpath.functions import refused

_LONGEST = 2000
_DEEPEST = 40
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<literal>"[^"]*"|'[^']*')"""
    r"""|(?P<sign>//|::|\.\.|!=|<=|>=|[/|()\[\]@,.=<>+*-])|(?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?))"""
)
_OPERATORS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"))
"""Binary operators, the weakest first."""
AXES = frozenset(
    {"child", "descendant", "descendant-or-self", "self", "parent", "ancestor"}
    | {"ancestor-or-self", "attribute", "following-sibling", "preceding-sibling"}
)
_NODE_TYPES = frozenset({"text", "node", "comment"})


class BadXPath(ValueError):
    """An expression that is no XPath, or none that is read here."""


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | float


@dataclass(frozen=True, slots=True)
class Step:
    """`axis::test[predicates]`; the test is a name in small letters, `*`, `text()` or `node()`."""

    axis: str
    test: str
    predicates: tuple[Expression, ...] = ()
    is_deep: bool = False
    """After `//`: from the context and all that is in it."""


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the document (`is_absolute`), from what an expression gives, or from the context."""

    steps: tuple[Step, ...] = ()
    is_absolute: bool = False
    start: Expression | None = None
    predicates: tuple[Expression, ...] = ()
    """Those of `start`."""


@dataclass(frozen=True, slots=True)
class Union:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Expression, ...]


Expression = Literal | Path | Union | Binary | Call


@lru_cache(maxsize=4096)
def parsed(text: str) -> Expression:
    """The tree of an expression. Raises BadXPath."""
    if len(text) > _LONGEST:
        raise BadXPath(f"an XPath of {len(text)} characters")
    parser = _Parser(text, _tokens(text))
    found = parser.expression()
    if parser.next:
        raise BadXPath(f"not an XPath from {parser.next!r} on: {text!r}")
    return found


def is_absolute(expression: Expression) -> bool:
    """Whether an expression gives the same wherever it is asked: paths from the document."""
    if isinstance(expression, Union):
        return all(map(is_absolute, expression.parts))
    return isinstance(expression, Path) and (
        expression.is_absolute or (expression.start is not None and is_absolute(expression.start))
    )


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise BadXPath(f"not an XPath at character {at}: {text!r}")
        tokens.append(match[0].strip())
        at = match.end()
    return tokens


@dataclass
class _Parser:
    text: str
    tokens: list[str]
    at: int = 0
    depth: int = field(default=0)

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def following(self) -> str:
        return self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        token = self.next
        if not token:
            raise BadXPath(f"breaks off: {self.text!r}")
        if wanted and token not in wanted:
            raise BadXPath(f"{wanted[0]!r} is missing before {token!r}: {self.text!r}")
        self.at += 1
        return token

    def expression(self, level: int = 0) -> Expression:
        if level == 0:
            self.depth += 1
            if self.depth > _DEEPEST:
                raise BadXPath(f"nested too deep: {self.text!r}")
        if level == len(_OPERATORS):
            return self.union()
        left = self.expression(level + 1)
        while self.next in _OPERATORS[level]:
            left = Binary(self.take(), left, self.expression(level + 1))
        self.depth -= level == 0
        return left

    def union(self) -> Expression:
        parts = [self.path()]
        while self.next == "|":
            self.take()
            parts.append(self.path())
        return parts[0] if len(parts) == 1 else Union(tuple(parts))

    def path(self) -> Expression:
        token = self.next
        if token in ("/", "//"):
            if token == "/":
                self.take()
            return Path(self.steps(), is_absolute=True)
        if not self._is_primary():
            return Path(self.steps())
        start = self.primary()
        predicates = self.predicates()
        steps: tuple[Step, ...] = ()
        if self.next in ("/", "//"):
            if self.next == "/":
                self.take()
            steps = self.steps()
        if not steps and not predicates:
            return start
        return Path(steps, start=start, predicates=predicates)

    def _is_primary(self) -> bool:
        token = self.next
        if token == "(" or token[:1] in "\"'" or token[:1].isdigit():
            return True
        return self.following() == "(" and token not in _NODE_TYPES

    def primary(self) -> Expression:
        token = self.take()
        if token == "(":
            inner = self.expression()
            self.take(")")
            return inner
        if token[0] in "\"'":
            return Literal(token[1:-1])
        if token[0].isdigit():
            return Literal(float(token))
        self.take("(")
        arguments: list[Expression] = []
        while self.next and self.next != ")":
            arguments.append(self.expression())
            if self.next != ")":
                self.take(",")
        self.take(")")
        if why := refused(token, len(arguments)):
            raise BadXPath(f"{why}: {self.text!r}")
        return Call(token, tuple(arguments))

    def steps(self) -> tuple[Step, ...]:
        found = [self.step(is_deep=self._took("//"))]
        while self.next in ("/", "//"):
            found.append(self.step(is_deep=self.take() == "//"))
        return tuple(found)

    def _took(self, token: str) -> bool:
        is_next = self.next == token
        self.at += is_next
        return is_next

    def step(self, is_deep: bool) -> Step:
        token = self.take()
        if token in (".", ".."):
            return Step("self" if token == "." else "parent", "node()", (), is_deep)
        axis = "child"
        if token == "@":
            axis, token = "attribute", self.take()
        elif self.next == "::":
            axis = token
            self.take()
            token = self.take()
        if axis not in AXES:
            raise BadXPath(f"the axis {axis!r} is not read: {self.text!r}")
        return Step(axis, self._test(token), self.predicates(), is_deep)

    def _test(self, token: str) -> str:
        if token in _NODE_TYPES and self.next == "(":
            self.take("(")
            self.take(")")
            return f"{token}()"
        if token != "*" and not token[:1].isalpha() and token[:1] != "_":
            raise BadXPath(f"a name is missing before {token!r}: {self.text!r}")
        return token.lower()

    def predicates(self) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while self.next == "[":
            self.take()
            found.append(self.expression())
            self.take("]")
        return tuple(found)
