"""Pull quotes: words of the article that are printed once more in large letters.

A quotation is one where its box is called so, or where most runs of three of its words stand in
the paragraphs of the body: editors shorten what they pull. Other quotations are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from crawler.extraction.outline import Box, Unit

_QUOTE = re.compile(
    r"quot(?:e|ation)s?(?![a-z])|zitat|citation|citaat|citat(?![a-z])", re.IGNORECASE
)
_PULLED = re.compile(r"pull-?_?quote", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_MOST_LEVELS = 4
_LONGEST = 500
_LEAST_RUNS = 3
_SHARE = 0.7
_MOST_QUOTES = 60
_NO_QUOTES = frozenset({"h2", "h3", "h4", "h5", "h6", "li", "td", "th"})


def without_pull_quotes(units: Sequence[Unit], root: Box) -> list[Unit]:
    """The units of a body without its pull quotes and those who are named under them."""
    groups: dict[int, list[Unit]] = {}
    pulled: set[int] = set()
    for unit in units:
        is_line = unit.kind == "text" and unit.box.tag not in _NO_QUOTES
        box = _quote_box(unit, root) if is_line else None
        if box is not None:
            groups.setdefault(id(box), []).append(unit)
            if _PULLED.search(box.names):
                pulled.add(id(box))
    if not groups or len(groups) > _MOST_QUOTES:
        return list(units)
    quoted = {id(unit) for group in groups.values() for unit in group}
    said = _runs(unit.text for unit in units if unit.prose and id(unit) not in quoted)
    dropped = {
        id(unit)
        for key, group in groups.items()
        if key in pulled or _is_repeated(group, said)
        for unit in group
    }
    return [unit for unit in units if id(unit) not in dropped]


def _quote_box(unit: Unit, root: Box) -> Box | None:
    """The outermost small box around a unit that is a quotation or called one."""
    found: Box | None = None
    for level, box in enumerate(unit.box.lineage()):
        if box is root or level >= _MOST_LEVELS or box.chars > _LONGEST:
            break
        if box.tag == "blockquote" or _is_called_quote(box.names):
            found = box
    return found


@lru_cache(maxsize=4096)
def _is_called_quote(names: str) -> bool:
    return bool(_QUOTE.search(names))


def _is_repeated(group: Sequence[Unit], said: set[tuple[str, ...]]) -> bool:
    """Whether the body says the longest line of a quotation too."""
    runs = _runs([max(group, key=lambda unit: len(unit.text)).text])
    return len(runs) >= _LEAST_RUNS and len(runs & said) >= len(runs) * _SHARE


def _runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    """Every three words that follow one another, across paragraphs."""
    words = [word for text in texts for word in _WORD.findall(text.lower())]
    return set(zip(words, words[1:], words[2:], strict=False))
