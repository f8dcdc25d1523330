"""What must be on a page of which a CSS selector can name anything: the others are not asked for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_BRACKETS = re.compile(r"\[[a-z-]+(?:[~^$*|]?=(?:'[^']*'|[\w-]+)(?: i)?)?\]")
_PART = re.compile(rf"(?! )(?:[^,()\[\]'\\\"]|\\.|{_BRACKETS.pattern})+")
_PLAIN = re.compile(rf"(?:[#.][\w-]++|[a-z](?:[a-z0-9-]|\\:)*+|[ >+~]|{_BRACKETS.pattern})++")
_TYPE = re.compile(r"(?<![\w#.:-])[a-z](?:[a-z0-9-]|\\:)*")
_TEST = re.compile(r"\[([a-z-]+)(?:[~^$*|]?=(?:'([^']*)'|([\w-]+)))?")
_NAME = re.compile(r"([#.])([\w-]+)")
_KINDS = {"#": "id", ".": "class"}


class Needs(NamedTuple):
    """What must be on a page of which a selector can name anything."""

    tags: frozenset[str | None]
    attributes: frozenset[str]
    values: tuple[tuple[str, str], ...] = ()
    """Attributes and what a value of them contains, in small letters."""


@lru_cache(maxsize=1024)
def parts_of(selector: str) -> list[tuple[str, Needs]]:
    """The selectors of a list, each with what it needs; nothing where that is not plain to see."""
    parts = _PART.findall(selector)
    if ", ".join(parts) != selector:
        parts = [selector]
    return [(each, _needs_of(each)) for each in parts]


def _needs_of(selector: str) -> Needs:
    if not _PLAIN.fullmatch(selector):
        return Needs(frozenset(), frozenset())
    tags = [each.replace("\\", "") for each in _TYPE.findall(_outside(selector))]
    tests = [_TEST.match(each.group()) for each in _BRACKETS.finditer(selector)]
    values = [(test[1], (test[2] or test[3] or "").lower()) for test in tests if test]
    values += [(_KINDS[sign], name.lower()) for sign, name in _NAME.findall(_outside(selector))]
    names = frozenset(name for name, _ in values)
    told = [(name, text) for name, text in values if text and "\\" not in text]
    return Needs(frozenset(tags), names, tuple(told))


def _outside(selector: str) -> str:
    """A selector without what is in brackets."""
    return _BRACKETS.sub("", selector)
