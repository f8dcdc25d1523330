"""Quotations in a text: what stands between quotation marks of any style.

A mark that is never closed quotes to the end when the text begins with it, as the paragraphs of a
long quotation do; otherwise it quotes nothing. One pass, no nesting.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from archive.diff.change import Change
from archive.diff.found import Found
from archive.diff.passages import share_of_words
from archive.diff.words import Words, word_count, words_of

_CLOSING: Mapping[str, str] = {
    "“": "”“",
    "„": '“”„"',
    "«": "»",
    "»": "«",
    '"': '"',
    "＂": "＂",
    "「": "」",
    "『": "』",
    "‘": "’",
    "‚": "‘’",
    "'": "'",
}
_OPENING = re.compile(f"[{''.join(_CLOSING)}]")
_CLOSED_BY = {mark: re.compile(f"[{closing}]") for mark, closing in _CLOSING.items()}
_SINGLE = frozenset("‘‚'")
_LONGEST = 4_000
"""Characters within which a quotation closes."""
_MOST_UNCLOSED = 200
_LEAST_LIKE = 0.4
_MOST_COMPARED = 12
_SHOWN = 60


def quotations_in(text: str) -> list[Found]:
    """The quotations of a text in its order; `text` is what stands between the marks."""
    return list(_quotations(text))


def _quotations(text: str) -> Iterator[Found]:
    at = unclosed = 0
    while unclosed < _MOST_UNCLOSED and (opening := _OPENING.search(text, at)):
        at = opening.start()
        end = _closed(text, at)
        if end is None:
            unclosed += 1
            at += 1
            continue
        inner = text[at + 1 : end]
        keys = words_of(inner).keys
        if word_count(keys):
            yield Found(at, min(end + 1, len(text)), " ".join(keys), inner)
        at = end + 1


def _closed(text: str, at: int) -> int | None:
    """Where the quotation that opens at `at` closes; None where none opens there."""
    single = text[at] in _SINGLE
    if single and at and text[at - 1].isalnum():
        return None
    closing = _CLOSED_BY[text[at]]
    for match in closing.finditer(text, at + 1, at + _LONGEST):
        if not (single and _inside_word(text, match.start())):
            return match.start()
    return len(text) if at == 0 and not single and len(text) <= _LONGEST else None


def _inside_word(text: str, at: int) -> bool:
    return at + 1 < len(text) and text[at + 1].isalnum()


def quote_change(old: Sequence[Found], new: Sequence[Found], change: Change) -> str | None:
    """What happened to quoted words, in a few words; None where nothing did.

    A quotation that came or went with the words around it is no change of a quotation; one whose
    words changed between marks that stayed is, however little of it is left.
    """
    before, after = _distinct(old), _distinct(new)
    lost = [keys for keys in before if keys not in after][:_MOST_COMPARED]
    gained = [keys for keys in after if keys not in before][:_MOST_COMPARED]
    for was in lost:
        for now in gained:
            if share_of_words(was, now) >= _LEAST_LIKE:
                return f"“{_short(before[was])}” → “{_short(after[now])}”"
    return (
        _in_place(old, new, change)
        or _marks(gained, after, change.old, "marks were put round")
        or _marks(lost, before, change.new, "marks were taken from")
    )


def _in_place(old: Sequence[Found], new: Sequence[Found], change: Change) -> str | None:
    """The first quotation with other words at its place: a changed stretch that lies inside it on
    both sides, neither of its marks in it."""
    for hunk in change.hunks if old and new else ():
        was = _around(old, change.old, hunk.old_begin, hunk.old_end)
        now = _around(new, change.new, hunk.new_begin, hunk.new_end)
        if was is not None and now is not None and was.value != now.value:
            return f"“{_short(was.text)}” → “{_short(now.text)}”"
    return None


def _around(quotes: Sequence[Found], words: Words, begin: int, end: int) -> Found | None:
    """The quotation that has words begin..end between its marks."""
    first, last = words.cut(begin), words.cut(end)
    at = bisect_right(quotes, first, key=lambda one: one.begin) - 1
    if at < 0:
        return None
    quote = quotes[at]
    closing = quote.begin + 1 + len(quote.text)
    return quote if quote.begin < first and last <= closing else None


def _marks(
    quotes: Sequence[tuple[str, ...]],
    texts: Mapping[tuple[str, ...], str],
    other: Words,
    what: str,
) -> str | None:
    line = f" {' '.join(other.keys)} "
    for keys in quotes:
        if f" {' '.join(keys)} " in line:
            return f"{what} “{_short(texts[keys])}”"
    return None


def _distinct(quotes: Sequence[Found]) -> dict[tuple[str, ...], str]:
    return {words_of(quote.text).keys: quote.text for quote in quotes}


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
