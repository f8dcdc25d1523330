"""Marks that say something of their own: signs, question marks, quotation marks.

"$5" is not "€5", "-5" not "5", "The minister lied?" no claim, and a word in quotation marks is not the
outlet's own. A comma, a full stop, an exclamation mark or a dash between words tell nothing; nor does
a quotation that has single marks for double ones.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

_QUOTES = frozenset("\"'「」『』")
_TELLING = frozenset("%‰?？؟¿°§\u202d\u202e")
_SIGNS = frozenset({"Sc", "Sm"})
"""General categories: currencies, and signs of mathematics."""
_RULES = frozenset("|~¦")
"""Signs by category that pages use as ornaments."""

Stretch = tuple[Sequence[str], int, int]
"""(the keys of a whole text, begin, end)."""


def telling_marks(stretches: Iterable[Stretch]) -> Counter[str]:
    """The marks in these stretches that tell something, by what they tell."""
    found: Counter[str] = Counter()
    for keys, begin, end in stretches:
        for at in range(begin, end):
            mark = _mark(keys, at)
            if mark is not None:
                found[mark] += 1
    return found


def tells(lost: Counter[str], gained: Counter[str]) -> int:
    """How many of the marks only one side has."""
    return max((lost - gained).total(), (gained - lost).total())


def _mark(keys: Sequence[str], at: int) -> str | None:
    key = keys[at]
    if len(key) != 1 or key.isalnum() or key in _RULES:
        return None
    if key in _QUOTES:
        return '"'
    if key == "-":
        return key if at + 1 < len(keys) and keys[at + 1][:1].isdecimal() else None
    return key if key in _TELLING or unicodedata.category(key) in _SIGNS else None
