"""How far two titles are the same words: for headlines, which every source spells its own way."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from crawler.extraction.candidates import folded

AGREES = 78.0
"""From this likeness on two titles are variants of one."""
_SHORTEST = 4
"""Shorter titles are alike only where they are the same."""
_NO_LETTER = re.compile(r"[\W_]+")


def likeness(one: str, other: str, least: float = 0.0) -> float:
    """0 to 100: how far two titles are the same words; 0 for less than `least`, which costs less."""
    return folded_likeness(folded(one), folded(other), least)


def folded_likeness(first: str, second: str, least: float = 0.0) -> float:
    """`likeness` of titles that are folded already."""
    if len(first) < _SHORTEST or len(second) < _SHORTEST:
        return 100.0 if first == second else 0.0
    if not _comparable(first, second):
        return 0.0
    return max(
        fuzz.ratio(first, second, score_cutoff=least),
        fuzz.token_sort_ratio(first, second, score_cutoff=least),
    )


def letters(text: str) -> str:
    """The letters and digits of a text, case folded: what two spellings of it have in common."""
    return _NO_LETTER.sub("", folded(text))


def all_alike(texts: list[str], wanted: str) -> list[int]:
    """The places of the folded texts whose `likeness` to one is at least AGREES, ascending.

    All are compared in one call for each measure, which costs less than a call for each text.
    """
    if len(wanted) < _SHORTEST:
        return [place for place, text in enumerate(texts) if text == wanted]
    offered = {
        place: text
        for place, text in enumerate(texts)
        if len(text) >= _SHORTEST and _comparable(text, wanted)
    }
    alike: set[int] = set()
    for measure in (fuzz.ratio, fuzz.token_sort_ratio):
        found = process.extract(wanted, offered, scorer=measure, score_cutoff=AGREES, limit=None)
        alike.update(place for _, _, place in found)
    return sorted(alike)


def may_be_like(text: str, headline: str) -> bool:
    """Whether two plain texts in whitespace normal form are of lengths that `likeness` compares."""
    return not (text.isascii() and headline.isascii()) or _comparable(text, headline)


def _comparable(first: str, second: str) -> bool:
    """Whether two titles are of lengths that can be those of the same words."""
    return len(first) <= 2 * len(second) and len(second) <= 2 * len(first)
