"""Sentences that were carried from one paragraph into another: neither text removed nor text added.

Rules
- Words that one block lost in one piece and another gained in one piece, five at least and the same
  in the same order, were carried; each is carried once.
- The reasons of both events say so. An event in which nothing else changed weighs like a move, and
  like a move it is never silent.
- A sentence that lost or won a mark or a capital on its way was carried and edited: both events keep
  their weight, and what changed in it (a figure's sign, quotation marks) stands beside the later one.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.diff.change import Change
from archive.diff.events import Event, Span
from archive.diff.facts import fact_events
from archive.diff.significance import RULES
from archive.diff.touching import Changed
from archive.diff.words import Words, is_word, word_count, words_of

_FEWEST = 5
_GIVING = frozenset({"block_edited", "block_rewritten", "block_moved", "block_removed"})
_TAKING = frozenset({"block_edited", "block_rewritten", "block_moved", "block_added"})
_MOVE = RULES["block_moved"]
_POINTS = frozenset(".,")


@dataclass(frozen=True, slots=True)
class Carried:
    """The indexes of the event that lost words and of the one that gained them, and the words."""

    giving: int
    taking: int
    old: Words
    new: Words

    @property
    def is_same(self) -> bool:
        """Whether they are the same to the last mark, but for a point at either end."""
        return _ends_apart(self.old.keys) == _ends_apart(self.new.keys)


def with_carried(events: Sequence[Event], language: str | None = None) -> list[Event]:
    """The events of a body, those of carried sentences told as such."""
    if sum(event.type in _GIVING or event.type in _TAKING for event in events) < 2:
        return list(events)
    found = list(_carried(events))
    told = list(events)
    words: defaultdict[int, int] = defaultdict(int)
    for one in found:
        now, before = _place(events[one.taking]), _place(events[one.giving])
        told[one.giving] = _said(told[one.giving], f"a sentence of it stands in {now} now")
        told[one.taking] = _said(told[one.taking], f"a sentence of it stood in {before} before")
        if one.is_same:
            words[one.giving] += len(one.old.spoken)
            words[one.taking] += len(one.old.spoken)
    weighed = [_weighed(event, words[index]) for index, event in enumerate(told)]
    facts = _facts(found, events, language)
    return [one for index, event in enumerate(weighed) for one in (event, *facts.get(index, ()))]


def _facts(
    found: Sequence[Carried], events: Sequence[Event], language: str | None
) -> Mapping[int, list[Event]]:
    """What changed in sentences that were carried and edited, by the event that gained them."""
    known = {(event.type, event.path) for event in events}
    facts: defaultdict[int, list[Event]] = defaultdict(list)
    for one in found:
        if one.is_same:
            continue
        giving, taking = events[one.giving], events[one.taking]
        places = (giving.position_from, taking.position_to)
        for event in fact_events(Changed(Change(one.old, one.new), language), taking.path, places):
            if (event.type, event.path) not in known:
                known.add((event.type, event.path))
                facts[one.taking].append(event)
    return facts


def _ends_apart(keys: Sequence[str]) -> tuple[Sequence[str], Counter[str]]:
    """What stands from the first word to the last, and the marks around it but for points.

    Of `"A." "B."` the alignment may take `"B."` or `B." "`: a mark at one end is one at the other.
    """
    begin, end = 0, len(keys)
    while begin < end and not is_word(keys[begin]):
        begin += 1
    while end > begin and not is_word(keys[end - 1]):
        end -= 1
    marks = Counter(key for key in (*keys[:begin], *keys[end:]) if key not in _POINTS)
    return keys[begin:end], marks


def _carried(events: Sequence[Event]) -> Iterator[Carried]:
    gained = _pieces_gained(events)
    for index, event in enumerate(events):
        for words in _pieces(event, "delete") if event.type in _GIVING and gained else ():
            waiting = gained.get(words.spoken)
            if waiting and waiting[0][0] != index:
                taking, now = waiting.popleft()
                yield Carried(index, taking, words, now)


def _pieces_gained(
    events: Sequence[Event],
) -> Mapping[tuple[str, ...], deque[tuple[int, Words]]]:
    gained: defaultdict[tuple[str, ...], deque[tuple[int, Words]]] = defaultdict(deque)
    for index, event in enumerate(events):
        for words in _pieces(event, "insert") if event.type in _TAKING else ():
            gained[words.spoken].append((index, words))
    return gained


def _pieces(event: Event, op: str) -> Iterator[Words]:
    for span in event.spans:
        if span.op == op:
            words = words_of(_text(span))
            if len(words.spoken) >= _FEWEST:
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
    if not carried or carried < _changed(event.spans):
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
