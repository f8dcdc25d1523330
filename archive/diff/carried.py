"""Sentences that were carried from one paragraph into another: neither text removed nor text added.

Rules
- Words that one block lost in one piece and another gained in one piece, five at least and the same
  in the same order, were carried; each is carried once.
- The reasons of both events say so. An event in which nothing else changed weighs like a move, and
  like a move it is never silent.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence

from archive.diff.events import Event, Span
from archive.diff.significance import RULES
from archive.diff.words import word_count, words_of

_FEWEST = 5
_GIVING = frozenset({"block_edited", "block_rewritten", "block_moved", "block_removed"})
_TAKING = frozenset({"block_edited", "block_rewritten", "block_moved", "block_added"})
_MOVE = RULES["block_moved"]

Carried = tuple[int, int, int]
"""(index of the event that lost words, of the one that gained them, how many)."""


def with_carried(events: Sequence[Event]) -> list[Event]:
    """The events of a body, those of carried sentences told as such."""
    if sum(event.type in _GIVING or event.type in _TAKING for event in events) < 2:
        return list(events)
    found = list(_carried(events))
    told = list(events)
    for giving, taking, _ in found:
        told[giving] = _said(
            told[giving], f"a sentence of it stands in {_place(events[taking])} now"
        )
        told[taking] = _said(
            told[taking], f"a sentence of it stood in {_place(events[giving])} before"
        )
    words: defaultdict[int, int] = defaultdict(int)
    for giving, taking, count in found:
        words[giving] += count
        words[taking] += count
    return [_weighed(event, words[index]) for index, event in enumerate(told)]


def _carried(events: Sequence[Event]) -> Iterator[Carried]:
    gained = _pieces_gained(events)
    for index, event in enumerate(events):
        for words in _pieces(event, "delete") if event.type in _GIVING and gained else ():
            waiting = gained.get(words)
            if waiting and waiting[0] != index:
                yield index, waiting.popleft(), len(words)


def _pieces_gained(events: Sequence[Event]) -> Mapping[tuple[str, ...], deque[int]]:
    gained: defaultdict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for index, event in enumerate(events):
        for words in _pieces(event, "insert") if event.type in _TAKING else ():
            gained[words].append(index)
    return gained


def _pieces(event: Event, op: str) -> Iterator[tuple[str, ...]]:
    for span in event.spans:
        if span.op == op:
            words = words_of(_text(span)).spoken
            if len(words) >= _FEWEST:
                yield words


def _text(span: Span) -> str:
    return span.old or span.new


def _place(event: Event) -> str:
    position = event.position_to if event.position_to is not None else event.position_from
    return f"block {(position or 0) + 1}"


def _said(event: Event, what: str) -> Event:
    return dataclasses.replace(event, reason=f"{event.reason.removesuffix('.')}; {what}.")


def _weighed(event: Event, carried: int) -> Event:
    """The event, no heavier than a move where all of its changed words were carried."""
    if not carried or event.type == "block_moved" or carried < _changed(event.spans):
        return event
    most = _MOVE.most if event.similarity is None else _MOVE.least + (
        _MOVE.most - _MOVE.least
    ) * (1 - event.similarity)  # fmt: skip
    weight = min(event.significance, round(most, 3))
    return dataclasses.replace(event, significance=weight, silent=False)


def _changed(spans: Sequence[Span]) -> int:
    return sum(
        max(word_count(words_of(span.old).keys), word_count(words_of(span.new).keys))
        for span in spans
        if span.op != "equal"
    )
